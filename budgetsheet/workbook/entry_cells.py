"""What surrounds an entry: drop-down, input hint, red mark on a fault, colour while blank."""

from functools import lru_cache
from typing import Any

from budgetsheet.findings import Severity
from budgetsheet.form.fields import Entry, Field, Kind
from budgetsheet.form.grid import Area, area, column_letters
from budgetsheet.form.live import label_mark
from budgetsheet.form.project_sheet import ProjectSheet
from budgetsheet.workbook.package import FormWorkbook

_TITLE_LIMIT = 32
"""Source: Excel's limit for the title of an input message."""
_BAD_NUMBER = "请填写数字，单位万元，不要写“元”“万元”等字。"
_BAD_SCORE = "请填写数字，例如 10，不要写“分”字。"
_BAD_PERCENT = "请填写 0% 到 100% 之间的百分比，例如 30%。"


def mark_entries(book: FormWorkbook, ws: Any, sheet: ProjectSheet, held: int) -> None:
    """Conditional formats: red or amber where a live check names the entry, pale while blank.

    `held` is the number of filled indicator rows; the spare ones get lines once begun.
    """
    check = column_letters(sheet.check_column)
    for entry in (*sheet.single_fields, *sheet.plan_entries):
        mark_faults(book, ws, entry.area, entry.field, check)
        if entry.field.required:
            _mark(ws, entry.area, f"LEN({entry.area.cell})=0", book.mark("blank"))
    for number, entry in enumerate(sheet.objective_entries, start=1):
        mark_faults(book, ws, entry.area, entry.field, check, number)
        _mark(ws, entry.area, f"LEN({entry.area.cell})>0", book.mark("", number))
    first = sheet.objective_entries[0]
    _mark(ws, first.area, f"LEN({first.area.cell})=0", book.mark("blank"))
    _mark_indicators(book, ws, sheet, check)
    rows = sheet.indicators_area
    spare = area(rows.top + held, 0, rows.bottom, sheet.last_column)
    _mark(ws, spare, _begun(sheet, spare.top), book.mark("box"))
    mark_messages(book, ws, sheet.checks_area)


def mark_faults(
    book: FormWorkbook, ws: Any, place: Area, field: Field, check: str, number: int = 0
) -> None:
    """Colour an entry, or a column of entries, whose row's message names it.

    A numbered entry keeps its number: LibreOffice lays only the first format that applies.
    """
    message = f"${check}{place.top + 1}"
    for severity, colour in ((Severity.ERROR, "red"), (Severity.WARNING, "amber")):
        said = label_mark(field.label, severity.mark)
        _mark(ws, place, f'ISNUMBER(FIND("{said}",{message}))', book.mark(colour, number))


def mark_messages(book: FormWorkbook, ws: Any, checks: Area) -> None:
    """A row that tells of warnings alone is not red."""
    first = checks.cell
    error, warning = Severity.ERROR.mark, Severity.WARNING.mark
    only = f'AND(ISERROR(FIND("{error}",{first})),ISNUMBER(FIND("{warning}",{first})))'
    _mark(ws, checks, only, book.mark("amber_text"))


def _mark_indicators(book: FormWorkbook, ws: Any, sheet: ProjectSheet, check: str) -> None:
    rows = sheet.indicators_area
    first = rows.top + 1
    for entry in sheet.indicator_entries[0]:
        column = Area(rows.top, entry.area.left, rows.bottom, entry.area.right)
        mark_faults(book, ws, column, entry.field, check)
    begun = _begun(sheet, rows.top)
    for column in required_runs(sheet):
        cell = area(column.top, column.left).cell
        _mark(ws, column, f"AND(LEN({cell})=0,{begun})", book.mark("blank"))
    below = area(rows.top + 1, 0, rows.bottom)
    _mark(ws, below, f'AND($A{first + 1}<>"",$A{first + 1}=$A{first})', book.mark("repeated"))


def _begun(sheet: ProjectSheet, row: int) -> str:
    """Excel: something stands in an indicator's row."""
    return f"COUNTA($A{row + 1}:${column_letters(sheet.last_column)}{row + 1})>0"


