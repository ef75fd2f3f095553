"""Tables of a page out of its ruled lines: which lines belong together, which cells they part."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from budgetsheet.importers.pdf_page import Glyph, Rule

_NEAR = 3.0
"""Lines that far apart are one. Units: points."""


class Frame(NamedTuple):
    """The lines of one table, and the box they fill."""

    levels: list[Rule]
    uprights: list[Rule]
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands inside."""
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class GridCell(NamedTuple):
    """A cell by its rows and columns, last ones included."""

    top: int
    left: int
    bottom: int
    right: int


class Grid:
    """A table's rows and columns, and the cells that its lines leave open between them."""

    def __init__(self, frame: Frame, columns: Sequence[float]) -> None:
        self.frame, self.columns = frame, list(columns)
        self.rows = clustered(rule.at for rule in frame.levels)
        self.cells = self._joined()

    def _joined(self) -> list[GridCell]:
        """Neighbours without a line between them are one cell."""
        height, width = len(self.rows) - 1, len(self.columns) - 1
        group = {(i, j): (i, j) for i in range(height) for j in range(width)}

        def root(place: tuple[int, int]) -> tuple[int, int]:
            while group[place] != place:
                place = group[place]
            return place

        for i in range(height):
            for j in range(width):
                if j + 1 < width and not self._upright(j + 1, i):
                    group[max(root((i, j)), root((i, j + 1)))] = min(root((i, j)), root((i, j + 1)))
                if i + 1 < height and not self._level(i + 1, j):
                    group[max(root((i, j)), root((i + 1, j)))] = min(root((i, j)), root((i + 1, j)))
        found: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for place in group:
            found.setdefault(root(place), []).append(place)
        return [_around(places) for places in found.values()]

    def _upright(self, column: int, row: int) -> bool:
        middle = (self.rows[row] + self.rows[row + 1]) / 2
        at = self.columns[column]
        return any(
            abs(rule.at - at) <= _NEAR and rule.start <= middle <= rule.end
            for rule in self.frame.uprights
        )

    def _level(self, row: int, column: int) -> bool:
        middle = (self.columns[column] + self.columns[column + 1]) / 2
        at = self.rows[row]
        return any(
            abs(rule.at - at) <= _NEAR and rule.start <= middle <= rule.end
            for rule in self.frame.levels
        )

    def place(self, glyph: Glyph) -> tuple[int, int]:
        """Row and column of a character inside the frame."""
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        return _slot(self.rows, y), _slot(self.columns, x)

    def width(self, cell: GridCell) -> float:
        """How wide a cell is. Units: points."""
        return self.columns[cell.right + 1] - self.columns[cell.left]


def frames(rules: Sequence[Rule]) -> list[Frame]:
    """The tables of a page: lines that touch each other, two of each direction at least."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        merged = [rule, *(other for group in touching for other in group)]
        groups = [group for group in groups if not any(group is t for t in touching)]
        groups.append(merged)
    found = [_frame(group) for group in groups]
    return sorted((frame for frame in found if frame), key=lambda frame: frame.top)


def _frame(group: list[Rule]) -> Frame | None:
    levels = [rule for rule in group if rule.level]
    uprights = [rule for rule in group if not rule.level]
    if not levels or not uprights:
        return None
    top, bottom = _reach(levels, uprights)
    left, right = _reach(uprights, levels)
    levels += [Rule(True, at, left, right) for at in (top, bottom)]
    uprights += [Rule(False, at, top, bottom) for at in (left, right)]
    rows, columns = clustered(r.at for r in levels), clustered(r.at for r in uprights)
    if len(rows) < 2 or len(columns) < 2 or len(group) < 4:
        return None
    return Frame(levels, uprights, columns[0], rows[0], columns[-1], rows[-1])


def _reach(along: list[Rule], across: list[Rule]) -> tuple[float, float]:
    """How far a table reaches: a side that a page's end left open has no line of its own."""
    places = [rule.at for rule in along]
    return (
        min(*places, *(rule.start for rule in across), places[0]),
        max(*places, *(rule.end for rule in across), places[0]),
    )


def _touch(a: Rule, b: Rule) -> bool:
    """Whether two lines cross, meet, or lie on each other."""
    if a.level == b.level:
        near = abs(a.at - b.at) <= _NEAR
        return near and a.start <= b.end + _NEAR and b.start <= a.end + _NEAR
    return a.start - _NEAR <= b.at <= a.end + _NEAR and b.start - _NEAR <= a.at <= b.end + _NEAR


def clustered(places: Iterable[float]) -> list[float]:
    """Places in order, those near each other as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _slot(edges: Sequence[float], at: float) -> int:
    inside = sum(1 for edge in edges if edge <= at) - 1
    return max(0, min(inside, len(edges) - 2))


def _around(places: list[tuple[int, int]]) -> GridCell:
    rows, columns = [i for i, _ in places], [j for _, j in places]
    return GridCell(min(rows), min(columns), max(rows), max(columns))
