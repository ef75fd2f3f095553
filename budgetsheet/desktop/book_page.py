"""The page of an open workbook."""

import tkinter as tk
from pathlib import Path
from tkinter import ttk
from typing import Protocol

from budgetsheet.desktop import look
from budgetsheet.desktop.finding_panel import FindingCommands, FindingPanel
from budgetsheet.desktop.project_panel import ProjectCommands, ProjectPanel
from budgetsheet.desktop.view import BookView
from budgetsheet.desktop.widgets import Command

_NAME_LETTERS = 30


class BookCommands(ProjectCommands, FindingCommands, Protocol):
    """What the page of an open workbook asks for."""

    def fill(self) -> None:
        """Open the workbook in the spreadsheet program."""

    def check(self) -> None:
        """Check the workbook again."""

    def refresh(self) -> None:
        """Write narrative, totals and results anew."""

    def export(self) -> None:
        """Write the document."""

    def rescue(self) -> None:
        """Carry the data into a new workbook."""


class BookPage(ttk.Frame):
    """Unit, year, totals, projects, findings, and what can be done."""

    def __init__(
        self, parent: tk.Misc, commands: BookCommands, path: Path, back: Command, help_: Command
    ) -> None:
        super().__init__(parent, padding=look.px(parent, 14))
        self.view: BookView | None = None
        self._head(path, back)
        self._buttons(commands, help_)
        halves = ttk.PanedWindow(self, orient="horizontal")
        halves.pack(fill="both", expand=True, pady=(look.px(self, 10), 0))
        self.projects = ProjectPanel(halves, commands)
        self.findings = FindingPanel(halves, commands)
        self.projects.told = self.findings.narrow_to
        halves.add(self.projects, weight=2)
        halves.add(self.findings, weight=3)

    def show(self, view: BookView, select: int | None = None) -> None:
        """Show a workbook as it was checked; `select` is the project to choose."""
        chosen = self.projects.chosen() if select is None else select
        self.view = view
        self.headline.configure(text=view.headline)
        self.verdict.configure(text=view.verdict,
                               style="Bad.TLabel" if view.blocking else "Good.TLabel")  # fmt: skip
        for (label, figure), (heading, amount) in zip(self.totals, view.totals, strict=True):
            label.configure(text=heading)
            figure.configure(text=amount)
        self.findings.show(view)
        self.projects.show(view, chosen)

    def _head(self, path: Path, back: Command) -> None:
        """Name, unit and verdict at the left, the totals at the right."""
        gap = look.px(self, 8)
        head = ttk.Frame(self)
        head.pack(fill="x")
        self.totals = [self._tile(head) for _ in range(3)][::-1]
        row = ttk.Frame(head)
        row.pack(fill="x")
        ttk.Button(row, text="‹ 返回", command=back).pack(side="left", padx=(0, gap))
        ttk.Label(row, text=look.elided(path.name, _NAME_LETTERS), style="Head.TLabel").pack(
            side="left"
        )
        line = ttk.Frame(head)
        line.pack(fill="x", pady=(gap, 0))
        self.headline = ttk.Label(line)
        self.headline.pack(side="left")
        self.verdict = ttk.Label(line)
        self.verdict.pack(side="left", padx=gap * 2)

    def _buttons(self, commands: BookCommands, help_: Command) -> None:
        gap = look.px(self, 8)
        row = ttk.Frame(self)
        row.pack(fill="x", pady=(gap, 0))
        self.actions: dict[str, ttk.Button] = {}
        for text, command in (
            ("在 Excel 中填写  Ctrl+L", commands.fill),
            ("校验  F5", commands.check),
            ("更新概述与汇总  Ctrl+R", commands.refresh),
            ("导出…  Ctrl+E", commands.export),
        ):
            button = ttk.Button(row, text=text, command=command)
            button.pack(side="left", padx=(0, gap))
            self.actions[text.partition("  ")[0]] = button
        ttk.Button(row, text="帮助  F1", command=help_).pack(side="right")
        self.rescue = ttk.Button(row, text="转入新表…", command=commands.rescue)
        self.rescue.pack(side="right", padx=(0, gap))

    def _tile(self, head: ttk.Frame) -> tuple[ttk.Label, ttk.Label]:
        """A total: its name and its figure."""
        tile = ttk.Frame(head, style="Tile.TFrame", padding=(look.px(self, 12), look.px(self, 4)))
        tile.pack(side="right", padx=(look.px(self, 6), 0))
        label, figure = ttk.Label(tile, style="Tile.TLabel"), ttk.Label(tile, style="Figure.TLabel")
        label.pack(anchor="e")
        figure.pack(anchor="e")
        return label, figure
