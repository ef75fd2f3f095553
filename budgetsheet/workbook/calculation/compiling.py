"""A formula as a function of the cells around it, made once for each text."""

import operator
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

from budgetsheet.workbook.calculation.criteria import count_if
from budgetsheet.workbook.calculation.functions import SINGLE, WHOLE
from budgetsheet.workbook.calculation.operands import (
    DIVISION,
    VALUE,
    Fault,
    Grid,
    Operand,
    Scalar,
    number_of,
    spread,
    text_of,
    truth_of,
)
from budgetsheet.workbook.calculation.syntax import (
    Call,
    Constant,
    Name,
    Negation,
    Node,
    Operation,
    Place,
    Row,
    parse,
)


class Around(Protocol):
    """What a formula can see from where it stands.

    `down` counts the rows below the cell for which it was written; `known` holds the sums
    that it has worked out.
    """

    down: int
    known: dict[int, Any]

    def cell(self, sheet: str, row: int, column: int) -> Scalar:
        """One cell; no sheet is the formula's own."""

    def area(self, sheet: str, place: tuple[int, int, int, int]) -> Grid:
        """The cells from one row and column to another."""

    def named(self, name: str) -> Operand:
        """What a name of the workbook stands for."""

    def words(self, name: str) -> list[str]:
        """The words of the list that a name of the workbook stands for."""


Compiled = Callable[[Around], Any]
Sums = dict[Node, int]
"""The sums of one formula, numbered."""


@lru_cache(maxsize=1024)
def compiled(formula: str) -> Compiled:
    """A formula's text, without `=`, as a function."""
    return _of(parse(formula), {})


def _of(node: Node, sums: Sums) -> Compiled:
    match node:
        case Constant(value):
            return lambda around: value
        case Place():
            return _of_place(node)
        case Name(name):
            return lambda around: around.named(name)
        case Row(values):
            grid = Grid(1, len(values), list(values))
            return lambda around: grid
        case Negation(operand):
            return _of_negation(operand, sums)
        case Operation(sign, left, right):
            return _of_operation(sign, left, right, sums)
        case Call("SUMPRODUCT", (inside,)):
            work_out = _of_words(inside, sums) or _of_call("SUMPRODUCT", [_of(inside, sums)])
            return _once(sums.setdefault(node, len(sums)), work_out)
        case Call("SUBSTITUTE", (text, Constant(str(old)), Constant(str(new)))) if old:
            return _of_replacement(_of(text, sums), old, new)
        case Call(function, arguments):
            return _of_call(function, [_of(each, sums) for each in arguments])
    raise ValueError(node)


def _of_place(place: Place) -> Compiled:
    sheet, top, left, bottom, right, top_fixed, bottom_fixed = place
    if top == bottom and left == right and top_fixed == bottom_fixed:
        if top_fixed:
            return lambda around: around.cell(sheet, top, left)
        return lambda around: around.cell(sheet, top + around.down, left)

    def cells(around: Around) -> Grid:
        first = top if top_fixed else top + around.down
        last = bottom if bottom_fixed else bottom + around.down
        return around.area(sheet, (first, left, last, right))

    return cells


def _of_negation(operand: Node, sums: Sums) -> Compiled:
    if isinstance(operand, Negation):  # `--` turns truths into numbers
        inner = _of(operand.operand, sums)
        return lambda around: _each(_number, inner(around))
    inner = _of(operand, sums)
    return lambda around: _each(_negative, inner(around))


def _each(function: Callable[[Any], Any], value: Any) -> Any:
    if type(value) is Grid:
        return Grid(value.rows, value.columns, list(map(function, value.values)))
    return function(value)


def _number(value: Any) -> Any:
    return int(value) if type(value) is bool else number_of(value)


def _negative(value: Any) -> Any:
    number = number_of(value)
    return number if type(number) is Fault else -number


def _of_operation(sign: str, left: Node, right: Node, sums: Sums) -> Compiled:
    first, second, function = _of(left, sums), _of(right, sums), _OPERATORS[sign]

    def result(around: Around) -> Any:
        a, b = first(around), second(around)
        if type(a) is Grid or type(b) is Grid:
            return spread(function, (a, b))
        return function(a, b)

    return result


