"""Writes the sheet of one project: the official table, its entries and its live checks."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from budgetsheet.form import book as names
from budgetsheet.form import project_sheet as layout
from budgetsheet.form.fields import Entry, Kind
from budgetsheet.form.grid import Area, area
from budgetsheet.form.indicator_row import cells_of
from budgetsheet.form.project_sheet import ProjectSheet
from budgetsheet.model import Indicator, Project
from budgetsheet.workbook import entry_cells
from budgetsheet.workbook.heights import area_width, row_height
from budgetsheet.workbook.live_cells import CheckCell, write_checks
from budgetsheet.workbook.package import FormWorkbook
from budgetsheet.workbook.sheets import (
    OFFICIAL_MARGINS,
    finish_sheet,
    formula,
    merge,
    quoted,
    spread,
)

_MORE_ROWS = "指标行不够用时：选中本行与上方表格的行号，点右键“取消隐藏”，就有新的空行。"
_ONE_PAGE, _TWO_PAGES = 8, 20
"""Up to so many indicators the table prints on one page, or on two."""


@dataclass(frozen=True, slots=True)
class ProjectContext:
    """What a project's sheet needs from the rest of the workbook.

    `unit_line` is the formula and the text of the line under the title; `shared` holds the
    names of ranges outside the sheet as (placeholder, name); `unreadable` what was typed where
    it could not be read, by relative path; `told` the rows in which something was found.
    """

    number: int
    sheet_name: str
    unit_line: tuple[str, str]
    shared: tuple[tuple[str, str], ...]
    checks: tuple[CheckCell, ...]
    unreadable: dict[str, str]
    told: frozenset[int]


def write_project(
    book: FormWorkbook, sheet: ProjectSheet, project: Project, context: ProjectContext
) -> None:
    """Write one project's sheet at the end of the workbook."""
    ws = book.add_worksheet(context.sheet_name)
    _heads(book, ws, sheet, project, context)
    for label in sheet.labels:
        merge(ws, label.area, label.text, book.style("box", label.style))
    _singles(book, ws, sheet, project, context)
    _objectives(book, ws, sheet, project)
    _indicators(book, ws, sheet, project, context.unreadable)
    write_checks(book, ws, context.checks, context.told, _begun(sheet, project))
    entry_cells.mark_entries(book, ws, sheet, len(project.indicators))
    entry_cells.validate_entries(ws, sheet, dict(context.shared))
    for anchor in sheet.anchors:
        name = names.anchor_name(f"projects.{context.number - 1}", anchor.name)
        book.define_name(name, f"={quoted(context.sheet_name)}!{anchor.area.absolute}")
    _page(ws, sheet, project)


def _begun(sheet: ProjectSheet, project: Project) -> frozenset[int]:
    """Rows in which a helper of the live checks has something to read."""
    first = sheet.indicators_area.top
    rows = {entry.area.top for entry in (*sheet.single_fields, *sheet.plan_entries)}
    return frozenset((*rows, *range(first, first + len(project.indicators))))


def _heads(
    book: FormWorkbook, ws: Any, sheet: ProjectSheet, project: Project, context: ProjectContext
) -> None:
    name = sheet.single_fields[1].area.cell
    suffix = sheet.scheme.labels["title_suffix"]
    title = f"{context.number}.{project.name}{suffix}"
    expression = f'"{context.number}."&{name}&"{suffix}"'
    formula(ws, sheet.title, expression, book.style("title"), title)
    width = _width(sheet, sheet.title) * 0.62
    ws.set_row(layout.TITLE, row_height(((title, width),), 36.0))
    formula(ws, sheet.unit_line, context.unit_line[0], book.style("left"), context.unit_line[1])
    ws.set_row(layout.UNIT, 22)


def _singles(
    book: FormWorkbook, ws: Any, sheet: ProjectSheet, project: Project, context: ProjectContext
) -> None:
    for entry in sheet.single_fields:
        _entry(book, ws, entry, getattr(project, entry.path), context.unreadable)
    percents = {f"spending_plan.{node.month}": node.percent for node in project.spending_plan}
    for entry in sheet.plan_entries:
        _entry(book, ws, entry, percents.get(entry.path), context.unreadable)
    texts = [(getattr(project, e.path), _width(sheet, e.area)) for e in sheet.single_fields]
    ws.set_row(layout.IDENTITY, row_height([texts[0], texts[1]], 26.0))
    ws.set_row(layout.AMOUNTS, row_height([], 36.0))
    ws.set_row(layout.PURPOSE, row_height([texts[5]], 26.0))
    ws.set_row(layout.PLAN_HEAD, 20)
    ws.set_row(layout.PLAN, 20)


def _entry(
    book: FormWorkbook, ws: Any, entry: Entry, value: object, unreadable: dict[str, str]
) -> None:
    """Write one entry as its kind; what could not be read goes back as it was typed."""
    typed = unreadable.get(entry.path)
    style = book.style("box", "open", _style(entry, value))
    spread(ws, entry.area, style)
    if typed is not None:
        ws.write_string(entry.area.top, entry.area.left, typed, style)
    elif isinstance(value, Decimal):
        number = value / 100 if entry.field.kind is Kind.PERCENT else value
        ws.write_number(entry.area.top, entry.area.left, float(number), style)
    elif value:
        ws.write_string(entry.area.top, entry.area.left, str(value), style)


