"""The workbook in a real spreadsheet program: locks, lists, typing, printing."""

from pathlib import Path

import openpyxl
import pytest
from support.office import Document, Office, pdf_pages, pdf_text
from support.validator import Validator

from budgetsheet.form import book as names
from budgetsheet.form.book import Book, book_for
from budgetsheet.interchange import loads
from budgetsheet.model import Filing, Indicator, Project, replace
from budgetsheet.services import blank_filing, fresh_workbook
from budgetsheet.text import without_blanks
from budgetsheet.workbook.reader import read_workbook

LONG_NAME = "县城老旧小区配套图书阅览空间改造提升" * 16 + "（一期）"
LONG_GOAL = "完成全部馆藏图书的清点、除尘、修补和重新排架，" * 12


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Filing:
    return loads(sample_path.read_bytes())


@pytest.fixture(scope="module")
def book_path(sample: Filing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(sample, tmp_path_factory.mktemp("book") / "县图书馆 2027.xlsx")


def write(filing: Filing, path: Path) -> Path:
    path.write_bytes(fresh_workbook(filing))
    return path


def with_indicators(project: Project, count: int) -> Project:
    rows = [project.indicators[i % len(project.indicators)] for i in range(count)]
    return replace(project, indicators=tuple(rows))


def test_structure_and_every_sheet_are_locked(office: Office, book_path: Path) -> None:
    """LibreOffice drops the lock of an xlsx file's structure; openpyxl shows that it is there."""
    assert openpyxl.load_workbook(book_path).security.lockStructure
    with office.open(book_path) as book:
        assert all(book.is_protected(sheet) for sheet in book.sheet_names())
        assert not book.visible(names.FORM)
        assert not book.visible(names.WORDS)
        assert book.sheet_names()[0] == names.DIRECTORY


def test_entries_take_typing(office: Office, book_path: Path, sample: Filing) -> None:
    form = book_for(sample)
    sheet = names.project_sheet_names(sample.projects)[1]
    with office.open(book_path) as book:
        for entry in form.projects[1].entries:
            assert book.type_into(sheet, entry.area.cell, "7"), entry.path
        for entry in form.department.entries:
            assert book.type_into(names.DEPARTMENT, entry.area.cell, "甲乙"), entry.path


def test_labels_and_formulas_refuse_typing(office: Office, book_path: Path, sample: Filing) -> None:
    """Each in a document opened anew: the second refusal in one ends LibreOffice itself."""
    form = book_for(sample)
    project = names.project_sheet_names(sample.projects)[1]
    layout, department = form.projects[1], form.department
    locked = [(project, label.area.cell) for label in layout.labels]
    locked += [(project, layout.title.cell), (project, layout.unit_line.cell), (project, "I1")]
    locked += [(names.DEPARTMENT, label.area.cell) for label in department.labels[:12]]
    locked += [(names.SUMMARY, "D4"), (names.DIRECTORY, "B10"), (names.OVERVIEW, "B4")]
    for sheet, cell in locked:
        with office.open(book_path) as book:
            assert not book.type_into(sheet, cell, "改"), (sheet, cell)


def test_what_looks_like_a_formula_stays_what_was_typed(
    office: Office, book_path: Path, sample: Filing, tmp_path: Path
) -> None:
    layout = book_for(sample).projects[0]
    sheet = names.project_sheet_names(sample.projects)[0]
    row = layout.indicator_entries[0]
    with office.open(book_path) as book:
        for entry, text in zip(row[2:], ("=乙", "-甲", "100%", "+1"), strict=True):
            book.type_into(sheet, entry.area.cell, text)
        saved = book.save_as(tmp_path / "typed.xlsx")
    read = read_workbook(saved.read_bytes()).filing.projects[0].indicators[0]
    assert (read.name, read.description, read.target_value, read.target_basis) == (
        "=乙", "-甲", "100%", "+1",
    )  # fmt: skip


def test_lists_offer_the_scheme(office: Office, book_path: Path, sample: Filing) -> None:
    layout = book_for(sample).projects[0]
    sheet = names.project_sheet_names(sample.projects)[0]
    category, dimension = layout.indicator_entries[0][:2]
    with office.open(book_path) as book:
        for entry in (category, dimension):
            rule = book.validation(sheet, entry.area.cell)
            assert rule["type"] == "LIST"
            assert rule["show_error"]
        assert "产出指标" in book.validation(sheet, category.area.cell)["formula1"]
        amount = book.validation(sheet, layout.single_fields[2].area.cell)
        assert amount["input_message"]


def test_a_copy_saved_by_another_program_reads_the_same(
    office: Office, book_path: Path, sample: Filing, tmp_path: Path
) -> None:
    with office.open(book_path) as book:
        saved = book.save_as(tmp_path / "saved.xlsx")
    assert read_workbook(saved.read_bytes()).filing == sample


def test_formulas_come_to_the_values_that_were_written(
    office: Office, book_path: Path, sample: Filing
) -> None:
    last = 3 + len(sample.projects)
    with office.open(book_path) as book:
        before = book.cells(names.SUMMARY, f"A4:J{last + 1}")
        book.recalculate()
        after = book.cells(names.SUMMARY, f"A4:J{last + 1}")
        assert [[c["string"] for c in row] for row in after] == [
            [c["string"] for c in row] for row in before
        ]
        assert after[-1][3]["string"] == "306.71"
        last = 3 + len(list(sample.narrative_sources()))
        assert set(book.column(names.OVERVIEW, f"C4:C{last}")) - {""} == {"一致"}
        figures = book.column(names.OVERVIEW, f"C{last + 3}:C{last + 40}")
        assert set(figures) - {""} == {"一致"}
        last = 10 + len(sample.projects)
        assert book.column(names.DIRECTORY, f"F10:F{last}") == ["0"] * 9
        assert book.column(names.DIRECTORY, f"G10:G{last}") == ["0"] * 9
        assert set(book.column(names.DIRECTORY, f"H10:H{last}")) == {"✔ 已填好"}


def test_the_overview_tells_at_once_that_it_is_stale(
    office: Office, book_path: Path, sample: Filing
) -> None:
    place = book_for(sample).places(sample)["measures.0.value"]
    with office.open(book_path) as book:
        book.type_into(names.DEPARTMENT, place.area.cell, "16")
        book.recalculate()
        last = 3 + len(list(sample.narrative_sources()))
        assert book.column(names.OVERVIEW, f"C4:C{last}").count("来源已改，请更新") == 1
        figures = book.column(names.OVERVIEW, f"C{last + 1}:C{last + 40}")
        assert figures.count("来源已改，请更新") == 1
        assert "1 段" in book.column(names.OVERVIEW, "A2:A2")[0]


@pytest.mark.parametrize(("indicators", "pages"), [(1, 1), (7, 1), (15, 2), (20, 2)])
def test_a_project_prints_on_so_many_pages(
    office: Office, sample: Filing, tmp_path: Path, indicators: int, pages: int
) -> None:
    project = with_indicators(sample.projects[2], indicators)
    filing = replace(sample, projects=(project,))
    none = replace(filing, projects=(replace(project, indicators=()),))
    with_rows = pdf_pages(office.to_pdf(write(filing, tmp_path / "a.xlsx"), tmp_path))
    without = pdf_pages(office.to_pdf(write(none, tmp_path / "b.xlsx"), tmp_path))
    assert with_rows - without + 1 <= pages


def long_filing(sample: Filing) -> Filing:
    first = replace(
        sample.projects[0],
        name=LONG_NAME,
        purpose=LONG_GOAL,
        objectives=(LONG_GOAL, "短", *(f"第{i}件事" for i in range(7))),
        indicators=(
            Indicator("产出指标", "数量指标", "名" * 40, "述" * 90, "值" * 35, "据" * 50),
            *sample.projects[0].indicators,
        ),
    )
    return replace(
        sample, overall_objective=(LONG_GOAL * 2,), projects=(first, *sample.projects[1:])
    )


def text_areas(form: Book, number: int) -> list[str]:
    layout = form.projects[number]
    entries = [layout.single_fields[1], layout.single_fields[5], *layout.objective_entries]
    rows = [entry for row in layout.indicator_entries for entry in row]
    return [layout.title.ref, *(entry.area.ref for entry in (*entries, *rows))]


def too_low(book: Document, sheet: str, areas: list[str]) -> list[str]:
    slack = 60  # 0.6 mm: a line's own leading
    heights = zip(areas, book.heights(sheet, areas), strict=True)
    return [area for area, (needed, has) in heights if 0 < has < needed - slack]


def test_no_text_is_clipped(office: Office, sample: Filing, tmp_path: Path) -> None:
    filing = long_filing(sample)
    form, sheets = book_for(filing), names.project_sheet_names(filing.projects)
    with office.open(write(filing, tmp_path / "long.xlsx")) as book:
        for number in (0, 1, 7):
            assert too_low(book, sheets[number], text_areas(form, number)) == []
        places = form.places(filing)
        paths = [path for path, _ in filing.narrative_sources()]
        assert too_low(book, names.DEPARTMENT, [places[p].area.ref for p in paths]) == []
        assert too_low(book, names.OVERVIEW, [f"B{row}" for row in range(4, 4 + len(paths))]) == []
        assert too_low(book, names.SUMMARY, [f"C{row}" for row in range(4, 12)]) == []
        assert too_low(book, names.DIRECTORY, [f"B{row}" for row in range(10, 19)]) == []


def test_no_finding_is_clipped(office: Office, tmp_path: Path) -> None:
    faulty = loads((Path(__file__).parents[2] / "samples" / "faulty.json").read_bytes())
    copied = (replace(p, name=LONG_NAME) for p in faulty.projects)
    with office.open(write(replace(faulty, projects=tuple(copied)), tmp_path / "f.xlsx")) as book:
        told = [row for row, rule in enumerate(book.column(names.RESULTS, "C5:C90"), 5) if rule]
        assert len(told) > 20
        assert too_low(book, names.RESULTS, [f"{c}{row}" for row in told for c in "DEF"]) == []


def test_the_printed_page_holds_the_official_words(
    office: Office, sample: Filing, book_path: Path, tmp_path: Path
) -> None:
    text = without_blanks(pdf_text(office.to_pdf(book_path, tmp_path)))
    for project in sample.projects:
        for words in (project.code, *(row.target_value for row in project.indicators)):
            assert without_blanks(words) in text
    assert "【BS" not in text


def test_microsofts_validator_finds_no_error(
    validator: Validator, sample: Filing, tmp_path: Path
) -> None:
    faulty = loads((Path(__file__).parents[2] / "samples" / "faulty.json").read_bytes())
    books = [
        write(filing, tmp_path / f"{number}.xlsx")
        for number, filing in enumerate(
            (sample, faulty, long_filing(sample), blank_filing("hebei", 3, 2027), Filing("hebei"))
        )
    ]
    assert validator.errors(books) == {book: [] for book in books}
