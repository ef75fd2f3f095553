"""The functions that our formulas use, as Excel defines them."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from itertools import chain
from math import floor
from typing import Any
from unicodedata import normalize

from budgetsheet.lazy import LazyPattern
from budgetsheet.workbook.calculation.operands import (
    DIVISION,
    NOT_FOUND,
    VALUE,
    Fault,
    Grid,
    Operand,
    number_of,
    rounded,
    spread,
    text_of,
    truth_of,
)

Function = Callable[..., Any]
_MANY_BLANKS = LazyPattern(" +")


def _of_texts(function: Function) -> Function:
    """A function of texts; a fault among them is what comes out."""

    def checked(*arguments: Any) -> Any:
        if all(type(argument) is str for argument in arguments):
            return function(*arguments)
        texts = []
        for argument in arguments:
            text = text_of(argument)
            if type(text) is Fault:
                return text
            texts.append(text)
        return function(*texts)

    return checked


def _lifted(function: Function) -> Function:
    """A function of single values that also takes grids."""

    def lifted(*arguments: Any) -> Any:
        for argument in arguments:
            if type(argument) is Grid:
                return spread(function, arguments)
        return function(*arguments)

    return lifted


def _find(needle: Any, text: Any, start: Any = 1) -> Any:
    if start == 1 and type(needle) is str and type(text) is str:
        return text.find(needle) + 1 or VALUE
    needle, text, start = text_of(needle), text_of(text), number_of(start)
    for argument in (needle, text, start):
        if type(argument) is Fault:
            return argument
    begin = int(start) - 1
    if begin < 0 or begin > len(text):
        return VALUE
    at = text.find(needle, begin)
    return VALUE if at < 0 else at + 1


def _part(text: Any, start: Any, count: Any) -> Any:
    if type(text) is str and type(start) is int and type(count) is int and start > 0 <= count:
        return text[start - 1 : start - 1 + count]
    text, start, count = text_of(text), number_of(start), number_of(count)
    for argument in (text, start, count):
        if type(argument) is Fault:
            return argument
    begin = int(start) - 1
    return VALUE if begin < 0 or count < 0 else text[begin : begin + int(count)]


def _left(text: Any, count: Any = 1) -> Any:
    return _part(text, 1, count)


def _right(text: Any, count: Any = 1) -> Any:
    text, count = text_of(text), number_of(count)
    for argument in (text, count):
        if type(argument) is Fault:
            return argument
    if count < 0:
        return VALUE
    return text[-int(count) :] if int(count) else ""


def _repeated(text: Any, count: Any) -> Any:
    text, count = text_of(text), number_of(count)
    for argument in (text, count):
        if type(argument) is Fault:
            return argument
    return text * int(count) if count >= 0 else VALUE


def _length(text: Any) -> Any:
    if type(text) is str:
        return len(text)
    text = text_of(text)
    return text if type(text) is Fault else len(text)


def _substitute(text: str, old: str, new: str) -> str:
    return text.replace(old, new) if old else text


def _trimmed(text: str) -> str:
    return str(_MANY_BLANKS.sub(" ", text)).strip(" ")


def _half_width(text: str) -> str:
    return text if text.isascii() else text.translate(_narrow())


_VOICED = "カキクケコサシスセソタチツテトハヒフヘホウワヰヱヲ"
_HALF_VOICED = "ハヒフヘホ"


@cache
def _narrow() -> dict[int, str]:
    """What ASC makes of wide characters: signs, the wide blank, katakana and their stops.

    Source: OpenDocument 1.3 part 4, 6.20.3, which writes down what Excel does.
    """
    narrow = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    narrow |= dict(zip(map(ord, "　―‘’”￥゛゜"), " ｰ`'\"\\ﾞﾟ", strict=True))
    narrow |= {ord(normalize("NFKC", chr(code))): chr(code) for code in range(0xFF61, 0xFF9E)}
    for bases, combined, mark in ((_VOICED, "\u3099", "ﾞ"), (_HALF_VOICED, "\u309a", "ﾟ")):
        for base in bases:
            narrow[ord(normalize("NFC", base + combined))] = narrow.get(ord(base), base) + mark
    return narrow


def _character(code: Any) -> Any:
    code = number_of(code)
    return code if type(code) is Fault else chr(int(code))


def _round(number: Any, places: Any) -> Any:
    number, places = number_of(number), number_of(places)
    for argument in (number, places):
        if type(argument) is Fault:
            return argument
    return float(rounded(number, int(places)))


def _whole(number: Any) -> Any:
    number = number_of(number)
    return number if type(number) is Fault else floor(number)


def _absolute(number: Any) -> Any:
    number = number_of(number)
    return number if type(number) is Fault else abs(number)


def _rest(number: Any, divisor: Any) -> Any:
    number, divisor = number_of(number), number_of(divisor)
    for argument in (number, divisor):
        if type(argument) is Fault:
            return argument
    return number % divisor if divisor else DIVISION


def _shown(number: Any, form: Any) -> Any:
    """TEXT for forms of `0`, `#`, a point, and commas by threes."""
    number = number_of(number)
    if type(number) is Fault:
        return number
    whole, _, decimals = str(form).partition(".")
    value: Decimal = rounded(number, len(decimals))
    digits, _, rest = f"{abs(value):{',' if ',' in whole else ''}f}".partition(".")
    kept = len(rest.rstrip("0"))
    rest = rest[: max(kept, decimals.count("0"))]
    sign = "-" if value < 0 else ""
    return f"{sign}{digits.rjust(whole.count('0'), '0')}{'.' if rest else ''}{rest}"


def _same(first: str, second: str) -> bool:
    return first == second


def _is_number(value: Any) -> bool:
    return type(value) is float or type(value) is int


def _is_text(value: Any) -> bool:
    return type(value) is str


def _is_fault(value: Any) -> bool:
    return type(value) is Fault


def _as_number(value: Any) -> Any:
    return 0 if value is None or type(value) is str else number_of(value)


def _not(value: Any) -> Any:
    value = truth_of(value)
    return value if type(value) is Fault else not value


def _friendly(place: Any, shown: Any = None) -> Any:
    return place if shown is None else shown


# ---- functions of whole grids


def _each(arguments: Iterable[Operand]) -> Iterable[Any]:
    """All single values of the arguments."""
    lists = (a.values if type(a) is Grid else (a,) for a in arguments)
    return chain.from_iterable(lists)


def _all_or_any(among: Function) -> Function:
    def judged(*arguments: Any) -> Any:
        truths = []
        for value in _each(arguments):
            truth = truth_of(value)
            if type(truth) is Fault:
                return truth
            truths.append(truth)
        return among(truths)

    return judged


def _numbers(arguments: Iterable[Operand]) -> Any:
    """Numbers as SUM, MIN and MAX take them from cells: texts and blanks are passed over."""
    found = []
    for value in _each(arguments):
        if type(value) is Fault:
            return value
        if _is_number(value):
            found.append(value)
    return found


def _of_numbers(function: Function) -> Function:
    def reduced(*arguments: Any) -> Any:
        numbers = _numbers(arguments)
        return numbers if type(numbers) is Fault else function(numbers)

    return reduced


def _least(numbers: list[float]) -> float:
    return min(numbers, default=0)


def _greatest(numbers: list[float]) -> float:
    return max(numbers, default=0)


def _count_numbers(*arguments: Any) -> int:
    return sum(map(_is_number, _each(arguments)))


def _count_filled(*arguments: Any) -> int:
    return sum(value is not None for value in _each(arguments))


def _sum_of_products(values: Any) -> Any:
    """SUMPRODUCT of one array, as all of ours are: what is no number counts as nothing."""
    if type(values) is not Grid:
        return values if type(values) is Fault else number_of(values)
    return _numbers((values,)) if _faulty(values) else sum(filter(_is_number, values.values))


def _faulty(values: Grid) -> bool:
    return any(map(_is_fault, values.values))


def _looked_up(wanted: float, among: Operand, results: Operand) -> Any:
    """LOOKUP over ones and faults: the last that is no fault."""
    keys, found = list(_each((among,))), list(_each((results,)))
    at = [i for i, key in enumerate(keys) if _is_number(key) and key <= wanted]
    return found[at[-1]] if at else NOT_FOUND


_OF_SINGLE_VALUES: dict[str, Function] = {
    "ABS": _absolute, "ASC": _of_texts(_half_width), "CHAR": _character,
    "EXACT": _of_texts(_same), "FIND": _find, "HYPERLINK": _friendly, "INT": _whole,
    "ISERROR": _is_fault, "ISNUMBER": _is_number, "ISTEXT": _is_text, "LEFT": _left,
    "LEN": _length, "MID": _part, "MOD": _rest, "N": _as_number, "NOT": _not,
    "REPT": _repeated, "RIGHT": _right, "ROUND": _round, "SUBSTITUTE": _of_texts(_substitute),
    "TEXT": _shown, "TRIM": _of_texts(_trimmed),
}  # fmt: skip
SINGLE = {name: _lifted(function) for name, function in _OF_SINGLE_VALUES.items()}
"""Functions of single values; given a grid they make one."""
WHOLE: dict[str, Function] = {
    "AND": _all_or_any(all), "OR": _all_or_any(any), "COUNT": _count_numbers,
    "COUNTA": _count_filled, "LOOKUP": _looked_up, "MAX": _of_numbers(_greatest),
    "MIN": _of_numbers(_least), "SUM": _of_numbers(sum), "SUMPRODUCT": _sum_of_products,
}  # fmt: skip
"""Functions that take a grid as it is."""
