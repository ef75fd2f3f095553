"""Amounts as people write them: one table of units, exact, and the many words for nothing."""

from decimal import Decimal

import pytest

from budgetsheet.money import parse_amount, parse_number, says_none
from budgetsheet.money_units import MONEY_UNITS, foreign_money, money_unit, unit_in_head, unit_noted
from budgetsheet.target_value import Kind, TargetValue


@pytest.mark.parametrize(
    ("written", "wan"),
    [
        ("73.2", "73.20"),
        ("１，２３４．５０", "1234.50"),
        ("73.20 万元", "73.20"),
        ("人民币73.2万元整", "73.20"),
        ("RMB 64.8 万", "64.80"),
        ("¥73.2万", "73.20"),
        ("648000元", "64.80"),
        ("6480.55千元", "648.055"),
        ("3佰万元", "300.00"),
        ("0.65亿", "6500.00"),
        ("2十万元", "20.00"),
        ("0.1百万", "10.00"),
        ("1.5千万元", "1500.00"),
        ("648000.01元", "64.800001"),
    ],
)
def test_a_unit_behind_the_figure_is_exact(written: str, wan: str) -> None:
    assert str(parse_amount(written, converts=True)) == wan


@pytest.mark.parametrize(
    "written", ["648000元", "0.65亿元", "64.8美元", "七十万", "64 80", "万元", "1.2.3"]
)
def test_no_other_unit_is_taken_where_the_caller_does_not_convert(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_amount(written)


@pytest.mark.parametrize("unit", MONEY_UNITS)
def test_every_unit_of_the_table_is_one_of_notes_heads_figures_and_targets(unit: str) -> None:
    for note in (f"单位：{unit}", f"（金额单位:{unit}）", f"币种：人民币　单位：{unit}",
                 f"单位：人民币{unit}", f"单位：{unit}（人民币）", f"单位：RMB{unit}",
                 f"[计量单位: {unit}]", f"单位：{unit}、%"):  # fmt: skip
        assert unit_noted(note) == unit
    for head in (
        f"预算数（{unit}）",
        f"资金总额(单位：{unit})",
        f"预算金额/{unit}",
        f"预算数【{unit}】",
    ):
        assert unit_in_head(head) == unit
    factor = MONEY_UNITS[unit]
    assert parse_amount(f"12{unit}", converts=True) == 12 * factor
    assert parse_amount("12", unit) == 12 * factor
    target = TargetValue.parse(f"≤12{unit}/人")
    assert (target.kind, target.amount, target.per) == (Kind.MONEY, 12 * factor, "人")


@pytest.mark.parametrize(
    ("written", "unit"),
    [("万", "万元"), ("百万", "百万元"), ("仟元", "千元"), ("佰萬圆", "百万元"), ("亿", "亿元"),
     ("ＲＭＢ万元", "万元"), ("拾万元", "十万元"), ("人", ""), ("百", ""), ("", ""), ("个", "")],
)  # fmt: skip
def test_a_unit_has_one_word_however_it_is_spelled(written: str, unit: str) -> None:
    assert money_unit(written) == unit


@pytest.mark.parametrize(
    "currency", ["美元", "万美元", "港币", "千港元", "欧元", "日元", "英镑", "USD"]
)
def test_another_currency_is_told_as_written(currency: str) -> None:
    assert foreign_money(currency)
    assert unit_noted(f"金额单位：{currency}") == currency
    assert unit_in_head(f"预算数（{currency}）") == currency
    assert money_unit(currency) == ""


@pytest.mark.parametrize(
    "text",
    ["单位：云溪县图书馆", "填报单位：某局", "单位：个", "单位：%", "金额：万元", "单位名称"],
)
def test_what_is_no_note_of_a_unit_is_none(text: str) -> None:
    assert unit_noted(text) == ""


@pytest.mark.parametrize(
    "text",
    ["—", "-", "－", "/", "／", "无", "–", "―", "──", "——", "\\", "＼", "N/A", "n/a", "NA", "−",
     "‐", "﹣", "－ －", "--", "无。", "（无）", "没有", "不适用", "— 万元", "万元",
     "暂无", "无其他资金"],
)  # fmt: skip
def test_these_say_that_there_is_nothing(text: str) -> None:
    assert says_none(text)


@pytest.mark.parametrize("text", ["0", "0.00", "-5", "一", "0万元", "3", "", "无线网", "/3", "零"])
def test_these_do_not(text: str) -> None:
    assert not says_none(text)


def test_money_of_a_target_may_bear_its_currency() -> None:
    for text in ("≤人民币20万元", "≤20万元人民币"):
        target = TargetValue.parse(text)
        assert (target.kind, target.symbol, target.amount) == (Kind.MONEY, "≤", Decimal(20))
    assert parse_number("-1,200.5") == Decimal("-1200.5")
