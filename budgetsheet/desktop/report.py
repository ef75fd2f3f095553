"""Several lines to read and copy: what a rescue or a comparison has to tell."""

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk

from budgetsheet.desktop import look
from budgetsheet.desktop.forms import Question
from budgetsheet.desktop.widgets import put, readable

_LEAST, _MOST = 4, 16
"""Units: lines of text."""


class Report(Question[None]):
    """A sentence and a list below it: 复制全部 copies both, 关闭 or Esc is the end."""

    def __init__(self, root: tk.Misc, title: str, sentence: str, lines: Sequence[str]) -> None:
        self._sentence, self._lines = sentence, lines
        super().__init__(root, title)
        self.resizable(True, True)

    def fill(self) -> None:
        """The sentence, and the list with a scroll bar."""
        gap = look.px(self, 8)
        label = ttk.Label(self.body, text=self._sentence, wraplength=look.px(self, 620))
        label.pack(anchor="w", pady=(0, gap))
        frame = ttk.Frame(self.body)
        frame.pack(fill="both", expand=True)
        self.list = readable(frame, min(max(len(self._lines), _LEAST), _MOST))
        bar = ttk.Scrollbar(frame, command=self.list.yview)
        self.list.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.list.pack(side="left", fill="both", expand=True)
        put(self.list, "\n".join(self._lines))

    def read(self) -> None:
        """Nothing is asked."""

    def copy(self) -> None:
        """Put all of it on the clipboard."""
        self.clipboard_clear()
        self.clipboard_append("\n".join((self._sentence, *self._lines)))

    def _buttons(self) -> None:
        gap = look.px(self, 8)
        row = ttk.Frame(self.body)
        row.pack(anchor="e")
        self.copying = ttk.Button(row, text="复制全部", command=self.copy)
        self.copying.pack(side="left", padx=(0, gap))
        self.first = ttk.Button(row, text="关闭", command=self.destroy)
        self.first.pack(side="left")
        self.bind("<Escape>", lambda _: self.destroy())
