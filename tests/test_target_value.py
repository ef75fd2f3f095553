import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetsheet.target_value import Kind, TargetValue

REFERENCE = Path(__file__).parents[2] / "shared" / "reference" / "fire-brigade-2024.txt"


@pytest.mark.parametrize(
    ("text", "kind", "symbol", "number", "unit"),
    [
        ("≥95%", Kind.RATE, "≥", "95", "%"),
        ("９５％", Kind.RATE, None, "95", "%"),
        ("＞＝95％", Kind.RATE, "≥", "95", "%"),
        ("=>95%", Kind.RATE, "≥", "95", "%"),
        ("≧ 3 次", Kind.QUANTITY, "≥", "3", "次"),
        ("≦3次", Kind.QUANTITY, "≤", "3", "次"),
        ("<=3次", Kind.QUANTITY, "≤", "3", "次"),
        ("＝3次", Kind.QUANTITY, "=", "3", "次"),
        ("＞3次", Kind.QUANTITY, ">", "3", "次"),
        ("＜3次", Kind.QUANTITY, "<", "3", "次"),
        ("大于等于95%", Kind.RATE, "≥", "95", "%"),
        ("不少于3次", Kind.QUANTITY, "≥", "3", "次"),
        ("不低于90%", Kind.RATE, "≥", "90", "%"),
        ("不超过20万元", Kind.MONEY, "≤", "20", "万元"),
        ("小于2小时", Kind.QUANTITY, "<", "2", "小时"),
        ("大于2小时", Kind.QUANTITY, ">", "2", "小时"),
        ("95%以上", Kind.RATE, "≥", "95", "%"),
        ("30日内", Kind.QUANTITY, "≤", "30", "日"),
        ("达到95%", Kind.RATE, "≥", "95", "%"),
        ("满意度≥95%", Kind.RATE, "≥", "95", "%"),
        ("99人", Kind.QUANTITY, None, "99", "人"),
        ("1,200人", Kind.QUANTITY, None, "1200", "人"),
        ("1，200人", Kind.QUANTITY, None, "1200", "人"),
        ("0.95", Kind.QUANTITY, None, "0.95", ""),
        ("5台（套）", Kind.QUANTITY, None, "5", "台(套)"),
        ("100㎡", Kind.QUANTITY, None, "100", "m2"),
        ("2.86万元/人", Kind.MONEY, None, "2.86", "万元/人"),
        ("≥1次/月", Kind.QUANTITY, "≥", "1", "次/月"),
        ("每月不少于3次", Kind.QUANTITY, "≥", "3", "次/月"),
        ("3个百分点", Kind.RATE, None, "3", "个百分点"),
        ("99999999999999999999人", Kind.QUALITATIVE, None, None, ""),
        ("促进地方产业发展", Kind.QUALITATIVE, None, None, ""),
        ("不低于全国平均水平", Kind.QUALITATIVE, None, None, ""),
        ("", Kind.QUALITATIVE, None, None, ""),
    ],
)
def test_figures(text: str, kind: Kind, symbol: str | None, number: str | None, unit: str) -> None:
    value = TargetValue.parse(text)
    expected = None if number is None else Decimal(number)
    assert (value.kind, value.symbol, value.number, value.unit) == (kind, symbol, expected, unit)
    assert str(value) == text


@pytest.mark.parametrize("text", ["3～5次", "3-5次", "3—5次", "3至5次", "3到5次", "3次～5次"])
def test_ranges(text: str) -> None:
    value = TargetValue.parse(text)
    assert (value.number, value.upper, value.unit) == (Decimal(3), Decimal(5), "次")


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("12月底前", Kind.DEADLINE, (None, 12, None)),
        ("12月前", Kind.DEADLINE, (None, 12, None)),
        ("2024年6月30日前", Kind.DEADLINE, (2024, 6, 30)),
        ("２０２４年6月底前完成", Kind.DEADLINE, (2024, 6, None)),
        ("2024-12-31", Kind.DEADLINE, (2024, 12, 31)),
        ("2024年底前", Kind.DEADLINE, (2024, None, None)),
        ("年底前", Kind.DEADLINE, (None, None, None)),
        ("≤2024年12月31日", Kind.DEADLINE, (2024, 12, 31)),
        ("每月25号", Kind.RECURRING, (None, None, 25)),
        ("每年12月底前", Kind.RECURRING, (None, 12, None)),
        ("按月发放", Kind.RECURRING, (None, None, None)),
        ("13月底前", Kind.QUALITATIVE, (None, None, None)),
        ("6月32日", Kind.QUALITATIVE, (None, None, None)),
    ],
)
def test_dates(text: str, kind: Kind, date: tuple[int | None, ...]) -> None:
    value = TargetValue.parse(text)
    assert (value.kind, (value.year, value.month, value.day)) == (kind, date)


@pytest.mark.parametrize(
    ("text", "amount", "per"),
    [
        ("≤20万元", "20", ""),
        ("2.86万元/人", "2.86", "人"),
        ("3500元/人/月", "0.35", "人/月"),
        ("20元每人", "0.002", "人"),
        ("1.5亿元", "15000", ""),
    ],
)
def test_money_is_told_in_ten_thousands(text: str, amount: str, per: str) -> None:
    value = TargetValue.parse(text)
    assert (value.amount, value.per) == (Decimal(amount), per)


def test_what_is_not_money_has_no_amount() -> None:
    assert TargetValue.parse("99人").amount is None


@given(st.text(max_size=80) | st.text("0123456789.%≥≤大于不少每月日前年底～-万元/人 ", max_size=30))
def test_any_text_prints_back_and_never_raises(text: str) -> None:
    assert str(TargetValue.parse(text)) == text


def test_the_reference_document() -> None:
    if not REFERENCE.exists():
        pytest.skip("the reference document is not there")
    cells = re.findall(
        r"\t([^\n\t]+)\n(?:\n)?\t[^\n\t]+\n\n(?=\n|\t\n\t.*指标\n|\t.*指标\n\t)",
        REFERENCE.read_text("utf-8"),
    )
    found = [text for text in cells if text != "指标值"]
    assert len(found) == 63
    assert all(str(TargetValue.parse(text)) == text for text in found)
    kinds = Counter(TargetValue.parse(text).kind.name for text in found)
    assert kinds == {
        "RATE": 28,
        "QUANTITY": 9,
        "MONEY": 9,
        "DEADLINE": 5,
        "RECURRING": 2,
        "QUALITATIVE": 10,
    }
