"""A stand-in for Excel, run by Python for Windows: its windows, and its objects through COM.

excel_stand_in.py SETTING.json STATE.json. xlwings finds Excel by its windows (XLMAIN, XLDESK,
EXCEL7) and asks the last for its object model through oleacc; this program answers as Excel
does. When stdin ends, or it is to die, it writes into STATE.json what was done, and goes.
"""

import ctypes
import json
import os
import re
import sys
import threading
from ctypes import wintypes
from pathlib import Path

import pythoncom
import win32con
import win32gui
from excel_objects import Excel, RefusalError, Thing, put, use
from win32com.client import Dispatch
from win32com.server.exception import COMException
from win32com.server.policy import DynamicPolicy
from win32com.server.util import wrap

NATIVE_OBJECT = -16
PUT = pythoncom.DISPATCH_PROPERTYPUT | pythoncom.DISPATCH_PROPERTYPUTREF


class Policy(DynamicPolicy):
    """Names are refused too while Excel is busy."""

    def _getdispid_(self, name, fdex):
        try:
            self._obj_.thing.excel.ask(name)
        except RefusalError as refusal:
            raise COMException(scode=refusal.code, desc=refusal.text) from None
        return super()._getdispid_(name, fdex)


class Shown:
    """A thing of Excel's as COM shows it."""

    def __init__(self, thing):
        self.thing = thing

    def _dynamic_(self, name, _lcid, flags, arguments):
        arguments = [taken(one) for one in arguments]
        try:
            if flags & PUT:
                return put(self.thing, name, arguments[-1])
            called = bool(arguments) or flags != pythoncom.DISPATCH_PROPERTYGET
            return shown(use(self.thing, name, arguments, called))
        except RefusalError as refusal:
            raise COMException(scode=refusal.code, desc=refusal.text) from None


def shown(value):
    """Give an object as COM passes it on."""
    return wrap(Shown(value), usePolicy=Policy) if isinstance(value, Thing) else value


def taken(value):
    """Take an object that was passed back to us."""
    return Dispatch(value) if type(value).__name__ == "PyIDispatch" else value


class Windows:
    """The three windows by which Excel is found."""

    def __init__(self, excel):
        self.excel = excel
        parent = 0
        for name in ("XLMAIN", "XLDESK", "EXCEL7"):
            kind = win32gui.WNDCLASS()
            kind.lpszClassName, kind.hInstance = name, win32gui.GetModuleHandle(None)
            kind.lpfnWndProc = self.answer if name == "EXCEL7" else {}
            win32gui.RegisterClass(kind)
            style = win32con.WS_CHILD if parent else win32con.WS_OVERLAPPEDWINDOW
            parent = win32gui.CreateWindowEx(0, name, name, style, 0, 0, 300, 200, parent, 0,
                                             kind.hInstance, None)  # fmt: skip
            if name == "XLMAIN":
                excel.application.Hwnd = parent

    def answer(self, window, message, wparam, lparam):
        """Hand out the object model when asked for it."""
        asked = ctypes.c_int32(lparam & 0xFFFFFFFF).value
        if message == win32con.WM_GETOBJECT and asked == NATIVE_OBJECT:
            return native_object(shown(self.excel.application), wparam)
        return win32gui.DefWindowProc(window, message, wparam, lparam)


def native_object(dispatch, wparam):
    """Pack an object for AccessibleObjectFromWindow on the other side."""
    make = ctypes.oledll.oleacc.LresultFromObject
    make.restype = wintypes.LPARAM
    make.argtypes = [ctypes.c_char_p, wintypes.WPARAM, ctypes.c_void_p]
    pointer = int(re.search(r"obj at (0x[0-9A-Fa-f]+)", repr(dispatch))[1], 16)
    return make(bytes(pythoncom.IID_IDispatch), wparam, pointer)


def main():
    """Show the windows and answer until ended."""
    setting = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    pythoncom.CoInitialize()

    def end():
        Path(sys.argv[2]).write_text(json.dumps(excel.told(), ensure_ascii=False), "utf-8")
        os._exit(0)

    excel = Excel(setting, end)
    windows = Windows(excel)
    threading.Thread(target=lambda: (sys.stdin.read(), end()), daemon=True).start()
    print("ready", flush=True)
    pythoncom.PumpMessages()
    return windows


if __name__ == "__main__":
    main()
