"""The document as one self-contained, accessible page for a unit's website."""

from budgetsheet.document import DRAFT_MARK
from budgetsheet.exporters.base import Export
from budgetsheet.exporters.page import column_shares, parts_of, plain
from budgetsheet.resources import render_template


def make_html(export: Export) -> bytes:
    """UTF-8; headings, contents, table headers, a print style; every value escaped."""
    text = render_template(
        "document.html.j2",
        title=page_title(export),
        parts=parts_of(export.document, plain),
        shares=column_shares(export.document),
        draft_mark=DRAFT_MARK if export.draft else "",
    )
    return text.encode("utf-8", "replace")


def page_title(export: Export) -> str:
    """Whose document of which year it is."""
    year = f"{export.filing.year}年度" if export.filing.year else ""
    return f"{export.document.unit}{year}预算绩效目标"
