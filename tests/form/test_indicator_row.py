"""A target value over three cells: joined it is the text again, whatever the text is."""

from decimal import Decimal

import pytest
from hypothesis import given
from strategies import ODDITIES, texts

from budgetsheet.form.indicator_row import cells_of, indicator_of, split_target
from budgetsheet.form.scheme import load_scheme
from budgetsheet.model import Indicator

CENTRAL = load_scheme("central-2021")
SYMBOLS = CENTRAL.symbols


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("≥95%", ("≥", "95", "%")),
        ("＝35个", ("＝", "35", "个")),
        ("=35个", ("=", "35", "个")),
        ("≤12万元/个", ("≤", "12", "万元/个")),
        ("1,200人次", ("", "1,200", "人次")),
        ("＞９５％", ("＞", "９５", "％")),
        ("3～5次", ("", "3～5", "次")),
        ("≥500m2", ("≥", "500", "m2")),
        ("定性优良", ("定性", "优良", "")),
        ("12月底前", ("", "12月底前", "")),
        ("每月25号", ("", "每月25号", "")),
        ("不少于5次", ("", "不少于5次", "")),
        ("95%以上", ("", "95%以上", "")),
        ("2元每人", ("", "2元每人", "")),
        ("≥ 95 %", ("", "≥ 95 %", "")),
        ("≥", ("≥", "", "")),
        ("≤万元", ("≤", "", "万元")),
        ("≥按期完成全部任务", ("≥", "按期完成全部任务", "")),
        ("", ("", "", "")),
    ],
)
def test_sign_figure_and_unit_stand_apart(text: str, cells: tuple[str, str, str]) -> None:
    assert split_target(text, SYMBOLS) == cells


@given(texts(30))
def test_joined_the_cells_are_the_text(text: str) -> None:
    assert "".join(split_target(text, SYMBOLS)) == text


@pytest.mark.parametrize("text", ODDITIES)
@pytest.mark.parametrize("scheme", ["hebei", "central-2021"])
def test_a_row_read_back_is_the_same(text: str, scheme: str) -> None:
    loaded = load_scheme(scheme)
    row = Indicator(*(text,) * 6, Decimal(5) if loaded.weight_total else None)
    fields = (column.field for column in loaded.columns)
    assert indicator_of(dict(zip(fields, cells_of(row, loaded), strict=True))) == row
