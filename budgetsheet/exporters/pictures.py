"""What the pictures show: budget by project, plan by node, indicators by kind, completeness.

The review copy draws them as SVG, the docx as charts of its own; here are only the figures.
"""

from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from budgetsheet import money
from budgetsheet.form.indicator_row import cells_of
from budgetsheet.form.project_sheet import indicator_fields, project_fields
from budgetsheet.form.scheme import Scheme, load_scheme
from budgetsheet.model import Filing, Indicator, Project

_LONGEST_LABEL = 15


class Series(NamedTuple):
    """Bars of one kind: what they are, and their lengths."""

    name: str
    values: tuple[Decimal, ...]


class Picture(NamedTuple):
    """A bar chart: a bar a label, the series one behind another; `upright` for a time axis.

    `most` is the end of the scale where it is known, None for the longest bar.
    """

    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    upright: bool = False
    most: Decimal | None = None

    def total(self, place: int) -> Decimal:
        """The length of a whole bar."""
        return sum((series.values[place] for series in self.series), Decimal(0))

    @property
    def longest(self) -> Decimal:
        """What the scale ends at."""
        return self.most or max(map(self.total, range(len(self.labels))), default=Decimal(0))

    def told(self) -> str:
        """The figures in words, for whoever does not see the picture."""
        bars = (f"{label} {shown(self.total(i))}" for i, label in enumerate(self.labels))
        return f"{self.title}（{self.unit}）：{'；'.join(bars)}。"


def pictures_of(filing: Filing) -> tuple[Picture, ...]:
    """All pictures that have something to show."""
    scheme = load_scheme(filing.scheme)
    made = (
        _budgets(filing), _nodes(filing, scheme), _indicators(filing), _completeness(filing, scheme)
    )  # fmt: skip
    return tuple(picture for picture in made if picture.labels)


def shown(value: Decimal) -> str:
    """A figure beside its bar: at most two decimals, no idle zeros."""
    return f"{money.normal_percent(money.round_amount(value)):f}"


def _budgets(filing: Filing) -> Picture:
    fiscal = tuple(p.fiscal_funds or Decimal(0) for p in filing.projects)
    other = tuple(p.other_funds or Decimal(0) for p in filing.projects)
    series: tuple[Series, ...] = (Series("财政资金", fiscal), Series("其他资金", other))
    if not any(other):
        series = (Series("财政资金", fiscal),)
    return Picture("各项目预算", "万元", _labels(filing), series)


def _nodes(filing: Filing, scheme: Scheme) -> Picture:
    months = scheme.plan_months
    sums = []
    for month in months:
        parts = (_spent(project, month) for project in filing.projects)
        sums.append(sum(parts, Decimal(0)))
    labels = tuple(scheme.month_label(month) for month in months) if filing.projects else ()
    spent = Series("累计支出", tuple(sums))
    return Picture("支出计划：到各节点的累计支出", "万元", labels, (spent,), upright=True)


def _spent(project: Project, month: int) -> Decimal:
    percent = next((n.percent for n in project.spending_plan if n.month == month), None)
    return money.share(project.budget_amount or Decimal(0), percent or Decimal(0))


def _indicators(filing: Filing) -> Picture:
    rows = [row for project in filing.projects for row in project.indicators]
    counts = Counter((row.category, row.dimension) for row in rows)
    labels = tuple(" · ".join(part for part in pair if part) or "未分类" for pair in counts)
    values = tuple(Decimal(count) for count in counts.values())
    return Picture("各类绩效指标", "条", labels, (Series("条数", values),))


def _completeness(filing: Filing, scheme: Scheme) -> Picture:
    shares = tuple(100 * filled_share(project, scheme) for project in filing.projects)
    bars = Series("已填", shares)
    return Picture("填报完整度", "%", _labels(filing), (bars,), most=Decimal(100))


def filled_share(project: Project, scheme: Scheme) -> Decimal:
    """Filled required entries over all of them, as the sheet 目录 reckons it."""
    singles = [getattr(project, f.name) for f in project_fields(scheme) if f.required]
    held = {node.month: node.percent for node in project.spending_plan}
    filled = [_is_filled(value) for value in singles]
    filled += [_is_filled(held.get(month)) for month in scheme.plan_months]
    filled.append(bool(project.objectives))
    required = [field.required for field in indicator_fields(scheme)]
    for row in project.indicators or (Indicator(),):
        cells = zip(cells_of(row, scheme), required, strict=True)
        filled += [_is_filled(value) for value, needed in cells if needed]
    return Decimal(sum(filled)) / len(filled)


def _is_filled(value: object) -> bool:
    return value is not None and value != ""


def _labels(filing: Filing) -> tuple[str, ...]:
    return tuple(
        f"{number}. {_short(project.name) or '未命名'}"
        for number, project in enumerate(filing.projects, start=1)
    )


def _short(name: str) -> str:
    plain = " ".join(name.split())
    return plain if len(plain) <= _LONGEST_LABEL else f"{plain[: _LONGEST_LABEL - 1]}…"
