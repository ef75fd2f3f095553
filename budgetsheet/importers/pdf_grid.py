"""Tables of a page out of its ruled lines: which lines belong together, which cells they part."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from budgetsheet.errors import UnusableError
from budgetsheet.importers.pdf_page import TOO_MUCH, Glyph, Rule

MAX_RULES = 1500
"""Lines of a page, those that lie on each other as one; a full page of a table has a hundred."""
MAX_CELLS = 20_000
"""Cells of a table on one page; fifty rows of a form have four hundred."""
_NEAR = 3.0
"""Lines that far apart are one. Units: points."""
_MEETS = 0.05
"""Pieces of one line lie no farther apart. Units: points."""


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
        if height * width > MAX_CELLS:
            raise UnusableError(TOO_MUCH)
        uprights = [_near(self.frame.uprights, at) for at in self.columns]
        levels = [_near(self.frame.levels, at) for at in self.rows]
        groups = Groups(height * width)
        for i in range(height):
            for j in range(width):
                if j + 1 < width and not _parts(uprights[j + 1], self.rows, i):
                    groups.join(i * width + j, i * width + j + 1)
                if i + 1 < height and not _parts(levels[i + 1], self.columns, j):
                    groups.join(i * width + j, (i + 1) * width + j)
        return [_around([divmod(cell, width) for cell in group]) for group in groups.all()]

    def place(self, glyph: Glyph) -> tuple[int, int]:
        """Row and column of a character inside the frame."""
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        return _slot(self.rows, y), _slot(self.columns, x)

    def width(self, cell: GridCell) -> float:
        """How wide a cell is. Units: points."""
        return self.columns[cell.right + 1] - self.columns[cell.left]


def _near(rules: list[Rule], at: float) -> list[Rule]:
    return [rule for rule in rules if abs(rule.at - at) <= _NEAR]


def _parts(rules: list[Rule], edges: Sequence[float], slot: int) -> bool:
    """Whether a line runs past the middle between two edges."""
    middle = (edges[slot] + edges[slot + 1]) / 2
    return any(rule.start <= middle <= rule.end for rule in rules)


def frames(rules: Sequence[Rule]) -> list[Frame]:
    """The tables of a page: lines that touch each other, two of each direction at least.

    Raises: UnusableError for more lines than a page of tables has.
    """
    found = [_frame(group) for group in _together(_joined_up(rules))]
    return sorted((frame for frame in found if frame), key=lambda frame: frame.top)


def _joined_up(rules: Sequence[Rule]) -> list[Rule]:
    """The lines with those that lie on each other as one: boxes side by side share their sides."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.level, round(r.at, 1), r.start)):
        last = found[-1] if found else None
        if last and last.level == rule.level and _same_place(last, rule):
            found[-1] = last._replace(end=max(last.end, rule.end))
        else:
            found.append(rule)
    if len(found) > MAX_RULES:
        raise UnusableError(TOO_MUCH)
    return found


def _same_place(one: Rule, behind: Rule) -> bool:
    return round(one.at, 1) == round(behind.at, 1) and behind.start <= one.end + _MEETS


def _together(rules: list[Rule]) -> list[list[Rule]]:
    """The lines in groups of those that touch; only lines near each other are looked at."""
    groups = Groups(len(rules))
    order = sorted(range(len(rules)), key=lambda i: rules[i].at)
    for level in (True, False):
        same = [i for i in order if rules[i].level == level]
        for n, i in enumerate(same):
            for j in same[n + 1 :]:
                if rules[j].at - rules[i].at > _NEAR:
                    break
                if _touch(rules[i], rules[j]):
                    groups.join(i, j)
    uprights = [i for i in order if not rules[i].level]
    places = [rules[i].at for i in uprights]
    for i in (i for i in order if rules[i].level):
        low = bisect_left(places, rules[i].start - _NEAR)
        for j in uprights[low : bisect_right(places, rules[i].end + _NEAR)]:
            if _touch(rules[i], rules[j]):
                groups.join(i, j)
    return [[rules[i] for i in group] for group in groups.all()]


class Groups:
    """Things by number, joined to groups two at a time."""

    def __init__(self, count: int) -> None:
        self._first = list(range(count))

    def first(self, thing: int) -> int:
        """The least of a thing's group."""
        while self._first[thing] != thing:
            self._first[thing] = thing = self._first[self._first[thing]]
        return thing

    def join(self, one: int, other: int) -> None:
        """Make one group of two."""
        one, other = self.first(one), self.first(other)
        self._first[max(one, other)] = min(one, other)

    def all(self) -> list[list[int]]:
        """Each group, by its least thing."""
        found: dict[int, list[int]] = {}
        for thing in range(len(self._first)):
            found.setdefault(self.first(thing), []).append(thing)
        return list(found.values())


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
    inside = bisect_right(edges, at) - 1
    return max(0, min(inside, len(edges) - 2))


def _around(places: list[tuple[int, int]]) -> GridCell:
    rows, columns = [i for i, _ in places], [j for _, j in places]
    return GridCell(min(rows), min(columns), max(rows), max(columns))
