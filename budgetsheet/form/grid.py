"""Cells and areas of a sheet, counted from zero, and how Excel writes them."""

from functools import lru_cache
from typing import NamedTuple


@lru_cache(maxsize=256)
def column_letters(column: int) -> str:
    """`0 → A`, `26 → AA`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Area(NamedTuple):
    """A rectangle of cells, both corners included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def cell(self) -> str:
        """The first cell: `C4`."""
        return f"{column_letters(self.left)}{self.top + 1}"

    @property
    def ref(self) -> str:
        """`C4`, or `B5:G5` for more than one cell."""
        last = f"{column_letters(self.right)}{self.bottom + 1}"
        return self.cell if self.single else f"{self.cell}:{last}"

    @property
    def absolute(self) -> str:
        """`$C$4`, or `$B$5:$G$5`."""
        first = f"${column_letters(self.left)}${self.top + 1}"
        last = f"${column_letters(self.right)}${self.bottom + 1}"
        return first if self.single else f"{first}:{last}"

    @property
    def single(self) -> bool:
        """Whether it is one cell, which needs no merge."""
        return self.top == self.bottom and self.left == self.right

    def row(self, offset: int) -> "Area":
        """One row of the area, counted from its top."""
        return Area(self.top + offset, self.left, self.top + offset, self.right)


def area(top: int, left: int, bottom: int | None = None, right: int | None = None) -> Area:
    """An area; without a second corner, a single cell or a single row."""
    return Area(top, left, top if bottom is None else bottom, left if right is None else right)
