"""One row an indicator, safe to open in Excel."""

import csv
from io import StringIO

from budgetsheet import money
from budgetsheet.exporters.base import Export
from budgetsheet.model import Indicator, Project

_HEADS = (
    "预算年度", "单位编码", "单位名称", "序号", "项目编码", "项目名称",
    "预算数（万元）", "财政资金（万元）", "其他资金（万元）",
    "一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def make_csv(export: Export) -> bytes:
    """UTF-8 with a mark and CRLF, as Excel expects; a project without indicators has one row."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(_HEADS)
    filing = export.filing
    head = (str(filing.year or ""), filing.department.code, filing.department.name)
    for number, project in enumerate(filing.projects, start=1):
        for row in project.indicators or (Indicator(),):
            writer.writerow(map(safe, (*head, str(number), *_project(project), *_indicator(row))))
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what would be one.

    Source: OWASP, CSV injection; Excel also takes full-width signs for their twins.
    """
    return f"'{text}" if text.lstrip(" 　\n").startswith(_FORMULA_STARTS) else text


def _project(project: Project) -> tuple[str, ...]:
    amounts = (project.budget_amount, project.fiscal_funds, project.other_funds)
    return (project.code, project.name, *map(money.format_amount, amounts))


def _indicator(row: Indicator) -> tuple[str, ...]:
    return (row.category, row.dimension, row.name, row.description, row.target_value,
            row.target_basis)  # fmt: skip
