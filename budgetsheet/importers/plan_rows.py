"""The spending plan: months in one row, percentages below or beside them."""

import re

from budgetsheet.importers.drafts import Draft
from budgetsheet.importers.items import Row
from budgetsheet.importers.placing import Left, Taken
from budgetsheet.importers.words import Words, key
from budgetsheet.money import says_none
from budgetsheet.money_units import unit_in_head

_PERCENT = r"(\d+(?:\.\d+)?%?)"
_MONTH = re.compile(
    rf"(?:截至|到|至)?(\d{{1,2}})月(?:\d{{1,2}}日|底|末|份)?(?:前|止)?(?:累计)?(?:\(%\))?:?{_PERCENT}?"
)
_QUARTER = re.compile(rf"第?([一二三四1234])季度(?:末|底)?(?:累计)?(?:\(%\))?:?{_PERCENT}?")
_QUARTERS = {"一": 3, "1": 3, "二": 6, "2": 6, "三": 9, "3": 9, "四": 12, "4": 12}
_WHICH = "看不出是哪一期的支出计划"
_FIGURE = re.compile(_PERCENT)


class PlanRows:
    """Reads a row of months and, below it, a row of percentages."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._months: dict[int, tuple[int, str]] = {}
        self._money = ""
        self.waits = False

    def is_head(self, row: Row, names: dict[int, str]) -> bool:
        """Whether the row holds the months and nothing that cannot stand beside them."""
        months, figures = 0, 0
        for i, name in names.items():
            plain = key(row.cells[i].text)
            if _month(plain):
                months += 1
            elif _FIGURE.fullmatch(plain) or says_none(plain):
                figures += 1
            elif name != "plan_block":
                return False
        return months >= 2 or (months == 1 and (figures == 1 or "plan_block" in names.values()))

    def head(self, draft: Draft, row: Row, names: dict[int, str]) -> Taken:
        """Take the months, and the percentages that stand in the same row."""
        taken: Taken = {}
        self._months, self._money = {}, ""
        waiting: tuple[int, str] | None = None
        for i, name in names.items():
            text = row.cells[i].text
            found = _month(key(text))
            if found:
                month, value = found
                self._months[i] = waiting = month, text
                taken[i] = self._keep(draft, month, value, text) if value else None
            elif name == "plan_block":
                taken[i], self._money = None, unit_in_head(text)
            elif waiting:
                taken[i] = self._keep(draft, waiting[0], text, f"{waiting[1]} {text}")
                waiting = None
        self.waits = not draft.plan
        return taken

    def values(self, draft: Draft, row: Row) -> Taken | None:
        """Take the percentages under the months; a covered column belongs to its month."""
        self.waits = False
        filled = [i for i, cell in enumerate(row.cells) if cell.text]
        labels = [i for i in filled if self._words.label(row.cells[i].text) == "plan_block"]
        taken: Taken = dict.fromkeys(labels)
        for i, month in self._under([i for i in filled if i not in labels]).items():
            text = row.cells[i].text
            if month is None:
                taken[i] = Left(_WHICH, text)
            else:
                taken[i] = self._keep(draft, month[0], text, f"{month[1]} {text}")
        return taken or None

    def _under(self, places: list[int]) -> dict[int, tuple[int, str] | None]:
        """The month over each place, None where a row that lost its first cells cannot tell.

        Source: a text copied from a table may lack the cells that one above it covers.
        """
        if not places or not self._months:
            return {}
        if places[0] >= min(self._months):
            return {i: self._months[max(at for at in self._months if at <= i)] for i in places}
        if len(places) == len(self._months):
            return dict(zip(places, self._months.values(), strict=True))
        return dict.fromkeys(places)

    def _keep(self, draft: Draft, month: int, text: str, whole: str) -> str | Left:
        if self._money and text[-1:].isdigit():
            text += self._money  # no percentage: kept with its unit, and told as unreadable
        if month not in self._words.scheme.plan_months:
            return Left("表样里没有这一期支出计划", whole)
        if draft.plan.setdefault(month, text) != text:
            return Left("这一期支出计划写了两次", whole)
        return f"spending_plan.{month}"


def _month(plain: str) -> tuple[int, str] | None:
    """The month at whose end a node stands, and the percentage written behind it."""
    if found := _MONTH.fullmatch(plain):
        return int(found[1]), found[2] or ""
    if found := _QUARTER.fullmatch(plain):
        return _QUARTERS[found[1]], found[2] or ""
    return None