def _style(entry: Entry, value: object) -> str:
    match entry.field.kind:
        case Kind.AMOUNT:
            return "amount"
        case Kind.PERCENT:
            whole = not isinstance(value, Decimal) or value == value.to_integral_value()
            return "percent" if whole else "percent_exact"
        case Kind.CODE:
            return "short"
    return "short" if entry.path == "name" else "text"


def _objectives(book: FormWorkbook, ws: Any, sheet: ProjectSheet, project: Project) -> None:
    shown = min(sheet.objective_rows, max(2, len(project.objectives) + 1))
    for i, entry in enumerate(sheet.objective_entries):
        edge = {0: ("top_line",), sheet.objective_rows - 1: ("bottom_line",)}.get(i, ())
        text = project.objectives[i] if i < len(project.objectives) else ""
        merge(ws, entry.area, text, book.style("sides", *edge, "open", "text"))
        height = row_height(((text, _width(sheet, entry.area)),), 20.0 if i < shown - 1 else 16.0)
        ws.set_row(entry.area.top, height, None, {"hidden": i >= shown})


def _indicators(
    book: FormWorkbook, ws: Any, sheet: ProjectSheet, project: Project, unreadable: dict[str, str]
) -> None:
    held = project.indicators
    ws.set_row(sheet.indicator_head, row_height(_head_texts(sheet), 24.0))
    for i, row in enumerate(sheet.indicator_entries):
        top = row[0].area.top
        if i < len(held):
            styles = _row_styles(book, sheet, _group_edges(held, i))
            values = cells_of(held[i], sheet.scheme)
            texts = [unreadable.get(e.path) or _text(v) for e, v in zip(row, values, strict=True)]
            for entry, value, text, style in zip(row, values, texts, styles, strict=True):
                if isinstance(value, Decimal) and entry.path not in unreadable:
                    spread(ws, entry.area, style)
                    ws.write_number(top, entry.area.left, float(value), style)
                else:
                    merge(ws, entry.area, text, style)
            widths = (_width(sheet, entry.area) for entry in row)
            ws.set_row(top, row_height(zip(texts, widths, strict=True), 30.0))
        else:
            for entry, style in zip(row, _row_styles(book, sheet, None), strict=True):
                spread(ws, entry.area, style)
            hidden = i >= len(held) + layout.SPARE_INDICATOR_ROWS
            ws.set_row(top, 24, None, {"hidden": hidden})
    below = area(sheet.last_row + 1, 0, right=sheet.last_column)
    merge(ws, below, _MORE_ROWS, book.style("hint"))


def _head_texts(sheet: ProjectSheet) -> list[tuple[str, float]]:
    """The heads of the indicator table with their widths."""
    labels = (label for label in sheet.labels if label.area.top == sheet.indicator_head)
    return [(label.text, _width(sheet, label.area) + 2) for label in labels]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _group_edges(indicators: tuple[Indicator, ...], i: int) -> tuple[str, ...]:
    """Lines of the first column, which looks merged over rows of one category."""
    here = indicators[i].category
    begins = i == 0 or indicators[i - 1].category != here
    ends = i + 1 == len(indicators) or indicators[i + 1].category != here
    return (*(("top_line",) if begins else ()), *(("bottom_line",) if ends else ()))


def _row_styles(
    book: FormWorkbook, sheet: ProjectSheet, group: tuple[str, ...] | None
) -> list[Any]:
    """Styles of an indicator row's entries; a spare row bears no lines."""
    styles = []
    for column, entry in zip(sheet.scheme.columns, sheet.indicator_entries[0], strict=True):
        score = entry.field.kind is Kind.SCORE
        kind = "score" if score else "short" if column.centred else "text"
        if group is None:
            styles.append(book.style("open", kind))
        elif column.left == 0:
            styles.append(book.style("sides", *group, "open", kind))
        else:
            styles.append(book.style("box", "open", kind))
    return styles


def _width(sheet: ProjectSheet, place: Area) -> float:
    return area_width(place, sheet.scheme.column_widths)


def _page(ws: Any, sheet: ProjectSheet, project: Project) -> None:
    ws.set_column(sheet.check_column - 1, sheet.check_column - 1, 2)
    ws.set_column(sheet.check_column, sheet.check_column, layout.CHECK_WIDTH)
    held = len(project.indicators)
    tall = 1 if held <= _ONE_PAGE else 2 if held <= _TWO_PAGES else 0
    printed = area(0, 0, sheet.last_row, sheet.last_column)
    finish_sheet(ws, printed, widths=sheet.scheme.column_widths, head=sheet.indicator_head,
                 tall=tall, margins=OFFICIAL_MARGINS, numbers=sheet.number_areas)  # fmt: skip
    ws.freeze_panes(layout.IDENTITY, 0)
    ws.set_selection(_first_blank(sheet, project).area.cell)


def _first_blank(sheet: ProjectSheet, project: Project) -> Entry:
    """Where a person goes on: the first required entry that is blank, or the first of all."""
    filled = {node.month for node in project.spending_plan if node.percent is not None}
    blank = [e for e in sheet.single_fields if e.field.required and not getattr(project, e.path)]
    plan = zip(sheet.scheme.plan_months, sheet.plan_entries, strict=True)
    blank += [entry for month, entry in plan if month not in filled]
    blank += [] if project.objectives else [sheet.objective_entries[0]]
    rows = zip(project.indicators, sheet.indicator_entries, strict=False)
    blank += [
        entry
        for row, entries in rows
        for entry, value in zip(entries, cells_of(row, sheet.scheme), strict=True)
        if entry.field.required and value in ("", None)
    ]
    return (blank or sheet.single_fields)[0]
