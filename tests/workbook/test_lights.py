"""The directory's light of a sheet is never green over a number that the sheet cannot read."""

from decimal import Decimal
from pathlib import Path

import pytest
from support.damage import FIRST_PROJECT, chain, rewritten, text
from support.filings import loaded
from support.formulas import Parts
from support.live import differences
from support.office import Office

from budgetsheet.form import book as names
from budgetsheet.form.book import book_for
from budgetsheet.making import fresh_workbook
from budgetsheet.model import Filing, PlanNode, Unreadable, replace

LIGHT = "H11"
"""The first project's light."""


def light(filing: Filing) -> str | None:
    return Parts(fresh_workbook(filing)).cells(names.DIRECTORY)[LIGHT].value


def unread(filing: Filing, path: str) -> Filing:
    """Let the first project hold words where a number belongs."""
    project = filing.projects[0]
    if path.startswith("spending_plan"):
        plan = (PlanNode(project.spending_plan[0].month, None), *project.spending_plan[1:])
        project = replace(project, spending_plan=plan)
    elif path.endswith("weight"):
        rows = (replace(project.indicators[0], weight=None), *project.indicators[1:])
        project = replace(project, indicators=rows)
    else:
        project = replace(project, **{path: None})
    words = (Unreadable(f"projects.0.{path}", "约一半"),)
    return replace(filing, projects=(project, *filing.projects[1:]), unreadable=words)


@pytest.mark.parametrize(
    ("sample", "path"),
    [
        *(("sample", path) for path in
          ("budget_amount", "fiscal_funds", "other_funds", "spending_plan.3")),
        ("central-2021", "budget_amount"), ("central-2021", "indicators.0.weight"),
    ],
)  # fmt: skip
def test_words_for_a_number_turn_the_light(sample: str, path: str) -> None:
    filing = loaded(sample)
    assert light(filing) == "✔ 已填好"
    assert light(unread(filing, path)) == "● 读不出"


def test_a_year_in_words_turns_the_light_of_the_unit() -> None:
    filing = replace(loaded("sample"), year=None, unreadable=(Unreadable("year", "二〇二七"),))
    lights = Parts(fresh_workbook(filing)).cells(names.DIRECTORY)
    assert (lights["H10"].value, lights[LIGHT].value) == ("● 读不出", "✔ 已填好")
    assert Parts(fresh_workbook(loaded("sample"))).cells(names.DIRECTORY)["H10"].value == (
        "✔ 已填好"
    )


def test_other_faults_are_told_before(sample_path: Path) -> None:
    filing = unread(loaded("sample"), "fiscal_funds")
    first = replace(filing.projects[0], code="1")
    assert light(replace(filing, projects=(first, *filing.projects[1:]))) == "● 有错误"


@pytest.mark.xdist_group("live")
def test_the_overview_is_current_without_a_year_that_is_read(
    office: Office, tmp_path: Path
) -> None:
    """The program left the year out; the sheet must not put the words of its cell in."""
    filing = replace(loaded("sample"), year=None, unreadable=(Unreadable("year", "二〇二七"),))
    path = tmp_path / "year.xlsx"
    path.write_bytes(fresh_workbook(filing))
    with office.open(path) as book:
        book.recalculate()
        assert differences(book, path.read_bytes()) == []


@pytest.mark.xdist_group("live")
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("{}", "✔ 已填好"), ("{}分", "✔ 已填好"), (" {} 分 ", "✔ 已填好"), ("{}.0", "✔ 已填好"),
        ("1{}", "● 有错误"), ("约{}", "● 读不出"), ("{}.", "● 读不出"), ("1-{}", "● 读不出"),
    ],
)  # fmt: skip
def test_points_typed_as_texts_are_counted_or_seen(
    office: Office, tmp_path: Path, typed: str, shown: str
) -> None:
    """All of a project's points as texts: the sheet judges their sum as the program does."""
    filing = loaded("central-2021")
    rows = book_for(filing).projects[0].indicator_entries
    cells = [next(e.area.cell for e in row if e.field.name == "weight") for row in rows]
    points = [row.weight or Decimal(0) for row in filing.projects[0].indicators]
    edits = (text(c, typed.format(p)) for c, p in zip(cells, points, strict=False))
    path = tmp_path / "typed.xlsx"
    path.write_bytes(rewritten(fresh_workbook(filing), {FIRST_PROJECT: chain(*edits)}))
    with office.open(path) as book:
        book.recalculate()
        assert book.shown(names.DIRECTORY, LIGHT) == [[shown]]
