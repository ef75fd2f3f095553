"""A published text becomes a filing, and nothing of it is lost."""

from decimal import Decimal
from pathlib import Path

import pytest

from budgetsheet.errors import UnusableError
from budgetsheet.exporters import Export
from budgetsheet.exporters.plain_text import make_txt
from budgetsheet.form.scheme import load_scheme
from budgetsheet.importers.lines import decode_document
from budgetsheet.importers.text_document import Imported, import_text
from budgetsheet.interchange import loads
from budgetsheet.making import now
from budgetsheet.model import Filing, Measure, PlanNode
from budgetsheet.narrative.compose import compose
from budgetsheet.narrative.render import render

SCHEME = load_scheme("hebei")
MEASURES = [
    ("协调率", "大于", "70", "%"),
    ("火灾案件率", "下降", "5", "%"),
    ("受理火灾案件", "下降", "0.03", "%"),
    ("查出消防安全隐患率", "下降", "1.5", "%"),
    ("救援案件率", "下降", "1.2", "%"),
    ("租赁线路的故障时间", "小于", "20", "小时"),
    ("修复时间", "小于", "2", "小时"),
    ("前端设备故障影响时间", "小于", "2", "小时"),
    ("前端设备故障修复时间", "小于", "4", "小时"),
    ("监控覆盖域内消防灭火救援时间", "缩短", "50", "%"),
    ("灭火救援发生率下降率", "", "60", "%"),
    ("查询接警系统的案件数目占总立案数", "", "100", "%"),
    ("自评率", "", "100", "%"),
]

SMALL = """第一部分
部门整体绩效目标
一、总体绩效目标
全年服务读者不少于3万人次，读者满意度达到90%以上。
二、分项绩效目标
（一）做好借阅服务。
绩效目标：外借图书不少于1.2万册。
绩效指标：读者满意度达到90%。
（二）做好馆舍维护。
绩效目标：故障在4小时内修复。
三、工作保障措施
（一）明确责任
馆长负总责。
每月检查一次。
（二）管好资金
预算项目绩效目标
1.图书购置绩效目标表
\t612001云溪县图书馆
\t
\t
\t
\t
\t
\t单位：万元

\t项目编码
\t130990{year}P00612030102{check}
\t
\t项目名称
\t图书购置
\t
\t

\t预算规模及资金用途
\t预算数
\t{amount}
\t其中：财政资金
\t３０．００
\t其他资金
\t8.5

\t
\t购置图书。
\t
\t
\t
\t
\t

\t资金支出计划（%）
\t3月底
\t
\t6月底
\t10月底
\t12月底
\t

\t
\t20%
\t
\t
\t80
\t100%
\t

\t绩效目标
\t{objectives}
\t
\t
\t
\t
\t


\t一级指标
\t二级指标
\t三级指标
\t绩效指标描述
\t
\t指标值
\t指标值确定依据

\t产出指标
\t数量指标
\t册数
\t购置册数
\t
\t≥12000册
\t合同

\t
\t时效指标
\t时间
\t到馆时间

\t
\t11月底前

\t合同
"""


def small(**changes: str) -> str:
    usual = {"year": "27", "check": "0", "amount": "38.50", "objectives": "1.购置图书\n2.编目上架"}
    return SMALL.format(**{**usual, **changes})


def text_of(filing: Filing) -> str:
    narrative = render(filing)
    document = compose(filing, narrative, SCHEME)
    return make_txt(
        Export(filing, document, narrative, (), lambda path: ("", ""), False, now())
    ).decode()


@pytest.fixture(scope="module")
def reference(reference_text: str) -> Imported:
    return import_text(reference_text, SCHEME)


def test_the_reference_is_read_whole(reference: Imported) -> None:
    filing = reference.filing
    assert (filing.year, filing.department.code) == (2024, "807001")
    assert len(filing.projects) == 9
    assert sum(len(p.indicators) for p in filing.projects) == 63
    assert sum(p.budget_amount or 0 for p in filing.projects) == Decimal("1500.33")
    assert [len(p.objectives) for p in filing.projects] == [3] * 9
    assert len(filing.safeguards) == 8
    assert (filing.unplaced, filing.unreadable, reference.notes) == ((), (), ())
    assert all(part for p in filing.projects for row in p.indicators for part in
               (row.category, row.dimension, row.name, row.description, row.target_value,
                row.target_basis))  # fmt: skip


def test_the_references_quantities_become_measures(reference: Imported) -> None:
    assert [(m.name, m.symbol, m.value, m.unit) for m in reference.filing.measures] == MEASURES
    sources = " ".join(text for _, text in reference.filing.narrative_sources())
    assert sources.count("{监控覆盖域内消防灭火救援时间}") == 2
    assert not any(character.isdigit() for character in sources)


