"""Writes the sheet 目录: how to fill, whose it is, and how far each project has come."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from budgetsheet.findings import Severity
from budgetsheet.form import book as names
from budgetsheet.form.book import Book
from budgetsheet.form.derived_sheets import UNREAD
from budgetsheet.form.fields import Kind
from budgetsheet.form.grid import Area, area
from budgetsheet.form.live import INDICATOR_HELPERS
from budgetsheet.form.live_places import project_live
from budgetsheet.form.number_text import year
from budgetsheet.form.project_sheet import ProjectSheet
from budgetsheet.form.results_sheet import (
    FIRST_ROW,
    GONE,
    PATH_COLUMN,
    REASON_COLUMN,
    RULE_COLUMN,
    SEVERITY_COLUMN,
)
from budgetsheet.model import Filing
from budgetsheet.workbook.entry_cells import required_runs
from budgetsheet.workbook.heights import row_height
from budgetsheet.workbook.package import PENDING, FormWorkbook
from budgetsheet.workbook.sheets import finish_sheet, formula, merge, quoted
from budgetsheet.workbook.summary_writer import amounts_of

_WIDTHS = (7, 44, 26, 14, 9, 8, 8, 16)
_HEADS = ("序号", "表（点击进入）", "项目编码", "预算数（万元）", "已填", "错误", "警告", "状态")
_LAST = len(_HEADS) - 1
_MISSING = "【BS10"
"""How the messages of BS101–BS106 begin: what must be there and is not."""
_MORE_FINDINGS = 200
"""Rows below the findings that are looked through too: a check in the open workbook adds some."""
_PROGRESS, _ERRORS, _WARNINGS, _STATE = range(4, 8)
_STEPS = (
    "1. 先填“部门整体”：单位、年度、总体目标；再从下面的列表点进每个项目。",
    "2. 浅黄色的格子要填，填好就变白；灰底的字不能改。右侧写着当场发现的问题：● 错误，▲ 警告。",
    "3. 金额一律以万元为单位；百分比写成 30% 的样子；指标值写成 ≥95%、99人、12月底前 的样子。",
    "4. 填完保存，再用“预算绩效填报”校验、更新概述与汇总、导出文件。本表不含宏，可放心转发。",
)
_TOP = len(_STEPS) + 4
"""Row of the list's column heads; below it the unit's own sheet, then the projects."""
_FIRST = _TOP + 2


class Told(NamedTuple):
    """Where the ids of live rules stand, and the last row of the sheet of findings."""

    live_rules: str
    last_finding: int


@dataclass(frozen=True, slots=True)
class ListColumns:
    """Ranges of the project list that other sheets refer to."""

    codes: str
    names: str


def list_columns(count: int) -> ListColumns:
    """Where codes and names of all projects stand, for rules that look across sheets."""
    first, last = _FIRST, _FIRST + max(1, count) - 1
    sheet = quoted(names.DIRECTORY)
    return ListColumns(
        f"{sheet}!{Area(first, 2, last, 2).absolute}", f"{sheet}!{Area(first, 1, last, 1).absolute}"
    )


def write_directory(
    book: FormWorkbook,
    form: Book,
    filing: Filing,
    sheet_names: tuple[str, ...],
    told: Told,
) -> None:
    """Write the directory as the first sheet."""
    ws = book.add_worksheet(names.DIRECTORY)
    ws.set_row(0, 40)
    merge(ws, area(0, 0, right=_LAST), "预算绩效目标填报", book.style("title"))
    for i, step in enumerate(_STEPS):
        merge(ws, area(1 + i, 0, right=_LAST), step, book.style("left"))
        ws.set_row(1 + i, 20)
    _unit(book, ws, form, filing)
    for column, head in enumerate(_HEADS):
        merge(ws, area(_TOP, column), head, book.style("box", "label"))
    ws.set_row(_TOP, 24)
    _department(book, ws, form, told)
    for i, (sheet, name) in enumerate(zip(form.projects, sheet_names, strict=True)):
        _project(book, ws, sheet, name, i, filing, told)
    last = _FIRST + max(1, len(form.projects)) - 1
    if not form.projects:
        merge(ws, area(_FIRST, 0, right=_LAST), "还没有项目。", book.style("box", "hint"))
    _marks(book, ws, last)
    finish_sheet(ws, area(0, 0, last, _LAST), widths=_WIDTHS, head=_TOP, landscape=True)
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
    text = f"预算年度：{filing.year}　　项目 {len(filing.projects)} 个" if filing.year else PENDING
    formula(ws, area(_TOP - 2, 4, right=_LAST), years, book.style("left", "bold"), text)
    ws.set_row(_TOP - 2, 26)


def _department(book: FormWorkbook, ws: Any, form: Book, told: Told) -> None:
    """The row of the unit's own sheet."""
    row, target, sheet = _TOP + 1, quoted(names.DEPARTMENT), form.department
    ws.write_string(row, 0, "—", book.style("box", "count"))
    link = f'HYPERLINK("#{target}!A1","{names.DEPARTMENT}")'
    formula(ws, area(row, 1), link, book.style("box", "link"), names.DEPARTMENT)
    for column in (2, 3):
        ws.write_blank(row, column, None, book.style("box", "center"))
    identity = ",".join(f"{target}!{e.area.cell}" for e in sheet.identity)
    first = sheet.tables[0][1]
    begun = f"{target}!{first.absolute}"
    progress = f"(COUNTA({identity})+MIN(1,COUNTA({begun})))/{len(sheet.identity) + 1}"
    formula(ws, area(row, _PROGRESS), progress, book.style("box", "percent"), PENDING)
    checks = f"{target}!{sheet.checks_area.absolute}"
    paths = [f"{table.name}.*" for table, _ in sheet.tables] + ["department.*", "year"]
    reasons = _reasons(told, paths)
    written = f"{target}!{sheet.identity[-1].area.cell}"
    unread = f'IF(COUNTA({written})=0,FALSE,{year(written)}="")'
    _state(book, ws, row, checks, reasons, unread)
    ws.set_row(row, row_height(((names.DEPARTMENT, _WIDTHS[1]),)))


