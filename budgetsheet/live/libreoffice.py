"""LibreOffice through UNO: a bridge run by its own Python, since ours has no `uno`.

It serves where LibreOffice and a Python with `uno` are installed: on Windows LibreOffice's own
`program/python.exe`, on Debian python3-uno. A LibreOffice that runs is asked to listen on a
pipe, as a second start with `--accept` does; none is started.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from budgetsheet.form.grid import Area, area
from budgetsheet.live.host import (
    MARK,
    BusyError,
    ClosedError,
    HostError,
    Mark,
    OpenBook,
    SheetLockedError,
    Write,
    same_file,
)
from budgetsheet.programs import soffice, system_program

_BRIDGE = Path(__file__).with_name("uno_bridge.py")
_PIPE = "budgetsheet-live"
_CALL_SECONDS = 60
Command = tuple[str, ...]


class _SilentError(HostError):
    """No LibreOffice listens, or no Python here knows how to speak with it."""


def has_open(book: Path) -> bool:
    """Whether a LibreOffice says that it has the file open, by the lock file beside it."""
    return book.with_name(f".~lock.{book.name}#").exists() and bool(_soffice()) and _runs()


def _soffice() -> str:
    return str(soffice() or "")


def _python(soffice: str) -> str:
    """The Python that has `uno`: LibreOffice's own, or the system's."""
    own = Path(soffice).resolve().with_name("python.exe" if os.name == "nt" else "python")
    return str(own) if own.is_file() else "/usr/bin/python3"


def _runs() -> bool:
    """Whether a LibreOffice is running: without one, `--accept` would start it."""
    if sys.platform == "win32":
        done = subprocess.run(  # noqa: S603  # a fixed command of the system's own
            [str(system_program("tasklist.exe")), "/FI", "IMAGENAME eq soffice.bin", "/NH"],
            capture_output=True, timeout=20, check=False, creationflags=0x08000000,
        )  # fmt: skip
        return b"soffice.bin" in done.stdout
    for name in Path("/proc").glob("[0-9]*/comm"):
        with suppress(OSError):
            if name.read_text() == "soffice.bin\n":
                return True
    return False


class LibreOffice:
    """A running LibreOffice; `command` is how a second start reaches it."""

    def __init__(self, command: Command = (), pipe: str = _PIPE, python: str = "") -> None:
        self._command, self._pipe = command or (_soffice(),), pipe
        self._python = python or _python(self._command[0])

    def find(self, book: Path) -> OpenBook | None:
        """The open workbook with this full path, or None."""
        self._listen()
        try:
            bridge = _Bridge((self._python, str(_BRIDGE), self._pipe))
        except _SilentError:
            return None
        try:
            wanted = str(book.resolve())
            for path in bridge.call("paths"):
                if same_file(path, wanted) and bridge.call("attach", plain=path):
                    return Book(bridge)
        except HostError:
            bridge.stop()
            raise
        bridge.stop()
        return None

    def _listen(self) -> None:
        """Ask the running LibreOffice to listen; a second time does nothing."""
        accept = f"--accept=pipe,name={self._pipe};urp;"
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603  # the program that is installed, fixed arguments
                [*self._command, "--norestore", "--nologo", "--nodefault", accept],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                timeout=20, check=False, cwd=Path(self._command[0]).parent,
            )  # fmt: skip


class _Bridge:
    """The bridge's process: a request a line, an answer a line, within a time limit."""

    def __init__(self, command: Command) -> None:
        ours = ("PYTHON", "VIRTUAL_ENV", "COV")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
        self._process = subprocess.Popen(  # noqa: S603  # LibreOffice's own Python, our script
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            encoding="utf-8", errors="replace", cwd=Path(command[0]).parent,
            env=environment | {"PYTHONIOENCODING": "utf-8"},
            creationflags=0x08000000 if sys.platform == "win32" else 0,
        )  # fmt: skip
        self._answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._receive()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")

    def call(self, op: str, **values: Any) -> Any:
        """Ask for one operation. Raises: HostError."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"op": op, **values}) + "\n")
            self._process.stdin.flush()
        except OSError:
            raise ClosedError from None
        return self._receive()

    def _receive(self) -> Any:
        try:
            line = self._answers.get(timeout=_CALL_SECONDS)
        except queue.Empty:
            self.stop()
            raise BusyError("LibreOffice") from None
        if not line:
            self.stop()
            raise ClosedError
        answer = json.loads(line)
        if "error" not in answer:
            return answer["ok"]
        if answer["error"] == "absent":
            self.stop()
            raise _SilentError
        if answer["error"] == "locked":
            raise SheetLockedError(answer["text"])
        if answer["error"] == "closed":
            raise ClosedError
        raise HostError(f"LibreOffice 没有做成这一步，请保存后再试（{answer['text'][:120]}）。")

    def stop(self) -> None:
        """End the bridge; LibreOffice goes on."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()


class Book:
    """A workbook open in LibreOffice."""

    twice = False

    def __init__(self, bridge: _Bridge) -> None:
        self._bridge = bridge

    @property
    def read_only(self) -> bool:
        """Whether it was opened in a way that cannot be saved."""
        return bool(self._bridge.call("read_only"))

    def save_copy(self, target: Path) -> None:
        """Save what is on the screen to another file."""
        self._bridge.call("save_copy", path=str(target))

    def sheet_names(self) -> tuple[str, ...]:
        """All sheets in order."""
        return tuple(self._bridge.call("sheet_names"))

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Hold the screen still, and put the person back where they were."""
        self._bridge.call("hold")
        try:
            yield
        finally:
            with suppress(ClosedError):
                self._bridge.call("release")

    @contextmanager
    def unlocked(self, sheet: str) -> Iterator[None]:
        """Lift a sheet's lock, and put it back as it was."""
        was_locked = self._bridge.call("unlock", sheet=sheet)
        try:
            yield
        finally:
            if was_locked:
                with suppress(ClosedError):
                    self._bridge.call("lock", sheet=sheet)

    def write(
        self, sheet: str, cleared: Area, writes: Sequence[Write], heights: dict[int, float]
    ) -> None:
        """Empty an area down to the last used row, and write into it."""
        self._bridge.call(
            "write", sheet=sheet, cleared=cleared, writes=writes, heights=list(heights.items())
        )

    def name(self, name: str, sheet: str, place: Area) -> None:
        """Let a defined name of the workbook mean this area."""
        target = sheet.replace("'", "''")
        first, _, last = place.absolute.partition(":")
        content = f"$'{target}'.{first}" + (f":{last}" if last else "")
        self._bridge.call("name", name=name, content=content)

    def marked(self, sheet: str) -> bool:
        """Whether a sheet bears marks."""
        return bool(self._bridge.call("marked", sheet=sheet, mark=MARK))

    def mark(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Make these the marks of an unlocked sheet."""
        self._bridge.call("mark", sheet=sheet, mark=MARK, marks=list(marks))

    def selection(self) -> tuple[str, str]:
        """The sheet in front and the first cell selected on it."""
        sheet, row, column = self._bridge.call("selection")
        return sheet, area(row, column).cell

    def select(self, sheet: str, cell: str) -> None:
        """Show the workbook and select a cell."""
        self._bridge.call("select", sheet=sheet, cell=cell)

    def close(self) -> None:
        """Let go of the workbook, which stays open."""
        self._bridge.stop()
