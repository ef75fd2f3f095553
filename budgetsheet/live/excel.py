"""Excel through xlwings: the open workbook is looked for among all running Excels.

Source: `xw.Book(fullname)` would open the file when it is not open; `fullname` reads settings
from the workbook for a file on OneDrive, so Excel's own FullName is compared.
"""

import atexit
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from budgetsheet.form.grid import Area, area
from budgetsheet.live import excel_cells as cells
from budgetsheet.live.host import (
    BusyError,
    ClosedError,
    HostError,
    Mark,
    OpenBook,
    SheetLockedError,
    Write,
    same_file,
)

_TRIES = 12
_PAUSE = 0.25
"""Units: seconds between tries while Excel is busy (a cell is being edited)."""
_BUSY = {0x80010001, 0x8001010A, 0x800AC472}
"""Call rejected, retry later, and what Excel says while a cell is edited."""
_GONE = {0x80010108, 0x800706BA, 0x800706BE, 0x800401FD, 0x80010012, 0x800A01A8}
"""Disconnected, no server, call failed, not connected, server died, object required."""
_NO_PASSWORD = "-"  # noqa: S105
"""Excel ignores a password for a sheet that has none; without one it would ask the person."""
_Result = TypeVar("_Result")


def _xlwings() -> Any:
    """Xlwings, made safe.

    Source: at its end it kills every Excel in which it sees no workbook, unsaved work and
    all, and it retries a busy Excel for ever.
    """
    import xlwings
    from xlwings import _xlwindows

    atexit.unregister(_xlwindows.cleanup)
    _xlwindows.N_COM_ATTEMPTS = 1
    return xlwings


def patiently(work: Callable[[], _Result]) -> _Result:
    """Try while Excel is busy, a bounded number of times.

    Raises: BusyError when it stays so, ClosedError when the workbook or Excel is gone,
    HostError for whatever else Excel refuses.
    """
    from pywintypes import com_error
    from xlwings._xlwindows import ExcelBusyError

    for _ in range(_TRIES):
        try:
            return work()
        except ExcelBusyError:
            pass
        except com_error as error:
            codes = _codes(error)
            if codes & _GONE:
                raise ClosedError from None
            if not codes & _BUSY:
                said = (error.excepinfo or ("",) * 3)[2] or error.strerror
                raise HostError(f"Excel 没有做成这一步，请保存后再试（{said}）。") from None
        time.sleep(_PAUSE)
    raise BusyError("Excel")


def _codes(error: Any) -> set[int]:
    """The call's code, and the one that Excel put inside."""
    inside = error.excepinfo[5] if error.excepinfo else None
    return {code & 0xFFFFFFFF for code in (error.hresult, inside) if code}


class Excel:
    """All Excels that run."""

    def find(self, book: Path) -> OpenBook | None:
        """The open workbook with this full path; of two, the one that can be saved."""
        xlwings = _xlwings()
        wanted = {str(book), str(book.resolve())}
        found = [
            candidate
            for app in xlwings.apps
            for candidate in patiently(lambda app=app: _books(app.api))  # type: ignore[misc]
            if any(same_file(candidate.FullName, name) for name in wanted)
        ]
        found.sort(key=lambda candidate: bool(candidate.ReadOnly))
        return Book(found[0], len(found) > 1) if found else None


def _books(app: Any) -> list[Any]:
    return [app.Workbooks(i) for i in range(1, app.Workbooks.Count + 1)]


