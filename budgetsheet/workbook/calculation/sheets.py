"""Works out, in a workbook about to be stored, every formula whose value is still open."""

from typing import Any

from xlsxwriter.worksheet import CellFormulaTuple, CellNumberTuple, CellStringTuple

from budgetsheet.workbook.calculation.compiling import compiled
from budgetsheet.workbook.calculation.operands import Grid, Operand, Scalar, text_of
from budgetsheet.workbook.package import (
    PENDING,
    FormWorkbook,
    FormWorksheet,
    InlineText,
    SharedFormula,
)

Names = dict[str, str]
"""The cells that each name of the workbook stands for."""


def calculate(book: FormWorkbook, names: Names) -> None:
    """Give every pending formula its value, from the cells as they will be stored."""
    cells = _Cells(book, names)
    for sheet, row, column in cells.pending():
        cells.value(sheet, row, column)


class _Cells:
    """All cells of a workbook, each formula worked out when it is first asked for."""

    def __init__(self, book: FormWorkbook, names: Names) -> None:
        self._strings = list(book.str_table.string_table)
        self.sheets: dict[str, Any] = {sheet.name: sheet for sheet in book.worksheets()}
        self._first = book.worksheets()[0]
        self._names, self._named = names, dict[str, Operand]()
        self._words: dict[str, list[str]] = {}
        self._masters: dict[tuple[str, int], tuple[str, int]] = {}

    def pending(self) -> list[tuple[FormWorksheet, int, int]]:
        """The cells whose value is open; on the way, the formulas that others share."""
        found = []
        for sheet in self.sheets.values():
            for row, cells in sheet.table.items():
                for column, cell in cells.items():
                    if type(cell) is CellFormulaTuple:
                        if cell.value is PENDING:
                            found.append((sheet, row, column))
                        if isinstance(cell.formula, SharedFormula) and cell.formula != "=":
                            self._masters[sheet.name, cell.formula.number] = (cell.formula, row)
        return found

    def value(self, sheet: FormWorksheet, row: int, column: int) -> Any:
        """What a cell holds, or comes to: a single value."""
        cells = sheet.table.get(row)
        cell: Any = cells.get(column) if cells else None
        kind = type(cell)
        if kind is CellStringTuple:
            return self._strings[cell.string]
        if kind is CellNumberTuple:
            return cell.number
        if kind is not CellFormulaTuple:
            return None
        if isinstance(cell.formula, InlineText):
            return str(cell.formula)
        if cell.value is not PENDING:
            return cell.value
        found = self._calculated(sheet, row, cell.formula)
        cells[column] = CellFormulaTuple(cell.formula, cell.format, found)
        return found

    def _calculated(self, sheet: FormWorksheet, row: int, formula: str) -> Scalar:
        text, top = formula, row
        if isinstance(formula, SharedFormula):
            text, top = self._masters[sheet.name, formula.number]
        found = compiled(str(text))(_Around(self, sheet, row - top))
        return 0 if found is None else found

    def named(self, name: str) -> Operand:
        """What a name stands for, looked up once."""
        if name not in self._named:
            self._named[name] = compiled(self._names[name])(_Around(self, self._first, 0))
        return self._named[name]

    def words(self, name: str) -> list[str]:
        """The words of a list, made texts once."""
        if name not in self._words:
            found = self.named(name)
            values = found.values if isinstance(found, Grid) else [found]
            self._words[name] = list(map(text_of, values))
        return self._words[name]


class _Around:
    """What a formula sees from its cell."""

    __slots__ = ("_cells", "_sheet", "down", "known", "named", "words")

    def __init__(self, cells: _Cells, sheet: FormWorksheet, down: int) -> None:
        self._cells, self._sheet, self.down = cells, sheet, down
        self.named, self.words = cells.named, cells.words
        self.known: dict[int, Any] = {}

    def cell(self, sheet: str, row: int, column: int) -> Scalar:
        """One cell."""
        there = self._cells.sheets[sheet] if sheet else self._sheet
        found: Scalar = self._cells.value(there, row, column)
        return found

    def area(self, sheet: str, place: tuple[int, int, int, int]) -> Grid:
        """The cells from one row and column to another."""
        there = self._cells.sheets[sheet] if sheet else self._sheet
        top, left, bottom, right = place
        value, columns = self._cells.value, range(left, right + 1)
        found = [value(there, row, column) for row in range(top, bottom + 1) for column in columns]
        return Grid(bottom - top + 1, len(columns), found)
