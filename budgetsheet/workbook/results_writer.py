"""The sheet 校验结果: every finding with a link to its cell, and room for a reason."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from budgetsheet.findings import Finding, Severity
from budgetsheet.form import book as names
from budgetsheet.form.grid import Area, area
from budgetsheet.form.results_sheet import (
    ANCHOR,
    FIRST_ROW,
    GONE,
    HEADS,
    PATH_COLUMN,
    REASON_COLUMN,
    RULE_COLUMN,
    SEVERITY_COLUMN,
)
from budgetsheet.model import Filing, Waiver
from budgetsheet.text import columns
from budgetsheet.workbook.contents import Put, SheetContents
from budgetsheet.workbook.heights import row_height
from budgetsheet.workbook.sheets import fill, finish_sheet, quoted

if TYPE_CHECKING:
    from budgetsheet.workbook.package import FormWorkbook

ROWS_NAME = names.anchor_name(ANCHOR, "rows")
"""The defined name by which the reasons are read back."""
_WIDTHS = (6, 8, 9, 34, 48, 38, 26, 4)
_SHEET_SHOWN = 26
"""Columns of a sheet's name that the link to a cell shows."""
_MARKS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}
_HINT = "确有原因不必改的，在“说明理由”里写明原因，再校验一次；理由会随文件导出。"
_MOST_NOTES, _MOST_PLACES = 3, 12
"""What was read in the standard form on one sheet: told one by one, and named in one row."""
_CENTER, _LEFT, _LINK = ("box", "center"), ("box", "left"), ("box", "link")
_REASON = ("box", "open", "text")


def write_results(book: "FormWorkbook", filing: Filing, findings: tuple[Finding, ...]) -> None:
    """Write the findings, then the reasons whose findings are gone, so that none is lost."""
    ws = book.add_worksheet(names.RESULTS)
    contents = results_contents(filing, findings)
    fill(book, ws, contents)
    rows = results_rows(contents)
    book.define_name(ROWS_NAME, f"={quoted(names.RESULTS)}!{rows.absolute}")
    finish_sheet(ws, None, widths=_WIDTHS, head=FIRST_ROW - 1, landscape=True)
    ws.set_column(PATH_COLUMN, PATH_COLUMN, 4, None, {"hidden": True})
    ws.autofilter(FIRST_ROW - 1, 0, contents.last, REASON_COLUMN)
    ws.freeze_panes(FIRST_ROW, 0)


def results_rows(contents: SheetContents) -> Area:
    """Where the findings stand, which the sheet's anchor names."""
    return area(contents.first, 0, contents.last, PATH_COLUMN)


def results_contents(filing: Filing, findings: tuple[Finding, ...]) -> SheetContents:
    """What the sheet holds."""
    gone = _gone_reasons(filing, findings)
    listed = list(_listed(findings))
    last = last_row(filing, findings)
    puts = [
        Put(area(0, 0, right=REASON_COLUMN), "校验结果", ("title",)),
        Put(area(1, 0, right=REASON_COLUMN), _headline(findings), ("left", "bold")),
        Put(area(2, 0, right=REASON_COLUMN), _HINT, ("hint",)),
        *(Put(area(FIRST_ROW - 1, c), head, ("box", "label")) for c, head in enumerate(HEADS)),
    ]
    heights = {0: 36.0, FIRST_ROW - 1: 22.0}
    for row, finding in enumerate(listed, start=FIRST_ROW):
        puts += _finding(row, finding)
        texts = (_where(finding), finding.message, finding.fix, finding.waiver)
        heights[row] = row_height(zip(texts, _WIDTHS[3:], strict=False))
    for row, waiver in enumerate(gone, start=FIRST_ROW + len(listed)):
        puts += _gone(row, waiver)
        heights[row] = row_height([(waiver.reason, _WIDTHS[REASON_COLUMN])])
    return SheetContents(tuple(puts), heights, FIRST_ROW, last, len(HEADS))


