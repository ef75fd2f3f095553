"""What a workbook's own formulas tell, recalculated in LibreOffice, as rules and paths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import isclose
from pathlib import Path
from typing import Protocol

from budgetsheet import services
from budgetsheet.form import book as names
from budgetsheet.form.book import Book, book_for
from budgetsheet.form.grid import Area
from budgetsheet.form.live import read_messages, short_label
from budgetsheet.model import Filing
from support.formulas import CellFormula, Parts
from support.office import Office

Verdicts = Counter[tuple[str, str]]


class Shown(Protocol):
    """A workbook open in some spreadsheet program."""

    def column(self, sheet: str, area: str) -> list[str]:
        """Return what the cells of a column show."""

    def results(self, sheet: str, area: str) -> list[list[str | float | None]]:
        """Return what cells come to: a text or a number, or None for an error."""


def told_live(office: Office, filing: Filing, path: Path) -> Verdicts:
    """Return what the sheets of a filing's workbook tell, and hold what it stores to that."""
    data = services.fresh_workbook(filing)
    path.write_bytes(data)
    with office.open(path) as book:
        book.recalculate()
        different = differences(book, data)
        assert not different, different[:5]
        return told_in(book, filing)


def differences(book: Shown, data: bytes) -> list[str]:
    """Return each formula cell of a workbook that stores another value than it comes to."""
    parts, found = Parts(data), []
    for sheet in parts.sheets:
        columns: dict[str, dict[int, CellFormula]] = {}
        for at, cell in parts.cells(sheet).items():
            column = at.rstrip("0123456789")
            columns.setdefault(column, {})[int(at.removeprefix(column))] = cell
        for column, cells in columns.items():
            seen = book.results(sheet, f"{column}1:{column}{max(cells)}")
            results = ((row, cell, seen[row - 1][0]) for row, cell in cells.items())
            found += [f"{sheet}!{column}{row} stores {cell.value!r}, is {value!r}"
                      for row, cell, value in results if not _alike(cell, value)]  # fmt: skip
    return found


def _alike(stored: CellFormula, value: str | float | None) -> bool:
    if isinstance(value, str):
        return stored.kind == "str" and (stored.value or "") == value
    if value is None:
        return stored.kind == "e"
    known = float(stored.value or "nan")
    return stored.kind in "nb" and isclose(known, value, rel_tol=1e-12, abs_tol=1e-9)


def told_in(book: Shown, filing: Filing) -> Verdicts:
    """Return what the sheets of an open workbook tell."""
    form, found = book_for(filing), Verdicts()
    places = _places(form, filing)
    for key, name, checks in _sheets(form, filing):
        for row, text in enumerate(book.column(name, checks.ref), start=checks.top):
            for rule, label in read_messages(text):
                found[rule, _path(places, key, row, label, rule)] += 1
    return found


def _sheets(form: Book, filing: Filing) -> Iterator[tuple[str, str, Area]]:
    """Give each sheet's key, its name and its column of checks."""
    yield "department", names.DEPARTMENT, form.department.checks_area
    sheet_names = names.project_sheet_names(filing.projects)
    for i, (name, sheet) in enumerate(zip(sheet_names, form.projects, strict=True)):
        yield f"projects.{i}", name, sheet.checks_area


def _places(form: Book, filing: Filing) -> dict[tuple[str, int, str], str]:
    """Return the path told at each row of a sheet under each label."""
    return {
        (place.sheet, place.area.top, short_label(place.label)): path
        for path, place in form.places(filing).items()
    }


def _path(
    places: dict[tuple[str, int, str], str], key: str, row: int, label: str, rule: str
) -> str:
    path = places[key, row, label]
    return path.removesuffix(".0") if rule == "BS104" else path
