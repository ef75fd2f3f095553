"""Writes the sheet 校验结果: every finding with a link to its cell, and room for a reason."""

from typing import Any

from budgetsheet.findings import Finding, Severity
from budgetsheet.form import book as names
from budgetsheet.form.grid import area
from budgetsheet.form.results_sheet import (
    ANCHOR,
    FIRST_ROW,
    HEADS,
    PATH_COLUMN,
    REASON_COLUMN,
)
from budgetsheet.model import Filing, Waiver
from budgetsheet.workbook.heights import row_height
from budgetsheet.workbook.package import FormWorkbook
from budgetsheet.workbook.sheets import finish_sheet, merge, quoted

_WIDTHS = (6, 8, 9, 36, 46, 36, 26, 4)
_MARKS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}


def write_results(book: FormWorkbook, filing: Filing, findings: tuple[Finding, ...]) -> None:
    """Write the findings, then the reasons whose findings are gone, so that none is lost."""
    ws = book.add_worksheet(names.RESULTS)
    merge(ws, area(0, 0, right=6), "校验结果", book.style("title"))
    ws.set_row(0, 36)
    merge(ws, area(1, 0, right=6), _headline(findings), book.style("left", "bold"))
    hint = "确有原因不必改的，在“说明理由”里写明原因，再校验一次；理由会随文件导出。"
    merge(ws, area(2, 0, right=6), hint, book.style("hint"))
    for column, head in enumerate(HEADS):
        merge(ws, area(FIRST_ROW - 1, column), head, book.style("box", "label"))
    for row, finding in enumerate(findings, start=FIRST_ROW):
        _finding(book, ws, row, finding)
    told = {(finding.path, finding.rule) for finding in findings}
    gone = [w for w in filing.waivers if (w.path, w.rule) not in told]
    for row, waiver in enumerate(gone, start=FIRST_ROW + len(findings)):
        _gone(book, ws, row, waiver)
    last = FIRST_ROW + max(1, len(findings) + len(gone)) - 1
    place = area(FIRST_ROW, 0, last, PATH_COLUMN)
    name = names.anchor_name(ANCHOR, "rows")
    book.define_name(name, f"={quoted(names.RESULTS)}!{place.absolute}")
    finish_sheet(ws, area(0, 0, last, REASON_COLUMN), landscape=True, widths=_WIDTHS)
    ws.set_column(PATH_COLUMN, PATH_COLUMN, 4, None, {"hidden": True})
    ws.autofilter(FIRST_ROW - 1, 0, last, REASON_COLUMN)
    ws.freeze_panes(FIRST_ROW, 0)


def _headline(findings: tuple[Finding, ...]) -> str:
    open_ones = [finding for finding in findings if not finding.waiver]
    if not open_ones:
        return "没有需要处理的问题。"
    counts = "、".join(
        f"{word} {sum(f.severity is severity for f in open_ones)} 处"
        for severity, word in _MARKS.items()
    )
    return f"共 {len(open_ones)} 处：{counts}。点“位置”可以跳到那一格。"


def _finding(book: FormWorkbook, ws: Any, row: int, finding: Finding) -> None:
    center, left = book.style("box", "center"), book.style("box", "left")
    ws.write_number(row, 0, row - FIRST_ROW + 1, center)
    ws.write_string(row, 1, finding.severity.label, center)
    ws.write_string(row, 2, finding.rule, center)
    where = f"{finding.sheet} {finding.cell}".strip()
    if finding.sheet and finding.cell:
        jump = f"internal:{quoted(finding.sheet)}!{finding.cell}"
        ws.write_url(row, 3, jump, book.style("box", "link"), where)
    else:
        ws.write_string(row, 3, where or "整个文件", left)
    ws.write_string(row, 4, finding.message, left)
    ws.write_string(row, 5, finding.fix, left)
    ws.write_string(row, REASON_COLUMN, finding.waiver, book.style("box", "open", "text"))
    ws.write_string(row, PATH_COLUMN, finding.path, left)
    texts = zip((where, finding.message, finding.fix, finding.waiver), _WIDTHS[3:], strict=False)
    ws.set_row(row, row_height(texts))


def _gone(book: FormWorkbook, ws: Any, row: int, waiver: Waiver) -> None:
    center, left = book.style("box", "center"), book.style("box", "left")
    texts = ("", "已消失", waiver.rule, waiver.path, "这处问题已经没有了，理由留着备查。", "")
    for column, text in enumerate(texts):
        ws.write_string(row, column, text, center if column < 3 else left)
    ws.write_string(row, REASON_COLUMN, waiver.reason, book.style("box", "open", "text"))
    ws.write_string(row, PATH_COLUMN, waiver.path, left)
