"""A plan's nodes are judged as one row, and the sheet's own checks tell the same."""

from decimal import Decimal
from pathlib import Path

import pytest
from support.formats import with_cells
from support.live import told_in
from support.office import Office

from budgetsheet import services
from budgetsheet.interchange import loads
from budgetsheet.model import Filing, replace
from budgetsheet.workbook.reader import Reading, read_workbook

CELLS = ("B7", "D7", "E7", "F7")
MONTHS = (3, 6, 10, 12)
SHARE, PERCENT, TEXT = "General", "9", "@"
RULES = ("BS008", "BS202", "BS203", "BS204")


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Filing:
    filing = loads(sample_path.read_bytes())
    return replace(filing, projects=filing.projects[:1])


@pytest.fixture(scope="module")
def book(sample: Filing) -> bytes:
    return services.fresh_workbook(sample)


def row(book: bytes, *nodes: str) -> bytes:
    """Put nodes in: `30%` a number shown so, `t:30%` a text, all else a plain number."""
    made = []
    for cell, node in zip(CELLS, nodes, strict=True):
        if node.startswith("t:"):
            made.append((cell, node, TEXT))
        elif node.endswith("%"):
            made.append((cell, str(Decimal(node[:-1]) / 100), PERCENT))
        else:
            made.append((cell, node, SHARE))
    return with_cells(book, *made)


def percents(reading: Reading) -> list[str | None]:
    plan = reading.filing.projects[0].spending_plan
    return [None if node.percent is None else f"{node.percent:f}" for node in plan]


def told(reading: Reading) -> list[tuple[str, int]]:
    return [(hit.rule, int(hit.path.rpartition(".")[2])) for hit in reading.hits]


ROWS = [
    # nodes, what they are read as, what reading tells
    (("30%", "60%", "80%", "100%"), ["30", "60", "80", "100"], []),
    (("0.3", "0.6", "0.8", "1"), ["30", "60", "80", "100"], []),
    (("0.5", "50", "84", "100"), ["0.5", "50", "84", "100"],
     [("BS203", 6), ("BS203", 10), ("BS203", 12)]),
    (("1", "50", "84", "100"), ["1", "50", "84", "100"],
     [("BS203", 6), ("BS203", 10), ("BS203", 12)]),
    (("0", "50", "84", "100"), ["0", "50", "84", "100"],
     [("BS203", 6), ("BS203", 10), ("BS203", 12)]),
    (("30%", "50", "84%", "100%"), ["30", "50", "84", "100"], [("BS203", 6)]),
    (("30%", "0.6", "80", "100"), ["30", "60", "80", "100"], [("BS203", 10), ("BS203", 12)]),
    (("60%", "50", "84%", "100%"), ["60", "50", "84", "100"], [("BS203", 6)]),
    (("25%", "50%", "84%", "90"), ["25", "50", "84", "90"], [("BS203", 12)]),
    (("30%", "60%", "80%", "1"), ["30", "60", "80", "100"], []),
    (("t:0.3", "t:0.6", "t:0.8", "t:1"), ["30", "60", "80", "100"], []),
    (("t:30", "t:60", "t:80", "t:100"), ["30", "60", "80", "100"], []),
    (("t:0.5", "t:50", "t:84", "t:100"), ["0.5", "50", "84", "100"], []),
    (("t:25%", "60%", "80%", "100%"), ["25", "60", "80", "100"], []),
    (("t:２５％", "60%", "80%", "100%"), ["25", "60", "80", "100"], []),
    (("t:25", "60%", "80%", "100%"), ["25", "60", "80", "100"], []),
    (("30%", "t:0.6", "80%", "100%"), ["30", "60", "80", "100"], []),
    (("30%", "60%", "80%", "t:1"), ["30", "60", "80", "100"], []),
    (("t:0.25", "60%", "80%", "100%"), [None, "60", "80", "100"], [("BS008", 3)]),
    (("t:1", "60%", "80%", "100%"), ["1", "60", "80", "100"], []),
    (("t:0.25", "t:0.2", "t:0.8", "t:1"), [None, None, None, None],
     [("BS008", 3), ("BS008", 6), ("BS008", 10), ("BS008", 12)]),
    (("30%", "60%", "80%", "3000%"), ["30", "60", "80", "3000"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("nodes", "read", "found"), ROWS, ids=lambda each: " ".join(map(str, each))
)
def test_a_row_is_judged_as_a_whole(
    book: bytes, nodes: tuple[str, ...], read: list[str | None], found: list[tuple[str, int]]
) -> None:
    reading = read_workbook(row(book, *nodes))
    assert (percents(reading), told(reading)) == (read, found)


@pytest.mark.parametrize("nodes", [nodes for nodes, _, _ in ROWS], ids=" ".join)
def test_what_was_converted_is_told(book: bytes, nodes: tuple[str, ...]) -> None:
    """Every node that looks otherwise than it is read is among what was brought to one form."""
    reading = read_workbook(row(book, *nodes))
    converted = {int(note.path.rpartition(".")[2]) for note in reading.normalised}
    unread = {month for rule, month in told(reading) if rule == "BS008"}
    for month, node, read in zip(MONTHS, nodes, percents(reading), strict=True):
        same = node.removeprefix("t:") == f"{read}%"
        assert (month in converted) == (not same and month not in unread)


@pytest.mark.parametrize(
    ("value", "code", "read", "noted"),
    [
        ("30", '0"%"', "30", True), ("0.255", "9", "25.5", True), ("0.255", "10", "25.5", False),
        ("30", '0"％"', "30", True), ("0.3", "0.00%", "30", False),
        ("300000", "0,,%", "30", True), ("0.3", '"约"0%', None, False),
        ("0.3", "# ?/??%", "30", False), ("46387", "14", None, False),
    ],
)  # fmt: skip
def test_a_percentage_is_what_the_cell_shows_or_is_told(
    book: bytes, value: str, code: str, read: str | None, noted: bool
) -> None:
    reading = read_workbook(with_cells(book, (CELLS[0], value, code)))
    assert percents(reading)[0] == read
    assert bool(reading.normalised) == noted
    assert (("BS008", 3) in told(reading)) == (read is None)


def test_a_figure_that_the_sheet_takes_for_another_says_for_which(book: bytes) -> None:
    """0.5 beside 50 is 0.5%, and the sheet's formulas counted it as 50%: both could be meant."""
    reading = read_workbook(row(book, "0.5", "50", "84", "100"))
    notes = {note.found: note.note for note in reading.normalised}
    assert "50%" in notes.pop("0.5")
    assert set(notes.values()) == {""}
    assert {n.note for n in read_workbook(row(book, "0.3", "0.6", "0.8", "1")).normalised} == {""}


def test_a_sign_of_the_format_alone_is_not_said_to_be_missing(book: bytes) -> None:
    reading = read_workbook(with_cells(book, (CELLS[3], "100", '0"%"')))
    assert [hit.values["here"] for hit in reading.hits] == [
        "100%（存的是 100，表里的公式当作 10000%）"
    ]


def test_a_nought_shown_as_a_dash_is_a_nought(book: bytes) -> None:
    reading = read_workbook(with_cells(book, (CELLS[0], "0", '0%;-0%;"-"')))
    assert (percents(reading)[0], told(reading)) == ("0", [])


@pytest.mark.parametrize("nodes", [nodes for nodes, _, _ in ROWS if "t:" not in "".join(nodes)],
                         ids=" ".join)  # fmt: skip
def test_the_sheet_tells_the_same(
    book: bytes, nodes: tuple[str, ...], office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "计划.xlsx"
    path.write_bytes(row(book, *nodes))
    checked = services.check(path)
    program = {(f.rule, f.path) for f in checked.findings if f.rule in RULES}
    with office.open(path) as opened:
        opened.recalculate()
        live = {each for each in told_in(opened, checked.reading.filing) if each[0] in RULES}
    assert live == program
