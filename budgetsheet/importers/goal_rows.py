"""The objectives of a project: beside or under their labels, in one row or several."""

import re

from budgetsheet.importers.drafts import Draft
from budgetsheet.importers.items import Row
from budgetsheet.importers.placing import Left, Taken, over
from budgetsheet.importers.words import GOAL_LABELS, key

_ONLY_NUMBER = re.compile(r"\(?\d{1,2}[).、]?|[①-⑳]")


class GoalRows:
    """Reads the objectives. A form of one year keeps those of the year; longer ones are left."""

    def __init__(self) -> None:
        self._columns: dict[int, str] = {}
        self._heads_only = False

    def head(self, draft: Draft, row: Row, names: dict[int, str]) -> Taken:
        """A row with labels, and with what stands behind them."""
        self._columns = {i: name for i, name in names.items() if name in GOAL_LABELS}
        taken = self._read(draft, row, set(self._columns))
        self._heads_only = all(path is None for path in taken.values())
        return taken

    def more(self, draft: Draft, row: Row) -> Taken | None:
        """A row under the labels; none where a text stands in the labels' own column."""
        first = min(self._columns)
        under_heads = self._heads_only and self._columns[first] != "objectives"
        if not under_heads and any(cell.text for cell in row.cells[: first + 1]):
            return None
        if under_heads:
            self._heads_only = False
        return self._read(draft, row, set()) or None

    def _read(self, draft: Draft, row: Row, labels: set[int]) -> Taken:
        taken: Taken = {}
        for i, cell in enumerate(row.cells):
            if not cell.text:
                continue
            kind = over(self._columns, i)
            if i in labels or _ONLY_NUMBER.fullmatch(key(cell.text)):
                taken[i] = None
            elif kind == "long_term":
                taken[i] = Left("表样里只有年度目标，没有中长期目标", cell.text)
            elif kind:
                draft.goals.append(cell.text)
                taken[i] = "objectives"
        return taken
