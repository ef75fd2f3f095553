"""A plan in a document of others is judged as a row, and what was made of it is told."""

import io
from decimal import Decimal

import openpyxl
import pytest
from support import one_table

from budgetsheet.importing import read_document
from budgetsheet.salvage import carried

MONTHS = ("3月底", "6月底", "10月底", "12月底")


def workbook(nodes: tuple[float | str, ...], code: str = "General") -> bytes:
    """Make an official table of somebody else's, its plan under one format."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("1.图书馆开放项目绩效目标表",),
        ("612001云溪县图书馆", None, None, None, None, None, "单位：万元"),
        ("项目编码", "13099026P00612030101R", None, "项目名称", "图书馆开放"),
        ("预算规模及资金用途", "预算数", 64.8, "其中：财政资金", 64.8, "其他资金"),
        ("", "用途", "人员工资"),
        ("资金支出计划（%）", *MONTHS),
        (None, *nodes),
        ("绩效目标", "1.全年开放300天。"),
        ("一级指标", "二级指标", "三级指标", "绩效指标描述", None, "指标值", "指标值确定依据"),
        ("产出指标", "数量指标", "开放天数", "全年开放天数", None, "≥300天", "年度计划"),
    ):
        sheet.append(row)
    for cell in sheet[7][1:5]:
        cell.number_format = code
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("nodes", "code", "read", "told"),
    [
        ((0.3, 0.6, 0.8, 1), "0%", ["30", "60", "80", "100"], False),
        ((0.3, 0.6, 0.8, 1), "General", ["30", "60", "80", "100"], True),
        ((30, 60, 80, 100), "General", ["30", "60", "80", "100"], False),
        ((30, 60, 80, 100), '0"%"', ["30", "60", "80", "100"], False),
        ((0.5, 50, 84, 100), "General", ["0.5", "50", "84", "100"], False),
        (("0.25", "60%", "80%", "100%"), "General", [None, "60", "80", "100"], False),
        (("30%", "0.6", "80%", "100%"), "General", ["30", "60", "80", "100"], True),
    ],
)
def test_a_plan_of_others(
    nodes: tuple[float | str, ...], code: str, read: list[str | None], told: bool
) -> None:
    found = read_document(workbook(nodes, code), ".xlsx", "hebei", 2027, carried)
    (project,) = found.filing.projects
    assert [node.percent for node in project.spending_plan] == [
        None if each is None else Decimal(each) for each in read
    ]
    unread = [entry.path for entry in found.filing.unreadable]
    assert unread == [f"projects.0.spending_plan.{m}" for m, each in
                      zip((3, 6, 10, 12), read, strict=True) if each is None]  # fmt: skip
    assert any("写的是小数" in message for _, _, message in found.notes) == told


def test_a_number_that_its_cell_rounds_is_told() -> None:
    found = read_document(workbook((0.333, 0.6, 0.8, 1), "0%"), ".xlsx", "hebei", None, carried)
    nodes = found.filing.projects[0].spending_plan
    assert [node.percent for node in nodes] == [33, 60, 80, 100]
    told = [(text, message) for _, text, message in found.notes if "存的是" in message]
    assert told == [("33%", "单元格只显示到这一位，存的是 0.333；已按显示的读入，请核对。")]


@pytest.mark.parametrize(
    ("row", "read", "left"),
    [
        ("30%\t60%\t80%\t100%", ["30", "60", "80", "100"], []),
        ("\t30%\t60%\t80%\t100%", ["30", "60", "80", "100"], []),
        ("60%\t80%\t100%", [None, None, None, None], ["60%", "80%", "100%"]),
    ],
)
def test_a_row_without_its_covered_cell_is_no_month_late(
    row: str, read: list[str | None], left: list[str]
) -> None:
    text = one_table.text().decode().replace("\t30%\t60%\t80%\t100%\t", row)
    found = read_document(text.encode(), ".txt", "hebei", None, carried)
    nodes = found.filing.projects[0].spending_plan
    assert [node.percent for node in nodes] == [each and Decimal(each) for each in read]
    assert [each.text for each in found.filing.unplaced] == left
