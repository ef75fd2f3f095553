"""A measure renamed, merged or taken out on the sheet: the texts follow, and it is told."""

from pathlib import Path

import pytest
from support.damage import Edit, edited, text

from budgetsheet import services
from budgetsheet.cli import main
from budgetsheet.measure_names import Move, Written, moves
from budgetsheet.model import Filing, Measure, Waiver, replace
from budgetsheet.narrative.render import render
from budgetsheet.workbook.reader import read_workbook

MEASURES = (
    Measure("到馆人次", "不少于", "3", "万人次"),
    Measure("满意度", "达到", "90", "%"),
    Measure("满意度（2）", "达到", "90", "%"),
    Measure("修复时间", "不超过", "4", "小时"),
)
TEXTS = (
    "到馆不少于{到馆人次}，读者满意度达到{满意度}。",
    "再说一遍：满意度达到{满意度（2）}，故障{修复时间}内修复，{不认识}照旧。",
)


@pytest.fixture
def book(sample: Filing, tmp_path: Path) -> Path:
    filing = replace(sample, overall_objective=TEXTS, sub_objectives=(), measures=MEASURES)
    return services.new(tmp_path / "甲.xlsx", filing)


def typed(book: Path, **words: str) -> None:
    """Type into the cells of measures: `name1="…"`, `value3=""`."""
    reading = read_workbook(book.read_bytes())
    data = book.read_bytes()
    for key, word in words.items():
        place = reading.places[f"measures.{key[-1]}.{key[:-1]}"]
        edit: Edit = text(place.cell, word)
        data = edited(data, department=edit)
    book.write_bytes(data)


def shown(filing: Filing) -> list[str]:
    return [part.text for part in render(filing).rendered if part.path.startswith("overall")]


def names(filing: Filing) -> list[str]:
    return [measure.name for measure in filing.measures]


def test_nothing_done_nothing_told(book: Path) -> None:
    before = read_workbook(book.read_bytes()).filing
    checked = services.refresh(book)
    assert (checked.told, checked.reading.filing) == ((), before)


def test_a_new_name_goes_into_the_text(book: Path) -> None:
    before = shown(services.check(book).reading.filing)
    typed(book, name0="进馆人次")
    assert shown(services.check(book).reading.filing) == before
    checked = services.refresh(book)
    assert checked.reading.filing.overall_objective[0].startswith("到馆不少于{进馆人次}，")
    assert shown(checked.reading.filing) == before
    assert checked.told == ("“到馆人次”已改名为“进馆人次”，文中的记号已跟着改。",)
    assert services.refresh(book).told == ()


def test_two_rows_of_one_name_become_one(book: Path) -> None:
    typed(book, name2="满意度")
    checked = services.refresh(book)
    assert names(checked.reading.filing) == ["到馆人次", "满意度", "修复时间"]
    assert "满意度达到{满意度}，故障{修复时间}" in checked.reading.filing.overall_objective[1]
    assert checked.told == ("“满意度（2）”已并入“满意度”，数值按排在前面的“90%”。",)


def test_of_two_figures_the_first_row_stays(book: Path) -> None:
    typed(book, name1="满意度（2）", value1="80")
    before = shown(services.check(book).reading.filing)
    checked = services.refresh(book)
    assert [m.value for m in checked.reading.filing.measures] == ["3", "80", "4"]
    assert shown(checked.reading.filing) == before
    assert before[0].endswith("满意度达到80%。")
    assert "80%" in checked.told[0]


def test_a_name_taken_out_turns_back_into_text(book: Path) -> None:
    before = shown(services.check(book).reading.filing)
    typed(book, name3="")
    checked = services.refresh(book)
    assert names(checked.reading.filing) == ["到馆人次", "满意度", "满意度（2）"]
    assert "故障4小时内修复" in checked.reading.filing.overall_objective[1]
    assert shown(checked.reading.filing) == before
    assert checked.told == ("“修复时间”已变回文字“4小时”。",)


