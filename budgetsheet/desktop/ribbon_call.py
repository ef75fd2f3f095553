"""A button of the ribbon: `ribbon ACTION BOOK COPY`, as the add-in's macro starts the program.

BOOK is the open workbook's full name as Excel has it: a path, an address in a cloud, a bare
name when it was never saved, a blank when there is none. COPY is what is on the screen, saved
beside; it may be blank, and is deleted when the call is over.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from budgetsheet.desktop.app import App
    from budgetsheet.desktop.toast import Toast

ACTIONS = ("check", "previous", "next", "refresh", "export", "add-project", "open", "help")
_DOING = {
    "check": "正在校验…",
    "previous": "正在找上一处…",
    "next": "正在找下一处…",
    "refresh": "正在更新概述与汇总…",
}
"""What is done in Excel itself, and what is said meanwhile."""
_SOON_MS = 50
_NO_BOOK = (
    "Excel 里没有可以处理的工作簿。若窗口上方有“受保护的视图”，请先点“启用编辑”，再点一次按钮。"
)
_NEVER_SAVED = "这个工作簿还没有保存过。请先在 Excel 里把它保存到一个文件夹，再点一次按钮。"
_UNREADABLE_NAME = (
    "Excel 传来的文件名里有这台电脑认不出的字。请给文件换一个用常用字的名字，或在填报助手里打开它。"
)
_IN_A_CLOUD = (
    "这个工作簿在云端，程序改不了那里的文件：这里打开的是它此刻的副本，可以校验、导出；"
    "要改内容或增加项目，请先在 Excel 里另存到本机。"
)


class Call(NamedTuple):
    """What the ribbon asks for."""

    action: str
    book: str
    copy: Path | None

    @property
    def never_saved(self) -> bool:
        """Whether Excel has only a name for the workbook, such as 工作簿1."""
        return not any(sign in self.book for sign in "\\/")

    @property
    def in_a_cloud(self) -> bool:
        """Whether the workbook is at an address instead of a path."""
        return "://" in self.book

    @property
    def name(self) -> str:
        """The workbook's name without its folder."""
        return self.book.replace("\\", "/").rpartition("/")[2].partition("?")[0] or "工作簿.xlsx"


class Shown(NamedTuple):
    """What the window shows: a file, what is read in its place, what to say, what to begin."""

    path: Path | None
    copy: Path | None = None
    say: str = ""
    action: str = "open"


def parse(words: Sequence[str], folder: Path) -> Call:
    """The call in the words after `ribbon`; what is missing or unknown becomes 打开.

    The copy is taken into the folder, under the workbook's own name.
    """
    action, book, copied = (*words, "", "", "")[:3]
    call = Call(action if action in ACTIONS else "open", book, None)
    if not copied or not Path(copied).is_file():
        return call
    with contextlib.suppress(OSError):
        return call._replace(copy=Path(shutil.move(copied, folder / call.name)))
    return call


def refusal(call: Call) -> str:
    """Why nothing can be done for a call; blank where something can."""
    if not call.book:
        return _NO_BOOK
    if "?" in call.book and not call.in_a_cloud:
        return _UNREADABLE_NAME
    return _NEVER_SAVED if call.never_saved else ""


def plan(call: Call) -> Shown:
    """What the window is to show for a call."""
    refused = refusal(call)
    if refused:
        bare = call.action == "open" and not call.book
        return Shown(None, say="" if bare else refused)
    if not call.in_a_cloud:
        return Shown(Path(call.book), call.copy, action=call.action)
    action = call.action if call.action == "export" else "open"
    return Shown(call.copy, call.copy, _IN_A_CLOUD, action)


def run(words: Sequence[str]) -> int:
    """Answer a button; the copy is gone afterwards. Exit code 3 tells a fault of ours."""
    with tempfile.TemporaryDirectory(prefix="budgetsheet-", ignore_cleanup_errors=True) as folder:
        return _answer(parse(words, Path(folder)))


def _answer(call: Call) -> int:
    from budgetsheet.desktop import app as window
    from budgetsheet.desktop.guard import FAULT
    from budgetsheet.desktop.settings import settings_folder

    if call.action == "help" and _manual_opens(window.MANUAL):
        return 0
    if call.action in _DOING:
        toast = _in_the_corner(call)
        if toast is None or not toast.wanted:
            return FAULT if toast and toast.failure.detail else 0
        call = call._replace(action="open")
    app = window.App(settings_folder())
    show = app.help if call.action == "help" else partial(present, app, call)
    app.root.after(_SOON_MS, show)
    app.run()
    return 0


def _manual_opens(manual: Path) -> bool:
    """Whether the system shows the manual; if not, the window says why."""
    from budgetsheet.desktop import system

    if not manual.is_file():
        return False
    try:
        system.open_file(manual)
    except OSError:
        return False
    return True


def _in_the_corner(call: Call) -> "Toast | None":
    """Do it in the open workbook and say in the corner of the screen what came of it.

    A second click while the first is still at work does nothing.
    """
    from budgetsheet.desktop.instance import begin
    from budgetsheet.desktop.toast import Toast

    refused = refusal(call)
    if refused:
        return Toast().run(refused, lambda: refused)
    end = begin(call.book)
    return None if end is None else Toast().run(_DOING[call.action], partial(in_excel, call, end))


def in_excel(call: Call, end: Callable[[], object]) -> str:
    """Do it in the workbook that is open in Excel; gives the sentence for the person."""
    from budgetsheet.live import session

    book = Path(call.book)
    try:
        if call.action == "check":
            return session.check(book, call.copy).said
        if call.action == "refresh":
            return session.refresh(book, call.copy).said
        return session.step(book, call.copy, forwards=call.action == "next").said
    finally:
        end()


def present(app: "App", call: Call) -> None:
    """Show a call in the window and begin what it asks for."""
    shown = plan(call)
    if shown.path is None:
        app.notice.say(shown.say)
    else:
        then = None if shown.action == "open" else partial(_begin, app, shown.action)
        app.doors.open_path(shown.path, shown.say, shown.copy, then)


def _begin(app: "App", action: str) -> None:
    book = app.book
    if book is not None and action == "export":
        book.export()
    elif book is not None and action == "add-project":
        book.add_project(reopen=True)
