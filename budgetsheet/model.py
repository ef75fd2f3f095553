"""What a unit files: immutable values, no behaviour beyond saying what they are.

Named tuples, for a frozen dataclass costs 0.5 ms of every start where a named tuple takes 0.07.

Text that is blank is `""`; an amount or percentage that is blank is `None`, which is not
zero. A value is addressed by a path such as `projects.2.indicators.0.target_value`.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

_Record = TypeVar("_Record", bound=NamedTuple)


def replace(record: _Record, **changes: Any) -> _Record:
    """The same record with some of its fields changed."""
    return record._replace(**changes)


class Department(NamedTuple):
    """The unit (单位) that files: its code and name."""

    code: str = ""
    name: str = ""


class SubObjective(NamedTuple):
    """One 分项绩效目标: what is done, its objective, its indicators."""

    statement: str = ""
    objective: str = ""
    indicators: str = ""


class Safeguard(NamedTuple):
    """One 工作保障措施: a title and its paragraphs."""

    title: str = ""
    paragraphs: tuple[str, ...] = ()


class Measure(NamedTuple):
    """One 部门层面的量化指标, named by a token `{name}` in the narrative.

    The token prints `value` and `unit`; where `value` is blank it prints `text`.
    """

    name: str = ""
    symbol: str = ""
    value: str = ""
    unit: str = ""
    text: str = ""

    @property
    def shown(self) -> str:
        """What the token prints."""
        return f"{self.value}{self.unit}" if self.value else self.text


class Indicator(NamedTuple):
    """One 绩效指标 row: 一级/二级/三级指标, 描述, 指标值, 指标值确定依据.

    `weight` (分值) is for schemes that have one. Units: points.
    """

    category: str = ""
    dimension: str = ""
    name: str = ""
    description: str = ""
    target_value: str = ""
    target_basis: str = ""
    weight: Decimal | None = None


class PlanNode(NamedTuple):
    """Cumulative spending at the end of a month (资金支出计划). Units: %."""

    month: int
    percent: Decimal | None = None


class Project(NamedTuple):
    """One project and its 绩效目标表. Units: 万元."""

    code: str = ""
    name: str = ""
    budget_amount: Decimal | None = None
    fiscal_funds: Decimal | None = None
    other_funds: Decimal | None = None
    purpose: str = ""
    spending_plan: tuple[PlanNode, ...] = ()
    objectives: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()


class Waiver(NamedTuple):
    """A person's reason (说明理由) why a finding at a path may stand."""

    path: str
    rule: str
    reason: str


class Unreadable(NamedTuple):
    """An entry that is there but cannot be read as its kind; kept as it was typed."""

    path: str
    text: str


class Unplaced(NamedTuple):
    """A text that has no place in the form; kept for the person.

    `line` is its line in an imported document, 0 for none; `place` where it stood or why it
    has no place, as a person reads it.
    """

    line: int
    text: str
    place: str = ""


class Filing(NamedTuple):
    """Everything a unit files for one budget year: the whole of one workbook."""

    scheme: str
    year: int | None = None
    department: Department = Department()
    overall_objective: tuple[str, ...] = ()
    sub_objectives: tuple[SubObjective, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()
    measures: tuple[Measure, ...] = ()
    projects: tuple[Project, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()

    def unreadable_at(self) -> dict[str, str]:
        """What was typed where it could not be read, by path."""
        return {entry.path: entry.text for entry in self.unreadable}

    def narrative_sources(self) -> Iterator[tuple[str, str]]:
        """Path and text of every paragraph that may hold tokens, in the document's order."""
        for i, paragraph in enumerate(self.overall_objective):
            yield f"overall_objective.{i}", paragraph
        for i, sub in enumerate(self.sub_objectives):
            for part in ("statement", "objective", "indicators"):
                yield f"sub_objectives.{i}.{part}", getattr(sub, part)
        for i, safeguard in enumerate(self.safeguards):
            yield f"safeguards.{i}.title", safeguard.title
            for j, paragraph in enumerate(safeguard.paragraphs):
                yield f"safeguards.{i}.paragraphs.{j}", paragraph
