"""What is certain is mended and listed; what is not is left to the person."""

from pathlib import Path

import pytest
from support.damage import edited, text

from budgetsheet import services
from budgetsheet.cli import main
from budgetsheet.editing import set_texts
from budgetsheet.form.scheme import load_scheme
from budgetsheet.mending import mended
from budgetsheet.model import Filing, replace
from budgetsheet.target_value import standard_form
from budgetsheet.text import differing

SCHEME = load_scheme("hebei")


def with_row(filing: Filing, **changes: str) -> Filing:
    project = filing.projects[0]
    rows = (replace(project.indicators[0], **changes), *project.indicators[1:])
    return replace(filing, projects=(replace(project, indicators=rows), *filing.projects[1:]))


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        ("≧95%", "≥95%"),
        (">=95%", "≥95%"),
        ("＜＝ ２０万元", "≤20万元"),
        ("９５％", "95%"),
        ("≥95%", "≥95%"),
        ("大于95%", "大于95%"),
        ("１２月底前", "12月底前"),
        ("每月２５号", "每月25号"),
        ("１号楼改造（甲）", "１号楼改造（甲）"),
        ("达到国家标准（GB）", "达到国家标准（GB）"),
        ("", ""),
    ],
)
def test_figures_are_brought_to_one_form(written: str, standard: str) -> None:
    assert standard_form(written) == standard


def test_a_clean_filing_is_left_as_it_is(sample: Filing) -> None:
    assert mended(sample, SCHEME) == (sample, [])


def test_certain_corrections_are_made_and_listed(sample: Filing) -> None:
    filing = with_row(sample, target_value="＞＝１２人", target_basis="云财预[2026]5号")
    after, changes = mended(filing, SCHEME)
    row = after.projects[0].indicators[0]
    assert (row.target_value, row.target_basis) == ("≥12人", "云财预〔2026〕5号")
    assert sorted(changes) == [
        ("projects.0.indicators.0.target_basis", "云财预[2026]5号", "云财预〔2026〕5号"),
        ("projects.0.indicators.0.target_value", "＞＝１２人", "≥12人"),
    ]
    assert mended(after, SCHEME) == (after, [])


def test_several_faults_of_one_text_are_all_mended(sample: Filing) -> None:
    filing = with_row(sample, description="按照云财预[2026]5号惊醒打分的人员数")
    after, changes = mended(filing, SCHEME)
    text = after.projects[0].indicators[0].description
    assert "进行打分" in text
    assert "〔2026〕" in text
    assert len(changes) == 1


@pytest.mark.parametrize("typed", ["｛到馆读者｝", "{ 到馆读者}", "｛到馆读者 }"])
def test_a_token_typed_nearly_right_is_mended(sample: Filing, typed: str) -> None:
    filing = set_texts({"overall_objective.1": f"接待读者不少于{typed}。"})(sample)
    after, changes = mended(filing, SCHEME)
    assert after.overall_objective[1] == "接待读者不少于{到馆读者}。"
    assert len(changes) == 1


