"""What a person put into a workbook where the form has no place for it.

Found by holding each sheet to the same sheet written afresh: a text is the form's own when
it stands there too; everything else is the person's and must not get lost.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from budgetsheet.form import book as names
from budgetsheet.form.grid import area, column_letters
from budgetsheet.form.results_sheet import ANCHOR, REASON_COLUMN, RULE_COLUMN
from budgetsheet.text import without_blanks
from budgetsheet.workbook.archive import Archive
from budgetsheet.workbook.copies import RESERVED
from budgetsheet.workbook.notes import notes
from budgetsheet.workbook.opened import Opened
from budgetsheet.workbook.reading import Reading
from budgetsheet.workbook.sheet_part import Cell, SheetPart, parse_area

_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?\d+")
_TEXTS = ("s", "str", "inlineStr")
_FIGURES = re.compile(r"[\d.,]+")
_BROKEN_OFF = "（这张表损坏，损坏之后的内容读不出来）"
_GENERATED = (names.DIRECTORY, names.SUMMARY, names.OVERVIEW, names.RESULTS)
_GROWING = (names.OVERVIEW, names.RESULTS)
"""Sheets whose lists are made anew: older lines differ without anyone having typed."""


class Leftover(NamedTuple):
    """A text that has no place in the form, and where it stands. `what` tells its kind."""

    sheet: str
    cell: str
    text: str
    what: str = ""

    @property
    def place(self) -> str:
        """Where it stood, as a person reads it."""
        return " ".join(filter(None, (self.sheet, self.cell, self.what)))


def leftovers(data: bytes, reading: Reading, fresh: bytes, thorough: bool) -> list[Leftover]:
    """Everything in a workbook that neither was read nor is written anew.

    `fresh` is the workbook written from what was read. `thorough` looks at generated texts
    too, which differ without anyone having typed when the workbook is only out of date.
    """
    return list(_Search(Opened(Archive(data)), reading, Opened(Archive(fresh)), thorough).all())


class _Search:
    """One workbook beside its fresh twin."""

    def __init__(self, old: Opened, reading: Reading, new: Opened, thorough: bool) -> None:
        self._old, self._reading, self._new, self._thorough = old, reading, new, thorough
        self._read: dict[str, set[str]] = {}
        for place in reading.places.values():
            if (place.sheet, place.cell) not in reading.overwritten:
                self._read.setdefault(place.sheet, set()).add(place.cell)
        for copy in reading.copies:
            self._read[copy.sheet] = set(copy.cells)
        self._twins = self._find_twins()
        self._own = _texts_of(reading)

    def _find_twins(self) -> dict[str, str]:
        """The fresh sheet of each sheet that belongs to the form."""
        fresh = [entry.name for entry in self._new.workbook.sheets]
        projects = [name for name in fresh if name not in names.FIXED_SHEETS]
        twins = {name: name for name in names.FIXED_SHEETS if name in fresh}
        for key, name in self._reading.sheet_names.items():
            kind, _, number = key.partition(".")
            twins[name] = projects[int(number)] if kind == "projects" else names.DEPARTMENT
        for copy in self._reading.copies:
            if projects:
                twins[copy.sheet] = projects[0]
        fixed = {now: was for now, was in self._reading.renamed.items() if was in fresh}
        return {**fixed, **twins}

    def all(self) -> Iterator[Leftover]:
        """Sheet by sheet, in the workbook's order."""
        for entry in self._old.workbook.sheets:
            machine = (names.WORDS, self._reading.record_sheet)
            if entry.name in machine or entry.name.startswith(RESERVED) or not entry.part:
                continue
            twin = self._twins.get(entry.name)
            if twin and twin in self._new.by_name:
                yield from self._on_our_sheet(entry.name, twin)
            else:
                yield from self._on_foreign_sheet(entry.name)
            if twin in _GENERATED and self._old.sheet(entry.name).damaged:
                yield Leftover(entry.name, "", _BROKEN_OFF)
            for cell, text, what in notes(self._old.archive, entry.part):
                yield Leftover(entry.name, cell, text, what)

    def _on_foreign_sheet(self, name: str) -> Iterator[Leftover]:
        """Row by row, so that a table stays readable."""
        rows: dict[int, list[tuple[int, str]]] = {}
        for address, cell in self._old.sheet(name).cells.items():
            place = parse_area(address)
            if place and cell.value.strip():
                rows.setdefault(place.top, []).append((place.left, cell.value.strip()))
        for row, cells in sorted(rows.items()):
            left = column_letters(min(cells)[0])
            yield Leftover(name, f"{left}{row + 1}", "　".join(text for _, text in sorted(cells)))

    def _on_our_sheet(self, name: str, twin: str) -> Iterator[Leftover]:
        fresh = _Fresh(self._new.sheet(twin), self._own)
        fresh.follow(self._old.sheet(name))
        read = self._read.get(name, set()) | self._listed(name)
        for address, cell in self._old.sheet(name).cells.items():
            if address in read or not cell.value.strip() or fresh.has(address, cell):
                continue
            if twin in _GENERATED and self._made(twin, address, cell.value, fresh):
                continue
            yield Leftover(name, address, cell.value.strip())

    def _made(self, twin: str, address: str, text: str, fresh: "_Fresh") -> bool:
        """Whether the program made this text, from data that have changed since."""
        place = parse_area(address)
        inside = place is not None and place.left <= fresh.last_column
        if twin == names.RESULTS:
            return inside and place is not None and place.left != REASON_COLUMN
        if self._thorough:
            return fresh.has_but_for_figures(text)
        return address in fresh.cells or (inside and twin in _GROWING)

    def _listed(self, name: str) -> set[str]:
        """Cells of the lists that were read: reasons, and texts that had no place before."""
        found = set()
        for key in (ANCHOR, "unplaced"):
            reference = self._old.reference(self._reading.edition.anchor_name(key, "rows"))
            if reference and reference[0] == name:
                sheet, place = self._old.sheet(name), reference[1]
                for row in range(place.top, min(place.bottom + 1, sheet.last_row)):
                    found |= _reason(sheet, row) if key == ANCHOR else _unplaced(sheet, row)
        return found


