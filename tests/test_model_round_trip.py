"""What is written into a workbook is read back out of it, whatever it is."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import ODDITIES, filings

from budgetsheet import services
from budgetsheet.form.fit import fit
from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.model import (
    Department,
    Filing,
    Indicator,
    Measure,
    Safeguard,
    SubObjective,
    Unplaced,
    Unreadable,
    Waiver,
    replace,
)
from budgetsheet.workbook.reader import read_workbook


def again(filing: Filing) -> Filing:
    """Write a filing into a workbook and read it back; a loss raises UnusableError."""
    return read_workbook(services.fresh_workbook(filing)).filing


def everywhere(text: str, scheme: str) -> Filing:
    """Give a filing that has one text in every entry that takes text."""
    blank = services.blank_project(load_scheme(scheme))
    project = replace(
        blank,
        code=text,
        name=text,
        purpose=text,
        objectives=(text, text),
        indicators=(Indicator(*(text,) * 6), Indicator("产出指标", target_value=text)),
    )
    return Filing(
        scheme,
        2027,
        Department(text, text),
        overall_objective=(text, text),
        sub_objectives=(SubObjective(text, text, text), SubObjective(objective=text)),
        safeguards=(Safeguard(text, (text, text)), Safeguard(text)),
        measures=(Measure(*(text,) * 5), Measure("指标", text=text)),
        projects=(project, replace(project, objectives=())),
        waivers=(Waiver("projects.0.code", "BS306", text),),
        unplaced=(Unplaced(7, text),),
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(filings())
def test_any_filing_survives_the_workbook(filing: Filing) -> None:
    assert again(filing) == fit(filing)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("text", ODDITIES)
def test_odd_texts_survive_in_every_entry(text: str, scheme: str) -> None:
    filing = everywhere(text, scheme)
    assert again(filing) == fit(filing)
    assert fit(filing).projects[0].name == text


def test_the_reference_survives(reference_path: Path, tmp_path: Path) -> None:
    made = services.import_document(reference_path, tmp_path / "读入.xlsx")
    assert read_workbook(made.path.read_bytes()).filing == made.filing
    assert again(made.filing) == made.filing


@pytest.mark.parametrize("name", ["sample", "central-2021"])
def test_the_sample_survives(sample_path: Path, name: str) -> None:
    filing = services.load_model(sample_path.with_stem(name))
    assert again(filing) == filing
    assert again(again(filing)) == filing


def test_a_blank_filing_survives() -> None:
    for projects in (1, 3):
        filing = services.blank_filing("hebei", projects, None)
        assert again(filing) == filing
    assert again(Filing("hebei")) == Filing("hebei")


def test_more_rows_than_the_form_offers_survive(sample_path: Path) -> None:
    filing = services.load_model(sample_path)
    row, measure = filing.projects[0].indicators[0], filing.measures[0]
    long = replace(
        filing.projects[0],
        objectives=tuple(f"目标{i}" for i in range(40)),
        indicators=tuple(replace(row, name=f"指标{i}") for i in range(90)),
    )
    filing = replace(
        filing,
        projects=(long, *filing.projects[1:]),
        overall_objective=tuple(f"第{i}段" for i in range(50)),
        measures=tuple(replace(measure, name=f"量{i}") for i in range(60)),
        safeguards=tuple(Safeguard(f"措施{i}", ("一", "二", "三")) for i in range(20)),
    )
    assert again(filing) == filing


def test_a_cell_filled_to_its_limit_survives(sample_path: Path) -> None:
    filing = services.load_model(sample_path)
    for text in ("长" * 32767, "😀" * 16383, "短行\n" * 8000 + "完"):
        full = replace(filing.projects[0], purpose=text)
        assert again(replace(filing, projects=(full,))).projects[0].purpose == text


def test_names_that_differ_in_nothing_excel_sees_are_sheets_of_their_own() -> None:
    blank = services.blank_project(load_scheme("hebei"))
    names = ("同名", "同名", "a", "A", "[x]:*?/\\", "'", "长" * 80, "长" * 80, "", "_form")
    filing = Filing("hebei", projects=tuple(replace(blank, name=name) for name in names))
    assert again(filing) == fit(filing)


@pytest.mark.parametrize(
    "path",
    [
        "projects.0.budget_amount",
        "projects.0.fiscal_funds",
        "projects.0.other_funds",
        "projects.0.spending_plan.6",
        "year",
    ],
)
@pytest.mark.parametrize("text", ["七十三万", "73元", "=B2", "#REF!", "不详\n待定"])
def test_what_could_not_be_read_survives(path: str, text: str) -> None:
    blank = services.blank_project(load_scheme("hebei"))
    filing = Filing("hebei", projects=(blank,), unreadable=(Unreadable(path, text),))
    assert again(filing) == filing
