"""Watches the open workbook: saved by somebody else, gone, or back again."""

import threading
from enum import Enum
from pathlib import Path
from typing import NamedTuple

_EVERY_SECONDS = 1.0


class Stamp(NamedTuple):
    """What changes when a file is written or replaced by another."""

    modified: int
    size: int
    inode: int


class Change(Enum):
    """What became of the file since it was last read."""

    SAVED = "saved"
    GONE = "gone"


def stamp_of(path: Path) -> Stamp | None:
    """The file's stamp, None when it is not there."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


class Watch:
    """Looks at one file every second, in a thread: a network drive may take long to answer.

    A spreadsheet program saves by renaming, so a file is gone only when it is missing twice.
    """

    def __init__(self, every: float = _EVERY_SECONDS) -> None:
        self._every = every
        self._lock = threading.Lock()
        self._path: Path | None = None
        self._known: Stamp | None = None
        self._missing = 0
        self._change: Change | None = None
        self._ended = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def look_at(self, path: Path | None, known: Stamp | None = None) -> None:
        """Watch this file from now on; `known` is its stamp from before it was read."""
        with self._lock:
            self._path, self._known, self._missing, self._change = path, known, 0, None

    def news(self) -> Change | None:
        """What happened, once."""
        with self._lock:
            change, self._change = self._change, None
            return change

    def end(self) -> None:
        """Watch no more."""
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            path = self._path
            if path is not None:
                self._compare(path, stamp_of(path))

    def _compare(self, path: Path, now: Stamp | None) -> None:
        with self._lock:
            if path != self._path:
                return
            if now is None:
                self._missing += 1
                if self._missing == 2:
                    self._known, self._change = None, Change.GONE
                return
            self._missing = 0
            if now != self._known:
                self._known, self._change = now, Change.SAVED
