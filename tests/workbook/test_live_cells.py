"""The formulas of the live checks keep to what Excel 2016, WPS and LibreOffice all take."""

import re
from itertools import chain
from pathlib import Path

import pytest
from support.office import Office, to_png

from budgetsheet import rules, services
from budgetsheet.form.book import DIRECTORY, book_for, project_sheet_names
from budgetsheet.form.grid import area
from budgetsheet.form.live import PLACEHOLDER
from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.model import Filing
from budgetsheet.rules.live_figure import date_shapes
from budgetsheet.target_value import Kind, TargetValue
from budgetsheet.workbook.live_cells import department_checks, project_checks
from budgetsheet.workbook.writer import _shared_ranges

KNOWN = frozenset((
    "ABS", "AND", "ASC", "CHAR", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "EXACT", "FIND", "IF",
    "IFERROR", "ISERROR", "ISNUMBER", "ISTEXT", "LEFT", "LEN", "LOOKUP", "MAX", "MID", "MIN",
    "MOD", "N", "NOT", "OR", "REPT", "RIGHT", "ROUND", "SUBSTITUTE", "SUM", "SUMPRODUCT", "TEXT",
    "TRIM",
))  # fmt: skip
"""Functions of Excel 2010; none of them needs a prefix in the file."""
LONGEST, DEEPEST, LONGEST_TEXT, MOST_BYTES = 8192, 64, 255, 16384
"""Source: Excel's limits for a formula: characters, levels, a text in it, bytes as stored."""
_TEXT = re.compile(r'"(?:[^"]|"")*"')


def formulas(name: str) -> list[str]:
    """Return every live formula of a blank filing's sheets, and of the words they use."""
    filing = services.blank_filing(name, 1, 2027)
    plan, book = rules.live_plan(load_scheme(name)), book_for(filing)
    shared = _shared_ranges(book, plan)
    cells = chain(
        project_checks(book.projects[0], plan, shared),
        department_checks(book.department, plan, shared),
    )
    items = (i for words in plan.words for i in words.items if isinstance(i, str))
    lists = (PLACEHOLDER.sub("'部门整体'!$B$3", i[1:]) for i in items if i.startswith("="))
    return [*(cell.formula for cell in cells), *lists]


def depth(formula: str) -> int:
    """Return how deep brackets are nested outside of texts."""
    level = deepest = 0
    for sign in _TEXT.sub("", formula):
        level += (sign == "(") - (sign == ")")
        deepest = max(deepest, level)
    assert level == 0
    return deepest


@pytest.mark.parametrize("name", SCHEMES)
def test_the_formulas_keep_to_the_limits(name: str) -> None:
    for formula in formulas(name):
        assert len(formula) <= LONGEST
        assert depth(formula) <= DEEPEST
        assert max(map(len, _TEXT.findall(formula)), default=0) <= LONGEST_TEXT
        assert len(formula.encode("utf-16-le")) <= MOST_BYTES


@pytest.mark.parametrize("name", SCHEMES)
def test_the_formulas_use_only_functions_that_all_programs_know(name: str) -> None:
    for formula in formulas(name):
        bare = _TEXT.sub('""', formula)
        assert set(re.findall(r"([A-Z][A-Z.0-9]*)\(", bare)) <= KNOWN
        assert not re.search(r"\{[a-z]", bare), "a placeholder was left"


def test_the_shapes_of_dates_are_dates() -> None:
    for shape in date_shapes():
        written = shape.replace("00", "25").replace("0", "6")
        assert TargetValue.parse(written).kind in (Kind.DEADLINE, Kind.RECURRING), shape


def test_every_list_has_words() -> None:
    for name in SCHEMES:
        for words in rules.live_plan(load_scheme(name)).words:
            assert words.items, words.name
            assert all(item != "" for item in words.items), words.name


RED, AMBER = (0xF8, 0xC9, 0xC9), (0xFF, 0xE7, 0xBF)


def coloured(office: Office, filing: Filing, path: Path) -> set[tuple[int, int, int]]:
    """Return which of the two fills of faulty entries a filing's printed workbook shows."""
    from PIL import Image

    path.write_bytes(services.fresh_workbook(filing))
    with office.open(path) as book:
        book.recalculate()
        pdf = book.to_pdf(path.with_suffix(".pdf"))
    seen: set[tuple[int, int, int]] = set()
    for page in to_png(pdf, 50):
        with Image.open(page) as picture:
            seen |= {colour for _, colour in picture.convert("RGB").getcolors(1 << 24)}
    return seen & {RED, AMBER}


@pytest.mark.parametrize("name", ["sample", "central-2021"])
def test_a_filled_workbook_shows_no_red(
    name: str, office: Office, sample_path: Path, tmp_path: Path
) -> None:
    filing = services.load_model(sample_path.with_name(f"{name}.json"))
    assert coloured(office, filing, tmp_path / "clean.xlsx") == set()


def test_errors_are_red_and_warnings_amber(
    office: Office, sample: Filing, sample_path: Path, tmp_path: Path
) -> None:
    row = sample.projects[0].indicators[2]._replace(target_value="≤95%")
    rows = (*sample.projects[0].indicators[:2], row, *sample.projects[0].indicators[3:])
    doubtful = sample._replace(projects=(sample.projects[0]._replace(indicators=rows),))
    assert coloured(office, doubtful, tmp_path / "amber.xlsx") == {AMBER}
    faulty = sample._replace(projects=(sample.projects[0]._replace(fiscal_funds=None),))
    assert coloured(office, faulty, tmp_path / "red.xlsx") == {RED}


def test_a_fault_shows_as_soon_as_it_is_typed_and_goes_when_mended(
    office: Office, sample: Filing, tmp_path: Path
) -> None:
    """Nothing is recalculated by hand: the row and the list of sheets follow the typing."""
    path = tmp_path / "typed.xlsx"
    path.write_bytes(services.fresh_workbook(sample))
    sheet, name = book_for(sample).projects[0], project_sheet_names(sample.projects)[0]
    value = next(e.area for e in sheet.indicator_entries[2] if e.field.name == "target_value")
    check = area(value.top, sheet.check_column).cell
    with office.open(path) as book:
        for typed, message, light in (
            ("≤95%", "▲指标值【BS307】", "▲ 有警告"),
            ("", "●指标值【BS102】", "○ 未填完"),
            ("≥95%", "", "✔ 已填好"),
        ):
            book.set_string(name, value.cell, typed)
            assert book.column(name, f"{check}:{check}")[0].startswith(message)
            assert bool(book.column(name, f"{check}:{check}")[0]) is bool(message)
            assert book.column(DIRECTORY, "H11:H11") == [light]
