"""What a person may enter, and how: declared once, for sheet, reader, messages and manual."""

from enum import Enum
from typing import NamedTuple

from budgetsheet.form.grid import Area


class Kind(Enum):
    """How an entry is typed, shown and read."""

    TEXT = "text"
    AMOUNT = "amount"
    PERCENT = "percent"
    YEAR = "year"
    CODE = "code"
    CATEGORY = "category"
    DIMENSION = "dimension"
    SCORE = "score"

    @property
    def number(self) -> bool:
        """Whether a number belongs there; all else is a text, whatever it looks like."""
        return self in (Kind.AMOUNT, Kind.PERCENT, Kind.YEAR, Kind.SCORE)


class Field(NamedTuple):
    """One kind of entry. Units: 万元 for AMOUNT, % for PERCENT, points for SCORE.

    `hint` is shown beside the cell while a person types; `cure` says what belongs there
    when an entry cannot be read; `choices` make a drop-down;
    `centred` is how a short text stands in its cell.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    hint: str = ""
    cure: str = ""
    choices: tuple[str, ...] = ()
    centred: bool = False

    @property
    def wanted(self) -> str:
        """What belongs there, for the sentence that asks for it."""
        return self.cure or "直接写出的文字"


class Entry(NamedTuple):
    """A field at its place on a sheet. `path` is relative to what the sheet holds."""

    path: str
    field: Field
    area: Area


class Label(NamedTuple):
    """Fixed, locked text at its place."""

    text: str
    area: Area
    style: str = "label"


class Anchor(NamedTuple):
    """A named range by which the reader finds an entry, or a table of entries, again."""

    name: str
    area: Area
    label: str = ""
