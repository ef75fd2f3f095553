"""Where a sheet's live checks stand: beside each row of entries, the helpers far behind.

The writer puts them there and the reader looks whether they are still there.
"""

from functools import lru_cache
from typing import NamedTuple

from budgetsheet.form import department_sheet as department_layout
from budgetsheet.form import project_sheet as layout
from budgetsheet.form.department_sheet import DepartmentSheet
from budgetsheet.form.fields import Entry, Kind
from budgetsheet.form.grid import Area, area
from budgetsheet.form.project_sheet import ProjectSheet

_FAR_BEHIND = 30
"""Columns between the messages and their helpers: a long message runs on over empty cells."""
_NUMBERS = (Kind.AMOUNT, Kind.PERCENT)


class Block(NamedTuple):
    """Rows of entries that share their checks; `told_at` is the row that speaks for all."""

    name: str
    entries: tuple[Entry, ...]
    rows: Area
    told_at: int
    label: str


class LiveSheet(NamedTuple):
    """What the checks of one layout need to know of it.

    `gate` is the cell whose message silences all others, blank where there is none.
    """

    column: int
    singles: tuple[Entry, ...]
    blocks: tuple[Block, ...]
    gate: str

    def helper(self, number: int) -> int:
        """The column of a helper, counted from one."""
        return self.column + _FAR_BEHIND + number

    def numbers(self, row: int) -> list[Entry]:
        """The entries of a row that hold a number, each of which has a helper."""
        return [entry for entry in self.singles
                if entry.area.top == row and entry.field.kind in _NUMBERS]  # fmt: skip

    @property
    def single_rows(self) -> tuple[int, ...]:
        """The rows beside entries of their own."""
        return tuple(sorted({entry.area.top for entry in self.singles}))


@lru_cache(maxsize=64)
def project_live(sheet: ProjectSheet) -> LiveSheet:
    """Those of a project's sheet; the same for all sheets of one layout."""
    words = sheet.scheme.plain_label
    objectives = Block("objectives", sheet.objective_entries[:1], sheet.objectives_area,
                       sheet.objectives_area.top, words("objectives"))  # fmt: skip
    indicators = Block("indicators", sheet.indicator_entries[0], sheet.indicators_area,
                       sheet.indicator_head, "绩效指标")  # fmt: skip
    return LiveSheet(
        sheet.checks_area.left,
        (*sheet.single_fields, *sheet.plan_entries),
        (objectives, indicators),
        area(layout.TITLE, sheet.checks_area.left).absolute,
    )


@lru_cache(maxsize=8)
def department_live(sheet: DepartmentSheet) -> LiveSheet:
    """Those of the department's sheet."""
    blocks = tuple(
        Block(table.name, sheet.row_entries(table.name, 0), place, place.top, table.heading)
        for table, place in sheet.tables
    )
    return LiveSheet(department_layout.CHECK_COLUMN, sheet.identity, blocks, "")
