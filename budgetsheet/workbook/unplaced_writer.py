"""Writes the sheet 未归位: what an imported document says that has no place in the form."""

from budgetsheet.form import book as names
from budgetsheet.form.grid import area
from budgetsheet.model import Unplaced
from budgetsheet.workbook.heights import row_height
from budgetsheet.workbook.package import FormWorkbook
from budgetsheet.workbook.sheets import finish_sheet, merge, quoted

_HEADS = ("行号", "原文", "位置和说明")
_WIDTHS = (8, 56, 30)
_FIRST = 3


def write_unplaced(book: FormWorkbook, unplaced: tuple[Unplaced, ...]) -> None:
    """Texts that have no place in the form: pieces of a document, cells of a damaged workbook."""
    ws = book.add_worksheet(names.UNPLACED)
    last = len(_HEADS) - 1
    merge(ws, area(0, 0, right=last), "未归位的文字", book.style("title"))
    ws.set_row(0, 36)
    hint = "下面的文字原来就有，但表里没有它的位置，请看看要不要填到别处。"
    merge(ws, area(1, 0, right=last), hint, book.style("hint"))
    for column, head in enumerate(_HEADS):
        merge(ws, area(_FIRST - 1, column), head, book.style("box", "label"))
    count, left = book.style("box", "count"), book.style("box", "left")
    for row, entry in enumerate(unplaced, start=_FIRST):
        if entry.line:
            ws.write_number(row, 0, entry.line, count)
        else:
            ws.write_blank(row, 0, None, count)
        for column, text in enumerate((entry.text, entry.place), start=1):
            ws.write_string(row, column, text, left)
        ws.set_row(row, row_height(zip((entry.text, entry.place), _WIDTHS[1:], strict=True)))
    place = area(_FIRST, 0, _FIRST + len(unplaced) - 1, last)
    name = names.anchor_name("unplaced", "rows")
    book.define_name(name, f"={quoted(names.UNPLACED)}!{place.absolute}")
    finish_sheet(ws, area(0, 0, place.bottom, last), widths=_WIDTHS)
    ws.repeat_rows(_FIRST - 1)
    ws.freeze_panes(_FIRST, 0)