def _once(number: int, work_out: Compiled) -> Compiled:
    """A sum that stands in a formula more than once.

    Source: formulas repeat what they cannot name; half of the time went into it.
    """

    def found(around: Around) -> Any:
        if number not in around.known:
            around.known[number] = work_out(around)
        return around.known[number]

    return found


def _of_replacement(looked_at: Compiled, old: str, new: str) -> Compiled:
    """SUBSTITUTE of a word known beforehand: formulas nest dozens of them."""
    otherwise = SINGLE["SUBSTITUTE"]

    def replaced(around: Around) -> Any:
        text = looked_at(around)
        return text.replace(old, new) if type(text) is str else otherwise(text, old, new)

    return replaced


def _of_words(node: Node, sums: Sums) -> Compiled | None:
    """How many words of a list a text holds, or is: what most formulas ask."""
    match node:
        case Negation(Negation(Call("ISNUMBER", (Call("FIND", (Name(name), text)),)))):
            return _counted(name, _of(text, sums), _held, 0)
        case Negation(Negation(Call("EXACT", (Name(name), text)))):
            return _counted(name, _of(text, sums), list.count, VALUE)
    return None


def _held(words: list[Any], text: str) -> int:
    """A word that could not be worked out is held nowhere."""
    return sum(word in text for word in words if type(word) is str)


def _counted(
    name: str, looked_at: Compiled, count: Callable[[list[Any], str], int], at_fault: Any
) -> Compiled:
    def counted(around: Around) -> Any:
        text, words = text_of(looked_at(around)), around.words(name)
        if type(text) is Fault:
            return at_fault
        return count(words, text)

    return counted


def _of_call(function: str, arguments: list[Compiled]) -> Compiled:
    if function == "IF":
        return _of_choice(*arguments)
    if function == "IFERROR":
        return _of_rescue(*arguments)
    made = count_if if function in ("COUNTIF", "COUNTIFS") else WHOLE.get(function)
    made = made or SINGLE[function]
    match arguments:
        case [only]:
            return lambda around: made(only(around))
        case [first, second]:
            return lambda around: made(first(around), second(around))
        case _:
            return lambda around: made(*[each(around) for each in arguments])


def _of_choice(condition: Compiled, then: Compiled, *other: Compiled) -> Compiled:
    otherwise = other[0] if other else lambda around: False

    def chosen(around: Around) -> Any:
        truth = truth_of(condition(around))
        if type(truth) is Fault:
            return truth
        return then(around) if truth else otherwise(around)

    return chosen


def _of_rescue(tried: Compiled, instead: Compiled) -> Compiled:
    def rescued(around: Around) -> Any:
        value = tried(around)
        return instead(around) if type(value) is Fault else value

    return rescued


def _joined(first: Any, second: Any) -> Any:
    a, b = text_of(first), text_of(second)
    if type(a) is Fault:
        return a
    return b if type(b) is Fault else a + b


def _arithmetic(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def calculated(first: Any, second: Any) -> Any:
        a, b = number_of(first), number_of(second)
        if type(a) is Fault:
            return a
        return b if type(b) is Fault else function(a, b)

    return calculated


def _quotient(first: float, second: float) -> Any:
    return first / second if second else DIVISION


def _compared(function: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    def judged(first: Any, second: Any) -> Any:
        if type(first) is Fault:
            return first
        if type(second) is Fault:
            return second
        return function(_ranked(first, second), _ranked(second, first))

    return judged


def _ranked(value: Any, other: Any) -> tuple[int, Any]:
    """A value as it compares: numbers, texts, truths; a blank is of the other's kind."""
    if value is None:
        value = {str: "", bool: False}.get(type(other), 0)
    if type(value) is str:
        return 1, value.casefold()
    return (2, value) if type(value) is bool else (0, value)


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "&": _joined,
    "+": _arithmetic(operator.add),
    "-": _arithmetic(operator.sub),
    "*": _arithmetic(operator.mul),
    "/": _arithmetic(_quotient),
    "^": _arithmetic(operator.pow),
    "=": _compared(operator.eq),
    "<>": _compared(operator.ne),
    "<": _compared(operator.lt),
    ">": _compared(operator.gt),
    "<=": _compared(operator.le),
    ">=": _compared(operator.ge),
}
