"""Writes the sheet 概述: the regenerated narrative, each paragraph told when it is stale."""

from typing import Any

from budgetsheet.document import Rendered
from budgetsheet.form import book as names
from budgetsheet.form.book import Book, Place
from budgetsheet.form.grid import area
from budgetsheet.model import Filing
from budgetsheet.workbook.heights import row_height
from budgetsheet.workbook.package import FormWorkbook
from budgetsheet.workbook.sheets import finish_sheet, formula, merge, quoted, text_literal
from budgetsheet.workbook.summary_writer import total_cell

_WIDTHS = (20, 78, 20)
_FIRST = 3
_FRESH, _STALE = "一致", "来源已改，请更新"
_MAX_FORMULA = 8000
"""Excel takes formulas of 8192 characters; longer texts are compared by the program only."""
_MAX_NESTING = 60
"""Excel nests functions 64 deep."""


def write_overview(
    book: FormWorkbook, form: Book, filing: Filing, rendered: tuple[Rendered, ...],
    places: dict[str, Place],
) -> None:  # fmt: skip
    """Write one row a paragraph: where it comes from, its text, whether it is up to date."""
    ws = book.add_worksheet(names.OVERVIEW)
    ws.set_row(0, 36)
    merge(ws, area(0, 0, right=2), "绩效目标概述（由各表生成）", book.style("title"))
    shown = [part for part in rendered if part.source]
    last = _FIRST + max(1, len(shown)) - 1
    _status(book, ws, last)
    for column, head in enumerate(("来源", "文字", "与来源是否一致")):
        merge(ws, area(2, column), head, book.style("box", "label"))
    tokens = _tokens(form, filing, places)
    for row, part in enumerate(shown, start=_FIRST):
        _paragraph(book, ws, row, part, places[part.path], tokens)
    rule = {"type": "text", "criteria": "begins with", "value": _STALE[:2]}
    for place in (area(1, 0), area(_FIRST, 2, last)):
        ws.conditional_format(place.ref, {**rule, "format": book.mark("stale")})
    finish_sheet(ws, area(0, 0, last, 2), widths=_WIDTHS)
    ws.freeze_panes(_FIRST, 0)


def _status(book: FormWorkbook, ws: Any, last: int) -> None:
    column = area(_FIRST, 2, last, 2).absolute
    expression = (
        f'IF(COUNTIF({column},"{_STALE}")=0,"概述与各表一致。",'
        f'"来源已改：有 "&COUNTIF({column},"{_STALE}")&" 段与各表不一致，请点“更新概述与汇总”。")'
    )
    formula(ws, area(1, 0, right=2), expression, book.style("left"), "概述与各表一致。")


def _paragraph(
    book: FormWorkbook, ws: Any, row: int, part: Rendered, place: Place, tokens: dict[str, str]
) -> None:
    source = f"{quoted(names.DEPARTMENT)}!{area(place.area.top, place.area.left).absolute}"
    jump = f"internal:{quoted(names.DEPARTMENT)}!{place.area.cell}"
    link = f"{names.DEPARTMENT} {place.area.cell}"
    ws.write_url(row, 0, jump, book.style("box", "link"), link)
    merge(ws, area(row, 1), part.text, book.style("box", "left"))
    rebuilt = source
    used = [figure.token for figure in part.figures if figure.token in tokens]
    for token in dict.fromkeys(used):
        rebuilt = f"SUBSTITUTE({rebuilt},{text_literal(f'{{{token}}}')},{tokens[token]})"
    expression = f'IF(EXACT(B{row + 1},{rebuilt}),"{_FRESH}","{_STALE}")'
    style = book.style("box", "center")
    if len(expression) > _MAX_FORMULA or len(set(used)) > _MAX_NESTING:
        merge(ws, area(row, 2), "太长，由校验核对", style)
    else:
        formula(ws, area(row, 2), expression, style, _FRESH)
    ws.set_row(row, row_height(((part.text, _WIDTHS[1]),)))


def _tokens(form: Book, filing: Filing, places: dict[str, Place]) -> dict[str, str]:
    """The Excel expression of every token that the narrative may hold."""
    sheet = quoted(names.DEPARTMENT)
    cells = {path: f"{sheet}!{area(p.area.top, p.area.left).absolute}"
             for path, p in places.items() if p.sheet == "department"}  # fmt: skip
    count = len(filing.projects)
    tokens = {
        "项目个数": str(count),
        "预算合计": f'TEXT({total_cell(count, "budget_amount")},"0.00")',
        "财政资金合计": f'TEXT({total_cell(count, "fiscal_funds")},"0.00")',
        "其他资金合计": f'TEXT({total_cell(count, "other_funds")},"0.00")',
        "年度": cells["year"],
        "单位名称": cells["department.name"],
    }
    for i, measure in enumerate(filing.measures):
        value, unit, text = (cells[f"measures.{i}.{part}"] for part in ("value", "unit", "text"))
        tokens.setdefault(measure.name, f'IF({value}="",{text},{value}&{unit})')
    return tokens
