"""Where a sheet's live checks stand: one visible cell a row, its helpers hidden behind it.

Rows of one table share their formula, which is written once however many rows there are.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from budgetsheet.form import project_sheet as layout
from budgetsheet.form.department_sheet import DepartmentSheet
from budgetsheet.form.fields import Entry, Kind
from budgetsheet.form.grid import Area, area, column_letters
from budgetsheet.form.indicator_row import FIGURE, SYMBOL, UNIT
from budgetsheet.form.live import EMPTY_SHEET, INDICATOR_HELPERS, LiveCheck, LivePlan, placed
from budgetsheet.form.live_places import Block, LiveSheet, department_live, project_live
from budgetsheet.form.number_text import amount, is_nothing, percent
from budgetsheet.form.project_sheet import ProjectSheet
from budgetsheet.workbook.live_reading import check_sum
from budgetsheet.workbook.package import PENDING, FormWorkbook, SharedFormula

_LONGEST = 7800
"""Characters of one formula. Source: Excel takes 8192, and 16384 bytes of its own form."""
Cells = Mapping[str, str]


class CheckCell(NamedTuple):
    """A formula over rows of one column; only the first column's are seen.

    `below` is what the rows under the first write, which share its formula; `tells` is false
    for a helper. All sheets of one layout write the same objects: 1000 copies of the formulas
    would take 60 MB.
    """

    column: int
    top: int
    bottom: int
    formula: str
    below: str = ""
    tells: bool = True


def write_checks(
    book: FormWorkbook, ws: Any, cells: tuple[CheckCell, ...], told: frozenset[int],
    begun: frozenset[int] = frozenset(),
) -> None:  # fmt: skip
    """Write the check cells of a sheet, and hide the columns of their helpers.

    `told` are the rows in which the program found something: a sheet never tells more, so
    the messages of all others come to nothing. So do the helpers of rows that are not `begun`.
    Source: to work them all out took three times as long as writing.
    """
    style = book.style("check")
    for cell in cells:
        for row in range(cell.top, cell.bottom + 1):
            formula = cell.formula if row == cell.top else cell.below
            value = PENDING if row in (told if cell.tells else begun) else ""
            ws.write_formula(row, cell.column, formula, style, value)
    columns = sorted({cell.column for cell in cells})
    if len(columns) > 1:
        ws.set_column(columns[1], columns[-1], 4, None, {"hidden": True})


@lru_cache(maxsize=64)
def sum_of(cells: tuple[CheckCell, ...]) -> str:
    """What the workbook records of a sheet's check cells, to tell whether they were touched."""
    letters = {cell.column: column_letters(cell.column) for cell in cells}
    return check_sum(
        (f"{letters[cell.column]}{row + 1}", _text(cell, row))
        for cell in cells
        for row in range(cell.top, cell.bottom + 1)
    )


def _text(cell: CheckCell, row: int) -> str:
    """A formula as it stands in the file, where those that share one bear no text."""
    return cell.formula if row == cell.top else cell.below.removeprefix("=")


def _sharing(cells: Iterable[CheckCell]) -> tuple[CheckCell, ...]:
    """The cells of a sheet, those over several rows with one formula to share."""
    found = []
    for number, cell in enumerate(cells):
        if cell.bottom > cell.top:
            place = Area(cell.top, cell.column, cell.bottom, cell.column)
            first = SharedFormula(cell.formula, number, place.ref)
            found.append(cell._replace(formula=first, below=SharedFormula("=", number)))
        else:
            found.append(cell)
    return tuple(found)


@lru_cache(maxsize=64)
def project_checks(
    sheet: ProjectSheet, plan: LivePlan, shared: tuple[tuple[str, str], ...]
) -> tuple[CheckCell, ...]:
    """The check cells of a project's sheet; the same for all sheets of one layout."""
    told = project_live(sheet)
    gate = [check for check in plan.checks if check.rule == EMPTY_SHEET]
    rest = [check for check in plan.checks if check.rule != EMPTY_SHEET]
    cells = {**dict(shared), **_own_cells(told)}
    whole = "&".join(check.formula("本表", cells.__getitem__) for check in gate) or '""'
    first = CheckCell(told.column, layout.TITLE, layout.TITLE, whole)
    return _sharing((first, *_cells(told, rest, plan, cells)))


@lru_cache(maxsize=8)
def department_checks(
    sheet: DepartmentSheet, plan: LivePlan, shared: tuple[tuple[str, str], ...]
) -> tuple[CheckCell, ...]:
    """The check cells of the department's sheet."""
    told = department_live(sheet)
    cells = {**dict(shared), **_own_cells(told)}
    return _sharing(_cells(told, plan.checks, plan, cells))


def _cells(
    sheet: LiveSheet, checks: Iterable[LiveCheck], plan: LivePlan, cells: Cells
) -> Iterable[CheckCell]:
    told = list(checks)
    for row in sheet.single_rows:
        said = [
            check.formula(entry.field.label, {**cells, "here": _first(entry)}.__getitem__)
            for entry in sheet.singles if entry.area.top == row
            for check in told if check.at == entry.path
        ]  # fmt: skip
        numbers = sheet.numbers(row)
        for number, entry in enumerate(numbers, start=1):
            yield CheckCell(sheet.helper(number), row, row, _number(entry), tells=False)
        yield from _packed(sheet, row, row, "", [], said, len(numbers))
    for block in sheet.blocks:
        yield from _block_cells(sheet, block, told, plan, cells)


