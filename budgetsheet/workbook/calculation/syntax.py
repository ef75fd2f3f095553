"""A formula's text as a tree."""

from typing import NamedTuple, Union

from budgetsheet.lazy import LazyPattern
from budgetsheet.workbook.sheet_part import column_number

_TOKEN = LazyPattern(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?P<place>(?:(?:'(?:[^']|'')+'|[\w.]+)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w.(]))"
    r"|(?P<call>[A-Z]+\()"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_][\w.]*)"
    r"|(?P<sign><>|<=|>=|[-+*/^&=<>(){},])"
)
_CORNER = LazyPattern(r"\$?([A-Z]{1,3})(\$?)(\d+)")
_BINDING = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2,
            "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}  # fmt: skip
_CONSTANTS: dict[str, bool] = {"TRUE": True, "FALSE": False}
_NEGATION = 6
Node = Union["Constant", "Place", "Name", "Row", "Call", "Operation", "Negation", "Nothing"]


class Constant(NamedTuple):
    """A number, a text or a truth."""

    value: float | str | bool


class Place(NamedTuple):
    """Cells: rows and columns counted from 0; a row that is not fixed moves with the formula."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    top_fixed: bool
    bottom_fixed: bool


class Name(NamedTuple):
    """A name of the workbook."""

    name: str


class Row(NamedTuple):
    """An array constant of one row."""

    values: tuple[float | str | bool, ...]


class Call(NamedTuple):
    """A function with its arguments."""

    function: str
    arguments: tuple[Node, ...]


class Operation(NamedTuple):
    """Two operands and the sign between them."""

    sign: str
    left: Node
    right: Node


class Negation(NamedTuple):
    """A minus before its operand."""

    operand: Node


class Nothing(NamedTuple):
    """An argument that is left out."""


def parse(formula: str) -> Node:
    """The tree of a formula without its `=`. Raises: ValueError for what our formulas lack."""
    return _Parser(formula).whole()


class _Parser:
    """Reads a formula from left to right, a token ahead."""

    def __init__(self, formula: str) -> None:
        tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(formula)]
        if sum(len(text) for _, text in tokens) != len(formula):
            raise ValueError(formula)
        self._tokens = [*tokens, ("end", "")]
        self._at = 0

    def whole(self) -> Node:
        found = self._expression(0)
        self._expect("")
        return found

    def _next(self) -> tuple[str, str]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _ahead(self) -> str:
        text: str = self._tokens[self._at][1]
        return text

    def _expect(self, text: str) -> None:
        if self._next()[1] != text:
            raise ValueError(f"{text} expected")

    def _expression(self, least: int) -> Node:
        left = self._operand()
        while _BINDING.get(self._ahead(), 0) > least:
            sign = self._next()[1]
            left = Operation(sign, left, self._expression(_BINDING[sign]))
        return left

    def _operand(self) -> Node:
        kind, text = self._next()
        if kind == "text":
            return Constant(text[1:-1].replace('""', '"'))
        if kind == "number":
            return Constant(float(text) if "." in text else int(text))
        if kind == "call":
            return _call(text[:-1], self._arguments())
        if kind == "place":
            return _place(text)
        if kind == "name":
            return Constant(_CONSTANTS[text]) if text in _CONSTANTS else Name(text)
        return self._signed(text)

    def _signed(self, sign: str) -> Node:
        if sign == "-":
            return Negation(self._expression(_NEGATION))
        if sign == "(":
            inside = self._expression(0)
            self._expect(")")
            return inside
        if sign == "{":
            return self._row()
        raise ValueError(sign)

    def _row(self) -> Row:
        values = []
        while True:
            constant = self._operand()
            assert isinstance(constant, Constant)
            values.append(constant.value)
            if self._next()[1] == "}":
                return Row(tuple(values))

    def _arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        if self._ahead() == ")":
            self._next()
            return ()
        while True:
            missing = self._ahead() in ",)"
            found.append(Nothing() if missing else self._expression(0))
            if self._next()[1] == ")":
                return tuple(found)


def _call(function: str, arguments: tuple[Node, ...]) -> Node:
    """A function; a character told by its code is a text."""
    match function, arguments:
        case "CHAR", (Constant(int(code)),):
            return Constant(chr(code))
    return Call(function, arguments)


def _place(text: str) -> Place:
    sheet, _, cells = text.rpartition("!")
    corners = [_CORNER.fullmatch(corner) for corner in cells.split(":")]
    first, last = corners[0], corners[-1]
    assert first is not None and last is not None  # the token's pattern says so
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return Place(
        sheet, int(first[3]) - 1, column_number(first[1]), int(last[3]) - 1,
        column_number(last[1]), bool(first[2]), bool(last[2]),
    )  # fmt: skip
