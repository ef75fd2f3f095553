"""The office programs that print a docx to PDF: Word and WPS through COM, LibreOffice by call."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Protocol

from budgetsheet.programs import soffice, system_program

_SECONDS = 180
_ATTEMPTS = 2
"""Source: the first start of a new LibreOffice profile may die; the second one works."""
_PDF_FORMAT = 17
"""wdExportFormatPDF."""
_NO_ALERTS, _NO_MACROS, _DISCARD = 0, 3, 0
"""wdAlertsNone, msoAutomationSecurityForceDisable, wdDoNotSaveChanges."""
_SOFFICE_FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}'
)


class PrinterError(Exception):
    """A program is there but did not print; the message goes on after the program's name."""


class Printer(Protocol):
    """A program that prints."""

    title: str

    def present(self) -> bool:
        """Whether it is on this machine; does not start it."""

    def print(self, source: Path, target: Path) -> None:
        """Print a docx into a PDF. Raises: PrinterError."""


class ComPrinter:
    """Word, or WPS which speaks Word's language, in an instance of its own."""

    def __init__(self, title: str, program: str, seconds: float = _SECONDS) -> None:
        self.title, self._program, self._seconds = title, program, seconds

    def present(self) -> bool:
        """Whether the program is registered on this Windows."""
        if sys.platform != "win32":
            return False
        import winreg

        try:
            winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, rf"{self._program}\CLSID").Close()
        except OSError:
            return False
        return True

    def print(self, source: Path, target: Path) -> None:
        """Print, in a thread that is given up when a dialogue nobody sees holds it."""
        failures: list[BaseException] = []

        def work() -> None:
            try:
                self._print(source, target)
            except BaseException as error:
                failures.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(self._seconds)
        if thread.is_alive():
            raise PrinterError(f"{self._seconds:g} 秒没有回应")
        if failures:
            raise PrinterError("打印时出错") from failures[0]

    def _print(self, source: Path, target: Path) -> None:
        import pythoncom
        from win32com.client import DispatchEx

        pythoncom.CoInitialize()
        try:
            app = DispatchEx(self._program)
            try:
                _quietly(app)
                document = app.Documents.Open(str(source), False, False, False)
                try:
                    for contents in document.TablesOfContents:
                        contents.Update()
                    document.ExportAsFixedFormat(str(target), _PDF_FORMAT)
                finally:
                    document.Close(_DISCARD)
            finally:
                app.Quit(_DISCARD)
        finally:
            pythoncom.CoUninitialize()


def _quietly(app: Any) -> None:
    app.Visible = False
    app.DisplayAlerts = _NO_ALERTS
    app.AutomationSecurity = _NO_MACROS


class LibreOffice:
    """LibreOffice, with a profile of its own beside the document: no open window is in the way."""

    title = "LibreOffice"

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds

    def present(self) -> bool:
        """Whether its program is found."""
        return soffice() is not None

    def print(self, source: Path, target: Path) -> None:
        """Print by one call, ended with all it started when it takes too long."""
        for attempt in range(_ATTEMPTS):
            profile = source.parent / f"profile-{attempt}"
            command = [
                str(soffice()), f"-env:UserInstallation={profile.as_uri()}", "--headless",
                "--norestore", "--convert-to", _SOFFICE_FILTER,
                "--outdir", str(target.parent), str(source),
            ]  # fmt: skip
            self._run(command)
            if target.is_file():
                return

    def _run(self, command: list[str]) -> None:
        try:
            process = subprocess.Popen(  # noqa: S603  # a program found in its usual places
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, start_new_session=True, cwd=Path(command[0]).parent,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
        except OSError as error:
            raise PrinterError("启动不了") from error
        try:
            process.wait(self._seconds)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise PrinterError(f"{self._seconds:g} 秒没有做完") from error


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a program and what it started."""
    if os.name == "posix":
        import signal

        os.killpg(process.pid, signal.SIGKILL)
    else:
        taskkill = str(system_program("taskkill.exe"))
        subprocess.run(  # noqa: S603  # ends only the program that was started above
            [taskkill, "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
        )
    process.wait()


PRINTERS: tuple[Printer, ...] = (
    ComPrinter("Word", "Word.Application"),
    ComPrinter("WPS", "KWPS.Application"),
    LibreOffice(),
)
