"""A block pasted over merged cells: it has one column a text where the form has two or three.

The program it was pasted in undoes the merges and puts each text into the next cell, so that
from the first merged entry on every text stands too far to the left. Where the row tells for
certain that this happened, each entry is read from the cell in which its text stands.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from budgetsheet.form.fields import Entry, Kind
from budgetsheet.form.grid import area, column_letters
from budgetsheet.form.indicator_row import FIGURE
from budgetsheet.workbook.locks import in_words
from budgetsheet.workbook.sheet_part import Cell, SheetPart


class Spread(NamedTuple):
    """The cells in which a row's entries stand, left to right.

    `moved` are the entries, by label, that a pasted block has in other cells than the form, and
    `behind` the cells that it left as they were; `beside` gives the cells with contents that
    are part of an entry's merge without being read for it, each with the entry's.
    """

    cells: list[str]
    moved: tuple[tuple[str, str], ...] = ()
    behind: tuple[str, ...] = ()
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
        elif not beside and (block := _block(sheet, row, i, shape.entries, shape.columns)):
            labels = (entry.field.label for entry in shape.entries[i + 1 :])
            moved = tuple(zip(labels, block.cells[1:], strict=True))
            return Spread([*cells[:i], *block.cells], moved, block.behind)
        beside += ((cell, cells[i]) for cell in filled)
    return Spread(cells, beside=tuple(beside))


def pasted_in_words(rows: Sequence[Spread]) -> str:
    """That blocks were pasted, how they were read, and what they left behind."""
    read = "、".join(f"{cell} 读作“{label}”" for label, cell in rows[0].moved)
    others = in_words(cell for row in rows[1:] for _, cell in row.moved)
    more = f"，{others} 同此" if others else ""
    behind = in_words(cell for row in rows for cell in row.behind)
    left = f"；{behind} 是粘贴前留下的，没有读入，更新时移到“未归位”" if behind else ""
    return f"从别处粘贴的内容盖住了合并的格子，已按各列的顺序读取：{read}{more}{left}"


def beside_in_words(cells: Sequence[str]) -> str:
    """That cells which a merge should cover hold something."""
    return (
        f"{in_words(cells)} 有内容，可这里是合并格的一部分，不知道属于哪一项，没有读入；"
        "请移到该填的格子，否则更新时移到“未归位”"
    )


class _Block(NamedTuple):
    """The cells of a pasted block from the merged entry on, and the filled ones behind it."""

    cells: list[str]
    behind: tuple[str, ...]


def _block(
    sheet: SheetPart, row: int, at: int, entries: Sequence[Entry], columns: Sequence[int | None]
) -> _Block | None:
    """The block that was pasted from a merged entry on, if there is one for certain.

    Either nothing stands behind it in the columns of the form, or what was pasted tells itself:
    a figure where only a block has one, percentages that rise to the whole.
    """
    left, last = columns[at], columns[-1]
    if left is None or last is None or at + 1 == len(entries):
        return None
    count = len(entries) - at
    end = last + entries[-1].area.right - entries[-1].area.left
    cells = [area(row, left + n).cell for n in range(count)]
    behind = (area(row, column).cell for column in range(left + count, end + 1))
    over = tuple(cell for cell in behind if sheet.filled(cell))
    if not sheet.filled(cells[1]) or (over and not all(map(sheet.filled, cells))):
        return None
    target = _target(sheet, at, entries, columns, row, cells)
    certain = target is True or _rises(sheet, entries, cells) if over else target is not False
    return _Block(cells, over) if certain else None


def _target(
    sheet: SheetPart, at: int, entries: Sequence[Entry], columns: Sequence[int | None], row: int,
    cells: list[str],
) -> bool | None:  # fmt: skip
    """Whether the target value stands where a block has it; None where nothing tells.

    It does when only that cell holds a figure, and does not when only the form's cell does.
    """
    place = next((i for i, e in enumerate(entries) if e.field.name == FIGURE and i > at), None)
    if place is None or columns[place] is None:
        return None
    pasted = _is_figure(sheet.cells.get(cells[place - at]))
    formed = _is_figure(sheet.cells.get(area(row, columns[place] or 0).cell))
    return None if pasted == formed else pasted


def _rises(sheet: SheetPart, entries: Sequence[Entry], cells: list[str]) -> bool:
    """Whether cells hold a spending plan: percentages, none below the one before, to the whole."""
    if any(entry.field.kind is not Kind.PERCENT for entry in entries):
        return False
    try:
        figures = [Decimal(sheet.cells[cell].value.rstrip("%％")) for cell in cells]
    except ArithmeticError:
        return False
    return figures == sorted(figures) and figures[0] < figures[-1] and figures[-1] in (1, 100)


def _is_figure(cell: Cell | None) -> bool:
    from budgetsheet.target_value import Kind as TargetKind
    from budgetsheet.target_value import TargetValue

    if cell is None:
        return False
    return cell.kind == "n" or TargetValue.parse(cell.value).kind is not TargetKind.QUALITATIVE
