"""A stand-in for Excel that opens workbooks, run by Python for Windows and asked through COM.

    excel_books_stand_in.py CLSID EXPECTED.txt NOTES.txt [MOOD]

It says that it is ready, and ends when its stdin does.

It calculates nothing: its cells show what EXPECTED.txt says they must, so that a script that
compares has something to compare. In a mood it is not as it should be:

faulty     the first workbook is called mended and its first cell is calculated wrongly; nothing
           is protected, validated or follows from typing; pages are two; macros do nothing
busy       a workbook of somebody else's is open

The class is told by whoever starts it: one left over from a run that was killed serves another
class, and is never asked again.
"""

# ruff: noqa: N802, RUF012  # names and lists as Excel and pywin32 have them
import os
import subprocess
import sys
import threading
import winreg
from pathlib import Path

import pythoncom
import win32api
import win32con
from excel_objects import Many, RefusalError, Thing
from excel_stand_in import shown
from win32com.server import factory

PROGRAM = "Excel.Application"
REFUSED = -2147352567


class State:
    notes, mood, rows = Path(), "", {}
    program = ""

    @property
    def faulty(self):
        return self.mood == "faulty"

    def ask(self, name):
        """Take every question."""


STATE = State()


def note(text):
    with STATE.notes.open("a", encoding="utf-8") as file:
        file.write(f"{text}\n")


def expected(path):
    """Rows by their first word, as the script reads them."""
    rows = {}
    for line in Path(path).read_text("utf-16").splitlines():
        kind, *rest = (part.replace("\\n", "\n") for part in line.split("\t"))
        rows.setdefault(kind, []).append(rest)
    return rows


def value_of(kind, text):
    return float(text) if kind == "n" else text


class Cell(Thing):
    """A cell; what is typed changes what the workbook shows."""

    @property
    def key(self):
        return self.sheet.Name, self.ref

    @property
    def Value2(self):
        book = self.sheet.book
        return book.typed.get(self.key, book.shows.get(self.key, ""))

    Text = Formula = property(lambda self: str(self.Value2))

    @property
    def Locked(self):
        return self.key not in self.sheet.book.open

    @property
    def Validation(self):
        refused = self.sheet.book.number in self.sheet.book.refused and not STATE.faulty
        return Thing(self.excel, Value=not refused)

    def ClearContents(self):
        """Be emptied."""
        self.put("Value2", "")

    def put(self, name, value):
        book = self.sheet.book
        if self.Locked and book.id and not STATE.faulty:
            raise RefusalError(REFUSED, "工作表受保护")
        if name == "Formula":
            note(f"restore {self.ref}")
            book.typed, book.number = {}, ""
        elif book.id:
            book.type(self.key, value)
        else:
            STATE.program = value


class Sheet(Thing):
    """A worksheet."""

    ProtectContents = property(lambda _: not STATE.faulty)

    @property
    def PageSetup(self):
        pages = [1, 2] if STATE.faulty else [1]
        return Thing(self.excel, Pages=Many(self.excel, members=pages))

    def Range(self, ref):
        """Find a cell."""
        return Cell(self.excel, sheet=self, ref=ref)


class Book(Thing):
    """A workbook that is open."""

    ProtectStructure = property(lambda _: not STATE.faulty)

    def __init__(self, path):
        name = Path(path).name
        for prefix in ("saved-", "ribbon-", "eyes-"):
            name = name.removeprefix(prefix)
        id = next((row[0] for row in STATE.rows["book"] if row[1] == name), "")
        first = id == STATE.rows["book"][0][0]
        super().__init__(STATE, Name=name, id=id, typed={}, number="")
        self.caption = f"{name} [已修复]" if first and STATE.faulty else name
        self.shows = {(s, c): value_of(k, v) for i, s, c, k, v in STATE.rows["cell"] if i == id}
        self.open = {(s, c) for i, s, c in STATE.rows["entry"] if i == id}
        self.refused = {n for i, n in STATE.rows["refused"] if i == id}

    def Windows(self, _number):
        """Find its window."""
        return Thing(self.excel, Caption=self.caption)

    def Worksheets(self, name):
        """Find a sheet."""
        return Sheet(self.excel, Name=name, book=self)

    def type(self, key, value):
        """Show what follows from what was typed."""
        for id, number, sheet, ref, kind, text, *_ in STATE.rows["type"]:
            if id == self.id and (sheet, ref) == key and value_of(kind, text) == value:
                note(f"type {ref} {value}")
                self.number = number
        after = (
            []
            if STATE.faulty
            else (row[2:] for row in STATE.rows["after"] if row[:2] == [self.id, self.number])
        )
        self.typed = {(s, r): value_of(k, v) for s, r, k, v in after}
        self.typed.setdefault(key, value)

    def ExportAsFixedFormat(self, kind, path):
        """Print."""
        Path(path).write_bytes(b"%PDF-1.7 by the stand-in\n" + b"%" * 1000)

    def SaveAs(self, path, kind):
        """Save."""
        Path(path).write_bytes(b"PK")
        note(f"save {kind}")

    def Close(self, keep):
        """Close."""
        BOOKS.members.remove(self)


