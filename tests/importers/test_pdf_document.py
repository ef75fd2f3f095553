"""What a PDF shows is read as a person reads it: over a page's end, on its side, without lines."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from budgetsheet.form.scheme import load_scheme
from budgetsheet.importers.pdf_document import import_pdf
from budgetsheet.importers.text_document import Imported
from budgetsheet.importers.trail import Fate

FONT = "STSong-Light"
WIDTHS = (60, 70, 80, 135, 60, 60)
HEAD = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")


def style(size: float = 9, **more: Any) -> ParagraphStyle:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return ParagraphStyle("x", fontName=FONT, fontSize=size, leading=size * 1.4, wordWrap="CJK",
                          **more)  # fmt: skip


def table(rows: Sequence[Sequence[str]], widths: Sequence[float] = WIDTHS, **more: Any) -> Table:
    cells = [[Paragraph(text, style()) for text in row] for row in rows]
    return Table(cells, colWidths=widths, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")], **more)


def built(story: list[Any], decorate: Callable[[Canvas, Any], None] = lambda c, d: None) -> bytes:
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=A4, invariant=1).build(
        story, onFirstPage=decorate, onLaterPages=decorate
    )
    return target.getvalue()


def read(data: bytes) -> Imported:
    return import_pdf(data, load_scheme("hebei"))


def test_a_row_cut_by_the_pages_end_is_one_indicator() -> None:
    long = "巡查渠道、登记险情、维修闸门并逐日公示" * 12
    rows = [HEAD, ("产出指标", "数量指标", "巡查次数", long, "≥96次", "巡查制度"),
            ("", "质量指标", "完好率", "完好渠段的比例", "≥92%", "鉴定")]  # fmt: skip
    data = built([Spacer(1, 560), table(rows, splitInRow=1)])
    result = read(data)
    first, second = result.filing.projects[0].indicators
    assert (first.name, first.description, first.target_value) == ("巡查次数", long, "≥96次")
    assert (second.category, second.name, second.target_basis) == ("产出指标", "完好率", "鉴定")
    assert result.filing.unplaced == ()


def test_a_paragraph_goes_on_over_the_pages_end() -> None:
    text = "全年巡渠不少于九十六次，渠道完好率达到九成以上，汛期险情当日处置，" * 40
    data = built([Paragraph("一、总体绩效目标", style(12)),
                  Paragraph(text, style(12, firstLineIndent=24))])  # fmt: skip
    assert read(data).filing.overall_objective == (text,)


def test_running_heads_and_page_numbers_are_told_and_left_out() -> None:
    def heads(canvas: Canvas, page: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(72, 810, f"某某局预算公开 第{page.page}稿")
        canvas.drawCentredString(300, 30, f"- {page.page} -")

    text = "各股室按月报送进度，逐项核对，发现问题当场整改。" * 60
    story = [Paragraph("一、总体绩效目标", style(12))]
    story += [Paragraph(text, style(12, firstLineIndent=24)) for _ in range(3)]
    result = read(built(story, heads))
    assert result.filing.overall_objective == (text,) * 3
    omitted = [p.text for p in result.placements if p.fate is Fate.LEFT_OUT]
    assert any("某某局" in text for text in omitted)
    assert "- 1 -" in omitted


def test_a_page_turned_on_its_side() -> None:
    rows = [("项目编码", "X1", "项目名称", "渠道维修", "", ""), HEAD,
            ("产出指标", "数量指标", "清淤长度", "清淤渠段的总长",
             "≥11公里", "施工图")]  # fmt: skip

    def turned(degrees: int) -> bytes:
        target = io.BytesIO()
        canvas = Canvas(target, pagesize=A4, invariant=1)
        canvas.setPageRotation(degrees)
        width, height = A4
        moves = {90: (width, 0), 180: (width, height), 270: (0, height)}
        if degrees:
            canvas.translate(*moves[degrees])
            canvas.rotate(degrees)
        made = table(rows)
        made.wrapOn(canvas, 500, 500)
        made.drawOn(canvas, 60, 300)
        canvas.save()
        return target.getvalue()

    upright = read(turned(0)).filing
    assert upright.projects[0].indicators[0].target_value == "≥11公里"
    for degrees in (90, 180, 270):
        assert read(turned(degrees)).filing == upright


def test_a_table_without_lines_is_read_by_its_gaps() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    style()
    canvas.setFont(FONT, 10)
    rows = (("项目编码", "X1", "项目名称", "渠道维修"), ("预算数", "48.5", "财政资金", "48.5"),
            ("绩效目标", "清淤十一公里"), HEAD[:3] + HEAD[4:5],
            ("产出指标", "数量指标", "清淤长度", "≥11公里"),
            ("效益指标", "社会效益指标", "受益村", "26个"))  # fmt: skip
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            canvas.drawString(60 + 120 * j, 700 - 24 * i, text)
    canvas.save()
    project = read(target.getvalue()).filing.projects[0]
    assert (project.code, project.name, str(project.budget_amount)) == ("X1", "渠道维修", "48.50")
    assert [row.target_value for row in project.indicators] == ["≥11公里", "26个"]


def test_boxes_drawn_whole_part_cells_too() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    style()
    canvas.setFont(FONT, 9)
    for i, row in enumerate((("项目编码", "X1"), ("项目名称", "渠道维修"), ("资金用途", "清淤"))):
        for j, text in enumerate(row):
            canvas.rect(60 + 150 * j, 700 - 30 * i, 150, 30)
            canvas.drawString(64 + 150 * j, 710 - 30 * i, text)
    canvas.save()
    project = read(target.getvalue()).filing.projects[0]
    assert (project.code, project.name, project.purpose) == ("X1", "渠道维修", "清淤")


def test_a_cell_merged_downwards_counts_for_each_of_its_rows() -> None:
    rows = [HEAD, ("产出指标", "数量指标", "清淤", "清淤的长度", "≥11公里", "施工图"),
            ("", "", "修堤", "修补的处数", "26处", "")]  # fmt: skip
    made = table(rows)
    made.setStyle([("SPAN", (i, 1), (i, 2)) for i in (0, 1, 5)])
    first, second = read(built([made])).filing.projects[0].indicators
    assert (second.dimension, second.name) == ("数量指标", "修堤")
    assert first.target_basis == second.target_basis == "施工图"
