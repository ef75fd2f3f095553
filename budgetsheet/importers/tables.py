"""The rows of published tables, found by their labels, as projects."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from budgetsheet import money
from budgetsheet.form.indicator_row import indicator_of
from budgetsheet.importers.lines import Cell, Note, Row, Words, key
from budgetsheet.model import Indicator, PlanNode, Project, Unplaced, Unreadable, replace
from budgetsheet.text import tidy, without_blank_lines

_NUMBERED = re.compile(r"\s*(\d{1,2})\s*[.．、]\s*(?=\S)")
_UNIT_NOTE = re.compile(r"单位:(.{1,3}?)")
_UNIT_LINE = re.compile(r"(\d{3,12})?(.*)", re.DOTALL)
_MONTH = re.compile(r"(\d{1,2})月(?:底|末)?")
_PER_WAN = {"万元": Decimal(1), "元": Decimal(10000), "千元": Decimal(10)}
_AMOUNTS = ("budget_amount", "fiscal_funds", "other_funds")


@dataclass
class Draft:
    """A project while its rows are read. Amounts stand in the table's own unit."""

    line: int
    heading: str = ""
    code: str = ""
    name: str = ""
    unit: str = ""
    divisor: Decimal = Decimal(1)
    amounts: dict[str, str] = field(default_factory=dict)
    purpose: str = ""
    months: dict[int, int] = field(default_factory=dict)
    plan: dict[int, str] = field(default_factory=dict)
    objectives: tuple[str, ...] = ()
    columns: dict[int, str] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)
    weights: dict[int, str] = field(default_factory=dict)


class TableReader:
    """Takes titles and rows in the document's order and makes projects of them."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.drafts: list[Draft] = []
        self.notes: list[Note] = []
        self.unplaced: list[Unplaced] = []
        self._expects: Callable[[Row], bool] | None = None
        self._readers: tuple[tuple[str, Callable[[Row], None]], ...] = (
            ("code", self._code_row),
            ("budget_amount", self._amounts_row),
            ("plan_block", self._plan_heads),
            ("objectives", self._objectives_row),
            ("category", self._indicator_head),
        )

    def title(self, line: int, name: str) -> None:
        """A table's title line."""
        self.drafts.append(Draft(line, heading=name))
        self._expects = None

    def row(self, row: Row) -> None:
        """One row of a table, whatever it holds."""
        keys = [key(cell.text) for cell in row.cells]
        for label, read in self._readers:
            if self._words.key(label) in keys and self._is_head(label, keys):
                self._expects = None
                if label == "code" and (not self.drafts or self.drafts[-1].code):
                    self.drafts.append(Draft(row.cells[0].line))
                read(row)
                return
        if any(_UNIT_NOTE.match(k) for k in keys):
            self._unit_row(row, keys)
        elif self._expects is None or not self._expects(row):
            self._leave(row)

    def _is_head(self, label: str, keys: list[str]) -> bool:
        """The label stands where it labels: text such as 绩效目标 may be a value as well."""
        filled = [k for k in keys if k]
        if label == "category":
            return self._words.key("dimension") in keys
        return label == "budget_amount" or filled[0] == self._words.key(label)

    @property
    def _draft(self) -> Draft:
        if not self.drafts:
            self.drafts.append(Draft(0))
        return self.drafts[-1]

    def _leave(self, row: Row) -> None:
        filled = [cell for cell in row.cells if cell.text]
        if filled:
            text = "　".join(cell.text for cell in filled)
            self.leave(filled[0].line, text, "这一行没有认出属于表中哪一项")

    def leave(self, line: int, text: str, message: str) -> None:
        """Keep what has no place, and say so."""
        self.unplaced.append(Unplaced(line, tidy(text)))
        self.notes.append(Note(line, text, f"{message}，已留在“未归位”中。"))

    def _after(self, row: Row, label: str) -> str:
        """The first text behind a label, up to the next label."""
        labels = {self._words.key(name) for name in ("code", "name", *_AMOUNTS)}
        keys = [key(cell.text) for cell in row.cells]
        if self._words.key(label) not in keys:
            return ""
        for cell in row.cells[keys.index(self._words.key(label)) + 1 :]:
            if key(cell.text) in labels:
                return ""
            if cell.text:
                return cell.text
        return ""

    def _unit_row(self, row: Row, keys: list[str]) -> None:
        draft = self._draft
        for cell, plain in zip(row.cells, keys, strict=True):
            note = _UNIT_NOTE.fullmatch(plain)
            if note is None:
                draft.unit = draft.unit or cell.text
            elif note[1] in _PER_WAN:
                draft.divisor = _PER_WAN[note[1]]
                if note[1] != "万元":
                    self.notes.append(Note(cell.line, cell.text, f"金额由{note[1]}换算成万元。"))

    def _code_row(self, row: Row) -> None:
        self._draft.code, self._draft.name = self._after(row, "code"), self._after(row, "name")

    def _amounts_row(self, row: Row) -> None:
        self._draft.amounts = {part: self._after(row, part) for part in _AMOUNTS}
        self._expects = self._purpose_row

    def _purpose_row(self, row: Row) -> bool:
        label = self._words.key("budget_block")
        texts = [c.text for c in row.cells if c.text and key(c.text) != label]
        self._draft.purpose = texts[0] if texts else ""
        self._expects = None
        return len(texts) == 1

    def _plan_heads(self, row: Row) -> None:
        found = ((i, _MONTH.fullmatch(key(cell.text))) for i, cell in enumerate(row.cells))
        self._draft.months = {i: int(match[1]) for i, match in found if match}
        self._expects = self._plan_row

    def _plan_row(self, row: Row) -> bool:
        draft, allowed = self._draft, self._words.scheme.plan_months
        for i, cell in enumerate(row.cells):
            month = draft.months.get(i)
            if month in allowed:
                draft.plan[month] = cell.text
            elif cell.text and key(cell.text) != self._words.key("plan_block"):
                where = f"{month}月底" if month else "支出计划"
                self.leave(cell.line, f"{where} {cell.text}", "表样里没有这一期")
        self._expects = None
        return True

    def _objectives_row(self, row: Row) -> None:
        label = self._words.key("objectives")
        cells = [cell for cell in row.cells if cell.text and key(cell.text) != label]
        self._draft.objectives = split_objectives("\n".join(cell.text for cell in cells))

    def _indicator_head(self, row: Row) -> None:
        wanted = {self._words.key(c.label): c.field for c in self._words.scheme.columns}
        found = ((i, wanted.get(key(cell.text))) for i, cell in enumerate(row.cells))
        self._draft.columns = {i: part for i, part in found if part}
        self._expects = self._indicator_row

    def _indicator_row(self, row: Row) -> bool:
        """One indicator; a category or dimension left empty is the one above."""
        draft = self._draft
        held = dict.fromkeys((c.field for c in self._words.scheme.columns), "")
        for i, cell in enumerate(row.cells):
            if i in draft.columns:
                held[draft.columns[i]] = tidy(cell.text)
            elif cell.text:
                self.leave(cell.line, cell.text, "这一格不在指标表的任何一列里")
        above = draft.indicators[-1] if draft.indicators else Indicator()
        if any(held.values()):
            own = held["category"] or held["dimension"]
            dimension = held["dimension"] or ("" if own else above.dimension)
            weight = held.pop("weight", "")
            if weight:
                draft.weights[len(draft.indicators)] = weight
            own_parts = {"category": held["category"] or above.category, "dimension": dimension}
            draft.indicators.append(indicator_of(held | own_parts))
        return True