class Books(Many):
    """The open workbooks."""

    def Open(self, path, links):
        """Open one."""
        if not Path(path).is_file():
            raise RefusalError(REFUSED, "找不到文件")
        note(f"open {Path(path).name}")
        self.members.append(Book(path))
        return self.members[-1]


BOOKS = Books(STATE, members=[])


class Excel:
    _public_methods_ = ["CalculateFullRebuild", "Run", "Quit"]
    _public_attrs_ = ["Visible", "DisplayAlerts", "AutomationSecurity", "Workbooks", "Name",
                      "Version", "Build", "OperatingSystem", "Path", "ActiveChart"]  # fmt: skip

    def __init__(self):
        self.Visible, self.DisplayAlerts, self.AutomationSecurity = True, True, 3
        self.Name, self.Version, self.Build, self.Path = "替身", "16.0", 1, "C:\\"
        self.OperatingSystem = "Wine"
        self.ActiveChart = shown(Thing(STATE))  # Wine's script host cannot pass on a none
        self.Workbooks = shown(BOOKS)
        if STATE.mood == "busy":
            BOOKS.members.append(Book("somebody's.xlsx"))

    def CalculateFullRebuild(self):
        note("calculate")
        if STATE.faulty:
            shows = BOOKS.members[0].shows
            shows[next(iter(shows))] = "算错了"

    def Run(self, macro, control):
        if STATE.faulty:
            return
        name = macro.rpartition(".")[2]
        action = next(row[2] for row in STATE.rows["button"] if row[0] == name)
        command = [os.environ["COMSPEC"], "/c", STATE.program, "ribbon", action]
        subprocess.run(command, check=False)

    def Quit(self):
        note(f"quit {len(BOOKS.members)} {self.DisplayAlerts}")


def serve(clsid):
    """Be the Excel that is installed, until stdin ends."""
    sys.modules["excel_books_stand_in"] = sys.modules["__main__"]
    for key, value in ((rf"{PROGRAM}\CLSID", clsid),
                       (rf"CLSID\{clsid}\PythonCOM", "excel_books_stand_in.Excel")):  # fmt: skip
        winreg.SetValue(winreg.HKEY_CLASSES_ROOT, key, winreg.REG_SZ, value)
    factory.RegisterClassFactories([clsid], pythoncom.REGCLS_MULTIPLEUSE)
    thread = win32api.GetCurrentThreadId()
    threading.Thread(target=wait, args=[thread], daemon=True).start()
    print("ready", flush=True)
    pythoncom.PumpMessages()
    for key in (rf"CLSID\{clsid}\PythonCOM", rf"CLSID\{clsid}", rf"{PROGRAM}\CLSID", PROGRAM):
        winreg.DeleteKey(winreg.HKEY_CLASSES_ROOT, key)
    print("gone", flush=True)
    os._exit(0)


def wait(thread):
    """End the thread's messages when stdin ends."""
    sys.stdin.read()
    win32api.PostThreadMessage(thread, win32con.WM_QUIT, 0, 0)


def main(clsid, path, notes, mood=""):
    """Read what is expected, and answer."""
    STATE.rows, STATE.notes, STATE.mood = expected(path), Path(notes), mood
    serve(clsid)


if __name__ == "__main__":
    main(*sys.argv[1:])
