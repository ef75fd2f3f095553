"""Which spreadsheet program has the workbook open, and a way to its cells."""

import sys
from importlib.util import find_spec
from pathlib import Path


def show_cell(path: Path, sheet: str, cell: str) -> bool:
    """Select a cell in the open workbook; tells whether there is one.

    Never starts a spreadsheet program and never opens the file a second time.
    """
    if sys.platform != "win32" or find_spec("xlwings") is None:
        return False
    from budgetsheet.live.excel import show_cell_in_excel

    return show_cell_in_excel(path, sheet, cell)
