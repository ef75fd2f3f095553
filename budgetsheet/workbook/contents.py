"""What a generated sheet holds, stated once: the file's writer and the open workbook share it."""

from collections.abc import Callable
from typing import NamedTuple

from budgetsheet.form.grid import Area

Locate = Callable[[str], tuple[str, str]]
"""Sheet and cell of a path, in a workbook about to be written or one that was read."""


class Put(NamedTuple):
    """One cell's contents: its value as shown, the names of its styles, formula or jump.

    A formula stands without `=` and its value is what it comes to; `jump` is a place in the
    same workbook. A text stays a text whatever it begins with.
    """

    place: Area
    value: str | int | float
    style: tuple[str, ...]
    formula: str = ""
    jump: str = ""


class SheetContents(NamedTuple):
    """The cells of a generated sheet, row heights in points, the table's first and last row.

    Every row from `first` to `last` has the columns `columns`, and nothing stands below.
    """

    puts: tuple[Put, ...]
    heights: dict[int, float]
    first: int
    last: int
    columns: int
