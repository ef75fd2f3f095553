"""A finding stands at the entry it is about: never at the title, the same read as written."""

import pytest
from support.cases import Case, changed, load_cases

from budgetsheet import rules, services
from budgetsheet.form.book import book_for
from budgetsheet.form.scheme import load_scheme
from budgetsheet.workbook.fresh import fresh_places
from budgetsheet.workbook.reader import read_workbook

WHOLE = ("", "department")
"""What is told of a whole sheet, and so at its title."""
CASES = {case.rule: case for case in load_cases() if case.found and "unreadable" not in case.change}


@pytest.mark.parametrize("case", CASES.values(), ids=str)
def test_every_rule_points_at_an_entry(case: Case) -> None:
    filing = changed(case)
    reading = read_workbook(services.fresh_workbook(filing))
    written = fresh_places(filing, book_for(filing))
    hits = rules.check(reading.filing, load_scheme(filing.scheme))
    found = [hit.path for hit in hits if hit.rule == case.rule]
    assert found
    for path in found:
        place = reading.locate(path)
        assert place == written(path), path
        if path.count(".") > 1 or path.partition(".")[0] != "projects":
            assert place.cell not in ("", "A1"), path


@pytest.mark.parametrize("rule", ["BS104", "BS406", "BS407"])
def test_what_is_told_of_the_objectives_stands_at_their_first_row(rule: str) -> None:
    filing = changed(CASES[rule])
    reading = read_workbook(services.fresh_workbook(filing))
    hits = [h for h in rules.check(filing, load_scheme(filing.scheme)) if h.rule == rule]
    for finding in rules.findings(hits, filing, reading.locate):
        assert (finding.cell, finding.label) == ("B8", "绩效目标")


def test_what_is_told_of_the_unit_s_objectives_stands_where_they_belong() -> None:
    filing = changed(CASES["BS106"])
    reading = read_workbook(services.fresh_workbook(filing))
    (hit,) = (h for h in rules.check(filing, load_scheme(filing.scheme)) if h.rule == "BS106")
    (finding,) = rules.findings([hit], filing, reading.locate)
    assert (finding.sheet, finding.cell) == ("部门整体", "B10")
    assert finding.blocks
