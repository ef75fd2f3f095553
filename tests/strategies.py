"""Any filing in its normal form, for round-trip tests of every format."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from budgetsheet.form.scheme import SCHEMES, Scheme, load_scheme
from budgetsheet.model import (
    Department,
    Filing,
    Indicator,
    Measure,
    PlanNode,
    Project,
    Safeguard,
    SubObjective,
    Unplaced,
    Unreadable,
    Waiver,
)
from budgetsheet.money import normal_amount, normal_percent
from budgetsheet.text import tidy

ODDITIES = (
    "=1+1",
    "-甲",
    "+乙",
    "@SUM(A1)",
    "_x0041_",
    "≥",
    "≤%",
    "＝３～5次",
    "定性优良",
    "每月25号",
    "{协调率}",
    "{{x}}",
    "｛全角｝",
    "９５％",
    "≥95%",
    "100%",
    "0012",
    "1e5",
    "TRUE",
    "#REF!",
    "'引号",
    "😀👨‍👩‍👧",
    "𠮷野家",
    "a\nb",
    "一\n\n二",
    "<b>&amp;</b>",
    "二〇二四年〔2023〕9号",
    "ﬁ①㎡",
    "e\u0301",
    "中　文",
    "\u200b零宽",
)
_CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"
)


def texts(max_size: int = 12) -> st.SearchStrategy[str]:
    """Tidy text, blank now and then, without control characters other than a line break."""
    drawn = st.text(st.one_of(_CHARACTERS, st.sampled_from("甲乙丙，。%1\n")), max_size=max_size)
    return st.one_of(st.sampled_from(ODDITIES), drawn).map(tidy)


def written(max_size: int = 12) -> st.SearchStrategy[str]:
    """Tidy text that is not blank."""
    return texts(max_size).filter(bool)


def amounts() -> st.SearchStrategy[Decimal | None]:
    """Amounts in their normal form, or blank. Units: 万元."""
    figures = st.decimals(Decimal("-99999"), Decimal("99999"), places=4) | st.decimals(
        Decimal(0), Decimal("9999999"), places=2
    )
    return st.none() | figures.map(normal_amount)


def percents() -> st.SearchStrategy[Decimal | None]:
    """Percentages in their normal form, or blank. Units: %."""
    return st.none() | st.decimals(Decimal(0), Decimal(120), places=1).map(normal_percent)


def _records(record: Any, *fields: str, **others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    blank = record()
    drawn = {f: texts() for f in fields} | others
    return st.builds(record, **drawn).filter(lambda made: made != blank)


def _tuples(of: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=most).map(tuple)


def plans(scheme: Scheme) -> st.SearchStrategy[tuple[PlanNode, ...]]:
    """Percentages for the months of the form, in order."""
    nodes = st.tuples(*(percents() for _ in scheme.plan_months))
    return nodes.map(lambda held: tuple(map(PlanNode, scheme.plan_months, held)))


def indicators(scheme: Scheme) -> st.SearchStrategy[Indicator]:
    """Rows that are not entirely blank, with a weight now and then where the form has one."""
    weights = st.none() if scheme.weight_total is None else percents()
    parts = ("category", "dimension", "name", "description", "target_value", "target_basis")
    return _records(Indicator, *parts, weight=weights)


def projects(scheme: Scheme) -> st.SearchStrategy[Project]:
    """Projects, blank ones too."""
    return st.builds(
        Project,
        code=texts(),
        name=texts(),
        budget_amount=amounts(),
        fiscal_funds=amounts(),
        other_funds=amounts(),
        purpose=texts(),
        spending_plan=plans(scheme),
        objectives=_tuples(written(), 4),
        indicators=_tuples(indicators(scheme), 6),
    )


def waivers() -> st.SearchStrategy[Waiver]:
    """Reasons at well-formed paths."""
    paths = st.sampled_from(
        ("projects.0.code", "projects.1.indicators.0.target_value", "department.name", "year")
    )
    return st.builds(Waiver, paths, st.sampled_from(("BS201", "BS307", "BS505")), written())


def safeguards() -> st.SearchStrategy[Safeguard]:
    """Titles with their paragraphs, neither blank."""
    return st.builds(Safeguard, written(), _tuples(written(), 3))


@st.composite
def filings(draw: st.DrawFn, leftovers: bool = False) -> Filing:
    """Any filing of any scheme; with `leftovers`, also what an import could not place or read."""
    scheme = load_scheme(draw(st.sampled_from(SCHEMES)))
    unplaced = _tuples(st.builds(Unplaced, st.integers(0, 10**6), written(), written()), 2)
    unreadable = _tuples(st.builds(Unreadable, st.just("projects.0.budget_amount"), written()), 1)
    return Filing(
        scheme=scheme.id,
        year=draw(st.none() | st.integers(2000, 2099)),
        department=Department(draw(texts()), draw(texts())),
        overall_objective=draw(_tuples(written(40), 3)),
        sub_objectives=draw(
            _tuples(_records(SubObjective, "statement", "objective", "indicators"), 3)
        ),
        safeguards=draw(_tuples(safeguards(), 3)),
        measures=draw(_tuples(_records(Measure, "name", "symbol", "value", "unit", "text"), 3)),
        projects=draw(_tuples(projects(scheme), 4)),
        waivers=draw(_tuples(waivers(), 2)),
        unplaced=draw(unplaced) if leftovers else (),
        unreadable=draw(unreadable) if leftovers else (),
    )