def test_the_command_mends_lists_and_keeps_the_old_file(
    sample: Filing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = services.new(tmp_path / "甲.xlsx", with_row(sample, target_value="≧12人"))
    before = book.read_bytes()
    assert main(["check", str(book), "--fix"]) == 0
    told = capsys.readouterr().out
    assert "“≧12人”→“≥12人”" in told
    assert "F17" in told
    assert book.with_name("甲.xlsx.bak").read_bytes() == before
    again = book.read_bytes()
    assert main(["check", str(book), "--fix", "--json"]) == 0
    assert '"fixed": []' in capsys.readouterr().out
    assert book.read_bytes() == again


KINDS = [
    ("projects.0.purpose", "用于馆员 工资。", "用于馆员工资。"),
    ("projects.0.objectives.0", "发放\t12人，每月\u200b25日前到位", "发放12人，每月25日前到位"),
    ("projects.0.indicators.0.name", "发放\n人数", "发放人数"),
    ("projects.0.indicators.0.target_value", "＞＝ １２人", "≥12人"),
    ("projects.0.indicators.1.target_value", "≧９８％", "≥98%"),
    ("projects.0.indicators.2.target_value", "每月２５日前", "每月25日前"),
    ("projects.0.indicators.0.target_basis", "云财预[2026]5号", "云财预〔2026〕5号"),
    ("projects.0.indicators.1.target_basis", "云财预（2026）5号", "云财预〔2026〕5号"),
    ("projects.0.indicators.2.target_basis", "云财预2026年5号", "云财预〔2026〕5号"),
    ("measures.0.symbol", "＞＝", "≥"),
    ("measures.0.value", "１５．５", "15.5"),
    ("measures.3.unit", "％", "%"),
    ("overall_objective.1", "全年惊醒打分一次。", "全年进行打分一次。"),
]


def test_every_kind_is_mended_in_the_workbook_listed_with_its_cell_and_only_once(
    sample: Filing, tmp_path: Path
) -> None:
    filing = set_texts({path: before for path, before, _ in KINDS})(sample)
    book = services.new(tmp_path / "丙.xlsx", filing)
    whole = book.read_bytes()
    checked, changes = services.fix(book)
    assert {(c.path, c.before, c.after) for c in changes} == set(KINDS)
    assert all(change.sheet and change.cell for change in changes)
    assert checked.reading.filing == set_texts({path: after for path, _, after in KINDS})(sample)
    assert book.with_name("丙.xlsx.bak").read_bytes() == whole
    assert services.fix(book)[1] == []


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("projects.0.name", "云财预[2026]5号安排的补助"),
        ("projects.0.indicators.0.name", "发放人数 到位率 及时率"),
        ("projects.0.purpose", "用于３号楼供水。"),
        ("projects.0.indicators.0.target_value", "按合同（第３条）执行"),
        ("measures.0.value", "约１５"),
        ("measures.0.unit", "万人次（全年）"),
    ],
)
def test_what_may_be_right_or_belongs_elsewhere_is_left(
    sample: Filing, path: str, written: str
) -> None:
    filing = set_texts({path: written})(sample)
    assert mended(filing, SCHEME) == (filing, [])


def test_what_was_typed_otherwise_is_listed_as_mended(sample: Filing, tmp_path: Path) -> None:
    book = tmp_path / "乙.xlsx"
    book.write_bytes(edited(services.fresh_workbook(sample), project=text("C4", "６４．８０万元")))
    checked, changes = services.fix(book)
    assert [(c.path, c.after, c.cell) for c in changes] == [
        ("projects.0.budget_amount", "64.80", "C4")
    ]
    assert checked.reading.normalised == []


def test_rescue_carries_over_and_says_what_was_wrong(
    sample: Filing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, out = tmp_path / "坏.xlsx", tmp_path / "好.xlsx"
    bad.write_bytes(edited(services.fresh_workbook(sample), project=text("B4", "预算总数")))
    assert main(["check", str(bad)]) == 0
    assert "rescue" in capsys.readouterr().out
    assert main(["rescue", str(bad), str(out)]) == 0
    told = capsys.readouterr().out
    assert "预算总数" in told
    assert "1 处不合原样" in told
    assert services.check(out).reading.filing == sample
    assert services.check(out).findings == ()
    assert main(["rescue", str(bad), str(out)]) == 2


def test_rescue_of_a_sound_workbook_says_so(
    sample: Filing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = services.new(tmp_path / "好.xlsx", sample)
    assert main(["rescue", str(book), str(tmp_path / "新.xlsx")]) == 0
    assert "原表完好" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("〔短〕", "[短]", ("〔短〕", "[短]")),
        ("一二三四五六七八九十惊醒打分", "一二三四五六七八九十进行打分",
         ("…三四五六七八九十惊醒打分", "…三四五六七八九十进行打分")),
        ("加大队一二三四五六七八九十", "加大对一二三四五六七八九十",
         ("加大队一二三四五六七八…", "加大对一二三四五六七八…")),
        ("物尽启用", "物尽其启用", ("物尽启用", "物尽其启用")),
        ("啊啊啊", "啊啊", ("啊啊啊", "啊啊")),
    ],
)  # fmt: skip
def test_a_change_in_a_long_text_is_shown_where_it_is(
    before: str, after: str, shown: tuple[str, str]
) -> None:
    assert differing(before, after) == shown
    assert differing(after, before) == shown[::-1]
