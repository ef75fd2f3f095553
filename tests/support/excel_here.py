"""The stand-in for Excel in this process, shown as pywin32 and xlwings show Excel."""

import contextlib
import sys
import threading
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.excel_objects import NO_MEMBER, Excel, RefusalError, Thing, put, use

ALLOWED = ("AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows",
           "AllowInsertingColumns", "AllowInsertingRows", "AllowInsertingHyperlinks",
           "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering",
           "AllowUsingPivotTables")  # fmt: skip
OPEN = ("AllowFormattingColumns", "AllowFormattingRows", "AllowSorting", "AllowFiltering")


def setting(path: str, screen: str, sheets: list[str], /, **differing: Any) -> dict[str, Any]:
    """Return what a stand-in needs to know; see excel_objects for how it fails."""
    plain = {
        "path": path, "screen": screen, "sheets": sheets, "read_only": False,
        "front": sheets[0], "selected": {sheets[0]: "$B$3"}, "passwords": {}, "formats": {},
        "allowed": {name: name in OPEN for name in ALLOWED},
        "busy": 0, "types": "", "dies": "", "closes": "",
    }  # fmt: skip
    return plain | differing


class StandInComError(Exception):
    """What pywin32 raises when COM refuses."""

    def __init__(self, refusal: RefusalError) -> None:
        super().__init__(refusal.text)
        self.hresult, self.strerror = -2147352567, "Exception occurred."
        self.excepinfo = (0, None, refusal.text, None, 0, refusal.code)


class Here:
    """An object of Excel's as a client holds it."""

    def __init__(self, thing: Thing) -> None:
        self.__dict__["thing"] = thing

    def __getattr__(self, name: str) -> Any:
        if callable(getattr(type(self.thing), name, None)):
            return lambda *arguments: self._use(name, arguments, called=True)
        return self._use(name, (), called=False)

    def __setattr__(self, name: str, value: Any) -> None:
        with _as_pywin32():
            put(self.thing, name, value)

    def __call__(self, *arguments: Any) -> Any:
        return self._use("_value_", arguments, called=True)

    def _use(self, name: str, arguments: tuple[Any, ...], called: bool) -> Any:
        plain = [one.thing if isinstance(one, Here) else one for one in arguments]
        with _as_pywin32(name):
            found = use(self.thing, name, plain, called)
        return Here(found) if isinstance(found, Thing) else found


@contextlib.contextmanager
def _as_pywin32(name: str = "") -> Any:
    try:
        yield
    except RefusalError as refusal:
        if refusal.code == NO_MEMBER:
            raise AttributeError(name) from None
        raise StandInComError(refusal) from None


NOT_BEGUN = -2147221008


class Apps(list[Any]):
    """The Excels that run; COM must have been begun in the thread that looks at them."""

    def __init__(self, apps: list[Any], begun: threading.local) -> None:
        super().__init__(apps)
        self._begun = begun

    def __iter__(self) -> Iterator[Any]:
        if not vars(self._begun):
            raise StandInComError(RefusalError(NOT_BEGUN, "CoInitialize has not been called."))
        return super().__iter__()


def install(monkeypatch: pytest.MonkeyPatch, excels: list[Excel]) -> None:
    """Let `import xlwings` find these Excels, and no real one."""
    begun = threading.local()
    modules: dict[str, Any] = {
        name: types.ModuleType(name)
        for name in ("xlwings", "xlwings._xlwindows", "pywintypes", "win32gui", "pythoncom")
    }
    apps = [types.SimpleNamespace(api=Here(one.application)) for one in excels]
    modules["xlwings"].apps = Apps(apps, begun)
    modules["pythoncom"].CoInitialize = lambda: setattr(begun, "here", True)
    modules["xlwings"]._xlwindows = modules["xlwings._xlwindows"]
    modules["xlwings._xlwindows"].ExcelBusyError = type("ExcelBusyError", (Exception,), {})
    modules["xlwings._xlwindows"].cleanup = lambda: None
    modules["pywintypes"].com_error = StandInComError
    modules["pywintypes"].error = OSError
    modules["win32gui"].SetForegroundWindow = lambda window: None
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)


def excel(path: Path, screen: Path, sheets: list[str], **differing: Any) -> Excel:
    """Return an Excel with one workbook open."""
    made = Excel(setting(str(path), str(screen), sheets, **differing), lambda: None)
    made.application.Hwnd = 1
    return made
