"""What formulas calculate with: numbers, texts, truths, blanks, errors, and grids of them."""

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import repeat
from math import inf
from typing import Any

from budgetsheet.lazy import LazyPattern

_EXACT = 15
_NUMBER = LazyPattern(r"\s*[+-]?(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d+)?\s*")
_LONGEST_WHOLE = 1e15


class Fault:
    """An error value such as `#VALUE!`."""

    __slots__ = ("code",)

    def __init__(self, code: str) -> None:
        self.code = code


VALUE, DIVISION, NOT_FOUND = Fault("#VALUE!"), Fault("#DIV/0!"), Fault("#N/A")


class Grid:
    """Cells in rows and columns, or what was made of them, row by row."""

    __slots__ = ("columns", "rows", "values")

    def __init__(self, rows: int, columns: int, values: list[Any]) -> None:
        self.rows, self.columns, self.values = rows, columns, values


Scalar = float | str | bool | Fault | None
Operand = Scalar | Grid


def text_of(value: Any) -> Any:
    """A value as text, or its fault. A number has fifteen digits."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if type(value) is bool:
        return "TRUE" if value else "FALSE"
    return value if type(value) is Fault else number_text(value)


def number_text(number: float) -> str:
    """A number as a cell of no format shows it."""
    if abs(number) < _LONGEST_WHOLE and number == int(number):
        return str(int(number))
    shown = f"{number:.15g}"
    if "e" not in shown:
        return shown
    plain = f"{Decimal(shown):f}"
    digits = len(plain.replace(".", "").lstrip("-"))
    return plain if digits <= 20 and abs(number) < 1 else shown.upper()


def number_of(value: Any) -> Any:
    """A value as a number, or its fault; of texts only plain numbers are."""
    kind = type(value)
    if kind is float or kind is int:
        return value
    if kind is bool:
        return int(value)
    if value is None:
        return 0
    if kind is str:
        read = float(value) if _NUMBER.fullmatch(value) else inf
        return VALUE if read in (inf, -inf) else read
    return value


def truth_of(value: Any) -> Any:
    """A value as a truth, or a fault."""
    kind = type(value)
    if kind is bool or kind is Fault:
        return value
    if kind is str:
        return {"TRUE": True, "FALSE": False}.get(value.upper(), VALUE)
    return bool(value)


def exact(number: float) -> Decimal:
    """A number as it shows: fifteen digits, no binary noise."""
    return Decimal(f"{number:.15g}")


def rounded(number: float, places: int) -> Decimal:
    """A number rounded half away from zero."""
    plain = exact(number)
    if (
        not plain.is_finite() or plain.adjusted() > _EXACT
    ):  # beyond all digits that a number has: nothing to round
        return plain
    return plain.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def spread(function: Callable[..., Any], arguments: Iterable[Any]) -> Grid:
    """A function of single values over grids, each laid against the others."""
    given = list(arguments)
    grids = [each for each in given if type(each) is Grid]
    rows, columns = max(g.rows for g in grids), max(g.columns for g in grids)
    lists = [_stretched(each, rows, columns) for each in given]
    return Grid(rows, columns, list(map(function, *lists)))


def _stretched(value: Any, rows: int, columns: int) -> Iterable[Any]:
    if type(value) is not Grid:
        return repeat(value)
    if (value.rows, value.columns) == (rows, columns):
        return value.values
    if value.rows == 1 and value.columns == columns:
        return value.values * rows
    if value.columns == 1 and value.rows == rows:
        return [each for each in value.values for _ in range(columns)]
    assert value.rows == value.columns == 1, "grids of other shapes do not meet in our formulas"
    return repeat(value.values[0])
