"""COUNTIF and COUNTIFS: how many rows of cells meet their criteria."""

import re
from collections.abc import Callable
from typing import Any

from budgetsheet.workbook.calculation.operands import (
    Fault,
    Grid,
    Operand,
    number_of,
    spread,
    text_of,
)

Test = Callable[[Any], bool]


def count_if(*arguments: Operand) -> Any:
    """The rows in which every range meets its criterion; a grid for a grid of criteria."""
    ranges = [each for each in arguments[::2] if isinstance(each, Grid)]
    criteria = arguments[1::2]
    single = [(r, c) for r, c in zip(ranges, criteria, strict=True) if type(c) is not Grid]
    rows = range(len(ranges[0].values))
    for cells, criterion in single:
        meets = _test(criterion)
        rows = [row for row in rows if meets(cells.values[row])]  # type: ignore[assignment]
    wide = [(r, c) for r, c in zip(ranges, criteria, strict=True) if type(c) is Grid]
    if not wide:
        return len(rows)

    def counted(*each: Any) -> int:
        tests = [(cells.values, _test(one)) for (cells, _), one in zip(wide, each, strict=True)]
        return sum(all(meets(values[row]) for values, meets in tests) for row in rows)

    return spread(counted, (criterion for _, criterion in wide))


def _test(criterion: Any) -> Test:
    """What a criterion asks of a cell. A criterion that is blank asks for nought."""
    if not isinstance(criterion, str):
        wanted = number_of(criterion)
        return lambda value: not isinstance(wanted, Fault) and _as_number(value) == wanted
    if criterion.startswith("<>"):
        unwanted = _pattern(criterion[2:])
        return lambda value: not (isinstance(value, str) and unwanted(value) is not None)
    text = criterion.removeprefix("=")
    number, matches = number_of(text) if text else None, _pattern(text)
    if isinstance(number, float):
        return lambda value: _as_number(value) == number
    return lambda value: isinstance(value, str) and matches(value) is not None


def _as_number(value: Any) -> Any:
    """A cell's number: a text that is one counts too; a blank is none."""
    found = None if value is None or isinstance(value, bool) else number_of(value)
    return None if isinstance(found, Fault) else found


def _pattern(text: str) -> Callable[[str], Any]:
    """A criterion's text, its `*`, `?` and `~` meant as such; upper and lower case are one."""
    parts = re.findall(r"~[*?~]|.", str(text_of(text)), re.DOTALL)
    stars = {"*": ".*", "?": "."}
    pattern = "".join(stars.get(p) or re.escape(p[-1] if len(p) > 1 else p) for p in parts)
    return re.compile(pattern, re.IGNORECASE | re.DOTALL).fullmatch
