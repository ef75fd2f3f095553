"""Writes a workbook as the trial form (version 0) had it, before the first release.

What it was, as far as reading is concerned:
- names began with `ys.`; the amounts were called `amount`, `fiscal` and `other`;
- a project's sheet had no line for the unit and its 单位：万元, so everything below the
  title stood one row higher;
- two heads of the indicator table read 指标说明 and 依据.

Made with openpyxl and from this description alone, so that reading is not held to itself.
"""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from openpyxl.workbook.defined_name import DefinedName

from budgetsheet.model import Filing, Project

_OBJECTIVES, _INDICATORS = 8, 20
_HEADS = {
    "A": "一级指标",
    "B": "二级指标",
    "C": "三级指标",
    "D": "指标说明",
    "F": "指标值",
    "G": "依据",
}
_LABELS = {
    "A2": "项目编码", "D2": "项目名称", "A3": "预算规模及资金用途", "B3": "预算数",
    "D3": "其中：财政\n资金", "F3": "其他资金", "A5": "资金支出计划（%）",
    "B5": "3月底", "D5": "6月底", "E5": "10月底", "F5": "12月底", "A7": "绩效目标",
}  # fmt: skip


def trial_workbook(filing: Filing) -> bytes:
    """Return the filing's projects, unit and year in the trial form."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    _department(book, filing)
    for number, project in enumerate(filing.projects):
        _project(book, number, project)
    form = book.create_sheet("_form")
    rows = [("version", "0"), ("scheme", "hebei"), ("department", "6,4,8,8")]
    rows += [("project", f"{_OBJECTIVES},{_INDICATORS}") for _ in filing.projects]
    for row in rows:
        form.append(row)
    form.sheet_state = "veryHidden"
    _name(book, "ys.form", form, f"$A$1:$B${len(rows)}")
    book.security = openpyxl.workbook.protection.WorkbookProtection(lockStructure=True)
    for sheet in book.worksheets:
        sheet.protection.sheet = True
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _department(book: Any, filing: Filing) -> None:
    from budgetsheet.form.book import make_book

    sheet = book.create_sheet("部门整体")
    layout = make_book("hebei", (6, 4, 8, 8), ()).department
    for label in layout.labels:
        sheet[label.area.cell] = label.text
    for address, value in (("B3", filing.department.code), ("B4", filing.department.name),
                           ("B5", filing.year)):  # fmt: skip
        sheet[address] = value
    for anchor in layout.anchors:
        _name(book, f"ys.department.{anchor.name}", sheet, anchor.area.absolute)


def _project(book: Any, number: int, project: Project) -> None:
    sheet = book.create_sheet(f"项目{number + 1}")
    sheet["A1"] = '="项目"&E2'
    for address, text in _LABELS.items():
        sheet[address] = text
    values = {
        "B2": project.code, "E2": project.name, "C3": project.budget_amount,
        "E3": project.fiscal_funds, "G3": project.other_funds, "B4": project.purpose,
    }  # fmt: skip
    for address, value in values.items():
        sheet[address] = None if value == "" else value
    for column, node in zip("BDEF", project.spending_plan, strict=True):
        sheet[f"{column}6"] = None if node.percent is None else node.percent / 100
        sheet[f"{column}6"].number_format = "0%"
    for row, objective in enumerate(project.objectives, start=7):
        sheet[f"B{row}"] = objective
    head = 7 + _OBJECTIVES
    for column, text in _HEADS.items():
        sheet[f"{column}{head}"] = text
    for row, indicator in enumerate(project.indicators, start=head + 1):
        for column, text in zip("ABCDFG", indicator, strict=False):
            sheet[f"{column}{row}"] = text
    places = {
        "code": "$B$2:$C$2", "name": "$E$2:$G$2", "amount": "$C$3", "fiscal": "$E$3",
        "other": "$G$3", "purpose": "$B$4:$G$4", "spending_plan": "$B$6:$G$6",
        "objectives": f"$B$7:$G${head - 1}",
        "indicators": f"$A${head + 1}:$G${head + _INDICATORS}",
    }  # fmt: skip
    for anchor, place in places.items():
        _name(book, f"ys.projects.{number}.{anchor}", sheet, place)


def _name(book: Any, name: str, sheet: Any, place: str) -> None:
    book.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!{place}")
