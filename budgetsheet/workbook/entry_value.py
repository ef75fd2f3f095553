"""What an entry is found to say, before its place is known."""

from decimal import Decimal
from typing import NamedTuple

Value = str | Decimal | int | None


class Read(NamedTuple):
    """What an entry says.

    `value` is the field's value, blank where it could not be read; `typed` is what stands
    in the cell; `fault` is `BS007`, `BS008` or `BS009`, or blank; `shown` tells that
    the value was brought to another form than it was typed in; `doubt` says why it cannot be
    told for certain. Of a percentage, `bare` is the figure where no sign of percent stands
    behind it, and `counted` what the sheet's own formulas take it for, in %. `note` names the
    characters that were passed over or read as others.
    """

    value: Value
    typed: str = ""
    fault: str = ""
    shown: str = ""
    doubt: str = ""
    bare: Decimal | None = None
    counted: Decimal | None = None
    note: str = ""


class DoubtError(ValueError):
    """What a cell shows cannot be told for certain; `value` is what is kept of it."""

    def __init__(self, doubt: str, typed: str, value: str = "") -> None:
        super().__init__(doubt)
        self.doubt, self.typed, self.value = doubt, typed, value
