"""Every formula of every kind of workbook keeps to what Excel's formats allow.

Source: [MS-XLSB] 2.5.97 (what a formula of each kind must not contain), [MS-OI29500] and
Excel's published limits.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from support.filings import FILINGS, loaded
from support.formulas import MAIN, Formula, Parts

from budgetsheet import services
from budgetsheet.making import fresh_workbook
from budgetsheet.model import replace
from budgetsheet.workbook.reader import read_workbook

LONGEST, DEEPEST, MOST_ARGUMENTS, LONGEST_TEXT = 8192, 64, 255, 255
LONGEST_RULE = 255
"""Characters of a conditional format or validation that a person could still edit."""
KNOWN = frozenset((
    "ABS", "AND", "ASC", "CHAR", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "EXACT", "FIND",
    "HYPERLINK", "IF", "IFERROR", "INT", "ISERROR", "ISNUMBER", "ISTEXT", "LEFT", "LEN", "LOOKUP",
    "MATCH", "MAX", "MID", "MIN", "MOD", "N", "NOT", "OFFSET", "OR", "REPT", "RIGHT", "ROUND",
    "SUBSTITUTE", "SUM", "SUMPRODUCT", "TEXT", "TRIM",
))  # fmt: skip
"""Functions of Excel 2010; none of them needs a prefix in the file."""
_NAME = re.compile(r"[A-Za-z_\\\u3400-\u9fff][\w.\\?]{0,254}")
_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}\d{1,7}|[RC]|R\d*C\d*", re.IGNORECASE)
_AREA = r"\$[A-Z]{1,3}\$[1-9]\d{0,6}"
_WHOLE_REFERENCE = re.compile(
    rf"(?:'((?:[^']|'')+)'|([^'!,]+))!(?:{_AREA}(?::{_AREA})?|\$\d+:\$\d+)"
)


@cache
def written(kind: str) -> bytes:
    return fresh_workbook(FILINGS[kind]())


@cache
def parts(kind: str) -> Parts:
    return Parts(written(kind))


def operands(formula: Formula) -> list[Token]:
    return [t for t in tokens(formula) if t.type == Token.OPERAND]


def tokens(formula: Formula) -> list[Token]:
    return _tokens(formula.text)


@cache
def _tokens(text: str) -> list[Token]:
    return Tokenizer(f"={text}").items


def depth_and_arguments(formula: Formula) -> tuple[int, int]:
    """Return how deep functions are nested, and the most arguments of one."""
    counts: list[int] = []
    functions = deepest = most = 0
    for token in tokens(formula):
        if token.subtype == Token.OPEN:
            counts.append(1)
            functions += token.type == Token.FUNC
            deepest = max(deepest, functions)
        elif token.subtype == Token.CLOSE:
            most = max(most, counts.pop())
            functions -= token.type == Token.FUNC
        elif token.type == Token.SEP and token.subtype == Token.ARG:
            counts[-1] += 1
    assert not counts, formula
    return deepest, most


def of_kind(kind: str, *kinds: str) -> Iterator[Formula]:
    return (f for f in formulas(kind) if f.kind in kinds)


@cache
def formulas(kind: str) -> tuple[Formula, ...]:
    """Return a workbook's formulas, each text once for each use of it."""
    return tuple({(f.kind, f.text): f for f in parts(kind).formulas()}.values())


