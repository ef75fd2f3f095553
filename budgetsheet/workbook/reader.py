"""Reads a workbook back into values: every entry with its cell, every doubt as a hit.

Anchors come first, then labels, formulas and locks; a moved anchor is followed and told,
a stray note elsewhere blinds nothing. No formula of a read file is ever evaluated.
"""

from collections.abc import Iterator

from budgetsheet.findings import Severity
from budgetsheet.form.fit import one_a_fault
from budgetsheet.form.grid import area
from budgetsheet.form.project_sheet import AMOUNT_PARTS
from budgetsheet.form.results_sheet import ANCHOR, PATH_COLUMN, REASON_COLUMN, RULE_COLUMN
from budgetsheet.model import Filing, Project, Unplaced, Waiver, replace
from budgetsheet.workbook.archive import Archive
from budgetsheet.workbook.copies import copied_project, extra_sheets, programs
from budgetsheet.workbook.derived import Derived, read_derived
from budgetsheet.workbook.entries import Entries
from budgetsheet.workbook.opened import Opened
from budgetsheet.workbook.reading import Location, Reading
from budgetsheet.workbook.record import Record, read_record
from budgetsheet.workbook.sheet_part import SheetPart
from budgetsheet.workbook.structure import Structure

__all__ = ["Location", "Reading", "read_workbook"]


def read_workbook(data: bytes) -> Reading:
    """The filing that a workbook holds.

    Raises: UnusableError (BS001, BS002) when the file is no sound workbook of ours.
    """
    opened = Opened(Archive(data))
    return _Reader(opened, read_record(opened)).read()


class _Reader:
    """One workbook on its way to values; holds what every step needs."""

    def __init__(self, opened: Opened, record: Record) -> None:
        self._opened, self._record, self._form = opened, record, record.book
        blank = Filing(self._form.scheme.id)
        self._out = Reading(blank, self._form, record.edition, record.sheet)
        self._structure = Structure(opened, record, self._out)
        self._entries = Entries(opened, self._out)
        self._measures_top: int | None = None

    def read(self) -> Reading:
        """All sheets, one after another, into one reading."""
        self._structure.check_workbook()
        department = self._department()
        projects = tuple(self._project(i) for i in range(len(self._form.projects)))
        self._out.filing = replace(
            department,
            projects=projects,
            waivers=self._waivers(),
            unplaced=tuple(self._unplaced()),
            unreadable=tuple(self._entries.unreadable),
        )
        self._follow_names()
        self._others()
        self._out.derived = self._derived
        return self._out

    def _derived(self) -> Derived:
        columns = len(AMOUNT_PARTS) + len(self._form.scheme.plan_months)
        return read_derived(self._opened, len(self._form.projects), columns)

    def _department(self) -> Filing:
        home = self._structure.homes.get("department")
        if home is None:
            self._structure.missing("department")
            return Filing(self._form.scheme.id)
        self._out.sheet_names["department"] = home
        where = self._structure.placement("department", home)
        self._structure.verify("department", home, where)
        place = where.anchors.get("measures")
        self._measures_top = place.top if place else None
        return self._entries.department(self._form.department, home, where)

    def _follow_names(self) -> None:
        """Let the texts follow measures that were renamed, merged or taken out on the sheet."""
        filing, top = self._out.filing, self._measures_top
        present = {measure.name for measure in filing.measures}
        if top is None or all(name in present for name, _ in self._record.measures):
            return
        from budgetsheet.measure_names import Written, followed, moves

        rows = []
        for i, measure in enumerate(filing.measures):
            cell = self._out.places[f"measures.{i}.name"].cell
            rows.append((int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0) - 1 - top, i, measure))
        found = moves([Written(*each) for each in self._record.measures], rows)
        self._out.moves = found
        self._out.filing = followed(filing, found)

    def _project(self, number: int) -> Project:
        key = f"projects.{number}"
        home = self._structure.homes.get(key)
        if home is None:
            self._structure.missing(key)
            return Project()
        self._out.sheet_names[key] = home
        where = self._structure.placement(key, home)
        self._structure.verify(key, home, where)
        return self._entries.project(self._form.projects[number], key, home, where)

    # ---- sheets beside the form's

    def _others(self) -> None:
        """Copies of a project's sheet, and whatever else does not belong."""
        for name in extra_sheets(self._opened, self._structure.ours()):
            if self._opened.sheet(name).damaged:
                what = f"工作表“{name}”损坏，损坏之后的内容读不出来"
                self._structure.lose(f"sheets.{name}", what)
            copy = copied_project(self._opened, self._record.edition, self._form, name)
            if copy is None:
                self._structure.foreign(f"工作表“{name}”不属于表样", f"sheets.{name}", name)
                continue
            same = self._same_as(copy.project)
            self._structure.copied(name, same)
            self._out.copies.append(copy._replace(same_as=same))
        for what in programs(self._opened):
            self._structure.foreign(what, "", "", Severity.WARNING)

    def _same_as(self, project: Project) -> str:
        """The sheet of the project that says the same, or blank."""
        for number, other in enumerate(self._out.filing.projects):
            if other == project:
                return self._out.sheet_names.get(f"projects.{number}", "")
        return ""

    # ---- what the person and the importer left

    def _waivers(self) -> tuple[Waiver, ...]:
        found = []
        for sheet, row in self._listed(self._record.edition.anchor_name(ANCHOR, "rows")):
            rule, reason, path = (
                sheet.text(area(row, column).cell)
                for column in (RULE_COLUMN, REASON_COLUMN, PATH_COLUMN)
            )
            if rule and reason.strip():
                found.append(Waiver(path, rule, reason.strip()))
        return one_a_fault(found)

    def _unplaced(self) -> Iterator[Unplaced]:
        for sheet, row in self._listed(self._record.edition.anchor_name("unplaced", "rows")):
            line, text, place = (sheet.text(f"{column}{row + 1}") for column in "ABC")
            if line or text or place:
                yield Unplaced(_line_number(line), text, place)

    def _listed(self, anchor: str) -> Iterator[tuple[SheetPart, int]]:
        reference = self._opened.reference(anchor)
        if reference is None:
            return
        sheet = self._opened.sheet(reference[0])
        if sheet.damaged:
            what = f"工作表“{reference[0]}”损坏，损坏之后的内容读不出来"
            self._structure.lose(f"sheets.{reference[0]}", what)
        for row in range(reference[1].top, min(reference[1].bottom + 1, sheet.last_row)):
            yield sheet, row


def _line_number(text: str) -> int:
    """The number of a line; 0 where a person wrote something else there."""
    plain = text.removesuffix(".0")
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 9 else 0
