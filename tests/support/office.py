"""LibreOffice as the tests' spreadsheet program, and looking at what it makes."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Any

from support.waiting import CEILING

SYSTEM_PYTHON = "/usr/bin/python3"
SERVER = Path(__file__).with_name("uno_server.py")

_running: list[Office] = []


class OfficeError(RuntimeError):
    """LibreOffice refused, died or took too long."""


def why_absent() -> str:
    """Return why there is no LibreOffice to test with, or nothing."""
    if not shutil.which("soffice"):
        return "LibreOffice (soffice) is not installed"
    if not Path(SYSTEM_PYTHON).exists():
        return f"{SYSTEM_PYTHON} is absent"
    probe = subprocess.run(
        [SYSTEM_PYTHON, "-c", "import uno"],
        env=_environment(),
        capture_output=True,
        timeout=CEILING,
        check=False,
    )
    return "" if probe.returncode == 0 else f"{SYSTEM_PYTHON} has no uno (python3-uno)"


def _environment() -> dict[str, str]:
    """Return an environment with one locale, a TEMP as on Windows, nothing of this Python's own."""
    ours = ("PYTHON", "VIRTUAL_ENV", "COV", "LC_", "LANG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    ours_now = {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "TEMP": tempfile.gettempdir()}
    return kept | ours_now


class Office:
    """A LibreOffice with its own profile; started when first needed, and again after a death."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()
        self.generation = 0
        _running.append(self)

    @property
    def command(self) -> tuple[str, ...]:
        """How a second start reaches this LibreOffice."""
        self.call("ping")
        profile = self._folder / f"profile-{self.generation}"
        soffice = shutil.which("soffice") or ""
        return soffice, f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless"

    def open(self, path: Path | str, read_only: bool = False) -> Document:
        """Open a file, whatever its kind."""
        file = Path(path).resolve()
        if not file.is_file():
            raise FileNotFoundError(file)
        return self._opened("open", file, read_only=read_only)

    def open_shown(self, path: Path | str) -> Document:
        """Open a workbook as the active one, for macros to find."""
        return self._opened("open_shown", path)

    def open_addin(self, path: Path | str) -> Document:
        """Open an Excel add-in; its macros may run."""
        return self._opened("open_addin", path)

    def _opened(self, op: str, path: Path | str, **how: bool) -> Document:
        number = self.call(op, path=str(Path(path).resolve()), **how)
        return Document(self, number, self.generation)

    def to_pdf(self, office_file: Path | str, out_dir: Path | str) -> Path:
        """Turn a document into a PDF of the same name in a folder."""
        pdf = Path(out_dir) / (Path(office_file).stem + ".pdf")
        with self.open(office_file) as document:
            return document.to_pdf(pdf)

    def call(self, op: str, **arguments: Any) -> Any:
        """Ask the server for one operation, within the time limit."""
        if self._process is None:
            self._start()
        assert self._process is not None
        assert self._process.stdin is not None
        line = json.dumps({"op": op, **arguments})
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except OSError as problem:
            self.stop()
            raise OfficeError(f"LibreOffice is gone at {op}") from problem
        return self._receive(op)

    def stop(self) -> None:
        """End the server; it kills its LibreOffice when its stdin closes."""
        process, self._process = self._process, None
        if process is None:
            return
        self.generation += 1
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(CEILING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def close(self) -> None:
        """Stop for good and remove the profile."""
        self.stop()
        if self in _running:
            _running.remove(self)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        soffice = shutil.which("soffice")
        if soffice is None:
            raise OfficeError("LibreOffice (soffice) is not installed")
        self.generation += 1
        self._answers = queue.Queue()
        profile = self._folder / f"profile-{self.generation}"
        profile.mkdir(parents=True)
        self._process = subprocess.Popen(
            [SYSTEM_PYTHON, str(SERVER), str(profile), soffice],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=_environment(),
        )
        reader = threading.Thread(target=_pass_on, args=(self._process, self._answers), daemon=True)
        reader.start()
        self._receive("start")

    def _receive(self, op: str) -> Any:
        try:
            line = self._answers.get(timeout=CEILING)
        except queue.Empty:
            self.stop()
            raise OfficeError(f"LibreOffice took over {CEILING} s at {op}") from None
        if not line:
            self.stop()
            raise OfficeError(f"LibreOffice is gone at {op}")
        answer = json.loads(line)
        if "error" not in answer:
            return answer["ok"]
        if op == "start" or "DisposedException" in answer["error"]:
            self.stop()
        raise OfficeError(f"{op}: {answer['error']}")


def _pass_on(process: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
    """Pass on the server's lines; an empty one tells that it ended."""
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            answers.put(line)
    answers.put("")


class Document:
    """A document open in LibreOffice."""

    def __init__(self, office: Office, number: int, generation: int) -> None:
        self._office, self._number, self._generation = office, number, generation
        self._open = True

    def __enter__(self) -> Document:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def recalculate(self) -> None:
        """Calculate every formula anew, whatever the file had stored."""
        self._call("recalculate")

    def shown(self, sheet: str, area: str) -> list[list[str]]:
        """Return what the cells of an area show, row by row."""
        return list(self._call("strings", sheet=sheet, area=area))

    def column(self, sheet: str, area: str) -> list[str]:
        """Return what the cells of a column show, such as "I1:I40"."""
        return [row[0] for row in self.shown(sheet, area)]

    def cells(self, sheet: str, area: str) -> list[list[dict[str, Any]]]:
        """Return rows of cells: value, string (as shown), formula, error (0 when none)."""
        return self._call("cells", sheet=sheet, area=area)

    def type_into(self, sheet: str, cell: str, text: str) -> bool:
        """Type like a user, held by protection; tell whether the content changed."""
        return self._call("type_into", sheet=sheet, cell=cell, text=text)

    def results(self, sheet: str, area: str) -> list[list[Any]]:
        """Return what cells come to: numbers, texts, None for an error."""
        return self._call("results", sheet=sheet, area=area)

    def go_to(self, sheet: str, cell: str) -> None:
        """Put the cursor into a cell."""
        self._call("go_to", sheet=sheet, cell=cell)

    def selection(self) -> list[str]:
        """Return the sheet in front and the first cell selected."""
        return self._call("selection")

    def protect(self, sheet: str, password: str) -> None:
        """Lock a sheet with a password, whatever its lock was."""
        self._call("protect", sheet=sheet, password=password)

    def set_value(self, sheet: str, cell: str, value: float) -> None:
        """Put a number into a cell."""
        self._call("set_value", sheet=sheet, cell=cell, value=value)

    def set_string(self, sheet: str, cell: str, text: str) -> None:
        """Put a text into a cell, never read as a number or formula."""
        self._call("set_string", sheet=sheet, cell=cell, text=text)

    def run_macro(self, macro: str, *arguments: object) -> Any:
        """Run a procedure of an add-in, "Module.Procedure", and return what it returns."""
        return self._call("run_macro", macro=macro, arguments=arguments)

    def rearrange(self, sheet: str, what: str, **how: Any) -> None:
        """Take a sheet's lock off and move rows, columns or the sheet itself."""
        self._call("rearrange", sheet=sheet, what=what, **how)

    def validation(self, sheet: str, cell: str) -> dict[str, Any]:
        """Return a cell's data validation; its type is "ANY" when there is none."""
        return self._call("validation", sheet=sheet, cell=cell)

    def is_protected(self, sheet: str) -> bool:
        """Tell whether a sheet is protected."""
        return self._call("is_protected", sheet=sheet)

    def document_protected(self) -> bool:
        """Tell whether the workbook's structure is protected."""
        return self._call("document_protected")

    def sheet_names(self) -> list[str]:
        """Return the names of all sheets, hidden ones too."""
        return self._call("sheet_names")

    def visible(self, sheet: str) -> bool:
        """Tell whether a sheet is shown."""
        return self._call("visible", sheet=sheet)

    def heights(self, sheet: str, areas: list[str]) -> list[tuple[int, int]]:
        """Return needed and present height of each area's text. Units: 1/100 mm."""
        return [(needed, has) for needed, has in self._call("heights", sheet=sheet, areas=areas)]

    def save_as(self, path: Path | str) -> Path:
        """Save a copy, as xlsx or ods by the name's suffix."""
        return self._write("save_as", path)

    def to_pdf(self, path: Path | str) -> Path:
        """Export the document to a PDF file."""
        return self._write("to_pdf", path)

    def close(self) -> None:
        """Close without saving; a second time does nothing."""
        if self._open and self._generation == self._office.generation:
            self._open = False
            self._call("close")

    def _write(self, op: str, path: Path | str) -> Path:
        target = Path(path).resolve()
        self._call(op, path=str(target))
        return target

    def _call(self, op: str, **arguments: Any) -> Any:
        if self._generation != self._office.generation:
            raise OfficeError("LibreOffice was stopped; this document is closed")
        return self._office.call(op, doc=self._number, **arguments)


def to_pdf(office_file: Path | str, out_dir: Path | str) -> Path:
    """Turn any document into a PDF through the office of this session."""
    if not _running:
        raise OfficeError("no office is running: the test must ask for the fixture `office`")
    return _running[-1].to_pdf(office_file, out_dir)


def to_png(pdf: Path | str, dpi: int = 80) -> list[Path]:
    """Draw each page of a PDF beside it and return the pictures in order."""
    source = Path(pdf)
    stem = source.with_suffix("")
    for old in source.parent.glob(f"{stem.name}-page-*.png"):
        old.unlink()
    _tool("pdftoppm", "-png", "-r", str(dpi), str(source), f"{stem}-page")
    return sorted(source.parent.glob(f"{stem.name}-page-*.png"))


def pdf_text(pdf: Path | str) -> str:
    """Return the text of a PDF, laid out as on the page."""
    return _tool("pdftotext", "-layout", "-enc", "UTF-8", str(pdf), "-")


def pdf_pages(pdf: Path | str) -> int:
    """Return how many pages a PDF has."""
    lines = _tool("pdfinfo", str(pdf)).splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pages:"))


def _tool(*command: str) -> str:
    """Run a tool of poppler and return what it prints."""
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=CEILING, check=False
    )
    if done.returncode:
        raise OfficeError(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout
