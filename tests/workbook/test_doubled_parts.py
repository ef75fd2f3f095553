"""A target value in three cells: what two of them say alike is said once, what differs is told."""

import pytest
from support.damage import DEPARTMENT
from support.filings import loaded
from support.formats import Made, with_cells

from budgetsheet.form.book import book_for
from budgetsheet.form.indicator_row import FIGURE, SYMBOL, UNIT, bare_figure, same_sign, sign_of
from budgetsheet.making import fresh_workbook
from budgetsheet.workbook.reader import read_workbook


@pytest.mark.parametrize(
    ("symbol", "figure", "unit", "bare"),
    [
        ("≥", "35个", "个", "35"), ("≥", "≥35", "个", "35"), ("≥", ">=35个", "个", "35"),
        ("≥", "不少于 35个", "个", "35"), ("≥", "95％", "%", "95"), ("≥", "95.0%", "％", "95.0"),
        ("＝", "=1,234", "个", "1,234"), ("", "35个", "个", "35"), ("≥", "10-20人", "人", "10-20"),
        ("≤", "≥35", "个", "≥35"), ("", "≥35", "个", "≥35"), ("≥", "35个", "", "35个"),
        ("≥", "35个", "人", "35个"), ("≥", "12月底前", "前", "12月底前"), ("≥", "个", "个", "个"),
        ("≥", "35", "个", "35"), ("≥", "", "个", ""), ("", "每个乡镇一个", "个", "每个乡镇一个"),
        ("≤", "-5", "℃", "-5"), ("≤", "64.8万元", "元", "64.8万"), ("", "减少5个", "个", "减少5个"),
    ],
)  # fmt: skip
def test_a_figure_without_what_stands_beside_it(
    symbol: str, figure: str, unit: str, bare: str
) -> None:
    assert bare_figure(symbol, figure, unit) == bare


def test_a_sign_is_known_however_written() -> None:
    assert [sign_of(each) for each in ("≥35", "不低于35", "-5", "减少5", "35")] == [
        "≥", "不低于", "", "", "",
    ]  # fmt: skip
    assert same_sign("不少于", "≥")
    assert not same_sign("≤", "≥")


@pytest.mark.parametrize(
    ("value", "code", "bare", "told"),
    [("t:15万人次", "@", "15", 1), ("15", '"≥"0"万人次"', "15", 1), ("15", "0", "15", 0)],
)
def test_a_measure_says_its_unit_once(value: str, code: str, bare: str, told: int) -> None:
    filing = loaded("sample")
    assert (filing.measures[0].symbol, filing.measures[0].unit) == ("≥", "万人次")
    place = book_for(filing).places(filing)["measures.0.value"].area.cell
    reading = read_workbook(
        with_cells(fresh_workbook(filing), (place, value, code), part=DEPARTMENT)
    )
    assert reading.filing.measures[0].value == bare
    assert [n.path for n in reading.normalised] == ["measures.0.value"] * told


@pytest.mark.parametrize(
    ("cells", "text", "rules"),
    [
        ({FIGURE: ("35", '0"个"')}, "＝35个", ["BS012"]),
        ({FIGURE: ("t:35个", "@")}, "＝35个", ["BS012"]),
        ({FIGURE: ("0.95", "0%"), UNIT: ("t:%", "@"), SYMBOL: ("t:≥", "@")}, "≥95%", ["BS012"]),
        ({FIGURE: ("35", '"＝"0"个"')}, "＝35个", ["BS012"]),
        ({FIGURE: ("35", '"≥"0')}, "＝≥35个", ["BS008"]),
        ({FIGURE: ("t:≥35个", "@")}, "＝≥35个个", ["BS008"]),
        ({FIGURE: ("35", "0")}, "＝35个", []),
    ],
)
def test_what_the_cells_say_twice(
    cells: dict[str, tuple[str, str]], text: str, rules: list[str]
) -> None:
    """And told, or still in doubt, when the workbook is written anew."""
    filing = loaded("central-2021")
    row = {e.field.name: e.area.cell for e in book_for(filing).projects[0].indicator_entries[2]}
    made: list[Made] = [(row[field], *value) for field, value in cells.items()]
    reading = read_workbook(with_cells(fresh_workbook(filing), *made))
    assert reading.filing.projects[0].indicators[2].target_value == text
    told = [hit.rule for hit in reading.hits] + ["BS012" for _ in reading.normalised]
    assert told == rules
    again = read_workbook(fresh_workbook(reading.filing))
    assert again.filing == reading.filing
    assert [h.rule for h in again.hits] == [rule for rule in rules if rule == "BS008"]