def test_the_same_document_comes_back_out(reference: Imported, reference_text: str) -> None:
    import re

    published = re.sub(r"\[bookmark:[^\]]*\]", "", reference_text)
    assert " ".join(text_of(reference.filing).split()) == " ".join(published.split())


def test_our_own_text_reads_back_as_it_was(sample_path: Path) -> None:
    filing = loads(sample_path.read_bytes())
    text = text_of(filing)
    again = import_text(text, SCHEME, 2027).filing
    assert again.projects == filing.projects
    assert again.safeguards == filing.safeguards
    assert again.department == filing.department
    assert text_of(again) == text


def test_a_small_document_with_other_facts() -> None:
    result = import_text(small(), SCHEME)
    filing, project = result.filing, result.filing.projects[0]
    assert filing.year == 2027
    assert filing.department.name == "云溪县图书馆"
    assert (str(project.budget_amount), str(project.fiscal_funds)) == ("38.50", "30.00")
    assert str(project.other_funds) == "8.50"
    percents = (Decimal(20), None, Decimal(80), Decimal(100))
    assert project.spending_plan == tuple(map(PlanNode, (3, 6, 10, 12), percents))
    assert project.objectives == ("购置图书", "编目上架")
    assert [row.category for row in project.indicators] == ["产出指标"] * 2
    assert project.indicators[1].target_value == "11月底前"
    assert [len(s.paragraphs) for s in filing.safeguards] == [2, 0]
    assert filing.sub_objectives[1].statement == "做好馆舍维护。"
    assert Measure("故障", "内", "4", "小时") in filing.measures
    assert result.notes == ()


def test_the_year_given_goes_before_the_codes() -> None:
    assert import_text(small(), SCHEME, 2028).filing.year == 2028


def test_the_same_name_with_another_figure_gets_a_name_of_its_own() -> None:
    names = [m.name for m in import_text(small(), SCHEME).filing.measures]
    assert len(names) == len(set(names))
    text = small().replace("达到90%。", "达到95%。")
    values = {m.name: m.value for m in import_text(text, SCHEME).filing.measures}
    assert values["读者满意度"] == "90"
    assert values["读者满意度（2）"] == "95"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.甲\n2.乙", ("甲", "乙")),
        ("1、甲\n\n2、乙", ("甲", "乙")),
        ("甲\n乙", ("甲", "乙")),
        ("1.甲\n续\n2.乙", ("甲\n续", "乙")),
        ("1.5倍于上年", ("1.5倍于上年",)),
        ("2.甲", ("2.甲",)),
    ],
)
def test_objectives_lose_their_numbers_and_nothing_else(
    written: str, read: tuple[str, ...]
) -> None:
    assert import_text(small(objectives=written), SCHEME).filing.projects[0].objectives == read


def test_what_is_no_figure_is_kept_as_it_was_typed() -> None:
    result = import_text(small(amount="三十八万"), SCHEME)
    assert result.filing.projects[0].budget_amount is None
    assert [(u.path, u.text) for u in result.filing.unreadable] == [
        ("projects.0.budget_amount", "三十八万")
    ]
    assert any("三十八万" in note.text for note in result.notes)


def test_amounts_in_yuan_are_converted_and_told() -> None:
    text = small(amount="385000").replace("３０．００", "300000").replace("\t8.5\n", "\t85,000\n")
    result = import_text(text.replace("单位：万元", "单位：元"), SCHEME)
    project = result.filing.projects[0]
    assert [str(project.budget_amount), str(project.fiscal_funds), str(project.other_funds)] == [
        "38.50", "30.00", "8.50",
    ]  # fmt: skip
    assert any("换算" in note.message for note in result.notes)


def test_a_unit_of_its_own_goes_before_the_tables() -> None:
    text = small(amount="38.5万").replace("单位：万元", "单位：元")
    assert str(import_text(text, SCHEME).filing.projects[0].budget_amount) == "38.50"


def test_what_has_no_place_is_kept_with_its_line() -> None:
    text = "某某县财政局：\n" + small() + "\n\n附注：以上数据均为测算数。\n"
    result = import_text(text, SCHEME)
    lines = text.split("\n")
    kept = {entry.text: entry.line for entry in result.filing.unplaced}
    assert set(kept) == {"某某县财政局：", "附注：以上数据均为测算数。"}
    assert all(lines[line - 1] == text for text, line in kept.items())
    assert len(result.notes) == 2


