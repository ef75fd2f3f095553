"""Amounts in documents of every kind: their unit wherever it is told, words for nothing."""

from pathlib import Path

import pytest
from support import one_table

from budgetsheet import services
from budgetsheet.importing import Found, read_document
from budgetsheet.money_units import MONEY_UNITS
from budgetsheet.workbook.reader import read_workbook

KINDS = tuple(one_table.MAKERS)


def read(suffix: str = ".html", **changes: str) -> Found:
    data = one_table.MAKERS[suffix](**changes)
    return read_document(data, suffix, "hebei", None, lambda _: pytest.fail("not ours"))


def amounts(found: Found) -> tuple[str, ...]:
    project = found.filing.projects[0]
    return tuple(map(str, (project.budget_amount, project.fiscal_funds, project.other_funds)))


def messages(found: Found) -> str:
    return "\n".join(f"{text} {message}" for _, text, message in found.notes)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("note", "wan"),
    [("单位：百万元", "6480.00"), ("金额单位:万元", "64.80"), ("（单位：元）", "0.00648"),
     ("单位：千元", "6.48"), ("单位：亿元", "648000.00")],
)  # fmt: skip
def test_the_unit_over_a_table_holds_in_every_kind_of_file(kind: str, note: str, wan: str) -> None:
    found = read(kind, note=note, budget="64.80", fiscal="64.80")
    assert amounts(found) == (wan, wan, "None")
    assert ("换算" in messages(found)) is ("万元" not in note.replace("百万", ""))


@pytest.mark.parametrize("unit", MONEY_UNITS)
@pytest.mark.parametrize(
    "told", [{"note": "币种：人民币　单位：{}"}, {"note": "", "budget_head": "预算数（{}）"},
             {"note": "", "budget_head": "预算数／{}"},
             {"budget": "648000{}", "fiscal": "648000 {}"},
             {"note": "", "plan_head": "资金支出计划", "budget_head": "预算数【人民币{}】"}],
)  # fmt: skip
def test_a_unit_told_anywhere_converts_and_is_told(unit: str, told: dict[str, str]) -> None:
    found = read(**{name: text.format(unit) for name, text in told.items()})
    project = found.filing.projects[0]
    assert project.budget_amount == project.fiscal_funds == 648000 * MONEY_UNITS[unit]
    assert ("换算" in messages(found)) is (unit != "万元")


@pytest.mark.parametrize(
    "note",
    ["金额单位为：元", "单位：元（保留两位小数）", "单位：元，百分比保留整数", "（人民币：元）",
     "本表金额均以元为单位", "币种：人民币　单位：元", "单位（元）", "单位：元（人民币）",
     "\uf0b7单位：元", "金额：元", "（元）", "编制单位：云溪县图书馆 单位：元",
     "云溪县图书馆（单位：元）", "单位：元 2027年度",
     "填报日期：2026年11月27日　　　金额单位：元"],
)  # fmt: skip
@pytest.mark.parametrize("kind", [".html", ".xlsx", ".txt"])
def test_a_note_of_the_unit_is_read_however_it_is_worded(kind: str, note: str) -> None:
    found = read(kind, note=note, budget="648000", fiscal="648000")
    assert amounts(found)[:2] == ("64.80", "64.80")
    assert "换算" in messages(found)
    assert len(found.filing.projects) == 1
    unit = "云溪县图书馆" if "云溪县" in note else ""
    assert found.filing.department.name == unit
    assert (found.filing.year == 2027) is ("2027" in note)


@pytest.mark.parametrize("kind", KINDS)
def test_a_title_may_hold_the_unit(kind: str) -> None:
    found = read(kind, note="", budget="648000", fiscal="648000", title_end="（单位：元）")
    assert amounts(found)[:2] == ("64.80", "64.80")
    assert found.filing.unplaced == ()


@pytest.mark.parametrize(
    "head",
    ["预算数（元（人民币））", "预算数/人民币：元", "预算数（人民币：元）", "预算数 元人民币"],
)
def test_a_head_may_name_the_currency_beside_the_unit(head: str) -> None:
    assert amounts(read(note="", budget_head=head, budget="648000", fiscal=""))[0] == "64.80"


@pytest.mark.parametrize("mark", ["\uf0b7", "\ue001", "\U000f0001", "\u200b\uf06c"])
def test_the_bullet_of_a_font_hides_no_label(mark: str) -> None:
    heads = {name: f"{mark}{one_table.PROJECT[name]}" for name in ("budget_head", "plan_head")}
    found = read(budget="64.80", fiscal="64.80", march=f"30%{mark}", title_end=mark, **heads)
    assert amounts(found)[:2] == ("64.80", "64.80")
    assert found.filing.projects[0].spending_plan[0].percent == 30
    assert found.filing.unplaced == ()


