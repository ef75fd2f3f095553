"""The two pages of the window: what to open, and what was opened."""

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk
from typing import Protocol

from budgetsheet.desktop import look
from budgetsheet.desktop.view import (
    ALL_PROJECTS,
    BookView,
    ProjectRow,
    amount_text,
    counts_line,
)
from budgetsheet.findings import Finding, Severity

Command = Callable[[], object]


class Actions(Protocol):
    """What the pages ask the window to do."""

    def new(self) -> None:
        """Make a new workbook."""

    def open(self) -> None:
        """Open a workbook."""

    def import_(self) -> None:
        """Read a published document."""

    def open_path(self, path: Path) -> None:
        """Open this workbook."""

    def fill(self) -> None:
        """Open the workbook in the spreadsheet program."""

    def check(self) -> None:
        """Check the workbook again."""

    def refresh(self) -> None:
        """Write narrative, totals and results anew."""

    def export(self) -> None:
        """Write the document."""

    def go_to(self, finding: Finding) -> None:
        """Show a finding's cell in the spreadsheet program."""

    def explain(self, finding: Finding) -> str:
        """What the finding's rule is for."""

    def add_project(self) -> None:
        """Add a project."""

    def remove_project(self, number: int) -> None:
        """Remove a project."""

    def rename_project(self, number: int) -> None:
        """Rename a project."""

    def move_project(self, number: int, to: int) -> None:
        """Put a project elsewhere."""

    def back(self) -> None:
        """Show the first page."""


class StartPage(ttk.Frame):
    """新建, 打开, 导入, 最近的文件."""

    def __init__(self, parent: tk.Misc, actions: Actions, recent: tuple[str, ...]) -> None:
        super().__init__(parent, padding=look.px(parent, 32))
        ttk.Label(self, text="预算绩效填报", style="Title.TLabel").pack(anchor="w")
        hint = "先得到一份填报工作簿，在 Excel 或 WPS 里填写，再回到这里校验和导出。"
        ttk.Label(self, text=hint, style="Quiet.TLabel").pack(anchor="w", pady=(4, 20))
        row = ttk.Frame(self)
        row.pack(anchor="w")
        self.buttons: list[ttk.Button] = []
        for text, command in (
            ("新建工作簿…  Ctrl+N", actions.new),
            ("打开工作簿…  Ctrl+O", actions.open),
            ("从已发布文件导入…  Ctrl+I", actions.import_),
        ):
            button = ttk.Button(row, text=text, command=command, style="Big.TButton")
            button.pack(side="left", padx=(0, 12))
            self.buttons.append(button)
        ttk.Label(self, text="最近的文件", style="Head.TLabel").pack(anchor="w", pady=(28, 6))
        self.recent = [self._recent(Path(name), actions) for name in recent]
        if not recent:
            ttk.Label(
                self, text="还没有。也可以把文件拖到程序图标上打开。", style="Quiet.TLabel"
            ).pack(anchor="w")

    def _recent(self, path: Path, actions: Actions) -> ttk.Button:
        text = f"{path.name}　—　{path.parent}"
        button = ttk.Button(self, text=text, command=lambda: actions.open_path(path))
        button.pack(fill="x", pady=2)
        return button


