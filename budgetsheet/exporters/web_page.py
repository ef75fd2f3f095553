"""The document as one self-contained, accessible page for a unit's website."""

from budgetsheet.document import DRAFT_MARK, Table, TableCell
from budgetsheet.exporters.base import Export
from budgetsheet.resources import render_template


def make_html(export: Export) -> bytes:
    """UTF-8; headings, contents, table headers, a print style; every value escaped."""
    text = render_template(
        "document.html.j2", document=export.document, draft_mark=DRAFT_MARK, spans=_height
    )
    return text.encode("utf-8", "replace")


def _height(table: Table, row: int, cell: TableCell) -> int:
    """How many rows a cell takes: its own and those below whose cell at its place is joined."""
    column = _column_of(table.rows[row], cell)
    height = 1
    for below in table.rows[row + 1 :]:
        if not any(c.joined and _column_of(below, c) == column for c in below):
            break
        height += 1
    return height


def _column_of(row: tuple[TableCell, ...], wanted: TableCell) -> int:
    column = 0
    for cell in row:
        if cell is wanted:
            return column
        column += cell.span
    raise ValueError(wanted)
