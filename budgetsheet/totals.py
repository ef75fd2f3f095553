"""Sums over the projects of a filing: budget, funds, and the amount at each node of the plan."""

from decimal import Decimal

from budgetsheet import money
from budgetsheet.form.project_sheet import AMOUNT_PARTS
from budgetsheet.model import Filing, Project


def totals(filing: Filing, months: tuple[int, ...]) -> list[Decimal]:
    """Sums of the three amounts, then of the amount at each node. Units: 万元."""
    sums = [
        sum((getattr(p, part) or Decimal(0) for p in filing.projects), Decimal(0))
        for part in AMOUNT_PARTS
    ]
    for month in months:
        sums.append(sum((_at_node(p, month) for p in filing.projects), Decimal(0)))
    return sums


def _at_node(project: Project, month: int) -> Decimal:
    percent = next((n.percent for n in project.spending_plan if n.month == month), None)
    return money.share(project.budget_amount or Decimal(0), percent or Decimal(0))