def _number(entry: Entry) -> str:
    """An entry's number, blank where there is none."""
    cell = _first(entry)
    read = percent(cell) if entry.field.kind is Kind.PERCENT else amount(cell)
    if entry.field.kind is Kind.AMOUNT and not entry.field.required:
        read = f"IF({is_nothing(cell)},0,{read})"
    return f'IFERROR({read},"")'


def _block_cells(
    sheet: LiveSheet, block: Block, checks: list[LiveCheck], plan: LivePlan, cells: Cells
) -> Iterable[CheckCell]:
    whole = [check.formula(block.label, cells.__getitem__)
             for check in checks if check.at == block.name]  # fmt: skip
    top, bottom = block.rows.top, block.rows.bottom
    if block.told_at < top:
        if whole:
            yield from _packed(sheet, block.told_at, block.told_at, "", [], whole)
        whole = []
    helpers = plan.helpers if block.name == "indicators" else ()
    spans = [(top, top), (top + 1, bottom)] if whole else [(top, bottom)]
    for first, last in spans:
        here = {**cells, **_row_cells(sheet, block, first)}
        for number, helper in enumerate(helpers, start=1):
            formula = placed(helper.expression, here.__getitem__)
            yield CheckCell(sheet.helper(number), first, last, formula, tells=False)
        said = [part for entry in block.entries for part in _said(block, entry, checks, here)]
        begun = f"COUNTA({here['row']})=0"
        yield from _packed(sheet, first, last, begun, whole if first == top else [], said,
                           len(helpers))  # fmt: skip


def _said(block: Block, entry: Entry, checks: list[LiveCheck], cells: Cells) -> list[str]:
    """The messages of one entry of a row."""
    at = f"{block.name}.*{_part(block, entry)}"
    here = {**cells, "here": cells[f"row.{entry.field.name}"]}
    return [c.formula(entry.field.label, here.__getitem__) for c in checks if c.at == at]


def _part(block: Block, entry: Entry) -> str:
    """What follows the row's number in an entry's path: `.name`; nothing in a single column."""
    return "" if len(block.entries) == 1 else f".{entry.field.name}"


def _packed(
    sheet: LiveSheet, top: int, bottom: int, blank: str, always: list[str], said: list[str],
    helpers: int = 0,
) -> Iterable[CheckCell]:  # fmt: skip
    """A row's messages in one cell; what one formula cannot hold in hidden cells behind it."""
    groups: list[list[str]] = [[]]
    for part in said:
        if sum(map(len, groups[-1])) + len(part) > _LONGEST:
            groups.append([])
        groups[-1].append(part)
    behind = [sheet.helper(helpers + i) for i in range(1, len(groups))]
    groups[0] += [f"${column_letters(column)}{top + 1}" for column in behind]
    for column, group in zip((sheet.column, *behind), groups, strict=True):
        joined = "&".join((*always, _unless(blank, group)))
        yield CheckCell(column, top, bottom, _unless(sheet.gate and f'{sheet.gate}<>""', [joined]))
        always = []


def _unless(silent: str, said: list[str]) -> str:
    """The messages, or nothing where a condition holds."""
    joined = "&".join(said) or '""'
    return f'IF({silent},"",{joined})' if silent else joined


def _first(entry: Entry) -> str:
    return area(entry.area.top, entry.area.left).absolute


def _column(place: Area, left: int) -> str:
    return Area(place.top, left, place.bottom, left).absolute


def _own_cells(sheet: LiveSheet) -> dict[str, str]:
    """Placeholders of a sheet's own cells, and of its tables' columns."""
    cells = {entry.path: _first(entry) for entry in sheet.singles}
    for row in {entry.area.top for entry in sheet.singles}:
        for number, entry in enumerate(sheet.numbers(row), start=1):
            cells[f"number.{entry.path}"] = area(row, sheet.helper(number)).absolute
    for block in sheet.blocks:
        for entry in block.entries:
            name = f"{block.name}{_part(block, entry)}"
            cells[name] = _column(block.rows, entry.area.left)
        for number, name in enumerate(INDICATOR_HELPERS, start=1):
            cells[f"all.{name}"] = _column(block.rows, sheet.helper(number))
    return cells


def _row_cells(sheet: LiveSheet, block: Block, row: int) -> dict[str, str]:
    """Placeholders of one row of a table."""
    found = {}
    for entry in block.entries:
        letters, name = column_letters(entry.area.left), entry.field.name
        found[f"row.{name}"] = found[f"cell.{name}"] = f"${letters}{row + 1}"
        found[f"above.{name}"] = f"${letters}${block.rows.top}:${letters}{row}"
    if f"row.{SYMBOL}" in found:
        parts = (found[f"cell.{name}"] for name in (SYMBOL, FIGURE, UNIT))
        found[f"row.{FIGURE}"] = f"({'&'.join(parts)})"
    first, last = column_letters(block.rows.left), column_letters(block.rows.right)
    found["row"] = f"${first}{row + 1}:${last}{row + 1}"
    for number, name in enumerate(INDICATOR_HELPERS, start=1):
        letters = column_letters(sheet.helper(number))
        found[name] = f"${letters}{row + 1}"
        found[f"above.{name}"] = f"${letters}${block.rows.top}:${letters}{row}"
    return found
