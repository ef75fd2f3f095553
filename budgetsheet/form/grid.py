"""Cells and areas of a sheet, counted from zero, and how Excel writes them."""

from collections.abc import Iterable, Iterator
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

    def without(self, holes: Iterable["Area"]) -> "tuple[Area, ...]":
        """Areas that hold every cell of this one once, but none of the holes'."""
        parts: tuple[Area, ...] = (self,)
        for hole in holes:
            parts = tuple(piece for part in parts for piece in part._around(hole))
        return parts

    def _around(self, hole: "Area") -> "Iterator[Area]":
        """What a hole leaves: above it, to its left and right, below it."""
        top, bottom = max(self.top, hole.top), min(self.bottom, hole.bottom)
        left, right = max(self.left, hole.left), min(self.right, hole.right)
        if top > bottom or left > right:
            yield self
            return
        around = (
            Area(self.top, self.left, top - 1, self.right),
            Area(top, self.left, bottom, left - 1),
            Area(top, right + 1, bottom, self.right),
            Area(bottom + 1, self.left, self.bottom, self.right),
        )
        yield from (a for a in around if a.top <= a.bottom and a.left <= a.right)


def area(top: int, left: int, bottom: int | None = None, right: int | None = None) -> Area:
    """An area; without a second corner, a single cell or a single row."""
    return Area(top, left, top if bottom is None else bottom, left if right is None else right)
