"""No formula cuts a range down to the cell in its own row: Excel would do so without a word."""

from collections.abc import Iterator

import pytest
from support.filings import FILINGS
from support.formulas import Parts

from budgetsheet.making import fresh_workbook
from budgetsheet.workbook.calculation.syntax import (
    Call,
    Name,
    Negation,
    Node,
    Operation,
    Place,
    parse,
)

OF_RANGES = frozenset(("COUNT", "COUNTA", "MAX", "MIN", "SUM"))
FIRST_IS_A_RANGE = frozenset(("COUNTIF", "OFFSET"))
OF_ARRAYS = frozenset(("LOOKUP", "SUMPRODUCT"))


def cut_down(node: Node, ranges: set[str], array: bool = False) -> Iterator[Node]:
    """Give every range of several cells that stands where one value belongs."""
    match node:
        case Place(_, top, left, bottom, right):
            if (top, left) != (bottom, right) and not array:
                yield node
        case Name(name):
            if name in ranges and not array:
                yield node
        case Negation(operand):
            yield from cut_down(operand, ranges, array)
        case Operation(_, left_side, right_side):
            yield from cut_down(left_side, ranges, array)
            yield from cut_down(right_side, ranges, array)
        case Call(function, arguments):
            for i, each in enumerate(arguments):
                if not (_is_range(each) and _takes_range(function, i)):
                    yield from cut_down(each, ranges, array or function in OF_ARRAYS)


def _is_range(node: Node) -> bool:
    return isinstance(node, (Place, Name))


def _takes_range(function: str, at: int) -> bool:
    return (
        function in OF_RANGES
        or (function in FIRST_IS_A_RANGE and at == 0)
        or (function == "COUNTIFS" and at % 2 == 0)
        or (function == "MATCH" and at == 1)
        or (function == "IF" and at > 0)  # a drop-down's list
    )


@pytest.mark.parametrize("kind", FILINGS)
def test_a_range_stands_only_where_a_range_is_meant(kind: str) -> None:
    book = Parts(fresh_workbook(FILINGS[kind]()))
    ranges = {name for name, _, text in book.names if ":" in text}
    formulas = {f.text for f in book.formulas() if f.kind in ("cell", "shared", "cf", "dv")}
    for formula in formulas:
        assert list(cut_down(parse(formula), ranges)) == [], formula


@pytest.mark.parametrize(
    "formula", ["A1:A3&1", "LEN(bs.list)", "IF(A1:A2>0,1,2)", "IFERROR(FIND(bs.list,A1),0)"]
)
def test_a_range_that_is_cut_down_is_seen(formula: str) -> None:
    assert list(cut_down(parse(formula), {"bs.list"}))
