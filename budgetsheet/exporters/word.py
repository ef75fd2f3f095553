"""The document as docx, in the dress of GB/T 9704-2012: fonts, margins, page numbers, tables."""

import io
import re
import zipfile
from datetime import datetime
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import docx as library
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as DocxParagraph

from budgetsheet.document import DRAFT_MARK, Heading, Table, TableCell
from budgetsheet.exporters.base import Export

_TITLE, _BLACK, _KAI, _SONG, _BODY = "方正小标宋简体", "黑体", "楷体_GB2312", "宋体", "仿宋_GB2312"
_LATIN = "Times New Roman"
_STAND_INS = {_TITLE: "华文中宋", _KAI: "楷体", _BODY: "仿宋"}
"""What a machine without the official fonts shows instead. Source: fonts Windows ships."""
_TEXT_WIDTH = 210 - 28 - 26
"""Units: mm, between the margins of GB/T 9704."""
_PITCH = Pt(28)
_CELL_STYLE = "表格文字"
_GAP_STYLE = "表间"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def make_docx(export: Export) -> bytes:
    """The docx; the same export gives the same bytes.

    Tables are built as XML: python-docx's `table.cell()` is quadratic.
    """
    docx = library.Document()
    _dress(docx)
    _frame(docx.sections[0], export.draft)
    docx.settings.odd_and_even_pages_header_footer = True
    _write_blocks(docx, export)
    properties = docx.core_properties
    properties.title, properties.author = export.document.title, export.document.unit[:255]
    properties.comments, properties.language = "", "zh-CN"
    properties.created = properties.modified = export.moment
    target = io.BytesIO()
    docx.save(target)
    return _fixed_times(target.getvalue(), export.moment)


def _write_blocks(docx: Docx, export: Export) -> None:
    body, end = docx.element.body, docx.element.body.sectPr
    before: object = None
    for number, block in enumerate(export.document.blocks):
        if isinstance(block, Table):
            if isinstance(before, Table):
                docx.add_paragraph(style=_GAP_STYLE)
            widths = _widths(export.document.column_widths)
            body.insert(body.index(end), parse_xml(_table_xml(block, widths)))
        elif isinstance(block, Heading):
            line = docx.add_paragraph(_legal(block.text), f"Heading {block.level + 1}")
            _start_page(line, block, before, number)
        else:
            docx.add_paragraph(_legal(block.text), "Normal")
        before = block


def _start_page(line: DocxParagraph, block: Heading, before: object, number: int) -> None:
    """A part and each table of a project begin on a page of their own."""
    follows_heading = isinstance(before, Heading) and before.level == 0
    if number and block.level in (0, 3) and not follows_heading:
        line.paragraph_format.page_break_before = True


def _dress(docx: Docx) -> None:
    """Styles in the fonts and sizes of the standard (2号 22 pt, 3号 16 pt, 5号 10.5 pt)."""
    styles: Any = docx.styles
    body = styles["Normal"]
    _font(body, _BODY, 16)
    _pitch(body, indent=2 * 16)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for level, font, size, centred in (
        (1, _TITLE, 22, True),
        (2, _BLACK, 16, False),
        (3, _KAI, 16, False),
        (4, _BLACK, 14, True),
    ):
        style = styles[f"Heading {level}"]
        _font(style, font, size)
        style.font.bold = style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        _pitch(style, 0 if centred else 2 * size)
        style.paragraph_format.space_after = Pt(14 if level == 1 else 4 if level == 4 else 0)
        if centred:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Heading 4"].element.get_or_add_pPr().find(qn("w:outlineLvl")).set(qn("w:val"), "1")
    for name, points in ((_CELL_STYLE, 10.5), (_GAP_STYLE, 1.0)):
        style = styles.add_style(name, 1)
        style.base_style = body
        _font(style, _BODY, points)
        _pitch(style, 0, Pt(14) if name == _CELL_STYLE else Pt(3))
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    _name_stand_ins(docx)


def _font(style: ParagraphStyle, name: str, size: float) -> None:
    style.font.name, style.font.size = _LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)


def _pitch(style: ParagraphStyle, indent: float, pitch: Pt = _PITCH) -> None:
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    form.first_line_indent = Pt(indent)
    form.widow_control = True


