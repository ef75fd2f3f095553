"""One row an indicator, safe to open in Excel."""

import csv
from io import StringIO

from budgetsheet import money
from budgetsheet.exporters.base import Export
from budgetsheet.form.indicator_row import cells_of
from budgetsheet.form.project_sheet import indicator_fields
from budgetsheet.form.scheme import Scheme, load_scheme
from budgetsheet.model import Indicator, Project

_HEADS = (
    "预算年度", "单位编码", "单位名称", "序号", "项目编码", "项目名称",
    "预算数（万元）", "财政资金（万元）", "其他资金（万元）",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def make_csv(export: Export) -> bytes:
    """UTF-8 with a mark and CRLF, as Excel expects; a project without indicators has one row.

    A sign in a column of its own is no formula.
    """
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    filing = export.filing
    scheme = load_scheme(filing.scheme)
    writer.writerow((*_HEADS, *(field.label for field in indicator_fields(scheme))))
    head = (str(filing.year or ""), filing.department.code, filing.department.name)
    for number, project in enumerate(filing.projects, start=1):
        for row in project.indicators or (Indicator(),):
            texts = (*head, str(number), *_project(project), *_indicator(row, scheme))
            writer.writerow(t if t in scheme.symbols else safe(t) for t in texts)
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what would be one.

    Source: OWASP, CSV injection; Excel also takes full-width signs for their twins.
    """
    return f"'{text}" if text.lstrip(" 　\n").startswith(_FORMULA_STARTS) else text


def _project(project: Project) -> tuple[str, ...]:
    amounts = (project.budget_amount, project.fiscal_funds, project.other_funds)
    return (project.code, project.name, *map(money.format_amount, amounts))


def _indicator(row: Indicator, scheme: Scheme) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in cells_of(row, scheme))