def test_the_line_of_a_unit_over_a_table_is_no_project() -> None:
    """A line that says who files and in what unit made an empty project before the first."""
    found = read(note="", before="编制单位：云溪县图书馆　　　　单位：元", budget="648000")
    assert [project.name for project in found.filing.projects] == ["物业管理"]
    assert found.filing.department.name == "云溪县图书馆"
    assert amounts(found)[0] == "64.80"


def test_a_remark_under_a_table_tells_the_unit_of_the_table_above() -> None:
    told = "注：金额单位：元"
    found = read(note="", budget="648000", fiscal="648000", after=told)
    assert amounts(found)[:2] == ("64.80", "64.80")
    assert "换算" in messages(found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_unit_in_a_cell_of_its_own_belongs_to_the_amount_before_it(kind: str) -> None:
    found = read(kind, note="", budget="648000", budget_unit="元", fiscal="648000元")
    assert amounts(found)[:2] == ("64.80", "64.80")
    assert found.filing.unplaced == ()


def test_each_part_may_stand_in_a_unit_of_its_own() -> None:
    heads = {"budget_head": "预算数（万元）", "fiscal_head": "财政资金（元）",
             "other_head": "其他资金（百元）"}  # fmt: skip
    found = read(note="", budget="64.80", other="6", **heads)
    assert amounts(found) == ("64.80", "64.80", "0.06")


def test_nothing_is_rounded_in_silence() -> None:
    found = read(note="单位：元", budget="648000.5", fiscal="648000.5")
    assert amounts(found)[0] == "64.80005"
    assert "预算数按万元是 64.80005，小数多于两位" in messages(found)
    assert "小数" not in messages(read(note="单位：元", budget="648000", fiscal="648000"))


@pytest.mark.parametrize("kind", KINDS)
def test_other_money_is_not_taken_for_ours(kind: str, tmp_path: Path) -> None:
    found = read(kind, note="单位：万美元", budget="64.80", fiscal="人民币 64.80万元")
    assert amounts(found) == ("None", "64.80", "None")
    assert [u.text for u in found.filing.unreadable] == ["64.80万美元"]
    assert "金额单位是“万美元”，没有换算" in messages(found)
    again = read_workbook(services.fresh_workbook(found.filing))
    assert again.filing.unreadable == found.filing.unreadable
    assert [hit.rule for hit in again.hits] == ["BS008"]


NOTHING = ["—", "-", "－", "/", "无", "–", "―", "──", "\\", "N/A", "— —", "（无）", "万元"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", ["—", "/", "无", "N/A"])
def test_a_word_for_nothing_in_other_funds_is_none(kind: str, word: str, tmp_path: Path) -> None:
    source = tmp_path / f"申报表{kind}"
    source.write_bytes(one_table.MAKERS[kind](budget="64.80", fiscal="64.80", other=word))
    made = services.import_document(source, tmp_path / "读入.xlsx")
    assert amounts(made.found) == ("64.80", "64.80", "None")
    assert made.filing.unreadable == ()
    assert read_workbook(made.path.read_bytes()).filing == made.filing


@pytest.mark.parametrize("word", NOTHING)
def test_so_are_the_others_and_zero_stays_zero(word: str) -> None:
    assert amounts(read(budget="64.80", other=word))[2] == "None"
    assert amounts(read(budget="64.80", other="0"))[2] == "0.00"
    assert amounts(read(budget="64.80", other="0.00万元"))[2] == "0.00"


@pytest.mark.parametrize("word", NOTHING[:-1])
@pytest.mark.parametrize(
    ("place", "path"), [("budget", "budget_amount"), ("march", "spending_plan.3")]
)
def test_where_a_number_must_stand_it_is_told_and_kept(word: str, place: str, path: str) -> None:
    found = read(**{"budget": "64.80", place: word})
    assert [(u.path, u.text) for u in found.filing.unreadable] == [(f"projects.0.{path}", word)]
    again = read_workbook(services.fresh_workbook(found.filing))
    assert again.filing == found.filing
    assert [(hit.rule, hit.path) for hit in again.hits] == [("BS008", f"projects.0.{path}")]


def test_a_plan_in_money_is_no_percentage() -> None:
    found = read(plan_head="资金支出计划（万元）", march="21.96")
    assert ("projects.0.spending_plan.3", "21.96万元") in found.filing.unreadable
    assert read(march="21.96").filing.unreadable == ()
