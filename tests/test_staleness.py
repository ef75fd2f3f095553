"""BS502: an overview or totals that are out of date are told, and none that only look so."""

import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from support.damage import edited, rewritten
from support.office import Office

from budgetsheet import services
from budgetsheet.editing import set_texts
from budgetsheet.findings import Finding, Severity
from budgetsheet.form import book as names
from budgetsheet.form.book import book_for
from budgetsheet.model import Filing, Measure, Unreadable, replace


@pytest.fixture
def sample(sample_path: Path) -> Filing:
    """Give the clean sample with two projects alone, which is quicker to open and save."""
    whole = services.load_model(sample_path)
    return replace(whole, projects=whole.projects[:2])


@pytest.fixture
def book(sample: Filing, tmp_path: Path) -> Path:
    return services.new(tmp_path / "县图书馆 2027.xlsx", sample)


def told(path: Path) -> list[Finding]:
    return [finding for finding in services.check(path).findings if finding.rule == "BS502"]


def cell_of(filing: Filing, path: str) -> tuple[str, str]:
    place = book_for(filing).places(filing)[path]
    sheet = names.DEPARTMENT
    if place.sheet.startswith("projects."):
        sheet = names.project_sheet_names(filing.projects)[int(place.sheet[9:])]
    return sheet, place.area.cell


def typed(path: Path, filing: Filing, at: str, value: object) -> Path:
    """Change one entry with a program that calculates nothing and keeps no values."""
    sheet, cell = cell_of(filing, at)
    workbook = openpyxl.load_workbook(path)
    workbook[sheet][cell] = value
    workbook.save(path)
    return path


def part_of(path: Path, sheet: str) -> str:
    listed = openpyxl.load_workbook(path, read_only=True).sheetnames
    return f"xl/worksheets/sheet{listed.index(sheet) + 1}.xml"


def test_a_fresh_workbook_is_up_to_date(book: Path) -> None:
    assert told(book) == []
    assert services.refresh(book).findings == ()


@pytest.mark.parametrize("scheme", ["hebei", "central-2021"])
def test_a_new_one_too(tmp_path: Path, scheme: str) -> None:
    assert told(services.new(tmp_path / "新.xlsx", services.blank_filing(scheme, 2, 2027))) == []
    assert told(services.new(tmp_path / "空.xlsx", Filing(scheme))) == []


def test_a_changed_measure_is_named_with_its_figures(book: Path, sample: Filing) -> None:
    number = next(i for i, m in enumerate(sample.measures) if m.name == "读者满意度")
    typed(book, sample, f"measures.{number}.value", "92")
    (finding,) = told(book)
    assert (finding.sheet, finding.path) == (names.OVERVIEW, "overview")
    assert "“读者满意度”现在是 90%，应为 92%" in finding.message
    assert "更新概述与汇总" in finding.fix
    assert (finding.severity, finding.blocks) == (Severity.WARNING, False)
    assert re.fullmatch(r"B\d+", finding.cell)
    assert services.refresh(book).findings == ()


def test_a_changed_amount_is_named_in_the_narrative(book: Path, sample: Filing) -> None:
    before = sum((p.budget_amount or Decimal(0) for p in sample.projects), Decimal(0))
    typed(book, sample, "projects.0.budget_amount", 1)
    right = before - (sample.projects[0].budget_amount or Decimal(0)) + 1
    (finding,) = told(book)
    assert f"“预算合计”现在是 {before:.2f}，应为 {right:.2f}" in finding.message


def test_a_changed_wording_is_told_as_such(book: Path, sample: Filing) -> None:
    typed(book, sample, "overall_objective.1", "另写一段，{读者满意度}以上。")
    (finding,) = told(book)
    assert "第 2 段的文字有改动" in finding.message
    assert "现在是" not in finding.message


def test_paragraphs_that_were_put_in_or_taken_out_are_told(book: Path, sample: Filing) -> None:
    last = len(sample.overall_objective)
    typed(book, sample, f"overall_objective.{last}", "新的一段。")
    (finding,) = told(book)
    assert "段数" in finding.message


def test_an_overview_written_over_is_told_whether_it_has_figures_or_none(book: Path) -> None:
    for number in (4, 7, 10):
        workbook = openpyxl.load_workbook(book)
        workbook[names.OVERVIEW][f"B{number}"] = "手改的一段。"
        written = book.with_stem(f"{number}")
        workbook.save(written)
        assert [finding.cell for finding in told(written)] == [f"B{number}"]


