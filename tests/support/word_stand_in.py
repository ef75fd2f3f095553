"""A stand-in for Word, run by Python for Windows: registered, started and asked through COM.

    word_stand_in.py register PROGRAM NOTES.txt [hang|fail]
    word_stand_in.py unregister PROGRAM
    word_stand_in.py serve NOTES.txt [hang|fail]        what the system starts

It answers to `Word.Application` or `KWPS.Application` as far as printing asks, and writes a
line into NOTES.txt for each thing that was done.
"""

# ruff: noqa: N802, RUF012  # names and lists as Word and pywin32 have them
import sys
import time
import winreg
from pathlib import Path

import pythoncom
from win32com.server import factory
from win32com.server.util import wrap

CLSID = "{6B1E5A0C-4D4F-4C5C-9A53-0B7D7C0E2A11}"
MOST_SECONDS = 600


class State:
    notes, mood, done = Path(), "", False


def note(text):
    with State.notes.open("a", encoding="utf-8") as file:
        file.write(f"{text}\n")


class Contents:
    _public_methods_ = ["Update"]

    def Update(self):
        note("update contents")


class Document:
    _public_methods_ = ["ExportAsFixedFormat", "Close"]
    _public_attrs_ = ["TablesOfContents"]

    def __init__(self):
        self.TablesOfContents = [wrap(Contents())]

    def ExportAsFixedFormat(self, path, kind):
        note(f"export {kind}")
        if State.mood == "hang":
            time.sleep(MOST_SECONDS)
        if State.mood == "fail":
            raise OSError("no printer")
        Path(path).write_bytes(b"%PDF-1.7 by the stand-in\n%%EOF\n")

    def Close(self, keep):
        note(f"close {keep}")


class Documents:
    _public_methods_ = ["Open"]

    def Open(self, path, convert, read_only, recent):
        with Path(path).open("rb") as file:
            note(f"open {file.read(2).decode()} {recent}")
        return wrap(Document())


class Word:
    _public_methods_ = ["Quit"]
    _public_attrs_ = ["Visible", "DisplayAlerts", "AutomationSecurity", "Documents"]

    def __init__(self):
        self.Visible, self.DisplayAlerts, self.AutomationSecurity = True, -1, 1
        self.Documents = wrap(Documents())

    def Quit(self, keep):
        note(f"quit {self.Visible} {self.DisplayAlerts} {self.AutomationSecurity}")
        State.done = True


def serve():
    """Answer until the one who asked lets go, or a while is over."""
    sys.modules["word_stand_in"] = sys.modules["__main__"]
    registered = factory.RegisterClassFactories([CLSID], pythoncom.REGCLS_MULTIPLEUSE)
    end = time.monotonic() + MOST_SECONDS
    while not State.done and time.monotonic() < end:
        pythoncom.PumpWaitingMessages()
        time.sleep(0.02)
    time.sleep(0.2)
    factory.RevokeClassFactories(registered)


def register(program, *arguments):
    words = [sys.executable, str(Path(__file__).resolve()), "serve", *arguments]
    command = " ".join(f'"{word}"' for word in words)
    for key, value in (
        (rf"{program}\CLSID", CLSID),
        (rf"CLSID\{CLSID}\LocalServer32", command),
        (rf"CLSID\{CLSID}\PythonCOM", "word_stand_in.Word"),
    ):
        winreg.SetValue(winreg.HKEY_CLASSES_ROOT, key, winreg.REG_SZ, value)


def unregister(program):
    for key in (
        *(rf"CLSID\{CLSID}\{part}" for part in ("LocalServer32", "PythonCOM")),
        rf"CLSID\{CLSID}",
        rf"{program}\CLSID",
        program,
    ):
        winreg.DeleteKey(winreg.HKEY_CLASSES_ROOT, key)


def main(command, *arguments):
    if command == "serve":
        State.notes = Path(arguments[0])
        State.mood = next((word for word in arguments[1:] if not word.startswith("-")), "")
        try:
            serve()
        except BaseException as error:
            note(f"error {error!r}")
            raise
    else:
        {"register": register, "unregister": unregister}[command](*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
