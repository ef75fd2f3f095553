"""Where a sheet's rows and columns stand now, told from where its anchors stand.

Rows put in or taken out move every anchor behind them alike; an anchor that moved alone,
against its neighbours, points elsewhere and is not followed.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from budgetsheet.form.fields import Anchor
from budgetsheet.form.grid import Area, area, column_letters


class Axis:
    """Rows, or columns: where each one of the layout stands now."""

    def __init__(self, seen: Iterable[tuple[int, int]]) -> None:
        votes = Counter(seen)
        self._known = _rising([(*point, votes[point]) for point in sorted(votes)])

    def agrees(self, then: int, now: int) -> bool:
        """Whether an anchor's own place is the one that its neighbours tell."""
        return (then, now) in self._known

    @property
    def moved(self) -> bool:
        """Whether anything stands elsewhere than it was made."""
        return any(then != now for then, now in self._known)

    def where(self, then: int) -> int | None:
        """Where a row or column stands now; None where it is gone, or nothing tells."""
        at = bisect_left(self._known, (then, -1))
        if at < len(self._known) and self._known[at][0] == then:
            return self._known[at][1]
        before = self._known[at - 1] if at else (-1, -1)
        if at == len(self._known):
            return then + before[1] - before[0]
        behind = self._known[at]
        shift = before[1] - before[0]
        return then + shift if shift == behind[1] - behind[0] else None

    def jumps(self) -> list[tuple[int, int, int]]:
        """Each place where rows were put in or taken out: before, behind (now), how many."""
        found, before, shift = [], -1, 0
        for then, now in self._known:
            if now - then != shift:
                found.append((before, now, now - then - shift))
            before, shift = now, now - then
        return found


def _rising(points: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The points that keep the order on which most anchors agree.

    The heaviest chain that rises in both; of equal ones, that with the fewest rows put in or
    taken out.
    """
    best: list[tuple[tuple[int, int], int]] = []
    for i, (then, now, votes) in enumerate(points):
        choices = [((votes, -abs(now - then)), -1)]
        for j in range(i):
            before, was, _ = points[j]
            if before < then and was < now:
                (sum_votes, cost), _ = best[j]
                change = abs(now - then - was + before)
                choices.append(((sum_votes + votes, cost - change), j))
        best.append(max(choices))
    at = max(range(len(best)), key=lambda i: best[i][0], default=-1)
    chain = []
    while at >= 0:
        chain.append(points[at][:2])
        at = best[at][1]
    return chain[::-1]


class Placement(NamedTuple):
    """Where each anchor's area stands now (None: gone), and where any other place does."""

    anchors: Mapping[str, Area | None]
    rows: Axis
    columns: Axis

    @property
    def moved(self) -> bool:
        """Whether any part of the sheet stands elsewhere than it was made."""
        return self.rows.moved or self.columns.moved

    def cell(self, place: Area) -> Area | None:
        """Where the first cell of a place stands now; None where nothing tells."""
        row, column = self.rows.where(place.top), self.columns.where(place.left)
        return None if row is None or column is None else area(row, column)


def placed(anchors: tuple[Anchor, ...], seen: Mapping[str, Area]) -> Placement:
    """The placement that the anchors found tell; anchors not in `seen` have lost their name."""
    found = [(anchor.area, seen[anchor.name]) for anchor in anchors if anchor.name in seen]
    rows = Axis(pair for then, now in found for pair in _ends(then[0::2], now[0::2]))
    columns = Axis(pair for then, now in found for pair in _ends(then[1::2], now[1::2]))
    here: dict[str, Area | None] = {}
    for anchor in anchors:
        then, now = anchor.area, seen.get(anchor.name)
        if now and rows.agrees(then.top, now.top) and columns.agrees(then.left, now.left):
            here[anchor.name] = now
        else:
            here[anchor.name] = _told(then, rows, columns)
    return Placement(here, rows, columns)


def _ends(then: tuple[int, ...], now: tuple[int, ...]) -> list[tuple[int, int]]:
    """First and last row (or column) of an area, as far as they differ."""
    pairs = [(then[0], now[0])]
    if then[1] > then[0] and now[1] > now[0]:
        pairs.append((then[1], now[1]))
    return pairs


def _told(then: Area, rows: Axis, columns: Axis) -> Area | None:
    """Where an area without an anchor of its own stands now."""
    top, left = rows.where(then.top), columns.where(then.left)
    if top is None or left is None:
        return None
    bottom, right = rows.where(then.bottom), columns.where(then.right)
    return area(top, left, top if bottom is None else bottom, left if right is None else right)


def jumps_in_words(placement: Placement) -> list[str]:
    """Where rows and columns were put in or taken out, as a person reads it."""
    rows = [_jump(b + 1, n + 1, by, "行") for b, n, by in placement.rows.jumps()]
    columns = placement.columns.jumps()
    return rows + [
        _jump(column_letters(b) if b >= 0 else "", column_letters(n), by, "列")
        for b, n, by in columns
    ]


def _jump(before: int | str, behind: int | str, by: int, unit: str) -> str:
    """`第 3 行和第 5 行之间多了 1 行`."""
    change = f"{'多' if by > 0 else '少'}了 {abs(by)} {unit}"
    if not before:
        return f"第 {behind} {unit}之前{change}"
    return f"第 {before} {unit}和第 {behind} {unit}之间{change}"
