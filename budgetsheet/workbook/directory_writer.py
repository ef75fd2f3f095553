"""Writes the sheet 目录: how to fill, whose it is, and how far each project has come."""

from dataclasses import dataclass
from typing import Any

from budgetsheet.form import book as names
from budgetsheet.form.book import Book
from budgetsheet.form.grid import Area, area
from budgetsheet.form.project_sheet import ProjectSheet
from budgetsheet.model import Filing
from budgetsheet.workbook.entry_cells import required_runs
from budgetsheet.workbook.heights import row_height
from budgetsheet.workbook.package import FormWorkbook
from budgetsheet.workbook.sheets import finish_sheet, formula, merge, quoted

_WIDTHS = (7, 44, 26, 14, 12, 12, 16)
_HEADS = ("序号", "项目名称（点击进入）", "项目编码", "预算数（万元）", "已填", "待改", "状态")
_STEPS = (
    "1. 先填“部门整体”：单位、年度、总体目标；再从下面的列表点进每个项目。",
    "2. 浅黄色的格子要填，填好就变白；灰底的字不能改。右侧红字是当场发现的问题和改法。",
    "3. 金额一律以万元为单位；百分比写成 30% 的样子；指标值写成 ≥95%、99人、12月底前 的样子。",
    "4. 填完保存，再用“预算绩效填报”校验、更新概述与汇总、导出文件。本表不含宏，可放心转发。",
)
_TOP = len(_STEPS) + 4
"""Row of the list's column heads; the projects begin below it."""


@dataclass(frozen=True, slots=True)
class ListColumns:
    """Ranges of the project list that other sheets refer to."""

    codes: str
    names: str


def list_columns(count: int) -> ListColumns:
    """Where codes and names of all projects stand, for rules that look across sheets."""
    first, last = _TOP + 1, _TOP + max(1, count)
    sheet = quoted(names.DIRECTORY)
    return ListColumns(
        f"{sheet}!{Area(first, 2, last, 2).absolute}", f"{sheet}!{Area(first, 1, last, 1).absolute}"
    )


def write_directory(
    book: FormWorkbook, form: Book, filing: Filing, sheet_names: tuple[str, ...]
) -> None:
    """Write the directory as the first sheet."""
    ws = book.add_worksheet(names.DIRECTORY)
    ws.set_row(0, 40)
    merge(ws, area(0, 0, right=6), "预算绩效目标填报", book.style("title"))
    for i, step in enumerate(_STEPS):
        merge(ws, area(1 + i, 0, right=6), step, book.style("left"))
        ws.set_row(1 + i, 20)
    _unit(book, ws, form, filing)
    for column, head in enumerate(_HEADS):
        merge(ws, area(_TOP, column), head, book.style("box", "label"))
    ws.set_row(_TOP, 24)
    for i, (sheet, name) in enumerate(zip(form.projects, sheet_names, strict=True)):
        _project(book, ws, sheet, name, i, filing)
    if not form.projects:
        merge(ws, area(_TOP + 1, 0, right=6), "还没有项目。", book.style("box", "hint"))
    last = _TOP + max(1, len(form.projects))
    _marks(book, ws, last)
    finish_sheet(ws, area(0, 0, last, 6), widths=_WIDTHS, head=_TOP, landscape=True)
    ws.freeze_panes(_TOP + 1, 0)
    ws.activate()


def _unit(book: FormWorkbook, ws: Any, form: Book, filing: Filing) -> None:
    code, name, year = (
        f"{quoted(names.DEPARTMENT)}!{area(e.area.top, e.area.left).absolute}"
        for e in form.department.identity
    )
    shown = f"单位：{filing.department.code}{filing.department.name}"
    expression = f'"单位："&{code}&{name}'
    place = area(_TOP - 2, 0, right=3)
    formula(ws, place, expression, book.style("left", "bold"), shown)
    years = f'"预算年度："&{year}&"　　项目 {len(filing.projects)} 个"'
    text = f"预算年度：{filing.year or ''}　　项目 {len(filing.projects)} 个"
    formula(ws, area(_TOP - 2, 4, right=6), years, book.style("left", "bold"), text)
    ws.set_row(_TOP - 2, 26)


def _project(
    book: FormWorkbook, ws: Any, sheet: ProjectSheet, name: str, i: int, filing: Filing
) -> None:
    project = filing.projects[i]
    row, target = _TOP + 1 + i, quoted(name)
    code, title, budget = (f"{target}!{sheet.single_fields[k].area.cell}" for k in (0, 1, 2))
    ws.write_number(row, 0, i + 1, book.style("box", "count"))
    jump = target.replace('"', '""')
    link = f'HYPERLINK("#{jump}!A1",IF({title}="","（未命名）",{title}))'
    formula(ws, area(row, 1), link, book.style("box", "link"), project.name or "（未命名）")
    blank_or = 'IF({0}="","",{0})'
    formula(ws, area(row, 2), blank_or.format(code), book.style("box", "center"), project.code)
    amount = "" if project.budget_amount is None else float(project.budget_amount)
    formula(ws, area(row, 3), blank_or.format(budget), book.style("box", "amount"), amount)
    formula(ws, area(row, 4), _progress(sheet, target), book.style("box", "percent"))
    checks = f"{target}!{sheet.checks_area.absolute}"
    count = f'SUMPRODUCT(LEN({checks})-LEN(SUBSTITUTE({checks},"【","")))'
    formula(ws, area(row, 5), count, book.style("box", "count"))
    state = f'IF(F{row + 1}>0,"● 有待改",IF(E{row + 1}<1,"○ 未填完","✔ 已填好"))'
    formula(ws, area(row, 6), state, book.style("box", "center"))
    ws.set_row(row, row_height(((project.name, _WIDTHS[1]),)))


def _progress(sheet: ProjectSheet, target: str) -> str:
    """Filled required entries over all of them; indicator rows count once begun."""
    required = [e for e in (*sheet.single_fields, *sheet.plan_entries) if e.field.required]
    singles = ",".join(f"{target}!{e.area.cell}" for e in required)
    first = sheet.objectives_area
    objectives = f"{target}!{Area(first.top, first.left, first.bottom, first.left).absolute}"
    rows = sheet.indicators_area
    count = sum(entry.field.required for entry in sheet.indicator_entries[0])
    table = ",".join(f"{target}!{run.absolute}" for run in required_runs(sheet))
    begun = f"{target}!{Area(rows.top, 0, rows.bottom, 0).absolute}"
    total = f"({len(required) + 1}+{count}*MAX(1,COUNTA({begun})))"
    return f"MIN(1,(COUNTA({singles})+MIN(1,COUNTA({objectives}))+COUNTA({table}))/{total})"


def _marks(book: FormWorkbook, ws: Any, last: int) -> None:
    for text, mark in (("●", "stale"), ("✔", "good")):
        rule = {"type": "text", "criteria": "begins with", "value": text}
        ws.conditional_format(_TOP + 1, 6, last, 6, {**rule, "format": book.mark(mark)})
