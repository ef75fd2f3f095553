"""Data from elsewhere is brought to what the form holds, or refused with its place."""

from decimal import Decimal

import pytest

from budgetsheet import services
from budgetsheet.errors import UnusableError
from budgetsheet.form.fit import fit, one_a_fault
from budgetsheet.model import Filing, Indicator, Measure, PlanNode, Project, Safeguard, Waiver
from budgetsheet.workbook.reader import read_workbook


def test_missing_months_are_blank_and_blank_rows_go() -> None:
    project = Project(
        name="甲",
        spending_plan=(PlanNode(12, Decimal(100)),),
        objectives=("", "乙"),
        indicators=(Indicator(), Indicator(name="丙")),
    )
    filing = Filing("hebei", safeguards=(Safeguard("丁", ("", "戊")),), measures=(Measure(),),
                    overall_objective=("",), projects=(project,))  # fmt: skip
    fitted = fit(filing)
    assert [node.month for node in fitted.projects[0].spending_plan] == [3, 6, 10, 12]
    assert fitted.projects[0].spending_plan[3].percent == Decimal(100)
    assert fitted.projects[0].objectives == ("乙",)
    assert fitted.projects[0].indicators == (Indicator(name="丙"),)
    assert (fitted.overall_objective, fitted.measures) == ((), ())
    assert fitted.safeguards == (Safeguard("丁", ("戊",)),)
    assert read_workbook(services.fresh_workbook(filing)).filing == fitted


def test_a_month_that_the_form_lacks_is_refused_with_its_place() -> None:
    project = Project(spending_plan=(PlanNode(9, Decimal(50)),))
    with pytest.raises(UnusableError, match=r"projects\.0\.spending_plan 里有 9 月"):
        fit(Filing("hebei", projects=(project,)))


def test_one_reason_a_fault_and_none_is_lost() -> None:
    first, same, other = (Waiver("a", "BS103", reason) for reason in ("甲", "甲", "乙"))
    elsewhere = Waiver("b", "BS103", "甲")
    assert one_a_fault((first, elsewhere, same, other)) == (
        Waiver("a", "BS103", "甲；乙"),
        elsewhere,
    )
    both = one_a_fault((first, other))
    assert one_a_fault((*both, *both, Waiver("a", "BS103", "甲；乙；丙"))) == (
        Waiver("a", "BS103", "甲；乙；丙"),
    )
