"""The finance bureau's flat tables: a row a project, indicator, node, measure; typed columns."""

import calendar
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple

from budgetsheet import money
from budgetsheet.document import DRAFT_MARK
from budgetsheet.exporters.base import Export
from budgetsheet.form.grid import area
from budgetsheet.form.indicator_row import cells_of
from budgetsheet.form.project_sheet import indicator_fields
from budgetsheet.form.scheme import Scheme, load_scheme
from budgetsheet.model import Filing, Project
from budgetsheet.plain_xlsx import PlainWorkbook
from budgetsheet.target_value import TargetValue
from budgetsheet.text import in_cells, property_text, too_long

_PLAIN = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "in_memory": True, "default_date_format": "yyyy-mm-dd",
}  # fmt: skip
Value = str | int | Decimal | date | None


class Column(NamedTuple):
    """A column: its head, width in characters, and number format (text where there is none)."""

    head: str
    width: float
    number: str = ""


class FlatTable(NamedTuple):
    """A sheet of the workbook."""

    name: str
    columns: tuple[Column, ...]
    rows: list[tuple[Value, ...]]


_AMOUNT, _PERCENT, _COUNT, _DAY, _GENERAL = "#,##0.00##", "0.00%", "0", "yyyy-mm-dd", "General"
"""None ends in `#` right behind the point: Excel would show `85.` for 85."""
_UNIT = (Column("预算年度", 10, _COUNT), Column("单位编码", 12), Column("单位名称", 26))
_PROJECT = (Column("序号", 7, _COUNT), Column("项目编码", 25), Column("项目名称", 34))


def make_xlsx(export: Export) -> bytes:
    """The workbook. No text becomes a formula, blank stays apart from zero."""
    target = BytesIO()
    book = PlainWorkbook(target, _PLAIN)
    book.set_properties(
        {"title": property_text(export.title), "author": property_text(export.document.unit),
         "created": export.moment}
    )  # fmt: skip
    filing = export.filing
    for table in _tables(filing, load_scheme(filing.scheme)):
        _write(book, _whole(table), export.draft)
    book.close()
    return target.getvalue()


def _tables(filing: Filing, scheme: Scheme) -> tuple[FlatTable, ...]:
    return (
        _projects(filing, scheme),
        _indicators(filing, scheme),
        _plan(filing),
        _measures(filing),
    )


def _unit(filing: Filing) -> tuple[Value, ...]:
    return (filing.year, filing.department.code, filing.department.name)


def _numbered(filing: Filing) -> Iterator[tuple[tuple[Value, ...], Project]]:
    """Each project with the cells that every table begins its rows with."""
    for number, project in enumerate(filing.projects, start=1):
        yield (*_unit(filing), number, project.code, project.name), project


def _projects(filing: Filing, scheme: Scheme) -> FlatTable:
    columns = (
        *_UNIT, *_PROJECT,
        *(Column(f"{head}（万元）", 16, _AMOUNT) for head in ("预算数", "财政资金", "其他资金")),
        Column(scheme.plain_label("purpose"), 44), Column(scheme.plain_label("objectives"), 60),
        Column("绩效指标条数", 14, _COUNT),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (*head, project.budget_amount, project.fiscal_funds, project.other_funds,
         project.purpose, "\n".join(project.objectives), len(project.indicators))
        for head, project in _numbered(filing)
    ]  # fmt: skip
    return FlatTable("项目", columns, rows)


