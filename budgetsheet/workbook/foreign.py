"""The texts of any workbook, sheet by sheet, as a person sees them: for tables not ours."""

from typing import NamedTuple

from budgetsheet.errors import UnusableError
from budgetsheet.form.editions import OLDER, TODAY
from budgetsheet.form.grid import Area
from budgetsheet.workbook.archive import Archive
from budgetsheet.workbook.opened import Opened
from budgetsheet.workbook.record import read_record
from budgetsheet.workbook.sheet_part import column_number
from budgetsheet.workbook.values import seen_text

MAX_CELLS = 300_000


class ForeignSheet(NamedTuple):
    """A sheet's filled cells by row and column, its merged areas, whether it is hidden.

    `doubts` says of a cell why what it shows cannot be told for certain, `rounded` what number
    is stored where it shows fewer digits.
    """

    name: str
    hidden: bool
    cells: dict[tuple[int, int], str]
    merged: tuple[Area, ...]
    doubts: dict[tuple[int, int], str]
    rounded: dict[tuple[int, int], str]


def is_ours(data: bytes) -> bool:
    """Whether a workbook has the record of our form, sound or not.

    Raises: UnusableError when it is no sound workbook, or newer than this program.
    """
    opened = Opened(Archive(data))
    if any(opened.reference(each.form_anchor) for each in (TODAY, *OLDER)):
        return True
    try:
        read_record(opened)
    except UnusableError as error:
        if error.rule == "BS002":
            raise
        return False
    return True


def read_sheets(data: bytes) -> tuple[ForeignSheet, ...]:
    """Every sheet of a workbook. No formula is evaluated; what was calculated last is read.

    Raises: UnusableError when it is no sound workbook, or has more cells than a form can.
    """
    opened = Opened(Archive(data))
    entries = [each for each in opened.workbook.sheets if each.part in opened.archive]
    sheets = [_sheet(opened, each.name, each.state != "visible") for each in entries]
    if sum(len(sheet.cells) for sheet in sheets) > MAX_CELLS:
        raise UnusableError("工作簿里的格子多得不正常，不像是绩效目标表，请检查文件。", "BS001")
    return tuple(sheets)


def _sheet(opened: Opened, name: str, hidden: bool) -> ForeignSheet:
    cells: dict[tuple[int, int], str] = {}
    doubts: dict[tuple[int, int], str] = {}
    rounded: dict[tuple[int, int], str] = {}
    for address, cell in opened.sheet(name).cells.items():
        seen = seen_text(cell, opened.style(cell))
        text = seen.text or (f"={cell.formula}" if cell.formula else "")
        digits = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if text and digits.isascii() and digits.isdecimal():
            place = int(digits) - 1, column_number(address)
            cells[place] = text
            if seen.doubt:
                doubts[place] = seen.doubt
            if seen.stored:
                rounded[place] = seen.stored
    return ForeignSheet(name, hidden, cells, tuple(opened.merges(name)), doubts, rounded)
