"""The whole workbook: which sheets there are, what each is called, where each value stands."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from budgetsheet.form import department_sheet as department_layout
from budgetsheet.form import project_sheet as project_layout
from budgetsheet.form.department_sheet import DepartmentSheet
from budgetsheet.form.grid import Area
from budgetsheet.form.project_sheet import ProjectSheet, project_sheet
from budgetsheet.form.scheme import Scheme, load_scheme
from budgetsheet.model import Filing, Project, Safeguard

FORM_VERSION = 1
"""Raised whenever a workbook written before could not be read by the same layout.

The form before then goes into `editions.OLDER`, so that its workbooks still read.
"""

DIRECTORY = "目录"
DEPARTMENT = "部门整体"
SUMMARY = "汇总"
OVERVIEW = "概述"
RESULTS = "校验结果"
UNPLACED = "未归位"
FORM = "_form"
WORDS = "_words"
FIXED_SHEETS = (DIRECTORY, DEPARTMENT, SUMMARY, OVERVIEW, RESULTS, UNPLACED, WORDS, FORM)

FORM_ANCHOR = "bs.form"
_MAX_SHEET_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]|_x[0-9A-Fa-f]{4}_")


class Place(NamedTuple):
    """Where a value stands: the sheet's key (`department`, `projects.0`), cells, label."""

    sheet: str
    area: Area
    label: str


class Book(NamedTuple):
    """The layouts of one workbook, sized for what it holds."""

    scheme: Scheme
    department: DepartmentSheet
    projects: tuple[ProjectSheet, ...]

    def places(self, filing: Filing) -> dict[str, Place]:
        """Where every path of a freshly written filing stands, blank entries included."""
        return dict(self._places(filing))

    def _places(self, filing: Filing) -> Iterator[tuple[str, Place]]:
        for entry in self.department.entries:
            if not entry.path.startswith("safeguards."):
                yield entry.path, Place("department", entry.area, entry.field.label)
        for table, rows in self.department.tables:
            yield table.name, Place("department", rows, table.heading)
        for row, (title, _, paragraph, _) in enumerate(safeguard_rows(filing.safeguards)):
            for path, entry in zip(
                (title, paragraph), self.department.row_entries("safeguards", row), strict=True
            ):
                yield path, Place("department", entry.area, entry.field.label)
        for i, sheet in enumerate(self.projects):
            yield from project_places(sheet, f"projects.{i}")


def project_places(sheet: ProjectSheet, key: str) -> Iterator[tuple[str, Place]]:
    """Every path of a project's sheet, tables and the sheet itself included."""
    words = sheet.scheme.plain_label
    yield key, Place(key, sheet.title, "本表")
    yield f"{key}.objectives", Place(key, sheet.objectives_area, words("objectives"))
    head = Area(sheet.indicator_head, 0, sheet.indicator_head, sheet.last_column)
    yield f"{key}.indicators", Place(key, head, "绩效指标")
    for entry in sheet.entries:
        yield f"{key}.{entry.path}", Place(key, entry.area, entry.field.label)


def book_for(filing: Filing) -> Book:
    """Layouts with room for everything in the filing, and some to spare."""
    scheme = load_scheme(filing.scheme)
    return make_book(
        scheme.id,
        department_rows(filing, scheme),
        tuple(project_rows(project) for project in filing.projects),
    )


def make_book(scheme: str, rows: tuple[int, ...], projects: tuple[tuple[int, int], ...]) -> Book:
    """A book from its sizes, as the sheet `_form` records them."""
    loaded = load_scheme(scheme)
    sheets = tuple(project_sheet(scheme, *sizes) for sizes in projects)
    return Book(loaded, DepartmentSheet(loaded, rows), sheets)


def department_rows(filing: Filing, scheme: Scheme) -> tuple[int, ...]:
    """Rows of each table on the department's sheet."""
    held = {
        "overall_objective": len(filing.overall_objective),
        "sub_objectives": len(filing.sub_objectives),
        "safeguards": len(safeguard_rows(filing.safeguards)),
        "measures": len(filing.measures),
    }
    return tuple(
        max(table.min_rows, held[table.name] + table.spare_rows)
        for table in department_layout.tables(scheme)
    )


def project_rows(project: Project) -> tuple[int, int]:
    """Rows for objectives and for indicators on a project's sheet."""
    return (
        max(project_layout.MIN_OBJECTIVE_ROWS, len(project.objectives) + 1),
        max(
            project_layout.MIN_INDICATOR_ROWS,
            len(project.indicators) + project_layout.SPARE_INDICATOR_ROWS,
        ),
    )


def safeguard_rows(safeguards: tuple[Safeguard, ...]) -> list[tuple[str, str, str, str]]:
    """One row a paragraph: title's path, title, paragraph's path, paragraph.

    Only the first row of a safeguard bears its title; blank paths stand where nothing is.
    """
    rows = []
    for i, safeguard in enumerate(safeguards):
        paragraphs = safeguard.paragraphs or ("",)
        for j, paragraph in enumerate(paragraphs):
            title = (f"safeguards.{i}.title", safeguard.title) if j == 0 else ("", "")
            rows.append((*title, f"safeguards.{i}.paragraphs.{j}", paragraph))
    return rows


def anchor_name(sheet_key: str, anchor: str) -> str:
    """The defined name of an anchor: `bs.projects.0.name`."""
    return f"bs.{sheet_key}.{anchor}"


def project_sheet_names(projects: tuple[Project, ...]) -> tuple[str, ...]:
    r"""Names of the project sheets: number and name, within what Excel allows.

    Source: Excel takes at most 31 UTF-16 units, none of `[]:*?/\`, no apostrophe at
    either end, reads `_x0041_` as A, and does not tell upper from lower case. The number
    keeps them unique.
    """
    width = max(2, len(str(len(projects))))
    return tuple(
        _sheet_name(f"{i:0{width}d} ", project.name) for i, project in enumerate(projects, start=1)
    )


def _sheet_name(number: str, name: str) -> str:
    shown = "".join(c if c.isprintable() else " " for c in _FORBIDDEN.sub(" ", name))
    cleaned = " ".join(shown.split()) or "未命名项目"
    units = (number + cleaned).encode("utf-16-le")[: _MAX_SHEET_NAME * 2]
    return units.decode("utf-16-le", "ignore").rstrip(" '")
