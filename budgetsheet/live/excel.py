"""Excel through xlwings: the open workbook is looked for among all running Excels."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

_TRIES = 8
_PAUSE = 0.25
"""Units: seconds between tries while Excel is busy (a cell is being edited)."""

_Result = TypeVar("_Result")


def find_book(path: Path) -> Any:
    """The open workbook with this full path, or None.

    Source: `xw.Book(fullname)` would open the file when it is not open.
    """
    import xlwings

    wanted = str(path.resolve()).casefold()
    for app in xlwings.apps:
        for book in app.books:
            if str(book.fullname).casefold() == wanted:
                return book
    return None


def patiently(work: Callable[[], _Result], busy: type[Exception]) -> _Result | None:
    """Try while Excel is busy, a bounded number of times; None when it stays so."""
    for _ in range(_TRIES):
        try:
            return work()
        except busy:
            time.sleep(_PAUSE)
    return None


def show_cell_in_excel(path: Path, sheet: str, cell: str) -> bool:
    """Bring the workbook to the front and select the cell; tells whether that was done."""
    from pywintypes import com_error

    def show() -> bool:
        book = find_book(path)
        if book is None:
            return False
        book.activate(steal_focus=True)
        page = book.sheets[sheet]
        page.activate()
        page.range(cell or "A1").select()
        return True

    return bool(patiently(show, com_error))
