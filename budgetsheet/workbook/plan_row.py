"""The nodes of a spending plan as a sheet holds them, those without a sign of percent decided."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from budgetsheet import money
from budgetsheet.plan_figures import Node, decided
from budgetsheet.text import half_width
from budgetsheet.workbook.entry_value import Read

_HUNDRED = Decimal(100)


def judged(reads: Sequence[Read]) -> list[Read]:
    """The reads of a row, in the order of its months, each figure without a sign decided.

    A number up to 1 among others like it is what the sheet's own formulas take it for; the
    row decides of a text, and of all where a figure above 1 stands among them.
    """
    if all(read.bare is None for read in reads):
        return list(reads)
    percents = decided([_node(read) for read in reads])
    return [_settled(read, percent) for read, percent in zip(reads, percents, strict=True)]


def miscounted(reads: Sequence[Read]) -> Iterator[int]:
    """Where the sheet's formulas take a figure without its sign for a hundred times as much."""
    for i, read in enumerate(reads):
        value, counted = read.value, read.counted
        if not isinstance(value, Decimal) or counted is None:
            continue
        if 0 <= value <= _HUNDRED < counted and value != counted:
            yield i


def in_words(read: Read) -> str:
    """What stands in a miscounted cell; its format alone may show the sign. Units: %."""
    assert read.counted is not None
    signed = half_width(read.typed).strip().endswith("%")
    why = f"存的是 {money.normal_percent(read.counted / 100):f}" if signed else "没有百分号"
    return f"{read.typed}（{why}，表里的公式当作 {read.counted:f}%）"


def _node(read: Read) -> Node:
    percent = read.value if isinstance(read.value, Decimal) else None
    return Node(percent, read.bare, read.counted if read.bare is not None else None)


def _settled(read: Read, percent: Decimal | None) -> Read:
    """A figure without its sign, read as a percentage and told; or told to be in doubt."""
    if read.bare is None:
        return read
    if percent is None:
        either, other = (money.normal_percent(read.bare * times) for times in (1, 100))
        doubt = f"看不出是 {money.format_percent(either)} 还是 {money.format_percent(other)}"
        return read._replace(value=None, fault="BS008", shown="", doubt=doubt)
    value = money.normal_percent(percent)
    shown = "" if read.fault else money.format_percent(value)
    note = _counted_otherwise(value, read.counted) or read.note
    return read._replace(value=value, shown=shown, bare=None, note=note)


def _counted_otherwise(value: Decimal, counted: Decimal | None) -> str:
    """What the sheet's formulas take a figure up to 1 for, where that could be meant too."""
    if counted is None or not value < counted <= _HUNDRED:
        return ""
    return f"表里的公式当作 {money.format_percent(money.normal_percent(counted))}，请核对"
