"""A block pasted over merged cells: it has one column a text where the form has two or three.

The program it was pasted in undoes the merges and puts each text into the next cell, so that
from the first merged entry on every text stands too far to the left. Where the row tells for
certain that this happened, each entry is read from the cell in which its text stands.
"""

from collections.abc import Sequence
from typing import NamedTuple

from budgetsheet.form.fields import Entry
from budgetsheet.form.grid import area, column_letters
from budgetsheet.form.indicator_row import FIGURE
from budgetsheet.workbook.locks import in_words
from budgetsheet.workbook.sheet_part import Cell, SheetPart


class Spread(NamedTuple):
    """The cells in which a row's entries stand, left to right.

    `moved` are the entries, by label, that a pasted block has in other cells than the form;
    `beside` gives the cells with
    contents that are part of an entry's merge without being read for it, each with the entry's.
    """

    cells: list[str]
    moved: tuple[tuple[str, str], ...] = ()
    beside: tuple[tuple[str, str], ...] = ()


class RowShape(NamedTuple):
    """Where the entries of a table's rows stand, left to right.

    `letters` name each entry's column, blank where it is gone; `inner` gives the entries that
    are merged over several columns, each with the letters of the others.
    """

    entries: Sequence[Entry]
    columns: Sequence[int | None]
    letters: tuple[str, ...]
    inner: tuple[tuple[int, tuple[str, ...]], ...]


def row_shape(entries: Sequence[Entry], columns: Sequence[int | None]) -> RowShape:
    """The shape of all rows whose entries stand in these columns."""
    inner = []
    for i, (entry, left) in enumerate(zip(entries, columns, strict=True)):
        wide = entry.area.right - entry.area.left
        if wide and left is not None:
            own = (column for column in range(left + 1, left + wide + 1) if column not in columns)
            inner.append((i, tuple(map(column_letters, own))))
    letters = tuple("" if column is None else column_letters(column) for column in columns)
    return RowShape(entries, columns, letters, tuple(inner))


def spread_row(sheet: SheetPart, row: int, shape: RowShape) -> Spread:
    """Where the entries of one row stand; as the form has them wherever nothing tells otherwise."""
    number, held = f"{row + 1}", sheet.cells
    cells = [letters and letters + number for letters in shape.letters]
    beside: list[tuple[str, str]] = []
    for i, own in shape.inner:
        filled = [letters + number for letters in own if letters + number in held]
        filled = [cell for cell in filled if sheet.filled(cell)]
        if not filled:
            continue
        if not sheet.filled(cells[i]):
            cells[i], *filled = filled
        elif not beside and (moved := _moved(sheet, row, i, shape.entries, shape.columns)):
            labels = (entry.field.label for entry in shape.entries[i + 1 :])
            return Spread([*cells[:i], *moved], tuple(zip(labels, moved[1:], strict=True)))
        beside += ((cell, cells[i]) for cell in filled)
    return Spread(cells, beside=tuple(beside))


def pasted_in_words(rows: Sequence[Sequence[tuple[str, str]]]) -> str:
    """That blocks were pasted, and how they were read."""
    read = "、".join(f"{cell} 读作“{label}”" for label, cell in rows[0])
    others = in_words(cell for row in rows[1:] for _, cell in row)
    more = f"，{others} 同此" if others else ""
    return f"从别处粘贴的内容盖住了合并的格子，已按各列的顺序读取：{read}{more}"


def beside_in_words(cells: Sequence[str]) -> str:
    """That cells which a merge should cover hold something."""
    return (
        f"{in_words(cells)} 有内容，可这里是合并格的一部分，不知道属于哪一项，没有读入；"
        "请移到该填的格子，否则更新时移到“未归位”"
    )


def _moved(
    sheet: SheetPart, row: int, at: int, entries: Sequence[Entry], columns: Sequence[int | None]
) -> list[str] | None:
    """The cells of the entries from the merged one on, if a block was pasted there.

    A block without a hole, and nothing behind it in the columns of the form.
    """
    left, last = columns[at], columns[-1]
    if left is None or last is None or at + 1 == len(entries):
        return None
    count = len(entries) - at
    end = last + entries[-1].area.right - entries[-1].area.left
    cells = [area(row, left + n).cell for n in range(count)]
    behind = (area(row, column).cell for column in range(left + count, end + 1))
    whole = sheet.filled(cells[1]) and not any(sheet.filled(cell) for cell in behind)
    return cells if whole and _plausible(sheet, at, entries, columns, row, cells) else None


def _plausible(
    sheet: SheetPart, at: int, entries: Sequence[Entry], columns: Sequence[int | None], row: int,
    cells: list[str],
) -> bool:  # fmt: skip
    """Whether the target value, if the row has one, does not stand better where the form has it."""
    place = next((i for i, e in enumerate(entries) if e.field.name == FIGURE and i > at), None)
    if place is None or columns[place] is None:
        return True
    formed = sheet.cells.get(area(row, columns[place] or 0).cell)
    return _is_figure(sheet.cells.get(cells[place - at])) or not _is_figure(formed)


def _is_figure(cell: Cell | None) -> bool:
    from budgetsheet.target_value import Kind, TargetValue

    if cell is None:
        return False
    return cell.kind == "n" or TargetValue.parse(cell.value).kind is not Kind.QUALITATIVE
