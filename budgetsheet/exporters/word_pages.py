"""On which page each heading will stand, so that the table of contents is right from the start.

Word, WPS and LibreOffice reckon anew whenever the contents are brought up to date; until then
this reckoning is what is printed.
"""

import math
import unicodedata
from collections.abc import Sequence

from budgetsheet.document import Block, Heading, Table, TableCell
from budgetsheet.exporters import word_dress as look
from budgetsheet.exporters import word_table as cells

_PAGE = (297 - 37 - 35) / 25.4 * 72
_WIDTH = cells.TEXT_WIDTH / 25.4 * 72
"""Units: pt."""
_TWIPS = 20


def heading_pages(blocks: Sequence[Block], widths: tuple[int, ...]) -> list[int]:
    """The page of every heading, counted from the first page of the first part."""
    pages, page, used = [], 1, 0.0
    before: Block | None = None
    for number, block in enumerate(blocks):
        if isinstance(block, Table):
            used += look.GAP_PITCH if isinstance(before, Table) else 0
            page, used = _after_table(block, widths, page, used)
        elif isinstance(block, Heading):
            if number and starts_page(block, before):
                page, used = page + 1, 0.0
            height = _heading_height(block)
            if used + height + look.PITCH > _PAGE:
                page, used = page + 1, 0.0
            pages.append(page)
            used += height
        else:
            page, used = _after_lines(_paragraph_lines(block.text), page, used)
        before = block
    return pages


def starts_page(block: Heading, before: Block | None) -> bool:
    """Whether a heading begins a page: each part, and each table but the one below a part's."""
    return block.level in (0, 3) and not (isinstance(before, Heading) and before.level == 0)


def _heading_height(block: Heading) -> float:
    size = {0: 22, 3: 14}.get(block.level, look.BODY_SIZE)
    indent = 0 if block.level in (0, 3) else 2
    space = {0: look.PART_SPACE, 3: look.TABLE_TITLE_SPACE}.get(block.level, 0)
    return lines_of(block.text, _WIDTH / size, indent) * look.PITCH + space


def _paragraph_lines(text: str) -> int:
    return sum(lines_of(part, _WIDTH / look.BODY_SIZE, 2) for part in text.split("\n"))


def _after_lines(count: int, page: int, used: float) -> tuple[int, float]:
    room = math.floor((_PAGE - used) / look.PITCH)
    while count > room:
        if 0 < count - room < 2 and count > 2:
            room -= 1  # no single last line on the next page
        count, page, used = count - max(0, room), page + 1, 0.0
        room = math.floor(_PAGE / look.PITCH)
    return page, used + count * look.PITCH


def _after_table(
    table: Table, widths: tuple[int, ...], page: int, used: float
) -> tuple[int, float]:
    heights = _row_heights(table, widths)
    head = sum(heights[: table.head_rows])
    for number, height in enumerate(heights):
        if used + height > _PAGE and used:
            page, used = page + 1, head if number >= table.head_rows else 0.0
        used += height
    return page, used


def _row_heights(table: Table, widths: tuple[int, ...]) -> list[float]:
    """The height of every row; a cell over several rows stretches the last of them."""
    heights: list[float] = []
    over: dict[int, float] = {}
    for row, below in zip(table.rows, (*table.rows[1:], ()), strict=True):
        going_on = {column for column, cell in _placed(below) if cell.joined}
        tallest = cells.LEAST_HEIGHT / _TWIPS
        for column, cell in _placed(row):
            height = over.pop(column, 0.0) if cell.joined else _height(cell, column, widths)
            if column not in going_on:
                tallest = max(tallest, height)
            else:
                over[column] = height
        heights.append(tallest)
        over = {column: height - tallest for column, height in over.items()}
    return heights


def _placed(row: tuple[TableCell, ...]) -> list[tuple[int, TableCell]]:
    """The cells of a row with the column each begins in."""
    placed, column = [], 0
    for cell in row:
        placed.append((column, cell))
        column += cell.span
    return placed


def _height(cell: TableCell, column: int, widths: tuple[int, ...]) -> float:
    width = (sum(widths[column : column + cell.span]) - 2 * cells.SIDE_MARGIN) / _TWIPS
    count = sum(lines_of(line, width / look.CELL_SIZE, 0) for line in cell.text.split("\n"))
    return count * look.CELL_PITCH + 2 * cells.TOP_MARGIN / _TWIPS


def lines_of(text: str, width: float, indent: float) -> int:
    """How many lines a text takes. Units: widths in ems of a Chinese character.

    A word of Latin letters or digits is not broken, and no line begins with a full stop.
    """
    count, at = 1, indent
    for word in _words(text):
        size = sum(_width(c) for c in word)
        if at + size > width + (0.5 if word in "，。、；：）”》%" else 0) and at:
            count, at = count + 1, 0.0
        at += size
        while at > width:
            count, at = count + 1, at - width
    return count


def _words(text: str) -> list[str]:
    words: list[str] = []
    joined = False
    for c in text:
        narrow = c.isascii() and not c.isspace()
        if narrow and joined:
            words[-1] += c
        else:
            words.append(c)
        joined = narrow
    return words


def _width(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5
