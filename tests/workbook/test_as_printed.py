"""What a person meets on opening and on paper: cursor, frozen heads, repeated heads, marks."""

from __future__ import annotations

import colorsys
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from budgetsheet.form import book as names
from budgetsheet.form.book import book_for
from budgetsheet.model import Filing, Indicator, PlanNode, Project, replace
from budgetsheet.services import blank_filing, fresh_workbook
from budgetsheet.workbook import styles


def opened(filing: Filing) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(fresh_workbook(filing)))


def cursor(book: openpyxl.Workbook, sheet: str) -> str:
    view = book[sheet].sheet_view
    return next(s.activeCell for s in view.selection if s.pane in (None, "bottomLeft", "topLeft"))


def project_cursor(sample: Filing, project: Project) -> str:
    filing = replace(sample, projects=(project,))
    return cursor(opened(filing), names.project_sheet_names(filing.projects)[0])


def cell_of(filing: Filing, path: str) -> str:
    return book_for(filing).places(filing)[path].area.cell


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({}, "code"),
        ({"code": ""}, "code"),
        ({"name": ""}, "name"),
        ({"fiscal_funds": None}, "fiscal_funds"),
        ({"purpose": ""}, "purpose"),
        ({"spending_plan": (PlanNode(3, Decimal(30)),)}, "spending_plan.6"),
        ({"objectives": ()}, "objectives.0"),
        (
            {"indicators": (Indicator("产出指标", "数量指标", "名称", "描述", "", "依据"),)},
            "indicators.0.target_value",
        ),
    ],
)
def test_the_cursor_stands_where_filling_goes_on(
    sample: Filing, change: dict[str, object], path: str
) -> None:
    project = replace(sample.projects[0], **change)
    where = cell_of(replace(sample, projects=(project,)), f"projects.0.{path}")
    assert project_cursor(sample, project) == where


def test_the_cursor_of_the_unit_stands_on_its_first_blank(sample: Filing) -> None:
    without_name = replace(sample, department=replace(sample.department, name=""))
    for filing, path in (
        (without_name, "department.name"),
        (blank_filing("hebei", 1, 2027), "department.code"),
        (sample, f"overall_objective.{len(sample.overall_objective)}"),
    ):
        assert cursor(opened(filing), names.DEPARTMENT) == cell_of(filing, path)


def test_the_workbook_opens_on_the_directory(sample: Filing) -> None:
    assert opened(sample).active.title == names.DIRECTORY


def test_lists_repeat_their_heads_on_every_page(sample: Filing) -> None:
    book = opened(sample)
    heads = {names.DIRECTORY: "序号", names.SUMMARY: "序号", names.OVERVIEW: "来源",
             names.RESULTS: "序号", book.sheetnames[2]: "一级指标"}  # fmt: skip
    for sheet, head in heads.items():
        first = book[sheet].print_title_rows.split(":")[0].strip("$")
        assert book[sheet].cell(int(first), 1).value == head


def test_every_sheet_is_one_a4_page_wide_and_numbered(sample: Filing) -> None:
    for sheet in opened(sample).worksheets:
        if sheet.sheet_state == "visible":
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToWidth in (None, 1)  # the default is one page
            assert sheet.page_setup.paperSize == 9
            assert sheet.oddFooter.center.text == "— &P —"


def lightness(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)[1]


def test_marks_are_told_apart_without_colour(sample: Filing) -> None:
    assert lightness(styles.LABEL_FILL) < 0.95  # grey on paper, where an entry is white
    with ZipFile(BytesIO(fresh_workbook(sample))) as package:
        marks = package.read("xl/styles.xml").decode().partition("<dxfs")[2]
    faults = [mark for mark in marks.split("<dxf>") if styles.MARKS["red"]["bg_color"][1:] in mark]
    blanks = [mark for mark in marks.split("<dxf>") if styles.ENTRY_BLANK[1:] in mark]
    assert faults
    assert blanks
    assert all("<b/>" in mark for mark in faults)
    assert all('patternType="gray0625"' in mark for mark in blanks)
