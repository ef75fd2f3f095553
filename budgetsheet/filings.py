"""Filings and projects of which nothing is known yet: what a new workbook begins with."""

from typing import TYPE_CHECKING

from budgetsheet.form.scheme import Scheme, load_scheme
from budgetsheet.model import Filing, Indicator, PlanNode, Project, replace

if TYPE_CHECKING:
    from budgetsheet.editing import Edit


def blank_filing(scheme_name: str, projects: int, year: int | None) -> Filing:
    """A new unit's filing: so many blank projects, the first wording of the narrative."""
    from budgetsheet.narrative.first_wording import first_wording

    scheme = load_scheme(scheme_name)
    return first_wording(
        Filing(scheme.id, year, projects=tuple(blank_project(scheme) for _ in range(projects)))
    )


def blank_project(scheme: Scheme) -> Project:
    """A project of which nothing is known but the indicator rows that the form offers."""
    return Project(
        spending_plan=tuple(PlanNode(month) for month in scheme.plan_months),
        indicators=tuple(
            Indicator(category.name, dimension)
            for category in scheme.categories
            for dimension in category.offered
        ),
    )


def adding(name: str) -> "Edit":
    """The edit that adds a blank project of the filing's scheme, which already bears its name."""
    from budgetsheet.editing import add_project

    def edit(filing: Filing) -> Filing:
        blank = blank_project(load_scheme(filing.scheme))
        return add_project(replace(blank, name=name.strip()))(filing)

    return edit
