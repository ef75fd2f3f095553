"""The docx's appendix: the pictures as Word's own charts, which stay sharp and can be restyled.

Their figures stand in the chart itself; there is no workbook behind them.
"""

from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as Docx
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from budgetsheet.exporters.pictures import Picture, Series
from budgetsheet.exporters.word_dress import CAPTION_STYLE
from budgetsheet.exporters.word_table import TEXT_WIDTH
from budgetsheet.exporters.word_xml import legal, paragraph, run

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_EMU = 36000
"""EMU in a millimetre."""
_BAR, _LEAST, _MOST, _UPRIGHT = 7.5, 50, 205, 75
"""Height of a bar, of the lowest and the highest chart, of an upright one. Units: mm."""
_FILLS = (
    '<a:solidFill><a:srgbClr val="2B4C7E"/></a:solidFill>',
    '<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="B8651B"/></a:fgClr>'
    '<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>',
)
_LINE = '<a:ln w="6350"><a:solidFill><a:srgbClr val="333333"/></a:solidFill></a:ln>'
_AXES = (111, 222)


def charts_xml(docx: Docx, pictures: tuple[Picture, ...]) -> str:
    """A caption and a chart for each picture; the charts become parts of the document."""
    lines = []
    for number, picture in enumerate(pictures, start=1):
        name = PackURI(f"/word/charts/chart{number}.xml")
        part = Part(name, _TYPE, _chart(picture).encode(), docx.part.package)
        relation = docx.part.relate_to(part, _RELATION)
        caption = run(f"图{number}　{picture.title}（{picture.unit}）")
        lines.append(paragraph(caption, CAPTION_STYLE))
        lines.append(_inline(picture, number, relation))
    return "".join(lines)


def _inline(picture: Picture, number: int, relation: str) -> str:
    """The chart as a letter in a line of its own, with its figures in words."""
    height = _UPRIGHT if picture.upright else _LEAST + _BAR * max(0, len(picture.labels) - 4)
    size = f'cx="{TEXT_WIDTH * _EMU}" cy="{round(min(height, _MOST) * _EMU)}"'
    told = quoteattr(legal(picture.told()))
    drawing = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        f'wordprocessingDrawing"><wp:extent {size}/>'
        f'<wp:docPr id="{1000 + number}" name={quoteattr(f"图{number}")} descr={told}/>'
        f'<a:graphic xmlns:a="{_DRAWING}"><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    form = (
        '<w:spacing w:before="0" w:after="240" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:firstLine="0"/><w:jc w:val="center"/>'
    )
    return paragraph(drawing, "Normal", form)


def _chart(picture: Picture) -> str:
    series = "".join(_series(picture, s, i) for i, s in enumerate(picture.series))
    direction = "col" if picture.upright else "bar"
    several = len(picture.series) > 1
    grouping, overlap = ("stacked", '<c:overlap val="100"/>') if several else ("clustered", "")
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if several else ""
    ids = "".join(f'<c:axId val="{axis}"/>' for axis in _AXES)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_DRAWING}">'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="60"/>{overlap}{ids}'
        f"</c:barChart>{_axes(picture)}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{_letters(900)}</c:chartSpace>"
    )


def _series(picture: Picture, series: Series, number: int) -> str:
    labels = _points([escape(legal(label)) for label in picture.labels])
    values = _points([f"{value:f}" for value in map(_plain, series.values)])
    shape = f"<c:spPr>{_FILLS[number % len(_FILLS)]}{_LINE}</c:spPr>"
    several = len(picture.series) > 1
    where = "" if several else '<c:dLblPos val="outEnd"/>'
    ground = '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>'
    told = (
        '<c:dLbls><c:numFmt formatCode="General;;" sourceLinked="0"/>'
        f"{ground if several else ''}{_letters(800)}{where}"
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
        f"<c:tx><c:v>{escape(series.name)}</c:v></c:tx>{shape}"
        f'<c:invertIfNegative val="0"/>{told}'
        f"<c:cat><c:strLit>{labels}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>General</c:formatCode>{values}</c:numLit></c:val></c:ser>"
    )


def _points(texts: list[str]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{text}</c:v></c:pt>' for i, text in enumerate(texts))
    return f'<c:ptCount val="{len(texts)}"/>{points}'


def _plain(value: Any) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"))


def _axes(picture: Picture) -> str:
    """The labels, the first at the top where the bars lie; and the scale, from nothing."""
    names, scale = _AXES
    order = "minMax" if picture.upright else "maxMin"
    most = f'<c:max val="{picture.most:f}"/>' if picture.most else ""
    side, foot = ("b", "l") if picture.upright else ("l", "t")
    return (
        f'<c:catAx><c:axId val="{names}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/><c:numFmt formatCode="General" '
        'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr>{_LINE}</c:spPr>{_letters(850)}'
        f'<c:crossAx val="{scale}"/><c:crosses val="autoZero"/><c:auto val="1"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        f'<c:valAx><c:axId val="{scale}"/><c:scaling><c:orientation val="minMax"/>{most}'
        f'<c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="{foot}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="{names}"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def _letters(size: int) -> str:
    """Text in a size. Units: hundredths of a point."""
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{size}" b="0"><a:solidFill><a:srgbClr val="1B2430"/></a:solidFill>'
        '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