def _project(
    book: FormWorkbook, ws: Any, sheet: ProjectSheet, name: str, i: int, filing: Filing,
    told: Told,
) -> None:  # fmt: skip
    project = filing.projects[i]
    row, target = _FIRST + i, quoted(name)
    code, title, budget = (f"{target}!{sheet.single_fields[k].area.cell}" for k in (0, 1, 2))
    ws.write_number(row, 0, i + 1, book.style("box", "count"))
    jump = target.replace('"', '""')
    link = f'HYPERLINK("#{jump}!A1",IF({title}="","（未命名）",{title}))'
    formula(ws, area(row, 1), link, book.style("box", "link"), project.name or "（未命名）")
    blank_or = 'IF({0}="","",{0})'
    formula(ws, area(row, 2), blank_or.format(code), book.style("box", "center"), project.code)
    known = project.budget_amount is not None
    amount = float(project.budget_amount or 0) if known else PENDING
    formula(ws, area(row, 3), blank_or.format(budget), book.style("box", "amount"), amount)
    progress = _progress(sheet, target)
    formula(ws, area(row, _PROGRESS), progress, book.style("box", "percent"), PENDING)
    checks = f"{target}!{sheet.checks_area.absolute}"
    reasons = _reasons(told, [f"projects.{i}", f"projects.{i}.*"])
    _state(book, ws, row, checks, reasons, _unread(sheet, target, i))
    ws.set_row(row, row_height(((project.name, _WIDTHS[1]),)))


def _unread(sheet: ProjectSheet, target: str, number: int) -> str:
    """Whether the totals, or the points, leave out an entry that the sheet cannot read."""
    amounts = amounts_of(number, len(sheet.plan_entries))
    unread = f'COUNTIF({amounts},"{UNREAD}")'
    for entry in sheet.indicator_entries[0]:
        if entry.field.kind is Kind.SCORE:
            rows, helper = sheet.indicators_area, INDICATOR_HELPERS.index(entry.field.name) + 1
            typed, points = (
                f"{target}!{Area(rows.top, column, rows.bottom, column).absolute}"
                for column in (entry.area.left, project_live(sheet).helper(helper))
            )
            unread += f"+COUNTA({typed})-COUNT({points})"
    return f"{unread}>0"


def _state(
    book: FormWorkbook, ws: Any, row: int, checks: str, reasons: str, unread: str = ""
) -> None:
    """Errors, warnings and the light of one sheet; reasons given turn the light, not the counts.

    Signs, not colours alone, tell the lights apart. What is merely missing is unfinished, not
    wrong. A light is never green while a fault is told, or a number cannot be read: a reason
    may have been given for another fault than the one that shows now.
    """
    missing = f'SUMPRODUCT(LEN({checks})-LEN(SUBSTITUTE({checks},"{_MISSING}","")))/{len(_MISSING)}'
    for column, severity in ((_ERRORS, Severity.ERROR), (_WARNINGS, Severity.WARNING)):
        count = f'SUMPRODUCT(LEN({checks})-LEN(SUBSTITUTE({checks},"{severity.mark}","")))'
        formula(ws, area(row, column), count, book.style("box", "count"), PENDING)
    errors, warnings = area(row, _ERRORS).cell, area(row, _WARNINGS).cell
    faults = f"{errors}+{warnings}"
    state = (
        f'IF({faults}=0,IF({area(row, _PROGRESS).cell}<1,"○ 未填完","✔ 已填好"),'
        f'IF({faults}<={reasons},"◆ 已说明理由",IF({errors}>{missing},"● 有错误",'
        f'IF({errors}>0,"○ 未填完","▲ 有警告"))))'
    )
    if unread:
        state = f'IF(IFERROR({unread},TRUE),IF({errors}>{missing},"● 有错误","● {UNREAD}"),{state})'
    formula(ws, area(row, _STATE), state, book.style("box", "center"), PENDING)


def _reasons(told: Told, paths: list[str]) -> str:
    """How many reasons stand beside findings of these paths that live checks may tell too."""
    live_rules, last = told
    if not live_rules:
        return "0"
    rule, reason, path, severity = (
        f"{quoted(names.RESULTS)}!{Area(FIRST_ROW, c, last + _MORE_FINDINGS, c).absolute}"
        for c in (RULE_COLUMN, REASON_COLUMN, PATH_COLUMN, SEVERITY_COLUMN)
    )
    alike = f'{rule},{live_rules},{reason},"?*",{severity},"<>{GONE}"'
    return "+".join(f'SUMPRODUCT(COUNTIFS({path},"{each}",{alike}))' for each in paths)


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
    for text, mark in (("●", "stale"), ("▲", "doubt"), ("◆", "explained"), ("✔", "good")):
        rule = {"type": "text", "criteria": "begins with", "value": text}
        ws.conditional_format(_TOP + 1, _STATE, last, _STATE, {**rule, "format": book.mark(mark)})
