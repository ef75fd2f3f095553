"""Odd characters in documents of every kind: folded or passed over, told by name, kept in texts."""

import io

import docx
import pytest
from support import one_table
from support.makers.word_makers import saved, xml

from budgetsheet import services
from budgetsheet.importers.word_text import text_of
from budgetsheet.importing import Found, read_document
from budgetsheet.target_value import Kind, TargetValue
from budgetsheet.workbook.reader import read_workbook

KINDS = tuple(one_table.MAKERS)


def read(suffix: str, **changes: str) -> Found:
    data = one_table.MAKERS[suffix](**changes)
    return read_document(data, suffix, "hebei", None, lambda _: pytest.fail("not ours"))


def notes(found: Found) -> str:
    return "\n".join(message for _, _, message in found.notes)


@pytest.mark.parametrize("kind", KINDS)
def test_radicals_are_folded_in_labels_and_texts(kind: str) -> None:
    found = read(
        kind,
        name="⺠⽣馆维护",
        purpose="⽤于⼩区⺠⽣。",
        category="产出指标",
        budget_head="预算数",
        plan_head="资⾦⽀出计划（%）",
        target="12⽉底前",
        objective="1.⼈⽉⼀⽬。",
    )
    project = found.filing.projects[0]
    assert (project.name, project.purpose) == ("民生馆维护", "用于小区民生。")
    assert project.objectives == ("人月一目。",)
    assert project.indicators[0].target_value == "12月底前"
    assert [node.percent for node in project.spending_plan] == [30, 60, 80, 100]
    assert "与“民”同形的“⺠”（U+2EA0）" in notes(found)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != ".pdf"])
@pytest.mark.parametrize(
    "odd", ["\u200b", "\u2060", "\u2066", "\ufe0f", "\U000e0101", "\u3164", "\u034f"]
)
def test_the_unseen_is_passed_over_and_named(kind: str, odd: str) -> None:
    found = read(
        kind,
        code=f"13102326P{odd}00612010001X",
        budget=f"{odd}64.80",
        fiscal=f"64{odd}.80",
        other=f"—{odd}",
        march=f"30%{odd}",
        category=f"产出{odd}指标",
        budget_head=f"预{odd}算数",
        purpose=f"保障小区{odd}正常运转。",
        target=f"≥{odd}8个",
    )
    project = found.filing.projects[0]
    assert project.code == "13102326P00612010001X"
    assert str(project.budget_amount) == str(project.fiscal_funds) == "64.80"
    assert (project.other_funds, project.spending_plan[0].percent) == (None, 30)
    assert project.indicators[0].category == "产出指标"
    assert project.purpose == f"保障小区{odd}正常运转。"
    assert found.filing.unreadable == ()
    assert f"U+{ord(odd):04X}" in notes(found)
    book = services.fresh_workbook(found.filing)
    assert read_workbook(book).filing.projects == found.filing.projects


@pytest.mark.parametrize("kind", KINDS)
def test_unseen_characters_around_a_line_hide_no_structure(kind: str) -> None:
    found = read(
        kind,
        note="\u200b单位：百万元\ufeff",
        budget="64.80",
        objective="\u200b1.维护小区。\u200b",
    )
    project = found.filing.projects[0]
    assert (str(project.budget_amount), project.objectives) == ("6480.00", ("维护小区。",))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != ".pdf"])
@pytest.mark.parametrize(
    "text", ["为𠮷老师购书。", "㐂寿楼❤️牌，20m²。", "二〇二七年々。", "①巡逻②清扫。"]
)
def test_what_is_meant_is_kept_and_not_told(kind: str, text: str) -> None:
    found = read(kind, purpose=text)
    assert found.filing.projects[0].purpose == text
    assert "U+" not in notes(found)


def test_a_document_of_usual_characters_tells_nothing() -> None:
    assert all("U+" not in notes(read(kind)) for kind in KINDS)


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "00A3", "≤"),
        ("Symbol", "F0B1", "±"),
        ("Wingdings", "F06C", "\uf06c"),
        ("Wingdings", "F0B3", "\uf0b3"),
        ("Symbol", "x", ""),
    ],
)
def test_a_sign_out_of_a_font_of_symbols_is_not_lost(font: str, code: str, shown: str) -> None:
    made = docx.Document()
    run = made.add_paragraph("满意度").add_run()
    run._r.append(xml(f'<w:sym {{ns}} w:font="{font}" w:char="{code}"/>'))
    made.paragraphs[0].add_run("95%")
    again = docx.Document(io.BytesIO(saved(made)))
    assert text_of(again.paragraphs[0]._p).text == f"满意度{shown}95%"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("year", ["（2028年度）", "(２０２８年度)", "（2028年）"])
