"""One project's table in every format that is imported, with whatever text a test puts into it."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from typing import Any

PROJECT = {
    "before": "",
    "after": "",
    "title_end": "",
    "note": "单位：万元",
    "name": "物业管理",
    "code": "13102326P00612010001X",
    "budget_head": "预算数",
    "budget": "648000",
    "budget_unit": "",
    "fiscal_head": "财政资金",
    "fiscal": "648000",
    "other_head": "其他资金",
    "other": "",
    "purpose": "保障小区正常运转。",
    "plan_head": "资金支出计划（%）",
    "march": "30%",
    "objective": "维护8个小区安全巡逻，全年365天。",
    "category": "产出指标",
    "indicator": "巡逻小区数量",
    "target": "≥8个",
}
"""The texts of the table, by the names under which a test changes them."""
Rows = list[list[str]]


def rows(**changes: str) -> tuple[list[str], Rows]:
    """The lines before the table, and its rows."""
    t = PROJECT | changes
    lines = [t["before"], f"1.{t['name']}绩效目标表{t['title_end']}", t["note"]]
    return [line for line in lines if line], [
        ["项目编码", t["code"], "项目名称", t["name"], "", ""],
        [
            "预算规模及资金用途",
            *(t["budget_head"], t["budget"], t["budget_unit"] or t["fiscal_head"]),
            *((t["fiscal_head"], t["fiscal"]) if t["budget_unit"] else (t["fiscal"], "")),
        ],
        ["", t["other_head"], t["other"], "", "", ""],
        ["用途", t["purpose"], "", "", "", ""],
        [t["plan_head"], "3月底", "6月底", "10月底", "12月底", ""],
        ["", t["march"], "60%", "80%", "100%", ""],
        ["绩效目标", t["objective"], "", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"],
        [t["category"], "数量指标", t["indicator"], "巡逻的小区", t["target"], "物业合同"],
    ]


def page(**changes: str) -> bytes:
    """A web page."""
    lines, held = rows(**changes)
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    table = "".join(
        f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row)}</tr>" for row in held
    )
    after = f"<p>{html.escape((PROJECT | changes)['after'])}</p>"
    return f'<meta charset="utf-8">{body}<table>{table}</table>{after}'.encode()


def text(**changes: str) -> bytes:
    """A plain text, a row a line, its cells parted by tabs."""
    lines, held = rows(**changes)
    return "\n".join([*lines, *("\t".join(row) for row in held)]).encode()


def word(**changes: str) -> bytes:
    """A Word document."""
    import docx

    from support.makers.word_makers import saved, table

    lines, held = rows(**changes)
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table(document, held, 6)
    return saved(document)


def sheet(**changes: str) -> bytes:
    """A workbook that is not ours."""
    import openpyxl

    lines, held = rows(**changes)
    book = openpyxl.Workbook()
    active: Any = book.active
    for row in [[line] for line in lines] + held:
        active.append([text or None for text in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def pdf(**changes: str) -> bytes:
    """A PDF with ruled lines."""
    from reportlab.platypus import Paragraph

    from support.makers import pdf_makers

    lines, held = rows(**changes)
    body, _, cell = pdf_makers._styles()
    table = pdf_makers._table(held, (90, 80, 80, 90, 60, 80), (), cell)
    return pdf_makers._built([*(Paragraph(line, body) for line in lines), table])


MAKERS: dict[str, Callable[..., bytes]] = {
    ".html": page, ".txt": text, ".docx": word, ".xlsx": sheet, ".pdf": pdf,
}  # fmt: skip
"""A maker for every kind of file."""
