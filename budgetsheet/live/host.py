"""What a spreadsheet program must be able to do for us, and which ones there are.

A host finds a workbook that a person has open; it starts no program and opens no file.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from budgetsheet.form.grid import Area

MARK = '"budgetsheet.mark"<>""'
"""The condition of our conditional formats, by which they are known again.

A mark is a conditional format of its own over the cell, always true. It lies over the sheet's
own formats and conditional formats and changes none of them, goes away without a trace when it
is deleted, and is kept by Excel, WPS and LibreOffice when they save. Reading a workbook stops
before conditional formats, and refreshing writes them afresh, so neither sees a mark. A fill
would have to remember the one before; a note would mingle with the person's own.
"""


class Mark(NamedTuple):
    """A cell to mark, and the colours to mark it with."""

    cell: str
    fill: str
    font: str


class Write(NamedTuple):
    """Cells below each other that look alike: their look, and what each holds.

    `look` holds XlsxWriter's properties; blank for cells that keep their own. Each cell is
    a value, a formula without `=` or a blank, and a place to jump to or a blank.
    """

    place: Area
    look: dict[str, Any]
    cells: tuple[tuple[str | int | float, str, str], ...]


class HostError(Exception):
    """The program or the workbook does not allow it; the message is for the person."""


class NotOpenError(HostError):
    """No program that we can reach has the workbook open."""

    def __init__(self, book: Path) -> None:
        super().__init__(
            f"没有找到已打开的“{book.name}”：请先在 Excel 里打开它再试；"
            "若窗口上方显示“受保护的视图”，请先点“启用编辑”。"
        )


class BusyError(HostError):
    """The program does not answer while a cell is being edited or a dialogue is open."""

    def __init__(self, program: str) -> None:
        super().__init__(
            f"{program} 正忙：可能正在编辑单元格或开着对话框，请先按回车或关掉对话框再试；"
            "您填的内容没有动。"
        )


class ClosedError(HostError):
    """The workbook or the program went away in the middle."""

    def __init__(self) -> None:
        super().__init__("工作簿在校验中途被关闭，已停下；请重新打开再校验，已保存的内容都在。")


class SheetLockedError(HostError):
    """A person has put a password on a sheet."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        super().__init__(
            f"工作表“{sheet}”加了密码，写不进去；请在“审阅”里撤消工作表保护（要输入您设的密码）再试。"
        )


class OpenBook(Protocol):
    """A workbook open before a person; every operation may raise HostError."""

    twice: bool
    """Whether another window of the same program has it open as well."""

    @property
    def read_only(self) -> bool:
        """Whether it was opened in a way that cannot be saved."""

    def save_copy(self, target: Path) -> None:
        """Save what is on the screen to another file, unsaved edits included."""

    def sheet_names(self) -> tuple[str, ...]:
        """All sheets in order."""

    def undisturbed(self) -> AbstractContextManager[None]:
        """Hold the screen still; selection and active sheet are what they were afterwards."""

    def unlocked(self, sheet: str) -> AbstractContextManager[None]:
        """Lift a sheet's lock, and put it back as it was.

        Raises: SheetLockedError.
        """

    def write(
        self, sheet: str, cleared: Area, writes: Sequence[Write], heights: dict[int, float]
    ) -> None:
        """Empty an area of an unlocked sheet down to its last used row, and write into it."""

    def name(self, name: str, sheet: str, place: Area) -> None:
        """Let a defined name of the workbook mean this area."""

    def marked(self, sheet: str) -> bool:
        """Whether a sheet bears marks."""

    def mark(self, sheet: str, marks: Sequence[Mark]) -> None:
        """Make these the marks of an unlocked sheet, whatever it bore before."""

    def selection(self) -> tuple[str, str]:
        """The sheet in front and the first cell selected on it."""

    def select(self, sheet: str, cell: str) -> None:
        """Show the workbook and select a cell."""

    def close(self) -> None:
        """Let go of the workbook, which stays open."""


class Host(Protocol):
    """A spreadsheet program."""

    def find(self, book: Path) -> OpenBook | None:
        """The open workbook with this full path, or None."""


def hosts(book: Path) -> Iterator[Host]:
    """The programs that may have the workbook open, likeliest first."""
    if sys.platform == "win32" and find_spec("xlwings") is not None:
        from budgetsheet.live.excel import Excel

        yield Excel()
    from budgetsheet.live.libreoffice import LibreOffice, has_open

    if has_open(book):
        yield LibreOffice()


def find(book: Path) -> OpenBook:
    """The workbook where a person has it open.

    Raises: NotOpenError, BusyError.
    """
    for host in hosts(book):
        found = host.find(book)
        if found is not None:
            return found
    raise NotOpenError(book)


def same_file(one: str, other: str) -> bool:
    r"""Whether two full paths or addresses mean the same file.

    Source: Excel names a file on OneDrive by its address; `Path` makes `https:\x` of that.
    """
    return _plain(one) == _plain(other)


def _plain(path: str) -> str:
    from unicodedata import normalize

    parts = normalize("NFC", path).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part).casefold()


def show_cell(path: Path, sheet: str, cell: str) -> bool:
    """Select a cell in the open workbook; tells whether there is one that answers."""
    try:
        found = find(path)
        try:
            found.select(sheet, cell or "A1")
        finally:
            found.close()
    except HostError:
        return False
    return True
