"""The document as text, in the published order."""

from budgetsheet.document import DRAFT_MARK
from budgetsheet.exporters.base import Export
from budgetsheet.resources import render_template


def make_txt(export: Export) -> bytes:
    """UTF-8 with line feeds; a draft says so in its first line."""
    text = render_template("document.txt.j2", document=export.document, draft_mark=DRAFT_MARK)
    return text.encode()
