"""The formulas' functions come to what Excel's documentation says, without any Excel."""

from typing import Any

import pytest

from budgetsheet.workbook.calculation.compiling import compiled
from budgetsheet.workbook.calculation.operands import Fault, Grid
from budgetsheet.workbook.calculation.syntax import parse


class Sheet:
    """Cells of one sheet; `bs.words` is a list of three."""

    def __init__(self, **cells: Any) -> None:
        self.cells, self.down, self.known = cells, 0, dict[int, Any]()

    def cell(self, sheet: str, row: int, column: int) -> Any:
        return self.cells.get(f"{chr(65 + column)}{row + 1}")

    def area(self, sheet: str, place: tuple[int, int, int, int]) -> Grid:
        top, left, bottom, right = place
        cells = [
            self.cell("", r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)
        ]
        return Grid(bottom - top + 1, right - left + 1, cells)

    def named(self, name: str) -> Grid:
        return Grid(3, 1, self.words(name))

    def words(self, name: str) -> list[str]:
        return ["甲", "乙", "丙"]


SHEET = {"A1": "甲乙", "A2": 2.5, "A3": None, "A4": True, "A5": "", "B1": "64.80", "B2": "AB"}


def value(formula: str) -> Any:
    found = compiled(formula)(Sheet(**SHEET))
    return found.code if isinstance(found, Fault) else found


@pytest.mark.parametrize(("formula", "wanted"), [
    ('A3=""', True), ("A3=0", True), ('A5=""', True), ('"a"="A"', True), ('EXACT("a","A")', False),
    ('FIND("乙",A1)', 2), ('FIND("丁",A1)', "#VALUE!"), ('IFERROR(FIND("丁",A1),FALSE)', False),
    ('"["&A2&A3&"]"', "[2.5]"), ("0+B1", 64.8), ("0+A1", "#VALUE!"), ("1/0", "#DIV/0!"),
    ("ROUND(2.675,2)", 2.68), ("ROUND(-0.5,0)", -1), ("ROUND(1.005,2)", 1.01),
    ('TEXT(1234.5,"0.00")', "1234.50"), ('TEXT(306.715,"0.00######")', "306.715"),
    ('TEXT(7,"000")', "007"), ('TEXT(1234567,"#,##0")', "1,234,567"), ("INT(-1.5)", -2),
    ('MID("abc",2,9)', "bc"), ('MID("abc",9,1)', ""), ('MID("abc",0,1)', "#VALUE!"),
    ('RIGHT("abc",2)', "bc"), ('LEFT("")', ""), ('TRIM("  a   b ")', "a b"),
    ('SUBSTITUTE("aXbX","X","")', "ab"), ('SUBSTITUTE("ab","","x")', "ab"),
    ('ASC("６４．８％　甲")', "64.8% 甲"), ('ASC("甲、乙。「ガパー・”￥")', '甲､乙｡｢ｶﾞﾊﾟｰ･"\\'),
    ("COUNTA(A1:A5)", 4), ("COUNT(A1:A5)", 1),
    ('COUNTIF(A1:A5,"甲*")', 1), ("MIN(0,A1,A2)", 0), ("MAX(0,A1,A2)", 2.5), ("N(A1)", 0),
    ("SUMPRODUCT(--ISNUMBER(FIND(bs.words,A1)))", 2), ("SUMPRODUCT(--EXACT(bs.words,B2))", 0),
    ("LOOKUP(2,1/ISNUMBER(FIND(bs.words,A1)),bs.words)", "乙"), ("AND(TRUE,1/0)", "#DIV/0!"),
    ("OR(TRUE,1/0)", "#DIV/0!"), ("IF(A2>2,1,1/0)", 1), ("SUMPRODUCT(MIN({3,1,2}))", 1),
    ("-2^2", 4), ("2*3+4&5", "105"), ("NOT(A4)", False), ("MOD(-1,31)", 30),
])  # fmt: skip
def test_a_formula_comes_to_what_excel_says(formula: str, wanted: Any) -> None:
    assert value(formula) == wanted
    assert type(value(formula)) is type(wanted) or not isinstance(wanted, (bool, str))


@pytest.mark.parametrize("formula", ["1+", "A1:B2:C3", "[1]A!B1", "(1"])
def test_what_our_formulas_lack_is_refused(formula: str) -> None:
    with pytest.raises(ValueError):  # the formula itself is the message
        parse(formula)
