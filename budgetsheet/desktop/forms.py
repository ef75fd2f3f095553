"""Small questions in the window's own language: Tk's own are in English."""

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import Generic, NamedTuple, TypeVar

from budgetsheet.desktop import look
from budgetsheet.form.scheme import SCHEMES, load_scheme

Answer = TypeVar("Answer")
_MOST_PROJECTS = 200
_YEARS = (2000, 2099)


class UnfitError(Exception):
    """An answer that will not do; its text says why."""


class Question(tk.Toplevel, Generic[Answer]):
    """A question over the window: 确定 or Enter answers it, 取消 or Esc does not."""

    first: ttk.Widget
    """Where the keyboard goes."""

    def __init__(self, root: tk.Misc, title: str) -> None:
        super().__init__(root)
        self.withdraw()
        self.title(title)
        self.resizable(False, False)
        self.transient(root.winfo_toplevel())
        self.configure(background=look.GROUND)
        self.answer: Answer | None = None
        self.body = ttk.Frame(self, padding=look.px(root, 16))
        self.body.pack(fill="both", expand=True)
        self.fill()
        self.complaint = ttk.Label(self.body, style="Bad.TLabel")
        self.complaint.pack(anchor="w")
        self._buttons()
        self._place(root.winfo_toplevel())

    def fill(self) -> None:
        """Put the question's widgets into the body."""
        raise NotImplementedError

    def read(self) -> Answer:
        """The answer as it stands. Raises: UnfitError with what is wrong with it."""
        raise NotImplementedError

    def ask(self) -> Answer | None:
        """Wait for the answer; None when the person changed their mind."""
        self.grab_set()
        self.wait_window()
        return self.answer

    def accept(self) -> None:
        """Take the answer, if there is nothing wrong with it."""
        try:
            self.answer = self.read()
        except UnfitError as unfit:
            self.complaint.configure(text=str(unfit))
        else:
            self.destroy()

    def _buttons(self) -> None:
        row = ttk.Frame(self.body)
        row.pack(anchor="e", pady=(look.px(self, 12), 0))
        gap = look.px(self, 8)
        ttk.Button(row, text="确定", command=self.accept).pack(side="left", padx=(0, gap))
        ttk.Button(row, text="取消", command=self.destroy).pack(side="left")
        self.bind("<Return>", lambda _: self.accept())
        self.bind("<Escape>", lambda _: self.destroy())

    def _place(self, over: tk.Misc) -> None:
        self.update_idletasks()
        left = over.winfo_rootx() + (over.winfo_width() - self.winfo_reqwidth()) // 2
        top = over.winfo_rooty() + (over.winfo_height() - self.winfo_reqheight()) // 3
        self.geometry(f"+{max(0, left)}+{max(0, top)}")
        self.deiconify()
        self.lift()
        self.first.focus_set()


class TextQuestion(Question[str]):
    """One line of text."""

    def __init__(self, root: tk.Misc, title: str, question: str, value: str) -> None:
        self._question, self._value = question, value
        super().__init__(root, title)

    def fill(self) -> None:
        """A label and an entry, what stands in it selected."""
        ttk.Label(self.body, text=self._question).pack(anchor="w", pady=(0, look.px(self, 4)))
        self._entry = self.first = ttk.Entry(self.body, width=48)
        self._entry.insert(0, self._value)
        self._entry.selection_range(0, "end")
        self._entry.pack(fill="x")

    def read(self) -> str:
        """The text on one line, without blanks around it."""
        text = " ".join(self._entry.get().split())
        if not text:
            raise UnfitError("请写上名称。")
        return text


class NewBook(NamedTuple):
    """What a new workbook is to be."""

    year: int
    projects: int
    scheme: str


class BookQuestion(Question[NewBook]):
    """The form, the year and the number of projects of a new workbook."""

    def __init__(self, root: tk.Misc, year: int) -> None:
        self._year = year
        self._schemes = [load_scheme(name) for name in SCHEMES]
        super().__init__(root, "新建工作簿")

    def fill(self) -> None:
        """Two numbers and the form, one below the other."""
        self._year_box = self.first = self._number("预算年度", self._year, *_YEARS)
        self._count = self._number("项目个数", 5, 1, _MOST_PROJECTS)
        titles = [scheme.title for scheme in self._schemes]
        self._scheme = ttk.Combobox(self._line("表样"), values=titles, state="readonly", width=32)
        self._scheme.current(0)
        self._scheme.pack(side="left")
        hint = "项目个数以后还可以增减。"
        ttk.Label(self.body, text=hint, style="Quiet.TLabel").pack(anchor="w")

    def _line(self, label: str) -> ttk.Frame:
        line = ttk.Frame(self.body)
        line.pack(anchor="w", pady=(0, look.px(self, 8)))
        ttk.Label(line, text=label, width=10).pack(side="left")
        return line

    def _number(self, label: str, value: int, least: int, most: int) -> ttk.Spinbox:
        box = ttk.Spinbox(self._line(label), from_=least, to=most, width=8)
        box.set(value)
        box.pack(side="left")
        return box

    def read(self) -> NewBook:
        """Both numbers, and the form that is chosen."""
        return NewBook(
            _whole(self._year_box.get(), "预算年度", *_YEARS),
            _whole(self._count.get(), "项目个数", 1, _MOST_PROJECTS),
            self._schemes[self._scheme.current()].id,
        )


class ChoiceQuestion(Question[tuple[str, ...]]):
    """Several things to tick, by key and title; of the extras below, none need be."""

    def __init__(
        self, root: tk.Misc, title: str, question: str,
        offered: Sequence[tuple[str, str]], ticked: Sequence[str],
        extras: Sequence[tuple[str, str]] = (),
    ) -> None:  # fmt: skip
        self._question, self._offered, self._ticked = question, offered, ticked
        self._extras = extras
        super().__init__(root, title)

    def fill(self) -> None:
        """A box to tick for each; the extras stand apart."""
        ttk.Label(self.body, text=self._question).pack(anchor="w", pady=(0, look.px(self, 8)))
        self._boxes: dict[str, tk.BooleanVar] = {}
        boxes = [self._box(key, title) for key, title in self._offered]
        self.first = boxes[0]
        if self._extras:
            ttk.Separator(self.body).pack(fill="x", pady=look.px(self, 8))
        for key, title in self._extras:
            self._box(key, title)

    def _box(self, key: str, title: str) -> ttk.Checkbutton:
        self._boxes[key] = tk.BooleanVar(self, value=key in self._ticked)
        box = ttk.Checkbutton(self.body, text=title, variable=self._boxes[key])
        box.pack(anchor="w", pady=look.px(self, 2))
        return box

    def read(self) -> tuple[str, ...]:
        """The keys that are ticked, in their order."""
        chosen = tuple(key for key, box in self._boxes.items() if box.get())
        if not any(key in chosen for key, _ in self._offered):
            raise UnfitError("请至少选一种。")
        return chosen


def _whole(text: str, label: str, least: int, most: int) -> int:
    """A whole number; full-width digits are digits."""
    digits = text.strip()
    number = int(digits) if digits.isdecimal() else None
    if number is None or not least <= number <= most:
        raise UnfitError(f"{label}应是 {least} 到 {most} 之间的整数。")
    return number
