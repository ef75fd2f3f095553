"""Writes the sheet 部门整体: identity, objectives, safeguards and measures."""

from typing import Any

from budgetsheet.form import book as names
from budgetsheet.form import department_sheet as layout
from budgetsheet.form.department_sheet import DepartmentSheet
from budgetsheet.form.fields import Entry, Kind
from budgetsheet.form.grid import Area, area, column_letters
from budgetsheet.model import Filing
from budgetsheet.workbook.entry_cells import mark_faults, mark_messages, validation
from budgetsheet.workbook.heights import area_width, row_height
from budgetsheet.workbook.live_cells import CheckCell, write_checks
from budgetsheet.workbook.package import FormWorkbook
from budgetsheet.workbook.sheets import finish_sheet, merge, quoted, spread


def write_department(
    book: FormWorkbook, sheet: DepartmentSheet, filing: Filing, checks: tuple[CheckCell, ...],
    told: frozenset[int],
) -> None:  # fmt: skip
    """Write the department's sheet at the end of the workbook.

    `told` are the rows in which something was found.
    """
    ws = book.add_worksheet(names.DEPARTMENT)
    for label in sheet.labels:
        plain = label.style in ("title", "heading", "hint")
        merge(ws, label.area, label.text, book.style(*(() if plain else ("box",)), label.style))
    _identity(book, ws, sheet, filing)
    for table, place in sheet.tables:
        ws.set_row(place.top - 3, 28)
        ws.set_row(place.top - 1, 22)
        for row, values in enumerate(_rows(filing, table.name)):
            _row(book, ws, sheet.row_entries(table.name, row), values)
        for row in range(len(_rows(filing, table.name)), place.bottom - place.top + 1):
            entries = sheet.row_entries(table.name, row)
            _row(book, ws, entries, ("",) * len(entries))
    write_checks(book, ws, checks, told)
    _marks(book, ws, sheet)
    for anchor in sheet.anchors:
        name = names.anchor_name("department", anchor.name)
        book.define_name(name, f"={quoted(names.DEPARTMENT)}!{anchor.area.absolute}")
    last = sheet.tables[-1][1].bottom
    ws.set_row(0, 36)
    printed = area(0, 0, last, layout.LAST_COLUMN)
    numbers = (entry.area for entry in sheet.identity if entry.field.kind.number)
    finish_sheet(ws, printed, widths=layout.COLUMN_WIDTHS, numbers=numbers)
    ws.set_selection(_first_blank(sheet, filing).area.cell)


def _first_blank(sheet: DepartmentSheet, filing: Filing) -> Entry:
    """Where a person goes on: the first blank entry of the identity, then of the objectives."""
    values = (filing.department.code, filing.department.name, filing.year)
    blank = (e for e, value in zip(sheet.identity, values, strict=True) if not value)
    beside = sheet.row_entries("overall_objective", len(filing.overall_objective))
    return next(blank, beside[0])


def _marks(book: FormWorkbook, ws: Any, sheet: DepartmentSheet) -> None:
    """The colours of the entries that live checks name."""
    column = column_letters(layout.CHECK_COLUMN)
    for entry in sheet.identity:
        mark_faults(book, ws, entry.area, entry.field, column)
    for table, place in sheet.tables:
        for field, left, right in table.columns:
            mark_faults(book, ws, Area(place.top, left, place.bottom, right), field, column)
        first = sheet.row_entries(table.name, 0)[0]
        mark_faults(book, ws, first.area, first.field._replace(label=table.heading), column)
    mark_messages(book, ws, sheet.checks_area)
    ws.set_column(layout.CHECK_COLUMN - 1, layout.CHECK_COLUMN - 1, 2)
    ws.set_column(layout.CHECK_COLUMN, layout.CHECK_COLUMN, layout.CHECK_WIDTH)


def _identity(book: FormWorkbook, ws: Any, sheet: DepartmentSheet, filing: Filing) -> None:
    values = (filing.department.code, filing.department.name, filing.year)
    for entry, value in zip(sheet.identity, values, strict=True):
        kind = "year" if entry.field.kind is Kind.YEAR else "text"
        style = book.style("box", "open", kind)
        spread(ws, entry.area, style)
        typed = filing.unreadable_at().get(entry.path)
        if isinstance(value, int) and typed is None:
            ws.write_number(entry.area.top, entry.area.left, value, style)
        elif typed or value:
            ws.write_string(entry.area.top, entry.area.left, typed or str(value), style)
        ws.set_row(entry.area.top, 24)
        ws.data_validation(entry.area.cell, validation(entry.field))
        criteria = f"=LEN({entry.area.cell})=0"
        rule = {"type": "formula", "criteria": criteria, "format": book.mark("blank")}
        ws.conditional_format(entry.area.ref, rule)


def _rows(filing: Filing, table: str) -> list[tuple[str, ...]]:
    """The texts of a table's rows, in the order of its columns."""
    match table:
        case "overall_objective":
            return [(paragraph,) for paragraph in filing.overall_objective]
        case "sub_objectives":
            return [(s.statement, s.objective, s.indicators) for s in filing.sub_objectives]
        case "safeguards":
            rows = names.safeguard_rows(filing.safeguards)
            return [(title, paragraph) for _, title, _, paragraph in rows]
    return [(m.name, m.symbol, m.value, m.unit, m.text) for m in filing.measures]


def _row(book: FormWorkbook, ws: Any, entries: tuple[Entry, ...], values: tuple[str, ...]) -> None:
    for entry, value in zip(entries, values, strict=True):
        kind = "short" if entry.field.centred else "text"
        merge(ws, entry.area, value, book.style("box", "open", kind))
        if entry.field.hint:
            ws.data_validation(entry.area.top, entry.area.left, entry.area.top, entry.area.left,
                               validation(entry.field))  # fmt: skip
    widths = (area_width(entry.area, layout.COLUMN_WIDTHS) for entry in entries)
    ws.set_row(entries[0].area.top, row_height(zip(values, widths, strict=True)))