def split_objectives(text: str) -> tuple[str, ...]:
    """Objectives out of one cell; numbers 1. 2. 3. in order are marks and not kept.

    A line without a number goes on with the objective before, where there are numbers.
    """
    lines = [line.strip() for line in without_blank_lines(tidy(text)).split("\n") if line.strip()]
    marks = [_NUMBERED.match(line) for line in lines]
    if not any(_begins(mark, 1, marks) for mark in marks):
        return tuple(lines)
    found: list[str] = []
    for line, mark in zip(lines, marks, strict=True):
        if mark and _begins(mark, len(found) + 1, marks):
            found.append(line[mark.end() :])
        elif found:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return tuple(found)


def _begins(mark: re.Match[str] | None, number: int, marks: Sequence[re.Match[str] | None]) -> bool:
    """Whether a mark numbers an objective; `1.5倍` does not, unless a 2. follows."""
    if mark is None or int(mark[1]) != number:
        return False
    decimal = mark.string[mark.end() : mark.end() + 1].isdecimal()
    return not decimal or number > 1 or any(m and m[1] == "2" for m in marks)


def department_of(drafts: Sequence[Draft]) -> tuple[str, str]:
    """Code and name of the unit, from the line over the first table that has one."""
    line = next((draft.unit for draft in drafts if draft.unit), "")
    found = _UNIT_LINE.fullmatch(line)
    assert found
    return found[1] or "", found[2].strip()


def finish(draft: Draft, number: int, words: Words) -> tuple[Project, list[Unreadable]]:
    """The project at a place of the list, and what could not be read as its kind."""
    unreadable: list[Unreadable] = []

    def read(path: str, text: str, parse: Callable[[str], Decimal]) -> Decimal | None:
        if not text:
            return None
        try:
            return parse(text)
        except ValueError:
            unreadable.append(Unreadable(f"projects.{number}.{path}", tidy(text)))
            return None

    def amount(text: str) -> Decimal:
        return money.normal_amount(money.parse_amount(text) / draft.divisor)

    amounts = {part: read(part, draft.amounts.get(part, ""), amount) for part in _AMOUNTS}
    plan = tuple(
        PlanNode(m, read(f"spending_plan.{m}", draft.plan.get(m, ""), money.parse_percent))
        for m in words.scheme.plan_months
    )
    weights = {
        i: read(f"indicators.{i}.weight", text, money.parse_score)
        for i, text in draft.weights.items()
    }
    project = Project(
        tidy(draft.code), tidy(draft.name or draft.heading), **amounts,
        purpose=tidy(draft.purpose), spending_plan=plan, objectives=draft.objectives,
        indicators=tuple(
            replace(row, weight=weights.get(i)) for i, row in enumerate(draft.indicators)
        ),
    )  # fmt: skip
    return project, unreadable


def unit_cell(drafts: Sequence[Draft]) -> Cell | None:
    """The first unit line that differs from the first one, to be told."""
    lines = [draft for draft in drafts if draft.unit]
    odd = next((d for d in lines if key(d.unit) != key(lines[0].unit)), None)
    return Cell(odd.line, odd.unit) if odd else None