def required_runs(sheet: ProjectSheet) -> list[Area]:
    """The columns of the indicator table that must be filled, neighbours in one area."""
    rows, found = sheet.indicators_area, list[Area]()
    for entry in sheet.indicator_entries[0]:
        if not entry.field.required:
            continue
        left = entry.area.left
        if found and found[-1].right == left - 1:
            left = found.pop().left
        found.append(Area(rows.top, left, rows.bottom, entry.area.right))
    return found


def _mark(ws: Any, place: Area, criteria: str, style: Any) -> None:
    ws.conditional_format(
        place.top,
        place.left,
        place.bottom,
        place.right,
        {"type": "formula", "criteria": f"={criteria}", "format": style},
    )


def validate_entries(ws: Any, sheet: ProjectSheet, shared: dict[str, str]) -> None:
    """Data validations: drop-downs, number limits, and a hint on every entry."""
    for entry in (*sheet.single_fields, *sheet.plan_entries):
        _validate(ws, area(entry.area.top, entry.area.left), entry.field, {})
    _validate(ws, sheet.objectives_area, sheet.objective_entries[0].field, {})
    rows = sheet.indicators_area
    for entry in sheet.indicator_entries[0]:
        column = area(rows.top, entry.area.left, rows.bottom)
        source = _drop_down(entry, sheet, shared)
        _validate(ws, column, entry.field, {"source": source} if source else {})


def _drop_down(entry: Entry, sheet: ProjectSheet, shared: dict[str, str]) -> Any:
    """The list of a drop-down; the second level's follows the first level's choice."""
    if entry.field.kind is Kind.CATEGORY:
        return [category.name for category in sheet.scheme.categories]
    if entry.field.kind is not Kind.DIMENSION:
        return list(entry.field.choices)
    first, all_second = shared["pairs.category"], shared["pairs.dimension"]
    chosen = f"$A{entry.area.top + 1}"
    rows = f"COUNTIF({first},{chosen})"
    return f"=IF({rows}=0,{all_second},OFFSET({all_second},MATCH({chosen},{first},0)-1,0,{rows},1))"


def _validate(ws: Any, place: Area, field: Field, extra: dict[str, Any]) -> None:
    ws.data_validation(
        place.top, place.left, place.bottom, place.right, {**validation(field), **extra}
    )


@lru_cache(maxsize=128)
def validation(field: Field) -> dict[str, Any]:
    """XlsxWriter's options for a field; a drop-down's list is added by the caller."""
    options: dict[str, Any] = {"validate": "any", "ignore_blank": True}
    if field.hint:
        options |= {"input_title": field.label[:_TITLE_LIMIT], "input_message": field.hint}
    match field.kind:
        case Kind.AMOUNT:
            options |= {"validate": "decimal", "criteria": ">=", "value": 0}
            options |= {"error_title": field.label, "error_message": _BAD_NUMBER}
        case Kind.PERCENT:
            options |= {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
            options |= {"error_title": field.label[:_TITLE_LIMIT], "error_message": _BAD_PERCENT}
        case Kind.CODE:
            options |= {"validate": "length", "criteria": "==", "value": 21}
            options |= {"error_type": "warning", "error_title": field.label}
            options |= {"error_message": "项目编码应为21位，请核对。"}
        case Kind.YEAR:
            options |= {"validate": "integer", "criteria": "between"}
            options |= {"minimum": 2000, "maximum": 2100, "error_title": field.label}
            options |= {"error_message": "请填写四位数字的年份，例如 2027。"}
        case Kind.SCORE:
            options |= {"validate": "decimal", "criteria": ">=", "value": 0}
            options |= {"error_title": field.label, "error_message": _BAD_SCORE}
    if field.choices or field.kind in (Kind.CATEGORY, Kind.DIMENSION):
        options |= {"validate": "list", "error_title": field.label}
        options |= {"error_message": "请从下拉列表中选一项。"}
    return options
