"""A number in an entry means what its cell shows, and what was made of it is told."""

from decimal import Decimal
from pathlib import Path

import pytest
from support.damage import DEPARTMENT, FIRST_PROJECT, cell, edited
from support.formats import from_1904, with_cells

from budgetsheet import services
from budgetsheet.interchange import loads
from budgetsheet.model import Filing
from budgetsheet.workbook.foreign import read_sheets
from budgetsheet.workbook.reader import Reading, read_workbook

ACCOUNT = '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ '
BUDGET, TARGET, OTHER = "C4", "F17", "G4"


@pytest.fixture(scope="module")
def book(sample_path: Path) -> bytes:
    return services.fresh_workbook(loads(sample_path.read_bytes()))


def read(book: bytes, address: str, value: str, code: str) -> Reading:
    return read_workbook(with_cells(book, (address, value, code)))


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(hit.rule, hit.path) for hit in reading.hits]


def target(filing: Filing) -> str:
    return filing.projects[0].indicators[0].target_value


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("12", '0"人"', "12人"),
        ("0.99", '"≥"0%', "≥99%"),
        ("0.95", "≥0%", "≥95%"),
        ("46387", 'm"月"d"日"', "12月31日"),
        ("46387", 'm"月底前"', "12月底前"),
        ("46387", 'e"年"m"月"', "2026年12月"),
        ("46387", "58", "12月31日"),
        ("46387", "57", "2026年12月"),
        ("46387", "31", "2026年12月31日"),
        ("46387", "28", "12月31日"),
        ("46387.5", 'm"月"d"日"', "12月31日"),
        ("648000", '0!.0"万元"', "64800.0万元"),
        ("12345", '0!.0,"万"', "1.2万"),
        ("64.8", '"≤"0.0"万元"', "≤64.8万元"),
        ("0.5", "# ?/?", "1/2"),
        ("12", "0.00", "12.00"),
        ("12", "General", "12"),
        ("0.30000000000000004", "General", "0.3"),
        ("66.6666666666667", "General", "66.66666667"),
        ("t:12", '@"人"', "12人"),
        ("12", "[DBNum1][$-804]General", "一十二"),
        ("0.75", 'h"时"mm"分"前', "18时00分前"),
        ("-5", '0;"减少"0', "减少5"),
        ("-5", '"增加"0"人";"下降"0"人"', "下降5人"),
        ("-5", '0;"（减）"0', "（减）5"),
    ],
)
def test_a_text_is_what_the_cell_shows(book: bytes, value: str, code: str, shown: str) -> None:
    reading = read(book, TARGET, value, code)
    assert (target(reading.filing), told(reading)) == (shown, [])


def test_a_formula_without_a_result_is_told_as_one(book: bytes) -> None:
    for address, path in ((TARGET, "indicators.0.target_value"), (BUDGET, "budget_amount")):
        data = edited(book, project=cell(address, "<f>A1</f>"))
        assert told(read_workbook(data)) == [("BS007", f"projects.0.{path}")]


@pytest.mark.parametrize("code", ["14", "yyyy-mm-dd", "m/d/yyyy", "30"])
def test_a_whole_date_in_figures_is_written_out_and_told(book: bytes, code: str) -> None:
    reading = read(book, TARGET, "46387", code)
    assert target(reading.filing) == "2026年12月31日"
    (note,) = reading.normalised
    assert (note.path, note.read_as) == ("projects.0.indicators.0.target_value", "2026年12月31日")


def test_days_from_1904(book: bytes) -> None:
    data = from_1904(with_cells(book, (TARGET, "44925", 'yyyy"年"m"月"d"日"')))
    assert target(read_workbook(data).filing) == "2026年12月31日"


def test_a_long_number_is_kept_whole_and_told(book: bytes) -> None:
    reading = read(book, TARGET, "123456789012", "General")
    assert target(reading.filing) == "123456789012"
    assert [(n.found, n.read_as) for n in reading.normalised] == [("1.23457E+11", "123456789012")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("-1", "yyyy/m/d"), ("2958466", "m月d日"), ("13800138000", 'm"月"d"日"'),
        ("46387", "[$-411]ge"), ("46387", "[$-404]e年"), ("5", ";;;"), ("-5", '0"人";0"人"'),
        ("1e+28", "General"), ("1e+28", '0"人"'), ("12345678901234567", "1"),
        ("t:12人", ";;;"), ("t:12人", '0;0;0;" "'), ("0", "#"), ("0", "0;-0;;@"), ("-5", "0;0_人"),
    ],
)  # fmt: skip
def test_what_is_not_seen_for_certain_is_told(book: bytes, value: str, code: str) -> None:
    reading = read(book, TARGET, value, code)
    assert told(reading) == [("BS008", "projects.0.indicators.0.target_value")]
    assert target(reading.filing)


