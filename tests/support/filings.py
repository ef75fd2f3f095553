"""Filings of every kind that a workbook is written for."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from budgetsheet import services
from budgetsheet.form.scheme import SCHEMES
from budgetsheet.model import Filing, Project, Unplaced, Unreadable, Waiver, replace

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def loaded(name: str) -> Filing:
    return services.load_model(SAMPLES / f"{name}.json")


def strange() -> Filing:
    """Names, texts and amounts that formulas find hard."""
    filing = loaded("sample")
    first, second = filing.projects[:2]
    first = replace(first, name="引号\"与'撇号[1]", other_funds=Decimal("0.005"))
    second = replace(second, name="长" * 200, budget_amount=None)
    long = tuple("很长的一段" * 300 + f"{{{m.name}}}" for m in filing.measures)
    return replace(
        filing, projects=(first, second, *filing.projects[2:]), overall_objective=long,
        unplaced=(Unplaced(0, "=1+1"),),
        unreadable=(Unreadable("projects.1.budget_amount", "六十四万"),),
        waivers=(Waiver("projects.0.budget_amount", "BS201", "上级另行批复"),),
    )  # fmt: skip


def many(count: int) -> Filing:
    filing = loaded("sample")
    projects = [replace(filing.projects[i % 8], name=f"项目{i}") for i in range(count)]
    crowded = replace(projects[0], indicators=projects[0].indicators * 5)
    return replace(filing, projects=(crowded, *projects[1:]))


FILINGS: dict[str, Callable[[], Filing]] = {
    **{f"blank-{s}-{n}": lambda s=s, n=n: services.blank_filing(s, n, 2027)
       for s in SCHEMES for n in (0, 1, 9)},
    **{name: lambda name=name: loaded(name) for name in ("sample", "faulty", "central-2021")},
    "no projects": lambda: replace(loaded("sample"), projects=()),
    "emptied": lambda: replace(loaded("sample"), projects=(Project(),) * 2, measures=()),
    "forty": lambda: many(40),
    "strange": strange,
}  # fmt: skip