def test_the_year_in_a_title_goes_before_that_of_a_code(kind: str, year: str) -> None:
    """A project of several years keeps its code, which bears the year it began in."""
    assert read(kind, title_end=year).filing.year == 2028


def test_a_year_in_the_name_of_a_project_is_none_of_the_budget() -> None:
    found = read(".html", name="2019年老旧小区改造")
    assert found.filing.year == 2026
    assert found.filing.projects[0].name == "2019年老旧小区改造"


def test_a_title_may_stand_in_two_lines() -> None:
    data = one_table.sheet(title_end="\n（2028年度）")
    found = read_document(data, ".xlsx", "hebei", None, lambda _: pytest.fail("not ours"))
    assert (found.filing.year, found.filing.unplaced) == (2028, ())


def test_a_code_is_read_as_the_workbook_reads_it() -> None:
    found = read(".html", code="13102326p006 12010001x")
    assert found.filing.projects[0].code == "13102326P00612010001X"
    assert read_workbook(services.fresh_workbook(found.filing)).filing == found.filing


MINISTRY = (
    ("项目名称", "物业管理", "", "", ""),
    ("主管部门", "某县财政局", "实施单位", "某县机关事务中心", ""),
    ("项目资金（万元）", "年度资金总额：", "1125", "", ""),
    ("", "其中：财政拨款", "1125", "", ""),
    ("", "其他资金", "—", "", ""),
    ("总体目标", "年度目标", "维护8个小区安全巡逻。", "", ""),
    ("一级指标", "二级指标", "三级指标", "指标值", ""),
    ("产出指标", "数量指标", "巡逻小区数量", "≥8个", ""),
)
"""The table of the ministry's form, with words that our forms lack."""


def page_of(rows: tuple[tuple[str, ...], ...]) -> Found:
    cells = "".join(f"<tr>{''.join(f'<td>{t}</td>' for t in row)}</tr>" for row in rows)
    page = f'<meta charset="utf-8"><p>项目支出绩效目标申报表（2027年度）</p><table>{cells}</table>'
    return read_document(page.encode(), ".html", "", None, lambda _: pytest.fail("not ours"))


def test_a_label_that_the_form_lacks_hides_no_fact_behind_it() -> None:
    found = page_of(MINISTRY)
    assert found.filing.department.name == "某县机关事务中心"
    assert [each.text for each in found.filing.unplaced] == ["主管部门　某县财政局"]


def test_an_overall_heading_in_a_table_is_the_label_of_the_objectives() -> None:
    (project,) = page_of(MINISTRY).filing.projects
    assert list(project.objectives) == ["维护8个小区安全巡逻。"]
    beside = ("总体目标", "实施期目标", "", "年度目标", "")
    under = ("", "三年巡逻。", "", "维护8个小区安全巡逻。", "")
    (project,) = page_of((*MINISTRY[:5], beside, under, *MINISTRY[6:])).filing.projects
    assert list(project.objectives) == ["维护8个小区安全巡逻。"]


@pytest.mark.parametrize("sign", ["≥", "＞=", "＞＝", ">=", "≧", "不少于", "\u200b≥"])
@pytest.mark.parametrize("scheme", ["hebei", "central-2021"])
def test_a_sign_of_its_own_column_is_read_however_it_is_spelled(sign: str, scheme: str) -> None:
    heads = "<td>一级指标<td>二级指标<td>三级指标<td>指标性质<td>指标值<td>度量单位"
    row = f"<td>产出指标<td>数量指标<td>巡逻小区数量<td>{sign}<td>8<td>个"
    page = f'<meta charset="utf-8"><p>物业管理绩效目标表</p><table><tr>{heads}<tr>{row}</table>'
    found = read_document(page.encode(), ".html", scheme, None, lambda _: pytest.fail("not ours"))
    (indicator,) = found.filing.projects[0].indicators
    assert TargetValue.parse(indicator.target_value)[1:4] == (Kind.QUANTITY, "≥", 8)
    assert found.filing.unplaced == ()