class BookPage(ttk.Frame):
    """The opened workbook: who, how much, what is wrong, and what to do next."""

    def __init__(self, parent: tk.Misc, actions: Actions, path: Path) -> None:
        super().__init__(parent, padding=look.px(parent, 14))
        self._actions = actions
        self.view: BookView | None = None
        self.shown: tuple[Finding, ...] = ()
        self._head(path)
        self._buttons()
        panes = ttk.PanedWindow(self, orient="horizontal")
        panes.pack(fill="both", expand=True, pady=(10, 0))
        panes.add(self._left(panes), weight=2)
        panes.add(self._right(panes), weight=3)

    def _head(self, path: Path) -> None:
        row = ttk.Frame(self)
        row.pack(fill="x")
        ttk.Button(row, text="‹ 返回", command=self._actions.back).pack(side="left", padx=(0, 10))
        ttk.Label(row, text=path.name, style="Head.TLabel").pack(side="left")
        self.headline = ttk.Label(self, text="")
        self.headline.pack(anchor="w", pady=(6, 0))
        self.totals = ttk.Label(self, text="", style="Quiet.TLabel")
        self.totals.pack(anchor="w")

    def _buttons(self) -> None:
        row = ttk.Frame(self)
        row.pack(anchor="w", pady=(10, 0))
        self.actions: dict[str, ttk.Button] = {}
        for text, command in (
            ("在 Excel 中填写", self._actions.fill),
            ("校验  F5", self._actions.check),
            ("更新概述与汇总  Ctrl+R", self._actions.refresh),
            ("导出…  Ctrl+E", self._actions.export),
        ):
            button = ttk.Button(row, text=text, command=command)
            button.pack(side="left", padx=(0, 8))
            self.actions[text.partition("  ")[0]] = button

    def _left(self, parent: tk.Misc) -> ttk.Frame:
        frame = ttk.Frame(parent)
        columns = (("number", "序号", 44), ("name", "项目", 190), ("budget", "预算（万元）", 90),
                   ("state", "状态", 110))  # fmt: skip
        self.projects = _list(frame, columns, 8)
        self.projects.bind("<<TreeviewSelect>>", self._choose_project)
        row = ttk.Frame(frame)
        row.pack(fill="x", pady=6)
        for text, command in (
            ("增加", self._actions.add_project),
            ("改名", lambda: self._on_project(self._actions.rename_project)),
            ("上移", lambda: self._shift(-1)),
            ("下移", lambda: self._shift(1)),
            ("删除", lambda: self._on_project(self._actions.remove_project)),
        ):
            ttk.Button(row, text=text, command=command, width=5).pack(side="left", padx=(0, 4))
        self.picture = tk.Canvas(frame, height=look.px(frame, 170), background=look.PAPER,
                                 highlightthickness=0)  # fmt: skip
        self.picture.pack(fill="both", expand=True)
        self.picture.bind("<Configure>", lambda _: self._draw())
        return frame

    def _right(self, parent: tk.Misc) -> ttk.Frame:
        frame = ttk.Frame(parent, padding=(look.px(parent, 10), 0, 0, 0))
        row = ttk.Frame(frame)
        row.pack(fill="x")
        severities = (ALL_PROJECTS, *(severity.label for severity in Severity))
        self.severity = _choice(row, "程度", severities, 6, self._fill_findings)
        self.owner = _choice(row, "项目", (ALL_PROJECTS,), 26, self._fill_findings)
        self.count = ttk.Label(frame, text="", style="Quiet.TLabel")
        self.count.pack(anchor="w", pady=4)
        columns = (("severity", "程度", 50), ("place", "位置", 190), ("message", "问题", 340))
        self.findings = _list(frame, columns, 12)
        for word, colour in look.SEVERITY_COLOURS.items():
            self.findings.tag_configure(word, foreground=colour)
        self.findings.bind("<<TreeviewSelect>>", lambda _: self._tell())
        for event in ("<Double-1>", "<Return>"):
            self.findings.bind(event, lambda _: self._go())
        self.detail = tk.Text(frame, height=9, wrap="char", relief="flat", background=look.PAPER,
                              padx=8, pady=6, font="TkDefaultFont", state="disabled")  # fmt: skip
        self.detail.pack(fill="both", expand=True, pady=(8, 0))
        return frame

    # ---- filling

    def show(self, view: BookView) -> None:
        """Show a workbook as it was checked."""
        self.view = view
        self.headline.configure(text=view.headline)
        self.totals.configure(text=view.totals)
        self.projects.delete(*self.projects.get_children())
        for row in view.projects:
            values = (row.number, row.name, amount_text(row.budget), row.state)
            self.projects.insert("", "end", iid=str(row.number - 1), values=values)
        self.owner.configure(values=(ALL_PROJECTS, *view.owners))
        if self.owner.get() not in (ALL_PROJECTS, *view.owners):
            self.owner.set(ALL_PROJECTS)
        self._fill_findings()
        self._draw()

    def _fill_findings(self) -> None:
        if self.view is None:
            return
        self.shown = self.view.chosen(self.severity.get(), self.owner.get())
        self.count.configure(text=counts_line(self.shown, len(self.view.findings)))
        self.findings.delete(*self.findings.get_children())
        for i, finding in enumerate(self.shown):
            waived = "（已说明理由）" if finding.waiver else ""
            place = f"{finding.sheet} {finding.cell}".strip() or "整个文件"
            values = (finding.severity.label, place, f"{finding.message}{waived}")
            self.findings.insert("", "end", iid=str(i), values=values,
                                 tags=(finding.severity.label,))  # fmt: skip
        if self.shown:
            self.findings.selection_set("0")
        self._tell()

    def chosen_finding(self) -> Finding | None:
        """The finding that is selected in the list."""
        chosen = self.findings.selection()
        return self.shown[int(chosen[0])] if chosen else None

    def _tell(self) -> None:
        finding = self.chosen_finding()
        text = ""
        if finding:
            text = f"{finding.message}\n怎么改：{finding.fix}\n\n{self._actions.explain(finding)}"
        self.detail.configure(state="normal")
        self.detail.delete("1.0", "end")
        self.detail.insert("1.0", text)
        self.detail.configure(state="disabled")

    def _go(self) -> None:
        finding = self.chosen_finding()
        if finding:
            self._actions.go_to(finding)

    # ---- projects

    def chosen_project(self) -> int | None:
        """The project that is selected in the list, counted from zero."""
        chosen = self.projects.selection()
        return int(chosen[0]) if chosen else None

    def _choose_project(self, _: object) -> None:
        number = self.chosen_project()
        if number is not None and self.view:
            self.owner.set(self.view.owners[number + 1])
            self._fill_findings()

    def _on_project(self, command: Callable[[int], None]) -> None:
        number = self.chosen_project()
        if number is not None:
            command(number)

    def _shift(self, by: int) -> None:
        number = self.chosen_project()
        if number is not None and self.view and 0 <= number + by < len(self.view.projects):
            self._actions.move_project(number, number + by)

    def _draw(self) -> None:
        """The budget as bars, the largest as wide as the picture."""
        canvas = self.picture
        canvas.delete("all")
        rows = [row for row in self.view.projects if row.budget] if self.view else []
        most = max((row.budget for row in rows if row.budget), default=None)
        if not most or most <= 0:
            return
        height = max(look.px(canvas, 14), min(look.px(canvas, 26),
                                              canvas.winfo_height() // len(rows)))  # fmt: skip
        for i, row in enumerate(rows):
            self._bar(row, i * height, height, float((row.budget or 0) / most))

    def _bar(self, row: ProjectRow, top: int, height: int, part: float) -> None:
        canvas, label = self.picture, look.px(self.picture, 150)
        room = max(10, canvas.winfo_width() - label - look.px(canvas, 70))
        middle = top + height // 2
        name = row.name if len(row.name) <= 9 else f"{row.name[:8]}…"
        canvas.create_text(label - 6, middle, text=name, anchor="e", fill=look.INK)
        right = label + max(1, round(room * max(0.0, part)))
        canvas.create_rectangle(label, top + 3, right, top + height - 3, fill=look.ACCENT, width=0)
        canvas.create_text(right + 5, middle, text=amount_text(row.budget), anchor="w",
                           fill=look.QUIET)  # fmt: skip


def _list(
    parent: ttk.Frame, columns: tuple[tuple[str, str, int], ...], height: int
) -> ttk.Treeview:
    frame = ttk.Frame(parent)
    frame.pack(fill="both", expand=True)
    names = [name for name, _, _ in columns]
    tree = ttk.Treeview(frame, columns=names, show="headings", height=height, selectmode="browse")
    for name, head, width in columns:
        tree.heading(name, text=head)
        tree.column(name, width=look.px(parent, width), stretch=name in ("name", "message"))
    bar = ttk.Scrollbar(frame, command=tree.yview)
    tree.configure(yscrollcommand=bar.set)
    bar.pack(side="right", fill="y")
    tree.pack(side="left", fill="both", expand=True)
    return tree


def _choice(
    parent: ttk.Frame, text: str, values: tuple[str, ...], width: int, changed: Command
) -> ttk.Combobox:
    ttk.Label(parent, text=text).pack(side="left", padx=(0, 4))
    box = ttk.Combobox(parent, values=values, width=width, state="readonly")
    box.set(values[0])
    box.bind("<<ComboboxSelected>>", lambda _: changed())
    box.pack(side="left", padx=(0, 12))
    return box