class Book:
    """A workbook open in Excel."""

    def __init__(self, api: Any, twice: bool) -> None:
        self._api, self.twice = api, twice

    @property
    def read_only(self) -> bool:
        """Whether it was opened in a way that cannot be saved."""
        return bool(patiently(lambda: self._api.ReadOnly))

    def save_copy(self, target: Path) -> None:
        """Save what is on the screen to another file."""
        patiently(lambda: self._api.SaveCopyAs(str(target)))

    def sheet_names(self) -> tuple[str, ...]:
        """All sheets in order."""
        count = patiently(lambda: self._api.Sheets.Count)
        return tuple(patiently(lambda i=i: self._api.Sheets(i).Name)  # type: ignore[misc]
                     for i in range(1, count + 1))  # fmt: skip

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Hold the screen still, and put the person back where they were."""
        app = patiently(lambda: self._api.Application)
        window = patiently(lambda: self._api.Windows(1))
        sheet = patiently(lambda: self._api.ActiveSheet.Name)
        chosen = patiently(lambda: window.RangeSelection.Address)
        seen = patiently(lambda: (window.ScrollRow, window.ScrollColumn))
        before = patiently(lambda: bool(app.ScreenUpdating))

        def back() -> None:
            self._page(sheet).Activate()
            self._page(sheet).Range(chosen).Select()
            window.ScrollRow, window.ScrollColumn = seen

        def screen(on: bool) -> None:
            app.ScreenUpdating = on

        patiently(lambda: screen(False))
        try:
            yield
        finally:
            try:
                with suppress(ClosedError):
                    patiently(back)
            finally:
                with suppress(ClosedError):
                    patiently(lambda: screen(before))

    @contextmanager
    def unlocked(self, sheet: str) -> Iterator[None]:
        """Lift a sheet's lock, and put it back as it was."""
        page = self._page(sheet)
        lock = patiently(lambda: cells.lock(page))
        if lock is None:
            yield
            return
        try:
            patiently(lambda: page.Unprotect(_NO_PASSWORD))
        except (BusyError, ClosedError):
            raise
        except HostError:
            raise SheetLockedError(sheet) from None
        if patiently(lambda: page.ProtectContents):
            raise SheetLockedError(sheet)
        try:
            yield
        finally:
            with suppress(ClosedError):
                patiently(lambda: page.Protect(*lock))

    def write(
        self, sheet: str, cleared: Area, writes: Sequence[Write], heights: dict[int, float]
    ) -> None:
        """Empty an area down to the last used row, and write into it."""
        page = self._page(sheet)
        patiently(lambda: cells.clear(page, cleared))
        for run in writes:
            place = page.Range(run.place.ref)
            if run.look:
                patiently(lambda p=place, r=run: cells.dress(p, r.look))  # type: ignore[misc]
            patiently(lambda r=run: cells.fill(page, r))  # type: ignore[misc]
        for row, height in heights.items():
            patiently(lambda r=row, h=height: cells.set_height(page, r, h))  # type: ignore[misc]

    def name(self, name: str, sheet: str, place: Area) -> None:
        """Let a defined name of the workbook mean this area."""
        target = sheet.replace("'", "''")

        def rename() -> None:
            self._api.Names(name).RefersTo = f"='{target}'!{place.absolute}"

        patiently(rename)

    def marked(self, sheet: str) -> bool:
        """Whether a sheet bears marks."""
        return bool(patiently(lambda: cells.our_marks(self._page(sheet))))

    def mark(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Make these the marks of an unlocked sheet."""
        page = self._page(sheet)

        def mark() -> None:
            for old in reversed(cells.our_marks(page)):
                old.Delete()
            for one in marks:
                cells.mark(page.Range(one.cell).MergeArea, one)

        patiently(mark)

    def selection(self) -> tuple[str, str]:
        """The sheet in front and the first cell selected on it."""

        def selected() -> tuple[str, str]:
            chosen = self._api.Windows(1).RangeSelection
            return self._api.ActiveSheet.Name, area(chosen.Row - 1, chosen.Column - 1).cell

        return patiently(selected)

    def select(self, sheet: str, cell: str) -> None:
        """Show the workbook and select a cell."""

        def show() -> None:
            self._api.Activate()
            self._page(sheet).Activate()
            self._page(sheet).Range(cell).Select()

        patiently(show)
        _to_front(patiently(lambda: self._api.Application.Hwnd))

    def close(self) -> None:
        """Let go of the workbook, which stays open."""
        self._api = None

    def _page(self, sheet: str) -> Any:
        return patiently(lambda: self._api.Worksheets(sheet))


def _to_front(window: int) -> None:
    """Windows may refuse it; the cell is selected all the same."""
    import pywintypes
    from win32gui import SetForegroundWindow

    with suppress(pywintypes.error):
        SetForegroundWindow(window)
