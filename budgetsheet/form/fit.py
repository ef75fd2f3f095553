"""A filing as a workbook of its scheme holds it.

The plan's months, bare codes, no blank row, no text longer than a cell.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from budgetsheet.errors import UnusableError
from budgetsheet.form.scheme import Scheme, load_scheme
from budgetsheet.model import (
    Filing,
    Indicator,
    PlanNode,
    Project,
    Safeguard,
    Unplaced,
    Waiver,
    replace,
)
from budgetsheet.text import bare_code, bare_text, in_cells, too_long

_Row = TypeVar("_Row")


def fit(filing: Filing) -> Filing:
    """The same filing with every month of the plan and without blank rows.

    What a cell cannot hold of a text goes to the texts without a place.
    Raises: UnusableError when a plan has a month that the scheme lacks.
    """
    scheme = load_scheme(filing.scheme)
    filing = _in_cells(filing)
    return replace(
        filing,
        overall_objective=_filled(filing.overall_objective),
        sub_objectives=_filled(filing.sub_objectives),
        safeguards=tuple(
            Safeguard(each.title, _filled(each.paragraphs)) for each in filing.safeguards
        ),
        measures=_filled(filing.measures),
        waivers=one_a_fault(filing.waivers),
        projects=tuple(
            _project(p, i, scheme, _unreadable_rows(filing, i))
            for i, p in enumerate(filing.projects)
        ),
    )


def _in_cells(filing: Filing) -> Filing:
    """The filing with every text cut to what a cell holds, the rest kept as unplaced."""
    rest: list[Unplaced] = []

    def cut(value: Any) -> Any:
        if isinstance(value, str) and too_long(value):
            first, *more = in_cells(value)
            rest.extend(Unplaced(0, each, f"接“{first[:20]}…”") for each in more)
            return first
        if isinstance(value, tuple):
            parts = [cut(part) for part in value]
            return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
        return value

    short: Filing = cut(filing)
    return replace(short, unplaced=(*short.unplaced, *rest))


def one_a_fault(waivers: Iterable[Waiver]) -> tuple[Waiver, ...]:
    """One reason a path and rule, as a sheet may show a fault in several rows.

    Different reasons for one are kept, one behind another, parted by `；`.
    """
    reasons: dict[tuple[str, str], dict[str, None]] = {}
    for waiver in waivers:
        said = reasons.setdefault((waiver.path, waiver.rule), {})
        said |= dict.fromkeys(waiver.reason.split("；"))
    return tuple(Waiver(*key, "；".join(said)) for key, said in reasons.items())


def _filled(rows: tuple[_Row, ...]) -> tuple[_Row, ...]:
    """The rows that hold anything: a blank one equals its own type made of nothing."""
    return tuple(row for row in rows if row != type(row)())


def _unreadable_rows(filing: Filing, number: int) -> frozenset[int]:
    """Indicator rows of a project that hold something unreadable, blank as they may seem."""
    head = f"projects.{number}.indicators."
    paths = (entry.path for entry in filing.unreadable if entry.path.startswith(head))
    return frozenset(int(path.removeprefix(head).partition(".")[0]) for path in paths)


def _project(project: Project, number: int, scheme: Scheme, unreadable: frozenset[int]) -> Project:
    percents = {node.month: node.percent for node in project.spending_plan}
    strange = sorted(set(percents) - set(scheme.plan_months))
    if strange:
        months = "、".join(map(str, scheme.plan_months))
        raise UnusableError(
            f"projects.{number}.spending_plan 里有 {strange[0]} 月，"
            f"这份表样只有 {months} 月底，请改正。"
        )
    weighted = any(row.weight is not None for row in project.indicators)
    if weighted and scheme.weight_total is None:
        raise UnusableError(
            f"projects.{number}.indicators 里有分值，“{scheme.title}”没有这一列，请删去或换表样。"
        )
    return replace(
        project,
        code=bare_code(project.code),
        spending_plan=tuple(PlanNode(month, percents.get(month)) for month in scheme.plan_months),
        objectives=_filled(project.objectives),
        indicators=tuple(
            _chosen(row)
            for i, row in enumerate(project.indicators)
            if row != Indicator() or i in unreadable
        ),
    )


def _chosen(row: Indicator) -> Indicator:
    """The row with its choices as the drop-downs offer them: nothing unseen in them."""
    if row.category.isprintable() and row.dimension.isprintable():
        return row
    return replace(row, category=bare_text(row.category), dimension=bare_text(row.dimension))
