"""What stands before the document: the cover and the table of contents.

Both are marked as Word marks its own, so that Word offers to bring the contents up to date
and a reader of the document knows that they are none of its text.
"""

from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from budgetsheet.exporters.word_dress import CONTENTS_STYLE, COVER_TITLE_STYLE, COVER_UNIT_STYLE
from budgetsheet.exporters.word_xml import field, field_begin, field_end, gallery, paragraph, run

_CONTENTS_FIELD = 'TOC \\o "1-2" \\h \\z \\u'


class Entry(NamedTuple):
    """A line of the contents: its level from 1, text, bookmark and page."""

    level: int
    text: str
    bookmark: str
    page: int


def cover_xml(unit: str, year: int | None) -> str:
    """The unit, the year, and what it is."""
    titles = ([f"{year}年度"] if year else []) + ["预算绩效目标"]
    lines = [paragraph(run(unit), COVER_UNIT_STYLE)]
    lines += [paragraph(run(title), COVER_TITLE_STYLE) for title in titles]
    return gallery("Cover Pages", "".join(lines))


def contents_xml(entries: list[Entry], section: str) -> str:
    """The field with its lines; its last paragraph ends the section `section` describes."""
    head = paragraph(run("目　录"), CONTENTS_STYLE, "<w:pageBreakBefore/>")
    begin = field_begin(_CONTENTS_FIELD)
    lines = [_line(entry, begin if i == 0 else "") for i, entry in enumerate(entries)]
    end = f"<w:p><w:pPr>{section}</w:pPr>{field_end()}</w:p>"
    return gallery("Table of Contents", head + "".join(lines) + end)


def _line(entry: Entry, before: str) -> str:
    page = field(f"PAGEREF {entry.bookmark} \\h", str(entry.page))
    link = (
        f'<w:hyperlink w:anchor={quoteattr(entry.bookmark)} w:history="1">{run(entry.text)}'
        f"<w:r><w:tab/></w:r>{page}</w:hyperlink>"
    )
    return paragraph(before + link, f"TOC{entry.level}")