def test_a_row_taken_out_whole_turns_back_into_text(book: Path) -> None:
    before = shown(services.check(book).reading.filing)
    typed(book, name0="", symbol0="", value0="", unit0="")
    checked = services.refresh(book)
    assert checked.reading.filing.overall_objective[0].startswith("到馆不少于3万人次，")
    assert shown(checked.reading.filing) == before
    assert names(checked.reading.filing) == ["满意度", "满意度（2）", "修复时间"]


def test_names_changed_about_change_about(book: Path) -> None:
    typed(book, name0="满意度", name1="到馆人次", value0="90", unit0="%", value1="3",
          unit1="万人次")  # fmt: skip
    checked = services.refresh(book)
    assert checked.told == ()
    assert shown(checked.reading.filing)[0] == "到馆不少于3万人次，读者满意度达到90%。"


def test_another_measure_in_the_same_row_is_another(book: Path) -> None:
    typed(book, name3="新增席位", value3="60", unit3="个")
    checked = services.refresh(book)
    assert "故障4小时内修复" in checked.reading.filing.overall_objective[1]
    assert names(checked.reading.filing)[3] == "新增席位"


def test_an_unknown_token_stays(book: Path) -> None:
    typed(book, name0="进馆人次")
    assert "{不认识}照旧" in services.refresh(book).reading.filing.overall_objective[1]


def test_an_export_before_refreshing_reads_right(book: Path, tmp_path: Path) -> None:
    typed(book, name3="")
    _, written = services.export(book, tmp_path / "出", ["txt"], draft=True)
    assert "故障4小时内修复" in written[0].read_text("utf-8")


def test_the_command_line_tells_it(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(book, name0="进馆人次")
    main(["refresh", str(book)])
    assert "“到馆人次”已改名为“进馆人次”" in capsys.readouterr().out


def test_reasons_go_with_their_measures(sample: Filing, tmp_path: Path) -> None:
    waivers = (
        Waiver("measures.3.value", "BS411", "理由"),
        Waiver("measures.2.name", "BS304", "并"),
    )
    filing = replace(sample, overall_objective=TEXTS, measures=MEASURES, waivers=waivers)
    book = services.new(tmp_path / "甲.xlsx", filing)
    typed(book, name2="满意度")
    kept = services.refresh(book).reading.filing.waivers
    assert kept == (Waiver("measures.2.value", "BS411", "理由"),)


WRITTEN = [Written("甲", "1个"), Written("乙", "2个"), Written("丙", "3个")]


def now(*rows: tuple[int, str, str]) -> list[tuple[int, int, Measure]]:
    return [(row, i, Measure(name, "", value, "个")) for i, (row, name, value) in enumerate(rows)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([(0, "甲", "1"), (1, "乙", "2"), (2, "丙", "3")], []),
        ([(0, "甲", "1"), (1, "丙", "3")], [("乙", "2个", None)]),
        ([(1, "甲", "1"), (2, "乙", "2"), (3, "丙", "3")], []),
        ([(0, "子", "1"), (1, "丑", "2"), (2, "丙", "3")],
         [("甲", "{子}", None), ("乙", "{丑}", None)]),
        ([(0, "子", "1"), (1, "子", "2"), (2, "丙", "3")],
         [("甲", "{子}", None), ("乙", "{子}", 1)]),
        ([(0, "丙", "1"), (1, "乙", "2"), (2, "丙", "3")], [("甲", "{丙}", 2)]),
        ([(0, "丙", "1"), (1, "丙", "2"), (2, "丙", "3")], [("甲", "{丙}", 2), ("乙", "{丙}", 1)]),
        ([(0, "甲", "1"), (1, "", "5"), (2, "丙", "3")], [("乙", "5个", 1)]),
        ([], [("甲", "1个", None), ("乙", "2个", None), ("丙", "3个", None)]),
    ],
)  # fmt: skip
def test_what_a_person_did_is_told_from_the_rows(
    rows: list[tuple[int, str, str]], found: list[tuple[str, str, int | None]]
) -> None:
    made: list[Move] = moves(WRITTEN, now(*rows))
    assert [(move.name, move.becomes, move.row) for move in made] == found
