"""Workbooks of the official table that are not ours, made with openpyxl."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def fill(sheet: Any, top: int, rows: Sequence[Sequence[object]]) -> None:
    for i, row in enumerate(rows, start=top):
        for j, value in enumerate(row, start=1):
            if value != "":
                sheet.cell(i, j, value)


def weather_station() -> bytes:
    """One table a sheet; numbers as numbers, percentages by their format; a hidden list."""
    book = Workbook()
    sheet = book.active
    sheet.title = "自动站维护"
    fill(sheet, 2, (
        ("自动气象站维护绩效目标表",),
        ("735001乌兰气象站", "", "", "", "", "", "单位：万元"),
        ("项目编码", "13072627P007350010023C", "", "项目名称", "自动气象站维护"),
        ("预算规模及资金用途", "预算数", 46.8, "其中：财政资金", 40, "其他资金", 6.8),
        ("", "更换传感器，租用通信线路。"),
        ("资金支出计划（%）", "3月底", "", "6月底", "10月底", "12月底"),
        ("", 0.15, "", 0.4, 0.805, 1),
        ("绩效目标", "1.二十六个站点全年正常观测\n2.故障当日到场"),
        ("一级指标", "二级指标", "三级指标", "绩效指标描述", "", "指标值", "指标值确定依据"),
        ("产出指标", "数量指标", "维护站点", "维护的站点数", "", 26, "观测规范"),
        ("", "质量指标", "到报率", "数据按时到报的比例", "", 0.985, "观测规范"),
        ("", "时效指标", "备件到货", "备件到货的日期", "", datetime.date(2027, 5, 31), "采购合同"),
        ("效益指标", "社会效益指标", "预警提前量", "暴雨预警提前的时间", "", "≥40分钟", "服务方案"),
    ))  # fmt: skip
    for cell in ("B8", "D8", "E8", "F8", "F12"):
        sheet[cell].number_format = "0.0%"
    sheet["F13"].number_format = "yyyy-mm-dd"
    for area in ("A2:G2", "A3:F3", "B4:C4", "E4:G4", "A5:A6", "B6:G6", "A7:A8", "B7:C7", "F7:G7",
                 "B8:C8", "F8:G8", "B9:G9", "D10:E10", "A11:A13"):  # fmt: skip
        sheet.merge_cells(area)
    other = book.create_sheet("雷达值守")
    fill(other, 1, (
        ("雷达值守绩效目标表",),
        ("735001乌兰气象站", "", "", "", "", "", "单位：万元"),
        ("项目编码", "13072627P007350010031R", "", "项目名称", "雷达值守"),
        ("预算规模及资金用途", "预算数", "=C5+1", "其中：财政资金", 12.5, "其他资金"),
        ("", "雷达机房值守人员劳务。"),
        ("绩效目标", "汛期昼夜值守，全年值守不少于150天。"),
    ))  # fmt: skip
    other["I3"] = "本表由业务科填写"
    hidden = book.create_sheet("字典")
    hidden["A1"], hidden["A2"] = "产出指标", "效益指标"
    hidden.sheet_state = "hidden"
    return saved(book)


def welfare_home() -> bytes:
    """The unit's part on a sheet of its own, labels and values in one cell, amounts in 元."""
    book = Workbook()
    first = book.active
    first.title = "部门整体"
    fill(first, 1, (
        ("丰润县儿童福利院2026年预算绩效目标",),
        ("填报单位：丰润县儿童福利院",),
        ("一、总体绩效目标",),
        ("在院儿童养育标准达到每人每月2100元，康复训练不少于5200人次。",),
        ("二、分项绩效目标",),
        ("提高养育质量。",),
        ("绩效目标：配备专业护理员14名。",),
        ("绩效指标：体检覆盖率达到100%。",),
        ("三、工作保障措施",),
        ("（一）分班负责",),
        ("每班设班长一名。",),
    ))  # fmt: skip
    sheet = book.create_sheet("养育")
    fill(sheet, 1, (
        ("项目支出绩效目标表",),
        ("项目名称：儿童养育", "", "", "项目编码：13022926P006450010019H"),
        ("预算数（元）", 3528000, "", "财政资金（元）", 3500000),
        ("其他资金（元）", 28000, "", "资金用途", "伙食、衣被和日用品。"),
        ("绩效目标", "1）每名儿童每日三餐两点\n2）衣被按季更换"),
        ("一级指标", "二级指标", "三级指标", "指标说明", "指标值", "确定依据"),
        ("产出指标", "数量指标", "儿童人数", "在院养育的儿童人数", "140人", "花名册"),
        ("产出指标", "成本指标", "养育标准", "每人每月的养育费用", "2100元/人·月", "民政文件"),
        ("满意度指标", "服务对象满意度指标", "志愿者评价", "志愿者对照料的评价", "≥95%", "评价表"),
    ))  # fmt: skip
    return saved(book)
