"""A workbook of an earlier form is read whole, told with what changed, and carried over."""

from pathlib import Path

import pytest
from support.older_form import trial_workbook

from budgetsheet import services
from budgetsheet.cli import main
from budgetsheet.findings import Severity
from budgetsheet.form.book import FORM_VERSION
from budgetsheet.form.editions import OLDER, TODAY, edition
from budgetsheet.interchange import loads
from budgetsheet.model import Filing, replace
from budgetsheet.workbook.reader import read_workbook


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Filing:
    """What the trial form holds: it is the projects that it laid out otherwise."""
    filing = loads(sample_path.read_bytes())
    return Filing("hebei", filing.year, filing.department, projects=filing.projects)


@pytest.fixture
def old(sample: Filing, tmp_path: Path) -> Path:
    path = tmp_path / "旧.xlsx"
    path.write_bytes(trial_workbook(sample))
    return path


def test_every_version_before_today_has_its_edition() -> None:
    assert [each.version for each in OLDER] == list(range(FORM_VERSION))
    assert all(each.changes for each in OLDER)
    assert edition(FORM_VERSION) is TODAY


def test_an_older_form_is_read_whole_and_told_with_a_list(old: Path, sample: Filing) -> None:
    reading = read_workbook(old.read_bytes())
    assert reading.filing == sample
    assert [(h.rule, h.path, h.severity) for h in reading.hits if h.rule != "BS005"] == [
        ("BS002", "department", Severity.INFO)
    ]
    assert {h.severity for h in reading.hits if h.rule == "BS005"} == {Severity.WARNING}
    assert reading.locate("projects.0.budget_amount")[:2] == ("项目1", "C3")
    assert reading.locate("projects.0.indicators.0.name").cell == "C16"


def test_refresh_carries_it_over(old: Path, sample: Filing) -> None:
    services.refresh(old)
    reading = read_workbook(old.read_bytes())
    assert (reading.filing, reading.hits, reading.edition) == (sample, [], TODAY)


def test_check_shows_what_changed(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(old)]) in (0, 1)
    said = capsys.readouterr().out
    assert "BS002" in said
    assert all(change in said for change in OLDER[0].changes)


def test_what_was_typed_beside_an_older_table_is_kept(sample: Filing, tmp_path: Path) -> None:
    import openpyxl

    path, out = tmp_path / "旧.xlsx", tmp_path / "新.xlsx"
    path.write_bytes(trial_workbook(sample))
    book = openpyxl.load_workbook(path)
    book["项目1"]["K5"] = "问过财政"
    book.save(path)
    checked, _ = services.rescue(path, out)
    filing = checked.reading.filing
    assert [(each.place, each.text) for each in filing.unplaced] == [("项目1 K5", "问过财政")]
    assert replace(filing, unplaced=()) == sample