def test_a_plan_month_that_the_form_lacks_is_kept() -> None:
    result = import_text(small().replace("10月底", "9月底"), SCHEME)
    assert result.filing.projects[0].spending_plan[2] == PlanNode(10, None)
    assert [entry.text for entry in result.filing.unplaced] == ["9月底 80"]


def test_a_title_that_differs_from_the_table_is_told() -> None:
    result = import_text(small().replace("1.图书购置绩效", "1.图书采购绩效"), SCHEME)
    assert result.filing.projects[0].name == "图书购置"
    assert any("图书采购" in note.text for note in result.notes)


def test_rows_parted_by_tabs_are_read_too() -> None:
    rows = (
        "1.设备购置绩效目标表",
        "612001云溪县图书馆\t\t\t\t\t\t单位：万元",
        "项目编码\tX\t\t项目名称\t设备购置\t\t",
        "预算规模及资金用途\t预算数\t5.00\t其中：财政资金\t5.00\t其他资金\t",
        "\t购置设备。\t\t\t\t\t",
        "资金支出计划（%）\t3月底\t\t6月底\t10月底\t12月底\t",
        "\t10%\t\t40%\t70%\t100%\t",
        "绩效目标\t购置设备\t\t\t\t\t",
        "一级指标\t二级指标\t三级指标\t绩效指标描述\t\t指标值\t指标值确定依据",
        "产出指标\t数量指标\t台数\t购置台数\t\t5台\t合同",
        "\t质量指标\t合格率\t验收合格率\t\t≥99%\t验收单",
    )
    result = import_text("\n".join(rows), SCHEME)
    project = result.filing.projects[0]
    assert (project.code, project.purpose, str(project.fiscal_funds)) == ("X", "购置设备。", "5.00")
    assert [row.target_value for row in project.indicators] == ["5台", "≥99%"]
    assert project.other_funds is None
    assert result.filing.unplaced == ()
    assert any("年度" in note.message for note in result.notes)


@pytest.mark.parametrize("text", ["", "天气很好", "<html></html>"])
def test_a_text_without_the_form_is_refused(text: str) -> None:
    with pytest.raises(UnusableError, match="没有在文件里找到"):
        import_text(text, SCHEME)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_understood(encoding: str) -> None:
    assert decode_document("绩效目标".encode(encoding)) == "绩效目标"


@pytest.mark.parametrize("data", [b"\xff\xff\xff\xff\xff", b"a\0b", b" " * (20 * 2**20 + 1)])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableError):
        decode_document(data)


FLAT = """1.渠道维修绩效目标表
330417青石水利站
单位：万元
项目编码
X1
项目名称
渠道维修
预算数
{amount}
其中：财政
资金
48.5
其他资金

清淤、修堤。
资金支出计划（%）
3月底
6月底
10月底
12月底

15%

80%
100%
绩效目标
1.清淤11公里
2.修堤26处
一级指标
二级指标
三级指标
绩效指标描述
指标值
指标值确定依据
产出指标
数量指标
清淤
清淤的
渠段
≥11公里
施工图


修堤
修补处数
26处
施工图

质量指标
合格率
合格的比例
≥95%

2.防汛物资绩效目标表
项目编码
X2
项目名称
防汛物资
"""


def test_a_text_with_a_cell_a_line_and_no_mark() -> None:
    result = import_text(FLAT.format(amount="48.5"), SCHEME)
    first, second = result.filing.projects
    assert (first.code, first.name, first.purpose) == ("X1", "渠道维修", "清淤、修堤。")
    assert (str(first.budget_amount), str(first.fiscal_funds)) == ("48.50", "48.50")
    assert first.other_funds is None
    assert [node.percent for node in first.spending_plan] == [15, None, 80, 100]
    assert first.objectives == ("清淤11公里", "修堤26处")
    assert [row[:6] for row in first.indicators] == [
        ("产出指标", "数量指标", "清淤", "清淤的\n渠段", "≥11公里", "施工图"),
        ("产出指标", "数量指标", "修堤", "修补处数", "26处", "施工图"),
        ("产出指标", "质量指标", "合格率", "合格的比例", "≥95%", ""),
    ]
    assert (second.code, second.name) == ("X2", "防汛物资")
    assert result.filing.department.name == "青石水利站"
    assert result.filing.unplaced == ()


def test_a_figure_in_words_is_kept_there_too() -> None:
    result = import_text(FLAT.format(amount="四十八万元"), SCHEME)
    assert "四十八万元" in [entry.text for entry in result.filing.unplaced] + [
        result.filing.projects[0].purpose
    ]