def last_row(filing: Filing, findings: tuple[Finding, ...]) -> int:
    """The last row that the findings and the reasons of those gone take."""
    rows = len(list(_listed(findings))) + len(_gone_reasons(filing, findings))
    return FIRST_ROW + max(1, rows) - 1


def _listed(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """The findings, those of a sheet that only say how an entry is read as one where many."""
    alike: dict[str, list[Finding]] = {}
    for finding in findings:
        if _is_note(finding):
            alike.setdefault(finding.sheet, []).append(finding)
    for finding in findings:
        notes = alike[finding.sheet] if _is_note(finding) else [finding]
        if len(notes) <= _MOST_NOTES:
            yield finding
        elif finding is notes[0]:
            yield finding._replace(message=_together(notes))


def _is_note(finding: Finding) -> bool:
    """Whether it tells of a standard form, and nothing that should be looked at."""
    plain = finding.message.endswith(f"“{finding.expected}”。")
    return finding.rule == "BS012" and not finding.waiver and plain


def _together(notes: list[Finding]) -> str:
    first, *others = notes
    told = (
        f"{note.cell or note.message.partition('“')[0]}“{note.found}”→“{note.expected}”"
        for note in others[:_MOST_PLACES]
    )
    more = " 等" if len(others) > _MOST_PLACES else ""
    return f"{first.message}同样的共 {len(notes)} 处，还有 {'、'.join(told)}{more}。"


def _gone_reasons(filing: Filing, findings: tuple[Finding, ...]) -> list[Waiver]:
    told = {(finding.path, finding.rule) for finding in findings}
    return [w for w in filing.waivers if (w.path, w.rule) not in told]


def _headline(findings: tuple[Finding, ...]) -> str:
    open_ones = [finding for finding in findings if not finding.waiver]
    if not open_ones:
        return "没有需要处理的问题。"
    counts = "、".join(
        f"{word} {sum(f.severity is severity for f in open_ones)} 处"
        for severity, word in _MARKS.items()
    )
    return f"共 {len(open_ones)} 处：{counts}。点“位置”可以跳到那一格。"


def _where(finding: Finding) -> str:
    """Sheet and cell on one line: a link's text does not wrap in every program."""
    sheet = finding.sheet
    if columns(sheet) > _SHEET_SHOWN:
        sheet = next(s for i in range(len(sheet), 0, -1)
                     if columns(s := f"{sheet[:i]}…") <= _SHEET_SHOWN)  # fmt: skip
    return f"{sheet} {finding.cell}".strip() or "整个文件"


def _finding(row: int, finding: Finding) -> Iterator[Put]:
    yield Put(area(row, 0), row - FIRST_ROW + 1, _CENTER)
    yield Put(area(row, SEVERITY_COLUMN), finding.severity.label, _CENTER)
    yield Put(area(row, RULE_COLUMN), finding.rule, _CENTER)
    if finding.sheet and finding.cell:
        jump = f"{quoted(finding.sheet)}!{finding.cell}"
        yield Put(area(row, 3), _where(finding), _LINK, jump=jump)
    else:
        yield Put(area(row, 3), _where(finding), _LEFT)
    yield Put(area(row, 4), finding.message, _LEFT)
    yield Put(area(row, 5), finding.fix, _LEFT)
    yield Put(area(row, REASON_COLUMN), finding.waiver, _REASON)
    yield Put(area(row, PATH_COLUMN), finding.path, _LEFT)


def _gone(row: int, waiver: Waiver) -> Iterator[Put]:
    texts = ("", GONE, waiver.rule, waiver.path, "这处问题已经没有了，理由留着备查。", "")
    for column, text in enumerate(texts):
        yield Put(area(row, column), text, _CENTER if column <= RULE_COLUMN else _LEFT)
    yield Put(area(row, REASON_COLUMN), waiver.reason, _REASON)
    yield Put(area(row, PATH_COLUMN), waiver.path, _LEFT)
