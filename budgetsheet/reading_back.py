"""What a workbook says otherwise than the filing it was written of, value by value."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import zip_longest
from typing import Any, NamedTuple

from budgetsheet.form import book as names
from budgetsheet.model import Filing, PlanNode, Unplaced, replace
from budgetsheet.text import shortened, tidy
from budgetsheet.workbook.reading import Location


class Changed(NamedTuple):
    """A value that reads otherwise than it was: where it stands, what it was, what is read."""

    place: str
    before: str
    after: str

    @property
    def message(self) -> str:
        """What the person is told."""
        read = f"读回来是“{shortened(self.after)}”" if self.after else "读回来是空白"
        return f"这段内容写进格里{read}，原文已留在“{names.UNPLACED}”中，请核对这一格。"


def changed(filing: Filing, read: Filing, locate: Callable[[str], Location]) -> tuple[Changed, ...]:
    """Every value of a filing that a workbook says otherwise, in the order of the filing."""
    found = [
        *differences(filing._replace(unreadable=()), read._replace(unreadable=())),
        *((u.path, u.text, "") for u in filing.unreadable if u not in read.unreadable),
        *((u.path, "", u.text) for u in read.unreadable if u not in filing.unreadable),
    ]
    return tuple(Changed(_place(locate(path)), before, after) for path, before, after in found)


def kept(read: Filing, differing: tuple[Changed, ...]) -> Filing:
    """What was read, with the words that it lost among those without a place."""
    lost = (Unplaced(0, tidy(each.before), each.place) for each in differing if each.before)
    return replace(read, unplaced=(*read.unplaced, *lost))


def differences(one: Any, other: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Path, text here and text there of every value in which two records differ."""
    if one == other:
        return
    if isinstance(one, tuple) and isinstance(other, tuple):
        for name, a, b in _pairs(one, other):
            yield from differences(a, b, f"{path}.{name}" if path else name)
    else:
        yield path, _words(one), _words(other)


def _pairs(one: tuple[Any, ...], other: tuple[Any, ...]) -> Iterator[tuple[str, Any, Any]]:
    fields = getattr(one, "_fields", None)
    if fields:
        yield from zip(fields, one, other, strict=True)
    elif all(isinstance(node, PlanNode) for node in (*one, *other)):
        percents = {node.month: node.percent for node in other}
        yield from ((str(node.month), node.percent, percents.get(node.month)) for node in one)
    else:
        for number, (a, b) in enumerate(zip_longest(one, other)):
            yield str(number), a, b


def _words(value: Any) -> str:
    """A value, or all the values of a record, as text."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "　".join(filter(None, map(_words, value)))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _place(where: Location) -> str:
    label = f"（{where.label}）" if where.label else ""
    return f"{where.sheet} {where.cell}{label}".strip() or "整个文件"
