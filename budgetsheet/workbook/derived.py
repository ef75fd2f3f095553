"""Reads what a workbook made from its entries when it was last refreshed: 概述 and 汇总."""

from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from budgetsheet.form import book as names
from budgetsheet.form import derived_sheets as layout
from budgetsheet.form.grid import area
from budgetsheet.workbook.opened import Opened
from budgetsheet.workbook.sheet_part import Cell

Paragraphs = tuple[tuple[str, str], ...]
"""Cell and text of each paragraph of the overview."""
Totals = tuple[tuple[str, Decimal | None], ...]
"""Cell and value of each total; None where no program has calculated it."""


class Derived(NamedTuple):
    """What stands on both sheets; None where the overview is not there."""

    paragraphs: Paragraphs | None = None
    totals: Totals = ()


def read_derived(opened: Opened, projects: int, columns: int) -> Derived:
    """What stands there now; `columns` is how many totals the form has."""
    return Derived(_paragraphs(opened), tuple(_totals(opened, projects, columns)))


def _paragraphs(opened: Opened) -> Paragraphs | None:
    """The rows that name their source, one behind another; a note below is none."""
    if names.OVERVIEW not in opened.by_name:
        return None
    sheet, found = opened.sheet(names.OVERVIEW), []
    for row in range(layout.OVERVIEW_FIRST, sheet.last_row):
        if not sheet.text(area(row, layout.OVERVIEW_SOURCE).cell):
            break
        cell = area(row, layout.OVERVIEW_TEXT).cell
        found.append((cell, sheet.text(cell)))
    return tuple(found)


def _totals(opened: Opened, projects: int, columns: int) -> list[tuple[str, Decimal | None]]:
    row = layout.SUMMARY_FIRST + max(1, projects)
    if names.SUMMARY not in opened.by_name:
        return []
    sheet = opened.sheet(names.SUMMARY)
    if sheet.text(area(row, 0).cell) != layout.TOTAL_LABEL:
        return []
    cells = (area(row, layout.SUMMARY_AMOUNTS + i).cell for i in range(columns))
    return [(cell, _number(sheet.cells.get(cell))) for cell in cells]


def _number(cell: Cell | None) -> Decimal | None:
    """A total's value. A program that calculates nothing leaves none, or 0, with a formula."""
    if cell is None or cell.kind != "n":
        return None
    try:
        number = Decimal(cell.value)
    except InvalidOperation:
        return None
    unknown = not number.is_finite() or (cell.formula is not None and not number)
    return None if unknown else number
