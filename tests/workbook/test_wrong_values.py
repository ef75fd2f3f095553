"""Numbers that no field can mean, texts that are lost, bytes that are missing: each is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from support import damage

from budgetsheet import services
from budgetsheet.cli import main
from budgetsheet.errors import UnusableError
from budgetsheet.interchange import loads
from budgetsheet.workbook.reader import read_workbook
from budgetsheet.workbook.reading import Reading

AMOUNT, PERCENT, TEXT = "C4", "B7", "F17"
UNREASONABLE = ("1E+28", "1e308", "-1e308", "1e999", "-1e999", "NaN", "inf", "-Infinity", "9" * 400,
                "1e-300", "10000000000000", "1" * 5000, "", "one", "0x10", "1e")  # fmt: skip


@pytest.fixture(scope="module")
def book(sample_path: Path) -> bytes:
    return services.fresh_workbook(loads(sample_path.read_bytes()))


def read(book: bytes, edit: damage.Edit) -> Reading:
    return read_workbook(damage.edited(book, project=edit))


@pytest.mark.parametrize("figure", [f for f in UNREASONABLE if f])
@pytest.mark.parametrize(
    ("address", "path"),
    [(AMOUNT, "projects.0.budget_amount"), (PERCENT, "projects.0.spending_plan.3")],
)
def test_a_number_that_no_amount_or_share_can_be_is_told(
    book: bytes, address: str, path: str, figure: str
) -> None:
    reading = read(book, damage.number(address, figure))
    assert [(hit.rule, hit.path) for hit in reading.hits] == [("BS008", path)]
    assert [entry.path for entry in reading.filing.unreadable] == [path]
    assert read_workbook(services.fresh_workbook(reading.filing)).filing == reading.filing


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("1e-300", "1E-300"), ("123456789012345", "123456789012345"), ("-0", "0")],
)
def test_a_number_in_a_text_is_what_it_looks_like(book: bytes, stored: str, shown: str) -> None:
    reading = read(book, damage.number(TEXT, stored))
    assert reading.filing.projects[0].indicators[0].target_value == shown
    assert reading.hits == []


@pytest.mark.parametrize("stored", ["1E+28", "1.25e30", "1e308", "-1e25", "NaN", "1e999"])
def test_a_number_that_has_lost_its_digits_is_told(book: bytes, stored: str) -> None:
    reading = read(book, damage.number(TEXT, stored))
    path = "projects.0.indicators.0.target_value"
    assert [(hit.rule, hit.path) for hit in reading.hits] == [("BS008", path)]
    services.fresh_workbook(reading.filing)


def test_a_zero_with_a_sign_is_a_zero(book: bytes) -> None:
    amount = read(book, damage.number(AMOUNT, "-0")).filing.projects[0].budget_amount
    assert str(amount) == "0.00"


@pytest.mark.parametrize("number", ["-1", "999999", "4294967295", "-0", "1e2", "x", "", "１", "1_0",
                                    "9" * 5000, "1.0"])  # fmt: skip
def test_a_text_whose_number_is_none_is_told_and_no_other_is_read(book: bytes, number: str) -> None:
    """Python's own reading of -1 is the last text of the workbook."""
    reading = read(book, damage.cell(TEXT, f"<v>{number}</v>", "s"))
    path = "projects.0.indicators.0.target_value"
    told = [hit for hit in reading.hits if number != ""]
    assert [(hit.rule, hit.path) for hit in told] == ([("BS009", path)] if number else [])
    assert reading.filing.projects[0].indicators[0].target_value == ""
    assert len(reading.filing.projects[0].indicators) == len(_first(book).indicators)


def _first(book: bytes):  # type: ignore[no-untyped-def]
    return read_workbook(book).filing.projects[0]


def test_without_any_shared_text_the_sheet_is_damaged(book: bytes) -> None:
    gone = damage.rewritten(
        book, {"xl/sharedStrings.xml": lambda xml: xml[: xml.index("<si>")] + "</sst>"}
    )
    assert read_workbook(gone).lost


@pytest.mark.parametrize("where", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.999])
@pytest.mark.parametrize("many", [1, 7, 1000])
@pytest.mark.parametrize("command", ["check", "rescue", "import"])
def test_bytes_missing_in_a_package_end_in_findings_or_a_sentence(
    book: bytes, where: float, many: int, command: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    at = int(len(book) * where)
    path = tmp_path / "缺.xlsx"
    path.write_bytes(book[:at] + book[at + many :])
    out = [] if command == "check" else [str(tmp_path / "新.xlsx")]
    code = main([command, str(path), *out])
    said = capsys.readouterr()
    assert code in (0, 1, 2)
    assert code != 2 or len(said.err.splitlines()) == 1


def member_spoilt(data: bytes, offset: int, value: bytes) -> bytes:
    """A package whose directory says something impossible of its first member."""
    at = data.index(b"PK\x01\x02") + offset
    return data[:at] + value + data[at + len(value) :]


@pytest.mark.parametrize(
    ("offset", "value"),
    [(42, b"\xff\xff\xff\xff"), (42, b"\x01\0\0\0"), (10, b"\x63\0"), (10, b"\x0e\0"),
     (10, b"\x0c\0"), (8, b"\x01\0"), (24, b"\0\0\0\0"), (20, b"\xff\xff\xff\x7f"),
     (28, b"\xff\xff"), (30, b"\xff\xff"), (6, b"\xff\xff"), (16, b"\0\0\0\0")],
)  # fmt: skip
def test_a_directory_that_says_impossible_things(book: bytes, offset: int, value: bytes) -> None:
    try:
        read_workbook(member_spoilt(book, offset, value))
    except UnusableError as error:
        assert error.message.endswith("。")


def test_parts_of_two_workbooks_swapped_are_told(book: bytes) -> None:
    """Each cell's number then stands for another text: labels tell it."""
    other = services.fresh_workbook(services.blank_filing("central-2021", 3, 2027))
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(io.BytesIO(other)) as second,
        zipfile.ZipFile(target, "w") as made,
    ):
        for name in source.namelist():
            made.writestr(name, (second if "sharedStrings" in name else source).read(name))
    try:
        assert {hit.rule for hit in read_workbook(target.getvalue()).hits} & {"BS003", "BS009"}
    except UnusableError as error:
        assert error.message.endswith("。")
