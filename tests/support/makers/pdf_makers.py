"""PDFs as other makers write them: ruled tables, fonts inside or only named."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONT = "STSong-Light"


def _styles() -> tuple[ParagraphStyle, ParagraphStyle, ParagraphStyle]:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24,
                          wordWrap="CJK")  # fmt: skip
    centred = ParagraphStyle("centred", parent=body, alignment=TA_CENTER, firstLineIndent=0)
    cell = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")
    return body, centred, cell


def _table(
    rows: Sequence[Sequence[str]], widths: Sequence[float], spans: Sequence[Any], cell: Any
) -> Table:
    held = [[Paragraph(text.replace("\n", "<br/>"), cell) for text in row] for row in rows]
    style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    style += [("SPAN", first, last) for first, last in spans]
    return Table(held, colWidths=widths, style=TableStyle(style), repeatRows=0)


def _built(story: list[Any], size: tuple[float, float] = A4, foot: str = "— %d —") -> bytes:
    target = io.BytesIO()

    def number(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(size[0] / 2, 30, foot % document.page)

    made = SimpleDocTemplate(target, pagesize=size, title="绩效目标", invariant=1)
    made.build(story, onFirstPage=number, onLaterPages=number)
    return target.getvalue()


def archive() -> bytes:
    """Fonts only named, a table cut by the page's end, cells of several lines, repeated heads."""
    body, centred, cell = _styles()
    head = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
    rows = [head]
    for i in range(1, 13):
        rows.append(("产出指标" if i == 1 else "", "数量指标" if i == 1 else "", f"整理卷宗第{i}批",
                     f"第{i}批卷宗整理、扫描、编目并上架的卷数，以验收单为准", f"≥{i * 100}卷", "整理方案"))  # fmt: skip
    rows.append(("效益指标", "社会效益指标", "查档用时", "群众查档平均用时", "≤15分钟", "服务承诺"))
    story = [
        Paragraph("一、总体绩效目标", body),
        Paragraph("档案馆全年接收进馆档案不少于3.2万卷，数字化率提高到68%，查档平均用时缩短5分钟，"
                  "为群众提供查档服务4600人次，库房温湿度达标率不低于99%，全年无安全责任事故发生。", body),
        Paragraph("二、工作保障措施", body),
        Paragraph("（一）双人入库", body),
        Paragraph("库房出入有登记。", body),
        Spacer(1, 20),
        Paragraph("1.馆藏档案数字化绩效目标表", centred),
        Paragraph("填报单位：青溪县档案馆　　　　　　　单位：万元", body),
        _table((("项目编码", "13052526P006210010018B", "项目名称", "馆藏档案\n数字化", "", ""),
                ("预算规模及资金用途", "预算数", "73.5", "财政资金", "73.5", "其他资金"),
                ("", "档案整理、扫描和编目。", "", "", "", ""),
                ("资金支出计划（%）", "3月底", "6月底", "10月底", "12月底", ""),
                ("", "20%", "50%", "80%", "100%", ""),
                ("绩效目标", "（1）整理卷宗7800卷；\n（2）扫描一百二十万页，图像清晰、目录准确、挂接无误，"
                 "满足远程查阅需要。", "", "", "", "")),
               (80, 95, 70, 90, 65, 65),
               (((3, 0), (5, 0)), ((0, 1), (0, 2)), ((1, 2), (5, 2)), ((0, 3), (0, 4)),
                ((4, 3), (5, 3)), ((4, 4), (5, 4)), ((1, 5), (5, 5))), cell),
        Spacer(1, 8),
        _table(rows, (60, 70, 80, 135, 60, 60), (((0, 1), (0, 3)), ((1, 1), (1, 3))), cell),
    ]  # fmt: skip
    return _built(story)


def sports_school() -> bytes:
    """Pages on their side, two projects, headings without a table of their own."""
    _, centred, cell = _styles()
    widths = (95, 110, 90, 100, 100, 110, 110)

    def project(title: str, code: str, amount: str, other: str, goal: str) -> list[Any]:
        name = title.partition(".")[2].removesuffix("绩效目标表")
        facts = (
            ("504007城南少年体育学校", "", "", "", "", "", "单位：万元"),
            ("项目编码", code, "", "项目名称", name, "", ""),
            ("预算规模及资金用途", "预算数", amount, "其中：财政\n资金", amount, "其他资金", other),
            ("", f"{name}所需的器材、场地和交通。", "", "", "", "", ""),
            ("资金支出计划\n（%）", "3月底", "", "6月底", "10月底", "12月底", ""),
            ("", "10%", "", "35%", "80%", "100%", ""),
            ("绩效目标", goal, "", "", "", "", ""),
            ("一级指标", "二级指标", "三级指标", "绩效指标描述", "", "指标值", "指标值确定依据"),
            ("产出指标", "数量指标", "参训人数", f"参加{name}的学生人数", "", "≥120人", "招生计划"),
            ("", "质量指标", "达标率", "体能测试达标的比例", "", "≥85%", "训练大纲"),
            (
                "满意度指标",
                "服务对象满意度指标",
                "家长满意度",
                "家长的满意程度",
                "",
                "≥90%",
                "问卷",
            ),
        )
        spans = (((0, 0), (5, 0)), ((1, 1), (2, 1)), ((4, 1), (6, 1)), ((0, 2), (0, 3)),
                 ((1, 3), (6, 3)), ((0, 4), (0, 5)), ((1, 4), (2, 4)), ((5, 4), (6, 4)),
                 ((1, 5), (2, 5)), ((5, 5), (6, 5)), ((1, 6), (6, 6)), ((3, 7), (4, 7)),
                 ((3, 8), (4, 8)), ((3, 9), (4, 9)), ((3, 10), (4, 10)), ((0, 8), (0, 9)))  # fmt: skip
        return [Paragraph(title, centred), Spacer(1, 6), _table(facts, widths, spans, cell)]

    story = [
        Paragraph("预算项目绩效目标", centred),
        Paragraph("3.外聘裁判绩效目标表", centred),
        *project("1.夏季集训绩效目标表", "13010526P005040070026W", "38.40", "2.6",
                 "① 集训45天；② 二级运动员达标8人。"),
        PageBreak(),
        *project("2.器材更新绩效目标表", "13010526P005040070034L", "15", "", "更新器材3批次。"),
    ]  # fmt: skip
    return _built(story, landscape(A4), "第%d页")