@pytest.fixture(params=FILINGS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_formulas_keep_to_the_limits(kind: str) -> None:
    for formula in formulas(kind):
        assert 0 < len(formula.text.encode("utf-16-le")) / 2 <= LONGEST, formula
        deepest, most = depth_and_arguments(formula)
        assert deepest <= DEEPEST, formula
        assert most <= MOST_ARGUMENTS, formula
        texts = [t.value[1:-1] for t in operands(formula) if t.subtype == Token.TEXT]
        assert max(map(len, texts), default=0) <= LONGEST_TEXT, formula


def test_formulas_use_only_functions_that_all_programs_know(kind: str) -> None:
    for formula in formulas(kind):
        used = {t.value[:-1] for t in tokens(formula)
                if t.type == Token.FUNC and t.subtype == Token.OPEN}  # fmt: skip
        assert used <= KNOWN, formula


def test_no_formula_has_an_operator_of_references(kind: str) -> None:
    """Union, range and intersection make a reference that few formulas may hold."""
    for formula in of_kind(kind, "cell", "shared", "cf", "dv"):
        assert not any(t.type == Token.WSPACE for t in tokens(formula)), formula
        assert not any(t.type == Token.OP_IN and t.value in ",:" for t in tokens(formula)), formula
        assert not any(t.value.startswith(":") for t in operands(formula)), formula
        assert not any(":" in t.value for t in tokens(formula) if t.type == Token.FUNC), formula


def test_a_shared_formula_stays_on_its_sheet_and_holds_no_array(kind: str) -> None:
    for formula in of_kind(kind, "shared"):
        assert not any("!" in t.value for t in _references(formula)), formula
        assert not any(t.type == Token.ARRAY for t in tokens(formula)), formula


def test_rules_beside_cells_stay_on_their_sheet_and_hold_no_array(kind: str) -> None:
    for formula in of_kind(kind, "cf", "dv"):
        assert not any("!" in t.value for t in _references(formula)), formula
        assert not any(t.type == Token.ARRAY for t in tokens(formula)), formula
        assert len(formula.text) <= LONGEST_RULE, formula


def _references(formula: Formula) -> list[Token]:
    return [t for t in operands(formula) if t.subtype == Token.RANGE]


def test_validations_and_their_prompts_keep_to_the_limits(kind: str) -> None:
    limits = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 225}
    for sheet in parts(kind).sheets:
        for rule in parts(kind).validations(sheet):
            for attribute, limit in limits.items():
                shown = rule.get(attribute, "")
                assert len(shown.encode("utf-16-le")) / 2 <= limit, (sheet, attribute, shown)
            source = rule.findtext(f"{MAIN}formula1") or ""
            if rule.get("type") == "list" and source.startswith('"'):
                assert "\n" not in source
                assert len(source) - 2 <= LONGEST_RULE, source


def test_names_are_names_and_point_somewhere(kind: str) -> None:
    book = parts(kind)
    seen = [(name.casefold(), local) for name, local, _ in book.names]
    assert len(seen) == len(set(seen))
    for name, _, text in book.names:
        if not name.startswith("_xlnm."):
            assert _NAME.fullmatch(name), name
            assert not _LIKE_A_CELL.fullmatch(name), name
        for reference in text.split(","):
            match = _WHOLE_REFERENCE.fullmatch(reference)
            assert match, (name, text)
            assert (match[1] or match[2]).replace("''", "'") in book.sheets, (name, text)


def test_every_name_that_a_formula_uses_is_there(kind: str) -> None:
    book = parts(kind)
    known = {name for name, local, _ in book.names if local is None} | {"TRUE", "FALSE"}
    for formula in of_kind(kind, "cell", "shared", "cf", "dv"):
        used = {t.value for t in _references(formula)
                if "!" not in t.value and not re.fullmatch(r"[$:A-Z0-9]+", t.value)}  # fmt: skip
        assert used <= known, formula
        sheets = {t.value.rpartition("!")[0].strip("'").replace("''", "'")
                  for t in _references(formula) if "!" in t.value}  # fmt: skip
        assert sheets <= set(book.sheets), formula


def test_charts_point_at_cells_of_a_sheet(kind: str) -> None:
    for formula in of_kind(kind, "chart"):
        match = _WHOLE_REFERENCE.fullmatch(formula.text)
        assert match, formula
        assert (match[1] or match[2]) in parts(kind).sheets, formula


def test_the_kinds_of_formulas_are_all_looked_at() -> None:
    kinds = {formula.kind for formula in parts("sample").formulas()}
    assert kinds == {"cell", "shared", "cf", "dv", "name", "chart"}


@pytest.mark.parametrize("way", ["refresh", "fix"])
def test_a_workbook_written_anew_has_the_same_formulas(way: str, tmp_path: Path) -> None:
    path = tmp_path / "again.xlsx"
    path.write_bytes(written("sample"))
    getattr(services, way)(path)
    assert list(Parts(path.read_bytes()).formulas()) == list(parts("sample").formulas())


def test_nine_projects_stay_small() -> None:
    filing = loaded("sample")
    ninth = replace(filing.projects[0], name="第九个项目")
    data = fresh_workbook(replace(filing, projects=(*filing.projects, ninth)))
    assert len(data) < 200_000


def test_what_is_written_is_read_without_a_fault(kind: str) -> None:
    told = {hit.rule for hit in read_workbook(written(kind)).hits}
    assert told <= {"BS008"}, told
