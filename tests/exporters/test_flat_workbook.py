"""The flat tables: typed, whole, and nothing in them runs."""

import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from exporting import export_of
from support.validator import Validator

from budgetsheet.exporters.flat_workbook import make_xlsx
from budgetsheet.model import (
    Department,
    Filing,
    Indicator,
    Measure,
    PlanNode,
    Project,
    replace,
)

TABLES = ["项目", "绩效指标", "支出计划", "量化指标"]


def book_of(filing: Filing, draft: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(make_xlsx(export_of(filing, draft=draft))))


def rows_of(book: Any, name: str) -> list[dict[str, Any]]:
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_numbers_are_numbers_and_days_are_days(sample: Filing) -> None:
    book = book_of(sample)
    assert book.sheetnames == TABLES
    first = rows_of(book, "项目")[0]
    assert (first["预算数（万元）"], first["其他资金（万元）"]) == (64.8, None)
    assert first["预算年度"] == 2027
    plan = rows_of(book, "支出计划")[0]
    assert (plan["月份"], plan["截止日期"]) == (3, datetime(2027, 3, 31))
    assert (plan["累计支出进度"], plan["累计支出（万元）"]) == (0.25, 16.2)
    measure = next(row for row in rows_of(book, "量化指标") if row["单位"] == "%")
    assert isinstance(measure["数值"], int | float)


def test_every_project_indicator_node_and_measure_has_its_row(sample: Filing) -> None:
    book = book_of(sample)
    counts = [len(rows_of(book, name)) for name in TABLES]
    assert counts == [
        len(sample.projects),
        sum(len(p.indicators) for p in sample.projects),
        sum(len(p.spending_plan) for p in sample.projects),
        len(sample.measures),
    ]


def test_a_target_value_stands_whole_and_in_its_parts(sample: Filing) -> None:
    project = replace(sample.projects[0], indicators=(Indicator(target_value="≥95%"),))
    (row,) = rows_of(book_of(replace(sample, projects=(project,))), "绩效指标")
    assert (row["指标值"], row["符号"], row["指标值中的数"], row["单位"]) == ("≥95%", "≥", 95, "%")
    assert row["指标值种类"] == "比率"
    central = replace(sample, scheme="central-2021", projects=(project,))
    (row,) = rows_of(book_of(central), "绩效指标")
    assert (row["符号"], row["指标值"], row["计量单位"], row["指标值中的数"]) == (
        "≥",
        "95",
        "%",
        95,
    )


def test_heads_stay_in_sight_and_can_be_filtered(sample: Filing) -> None:
    book = book_of(sample, draft=True)
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert "草稿" in sheet.oddHeader.center.text


def test_blank_is_not_zero_and_what_is_unknown_stays_blank() -> None:
    project = Project(
        name="甲", other_funds=Decimal("0.00"), spending_plan=(PlanNode(3), PlanNode(6, Decimal(0)))
    )
    book = book_of(Filing("hebei", projects=(project,), measures=(Measure("乙", value="约三成"),)))
    (row,) = rows_of(book, "项目")
    assert (row["预算数（万元）"], row["其他资金（万元）"], row["预算年度"]) == (None, 0, None)
    blank, zero = rows_of(book, "支出计划")
    assert (blank["累计支出进度"], zero["累计支出进度"]) == (None, 0)
    assert (zero["累计支出（万元）"], zero["截止日期"]) == (None, None)
    assert rows_of(book, "量化指标")[0]["数值"] == "约三成"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    project = Project(text, text, purpose=text, objectives=(text,), indicators=(
        Indicator(text, text, text, text, text, text),))  # fmt: skip
    filing = Filing("hebei", 2027, Department(text, text), projects=(project,), measures=(
        Measure(text, text, text, text, text),))  # fmt: skip
    for sheet in book_of(filing):
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n", "d"}
            assert not any(cell.hyperlink for cell in row)
    assert rows_of(book_of(filing), "绩效指标")[0]["三级指标"] == text


def test_the_workbook_is_valid(sample: Filing, validator: Validator, tmp_path: Path) -> None:
    paths = []
    for number, filing in enumerate((sample, Filing("hebei"))):
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(make_xlsx(export_of(filing)))
    assert {path.name: errors for path, errors in validator.errors(paths).items() if errors} == {}


@pytest.mark.parametrize("text", ["字" * 32767, "字" * 32768, "😀" * 20_000, "行\n" * 40_000])
def test_no_text_is_cut(text: str) -> None:
    """What a cell does not hold goes on in a column of its own, whose head says so."""
    project = Project(name="甲", purpose=text, objectives=(text[:30_000], text[:30_000], "末"))
    (row, other) = rows_of(book_of(Filing("hebei", projects=(project, Project(name="乙")))), "项目")
    for head, whole in (("资金用途", text), ("绩效目标", "\n".join(project.objectives))):
        parts = [value for name, value in row.items() if name.partition("（续")[0] == head]
        assert "".join(part or "" for part in parts) == whole
        assert all(len((part or "").encode("utf-16-le")) <= 2 * 32767 for part in parts)
    heads = [head for head in row if head.startswith("绩效目标")]
    assert heads[:2] == ["绩效目标", "绩效目标（续 2）"]
    assert list(row).index("绩效指标条数") == list(row).index(heads[-1]) + 1
    assert [other[head] for head in heads] == [None] * len(heads)


def test_a_text_that_fits_needs_no_more_columns(sample: Filing) -> None:
    assert not any("续" in head for name in TABLES for head in rows_of(book_of(sample), name)[0])
