"""The document as one self-contained, accessible page for a unit's website."""

from budgetsheet.document import DRAFT_MARK
from budgetsheet.exporters.base import Export
from budgetsheet.exporters.page import column_shares, parts_of, plain
from budgetsheet.resources import render_template


def make_html(export: Export) -> bytes:
    """UTF-8; headings, contents, table headers, a print style; every value escaped."""
    text = render_template(
        "document.html.j2",
        title=export.title,
        parts=parts_of(export.document, plain),
        shares=column_shares(export.document),
        draft_mark=DRAFT_MARK if export.draft else "",
    )
    return text.encode("utf-8", "replace")
