"""Questions to the person; tests put their own answers in the place of these."""

import tkinter as tk
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from budgetsheet.desktop.openable import DOCUMENTS, PACKAGE, WORKBOOKS

if TYPE_CHECKING:
    from budgetsheet.desktop.forms import NewBook

_ALL = ("所有文件", "*.*")
PACKAGE_KINDS = (("导出的文件包", f"*{PACKAGE}"),)
_BOOKS = (("填报工作簿", " ".join(f"*{suffix}" for suffix in WORKBOOKS)),)
BOOK_KINDS = (*_BOOKS, *PACKAGE_KINDS, _ALL)
DOCUMENT_KINDS = (("公开文本", " ".join(f"*{s}" for s in (*DOCUMENTS, *WORKBOOKS))), _ALL)
Kinds = Sequence[tuple[str, str]]


class Dialogues:
    """The system's dialogues for files, and small forms of our own."""

    def __init__(self, root: tk.Misc) -> None:
        self._root = root

    def open_file(self, title: str, kinds: Kinds, folder: str) -> str:
        """A file to read, or a blank when the person changed their mind."""
        from tkinter import filedialog

        return filedialog.askopenfilename(
            parent=self._root, title=title, filetypes=kinds, initialdir=folder or None
        )

    def save_file(self, title: str, name: str, folder: str, kinds: Kinds = _BOOKS) -> str:
        """A file to write, a workbook unless otherwise said, or a blank."""
        from tkinter import filedialog

        return filedialog.asksaveasfilename(
            parent=self._root, title=title, initialfile=name, initialdir=folder or None,
            defaultextension=Path(name).suffix, filetypes=kinds,
        )  # fmt: skip

    def folder(self, title: str, folder: str) -> str:
        """A folder, or a blank."""
        from tkinter import filedialog

        return filedialog.askdirectory(parent=self._root, title=title, initialdir=folder or None)

    def text(self, title: str, question: str, value: str = "") -> str | None:
        """A line of text, or None."""
        from budgetsheet.desktop.forms import TextQuestion

        return TextQuestion(self._root, title, question, value).ask()

    def new_book(self, year: int) -> "NewBook | None":
        """Year, number of projects and form, or None."""
        from budgetsheet.desktop.forms import BookQuestion

        return BookQuestion(self._root, year).ask()

    def choose(
        self, title: str, question: str, offered: Kinds, ticked: Sequence[str], extras: Kinds = ()
    ) -> tuple[str, ...] | None:
        """What of several is wanted, one at least, and what of the extras; or None."""
        from budgetsheet.desktop.forms import ChoiceQuestion

        return ChoiceQuestion(self._root, title, question, offered, ticked, extras).ask()

    def report(self, title: str, sentence: str, lines: Sequence[str]) -> None:
        """Show several lines to read and copy."""
        from budgetsheet.desktop.report import Report

        Report(self._root, title, sentence, lines).ask()

    def sure(self, title: str, question: str) -> bool:
        """Whether to go on."""
        from tkinter import messagebox

        return messagebox.askyesno(title, question, parent=self._root)
