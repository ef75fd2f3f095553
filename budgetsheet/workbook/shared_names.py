"""What formulas on any sheet may refer to: each range elsewhere has a name of the workbook.

A formula that several rows share, and one of a drop-down, may hold no reference to another
sheet. A name stands in for it there, and does so in the other formulas too.
Source: [MS-XLSB] 2.5.97.98 and 2.5.97.8, [MS-XLS] 2.5.198.118.
"""

from typing import NamedTuple

from budgetsheet.form import book as names
from budgetsheet.form.book import Book
from budgetsheet.form.grid import Area, area
from budgetsheet.form.live import LivePlan
from budgetsheet.form.scheme import Scheme
from budgetsheet.workbook.directory_writer import list_columns
from budgetsheet.workbook.package import FormWorkbook
from budgetsheet.workbook.sheets import quoted
from budgetsheet.workbook.words_writer import word_ranges

PAIRS_LEFT = 3
"""The first column of the allowed pairs on the sheet `_form`."""
Shared = tuple[tuple[str, str], ...]
"""Placeholder and the name that formulas put in its place."""


class SharedRange(NamedTuple):
    """A placeholder of formulas, and the cells on a sheet of their own that it stands for."""

    placeholder: str
    reference: str

    @property
    def name(self) -> str:
        """The workbook's name for the cells: `bs.words.slips`."""
        return f"bs.{self.placeholder}"


def shared_ranges(form: Book, live: LivePlan) -> tuple[SharedRange, ...]:
    """All ranges that formulas on other sheets may name."""
    columns = list_columns(len(form.projects))
    _, unit, year = identity(form)
    sheet = quoted(names.FORM)
    category, dimension = (f"{sheet}!{place.absolute}" for place in pair_areas(form.scheme))
    found = (
        ("codes", columns.codes),
        ("names", columns.names),
        ("pairs.category", category),
        ("pairs.dimension", dimension),
        ("unit", unit),
        ("year", year),
        *word_ranges(live),
    )
    return tuple(SharedRange(*each) for each in found)


def named(ranges: tuple[SharedRange, ...]) -> Shared:
    """What formulas put in place of each placeholder."""
    return tuple((each.placeholder, each.name) for each in ranges)


def define_names(book: FormWorkbook, ranges: tuple[SharedRange, ...]) -> None:
    """Give the ranges their names."""
    for each in ranges:
        book.define_name(each.name, f"={each.reference}")


def identity(form: Book) -> tuple[str, ...]:
    """The cells of the unit's code, its name and the budget year."""
    return tuple(
        f"{quoted(names.DEPARTMENT)}!{area(e.area.top, e.area.left).absolute}"
        for e in form.department.identity
    )


def measure_names(form: Book) -> str:
    """An expression that gives the names of all measures as one text."""
    _, place = form.department.table("measures")
    rows = range(place.bottom - place.top + 1)
    cells = (form.department.row_entries("measures", row)[0].area for row in rows)
    sheet = quoted(names.DEPARTMENT)
    return "&".join(f"{sheet}!{area(cell.top, cell.left).absolute}" for cell in cells)


def pair_areas(scheme: Scheme) -> tuple[Area, Area]:
    """Where the sheet `_form` lists the allowed pairs of first and second level."""
    last = len(scheme.pairs) - 1
    return area(0, PAIRS_LEFT, last), area(0, PAIRS_LEFT + 1, last)
