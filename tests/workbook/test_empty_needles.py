"""No formula can look for an empty text: Excel finds one anywhere, LibreOffice nowhere.

Each needle of a FIND is shown to be at least one character long whatever the cells hold.
"""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from support.filings import FILINGS
from support.formulas import Parts

from budgetsheet import rules
from budgetsheet.form.live import PLACEHOLDER, WordList
from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.making import fresh_workbook
from budgetsheet.workbook.calculation.syntax import (
    Call,
    Constant,
    Name,
    Negation,
    Node,
    Operation,
    Row,
    parse,
)

ARITHMETIC = ("+", "-", "*", "/", "^")


@cache
def lists() -> dict[str, tuple[int, int]]:
    """Return the shortest length and the greatest number of each list of words."""
    words = (w for name in SCHEMES for w in rules.live_plan(load_scheme(name)).words)
    return {f"bs.words.{each.name}": _measures(each) for each in words}


def _measures(words: WordList) -> tuple[int, int]:
    lengths = [
        least(parse(PLACEHOLDER.sub("A1", item[1:])), ())
        if isinstance(item, str) and item.startswith("=") else len(str(item))
        for item in words.items
    ]  # fmt: skip
    return min(lengths), max((int(i) for i in words.items if isinstance(i, int)), default=0)


def least(node: Node, filled: tuple[Node, ...]) -> int:
    """Return how long a text is at least; `filled` are known to be no empty texts."""
    if node in filled:
        return 1
    match node:
        case Constant(str(text)):
            return len(text)
        case Constant() | Negation():
            return 1
        case Name(name):
            return lists()[name][0] if name in lists() else 0
        case Operation("&", left, right):
            return least(left, filled) + least(right, filled)
        case Operation(sign):
            return 1 if sign in ARITHMETIC else 4
        case Row(values):
            return min(len(str(value)) for value in values)
        case Call(function, arguments):
            return _least_of_call(function, arguments, filled)
    return 0


def _least_of_call(function: str, arguments: tuple[Node, ...], filled: tuple[Node, ...]) -> int:
    match function, arguments:
        case "LEFT" | "RIGHT", (text,):
            return min(1, least(text, filled))
        case "MID", (text, start, Constant(int(count))):
            return min(count, 1) if within(text, start, filled) else 0
        case "REPT", (text, Constant(int(times))):
            return least(text, filled) * times
        case "IF", (condition, then, other):
            return min(least(then, (*filled, *shown_filled(condition))), least(other, filled))
        case "ASC", (text,):
            return least(text, filled)
        case "TEXT", _:
            return 1
    return 0


def within(text: Node, start: Node, filled: tuple[Node, ...]) -> bool:
    """Tell whether a place never lies behind the end of a text."""
    most = greatest(start)
    if most is not None:
        return least(text, filled) >= most
    found = [term for term in terms(start) if isinstance(term, Call)]
    rest = [greatest(term) for term in terms(start) if not isinstance(term, Call)]
    if len(found) != 1 or found[0].function != "FIND" or None in rest:
        return False
    needle, looked_in = found[0].arguments[:2]
    parts = list(joined(text))
    for part in joined(looked_in):
        if part not in parts:
            return False
        parts.remove(part)
    beside = sum(least(part, filled) for part in parts)
    return sum(r for r in rest if r) <= beside + least(needle, filled) - 1


def terms(node: Node) -> Iterator[Node]:
    match node:
        case Operation("+", left, right):
            yield from terms(left)
            yield from terms(right)
        case Operation("-", left, Constant(int(less))):
            yield from terms(left)
            yield Constant(-less)
        case _:
            yield node


def joined(node: Node) -> Iterator[Node]:
    match node:
        case Operation("&", left, right):
            yield from joined(left)
            yield from joined(right)
        case _:
            yield node


def greatest(node: Node) -> int | None:
    """Return the greatest number that an expression can be, if that is known."""
    match node:
        case Constant(int(number)):
            return number
        case Name(name):
            return lists()[name][1] if name in lists() else None
        case Row(values):
            return max(int(value) for value in values)
        case Operation("+", left, right):
            a, b = greatest(left), greatest(right)
            return None if a is None or b is None else a + b
        case Call("ISNUMBER", _):
            return 1
    return None


def shown_filled(condition: Node) -> tuple[Node, ...]:
    """Return the texts that a condition shows to be filled: `LEN(text)>0`."""
    match condition:
        case Operation(">", Call("LEN", (text,)), Constant(0)):
            return (text,)
    return ()


def needles(node: Node, filled: tuple[Node, ...] = ()) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Give every needle of a formula with what is known to be filled there."""
    match node:
        case Call("IF", (condition, then, *other)):
            yield from needles(condition, filled)
            yield from needles(then, (*filled, *shown_filled(condition)))
            for each in other:
                yield from needles(each, filled)
        case Call(function, arguments):
            if function == "FIND":
                yield arguments[0], filled
            for each in arguments:
                yield from needles(each, filled)
        case Operation(_, left, right):
            yield from needles(left, filled)
            yield from needles(right, filled)
        case Negation(operand):
            yield from needles(operand, filled)


def empty_needles(formula: str) -> list[Node]:
    return [needle for needle, filled in needles(parse(formula)) if not least(needle, filled)]


@pytest.mark.parametrize("kind", FILINGS)
def test_no_needle_can_be_empty(kind: str) -> None:
    formulas = {f.text for f in Parts(fresh_workbook(FILINGS[kind]())).formulas()
                if f.kind in ("cell", "shared", "cf", "dv")}  # fmt: skip
    seen = 0
    for formula in formulas:
        if re.search(r"\bFIND\(", formula):
            assert empty_needles(formula) == [], formula
            seen += 1
    assert seen > 10


@pytest.mark.parametrize("formula", [
    'FIND(A1,"abc")', 'FIND(LEFT(A1),"0123")', 'FIND(MID(A1,3,1),"0123")',
    'FIND(MID(A1&" ",3,1),"0123")', 'IF(LEN(A1)>0,1,FIND(A1,B1))',
    'FIND(MID(A1,FIND("号",A1)+1,1),"楼")', 'FIND(RIGHT(TRIM(A1)),"。")', 'FIND(bs.names,A1)',
])  # fmt: skip
def test_a_needle_that_can_be_empty_is_seen(formula: str) -> None:
    assert empty_needles(formula)


@pytest.mark.parametrize("formula", [
    'FIND("a",A1)', 'FIND(LEFT(A1&" "),"0123")', 'FIND(MID(A1&"   ",3,1),"0123")',
    'IF(LEN(A1)>0,FIND(A1,B1),1)', 'FIND(MID(A1&"。",FIND("号",A1)+1,1),"楼")',
])  # fmt: skip
def test_a_needle_that_cannot_be_empty_passes(formula: str) -> None:
    assert empty_needles(formula) == []
