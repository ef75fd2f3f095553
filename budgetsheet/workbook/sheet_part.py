"""One sheet's part: its cells, its lock, its merged areas."""

import re
from typing import NamedTuple

from budgetsheet.errors import UnusableError
from budgetsheet.form.grid import Area, column_letters
from budgetsheet.workbook import kinds
from budgetsheet.workbook.archive import Archive
from budgetsheet.workbook.markup import Attributes, End, Start, parse

MAX_CELLS = 500_000
"""Filled cells of a workbook; two thousand projects have three hundred thousand."""
_BEHIND_MERGES = ("conditionalFormatting", "dataValidations", "hyperlinks", "pageMargins")
_BEHIND_CELLS = ("mergeCells", *_BEHIND_MERGES)
"""What follows all that is read of a sheet. Source: ECMA-376 18.3.1.99, the order of a sheet."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cell(NamedTuple):
    """A cell as stored: type, text of its value, formula (None without), format number."""

    kind: str
    value: str
    formula: str | None
    style: int


_cell = Cell._make


class SheetPart:
    """One sheet: its cells by address, the last row it has, whether it is locked.

    Of a `damaged` one the cells are those before the damage.
    """

    def __init__(self) -> None:
        self.cells: dict[str, Cell] = {}
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


class _SheetHandlers:
    """Collects the cells of one sheet while its part is parsed."""

    def __init__(self, strings: list[str], room: int) -> None:
        self.sheet = SheetPart()
        self._cells = self.sheet.cells
        self._strings, self._room = strings, room
        self._cell: Attributes = {}
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._phonetic = False
        self._row = 0
        self._before = ""
        self.starts: dict[str, Start] = {
            "c": self._cell_begins,
            "v": self._value_begins,
            "t": self._value_begins,
            "f": self._formula_begins,
            "row": self._row_begins,
            "rPh": self._phonetic_begins,
            "sheetProtection": self._protection,
        }
        self.ends: dict[str, End] = {
            "c": self._cell_ends,
            "v": self._text_ends,
            "t": self._text_ends,
            "f": self._text_ends,
            "rPh": self._phonetic_ends,
        }

    def _cell_begins(self, attributes: Attributes) -> None:
        self._cell, self._value, self._formula, self._into = attributes, [], None, None

    def _value_begins(self, _: Attributes) -> None:
        if not self._phonetic:
            self._into = self._value

    def _formula_begins(self, _: Attributes) -> None:
        self._formula = self._into = []

    def _row_begins(self, attributes: Attributes) -> None:
        self._row, self._before = int(attributes.get("r", self._row + 1)), ""
        self.sheet.last_row = max(self.sheet.last_row, self._row)

    def _phonetic_begins(self, _: Attributes) -> None:
        self._phonetic = True

    def _phonetic_ends(self) -> None:
        self._phonetic = False

    def _protection(self, attributes: Attributes) -> None:
        self.sheet.protected = attributes.get("sheet") in ("1", "true")

    def _text_ends(self) -> None:
        self._into = None

    def text(self, data: str) -> None:
        """Characters of the value or formula that is open."""
        if self._into is not None:
            self._into.append(data)

    def _cell_ends(self) -> None:
        found, value, formula = self._cell, self._value, self._formula
        self._into = None
        self._before = address = found["r"] if "r" in found else self._next_address()
        if not value and formula is None:
            return
        kind = found.get("t", "n")
        text = value[0] if len(value) == 1 else "".join(value)
        if kind == "s":
            text = self._strings[int(text)]
        elif kind != "n":
            text = unescape(text)
        whole = None if formula is None else "".join(formula)
        style = int(found["s"]) if "s" in found else 0
        self._cells[address] = _cell((kind, text, whole, style))
        if len(self._cells) > self._room:
            raise UnusableError(kinds.TOO_MANY, "BS001")

    def _next_address(self) -> str:
        """Of a cell that does not say where it stands: behind the one before."""
        column = column_number(self._before) + 1 if self._before else 0
        return f"{column_letters(column)}{self._row}"


def column_number(address: str) -> int:
    """`A1 → 0`, `AB7 → 27`; -1 where no letter leads."""
    number = 0
    for letter in address:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_sheet(archive: Archive, part: str, strings: list[str], room: int) -> SheetPart:
    """One sheet's cells and lock. Raises: UnusableError for more cells than there is room."""
    handlers = _SheetHandlers(strings, room)
    starts, ends = handlers.starts, handlers.ends
    try:
        parse(archive.read(part), part, starts, ends, handlers.text, _BEHIND_CELLS)
    except kinds.DamagedPartError:
        handlers.sheet.damaged = True
    return handlers.sheet


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
