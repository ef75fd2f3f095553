"""The figures of a spending plan judged as one row: percentages, or parts of one.

A figure above 1 without a sign of percent is a percentage as it stands; one from 0 to 1 may be
that or a part of 1, and only its neighbours tell: a plan never falls and ends at 100.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

_HUNDRED = Decimal(100)


class Node(NamedTuple):
    """One node: its percentage where that is certain, else the bare figure; both None for a blank.

    `share` is what a bare figure is taken for where its row does not say more: a number in a
    cell, which the sheet's formulas count with. Units: %.
    """

    percent: Decimal | None = None
    bare: Decimal | None = None
    share: Decimal | None = None


def decided(nodes: Sequence[Node]) -> list[Decimal | None]:
    """The percentages of a row in the order of its months; None where the row cannot tell."""
    large = any(node.bare is not None and node.bare > 1 for node in nodes)
    if not large:
        nodes = [node if node.share is None else Node(node.share) for node in nodes]
    whole, parts = ([_as(node, part) for node in nodes] for part in (False, True))
    fits = _comes_out(whole), _comes_out(parts)
    if fits == (True, True) and not large and whole != parts:
        fits = (False, False)
    if fits[0] or fits[1]:
        return whole if fits[0] else parts
    return [one if one == other else None for one, other in zip(whole, parts, strict=True)]


def _as(node: Node, part: bool) -> Decimal | None:
    """A node's percentage, its bare figure up to 1 taken for a part of 1 or as it stands."""
    if node.bare is None:
        return node.percent
    return node.bare * 100 if part and 0 < node.bare <= 1 else node.bare


def _comes_out(percents: Sequence[Decimal | None]) -> bool:
    """Whether a plan rises from 0 to 100, and ends there."""
    known = [percent for percent in percents if percent is not None]
    ends = not percents or percents[-1] is None or percents[-1] == _HUNDRED
    return ends and known == sorted(known) and all(0 <= each <= _HUNDRED for each in known)
