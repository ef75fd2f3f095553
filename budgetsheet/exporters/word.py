"""The document as docx, in the dress of GB/T 9704-2012."""

import io
import zipfile
from datetime import datetime
from typing import Any

import docx as library
from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from budgetsheet.document import Block, Document, Heading, Table
from budgetsheet.exporters.base import Export
from budgetsheet.exporters.pictures import pictures_of
from budgetsheet.exporters.word_charts import charts_xml
from budgetsheet.exporters.word_dress import (
    PART_STYLE,
    TABLE_TITLE_STYLE,
    dress,
    frame,
)
from budgetsheet.exporters.word_front import Entry, contents_xml, cover_xml
from budgetsheet.exporters.word_pages import heading_pages, starts_page
from budgetsheet.exporters.word_table import GAP_STYLE, column_widths, table_xml
from budgetsheet.exporters.word_xml import NAMESPACES, bookmarked, control, paragraph, run
from budgetsheet.text import property_text

APPENDIX = "附图"
_MAIN, _BODY = "word/document.xml", b"<w:body>"
_WORD_2013 = "15"
"""The compatibility mode that Word does not announce in its title bar."""


def make_docx(export: Export) -> bytes:
    """The docx; the same export gives the same bytes."""
    docx = library.Document()
    dress(docx)
    frame(docx.sections[0], export.draft)
    _settle(docx)
    body = _body(docx, export)
    properties = docx.core_properties
    properties.title = property_text(export.title)
    properties.author = property_text(export.document.unit)
    properties.comments, properties.language = "", "zh-CN"
    properties.created = properties.modified = export.moment
    target = io.BytesIO()
    docx.save(target)
    return _packed(target.getvalue(), body, export.moment)


def _body(docx: Docx, export: Export) -> str:
    """Cover, contents and blocks, as they stand before the section's end.

    Source: put into the tree of python-docx, 2000 rows took 6 s, four times those of 1000.
    """
    end = docx.element.body.sectPr
    front = _front_section(end)
    margins = end.find(qn("w:pgMar"))
    margins.addnext(parse_xml(f'<w:pgNumType {NAMESPACES} w:start="1"/>'))
    appendix = pictures_of(export.filing) if export.appendix else ()
    parts = _Blocks(export.document, bool(appendix))
    return (
        cover_xml(export.document.unit, export.filing.year)
        + contents_xml(parts.entries, front)
        + "".join(parts.xml)
        + (control(APPENDIX, parts.appendix + charts_xml(docx, appendix)) if appendix else "")
    )


def _front_section(end: Any) -> str:
    """The section of cover and contents: the same paper, no page numbers."""
    section = parse_xml(etree.tostring(end))
    for footer in section.findall(qn("w:footerReference")):
        section.remove(footer)
    section.insert(
        len(section.findall(qn("w:headerReference"))),
        parse_xml(f'<w:type {NAMESPACES} w:val="nextPage"/>'),
    )
    xml: str = etree.tostring(section, encoding="unicode")
    return xml


class _Blocks:
    """The blocks as XML, and the line of the contents for each heading that has one.

    `appendix` is the heading of the pictures behind them.
    """

    def __init__(self, document: Document, appended: bool) -> None:
        self.xml: list[str] = []
        self.entries: list[Entry] = []
        self._widths = column_widths(document.column_widths)
        title = Heading(0, APPENDIX)
        pages = heading_pages((*document.blocks, title), self._widths)
        self._pages = iter(pages)
        before: Block | None = None
        after = (*document.blocks[1:], None)
        for block, following in zip(document.blocks, after, strict=True):
            self._block(block, before, following)
            before = block
        if appended:
            self._heading(title, before, None)
        self.appendix = self.xml.pop() if appended else ""

    def _block(self, block: Block, before: Block | None, following: Block | None) -> None:
        if isinstance(block, Table):
            if isinstance(before, Table):
                self.xml.append(paragraph("", GAP_STYLE))
            self.xml.append(table_xml(block, self._widths))
        elif isinstance(block, Heading):
            self._heading(block, before, following)
        else:
            self.xml.append(paragraph(run(block.text), "Normal"))

    def _heading(self, block: Heading, before: Block | None, following: Block | None) -> None:
        page = next(self._pages)
        form = "<w:pageBreakBefore/>" if before and starts_page(block, before) else ""
        style, level = _style(block, following)
        text = run(block.text)
        if level:
            number = len(self.entries) + 1
            entry = Entry(level, block.text, f"_Toc{number:09d}", page)
            self.entries.append(entry)
            text = bookmarked(text, number, entry.bookmark)
        self.xml.append(paragraph(text, style, form))


def _style(block: Heading, following: Block | None) -> tuple[str, int]:
    """A heading's style, and its level in the contents: 0 for none."""
    if block.level == 3:
        return TABLE_TITLE_STYLE, 2
    if block.level == 0 and isinstance(following, Heading) and following.level == 0:
        return PART_STYLE, 0
    return f"Heading{block.level + 1}", (1, 2, 0)[block.level]


def _settle(docx: Docx) -> None:
    """What python-docx's own template leaves behind, brought to what this document is."""
    docx.settings.odd_and_even_pages_header_footer = True
    settings = docx.settings.element
    for entry in settings.iter(qn("w:compatSetting")):
        if entry.get(qn("w:name")) == "compatibilityMode":
            entry.set(qn("w:val"), _WORD_2013)
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    package = docx.part.package
    for key, part in list(package.rels.items()):
        if part.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]


def _packed(data: bytes, body: str, moment: datetime) -> bytes:
    """The same package with its body filled and one time on all its parts."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, moment.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(name)
            if name == _MAIN:
                content = content.replace(_BODY, _BODY + body.encode(), 1)
            made.writestr(part, content)
    return target.getvalue()
