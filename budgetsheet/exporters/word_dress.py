"""The dress of GB/T 9704-2012: fonts, sizes, pitch, paper, page numbers.

Sizes: 2号 is 22 pt, 3号 16 pt, 4号 14 pt, 5号 10.5 pt.
"""

from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from budgetsheet.document import DRAFT_MARK
from budgetsheet.exporters.word_table import CELL_STYLE, GAP_STYLE, TEXT_WIDTH
from budgetsheet.exporters.word_xml import NAMESPACES, field, run

_TITLE, _BLACK, _KAI, _SONG, _BODY = "方正小标宋简体", "黑体", "楷体_GB2312", "宋体", "仿宋_GB2312"
_LATIN = "Times New Roman"
_STAND_INS = {_TITLE: "华文中宋", _KAI: "楷体", _BODY: "仿宋"}
"""What a machine without the official fonts shows instead. Source: fonts Windows ships."""
BODY_SIZE, PITCH, CELL_SIZE, CELL_PITCH, GAP_PITCH = 16, 28, 10.5, 15, 3
"""Units: pt."""
PART_SPACE, TABLE_TITLE_SPACE = 14, 4
"""Room below the title of a part and of a table. Units: pt."""
PART_STYLE, TABLE_TITLE_STYLE, CONTENTS_STYLE, CAPTION_STYLE = (
    "PartNumber", "TableTitle", "ContentsTitle", "FigureCaption",
)  # fmt: skip
COVER_UNIT_STYLE, COVER_TITLE_STYLE = "CoverUnit", "CoverTitle"
_NAMES = {
    PART_STYLE: "部分序号", TABLE_TITLE_STYLE: "项目表标题", CONTENTS_STYLE: "目录标题",
    CAPTION_STYLE: "图题", COVER_UNIT_STYLE: "封面单位", COVER_TITLE_STYLE: "封面标题",
    CELL_STYLE: "表格文字", GAP_STYLE: "表间",
}  # fmt: skip
_NO_OUTLINE = 9


def dress(docx: Docx) -> None:
    """Give the document its styles."""
    styles: Any = docx.styles
    _body_and_headings(styles)
    _titles(styles)
    for name, points, pitch in ((CELL_STYLE, CELL_SIZE, CELL_PITCH), (GAP_STYLE, 1.0, GAP_PITCH)):
        style = _new(styles, name, "Normal")
        _font(style, _BODY, points)
        _pitch(style, 0, pitch)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for level, size, indent in ((1, 16, 0), (2, 14, 16)):
        _contents_entry(styles, level, size, indent)
    _name_stand_ins(docx)
    _speak_chinese(docx)


def _body_and_headings(styles: Any) -> None:
    body = styles["Normal"]
    _font(body, _BODY, BODY_SIZE)
    _pitch(body, 2 * BODY_SIZE)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _keep_stops_inside(body)
    for level, font, size in ((1, _TITLE, 22), (2, _BLACK, 16), (3, _KAI, 16)):
        style = styles[f"Heading {level}"]
        _font(style, font, size)
        style.font.bold = style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        _pitch(style, 0 if level == 1 else 2 * size)
        if level == 1:
            _centre(style, PART_SPACE)


def _keep_stops_inside(style: Any) -> None:
    """No comma or full stop hangs over the right margin where LibreOffice prints.

    Source: LibreOffice leaves one that hangs there out of its PDF, and reads this sign the
    wrong way round: given, nothing hangs. Word lets them hang with the sign as without it.
    """
    hanging = parse_xml(f'<w:overflowPunct {nsdecls("w")} w:val="1"/>')
    style.element.get_or_add_pPr().insert_element_before(hanging, "w:spacing", "w:ind", "w:jc")


def _titles(styles: Any) -> None:
    """The lines that stand in the middle of the page."""
    for name, base, outline in (
        (PART_STYLE, "Heading 1", _NO_OUTLINE),
        (TABLE_TITLE_STYLE, "Heading 2", 1),
        (CONTENTS_STYLE, "Heading 1", _NO_OUTLINE),
        (CAPTION_STYLE, "Normal", None),
        (COVER_UNIT_STYLE, "Normal", None),
        (COVER_TITLE_STYLE, "Normal", None),
    ):
        style = _new(styles, name, base)
        if outline is not None:
            level = parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{outline}"/>')
            style.element.get_or_add_pPr().append(level)
    for name, font, size, pitch, after in (
        (PART_STYLE, _TITLE, 22, PITCH, PART_SPACE),
        (TABLE_TITLE_STYLE, _BLACK, 14, PITCH, TABLE_TITLE_SPACE),
        (CONTENTS_STYLE, _TITLE, 22, PITCH, PART_SPACE),
        (CAPTION_STYLE, _BLACK, 12, 22, 4),
        (COVER_UNIT_STYLE, _TITLE, 26, 42, 30),
        (COVER_TITLE_STYLE, _TITLE, 36, 56, 0),
    ):
        style = styles[_NAMES[name]]
        _font(style, font, size)
        _pitch(style, 0, pitch)
        _centre(style, after)
    styles[_NAMES[COVER_UNIT_STYLE]].paragraph_format.space_before = Pt(170)
    styles[_NAMES[CAPTION_STYLE]].paragraph_format.keep_with_next = True


def _new(styles: Any, identifier: str, base: str) -> Any:
    style = styles.add_style(_NAMES[identifier], 1)
    style.element.set(qn("w:styleId"), identifier)
    style.base_style = styles[base]
    return style


def _contents_entry(styles: Any, level: int, size: float, indent: float) -> None:
    """A line of the table of contents: dots up to the page at the right."""
    style = styles.add_style(f"toc {level}", 1, builtin=True)
    style.element.set(qn("w:styleId"), f"TOC{level}")
    style.base_style = styles["Normal"]
    _font(style, _BLACK if level == 1 else _BODY, size)
    _pitch(style, 0)
    form = style.paragraph_format
    form.alignment, form.left_indent = WD_ALIGN_PARAGRAPH.LEFT, Pt(indent)
    form.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _centre(style: ParagraphStyle, after: float) -> None:
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    style.paragraph_format.space_after = Pt(after)


def _font(style: ParagraphStyle, name: str, size: float) -> None:
    style.font.name, style.font.size = _LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)


def _pitch(style: ParagraphStyle, indent: float, pitch: float = PITCH) -> None:
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
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


def _speak_chinese(docx: Docx) -> None:
    """The language for proofing, screen readers, and line breaking."""
    for language in docx.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def frame(section: Section, draft: bool) -> None:
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
        for element in parse_xml(f"<w:p {NAMESPACES}>{_page_number()}</w:p>"):
            line._p.append(element)
    if draft:
        for header in (section.header, section.even_page_header):
            line = header.paragraphs[0]
            line.alignment, line.paragraph_format.first_line_indent = (
                WD_ALIGN_PARAGRAPH.CENTER,
                Pt(0),
            )
            mark = line.add_run(DRAFT_MARK)
            mark.font.size, mark.font.bold, mark.font.color.rgb = Pt(16), True, RGBColor(192, 0, 0)


def _page_number() -> str:
    """— 1 — in 4号 宋体."""
    look = f'<w:rFonts w:ascii="{_SONG}" w:hAnsi="{_SONG}" w:eastAsia="{_SONG}"/><w:sz w:val="28"/>'
    return run("— ", look) + field("PAGE", "1", look) + run(" —", look)
