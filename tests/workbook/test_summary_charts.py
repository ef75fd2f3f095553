"""The charts of 汇总: every project once, and each chart whole on its page."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart.bar_chart import BarChart
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from support.office import Office, pdf_text

from budgetsheet import services
from budgetsheet.form import book as names
from budgetsheet.form.book import book_for
from budgetsheet.form.derived_sheets import SUMMARY_FIRST, SUMMARY_NAME
from budgetsheet.form.grid import area
from budgetsheet.model import replace
from budgetsheet.workbook.package import FormWorkbook
from budgetsheet.workbook.summary_writer import write_summary

PAGE_POINTS = 400
"""What any page holds below the repeated head: A4 lying, in the sheet's own scale."""
SCHEMES = ["hebei", "central-2021"]
LEGEND = "财政资金"


def summary_alone(scheme: str, count: int) -> bytes:
    """Give the sheet as it is written, over a hidden list in place of the projects' sheets.

    Each project has a name of its own; the first is longer than a cell.
    """
    blank = services.blank_filing(scheme, count, 2027)
    projects = tuple(
        replace(
            project,
            name=f"事项{i:03d}" + "维护" * (20 if i == 1 else 0),
            budget_amount=Decimal(i),
            fiscal_funds=Decimal(i),
        )
        for i, project in enumerate(blank.projects, 1)
    )
    filing = replace(blank, projects=projects)
    out, cells = BytesIO(), {}
    book = FormWorkbook(out)

    def locate(path: str) -> tuple[str, str]:
        place = area(cells.setdefault(path, len(cells)), 0)
        return "数据", place.absolute

    write_summary(book, book_for(filing), filing, locate)
    data = book.add_worksheet("数据")
    for path, row in cells.items():
        _, number, field = path.split(".", 2)
        value = getattr(projects[int(number)], field, None)
        data.write(row, 0, value if isinstance(value, str) else float(value or 0))
    data.hide()
    book.close()
    return out.getvalue()


def summary(book: bytes) -> Worksheet:
    return openpyxl.load_workbook(BytesIO(book))[names.SUMMARY]


def projects_of(chart: BarChart) -> list[int]:
    """Tell the projects that a chart shows, counted from 1; all its parts show the same ones."""
    shown = set()
    for part in chart.series:
        for source in (part.cat.strRef or part.cat.numRef, part.val.numRef):
            left, top, right, bottom = range_boundaries(source.f.partition("!")[2])
            assert left == right
            shown.add((top, bottom))
        assert left > SUMMARY_NAME + 1
    ((top, bottom),) = shown
    return list(range(top - SUMMARY_FIRST, bottom - SUMMARY_FIRST + 1))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("count", [1, 2, 9, 10, 11, 21, 64, 300])
def test_a_chart_stands_in_one_row_of_the_printed_area(scheme: str, count: int) -> None:
    sheet = summary(summary_alone(scheme, count))
    shown, rows = [], []
    for chart in sheet._charts:
        start, end = chart.anchor._from, chart.anchor.to
        assert start.row == end.row
        assert 0 < start.rowOff < end.rowOff
        height = sheet.row_dimensions[start.row + 1].height
        assert end.rowOff / 12700 < height < PAGE_POINTS
        shown += projects_of(chart)
        rows.append(start.row)
    assert shown == list(range(1, count + 1))
    assert rows == sorted(set(rows))
    assert min(rows) > SUMMARY_FIRST + count
    assert sheet.print_area.endswith(f"${rows[-1] + 1}")
    assert max(len(projects_of(chart)) for chart in sheet._charts) <= 10


@pytest.mark.parametrize(
    ("scheme", "count"), [("hebei", 9), ("hebei", 31), ("central-2021", 14), ("hebei", 110)]
)
def test_on_paper_a_chart_is_whole(office: Office, tmp_path: Path, scheme: str, count: int) -> None:
    """Its title, all its projects and its legend stand on one page, in this order."""
    book = tmp_path / "汇总.xlsx"
    book.write_bytes(summary_alone(scheme, count))
    charts = [projects_of(chart) for chart in summary(book.read_bytes())._charts]
    seen = []
    for page in pdf_text(office.to_pdf(book, tmp_path)).split("\f"):
        for part in re.split("各项目预算（万元）", page)[1:]:
            assert LEGEND in part
            seen.append([int(number) for number in re.findall(r"事项 ?(\d{3})", part)])
    assert seen == charts
