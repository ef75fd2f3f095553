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
_TRIES_TO_GO_BACK = 40
"""A sheet left open or a screen left still would be worse than waiting."""
_PAUSE = 0.25
"""Units: seconds between tries while Excel is busy (a cell is being edited)."""
_BUSY = {0x80010001, 0x8001010A, 0x800AC472}
"""Call rejected, retry later, and what Excel says while a cell is edited."""
_GONE = {0x80010108, 0x800706BA, 0x800706BE, 0x800401FD, 0x80010012, 0x800A01A8}
"""Disconnected, no server, call failed, not connected, server died, object required."""
_NO_PASSWORD = "-"  # noqa: S105
"""Excel ignores a password for a sheet that has none; without one it would ask the person."""
_REFUSED = "Excel 没有做成这一步，请保存后再试（{said}）。"
_Result = TypeVar("_Result")


def _xlwings() -> Any:
    """Xlwings, made safe, in the thread that asks for it.

    Source: COM must be begun in every thread; importing it does so in the first alone. xlwings
    at its end kills every Excel in which it sees no workbook, unsaved work and all, and it
    retries a busy Excel for ever.
    """
    import pythoncom

    pythoncom.CoInitialize()
    import xlwings
    from xlwings import _xlwindows

    atexit.unregister(_xlwindows.cleanup)
    _xlwindows.N_COM_ATTEMPTS = 1
    return xlwings


def patiently(work: Callable[[], _Result], tries: int = _TRIES) -> _Result:
    """Try while Excel is busy, a bounded number of times.

    Raises: BusyError when it stays so, ClosedError when the workbook or Excel is gone,
    HostError for whatever else Excel refuses.
    """
    from pywintypes import com_error
    from xlwings._xlwindows import ExcelBusyError

    for _ in range(tries):
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
                raise HostError(_REFUSED.format(said=said)) from None
        except AttributeError as error:  # a program that answers like Excel, and lacks something
            raise HostError(_REFUSED.format(said=error)) from None
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
        wanted = {str(book), str(book.resolve())}
        found: list[Any] = []
        busy: BusyError | None = None
        for app in _xlwings().apps:
            try:
                found += patiently(lambda app=app: _books(app.api, wanted))  # type: ignore[misc]
            except BusyError as error:
                busy = error
            except (ClosedError, OSError):  # gone meanwhile, or another person's
                continue
        if busy and not found:
            raise busy
        found.sort(key=lambda one: one[0])
        return Book(found[0][1], len(found) > 1) if found else None


def _books(app: Any, wanted: set[str]) -> list[tuple[bool, Any]]:
    """The workbooks of an Excel that have one of these full paths, and which are read-only."""
    every = (app.Workbooks(i) for i in range(1, app.Workbooks.Count + 1))
    return [
        (bool(one.ReadOnly), one)
        for one in every
        if any(same_file(one.FullName, name) for name in wanted)
    ]


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
        finally:  # what stopped the work is told, not what is in the way of going back
            with suppress(HostError):
                patiently(lambda: screen(before), _TRIES_TO_GO_BACK)
            with suppress(HostError):
                patiently(back)

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
                _lock_again(page, sheet, lock)

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


def _lock_again(page: Any, sheet: str, lock: tuple[Any, ...]) -> None:
    try:
        patiently(lambda: page.Protect(*lock), _TRIES_TO_GO_BACK)
    except BusyError:
        raise HostError(
            f"Excel 一直正忙，工作表“{sheet}”的保护没有加回去；"
            "请先按回车结束编辑，保存并关闭，再在填报助手的窗口里点“更新概述与汇总”。"
        ) from None


def _to_front(window: int) -> None:
    """Windows may refuse it; the cell is selected all the same."""
    import pywintypes
    from win32gui import SetForegroundWindow

    with suppress(pywintypes.error):
        SetForegroundWindow(window)
