"""One sheet's part: its cells, its lock, its merged areas."""

import re
from functools import lru_cache
from typing import NamedTuple

from budgetsheet import pace
from budgetsheet.errors import UnusableError
from budgetsheet.form.grid import Area, column_letters
from budgetsheet.workbook import kinds
from budgetsheet.workbook.archive import Archive
from budgetsheet.workbook.markup import Attributes, Handlers, Names, Start, parse, run

MAX_CELLS = 500_000
"""Filled cells of a workbook; two thousand projects have three hundred thousand."""
_MOST_BLANKS = 20_000
_BEHIND_MERGES = ("conditionalFormatting", "dataValidations", "hyperlinks", "pageMargins")
_BEHIND_CELLS = ("mergeCells", *_BEHIND_MERGES)
"""What follows all that is read of a sheet. Source: ECMA-376 18.3.1.99, the order of a sheet."""
LOST_TEXT = "#文字丢失"
"""What stands for a text whose number is none of the workbook's; told like an error value."""
_LONGEST_NUMBER = 9
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cell(NamedTuple):
    """A cell as stored: type, text of its value, formula (None without), format number."""

    kind: str
    value: str
    formula: str | None
    style: int


_made = tuple.__new__
"""Makes a named tuple in a third of the time that its own constructor takes."""


class SheetPart:
    """One sheet: its cells by address, the last row it has, whether it is locked.

    `blanks` are the formats of cells that hold nothing, as far as there is room for them.
    Of a `damaged` one the cells are those before the damage.
    """

    def __init__(self) -> None:
        self.cells: dict[str, Cell] = {}
        self.blanks: dict[str, str] = {}
        self.last_row = 0
        self.protected = False
        self.damaged = False

    def text(self, address: str) -> str:
        """What a cell holds, formula or not; blank where there is no cell."""
        cell = self.cells.get(address)
        return cell.value if cell else ""

    def filled(self, address: str) -> bool:
        """Whether a cell holds anything but blanks."""
        cell = self.cells.get(address)
        return cell is not None and bool(cell.value.strip() or cell.formula)


def unescape(text: str) -> str:
    """`_x000D_` and its kind as the characters they stand for (ECMA-376 22.9.2.19)."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    if any("\ud800" <= character <= "\udfff" for character in plain):
        plain = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return plain


_CELL, _VALUE, _FORMULA, _ROW, _PHONETIC, _LOCK, _BEHIND = range(1, 8)
_KINDS = {
    "c": _CELL, "v": _VALUE, "t": _VALUE, "f": _FORMULA, "row": _ROW, "rPh": _PHONETIC,
    "sheetProtection": _LOCK, **dict.fromkeys(_BEHIND_CELLS, _BEHIND),
}  # fmt: skip


def _collector(
    sheet: SheetPart, strings: dict[str, str], room: int, skip_the_rest: Start
) -> Handlers:
    """Handlers that collect the cells of one sheet.

    Source: most of reading is these calls, some eight hundred elements a sheet; one closure
    with its state beside it took a fifth less than handlers looked up by name.
    """
    kind_of, cells, blanks = Names(_KINDS, 0), sheet.cells, sheet.blanks
    found: Attributes = {}
    value: list[str] | None = None
    formula: list[str] | None = None
    into: list[str] | None = None
    row, before, phonetic = 0, "", False

    def begins(tag: str, attributes: Attributes) -> None:
        nonlocal found, value, formula, into, row, before, phonetic
        kind = kind_of[tag]
        if kind == _CELL:
            found, value, formula, into = attributes, None, None, None
        elif kind == _VALUE:
            if not phonetic:
                value = into = [] if value is None else value
        elif kind == _FORMULA:
            formula = into = []
        elif kind == _ROW:
            pace.step()
            row, before = int(attributes.get("r", row + 1)), ""
            sheet.last_row = max(sheet.last_row, row)
        elif kind == _PHONETIC:
            phonetic = True
        elif kind == _LOCK:
            sheet.protected = attributes.get("sheet") in ("1", "true")
        elif kind == _BEHIND:
            skip_the_rest(attributes)

    def ends(tag: str) -> None:
        nonlocal into, before, phonetic
        kind = kind_of[tag]
        if kind == _CELL:
            into = None
            before = found["r"] if "r" in found else _behind(before, row)
            if value or formula is not None:
                cells[before] = _as_stored(found, value or [], formula, strings)
                if len(cells) > room:
                    raise UnusableError(kinds.TOO_MANY, "BS001")
            elif "s" in found and len(blanks) < _MOST_BLANKS:
                blanks[before] = found["s"]
        elif kind in (_VALUE, _FORMULA):
            into = None
        elif kind == _PHONETIC:
            phonetic = False

    def text(data: str) -> None:
        if into is not None:
            into.append(data)

    return begins, ends, text


def _as_stored(
    found: Attributes, value: list[str], formula: list[str] | None, strings: dict[str, str]
) -> Cell:
    kind, shown = found.get("t", "n"), "".join(value)
    if kind == "s":
        text = strings.get(shown)
        kind, shown = ("s", text) if text is not None else _odd_text(shown, strings)
    elif kind != "n":
        shown = unescape(shown)
    whole = None if formula is None else "".join(formula)
    return _made(Cell, (kind, shown, whole, int(found["s"]) if "s" in found else 0))


def _odd_text(number: str, strings: dict[str, str]) -> tuple[str, str]:
    """Type and value of a cell whose number is oddly written, or whose text is lost.

    Raises: LookupError where the workbook has no shared texts at all: the sheet is damaged.
    """
    if not strings:
        raise LookupError(number)
    plain = number.isascii() and number.isdecimal() and len(number) < _LONGEST_NUMBER
    text = strings.get(str(int(number))) if plain else None
    return ("e", LOST_TEXT) if text is None else ("s", text)


def _behind(before: str, row: int) -> str:
    """Address of a cell that does not say where it stands: behind the one before."""
    column = column_number(before) + 1 if before else 0
    return f"{column_letters(column)}{row}"


@lru_cache(maxsize=4096)
def column_number(address: str) -> int:
    """`A1 → 0`, `AB7 → 27`; -1 where no letter leads."""
    number = 0
    for letter in address:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_sheet(archive: Archive, part: str, strings: dict[str, str], room: int) -> SheetPart:
    """One sheet's cells and lock; `strings` are the shared texts by number.

    Raises: UnusableError for more cells than there is room.
    """
    sheet = SheetPart()
    try:
        run(archive.read(part), part, lambda skip: _collector(sheet, strings, room, skip))
    except kinds.DamagedPartError:
        sheet.damaged = True
    return sheet


def read_merges(archive: Archive, part: str) -> list[Area]:
    """A sheet's merged areas, read when they are asked for: most reading never needs them."""
    found: list[Area] = []

    def merge(attributes: Attributes) -> None:
        place = parse_area(attributes.get("ref", ""))
        if place and len(found) < MAX_CELLS:
            found.append(place)

    parse(archive.read(part), part, {"mergeCell": merge}, {}, None, _BEHIND_MERGES)
    return found


_AREA = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$")


def parse_area(text: str) -> Area | None:
    """`$B$5:$G$5` as an area, or None where it is none."""
    match = _AREA.match(text)
    if match is None:
        return None
    left, top = column_number(match[1]), int(match[2]) - 1
    right = column_number(match[3]) if match[3] else left
    bottom = int(match[4]) - 1 if match[4] else top
    return Area(top, left, bottom, right)
