"""The rows of published tables, found by their labels, as drafts of projects."""

import itertools
from collections.abc import Callable

from budgetsheet.importers.drafts import AMOUNTS, Draft
from budgetsheet.importers.facts import OF_A_PROJECT, Facts
from budgetsheet.importers.goal_rows import GoalRows
from budgetsheet.importers.indicator_rows import IndicatorRows
from budgetsheet.importers.items import Cell, Line, Row
from budgetsheet.importers.placing import Left, Taken
from budgetsheet.importers.plan_rows import PlanRows
from budgetsheet.importers.trail import Trail
from budgetsheet.importers.words import BLOCK_LABELS, FACT_LABELS, GOAL_LABELS, Title, Words, key

_UNKNOWN_ROW = "这一行没有认出属于表中哪一项"
_UNKNOWN_CELL = "这一格没有认出属于表中哪一项"
_ROUNDED = "单元格只显示到这一位，存的是 {}；已按显示的读入，请核对。"
_OF_THE_UNIT = ("department.", "year")
Reader = Callable[[Row], Taken | None]


class TableReader:
    """Takes titles and rows in the document's order and makes drafts of them.

    Each reader of a row names the cells that it found a place for; what is left of the row
    is kept as unplaced. So nothing can be dropped, whatever a row looks like.
    """

    def __init__(self, words: Words, trail: Trail) -> None:
        self._words, self._trail = words, trail
        self.drafts: list[Draft] = []
        self.year: int | None = None
        self.facts = Facts(words, trail)
        self._plan, self._goals = PlanRows(words), GoalRows()
        self._indicators = IndicatorRows(words)
        self._expects: Reader | None = None

    # ---- where a project begins

    def title(self, line: Line | Cell, title: Title) -> None:
        """A table's title line."""
        draft = self._begin(line.line)
        draft.heading, draft.number = title.name, title.number
        self.year = self.year or title.year
        if title.name:
            draft.title = self._trail.place(line, "name", draft)
        else:
            self._trail.label(line)

    def sheet(self) -> None:
        """Another sheet begins: what follows belongs to another project."""
        self._expects = None
        if self.drafts and self.drafts[-1].blocks:
            self._begin(0)

    def line(self, line: Line) -> bool:
        """A line between tables; tells whether it is a fact (`单位：万元`, `项目名称：…`)."""
        name, value = self._words.inline(line.text)
        if name in OF_A_PROJECT:
            draft: Draft | None = self._draft_of_line(name, value, line)
        else:
            draft = self.drafts[-1] if self.drafts else None
        path = self.facts.line(draft, line, bool(self.drafts) and not self.inside)
        if path is None:
            return False
        if not path:
            self._trail.label(line)
        elif path.startswith(_OF_THE_UNIT):
            self._unit_step(draft, line, path)
        else:
            self._trail.place(line, path, draft)
        return True

    def _draft_of_line(self, name: str, value: str, line: Line) -> Draft:
        """The project a line such as `项目名称：…` belongs to, a new one behind a whole table."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.indicators or key(last.texts.get(name, value)) != key(value):
            last = self._begin(line.line)
        last.blocks.append("line")
        return last

    @property
    def fields(self) -> frozenset[str]:
        """The columns that the indicator tables have, by their fields."""
        return frozenset(self._indicators.fields)

    @property
    def inside(self) -> bool:
        """Whether a table is open that may go on."""
        return self._expects is not None

    def _begin(self, line: int) -> Draft:
        self._expects = None
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.title or last.began:
            self.drafts.append(Draft(line, money=self.facts.money, assumed=self.facts.assumed))
        return self.drafts[-1]

    def _draft_for(self, block: str, row: Row, again: bool = False) -> Draft:
        """The project a block belongs to: another one where its opening block comes again."""
        if not self.drafts:
            self._begin(row.cells[0].line)
        draft = self.drafts[-1]
        if again or (draft.blocks[:1] == [block] and not draft.title):
            draft = self._begin(row.cells[0].line)
        if block not in draft.blocks:
            draft.blocks.append(block)
        return draft

    # ---- rows

    def row(self, row: Row) -> None:
        """One row of a table, whatever it holds."""
        filled = [i for i, cell in enumerate(row.cells) if cell.text]
        if not filled:
            return
        taken = self._read(row, filled) or {}
        draft = self.drafts[-1] if self.drafts else None
        unknown: list[Cell] = []
        for i in filled:
            cell, fate = row.cells[i], taken.get(i, "")
            if fate is None:
                self._trail.label(cell)
            elif isinstance(fate, Left):
                self._trail.leave(cell, fate.message, fate.text)
            elif fate.startswith(_OF_THE_UNIT):
                self._unit_step(draft, cell, fate)
            elif fate:
                self._trail.place(cell, fate, draft)
                if cell.stored:
                    self._trail.decide(cell, _ROUNDED.format(cell.stored))
            else:
                unknown.append(cell)
        if unknown:
            text = "　".join(cell.text for cell in unknown)
            self._trail.leave(unknown[0], _UNKNOWN_CELL if taken else _UNKNOWN_ROW, text)

    def _unit_step(self, draft: Draft | None, piece: Cell | Line, path: str) -> None:
        step = self._trail.place(piece, path)
        if draft and path == "department.name":
            draft.unit_step = step

    def _read(self, row: Row, filled: list[int]) -> Taken | None:
        """Let the reader that knows such a row read it."""
        if self._indicators.is_head(row):
            draft = self._draft_for("indicators", row)
            return self._then(lambda r: self._indicators.read(draft, r), self._indicators.head(row))
        names = {i: self._words.label(row.cells[i].text) for i in filled}
        if len(filled) > 1 and self._words.heading(row.cells[filled[0]].text) == "overall_heading":
            names[filled[0]] = names[filled[0]] or "objectives"
        if not self._is_indicator(filled, names):
            known = self._labelled(row, names)
            if known is not None:
                return known
        return self._expects(row) if self._expects else None

    def _then(self, expects: Reader | None, taken: Taken) -> Taken:
        """What a reader took, and what reads the rows below where they bear no label."""
        self._expects = expects
        return taken

    def _labelled(self, row: Row, names: dict[int, str]) -> Taken | None:
        """A row that begins with a label, or consists of the plan's months."""
        at = next(iter(names))
        first = names[at] or self._words.inline(row.cells[at].text)[0]
        if self._plan.is_head(row, names):
            draft = self._draft_for("plan", row)
            taken = self._plan.head(draft, row, names)
            return self._then(lambda r: self._plan.values(draft, r), taken)
        if first == "plan_block" and self._plan.waits and self._expects:
            return self._expects(row)
        if first in GOAL_LABELS:
            draft = self._draft_for("objectives", row)
            taken = self._goals.head(draft, row, names)
            return self._then(lambda r: self._goals.more(draft, r), taken)
        if first in FACT_LABELS or first in BLOCK_LABELS or (not first and self._later(names)):
            return self._facts(row, names)
        above = not self.inside
        if any(self.facts.unit_note(row.cells[i], above) for i in names):
            draft = self._draft_for("unit", row, bool(self.drafts and self.drafts[-1].indicators))
            return self._then(None, self.facts.unit_row(draft, row))
        return None

    def _later(self, names: dict[int, str]) -> bool:
        """Whether a fact and its value stand behind a label that the form lacks (`主管部门`)."""
        if self.drafts and "indicators" in self.drafts[-1].blocks:
            return False
        given = list(names.values())
        return any(name in FACT_LABELS and not behind for name, behind in itertools.pairwise(given))

    def _facts(self, row: Row, names: dict[int, str]) -> Taken:
        held = self.drafts[-1].texts.get("code", "") if self.drafts else ""
        code = self.facts.value_after(row, names, "code")
        another = bool(held and code and key(held) != key(code))
        inline = (self._words.inline(row.cells[i].text)[0] for i in names)
        owned = [name or own for name, own in zip(names.values(), inline, strict=True)]
        owned = [name for name in owned if name]
        draft = self._draft_for(owned[0] if owned else "facts", row, another)
        taken = self.facts.row(draft, row, names)
        under_amounts = bool(set(owned) & {"budget_block", *AMOUNTS})
        return self._then(
            (lambda r: self.facts.purpose(draft, r)) if under_amounts else None, taken
        )

    def _is_indicator(self, filled: list[int], names: dict[int, str]) -> bool:
        """Among indicators a label is a value, unless it stands where a row begins."""
        if self._expects is None or not self._indicators.columns or not self.drafts:
            return False
        if "indicators" not in self.drafts[-1].blocks:
            return False
        labels = sum(1 for name in names.values() if name in FACT_LABELS)
        return filled[0] > min(self._indicators.columns) and labels < 2