def _name_stand_ins(docx: Docx) -> None:
    """Tell which font to take where an official one is missing."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _STAND_INS.items()
    )
    table = next(p for p in docx.part.package.iter_parts() if p.partname.endswith("fontTable.xml"))
    table._blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>"
    ).encode()


def _frame(section: Section, draft: bool) -> None:
    """Paper, margins, page numbers (odd right, even left) and the draft's mark."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(25)
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        line = footer.paragraphs[0]
        line.alignment, line.paragraph_format.first_line_indent = side, Pt(0)
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
        for run in _page_number():
            line._p.append(parse_xml(run))
    if draft:
        for header in (section.header, section.even_page_header):
            line = header.paragraphs[0]
            line.alignment, line.paragraph_format.first_line_indent = (
                WD_ALIGN_PARAGRAPH.CENTER,
                Pt(0),
            )
            run = line.add_run(DRAFT_MARK)
            run.font.size, run.font.bold, run.font.color.rgb = Pt(16), True, RGBColor(192, 0, 0)


_NUMBER_DRESS = (
    f'<w:rPr><w:rFonts w:ascii="{_SONG}" w:hAnsi="{_SONG}" w:eastAsia="{_SONG}"/>'
    '<w:sz w:val="28"/></w:rPr>'
)


def _page_number() -> tuple[str, ...]:
    """— 1 — as three runs: a dash, the field, a dash."""
    dash = f'<w:r {nsdecls("w")}>{_NUMBER_DRESS}<w:t xml:space="preserve">{{}}</w:t></w:r>'
    field = (
        f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE ">'
        f"<w:r>{_NUMBER_DRESS}<w:t>1</w:t></w:r></w:fldSimple>"
    )
    return dash.format("— "), field, dash.format(" —")


def _legal(text: str) -> str:
    """Text without what XML cannot hold."""
    return _ILLEGAL.sub("", text)


@lru_cache(maxsize=4)
def _widths(columns: tuple[float, ...]) -> tuple[int, ...]:
    """The official columns over the width of the text. Units: twips."""
    whole = _TEXT_WIDTH / 25.4 * 1440
    return tuple(round(whole * width / sum(columns)) for width in columns)


def _table_xml(table: Table, widths: tuple[int, ...]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    below = (*table.rows[1:], ())
    rows = "".join(
        _row_xml(row, below[i], i < table.head_rows, widths) for i, row in enumerate(table.rows)
    )
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    borders = "".join(
        f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/>'
        f'<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{rows}</w:tbl>"
    )


def _row_xml(
    row: tuple[TableCell, ...], below: tuple[TableCell, ...], head: bool, widths: tuple[int, ...]
) -> str:
    continued = _joined_columns(below)
    cells, column = [], 0
    for cell in row:
        merge = "" if cell.joined else ' w:val="restart"'
        joins = cell.joined or column in continued
        width = sum(widths[column : column + cell.span])
        cells.append(_cell_xml(cell, width, f"<w:vMerge{merge}/>" if joins else ""))
        column += cell.span
    least = '<w:trHeight w:val="420" w:hRule="atLeast"/>'
    repeat = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def _joined_columns(row: tuple[TableCell, ...]) -> set[int]:
    joined, column = set(), 0
    for cell in row:
        if cell.joined:
            joined.add(column)
        column += cell.span
    return joined


def _cell_xml(cell: TableCell, width: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    bare = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "right"))
    borders = f"<w:tcBorders>{bare}</w:tcBorders>" if cell.bare else ""
    text = "" if cell.joined else _legal(cell.text)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{borders}'
        f'<w:vAlign w:val="center"/></w:tcPr>{_lines_xml(text, cell.left)}</w:tc>'
    )


def _lines_xml(text: str, left: bool) -> str:
    """A paragraph a line."""
    side = "" if left else '<w:jc w:val="center"/>'
    head = f'<w:p><w:pPr><w:pStyle w:val="{_CELL_STYLE}"/>{side}</w:pPr>'
    return "".join(
        f'{head}<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        if line
        else f"{head}</w:p>"
        for line in text.split("\n")
    )


def _fixed_times(data: bytes, moment: datetime) -> bytes:
    """The same package with one time on all its parts."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, moment.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(part, source.read(name))
    return target.getvalue()
