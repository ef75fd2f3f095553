"""The official tables as WordprocessingML.

As text, parsed once: python-docx's `table.cell()` is quadratic.
"""

from functools import lru_cache

from budgetsheet.document import Table, TableCell
from budgetsheet.exporters.word_xml import legal, paragraph, run

CELL_STYLE, GAP_STYLE = "TableText", "TableGap"
TEXT_WIDTH = 210 - 28 - 26
"""Units: mm, between the margins of GB/T 9704."""
SIDE_MARGIN, TOP_MARGIN, LEAST_HEIGHT = 57, 34, 440
"""Room around the text of a cell, and the least height of a row. Units: twips."""


@lru_cache(maxsize=4)
def column_widths(columns: tuple[float, ...]) -> tuple[int, ...]:
    """The official columns over the width of the text. Units: twips."""
    whole = TEXT_WIDTH / 25.4 * 1440
    return tuple(round(whole * width / sum(columns)) for width in columns)


def table_xml(table: Table, widths: tuple[int, ...]) -> str:
    """A table: fixed widths, rows that stay whole, heads that come again on each page."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    below = (*table.rows[1:], ())
    rows = "".join(
        _row(row, below[i], i < table.head_rows, not table.head_rows, widths)
        for i, row in enumerate(table.rows)
    )
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    borders = "".join(
        f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", TOP_MARGIN), ("left", SIDE_MARGIN),
                            ("bottom", TOP_MARGIN), ("right", SIDE_MARGIN))
    )  # fmt: skip
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(
    row: tuple[TableCell, ...], below: tuple[TableCell, ...], head: bool, short: bool,
    widths: tuple[int, ...],
) -> str:  # fmt: skip
    """A row. Heads stay with the row below them; so do, in a short table, cells over two rows."""
    continued = _joined_columns(below)
    keep = head or (short and (bool(continued) or any(cell.bare for cell in row)))
    cells, column = [], 0
    for cell in row:
        merge = "" if cell.joined else ' w:val="restart"'
        joins = cell.joined or column in continued
        width = sum(widths[column : column + cell.span])
        merging = f"<w:vMerge{merge}/>" if joins else ""
        cells.append(_cell(cell, width, merging, column > 0, keep))
        column += cell.span
    least = f'<w:trHeight w:val="{LEAST_HEIGHT}" w:hRule="atLeast"/>'
    repeat = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def _joined_columns(row: tuple[TableCell, ...]) -> set[int]:
    joined, column = set(), 0
    for cell in row:
        if cell.joined:
            joined.add(column)
        column += cell.span
    return joined


def _cell(cell: TableCell, width: int, merge: str, inner: bool, keep: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    bare = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "right"))
    borders = f"<w:tcBorders>{bare}</w:tcBorders>" if cell.bare else ""
    side = "left" if cell.left else "right" if cell.bare and inner else "center"
    text = "" if cell.joined else cell.text
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{borders}'
        f'<w:vAlign w:val="center"/></w:tcPr>{_lines(text, side, keep)}</w:tc>'
    )


def _lines(text: str, side: str, keep: bool) -> str:
    """A paragraph a line."""
    form = "<w:keepNext/>" if keep else ""
    form += "" if side == "left" else f'<w:jc w:val="{side}"/>'
    return "".join(paragraph(run(line), CELL_STYLE, form) for line in legal(text).split("\n"))
