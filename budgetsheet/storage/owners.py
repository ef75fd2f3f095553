"""The marks that office programs lay beside a file they have open: whose it is just now."""

import re
import sys
from pathlib import Path
from typing import NamedTuple

_MOST_BYTES = 4096
_WORDS_BYTES, _WORDS_PLACE, _EXCELS_PLACE = 162, 54, 55
"""The size of Word's mark, and where the length of the user's name in UTF-16 stands in each."""


class Owner(NamedTuple):
    """A program that has a file open, the person if the mark names one, and the mark."""

    program: str
    who: str
    mark: Path

    @property
    def said(self) -> str:
        """Who has it open, and how to go on, also where the mark was left by a crash."""
        who = f"（{self.who}）" if self.who else ""
        return (
            f"正在 {self.program} 中打开{who}。请在那里保存并关闭它，再做一次；如果其实没有开着，"
            f"是上次意外退出留下的标记，请删去同一文件夹里的“{self.mark.name}”"
        )


def owner_of(path: Path) -> Owner | None:
    """The program that has a file open, by the mark beside it; None for a mark proved stale.

    Source: LibreOffice lets others rename a file it has open, and its next save would undo
    theirs. Word and Excel hold the file itself on Windows, so that a file which can be opened
    for writing there tells that the mark was left by a crash.
    """
    mark = path.with_name(f".~lock.{path.name}#")
    if _lies(mark):
        return Owner("LibreOffice", _office_user(_content(mark)), mark)
    mark = path.with_name(f".~{path.name}")
    if _lies(mark):
        return Owner("WPS", "", mark)
    for name in _microsoft_marks(path):
        mark = path.with_name(name)
        if _lies(mark) and not _proved_stale(path):
            program = "Word" if path.suffix.lower() == ".docx" else "Excel 或 WPS"
            return Owner(program, _microsoft_user(_content(mark)), mark)
    return None


def marks_beside(path: Path) -> tuple[str, ...]:
    """The names that any program's mark of this file may have."""
    return (f".~lock.{path.name}#", f".~{path.name}", *_microsoft_marks(path))


def _microsoft_marks(path: Path) -> tuple[str, ...]:
    """The mark's names; Word cuts up to two letters off a long name's head."""
    names = (path.name, path.name[1:], path.name[2:])
    return tuple(f"~${name}" for name in names[: 3 if path.suffix.lower() == ".docx" else 1])


def _lies(mark: Path) -> bool:
    try:
        return mark.is_file()
    except OSError:  # a mark's name is longer than the file's
        return False


def _proved_stale(path: Path) -> bool:
    if sys.platform != "win32":
        return False
    try:
        with path.open("r+b"):
            return True
    except OSError:
        return False


def _content(mark: Path) -> bytes:
    try:
        with mark.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:  # Excel lets nobody read it while it is in use
        return b""


def _office_user(data: bytes) -> str:
    """The person, the machine and the time in LibreOffice's mark."""
    fields = re.split(r"(?<!\\),", data.decode("utf-8", "replace"))
    name, login, machine, since = (*(field.strip() for field in fields), *[""] * 4)[:4]
    return _shown("，".join(filter(None, (name or login, machine, since and f"{since} 起"))))


def _microsoft_user(data: bytes) -> str:
    """The person in Excel's or Word's mark."""
    at = _WORDS_PLACE if len(data) == _WORDS_BYTES else _EXCELS_PLACE
    length = int.from_bytes(data[at : at + 2], "little")
    wide = data[at + 2 :][: 2 * length] if length <= at else b""
    return _shown(wide.decode("utf-16-le", "replace"))


def _shown(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:60].strip()