def _reason(sheet: SheetPart, row: int) -> set[str]:
    """The cell of a reason that could be read: one that stands beside a rule."""
    read = bool(sheet.text(area(row, RULE_COLUMN).cell))
    return {area(row, REASON_COLUMN).cell} if read else set()


def _unplaced(sheet: SheetPart, row: int) -> set[str]:
    """The cells of a text without a place; the first only if it is the number of a line."""
    number = sheet.text(area(row, 0).cell).removesuffix(".0")
    return {area(row, column).cell for column in range(0 if number.isdecimal() else 1, 3)}


def _texts_of(reading: Reading) -> frozenset[str]:
    """The fixed texts of the edition that was read, which today's may say otherwise."""
    edition, form = reading.edition, reading.form
    layouts = [edition.department(form.department), *map(edition.project, set(form.projects))]
    return frozenset(without_blanks(label.text) for layout in layouts for label in layout.labels)


class _Fresh:
    """A sheet written afresh: what on it is the form's own."""

    def __init__(self, sheet: SheetPart, own: frozenset[str]) -> None:
        self.cells = sheet.cells
        written = {without_blanks(c.value) for c in sheet.cells.values() if c.kind in _TEXTS}
        self._texts = written | own
        self._formulas = {_bones(c.formula) for c in sheet.cells.values() if c.formula}
        placed = [(parse_area(a), c) for a, c in sheet.cells.items()]
        self._columns = {p.left for p, c in placed if p and c.formula is not None}
        self.last_column = max((p.left for p, _ in placed if p), default=0)

    def follow(self, old: SheetPart) -> None:
        """Know the columns in which the form's formulas stand now: shared ones bear no text."""
        held = ((parse_area(a), c.formula) for a, c in old.cells.items() if c.formula)
        self._columns |= {p.left for p, f in held if p and f and _bones(f) in self._formulas}

    def has(self, address: str, cell: Cell) -> bool:
        """Whether a cell holds what the form puts there itself."""
        if cell.formula is not None:
            place = parse_area(address)
            in_column = place is not None and place.left in self._columns
            return in_column or _bones(cell.formula) in self._formulas
        if cell.kind in _TEXTS:
            return without_blanks(cell.value) in self._texts
        twin = self.cells.get(address)
        return twin is not None and twin.value == cell.value

    def has_but_for_figures(self, text: str) -> bool:
        """Whether the form has the same text with other figures in it: it was out of date."""
        texts = {_FIGURES.sub("#", each) for each in self._texts}
        return _FIGURES.sub("#", without_blanks(text)) in texts


def _bones(formula: str) -> str:
    """A formula without its references: what is left when rows and columns move."""
    return _REFERENCE.sub("@", formula).replace(" ", "")
