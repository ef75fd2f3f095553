"""The order of a project's indicators: that of the scheme's levels, stable within.

A row added at the end of the table belongs behind those of its kind; a document that prints
a category once for the rows it holds would print it twice otherwise.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from budgetsheet.editing import arrange_indicators, indicator_moved, places_of
from budgetsheet.form.scheme import Scheme, load_scheme
from budgetsheet.model import Filing, Indicator, Project
from budgetsheet.text import shortened

_MOST_NAMED = 3


class Ordered(NamedTuple):
    """A filing in the scheme's order, and a sentence for each project that was not.

    `orders` gives, by project, which row stood before at each place.
    """

    filing: Filing
    orders: Mapping[int, Sequence[int]] = {}
    told: tuple[str, ...] = ()

    def now(self, path: str) -> str:
        """Where a path of the filing as it was stands now."""
        if not self.orders:
            return path
        return indicator_moved(path, {i: places_of(order) for i, order in self.orders.items()})

    def before(self, path: str) -> str:
        """Where a path of the ordered filing stood."""
        return indicator_moved(path, self.orders) if self.orders else path


def in_scheme_order(filing: Filing) -> Ordered:
    """The filing with each project's indicators in the scheme's order."""
    scheme = load_scheme(filing.scheme)
    wanted = ((i, scheme_order(p.indicators, scheme)) for i, p in enumerate(filing.projects))
    orders = {i: order for i, order in wanted if order != sorted(order)}
    told = tuple(_told(i, filing.projects[i], order) for i, order in orders.items())
    return Ordered(arrange_indicators(orders)(filing), orders, told) if orders else Ordered(filing)


def scheme_order(rows: Sequence[Indicator], scheme: Scheme) -> list[int]:
    """The rows' numbers in the scheme's order, stable within one kind.

    The first level stands as the scheme has it. Within it the second level stands as it was
    arranged, published documents differ in that, unless one kind is torn apart: then as the
    form offers it. A row whose level the scheme does not know, or that has none yet, stays
    behind the row above it.
    """
    blocks: dict[int, list[tuple[int, int]]] = {}
    for number, (first, second) in enumerate(_ranks(rows, scheme)):
        blocks.setdefault(first, []).append((second, number))
    return [number for _, block in sorted(blocks.items()) for number in _mended(block)]


def _mended(block: list[tuple[int, int]]) -> list[int]:
    """The rows of one first level, those of a second level together."""
    runs = sum(1 for _ in groupby(block, key=itemgetter(0)))
    torn = runs > len({second for second, _ in block})
    return [number for _, number in (sorted(block) if torn else block)]


def _ranks(rows: Sequence[Indicator], scheme: Scheme) -> Iterator[tuple[int, int]]:
    """The rank of each row's first and second level; an unknown one ranks as the row above."""
    levels = {c.name: (i, tuple(dict.fromkeys((*c.offered, *c.dimensions))))
              for i, c in enumerate(scheme.categories)}  # fmt: skip
    above = -1
    before: dict[int, int] = {}
    for row in rows:
        above, dimensions = levels.get(row.category, (above, ()))
        if row.dimension in dimensions:
            before[above] = dimensions.index(row.dimension)
        yield above, before.get(above, -1)


def _told(number: int, project: Project, order: Sequence[int]) -> str:
    """Which rows changed their places, the others standing as they stood to each other."""
    stay, rows = _longest_rise(order), project.indicators
    moved = [
        f"“{_name(rows[was])}”排到{f'“{_name(rows[order[now - 1]])}”之后' if now else '最前'}"
        for now, was in enumerate(order) if was not in stay
    ]  # fmt: skip
    named = "、".join(moved[:_MOST_NAMED])
    more = f"，共移动 {len(moved)} 条" if len(moved) > _MOST_NAMED else ""
    return f"第 {number + 1} 个项目“{project.name}”的绩效指标按表样的次序排列：{named}{more}。"


def _name(row: Indicator) -> str:
    return shortened(row.name or row.dimension or row.category, 20)


def _longest_rise(order: Sequence[int]) -> set[int]:
    """The most numbers that stand in rising order: what did not move."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in order:
        at = bisect_left(tails, number)
        tails[at : at + 1] = [number]
        before[number] = tails[at - 1] if at else None
    found, last = set[int](), tails[-1] if tails else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found
