"""The nodes of a spending plan judged as one row: which figures without a sign are percentages.

A figure above 1 is a percentage as it stands; one from 0 to 1 may be that or a part of one, and
only its neighbours tell: a plan never falls and ends at 100.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from budgetsheet import money
from budgetsheet.workbook.entry_value import Read

_HUNDRED = Decimal(100)


def judged(reads: Sequence[Read]) -> list[Read]:
    """The reads of a row, in the order of its months, each figure without a sign decided.

    A number up to 1 among others like it is what the sheet's own formulas take it for; the
    row decides of a text, and of all where a figure above 1 stands among them.
    """
    if all(read.bare is None for read in reads):
        return list(reads)
    large = any(read.bare is not None and read.bare > 1 for read in reads)
    if not large:
        reads = [_decided(r, r.bare * 100) if _number(r) and r.bare is not None else r
                 for r in reads]  # fmt: skip
    whole, parts = [[_as(read, part) for read in reads] for part in (False, True)]
    fits = _comes_out(whole), _comes_out(parts)
    if fits == (True, True) and not large and whole != parts:
        fits = (False, False)
    if fits[0] or fits[1]:
        return [_decided(read, value) for read, value in
                zip(reads, whole if fits[0] else parts, strict=True)]  # fmt: skip
    return [_decided(read, value) if value == other else _undecided(read)
            for read, value, other in zip(reads, whole, parts, strict=True)]  # fmt: skip


def miscounted(reads: Sequence[Read]) -> Iterator[int]:
    """Where the sheet's formulas take a figure without its sign for a hundred times as much."""
    for i, read in enumerate(reads):
        value, counted = read.value, read.counted
        if not isinstance(value, Decimal) or counted is None:
            continue
        if 0 <= value <= _HUNDRED < counted and value != counted:
            yield i


def _number(read: Read) -> bool:
    """Whether a cell holds a number, not a text."""
    return read.counted is not None


def _as(read: Read, part: bool) -> Decimal | None:
    """A node's percentage, its bare figure up to 1 taken for a part of 1 or as it stands."""
    if read.bare is None:
        return read.value if isinstance(read.value, Decimal) else None
    return read.bare * 100 if part and 0 < read.bare <= 1 else read.bare


def _comes_out(percents: Sequence[Decimal | None]) -> bool:
    """Whether a plan rises from 0 to 100, and ends there."""
    known = [percent for percent in percents if percent is not None]
    ends = percents[-1] is None or percents[-1] == _HUNDRED
    return ends and known == sorted(known) and all(0 <= each <= _HUNDRED for each in known)


def _decided(read: Read, percent: Decimal | None) -> Read:
    """A figure without its sign, read as a percentage and told."""
    if read.bare is None or percent is None:
        return read
    value = money.normal_percent(percent)
    shown = "" if read.fault else money.format_percent(value)
    return read._replace(value=value, shown=shown, bare=None)


def _undecided(read: Read) -> Read:
    assert read.bare is not None
    either, other = money.normal_percent(read.bare), money.normal_percent(read.bare * 100)
    doubt = f"看不出是 {money.format_percent(either)} 还是 {money.format_percent(other)}"
    return read._replace(value=None, fault="BS008", shown="", doubt=doubt, bare=None)
