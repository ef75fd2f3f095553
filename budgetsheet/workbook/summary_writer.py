"""The sheet 汇总: every total as a formula on the project sheets, and its charts."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from budgetsheet import money
from budgetsheet.form import book as names
from budgetsheet.form import number_text
from budgetsheet.form.book import Book
from budgetsheet.form.derived_sheets import SUMMARY_AMOUNTS as _AMOUNTS
from budgetsheet.form.derived_sheets import SUMMARY_FIRST as _FIRST
from budgetsheet.form.derived_sheets import TOTAL_LABEL, UNREAD
from budgetsheet.form.grid import Area, area, column_letters
from budgetsheet.form.number_text import is_empty, is_nothing
from budgetsheet.form.project_sheet import AMOUNT_PARTS, ProjectSheet
from budgetsheet.model import Filing, Project
from budgetsheet.totals import totals
from budgetsheet.workbook.contents import Locate, Put, SheetContents
from budgetsheet.workbook.heights import row_height
from budgetsheet.workbook.sheets import fill, finish_sheet, quoted
from budgetsheet.workbook.summary_charts import write_charts

if TYPE_CHECKING:
    from budgetsheet.workbook.package import FormWorkbook

_WIDTHS = (6, 25, 34)


def amounts_of(number: int, nodes: int) -> str:
    """The cells of a project's amounts on this sheet, as other sheets refer to them."""
    row, last = _FIRST + number, _AMOUNTS + len(AMOUNT_PARTS) + nodes - 1
    return f"{quoted(names.SUMMARY)}!{Area(row, _AMOUNTS, row, last).absolute}"


def total_cell(count: int, part: str) -> str:
    """The cell of a total on this sheet, as other sheets refer to it."""
    column = column_letters(_AMOUNTS + AMOUNT_PARTS.index(part))
    return f"{quoted(names.SUMMARY)}!${column}${_FIRST + max(1, count) + 1}"


def write_summary(book: "FormWorkbook", form: Book, filing: Filing, locate: Locate) -> None:
    """Write the totals: budget, funds, and the amount at each node of the plan. Units: 万元."""
    ws = book.add_worksheet(names.SUMMARY)
    contents = summary_contents(form, filing, locate)
    fill(book, ws, contents)
    last = write_charts(book, ws, len(filing.projects), contents.last)
    widths = (*_WIDTHS, *(12,) * (contents.columns - 3))
    printed = area(0, 0, last, contents.columns - 1)
    finish_sheet(ws, printed, widths=widths, head=_FIRST - 1, landscape=True)
    ws.freeze_panes(_FIRST, 3)


def summary_contents(form: Book, filing: Filing, locate: Locate) -> SheetContents:
    """What the sheet holds beside its charts."""
    words, months = form.scheme.plain_label, form.scheme.plan_months
    columns = _AMOUNTS + len(AMOUNT_PARTS) + len(months)
    amounts = [words(part).replace("其中：", "") for part in AMOUNT_PARTS]
    nodes = [f"至{form.scheme.month_label(month)}支出" for month in months]
    heads = ("序号", words("code"), words("name"), *amounts, *nodes)
    puts = [
        Put(area(0, 0, right=columns - 1), "预算绩效目标汇总", ("title",)),
        Put(area(1, 0, right=columns - 1), words("unit_note"), ("unit_note",)),
        *(Put(area(2, column), head, ("box", "label")) for column, head in enumerate(heads)),
    ]
    heights = {0: 36.0, 2: 24.0}
    for i, project in enumerate(filing.projects):
        unread = frozenset(entry.path.removeprefix(f"projects.{i}.") for entry in filing.unreadable)
        puts += _row(form.projects[i], project, i, locate, unread)
        heights[_FIRST + i] = row_height(((project.name, _WIDTHS[2]),))
    last = _FIRST + max(1, len(filing.projects))
    puts += _totals(filing, months, last)
    heights[last] = 26.0
    return SheetContents(tuple(puts), heights, _FIRST, last, columns)


def _row(
    sheet: ProjectSheet, project: Project, i: int, locate: Locate, unread: frozenset[str]
) -> Iterator[Put]:
    def cell(path: str) -> str:
        name, address = locate(f"projects.{i}.{path}")
        return f"{quoted(name)}!{address}"

    row, amount = _FIRST + i, ("box", "amount")
    yield Put(area(row, 0), i + 1, ("box", "count"))
    for column, part, style in ((1, "code", "center"), (2, "name", "left")):
        text = f'IF({cell(part)}="","",{cell(part)})'
        yield Put(area(row, column), getattr(project, part), ("box", style), text)
    for column, part in enumerate(AMOUNT_PARTS, start=_AMOUNTS):
        value = UNREAD if part in unread else float(getattr(project, part) or 0)
        yield Put(area(row, column), value, amount, _amount(sheet, part, cell(part)))
    first = _AMOUNTS + len(AMOUNT_PARTS)
    percents = {node.month: node.percent for node in project.spending_plan}
    for column, entry in enumerate(sheet.plan_entries, start=first):
        budget, place = area(row, _AMOUNTS).cell, cell(entry.path)
        node = f"ROUND({budget}*IF({is_empty(place)},0,{number_text.percent(place)}),2)"
        percent = percents.get(sheet.scheme.plan_months[column - first]) or Decimal(0)
        share = float(money.share(project.budget_amount or Decimal(0), percent))
        value = UNREAD if unread & {"budget_amount", entry.path} else share
        yield Put(area(row, column), value, amount, f'IFERROR({node},"{UNREAD}")')


def _amount(sheet: ProjectSheet, part: str, cell: str) -> str:
    """An amount as the program counts it; where it is none that a sheet can read, a word."""
    required = next(entry.field.required for entry in sheet.single_fields if entry.path == part)
    blank = is_empty(cell) if required else is_nothing(cell)
    return f'IFERROR(IF({blank},0,{number_text.amount(cell)}),"{UNREAD}")'


def _totals(filing: Filing, months: tuple[int, ...], row: int) -> Iterator[Put]:
    yield Put(area(row, 0, right=2), TOTAL_LABEL, ("box", "label", "bold"))
    for column, value in enumerate(totals(filing, months), start=_AMOUNTS):
        letter = column_letters(column)
        expression = f"SUM({letter}{_FIRST + 1}:{letter}{row})"
        yield Put(area(row, column), float(value), ("box", "amount", "bold"), expression)
