"""A second start with the same file: the window that has it comes forward instead."""

import sys
import tkinter as tk
from collections.abc import Callable
from functools import partial
from pathlib import Path

_ALREADY_EXISTS = 183
_RESTORE = 9
"""ShowWindow's order to a window that was made small."""


def claim(root: tk.Tk, path: Path | None, before: Path | None) -> None:
    """Mark the window as the one that has this file open."""
    if sys.platform != "win32":
        return
    if path is None and before is None:
        return
    import ctypes

    user = ctypes.windll.user32
    user.RemovePropW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
    user.SetPropW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_void_p)
    window = int(root.wm_frame(), 16)
    if before is not None:
        user.RemovePropW(window, _mark(before))
    if path is not None:
        user.SetPropW(window, _mark(path), 1)


def bring_forward(path: Path, own: tk.Tk | None = None) -> bool:
    """Show the window that has this file open; tells whether there is one."""
    if sys.platform != "win32":
        return False
    import ctypes
    from ctypes import wintypes

    user = ctypes.windll.user32
    user.GetPropW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
    user.GetPropW.restype = ctypes.c_void_p
    mark, mine, found = _mark(path), int(own.wm_frame(), 16) if own else 0, []

    @ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    def visit(window: int, _: int) -> bool:
        if window != mine and user.GetPropW(window, mark):
            found.append(window)
        return not found

    user.EnumWindows(visit, 0)
    for window in found:
        if user.IsIconic(window):
            user.ShowWindow(window, _RESTORE)
        user.SetForegroundWindow(window)
    return bool(found)


def begin(task: str) -> Callable[[], object] | None:
    """Claim a task, such as a workbook to write into; gives the way to let go of it.

    None where another start is still at it.
    """
    if sys.platform != "win32":
        return lambda: None
    import ctypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateMutexW.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_wchar_p)
    kernel.CreateMutexW.restype = ctypes.c_void_p
    kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
    claim = kernel.CreateMutexW(None, False, _mark(Path(task)))
    if ctypes.get_last_error() == _ALREADY_EXISTS:
        kernel.CloseHandle(claim)
        return None
    return partial(kernel.CloseHandle, claim)


def _mark(path: Path) -> str:
    from hashlib import sha256

    name = str(path.resolve()).casefold().encode("utf-8", "surrogatepass")
    return f"budgetsheet-{sha256(name).hexdigest()[:32]}"
