"""Every rule on its cases: what it reports and where, and where it is silent."""

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from support.cases import Case, cases_of, changed, load_cases

from budgetsheet import rules, services
from budgetsheet.editing import set_texts
from budgetsheet.findings import Severity
from budgetsheet.form.book import Place
from budgetsheet.form.grid import area
from budgetsheet.form.scheme import load_scheme
from budgetsheet.model import Filing, Waiver, replace
from budgetsheet.rules import CATALOGUE
from budgetsheet.rules.catalogue import BY_ID
from budgetsheet.rules.explain import explain
from budgetsheet.workbook.reader import Location

FOLDER = Path(__file__).parent / "rules"
SCHEME = load_scheme("hebei")
WORKBOOKS = {
    **{f"BS{n:03d}": "workbook" for n in range(1, 12)},
    "BS012": "test_told_conversions.py",
    "BS502": "test_staleness.py",
}
"""Rules that a filing alone cannot break, and the tests that hold their cases: damaged or
outdated workbooks, with near misses beside them."""
DAMAGES = tuple((FOLDER.parent / "support").glob("damage*.py"))
IDS = sorted({rule.id for rule in CATALOGUE} - set(WORKBOOKS))


def somewhere(path: str) -> Location:
    place = Place("表", area(2, 3), "格")
    return Location(place.sheet, place.area.cell, place.label)


def test_every_rule_has_cases_and_every_case_file_a_rule() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == IDS


def test_the_rules_told_of_a_workbook_are_those_without_a_check_of_a_filing() -> None:
    unchecked = {rule.id for rule in CATALOGUE if not (rule.of_project or rule.of_filing)}
    assert unchecked == set(WORKBOOKS)


@pytest.mark.parametrize(("rule", "where"), WORKBOOKS.items())
def test_every_rule_told_of_a_workbook_has_its_tests(rule: str, where: str) -> None:
    place = FOLDER.parent / where
    files = [place] if place.is_file() else [*place.glob("test_*.py"), *DAMAGES]
    assert any(f'"{rule}"' in file.read_text("utf-8") for file in files)


@pytest.mark.parametrize("rule", IDS)
def test_the_cases_show_both_sides(rule: str) -> None:
    cases = cases_of(rule)
    assert any(case.found for case in cases)
    assert any(not case.found for case in cases)
    assert len({case.name for case in cases}) == len(cases) >= 5


@pytest.mark.parametrize("case", load_cases(), ids=str)
def test_the_rule_reports_exactly_there(case: Case) -> None:
    filing = changed(case)
    hits = rules.check(filing, load_scheme(filing.scheme))
    assert sorted(h.path for h in hits if h.rule == case.rule) == sorted(case.found)
    for finding in rules.findings(hits, filing, somewhere):
        words = (finding.message, finding.fix, finding.found, finding.expected)
        assert not any("{" in text or "}" in text for text in words)
        assert finding.message.endswith(("。", "”", "）"))
        assert finding.fix.endswith("。")


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_every_rule_explains_itself(rule: rules.Rule) -> None:
    text = explain(rule)
    assert rule.id in text
    assert all(word in text for word in ("为什么", "例如", "怎么改", "依据", "何时查"))
    assert "{" not in text
    assert all(len(word) >= 4 for word in rule.words)


def test_ids_are_in_order_and_declared_once_but_for_shared_words() -> None:
    ids = [rule.id for rule in CATALOGUE]
    assert ids == sorted(ids)
    words = {(rule.id, rule.title, rule.severity) for rule in CATALOGUE}
    assert len(words) == len(set(ids))


def test_a_reason_unblocks_and_is_shown(sample: Filing) -> None:
    project = replace(sample.projects[0], purpose="")
    filing = replace(
        sample,
        projects=(project, *sample.projects[1:]),
        waivers=(Waiver("projects.0.purpose", "BS101", "批复文件没有写用途"),),
    )
    (finding,) = rules.findings(rules.check(filing, SCHEME), filing, somewhere)
    assert (finding.severity, finding.blocks) == (Severity.ERROR, False)
    assert finding.waiver == "批复文件没有写用途"
    bare = replace(filing, waivers=())
    assert rules.findings(rules.check(bare, SCHEME), bare, somewhere)[0].blocks