def _indicators(filing: Filing, scheme: Scheme) -> FlatTable:
    fields = indicator_fields(scheme)
    numbers = {"weight": _GENERAL}
    parsed: tuple[Column, ...] = (
        Column("指标值中的数", 14, _GENERAL),
        Column("指标值种类", 12),
    )
    if not scheme.symbols:
        parsed = (Column("符号", 8), parsed[0], Column("单位", 10), parsed[1])
    columns = (
        *_UNIT, *_PROJECT,
        *(Column(f.label, 22, numbers.get(f.name, "")) for f in fields),
        *parsed,
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for head, project in _numbered(filing):
        for indicator in project.indicators:
            target = TargetValue.parse(indicator.target_value)
            kind = target.kind.label if indicator.target_value else ""
            told: tuple[Value, ...] = (target.number, kind)
            if not scheme.symbols:
                told = (target.symbol, target.number, target.unit, kind)
            rows.append((*head, *cells_of(indicator, scheme), *told))
    return FlatTable("绩效指标", columns, rows)


def _plan(filing: Filing) -> FlatTable:
    columns = (
        *_UNIT, *_PROJECT,
        Column("月份", 8, _COUNT), Column("截止日期", 13, _DAY),
        Column("累计支出进度", 14, _PERCENT), Column("累计支出（万元）", 18, _AMOUNT),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for head, project in _numbered(filing):
        for node in project.spending_plan:
            amount = None
            if node.percent is not None and project.budget_amount is not None:
                amount = money.share(project.budget_amount, node.percent)
            share = None if node.percent is None else node.percent / 100
            rows.append((*head, node.month, _month_end(filing.year, node.month), share, amount))
    return FlatTable("支出计划", columns, rows)


def _month_end(year: int | None, month: int) -> date | None:
    if year is None or not 1900 <= year <= 9999:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def _measures(filing: Filing) -> FlatTable:
    columns = (
        *_UNIT, Column("序号", 7, _COUNT), Column("指标名称", 30), Column("方向", 12),
        Column("数值", 14, _GENERAL), Column("单位", 12), Column("文字表述", 30),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (*_unit(filing), number, m.name, m.symbol, _number(m.value), m.unit, m.text)
        for number, m in enumerate(filing.measures, start=1)
    ]
    return FlatTable("量化指标", columns, rows)


def _number(text: str) -> Value:
    """A figure as a number, anything else as it stands."""
    try:
        return money.parse_number(text)
    except ValueError:
        return text


def _whole(table: FlatTable) -> FlatTable:
    """The table with columns to go on in where a cell does not hold a text, so that none is cut."""
    most = [
        max((len(in_cells(v)) for v in column if isinstance(v, str) and too_long(v)), default=1)
        for column in zip(*table.rows, strict=True)
    ]
    if all(count == 1 for count in most):
        return table
    wide = list(zip(table.columns, most, strict=True))
    columns = tuple(each for column, count in wide for each in _going_on(column, count))
    rows = [tuple(v for value, n in zip(row, most, strict=True) for v in _pieces(value, n))
            for row in table.rows]  # fmt: skip
    return FlatTable(table.name, columns, rows)


def _going_on(column: Column, count: int) -> Iterator[Column]:
    yield column
    for number in range(2, count + 1):
        yield column._replace(head=f"{column.head}（续 {number}）")


def _pieces(value: Value, count: int) -> tuple[Value, ...]:
    texts: list[Value] = list(in_cells(value)) if isinstance(value, str) else [value]
    return (*texts, *(None for _ in range(count - len(texts))))


_LINES = {"border": 1, "border_color": "#B8C2CE"}


def _write(book: PlainWorkbook, table: FlatTable, draft: bool) -> None:
    ws = book.add_worksheet(table.name)
    head = book.add_format({"bold": True, "bg_color": "#E4EAF1", "border": 1, "text_wrap": True,
                            "align": "center", "valign": "vcenter"})  # fmt: skip
    for column, (title, width, number) in enumerate(table.columns):
        look = {"num_format": number} if number else {"num_format": "@", "text_wrap": True}
        side = {"align": "center"} if number == _COUNT else {}
        style = book.add_format({**look, **side, **_LINES, "valign": "top"})
        ws.set_column(column, column, width)
        ws.write_string(0, column, title, head)
        for row, values in enumerate(table.rows, start=1):
            _cell(ws, row, column, values[column], style)
    last = len(table.columns) - 1
    texts = (i for i, column in enumerate(table.columns) if not column.number)
    ws.mean_as_is(" ".join(area(0, i, len(table.rows), i).ref for i in texts))
    ws.set_row(0, 30)
    ws.freeze_panes(1, 0)
    ws.autofilter(0, 0, len(table.rows), last)
    ws.set_landscape()
    ws.set_paper(9)
    ws.fit_to_pages(1, 0)
    ws.repeat_rows(0)
    ws.set_footer("&C— &P —")
    if draft:
        ws.set_header(f"&C{DRAFT_MARK}")


def _cell(ws: Any, row: int, column: int, value: Value, style: Any) -> None:
    if value is None or value == "":
        ws.write_blank(row, column, None, style)
    elif isinstance(value, str):
        ws.write_string(row, column, value, style)
    elif isinstance(value, date):
        ws.write_datetime(row, column, value, style)
    else:
        ws.write_number(row, column, float(value), style)
