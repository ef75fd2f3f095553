"""Excel's green triangles: none where a text or a formula is meant, one where a number is."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from exporters.exporting import MOMENT, export_of
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from budgetsheet.exporters.flat_workbook import make_xlsx
from budgetsheet.findings import Finding, Severity
from budgetsheet.form.book import book_for
from budgetsheet.form.scheme import load_scheme
from budgetsheet.interchange import loads
from budgetsheet.model import Filing, Unplaced, Unreadable, replace
from budgetsheet.narrative.render import render
from budgetsheet.rules import live_plan
from budgetsheet.workbook.writer import Contents, write_workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SAMPLES = Path(__file__).parents[2] / "samples"
SCHEMES = {"hebei": "sample.json", "central-2021": "central-2021.json"}
LIKE_A_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+%?|\d{1,2}/\d{1,2}/\d{2}")
MEANT = {
    "twoDigitTextYear",
    "numberStoredAsText",
    "formula",
    "formulaRange",
    "emptyCellReference",
}
"""The checks that are off there; an error value and a formula in an entry stay marked."""
AMOUNT = "64.80"
NUMBER = re.compile(r"\b(year|(budget_amount|fiscal_funds|other_funds|weight)|spending_plan\.\d+)$")


class Meant:
    """What a sheet says of its cells."""

    def __init__(self, part: bytes) -> None:
        told = list(ET.fromstring(part).iter(f"{MAIN}ignoredError"))
        self.kinds = {name for each in told for name in each.attrib} - {"sqref"}
        self._areas = [
            range_boundaries(ref) for each in told for ref in each.attrib["sqref"].split()
        ]
        assert all(value == "1" for each in told for k, value in each.items() if k != "sqref")

    def __contains__(self, cell: str) -> bool:
        column, row, *_ = range_boundaries(cell)
        return any(
            left <= column <= right and top <= row <= bottom
            for left, top, right, bottom in self._areas
        )


def sheets(book: bytes) -> Iterator[tuple[Worksheet, Meant]]:
    """Give the sheets that a person sees, with what each says."""
    with zipfile.ZipFile(BytesIO(book)) as package:
        for number, sheet in enumerate(openpyxl.load_workbook(BytesIO(book)).worksheets, 1):
            if sheet.sheet_state == "visible":
                yield sheet, Meant(package.read(f"xl/worksheets/sheet{number}.xml"))


def all_digits(scheme: str) -> Filing:
    """Give a filing whose texts all look like numbers, and whose first amount is no number."""
    filing = loads((SAMPLES / SCHEMES[scheme]).read_bytes())
    projects = []
    for project in filing.projects:
        rows = tuple(
            replace(row, name="99", description="3/1/27", target_value="1,000", target_basis="-5")
            for row in project.indicators
        )
        digits = {"name": "2027", "code": "007", "purpose": "100%", "objectives": ("1", "2")}
        projects.append(replace(project, indicators=rows, **digits))
    measures = tuple(replace(m, name="70", value="70", text="70") for m in filing.measures)
    return replace(
        filing,
        projects=tuple(projects),
        measures=measures,
        overall_objective=("12", "12/1/27"),
        unplaced=(Unplaced(3, AMOUNT, "1"),),
        unreadable=(Unreadable("projects.0.budget_amount", AMOUNT),),
    )


@pytest.fixture(scope="module", params=list(SCHEMES))
def filing(request: pytest.FixtureRequest) -> Filing:
    return all_digits(request.param)


@pytest.fixture(scope="module")
def book(filing: Filing) -> list[tuple[Worksheet, Meant]]:
    fault = Finding("BS311", Severity.WARNING, "projects.0.indicators.0.target_value",
                    "01 2027", "F20", "指标值", "99", "1/2/27", "100%", "7")  # fmt: skip
    live = live_plan(load_scheme(filing.scheme))
    contents = Contents(filing, live, render(filing).rendered, (fault,))
    return list(sheets(write_workbook(contents, MOMENT)))


def test_no_text_and_no_formula_is_marked(book: list[tuple[Worksheet, Meant]]) -> None:
    formulas = texts = 0
    for sheet, meant in book:
        assert meant.kinds == MEANT
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f":
                assert cell.coordinate in meant
                assert cell.protection.locked
                formulas += 1
            elif LIKE_A_NUMBER.fullmatch(str(cell.value or "")) and cell.data_type == "s":
                wrong = cell.value == AMOUNT and sheet.title.startswith("01")
                assert (cell.coordinate in meant) != wrong
                texts += 1
    assert min(formulas, texts) > 100


def test_a_text_where_a_number_belongs_is_marked(
    filing: Filing, book: list[tuple[Worksheet, Meant]]
) -> None:
    projects = (pair for pair in book if re.match(r"\d", pair[0].title))
    by_key = {f"projects.{i}": pair for i, pair in enumerate(projects)}
    by_key["department"] = next(pair for pair in book if pair[0].title == "部门整体")
    places = book_for(filing).places(filing)
    numbers = {path for path in places if NUMBER.search(path)}
    for path in numbers:
        sheet, meant = by_key[places[path].sheet]
        cell = sheet[places[path].area.cell]
        assert cell.coordinate not in meant
        assert not cell.protection.locked
    assert len(numbers) > 7 * len(filing.projects)


def test_every_sheet_kind_was_seen(book: list[tuple[Worksheet, Meant]]) -> None:
    kinds = {re.sub(r"^\d.*", "项目", sheet.title) for sheet, _ in book}
    assert kinds == {"目录", "部门整体", "项目", "汇总", "概述", "校验结果", "未归位"}


def test_the_flat_tables_mark_no_text(filing: Filing) -> None:
    seen = 0
    for sheet, meant in sheets(make_xlsx(export_of(filing))):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "s" and LIKE_A_NUMBER.fullmatch(cell.value):
                assert cell.coordinate in meant
                seen += 1
            elif cell.data_type == "n" and cell.value is not None:
                assert cell.coordinate not in meant
    assert seen > 50