@pytest.mark.parametrize(
    ("value", "code", "amount", "noted"),
    [
        ("64.8", '0.00"万元"', "64.80", False),
        ("64.8", ACCOUNT, "64.80", False),
        ("64.8", '[$￥-804]#,##0.00"万元"', "64.80", False),
        ("64.8", "# ?/?", "64.80", False),
        ("64.8", "0.00E+00", "64.80", False),
        ("64.8", "[DBNum2]0.00", "64.80", False),
        ("64.8", "1", "64.80", True),
        ("64.8049", "0.00", "64.8049", False),
        ("648000", "0!.0000", "64.80", True),
        ("648000", '0!.0,"万"', "64.80", True),
        ("648000", '0"."0,"万元"', "64.80", True),
        ("64800", "#,##0.00,", "64.80", True),
        ("64800000", "0.00,,", "64.80", True),
        ("6480", '0.00,"千万"', None, False),
        ("648000", '0.00"元"', None, False),
        ("648200", '0!.0,"万"', None, False),
        ("0.648", "0%", None, False),
        ("46387", "14", None, False),
        ("-5", "0;0", None, False),
        ("64.8", ";;;", None, False),
        ("1e+28", "General", None, False),
        ("1e+28", "#,##0.00,", None, False),
    ],
)
def test_an_amount_is_what_the_cell_shows_or_is_told(
    book: bytes, value: str, code: str, amount: str | None, noted: bool
) -> None:
    reading = read(book, BUDGET, value, code)
    wanted = Decimal(amount) if amount else None
    assert reading.filing.projects[0].budget_amount == wanted
    assert told(reading) == ([] if amount else [("BS008", "projects.0.budget_amount")])
    assert bool(reading.normalised) == noted


@pytest.mark.parametrize("code", [ACCOUNT, '0.00;-0.00;"-"', '0.00;-0.00;"无"', "0.00;-0.00;—"])
def test_a_nought_shown_as_nothing_is_a_nought(book: bytes, code: str) -> None:
    reading = read(book, OTHER, "0", code)
    assert (reading.filing.projects[0].other_funds, told(reading)) == (Decimal("0.00"), [])


@pytest.mark.parametrize("code", ["0.00;-0.00;", "0.00;;;@", ";;;", "#"])
def test_a_hidden_nought_is_no_other_funds(book: bytes, code: str) -> None:
    reading = read(book, OTHER, "0", code)
    assert (reading.filing.projects[0].other_funds, told(reading)) == (None, [])


@pytest.mark.parametrize(
    ("address", "value", "code"),
    [
        (BUDGET, "64.8", ";;;"), (BUDGET, "t:64.8", ";;;"), (BUDGET, "-64.8", "0.00;0.00"),
        (BUDGET, "648200", '0!.0,"万"'), (BUDGET, "1e+28", "General"), (OTHER, "t:0", ";;;"),
        ("B7", "0.25", ";;;"), ("B7", "-0.25", "0%;0%"), ("B7", "t:25%", ";;;"),
    ],
)  # fmt: skip
def test_a_number_in_doubt_is_still_in_doubt_when_written_anew(
    book: bytes, address: str, value: str, code: str
) -> None:
    """Writing brings the stored number to light; it must not become the entry unasked."""
    reading = read(book, address, value, code)
    (hit,) = reading.hits
    again = read_workbook(services.fresh_workbook(reading.filing))
    assert [(h.rule, h.path, h.values) for h in again.hits] == [("BS008", hit.path, hit.values)]


@pytest.mark.parametrize(
    ("value", "code", "year"),
    [
        ("2027", "General", 2027), ("2027", '0"年"', 2027), ("2027", "#,##0", 2027),
        ("46388", 'yyyy"年"', 2027), ("46388", "e年", 2027), ("46388", "General", None),
        ("46388", "14", None), ("27", "1", None), ("46388", "[$-404]e", None),
    ],
)  # fmt: skip
def test_a_year_is_what_the_cell_shows(
    book: bytes, value: str, code: str, year: int | None
) -> None:
    reading = read_workbook(with_cells(book, ("B5", value, code), part=DEPARTMENT))
    assert reading.filing.year == year
    assert told(reading) == ([] if year else [("BS008", "year")])


@pytest.mark.parametrize(
    ("value", "code", "kept", "rule"),
    [
        ("1001", "000000", "001001", ""),
        ("807001", "General", "807001", ""),
        ("807001", "@", "807001", ""),
        ("1001", "General", "1001", "BS008"),
        ("1001", "@", "1001", "BS008"),
        ("t:001001", "@", "001001", ""),
    ],
)
def test_a_unit_code_keeps_the_zeros_that_are_shown(
    book: bytes, value: str, code: str, kept: str, rule: str
) -> None:
    reading = read_workbook(with_cells(book, ("B3", value, code), part=DEPARTMENT))
    assert reading.filing.department.code == kept
    assert told(reading) == ([(rule, "department.code")] if rule else [])


def test_a_unit_code_that_is_a_number_is_told(book: bytes) -> None:
    reading = read_workbook(with_cells(book, ("B3", "807001", "General"), part=DEPARTMENT))
    assert [note.path for note in reading.normalised] == ["department.code"]


def test_a_project_code_that_became_a_number_is_told(book: bytes) -> None:
    reading = read(book, "B3", "1.30990261234567E+20", "General")
    assert ("BS008", "projects.0.code") in told(reading)


def test_a_workbook_of_others_shows_the_same(book: bytes) -> None:
    """What an import reads of a foreign cell, and what it says of one in doubt."""
    data = with_cells(
        book,
        ("F17", "12", '0"人"'), ("F18", "46387", "58"), ("F19", "0.99", '"≥"0%'),
        ("F20", "46387", "[$-411]ge"), ("C4", "648000", "0!.0000"), ("B7", "0.25", "0%"),
        part=FIRST_PROJECT,
    )  # fmt: skip
    sheet = read_sheets(data)[2]
    assert [sheet.cells[place] for place in ((16, 5), (17, 5), (18, 5), (3, 2), (6, 1))] == [
        "12人", "12月31日", "≥99%", "64.8000", "25%",
    ]  # fmt: skip
    assert set(sheet.doubts) == {(19, 5)}
