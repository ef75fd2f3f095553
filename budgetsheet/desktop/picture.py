"""The small picture of the budget: a bar for each project, split by where the money is from."""

import tkinter as tk
from collections.abc import Sequence
from decimal import Decimal

from budgetsheet.desktop import look
from budgetsheet.desktop.view import ProjectRow, amount_text

_ROW, _ROW_LEAST = 26, 17
_LABEL, _AMOUNT, _EDGE = 150, 78, 8
"""Units: points at 96 dots an inch."""
_LETTERS = 9


class BudgetPicture(tk.Canvas):
    """Bars in the order of the projects; where there are too many, the largest ones."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, height=look.px(parent, 170), background=look.PAPER,
                         highlightthickness=0)  # fmt: skip
        self._rows: Sequence[ProjectRow] = ()
        self.bind("<Configure>", lambda _: self._draw())

    def show(self, rows: Sequence[ProjectRow]) -> None:
        """Draw these projects."""
        self._rows = [row for row in rows if row.budget is not None and row.budget > 0]
        self._draw()

    def _draw(self) -> None:
        self.delete("all")
        if not self._rows:
            self._say_empty()
            return
        legend = look.px(self, 24)
        shown, rest = self._fitting(self.winfo_height() - legend)
        lines = len(shown) + bool(rest)
        height = min(look.px(self, _ROW), (self.winfo_height() - legend) // max(1, lines))
        most = max(row.budget for row in shown if row.budget)
        for i, row in enumerate(shown):
            self._bar(row, legend + i * height, height, most)
        if rest:
            total = sum((row.budget or Decimal(0) for row in rest), Decimal(0))
            text = f"其余 {len(rest)} 个项目合计 {amount_text(total)}"
            self.create_text(look.px(self, _LABEL), legend + len(shown) * height + height // 2,
                             text=text, anchor="w", fill=look.QUIET)  # fmt: skip
        self._legend()

    def _fitting(self, room: int) -> tuple[list[ProjectRow], list[ProjectRow]]:
        """Those that there is room for, in their order, and the others."""
        most = max(1, room // look.px(self, _ROW_LEAST))
        if len(self._rows) <= most:
            return list(self._rows), []
        by_size = sorted(self._rows, key=lambda row: row.budget or 0, reverse=True)
        kept = {row.number for row in by_size[: max(1, most - 1)]}
        return ([row for row in self._rows if row.number in kept],
                [row for row in self._rows if row.number not in kept])  # fmt: skip

    def _bar(self, row: ProjectRow, top: int, height: int, most: Decimal) -> None:
        left = look.px(self, _LABEL)
        room = max(10, self.winfo_width() - left - look.px(self, _AMOUNT))
        middle, gap = top + height // 2, max(2, height // 7)
        self.create_text(left - look.px(self, _EDGE), middle, anchor="e", fill=look.INK,
                         text=look.elided(row.shown_name, _LETTERS))  # fmt: skip
        budget = row.budget or Decimal(0)
        right = left + max(1, round(room * float(budget / most)))
        part = min(Decimal(1), max(Decimal(0), (row.other or Decimal(0)) / budget))
        seam = right - round((right - left) * float(part))
        for start, end, colour in ((left, seam, look.ACCENT), (seam, right, look.SECOND)):
            if end > start:
                self.create_rectangle(start, top + gap, end, top + height - gap, fill=colour,
                                      width=0)  # fmt: skip
        self.create_text(right + look.px(self, 6), middle, text=amount_text(row.budget),
                         anchor="w", fill=look.QUIET)  # fmt: skip

    def _legend(self) -> None:
        left, middle, side = look.px(self, _LABEL), look.px(self, 12), look.px(self, 10)
        for text, colour in (("财政资金", look.ACCENT), ("其他资金", look.SECOND)):
            self.create_rectangle(left, middle - side // 2, left + side, middle + side // 2,
                                  fill=colour, width=0)  # fmt: skip
            word = self.create_text(left + side + look.px(self, 4), middle, text=text, anchor="w",
                                    fill=look.QUIET)  # fmt: skip
            left = self.bbox(word)[2] + look.px(self, 16)
        self.create_text(self.winfo_width() - look.px(self, _EDGE), middle, text="万元",
                         anchor="e", fill=look.QUIET)  # fmt: skip

    def _say_empty(self) -> None:
        self.create_text(self.winfo_width() // 2, self.winfo_height() // 2, fill=look.QUIET,
                         text="填好各项目的预算数，这里就有图。")  # fmt: skip
