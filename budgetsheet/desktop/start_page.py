"""The first page: 新建, 打开, 从已发布文件导入, 最近的文件."""

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk
from typing import Protocol

from budgetsheet.desktop import look
from budgetsheet.desktop.widgets import Command

_NAME_LETTERS, _FOLDER_LETTERS = 40, 70


class WaysIn(Protocol):
    """What the first page asks the window to do."""

    def new(self) -> None:
        """Make a new workbook."""

    def open(self) -> None:
        """Open a workbook."""

    def import_(self) -> None:
        """Read a published document."""

    def open_recent(self, path: Path) -> None:
        """Open a file that was open before."""


class StartPage(ttk.Frame):
    """Three ways in, and the way back to what was open last."""

    def __init__(
        self, parent: tk.Misc, doors: WaysIn, recent: tuple[str, ...], drops: bool,
        help_: Command, ribbon: Command | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent, padding=look.px(parent, 32))
        gap = look.px(parent, 4)
        head = ttk.Frame(self)
        head.pack(fill="x")
        ttk.Label(head, text="预算绩效填报", style="Title.TLabel").pack(side="left")
        self.help = ttk.Button(head, text="帮助  F1", command=help_)
        self.help.pack(side="right")
        self.ribbon = ttk.Button(head, text="Excel 按钮…", command=ribbon or help_)
        if ribbon is not None:
            self.ribbon.pack(side="right", padx=(0, gap * 2))
        hint = "先得到一份填报工作簿，在 Excel 或 WPS 里填写，再回到这里校验和导出。"
        ttk.Label(self, text=hint, style="Quiet.TLabel").pack(anchor="w", pady=(gap, gap * 5))
        self.buttons = self._ways_in(doors, gap)
        self.drop_hint = ttk.Label(self, style="Quiet.TLabel")
        self.drop_hint.pack(anchor="w", pady=(gap * 3, 0))
        self.offer_drops(drops)
        ttk.Label(self, text="最近的文件", style="Head.TLabel").pack(
            anchor="w", pady=(gap * 7, gap * 2)
        )
        self.recent = [self._recent(Path(name), doors.open_recent) for name in recent]
        if not recent:
            ttk.Label(self, text="还没有打开过文件。", style="Quiet.TLabel").pack(anchor="w")
        (self.recent or self.buttons)[0].focus_set()

    def offer_drops(self, on_the_window: bool = True) -> None:
        """Say where a file can be dropped."""
        target = "这个窗口里，或拖到程序图标上" if on_the_window else "程序图标上"
        self.drop_hint.configure(text=f"也可以把工作簿，或要导入的文件，拖到{target}。")

    def _ways_in(self, doors: WaysIn, gap: int) -> list[ttk.Button]:
        row = ttk.Frame(self)
        row.pack(anchor="w")
        ways = (
            ("新建工作簿…  Ctrl+N", doors.new),
            ("打开工作簿…  Ctrl+O", doors.open),
            ("从已发布文件导入…  Ctrl+I", doors.import_),
        )
        buttons = [ttk.Button(row, text=text, command=command, style="Big.TButton")
                   for text, command in ways]  # fmt: skip
        for button in buttons:
            button.pack(side="left", padx=(0, gap * 3))
        return buttons

    def _recent(self, path: Path, open_recent: Callable[[Path], None]) -> ttk.Button:
        name = look.elided(path.name, _NAME_LETTERS)
        text = f"{name}　—　{look.elided(str(path.parent), _FOLDER_LETTERS)}"
        button = ttk.Button(self, text=text, style="Recent.TButton",
                            command=lambda: open_recent(path))  # fmt: skip
        button.pack(fill="x", pady=look.px(self, 2))
        return button
