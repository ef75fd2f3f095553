"""What a person may enter, and how: declared once, for sheet, reader, messages and manual."""

from dataclasses import dataclass
from enum import Enum

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


@dataclass(frozen=True, slots=True)
class Field:
    """One kind of entry. Units: 万元 for AMOUNT, % for PERCENT.

    `hint` is shown beside the cell while a person types; `cure` says what belongs there
    when an entry cannot be read.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    hint: str = ""
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A field at its place on a sheet. `path` is relative to what the sheet holds."""

    path: str
    field: Field
    area: Area


@dataclass(frozen=True, slots=True)
class Label:
    """Fixed, locked text at its place."""

    text: str
    area: Area
    style: str = "label"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named range by which the reader finds an entry, or a table of entries, again."""

    name: str
    area: Area