WEIGHTY = [rule for rule in CATALOGUE if rule.severity is not Severity.INFO and rule.id in IDS]


@pytest.mark.parametrize("rule", {rule.id: rule for rule in WEIGHTY}.values(), ids=lambda r: r.id)
def test_every_error_and_warning_can_be_waived_with_a_reason(rule: rules.Rule) -> None:
    case = next(case for case in cases_of(rule.id) if case.found)
    filing = changed(case)
    reasons = tuple(Waiver(path, rule.id, f"{path} 另有批复") for path in case.found)
    filing = replace(filing, waivers=reasons)
    hits = rules.check(filing, load_scheme(filing.scheme))
    told = [f for f in rules.findings(hits, filing, somewhere) if f.rule == rule.id]
    assert {finding.path: finding.waiver for finding in told} == {
        waiver.path: waiver.reason for waiver in reasons
    }
    assert not any(finding.blocks for finding in told)


def test_reasons_for_every_rule_go_through_the_sheet_and_are_exported(
    sample: Filing, tmp_path: Path
) -> None:
    """Each on the row of its finding where there is one, on a row of its own where none."""
    reasons = tuple(
        Waiver(f"projects.{i % 3}.purpose", rule.id, f"理由 {rule.id}")
        for i, rule in enumerate(BY_ID.values())
    )
    project = replace(sample.projects[0], purpose="")
    filing = replace(sample, projects=(project, *sample.projects[1:3]), waivers=reasons)
    book = services.new(tmp_path / "说明理由.xlsx", filing)
    read = services.check(book).reading.filing.waivers
    assert sorted(read) == sorted(reasons)
    _, (data,) = services.export(book, tmp_path, ["json"], draft=True)
    exported = json.loads(data.read_text("utf-8"))["model"]["waivers"]
    assert {(each["rule"], each["reason"]) for each in exported} == {
        (waiver.rule, waiver.reason) for waiver in reasons
    }


def test_a_reason_outlives_its_fault_and_one_in_two_rows_is_one(
    sample: Filing, tmp_path: Path
) -> None:
    """The sheet lists what is found first: the reasons change their order, not their number."""
    first, second, *others = sample.projects
    bare = replace(first, purpose="")
    poor = replace(second, indicators=second.indicators[:1])
    reasons = (
        Waiver("projects.0.purpose", "BS101", "批复没有写用途"),
        Waiver("projects.1.indicators", "BS103", "跨年项目；只考核数量"),
    )
    filing = replace(sample, projects=(bare, poor, *others[:1]), waivers=reasons)
    book = services.new(tmp_path / "两个理由.xlsx", filing)
    assert services.check(book).reading.filing == filing
    edit = set_texts({"projects.0.purpose": "用于发放工资。"})
    checked = services.change_projects(book, edit)
    assert sorted(checked.reading.filing.waivers) == sorted(reasons)
    assert sum(bool(finding.waiver) for finding in checked.findings) > 1
    assert not checked.blocked


def test_the_case_format_refuses_a_path_that_is_not_there(sample: Filing) -> None:
    case = Case("BS101", "x", {"projects.99.code": ""}, (), ())
    with pytest.raises(IndexError):
        changed(case)


def test_the_base_is_not_changed_by_a_case() -> None:
    first: Any = copy.deepcopy(changed(Case("BS101", "x", {"year": 1999}, (), ())))
    assert first.year == 1999
    assert changed(Case("BS101", "x", {}, (), ())).year == 2027


def test_case_files_are_plain_toml() -> None:
    for path in FOLDER.glob("*.toml"):
        assert set(tomllib.loads(path.read_text("utf-8"))) == {"case"}
