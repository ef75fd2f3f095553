"""Contents beside or below the form of a sheet: more rows than a table has, notes at its side."""

from collections.abc import Sequence

from budgetsheet.form.grid import Area
from budgetsheet.workbook.locks import in_words
from budgetsheet.workbook.sheet_part import SheetPart, parse_area


def outside(sheet: SheetPart, read: frozenset[str], form: Sequence[Area], end: int) -> list[str]:
    """The filled cells that lie in no area of the form, left of the column `end`.

    `read` are the cells of entries, wherever they stand; formulas are not a person's contents.
    """
    typed = (
        (address, place)
        for address, cell in sheet.cells.items()
        if cell.formula is None and address not in read and cell.value.strip()
        if (place := parse_area(address)) and place.left < end
    )
    return [address for address, place in typed if not any(_holds(area, place) for area in form)]


def _holds(area: Area, place: Area) -> bool:
    rows, columns = (area.top, area.bottom), (area.left, area.right)
    return rows[0] <= place.top <= rows[1] and columns[0] <= place.left <= columns[1]


def outside_in_words(cells: Sequence[str]) -> str:
    """That cells outside the form hold something."""
    return (
        f"{in_words(cells)} 有内容，可这里在表格之外，没有读入；"
        "请移到该填的格子（空行不够时取消隐藏），否则更新时移到“未归位”"
    )
