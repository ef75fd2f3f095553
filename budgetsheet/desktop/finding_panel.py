"""The right half of an open workbook: what was found, narrowed by two filters, and explained."""

import tkinter as tk
from tkinter import ttk
from typing import Protocol

from budgetsheet.desktop import look
from budgetsheet.desktop.view import ALL_PROJECTS, BookView, counts_line, place_text
from budgetsheet.desktop.widgets import Column, choice, choose_row, dot, listing, put, readable
from budgetsheet.findings import Finding, Severity

_COLUMNS = (
    Column("severity", "程度", 66),
    Column("sheet", "工作表", 160),
    Column("cell", "格", 48),
    Column("message", "问题", 330, grows=True),
)
_ROWS, _LINES = 5, 6
_NONE_LEFT = "没有发现问题。\n下一步：点“更新概述与汇总”，再点“导出”。"
_NONE_HERE = "这样筛选没有问题；要看全部，把“程度”和“项目”都选成“全部”。"


class FindingCommands(Protocol):
    """What can be done about a finding."""

    def go_to(self, finding: Finding) -> None:
        """Show its cell in the spreadsheet program."""

    def explain(self, finding: Finding) -> str:
        """What its rule is for."""


class FindingPanel(ttk.Frame):
    """Filters, the list, and the chosen finding with its rule's explanation."""

    def __init__(self, parent: tk.Misc, commands: FindingCommands) -> None:
        super().__init__(parent, padding=(look.px(parent, 10), 0, 0, 0))
        self._commands = commands
        self._view: BookView | None = None
        self.shown: tuple[Finding, ...] = ()
        self._filters()
        self.count = ttk.Label(self, style="Quiet.TLabel")
        self.count.grid(row=1, sticky="w", pady=look.px(self, 4))
        frame = ttk.Frame(self)
        frame.grid(row=2, sticky="nsew")
        self.list = listing(frame, _COLUMNS, _ROWS)
        self._dots = {word: dot(self, colour) for word, colour in look.SEVERITY_COLOURS.items()}
        self._waived = dot(self, look.LINE)
        self.list.bind("<<TreeviewSelect>>", lambda _: self._tell())
        for event in ("<Double-1>", "<Return>"):
            self.list.bind(event, lambda _: self._go())
        self.list.bind("<<Copy>>", lambda _: self.copy())
        self._detail()
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=3)
        self.rowconfigure(3, weight=2)

    def show(self, view: BookView) -> None:
        """Show what was found in a workbook; the chosen finding, or its place, stays chosen."""
        before = self.chosen()
        place = self.shown.index(before) if before else 0
        self._view = view
        self.owner.configure(values=(ALL_PROJECTS, *view.owners))
        if self.owner.get() not in (ALL_PROJECTS, *view.owners):
            self.owner.set(ALL_PROJECTS)
        self.fill()
        same = [i for i, f in enumerate(self.shown)
                if before and (f.rule, f.path) == (before.rule, before.path)]  # fmt: skip
        if self.shown:
            choose_row(self.list, str(same[0] if same else min(place, len(self.shown) - 1)))

    def narrow_to(self, project: int) -> None:
        """Show one project's findings alone."""
        if self._view:
            self.owner.set(self._view.owners[project + 1])
            self.fill()

    def fill(self) -> None:
        """Fill the list with what the two filters let through."""
        if self._view is None:
            return
        self.shown = self._view.chosen(self.severity.get(), self.owner.get())
        self.count.configure(text=counts_line(self.shown, len(self._view.findings)))
        self.list.delete(*self.list.get_children())
        for i, finding in enumerate(self.shown):
            waived = "（已说明理由）" if finding.waiver else ""
            values = (finding.sheet or "整个文件", finding.cell, f"{finding.message}{waived}")
            word = finding.severity.label
            image = self._waived if finding.waiver else self._dots[word]
            self.list.insert("", "end", iid=str(i), text=f" {word}", values=values, image=image)
        if self.shown:
            choose_row(self.list, "0")
        self._tell()

    def chosen(self) -> Finding | None:
        """The finding that is selected."""
        selection = self.list.selection()
        return self.shown[int(selection[0])] if selection else None

    def copy(self) -> None:
        """Put the chosen finding with all that is said about it on the clipboard."""
        self.clipboard_clear()
        self.clipboard_append(self.detail.get("1.0", "end").strip())

    def _filters(self) -> None:
        row = ttk.Frame(self)
        row.grid(row=0, sticky="ew")
        severities = (ALL_PROJECTS, *(severity.label for severity in Severity))
        self.severity = choice(row, "程度", severities, 6, self.fill)
        self.owner = choice(row, "项目", (ALL_PROJECTS,), 26, self.fill)
        self.all = ttk.Button(row, text="显示全部", command=self._show_all)
        self.all.pack(side="left")

    def _detail(self) -> None:
        self.detail = readable(self, _LINES)
        self.detail.grid(row=3, sticky="nsew", pady=(look.px(self, 8), 0))
        row = ttk.Frame(self)
        row.grid(row=4, sticky="ew", pady=(look.px(self, 6), 0))
        self.go = ttk.Button(row, text="在 Excel 中查看  Enter", command=self._go)
        self.go.pack(side="left", padx=(0, look.px(self, 8)))
        self.copying = ttk.Button(row, text="复制这一条  Ctrl+C", command=self.copy)
        self.copying.pack(side="left")

    def _show_all(self) -> None:
        self.severity.set(ALL_PROJECTS)
        self.owner.set(ALL_PROJECTS)
        self.fill()

    def _tell(self) -> None:
        finding = self.chosen()
        for button in (self.go, self.copying):
            button.state(["!disabled" if finding else "disabled"])
        if finding is None:
            put(self.detail, _NONE_HERE if self._view and self._view.findings else _NONE_LEFT)
            return
        reason = f"已说明理由：{finding.waiver}\n" if finding.waiver else ""
        put(self.detail, f"{place_text(finding)}　{finding.label}\n{finding.message}\n{reason}"
                         f"怎么改：{finding.fix}\n\n{self._commands.explain(finding)}")  # fmt: skip

    def _go(self) -> None:
        finding = self.chosen()
        if finding:
            self._commands.go_to(finding)
