"""The exports: each a pure function from what is exported to the bytes of one file.

The makers are imported when they are first asked for, so that a list of them costs nothing.
"""

from budgetsheet.exporters.base import Export, Format


def _docx(export: Export) -> bytes:
    from budgetsheet.exporters.word import make_docx

    return make_docx(export)


def _pdf(export: Export) -> bytes:
    from budgetsheet.exporters.pdf import make_pdf

    return make_pdf(export)


def _html(export: Export) -> bytes:
    from budgetsheet.exporters.web_page import make_html

    return make_html(export)


def _txt(export: Export) -> bytes:
    from budgetsheet.exporters.plain_text import make_txt

    return make_txt(export)


def _json(export: Export) -> bytes:
    from budgetsheet.exporters.data_json import make_json

    return make_json(export)


def _csv(export: Export) -> bytes:
    from budgetsheet.exporters.table_csv import make_csv

    return make_csv(export)


def _xlsx(export: Export) -> bytes:
    from budgetsheet.exporters.flat_workbook import make_xlsx

    return make_xlsx(export)


def _review(export: Export) -> bytes:
    from budgetsheet.exporters.review import make_review

    return make_review(export)


FORMATS: tuple[Format, ...] = (
    Format("docx", "Word 文件（按公文格式排版）", ".docx", _docx),
    Format("pdf", "PDF（打印、盖章用）", ".pdf", _pdf),
    Format("html", "网页（单位网站公开用）", ".html", _html),
    Format("txt", "纯文本", ".txt", _txt),
    Format("xlsx", "Excel 数据表（报财政汇总用）", "（数据表）.xlsx", _xlsx),
    Format("review", "审核稿（每个数字注明来自哪一格）", "（审核稿）.html", _review),
    Format("json", "数据（JSON，以后可以读回来）", ".json", _json),
    Format("csv", "表格数据（CSV）", ".csv", _csv),
)

__all__ = ["FORMATS", "Export", "Format"]
