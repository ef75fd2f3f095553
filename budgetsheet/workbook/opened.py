"""A workbook's package, opened: what all its sheets share, and each sheet when asked for."""

from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property

from budgetsheet.form.grid import Area
from budgetsheet.workbook import parts, sheet_part
from budgetsheet.workbook.archive import Archive
from budgetsheet.workbook.kinds import DamagedPartError
from budgetsheet.workbook.parts import SheetEntry, Style
from budgetsheet.workbook.sheet_part import Cell, SheetPart

_PLAIN = Style()
Reference = tuple[str, Area]


class Opened:
    """A package whose lists are read: sheets, names, shared texts, formats.

    `references` gives each name's sheet and area, None where it points nowhere; `local`
    gives the same for the names that belong to one sheet, by that sheet's name.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        main, self.workbook = parts.read_workbook_part(archive)
        related = dict(parts.relations(archive, main).values())
        shared, styles = related.get("sharedStrings", ""), related.get("styles", "")
        texts = parts.read_shared_strings(archive, shared) if shared in archive else []
        self._strings = {str(number): text for number, text in enumerate(texts)}
        self._styles: list[Style] = []
        with suppress(DamagedPartError):
            self._styles = parts.read_styles(archive, styles, self.workbook.from_1904)
        self.by_name: dict[str, SheetEntry] = {e.name: e for e in self.workbook.sheets}
        self.references: dict[str, Reference | None] = {}
        self.local: dict[str, dict[str, Reference | None]] = {}
        self.doubled: list[str] = []
        self._read_names()
        self._room = sheet_part.MAX_CELLS
        self._sheets: dict[str, SheetPart] = {}
        self._parts: dict[str, SheetPart] = {}
        self._merges: dict[str, list[Area]] = {}

    def _read_names(self) -> None:
        """A name given twice counts as it stands first, and is noted."""
        sheets = self.workbook.sheets
        for name, text, local in self.workbook.names:
            key, reference = plain_name(name), parts.parse_reference(text)
            if local is not None:
                if 0 <= local < len(sheets):
                    self.local.setdefault(sheets[local].name, {})[key] = reference
            elif key not in self.references:
                self.references[key] = reference
            elif self.references[key] != reference:
                self.doubled.append(key)

    def reference(self, name: str) -> Reference | None:
        """Where a name points, if that is a sheet of this workbook."""
        found = self.references.get(plain_name(name))
        return found if found and found[0] in self.by_name else None

    def astray(self, name: str) -> bool:
        """Whether a name is there and its sheet is not: it was deleted."""
        key = plain_name(name)
        found = self.references.get(key)
        return key in self.references and (found is None or found[0] not in self.by_name)

    def sheet(self, name: str) -> SheetPart:
        """One sheet's cells, parsed when it is first asked for."""
        if name not in self._sheets:
            self._sheets[name] = self._read(self.by_name[name].part)
        return self._sheets[name]

    def _read(self, part: str) -> SheetPart:
        """A part's cells, read once however many sheets say that it is theirs."""
        if part not in self._parts:
            made = sheet_part.read_sheet(self.archive, part, self._strings, self._room)
            self._room -= len(made.cells)
            self._parts[part] = made
        return self._parts[part]

    def merges(self, name: str) -> list[Area]:
        """One sheet's merged areas."""
        if name not in self._merges:
            part = self.by_name[name].part
            self._merges[name] = sheet_part.read_merges(self.archive, part)
        return self._merges[name]

    def style(self, cell: Cell) -> Style:
        """What a cell's format means for reading."""
        return self._styles[cell.style] if 0 <= cell.style < len(self._styles) else _PLAIN

    def locked(self, name: str, addresses: Iterable[str]) -> set[str]:
        """Those of a sheet's cells that its lock keeps from being filled in."""
        sheet = self.sheet(name)
        if not sheet.protected:
            return set()
        locking, cells, blanks = self._locking, sheet.cells, sheet.blanks
        return {
            address for address in addresses
            if (cells[address].style if address in cells else blanks.get(address)) in locking
        }  # fmt: skip

    @cached_property
    def _locking(self) -> set[int | str | None]:
        """The formats that lock, by number as a filled cell has it and as a blank one writes it."""
        numbers = [number for number, style in enumerate(self._styles) if style.locked]
        return {*numbers, *map(str, numbers)}


def plain_name(name: str) -> str:
    """A name as two programs' spellings of it agree.

    Source: names do not tell upper from lower case, and a program that allows no dot in a
    name writes `_` for it.
    """
    return name.casefold().replace(".", "_")
