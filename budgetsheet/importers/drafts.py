"""A project while its table is read, and what becomes of it at the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from budgetsheet import money
from budgetsheet.characters import PRIVATE
from budgetsheet.form.scheme import Scheme
from budgetsheet.importers.numbers import Entries, amount, bare_figure, percent, score
from budgetsheet.importers.objectives import split_objectives
from budgetsheet.importers.trail import Step
from budgetsheet.model import Indicator, PlanNode, Project, Unreadable, replace
from budgetsheet.money_units import USUAL, written_amount
from budgetsheet.plan_figures import Node, decided
from budgetsheet.text import bare_code, bare_text, tidy

PARTS = ("fiscal_funds", "other_funds")
AMOUNTS = ("budget_amount", *PARTS)
_OF_THE_UNIT = {"unit", "department_name", "department_code", "year"}
_LINE_END = re.compile(r"(?<![^\S\n])[^\S\n]*+\n\s*")
_UNIT_LINE = re.compile(rf"[{PRIVATE}]*[\[(【]?(\d{{3,15}})?[\])】]?[\s\-—_/、.]*(.*)", re.DOTALL)


@dataclass(eq=False)
class Draft:
    """A project while its rows are read.

    `money` is the unit that the table's amounts stand in, `own_money` that of an amount whose
    label names one; `assumed` tells that it is the unit of the table before.
    """

    line: int
    heading: str = ""
    number: int | None = None
    title: Step | None = None
    texts: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    unit_step: Step | None = None
    money: str = USUAL
    own_money: dict[str, str] = field(default_factory=dict)
    assumed: bool = False
    plan: dict[int, str] = field(default_factory=dict)
    goals: list[str] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    weights: dict[int, str] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)
    """The blocks met so far, in order: a block met again may begin another project."""
    shares: bool = False
    """Whether the plan was written in parts of 1, and read as percentages."""

    @property
    def began(self) -> bool:
        """Whether a row of the project was met, not only what its unit says."""
        return bool(set(self.blocks) - _OF_THE_UNIT or self.texts)

    @property
    def name(self) -> str:
        """The name in the table, that of the title where the table has none."""
        return self.texts.get("name", "") or self.heading

    def money_of(self, part: str) -> str:
        """The unit that one of the amounts stands in where its figure bears none."""
        return self.own_money.get(part, self.money)


def finish(draft: Draft, number: int, scheme: Scheme) -> tuple[Project, list[Unreadable]]:
    """The project at a place of the list, and what could not be read as its kind."""
    entries = Entries(f"projects.{number}", scheme)
    amounts = {
        part: entries.read(part, draft.texts.get(part, ""), amount, draft.money_of(part))
        for part in AMOUNTS
    }
    plan = _plan(draft, scheme, entries)
    weights = {
        i: entries.read(f"indicators.{i}.weight", text, score) for i, text in draft.weights.items()
    }
    project = Project(
        bare_code(draft.texts.get("code", "")), joined(draft.name), **amounts,
        purpose=tidy(draft.texts.get("purpose", "")), spending_plan=plan,
        objectives=split_objectives("\n".join(draft.goals)),
        indicators=tuple(
            replace(row, weight=weights.get(i)) for i, row in enumerate(draft.indicators)
        ),
    )  # fmt: skip
    return project, entries.unreadable


def _plan(draft: Draft, scheme: Scheme, entries: Entries) -> tuple[PlanNode, ...]:
    """The spending plan; figures without a sign of percent are judged with their row."""
    texts = {month: draft.plan.get(month, "") for month in scheme.plan_months}
    found = {m: entries.read(f"spending_plan.{m}", text, percent) for m, text in texts.items()}
    bare = [
        month for month, text in texts.items() if found[month] is not None and bare_figure(text)
    ]
    nodes = [Node(bare=found[m]) if m in bare else Node(found[m]) for m in texts]
    percents = dict(zip(texts, decided(nodes), strict=True))
    for month in bare:
        if percents[month] is None:
            entries.keep(f"spending_plan.{month}", texts[month])
        elif percents[month] != found[month]:
            draft.shares = True
    return tuple(
        PlanNode(month, None if each is None else money.normal_percent(each))
        for month, each in percents.items()
    )


def joined(text: str) -> str:
    """A name or code in one line: a line end in its cell is only where it was too narrow."""
    return _LINE_END.sub("", tidy(text))


def long_amounts(project: Project) -> list[tuple[str, str]]:
    """The amounts that have more than two decimals in 万元, by their fields: nothing is rounded."""
    amounts = ((part, getattr(project, part)) for part in AMOUNTS)
    return [(part, money.format_amount(amount)) for part, amount in amounts
            if amount is not None and amount != money.round_amount(amount)]  # fmt: skip


def converted(draft: Draft) -> str:
    """The unit other than 万元 that a figure of the draft bears itself, blank for none."""
    for part in AMOUNTS:
        try:
            unit = written_amount(bare_text(draft.texts.get(part, ""))).unit
        except ValueError:
            continue
        if unit not in ("", USUAL):
            return unit
    return ""


def department_of(drafts: Sequence[Draft], told: str = "") -> tuple[str, str]:
    """Code and name of the unit: as a line of its own told it, or over the first table."""
    units = [unit_parts(line) for line in (told, *(draft.unit for draft in drafts)) if line]
    name = units[0][1] if units else ""
    return next((code for code, other in units if code and other == name), ""), name


def unit_parts(line: str) -> tuple[str, str]:
    """Code and name out of a line such as `807001某某局`."""
    found = _UNIT_LINE.fullmatch(line)
    assert found
    return found[1] or "", joined(found[2])
