"""The left half of an open workbook: its projects with their state, and the budget's picture."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Protocol

from budgetsheet.desktop import look
from budgetsheet.desktop.picture import BudgetPicture
from budgetsheet.desktop.view import BookView, amount_text
from budgetsheet.desktop.widgets import Column, choose_row, dot, listing

_COLUMNS = (
    Column("number", "序号", 58),
    Column("name", "项目", 190, grows=True),
    Column("budget", "预算（万元）", 96, "e"),
    Column("state", "状态", 104),
)
_ROWS = 8


class ProjectCommands(Protocol):
    """What the structure's lock keeps a person from doing by hand. Numbers count from zero."""

    def add_project(self) -> None:
        """Add a project."""

    def remove_project(self, number: int) -> None:
        """Remove a project."""

    def rename_project(self, number: int) -> None:
        """Rename a project."""

    def move_project(self, number: int, to: int) -> None:
        """Put a project elsewhere."""


class ProjectPanel(ttk.Frame):
    """The list, the buttons that change it, and the picture."""

    def __init__(self, parent: tk.Misc, commands: ProjectCommands) -> None:
        super().__init__(parent)
        self._commands = commands
        self.told: Callable[[int], None] | None = None
        """Hears which project was chosen."""
        self.count = 0
        frame = ttk.Frame(self)
        frame.grid(row=0, sticky="nsew")
        self.list = listing(frame, _COLUMNS, _ROWS)
        colours = look.SEVERITY_COLOURS | {"": look.GOOD}
        self._dots = {word: dot(self, colour) for word, colour in colours.items()}
        self.list.bind("<<TreeviewSelect>>", lambda _: self._tell())
        self._buttons()
        self.picture = BudgetPicture(self)
        self.picture.grid(row=2, sticky="nsew")
        self.columnconfigure(0, weight=1)
        self.rowconfigure((0, 2), weight=1)

    def show(self, view: BookView, select: int | None = None) -> None:
        """Show a workbook's projects; `select` is chosen when it is there."""
        self.count = len(view.projects)
        self.list.delete(*self.list.get_children())
        for row in view.projects:
            values = (row.shown_name, amount_text(row.budget), row.state)
            self.list.insert("", "end", iid=str(row.number - 1), text=f" {row.number}",
                             values=values, image=self._dots[row.severity])  # fmt: skip
        if select is not None and 0 <= select < self.count:
            choose_row(self.list, str(select))
        elif self.count:
            self.list.focus("0")
        self.picture.show(view.projects)

    def chosen(self) -> int | None:
        """The project that is selected, counted from zero."""
        selection = self.list.selection()
        return int(selection[0]) if selection else None

    def _buttons(self) -> None:
        gap = look.px(self, 4)
        row = ttk.Frame(self)
        row.grid(row=1, sticky="ew", pady=gap)
        commands: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("增加", "<Insert>", self._commands.add_project),
            ("改名", "<F2>", lambda: self._with_chosen(self._commands.rename_project)),
            ("上移", "<Alt-Up>", lambda: self._shift(-1)),
            ("下移", "<Alt-Down>", lambda: self._shift(1)),
            ("删除", "<Delete>", lambda: self._with_chosen(self._commands.remove_project)),
        )
        self.buttons: dict[str, ttk.Button] = {}
        for text, key, command in commands:
            button = ttk.Button(row, text=text, command=command, width=5)
            button.pack(side="left", padx=(0, gap))
            self.buttons[text] = button
            self.list.bind(key, lambda _, command=command: _done(command))  # type: ignore[misc]

    def _tell(self) -> None:
        number = self.chosen()
        if number is not None and self.told:
            self.told(number)

    def _with_chosen(self, command: Callable[[int], None]) -> None:
        number = self.chosen()
        if number is not None:
            command(number)

    def _shift(self, by: int) -> None:
        number = self.chosen()
        if number is not None and 0 <= number + by < self.count:
            self._commands.move_project(number, number + by)


def _done(command: Callable[[], None]) -> str:
    """Run a key's command, and keep the list from taking the key for its own."""
    command()
    return "break"
