"""The window itself: its two pages, its keys, and what comes in from outside."""

import sys
import threading
import tkinter as tk
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from tkinter import ttk
from typing import TYPE_CHECKING, Any

from budgetsheet.desktop import drop, guard, instance, look, place, settings, system
from budgetsheet.desktop.dialogues import Dialogues
from budgetsheet.desktop.doors import Doors
from budgetsheet.desktop.guard import guarded
from budgetsheet.desktop.jobs import Work
from budgetsheet.desktop.notice import Notice
from budgetsheet.desktop.openable import sort_out
from budgetsheet.desktop.settings import Settings
from budgetsheet.desktop.start_page import StartPage
from budgetsheet.desktop.watch import Stamp, Watch
from budgetsheet.desktop.work import WorkRow
from budgetsheet.mishaps import failure_of

if TYPE_CHECKING:
    from budgetsheet.desktop.book import OpenBook

MANUAL = Path(__file__).parent.parent / "_manual" / "manual.html"
_NO_BROWSER = "没有找到能打开使用说明的浏览器。它在 {path}，请用任一浏览器打开。"
_NEWS_MS = 500
_RIBBON_MS = 800
_BREATH_MS = 50
"""The window is drawn before anything else is begun."""


class App:
    """The program's one window."""

    title = "预算绩效填报"
    has_ribbon = sys.platform == "win32"

    def __init__(self, folder: Path, dialogues: Dialogues | None = None) -> None:
        self.folder = folder
        self.settings = settings.load(folder)
        self.root = tk.Tk(className="budgetsheet")
        self.root.report_callback_exception = self._stumbled
        self.root.tk.createcommand("bgerror", self._stumbled_in_tcl)
        self.unheard: deque[BaseException] = deque()
        self.root.title(self.title)
        self.root.protocol("WM_DELETE_WINDOW", self.close)
        look.dress(self.root)
        place.put_window(self.root, self.settings.geometry, self.settings.maximised)
        self.ask = dialogues or Dialogues(self.root)
        self.body = ttk.Frame(self.root)
        self.notice = Notice(self.root, lambda: self.body)
        self.work = WorkRow(self.root, self.notice.fail, self._cancelled)
        self.watch = Watch()
        self.book: OpenBook | None = None
        self.page: ttk.Frame | None = None
        self.doors = Doors(self)
        self.drops = False
        self.body.pack(fill="both", expand=True)
        self._keys()
        self.back()
        self._when_shown = [self._accept_drops]
        self.root.bind("<Map>", self._shown)
        self.root.after(_NEWS_MS, self._listen)

    # ---- pages

    def back(self) -> None:
        """Show the first page."""
        self._hold(None)
        ribbon = self.manage_ribbon if self.has_ribbon else None
        self._turn_to(
            StartPage(self.body, self.doors, self.settings.recent, self.drops, self.help, ribbon)
        )

    def _turn_to(self, page: ttk.Frame) -> None:
        if self.page is not None:
            self.page.destroy()
        self.page = page
        page.pack(fill="both", expand=True)
        self.notice.say("")

    def _hold(self, book: "OpenBook | None") -> None:
        """Have this workbook open, or none."""
        before, self.book = self.book, book
        path = book.path if book else None
        instance.claim(self.root, path, before.path if before else None)
        if path is None:
            self.root.title(self.title)
            self.watch.look_at(None)

    def opened(
        self, path: Path, checked: Any, stamp: Stamp | None, unsaved: Path | None = None
    ) -> None:
        """Show a workbook that was read; `stamp` is the file's from when it was.

        `unsaved` is a passing copy of what is on the screen in Excel; it may be the path itself.
        """
        if path != unsaved:
            self.remember(lambda kept: kept.opened(path))
        if self.book is None or self.book.path != path:
            from budgetsheet.desktop.book import OpenBook

            book = OpenBook(self, path)
            self._hold(book)
            self._turn_to(book.page)
        assert self.book
        self.book.unsaved = unsaved
        self.book.show(checked, stamp)

    # ---- work, news, memory

    def start(
        self, what: str, work: Work, done: Callable[[Any], None], reads_only: bool = False
    ) -> None:
        """Do long work beside the window."""
        if self.work.job is None:
            self.notice.say("")
        self.work.start(what, work, done, reads_only)

    def _cancelled(self) -> None:
        self.notice.say("已取消，没有改动任何文件。")

    def _listen(self) -> None:
        """Hear what became of the open workbook, and of threads that failed."""
        self.root.after(_NEWS_MS, self._listen)
        if self.unheard:
            self._stumbled(None, self.unheard.popleft(), None)
        if self.book is not None and self.work.job is None:
            change = self.watch.news()
            if change is not None:
                self.book.react(change)

    def _stumbled(self, _: object, error: BaseException, __: object) -> None:
        """Some callback failed: say so, with the detail to copy; the window goes on."""
        try:
            self.notice.fail(failure_of(error))
        except Exception:  # the window is not whole yet, or no more
            guard.tell(error)

    def _stumbled_in_tcl(self, message: str) -> None:
        where = self.root.tk.eval("set ::errorInfo")
        self._stumbled(None, tk.TclError(f"{message}\n{where}"), None)

    def hear_thread(self, failed: threading.ExceptHookArgs) -> None:
        """A thread ended in an error; the window's own thread tells it."""
        if failed.exc_value is not None:
            self.unheard.append(failed.exc_value)

    def when_shown(self, act: Callable[[], None]) -> None:
        """Do something as soon as the window is on the screen, not before."""
        self._when_shown.append(act)

    def _shown(self, _: "tk.Event[tk.Misc]") -> None:
        self.root.unbind("<Map>")
        for act in self._when_shown:
            self.root.after(_BREATH_MS, act)

    def _accept_drops(self) -> None:
        self.drops = drop.accept_files(self.root, self.doors.take)
        if self.drops and isinstance(self.page, StartPage):
            self.page.offer_drops()

    def remember(self, edit: Callable[[Settings], Settings]) -> None:
        """Change what is remembered."""
        self.settings = settings.change(self.folder, edit)

    # ---- the window

    def _keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "<Control-n>": self.doors.new,
            "<Control-o>": self.doors.open,
            "<Control-i>": self.doors.import_,
            "<Control-l>": lambda: self._on_book(lambda book: book.fill()),
            "<Control-r>": lambda: self._on_book(lambda book: book.refresh()),
            "<Control-e>": lambda: self._on_book(lambda book: book.export()),
            "<F5>": lambda: self._on_book(lambda book: book.check()),
            "<Escape>": self.work.cancel,
            "<F1>": self.help,
        }
        for key, command in keys.items():
            self.root.bind(key, lambda _, command=command: command())  # type: ignore[misc]

    def _on_book(self, command: "Callable[[OpenBook], None]") -> None:
        if self.book is not None:
            command(self.book)

    def help(self) -> None:
        """Open the manual, where it ships with the program."""
        if MANUAL.is_file():
            self.show_file(MANUAL, _NO_BROWSER)
        else:
            self.notice.say("使用说明在程序文件夹的 docs 目录里。")

    def show_file(self, path: Path, otherwise: str) -> None:
        """Open a file or a folder with the system's program for it, or say what to do instead."""
        try:
            system.open_file(path)
        except OSError:
            self.notice.say(otherwise.format(path=path))

    def manage_ribbon(self) -> None:
        """Put the buttons into Excel's ribbon, or take them out."""
        from budgetsheet.desktop.ribbon_offer import RibbonOffer

        RibbonOffer(self).manage()

    def offer_ribbon(self) -> None:
        """At the first start, ask whether Excel shall have the buttons."""
        from budgetsheet.desktop.ribbon_offer import RibbonOffer

        RibbonOffer(self).at_the_start()

    def close(self) -> None:
        """Remember the window's place and end."""
        maximised = self.root.state() == "zoomed"
        geometry = self.settings.geometry if maximised else self.root.geometry()
        self.remember(lambda kept: kept._replace(geometry=geometry, maximised=maximised))
        self.work.finish()
        self.watch.end()
        self.root.destroy()

    def run(self) -> None:
        """Show the window until it is closed."""
        self.root.mainloop()


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the window; files named as arguments (dropped on the program) are opened."""
    return guarded(lambda: _main(list(sys.argv[1:] if arguments is None else arguments)))


def _main(names: list[str]) -> int:
    if names[:1] == ["ribbon"]:
        from budgetsheet.desktop import ribbon_call

        return ribbon_call.run(names[1:])
    opening = sort_out(names)
    if opening.path is not None and instance.bring_forward(opening.path):
        return 0
    app = App(settings.settings_folder())
    threading.excepthook = app.hear_thread
    if names:
        app.when_shown(lambda: app.doors.take(names))
    elif app.has_ribbon:
        app.root.after(_RIBBON_MS, app.offer_ribbon)
    app.run()
    return 0
