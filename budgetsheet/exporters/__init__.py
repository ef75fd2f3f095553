"""The exports: each a pure function from what is exported to the bytes of one file."""

from budgetsheet.exporters.base import Export, Format
from budgetsheet.exporters.data_json import make_json
from budgetsheet.exporters.plain_text import make_txt
from budgetsheet.exporters.table_csv import make_csv
from budgetsheet.exporters.web_page import make_html
from budgetsheet.exporters.word import make_docx

FORMATS: tuple[Format, ...] = (
    Format("docx", ".docx", make_docx),
    Format("html", ".html", make_html),
    Format("txt", ".txt", make_txt),
    Format("json", ".json", make_json),
    Format("csv", ".csv", make_csv),
)

__all__ = ["FORMATS", "Export", "Format"]