@pytest.mark.parametrize("kept", ["12.34", "0"])
def test_a_total_written_over_its_formula_is_told(book: Path, kept: str) -> None:
    workbook = openpyxl.load_workbook(book)
    row = workbook[names.SUMMARY].max_row
    row = next(r for r in range(4, row + 1) if workbook[names.SUMMARY][f"A{r}"].value == "合计")
    workbook[names.SUMMARY][f"D{row}"] = float(kept)
    workbook.save(book)
    (finding,) = told(book)
    assert (finding.sheet, finding.cell) == (names.SUMMARY, f"D{row}")
    assert f"预算数合计现在是 {float(kept):.2f}，应为 " in finding.message


def test_values_that_were_kept_while_entries_changed_are_told(book: Path, sample: Filing) -> None:
    """A program that edits cells and leaves the calculated values as they were."""
    sheet, cell = cell_of(sample, "projects.0.fiscal_funds")
    pattern = rf'(<c r="{cell}"[^>]*><v>)[^<]*'
    edit = {part_of(book, sheet): lambda xml: re.sub(pattern, r"\g<1>1", xml)}
    book.write_bytes(rewritten(book.read_bytes(), edit))
    assert {finding.sheet for finding in told(book)} == {names.OVERVIEW, names.SUMMARY}


def test_a_program_that_calculates_nothing_leaves_it_fresh(book: Path) -> None:
    """Openpyxl keeps the formulas and drops their values."""
    openpyxl.load_workbook(book).save(book)
    assert told(book) == []


@pytest.mark.parametrize("left", ["<v>0</v>", "<v></v>", ""])
def test_values_that_are_not_there_are_not_stale(book: Path, left: str) -> None:
    part = part_of(book, names.SUMMARY)
    edit = {part: lambda xml: re.sub(r"(</f>)<v>[^<]*</v>", rf"\g<1>{left}", xml)}
    book.write_bytes(rewritten(book.read_bytes(), edit))
    assert told(book) == []


def test_a_spreadsheet_program_that_saves_it_leaves_it_fresh(
    office: Office, book: Path, tmp_path: Path
) -> None:
    with office.open(book) as document:
        document.recalculate()
        saved = document.save_as(tmp_path / "另存.xlsx")
    assert told(saved) == []


def test_after_typing_in_a_spreadsheet_program_the_overview_alone_is_stale(
    office: Office, book: Path, sample: Filing, tmp_path: Path
) -> None:
    """The totals are formulas, so they follow by themselves."""
    sheet, cell = cell_of(sample, "projects.0.fiscal_funds")
    with office.open(book) as document:
        assert document.type_into(sheet, cell, "20")
        document.recalculate()
        saved = document.save_as(tmp_path / "改过.xlsx")
    assert [finding.sheet for finding in told(saved)] == [names.OVERVIEW]


def test_blanks_and_a_note_below_make_no_difference(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[names.OVERVIEW]
    sheet["B4"] = f" {sheet['B4'].value}\n"
    sheet[f"B{sheet.max_row + 3}"] = "给局长看过。"
    workbook.save(book)
    assert told(book) == []


def test_what_else_is_wrong_does_not_make_it_stale(sample: Filing, tmp_path: Path) -> None:
    """Odd names, unreadable amounts, unknown tokens, figures side by side: all as written."""
    filing = replace(
        sample,
        measures=(*sample.measures, Measure("空的"), Measure("长", value="甲" * 200)),
        unreadable=(Unreadable("projects.0.budget_amount", "七十三万"),),
    )
    project = replace(filing.projects[0], budget_amount=None)
    filing = replace(filing, projects=(project, *filing.projects[1:]))
    odd = {"overall_objective.0": "{项目个数}{年度}{没有的}{空的}  {长}\n{预算合计}万元"}
    assert told(services.new(tmp_path / "怪.xlsx", set_texts(odd)(filing))) == []


def test_a_lost_sheet_is_not_told_twice(book: Path) -> None:
    lost = edited(
        book.read_bytes(), workbook=lambda xml: re.sub(r'<sheet name="02[^>]*/>', "", xml)
    )
    book.write_bytes(lost)
    findings = services.check(book).findings
    assert "BS005" in {finding.rule for finding in findings}
    assert told(book) == []


def test_it_can_be_waived(book: Path, sample: Filing) -> None:
    typed(book, sample, "measures.0.value", "99")
    (finding,) = told(book)
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[names.RESULTS]
    sheet["C5"], sheet["G5"], sheet["H5"] = finding.rule, "已经另行报送", finding.path
    workbook.save(book)
    (finding,) = told(book)
    assert finding.waiver == "已经另行报送"
