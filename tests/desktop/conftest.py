"""A screen for the window, and a hand that answers its questions."""

from __future__ import annotations

import contextlib
import gc
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from support import waiting

from budgetsheet.desktop import system
from budgetsheet.desktop.app import App
from budgetsheet.desktop.book import OpenBook
from budgetsheet.desktop.book_page import BookPage
from budgetsheet.desktop.dialogues import Dialogues
from budgetsheet.desktop.finding_panel import FindingPanel
from budgetsheet.desktop.forms import NewBook
from budgetsheet.desktop.project_panel import ProjectPanel

tkinter = pytest.importorskip("tkinter", reason="this Python has no tkinter (apt: python3-tk)")


class Answers(Dialogues):
    """Answers that a test laid out beforehand, in the order of the questions."""

    def __init__(self) -> None:
        self.ready: list[object] = []
        self.offered: list[tuple[str, str]] = []
        self.asked: list[str] = []
        self.ticked: tuple[str, ...] = ()
        self.reported: list[tuple[str, tuple[str, ...]]] = []

    def _next(self, question: str) -> object:
        self.asked.append(question)
        return self.ready.pop(0)

    def open_file(self, title: str, kinds: Sequence[tuple[str, str]], folder: str) -> str:
        return str(self._next(title))

    def save_file(
        self, title: str, name: str, folder: str, kinds: Sequence[tuple[str, str]] = ()
    ) -> str:
        return str(self._next(title))

    def folder(self, title: str, folder: str) -> str:
        return str(self._next(title))

    def text(self, title: str, question: str, value: str = "") -> str | None:
        return self._next(title)  # type: ignore[return-value]

    def new_book(self, year: int) -> NewBook | None:
        return self._next("新建")  # type: ignore[return-value]

    def choose(
        self, title: str, question: str, offered: Sequence[tuple[str, str]],
        ticked: Sequence[str], extras: Sequence[tuple[str, str]] = (),
    ) -> tuple[str, ...] | None:  # fmt: skip
        self.offered, self.ticked = list(offered), tuple(ticked)
        return self._next(title)  # type: ignore[return-value]

    def report(self, title: str, sentence: str, lines: Sequence[str]) -> None:
        self.reported.append((sentence, tuple(lines)))

    def sure(self, title: str, question: str) -> bool:
        return bool(self._next(question))


class Hand:
    """Drives the window like a person and waits for its work."""

    def __init__(self, app: App, answers: Answers, opened: list[Path]) -> None:
        self.app, self.answers, self.opened = app, answers, opened

    @property
    def book(self) -> OpenBook:
        assert self.app.book
        return self.app.book

    @property
    def page(self) -> BookPage:
        page = self.app.page
        assert isinstance(page, BookPage)
        return page

    @property
    def findings(self) -> FindingPanel:
        return self.page.findings

    @property
    def projects(self) -> ProjectPanel:
        return self.page.projects

    def press(self, keys: str) -> None:
        """Press keys in the window."""
        self.app.root.focus_force()
        self.app.root.update()
        self.app.root.event_generate(keys)
        self.wait()

    def wait(self) -> None:
        """Let the window work until nothing is going on."""
        self.app.root.update()
        self.until(lambda: self.app.work.job is None, "the work did not end")
        self.app.root.update()

    def until(self, holds: Callable[[], bool], what: str = "it did not come to hold") -> None:
        """Let the window live until something holds."""
        waiting.until(lambda: f"{what}; the window says: {self.said}", holds, self.app.root.update)

    @property
    def said(self) -> str:
        """The sentence at the top."""
        return str(self.app.notice.message.cget("text"))

    def picture(self, target: Path) -> Path:
        """Take a picture of the screen."""
        self.app.root.update()
        subprocess.run(["import", "-window", "root", str(target)], check=True)
        return target


@pytest.fixture
def hand(screen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    """Give an open window with settings of its own."""
    opened: list[Path] = []
    monkeypatch.setattr(system, "open_file", opened.append)
    answers = Answers()
    app = App(tmp_path / "settings", answers)
    hand = Hand(app, answers, opened)
    hand.wait()
    yield hand
    with contextlib.suppress(tkinter.TclError):  # the test itself may have closed it
        app.root.destroy()
    del app, hand.app
    gc.collect()  # in this thread: Tcl aborts when another one ends its interpreter
