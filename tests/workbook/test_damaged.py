"""A workbook that others have had their hands on: what is read, and what is told."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from support.damage import (
    DEPARTMENT,
    FIRST_PROJECT,
    WORKBOOK,
    edited,
    instead,
    names_shifted,
    number,
    rewritten,
    row_inserted,
    text,
    without,
)

from budgetsheet import services
from budgetsheet.errors import UnusableError
from budgetsheet.interchange import loads
from budgetsheet.model import Filing, Unplaced, replace
from budgetsheet.workbook.reader import Reading, read_workbook

PROJECT = 'name="bs.projects.0.'


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Filing:
    return loads(sample_path.read_bytes())


@pytest.fixture(scope="module")
def book(sample: Filing) -> bytes:
    return services.fresh_workbook(sample)


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(hit.rule, hit.path) for hit in reading.hits]


def test_an_untouched_workbook_has_nothing_to_tell(book: bytes, sample: Filing) -> None:
    reading = read_workbook(book)
    assert (reading.filing, told(reading), reading.normalised) == (sample, [], [])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("６４．８０", "64.80"),
        ("64.80万元", "64.80"),
        ("64.8 万元", "64.80"),
        ("￥ 64.8万", "64.80"),
        (" 64.8 ", "64.80"),
        ("1,064.8", "1064.80"),
        ("0", "0.00"),
    ],
)
def test_an_amount_typed_as_text_is_understood_and_shown(
    book: bytes, typed: str, read: str
) -> None:
    reading = read_workbook(edited(book, project=text("C4", typed)))
    assert str(reading.filing.projects[0].budget_amount) == read
    assert [n.path for n in reading.normalised] == ["projects.0.budget_amount"]
    assert told(reading) == []


@pytest.mark.parametrize("typed", ["无", " - ", "－", "／", "——"])
def test_no_other_funds_is_a_blank_however_it_is_said(book: bytes, typed: str) -> None:
    reading = read_workbook(edited(book, project=text("G4", typed)))
    assert reading.filing.projects[0].other_funds is None
    assert [(n.path, n.read_as) for n in reading.normalised] == [
        ("projects.0.other_funds", "（空白）")
    ]
    assert told(reading) == []


def test_the_funds_that_must_be_there_are_not_nothing(book: bytes) -> None:
    reading = read_workbook(edited(book, project=text("E4", "无")))
    assert told(reading) == [("BS008", "projects.0.fiscal_funds")]


@pytest.mark.parametrize("typed", ["六十四", "64.80元", "64..8", "约65", "1e3"])
def test_an_amount_that_is_none_is_kept_and_told(book: bytes, typed: str) -> None:
    reading = read_workbook(edited(book, project=text("C4", typed)))
    assert reading.filing.projects[0].budget_amount is None
    assert told(reading) == [("BS008", "projects.0.budget_amount")]
    assert [(u.path, u.text) for u in reading.filing.unreadable] == [
        ("projects.0.budget_amount", typed)
    ]
    place = reading.locate("projects.0.budget_amount")
    assert (place.sheet, place.cell) == ("01 编外人员工资及社会保险", "C4")


@pytest.mark.parametrize(
    ("edit", "percent"),
    [
        (number("B7", "0.3"), 30),
        (text("B7", "３０％"), 30),
        (text("B7", "30"), 30),
        (number("B7", "1"), 100),
    ],
)
def test_percentages_are_read_however_they_are_typed(
    book: bytes, edit: object, percent: int
) -> None:
    reading = read_workbook(edited(book, project=edit))  # type: ignore[arg-type]
    assert reading.filing.projects[0].spending_plan[0].percent == Decimal(percent)


def test_a_renamed_sheet_is_read_by_its_anchors(book: bytes, sample: Filing) -> None:
    renamed = instead("01 编外人员工资及社会保险", "工资")
    reading = read_workbook(edited(book, workbook=renamed))
    assert (reading.filing, told(reading)) == (sample, [("BS005", "sheets.工资")])
    assert reading.locate("projects.0.code").sheet == "工资"


def test_a_deleted_sheet_is_told_and_refresh_refuses(
    book: bytes, sample: Filing, tmp_path: Path
) -> None:
    gone = edited(
        book,
        workbook=lambda xml: instead(r"'01 编外人员工资及社会保险'!\$", "#REF!$")(
            without('<sheet name="01[^>]*/>')(xml)
        ),
    )
    reading = read_workbook(gone)
    assert told(reading) == [("BS005", "projects.0")]
    assert reading.filing.projects[1:] == sample.projects[1:]
    path = tmp_path / "缺一张.xlsx"
    path.write_bytes(gone)
    with pytest.raises(UnusableError, match="第 1 个项目的工作表“01 编外人员工资及社会保险”不见了"):
        services.refresh(path)
    assert path.read_bytes() == gone
    assert services.check(path).blocked


def test_a_row_put_in_is_followed_and_told(book: bytes, sample: Filing) -> None:
    reading = read_workbook(
        edited(
            book,
            project=row_inserted(4),
            workbook=names_shifted("bs.projects.0.", 4),
        )
    )
    assert reading.filing == sample
    assert {rule for rule, _ in told(reading)} == {"BS006"}
    assert reading.locate("projects.0.budget_amount").cell == "C5"


def test_a_newer_form_is_refused(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        last = max(
            (n for n in package.namelist() if n.startswith("xl/worksheets/sheet")),
            key=lambda n: int("".join(filter(str.isdigit, n))),
        )
    newer = rewritten(book, {last: text("B1", "2")})
    with pytest.raises(UnusableError) as caught:
        read_workbook(newer)
    assert caught.value.rule == "BS002"


def test_the_parts_are_where_these_tests_think(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        assert {WORKBOOK, DEPARTMENT, FIRST_PROJECT} <= set(package.namelist())
        assert PROJECT in package.read(WORKBOOK).decode()


def test_a_sheet_of_somebody_else_is_told_and_blinds_nothing(sample: Filing) -> None:
    """The program's own sheet of leftovers is none."""
    small = replace(sample, projects=sample.projects[:1], unplaced=(Unplaced(3, "放不下的一行"),))
    whole = services.fresh_workbook(small)
    assert told(read_workbook(whole)) == []
    workbook = openpyxl.load_workbook(io.BytesIO(whole))
    workbook.create_sheet("说明")["A1"] = "备注"
    changed = io.BytesIO()
    workbook.save(changed)
    reading = read_workbook(changed.getvalue())
    assert ("BS010", "sheets.说明") in told(reading)
    assert reading.filing == small
