"""A project while its table is read, and what becomes of it at the end."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from budgetsheet import money
from budgetsheet.form.scheme import Scheme
from budgetsheet.importers.objectives import split_objectives
from budgetsheet.importers.trail import Step
from budgetsheet.model import Indicator, PlanNode, Project, Unreadable, replace
from budgetsheet.text import half_width, tidy

AMOUNTS = ("budget_amount", "fiscal_funds", "other_funds")
PER_WAN = {
    "万元": Decimal(1),
    "万": Decimal(1),
    "元": Decimal(10_000),
    "千元": Decimal(10),
    "百元": Decimal(100),
    "亿元": Decimal("0.0001"),
}
"""How many of a unit make one 万元."""
_OWN_UNIT = re.compile(r"(?P<figure>.*[\d.])\s*(?P<unit>亿元|万元|千元|百元|元|万)")
_LINE_END = re.compile(r"[^\S\n]*\n\s*")
_UNIT_LINE = re.compile(r"[\[(【]?(\d{3,15})?[\])】]?[\s\-—_/、.]*(.*)", re.DOTALL)


@dataclass(eq=False)
class Draft:
    """A project while its rows are read. Amounts stand in the table's own unit."""

    line: int
    heading: str = ""
    number: int | None = None
    title: Step | None = None
    texts: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    unit_step: Step | None = None
    divisor: Decimal = Decimal(1)
    assumed: bool = False
    plan: dict[int, str] = field(default_factory=dict)
    goals: list[str] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    weights: dict[int, str] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)
    """The blocks met so far, in order: a block met again may begin another project."""

    @property
    def name(self) -> str:
        """The name in the table, that of the title where the table has none."""
        return self.texts.get("name", "") or self.heading


def finish(draft: Draft, number: int, scheme: Scheme) -> tuple[Project, list[Unreadable]]:
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

    amounts = {
        part: read(part, draft.texts.get(part, ""), lambda t: amount(t, draft.divisor))
        for part in AMOUNTS
    }
    plan = tuple(
        PlanNode(m, read(f"spending_plan.{m}", draft.plan.get(m, ""), money.parse_percent))
        for m in scheme.plan_months
    )
    weights = {
        i: read(f"indicators.{i}.weight", text, money.parse_score)
        for i, text in draft.weights.items()
    }
    project = Project(
        joined(draft.texts.get("code", "")), joined(draft.name), **amounts,
        purpose=tidy(draft.texts.get("purpose", "")), spending_plan=plan,
        objectives=split_objectives("\n".join(draft.goals)),
        indicators=tuple(
            replace(row, weight=weights.get(i)) for i, row in enumerate(draft.indicators)
        ),
    )  # fmt: skip
    return project, unreadable


def joined(text: str) -> str:
    """A name or code in one line: a line end in its cell is only where it was too narrow."""
    return _LINE_END.sub("", tidy(text))


def amount(text: str, divisor: Decimal) -> Decimal:
    """An amount in 万元; a unit written behind the figure goes before the table's.

    Raises: ValueError when it is no figure.
    """
    found = _OWN_UNIT.fullmatch(half_width(text).strip())
    if found:
        text, divisor = found["figure"], PER_WAN[found["unit"]]
    return money.normal_amount(money.parse_amount(text) / divisor)


def converted(draft: Draft) -> bool:
    """Whether a figure of the draft was brought to 万元 from another unit of its own."""
    found = (_OWN_UNIT.fullmatch(half_width(draft.texts.get(part, "")).strip()) for part in AMOUNTS)
    return any(match and PER_WAN[match["unit"]] != 1 for match in found)


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
