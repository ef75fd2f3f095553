"""An engine in a process of its own, holding one workbook at a time."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from support.engines.cells import Opened, Typed, Value, opened, typed_to

ROOT = Path(__file__).resolve().parents[3]
PYTHON = ROOT / ".tools" / "engines" / "bin" / "python"
SERVER = Path(__file__).with_name("server.py")
ENGINES = ("onlyoffice", "formulon")


class EngineError(RuntimeError):
    """The engine refused or died."""


class Engine:
    """A spreadsheet engine; a workbook like the one it holds is typed, not loaded.

    To load is what takes the time: seconds, against tenths for a few cells.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.loads = 0
        self._held: Opened | None = None
        self._process: subprocess.Popen[str] | None = None

    def show(self, data: bytes) -> Calculated:
        """Make the engine hold a workbook, its formulas calculated."""
        book = opened(data)
        if not self._typed(book):
            with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
                file.write(book.stripped)
                file.flush()
                self._ask("load", file.name)
            self.loads += 1
        self._held = book
        return Calculated(self, book)

    def _typed(self, book: Opened) -> bool:
        """Make the workbook out of the one that is held, where typing does it."""
        typed = typed_to(self._held, book) if self._held else None
        if typed is None:
            return False
        try:
            self._ask("type", typed)
        except EngineError:
            return False
        return True

    def type(self, *cells: Typed) -> None:
        """Type into the workbook that is held; the next one shown is loaded."""
        self._ask("type", cells)
        self._held = None

    def area(self, sheet: str, area: str) -> list[list[Value]]:
        """Return the values of an area, row by row."""
        return self._ask("area", sheet, area)

    def close(self) -> None:
        """End the engine."""
        process, self._process, self._held = self._process, None, None
        if process is not None:
            process.kill()
            process.communicate()

    def _ask(self, op: str, *arguments: Any) -> Any:
        if self._process is None:
            self._process = subprocess.Popen(
                [PYTHON, SERVER, self.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"op": op, "arguments": arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            self.close()
            raise EngineError(f"{self.name} is gone at {op}")
        answer = json.loads(line)
        if "error" in answer:
            self._held = None
            raise EngineError(f"{self.name} at {op}: {answer['error']}")
        return answer["ok"]


class Calculated:
    """A workbook as an engine calculates it."""

    def __init__(self, engine: Engine, book: Opened) -> None:
        self._engine, self.book = engine, book

    def area(self, sheet: str, area: str) -> list[list[Value]]:
        """Return the values of an area, row by row."""
        return self._engine.area(sheet, area)

    def results(self, sheet: str, area: str) -> list[list[str | float | None]]:
        """Return what cells come to: a text or a number, or None for an error."""
        return [[_result(value) for value in row] for row in self.area(sheet, area)]

    def column(self, sheet: str, area: str) -> list[str]:
        """Return the texts of a column; a blank cell is an empty text."""
        return [str("" if row[0] is None else row[0]) for row in self.area(sheet, area)]


ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}


def _result(value: Value) -> str | float | None:
    """A blank cell is an empty text; an error is None."""
    return None if value in ERRORS else "" if value is None else value
