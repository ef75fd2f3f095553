"""The sheet 概述: each paragraph and figure leads to its source, and tells when that changed."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.office import Office

from budgetsheet import services
from budgetsheet.form import book as names
from budgetsheet.form.derived_sheets import OVERVIEW_FIRST
from budgetsheet.model import Filing, Measure, replace
from budgetsheet.narrative.render import render
from budgetsheet.workbook.reader import read_workbook

HEAD = "数字的来源"


def overview_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))[names.OVERVIEW]


def figure_rows(sheet: Any) -> dict[str, Any]:
    """Give each figure's row of cells by the token it shows."""
    head = next(cell.row for cell in sheet["A"] if cell.value == HEAD)
    rows = sheet.iter_rows(min_row=head + 1)
    return {row[1].value.partition("}")[0].strip("{"): row for row in rows if row[1].value}


def target(cell: Any) -> tuple[str, str]:
    sheet, _, place = cell.hyperlink.location.rpartition("!")
    return sheet.strip("'").replace("''", "'"), place


def test_every_figure_has_a_row_that_leads_to_its_source(sample: Filing) -> None:
    data = services.fresh_workbook(sample)
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = figure_rows(book[names.OVERVIEW])
    figures = {f.token: f for part in render(sample).rendered for f in part.figures}
    assert list(rows) == list(figures)
    for token, (link, text, state) in rows.items():
        assert figures[token].shown in text.value
        assert state.value.startswith("=IF(EXACT(")
        sheet, cell = target(link)
        value = book[sheet][cell].value
        if sheet == names.SUMMARY:
            assert str(value).startswith("=SUM(")
        elif sheet != names.DIRECTORY:
            assert figures[token].shown.startswith(str(value))


def test_every_paragraph_leads_to_where_it_was_typed(sample: Filing) -> None:
    book = openpyxl.load_workbook(io.BytesIO(services.fresh_workbook(sample)))
    shown = [part for part in render(sample).rendered if part.source]
    for row, part in enumerate(shown, start=OVERVIEW_FIRST + 1):
        link, text = book[names.OVERVIEW][row][:2]
        sheet, cell = target(link)
        assert (book[sheet][cell].value, text.value) == (part.source, part.text)
        assert link.value.startswith(f"{row - OVERVIEW_FIRST}. ")


def test_the_list_of_figures_is_none_of_the_paragraphs(sample: Filing) -> None:
    reading = read_workbook(services.fresh_workbook(sample))
    paragraphs = reading.derived().paragraphs
    assert paragraphs is not None
    assert [text for _, text in paragraphs] == [
        part.text for part in render(sample).rendered if part.source
    ]


def test_a_text_without_figures_has_no_list_of_them(sample: Filing) -> None:
    filing = replace(sample, overall_objective=("按计划做好各项工作。",), sub_objectives=())
    sheet = overview_of(services.fresh_workbook(filing))
    assert HEAD not in [cell.value for cell in sheet["A"]]


@pytest.mark.parametrize("name", ['带"引号', "=1+1", "{甲", "长" * 50])
def test_odd_names_stay_text(name: str, sample: Filing) -> None:
    measure = Measure(name, value="5", unit="个")
    filing = replace(sample, overall_objective=(f"共{{{name}}}。",), measures=(measure,))
    sheet = overview_of(services.fresh_workbook(filing))
    assert all(
        cell.data_type != "f" for row in sheet.iter_rows(max_col=2, min_row=3) for cell in row
    )


def test_a_changed_source_shows_at_once(sample: Filing, office: Office, tmp_path: Path) -> None:
    path = services.new(tmp_path / "b.xlsx", sample)
    rows = figure_rows(overview_of(path.read_bytes()))
    first, last = 4, OVERVIEW_FIRST + sum(bool(p.source) for p in render(sample).rendered)
    project = names.project_sheet_names(sample.projects)[0]
    sheet, cell = target(rows["读者满意度"][0])
    with office.open(path) as document:
        document.recalculate()
        states = [state[2].coordinate for state in rows.values()]
        assert {document.column(names.OVERVIEW, s)[0] for s in states} == {"一致"}
        document.set_string(sheet, cell, "95")
        document.set_value(project, "C4", 65.8)
        document.recalculate()
        stale = [
            token for token, row in rows.items()
            if document.column(names.OVERVIEW, row[2].coordinate)[0] != "一致"
        ]  # fmt: skip
        assert stale == ["预算合计", "读者满意度"]
        paragraphs = document.column(names.OVERVIEW, f"C{first}:C{last}")
        assert [i for i, state in enumerate(paragraphs, start=1) if state != "一致"] == [1, 3]
        assert "有 2 段" in document.column(names.OVERVIEW, "A2")[0]


def test_a_paragraph_longer_than_a_cell_shows_its_beginning(
    sample_path: Path, tmp_path: Path
) -> None:
    """Each piece fits a cell, what the tokens make of them does not; documents have it whole."""
    sample = services.load_model(sample_path)
    long = Measure("长文", text="字" * 20_000)
    filing = replace(
        sample, overall_objective=("{长文}{长文}完。",), measures=(*sample.measures, long)
    )
    checked = services.check(services.new(tmp_path / "长.xlsx", filing))
    assert not [finding for finding in checked.findings if finding.rule == "BS502"]
    shown = openpyxl.load_workbook(checked.path)["概述"]["B4"].value
    assert shown == ("字" * 40_000)[:32_767]
    assert checked.narrative.rendered[0].text == "字" * 40_000 + "完。"
