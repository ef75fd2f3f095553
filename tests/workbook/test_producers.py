"""Workbooks that other programs really saved, after people rearranged them there."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.damages import first, without_row
from support.office import Document, Office
from support.packages import FIRST_SHEET

from budgetsheet import services
from budgetsheet.interchange import loads
from budgetsheet.model import Filing, replace
from budgetsheet.workbook.reader import Reading, read_workbook

OPENED = [("BS004", "projects.0")]
"""What is told of a sheet without its lock; LibreOffice leaves an empty one of the structure."""


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Filing:
    return loads(sample_path.read_bytes())


@pytest.fixture(scope="module")
def book_path(sample: Filing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("producers") / "书.xlsx"
    path.write_bytes(services.fresh_workbook(sample))
    return path


def told(reading: Reading) -> list[tuple[str, str]]:
    return sorted((hit.rule, hit.path) for hit in reading.hits)


def rearranged(
    office: Office, book_path: Path, out: Path, change: Callable[[Document], object]
) -> Reading:
    """The workbook after a change in LibreOffice."""
    with office.open(book_path) as book:
        change(book)
        return read_workbook(book.save_as(out).read_bytes())


def test_libreoffice_saves_it_whole(
    office: Office, book_path: Path, sample: Filing, tmp_path: Path
) -> None:
    reading = rearranged(office, book_path, tmp_path / "b.xlsx", lambda book: None)
    assert (reading.filing, told(reading)) == (sample, [])


def test_nothing_that_libreoffice_adds_is_taken_for_typing(
    office: Office, book_path: Path, sample: Filing, tmp_path: Path
) -> None:
    with office.open(book_path) as book:
        saved = book.save_as(tmp_path / "b.xlsx")
    checked, _ = services.rescue(saved, tmp_path / "新.xlsx")
    assert checked.reading.filing == sample


CHANGES = {
    "rows in": (
        lambda book: book.rearrange(FIRST_SHEET, "rows in", at=8, count=2),
        lambda filing: filing,
        [*OPENED, ("BS006", "projects.0")],
    ),
    "a row out": (
        lambda book: book.rearrange(FIRST_SHEET, "rows out", at=18),
        without_row(2),
        [*OPENED, ("BS006", "projects.0")],
    ),
    "the purpose out": (
        lambda book: book.rearrange(FIRST_SHEET, "rows out", at=4),
        first(purpose=""),
        [*OPENED, ("BS006", "projects.0"), ("BS006", "projects.0")],
    ),
    "a column in": (
        lambda book: book.rearrange(FIRST_SHEET, "columns in", at=2),
        lambda filing: filing,
        [*OPENED, ("BS006", "projects.0")],
    ),
    "renamed": (
        lambda book: book.rearrange(FIRST_SHEET, "rename", name="工 资"),
        lambda filing: filing,
        [*OPENED, ("BS005", "sheets.工 资")],
    ),
    "a copy": (
        lambda book: book.rearrange(FIRST_SHEET, "copy", name="副本"),
        lambda filing: filing,
        [*OPENED, ("BS005", "sheets.副本")],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_people_rearrange_in_libreoffice_is_followed(
    change: str, office: Office, book_path: Path, sample: Filing, tmp_path: Path
) -> None:
    make, wanted, hits = CHANGES[change]
    reading = rearranged(office, book_path, tmp_path / "b.xlsx", make)
    assert reading.filing == wanted(sample)
    assert told(reading) == sorted(hits)


def test_a_copy_filled_in_libreoffice_becomes_a_project(
    office: Office, book_path: Path, sample: Filing, tmp_path: Path
) -> None:
    def fill(book: Document) -> None:
        book.rearrange(FIRST_SHEET, "copy", name="新项目")
        book.set_string("新项目", "E3", "夜间开放补助")

    rearranged(office, book_path, tmp_path / "b.xlsx", fill)
    checked, said = services.rescue(tmp_path / "b.xlsx", tmp_path / "新.xlsx")
    added = replace(sample.projects[0], name="夜间开放补助")
    assert checked.reading.filing == replace(sample, projects=(*sample.projects, added))
    assert any("第 9 个项目" in sentence for sentence in said)


def test_ods_is_told_what_it_is(office: Office, book_path: Path, tmp_path: Path) -> None:
    with office.open(book_path) as book:
        saved = book.save_as(tmp_path / "b.ods")
    with pytest.raises(services.UnusableError, match="ods"):
        read_workbook(saved.read_bytes())


def test_what_openpyxl_saves_is_read(book_path: Path, sample: Filing, tmp_path: Path) -> None:
    """Openpyxl keeps no results of formulas and writes its own styles."""
    target = io.BytesIO()
    openpyxl.load_workbook(book_path).save(target)
    reading = read_workbook(target.getvalue())
    assert (reading.filing, told(reading)) == (sample, [])


def test_rows_that_openpyxl_puts_in_without_moving_the_names(
    book_path: Path, sample: Filing, tmp_path: Path
) -> None:
    """The names stay where they were; the fixed texts tell that the rows moved."""
    book = openpyxl.load_workbook(book_path)
    book[FIRST_SHEET].insert_rows(4)
    target = io.BytesIO()
    book.save(target)
    reading = read_workbook(target.getvalue())
    assert {rule for rule, path in told(reading)} >= {"BS003"}
    assert reading.filing.projects[1:] == sample.projects[1:]
