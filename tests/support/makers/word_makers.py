"""Word documents as other makers write them: merged cells, numbering, changes, notes, boxes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

FOOTNOTES = (
    '<w:footnotes {ns}><w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)


def saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def table(document: Any, rows: Sequence[Sequence[object]], columns: int) -> Any:
    """Add a table; a tuple `(text, across, down)` is a merged cell, None is covered by one."""
    made = document.add_table(rows=len(rows), cols=columns)
    made.style = "Table Grid"
    for i, row in enumerate(rows):
        at = 0
        for entry in row:
            text, across, down = entry if isinstance(entry, tuple) else (entry, 1, 1)
            if text is not None:
                cell = made.cell(i, at)
                if across > 1 or down > 1:
                    cell = cell.merge(made.cell(i + down - 1, at + across - 1))
                cell.text = str(text)
            at += across
    return made


def xml(text: str) -> Any:
    return parse_xml(text.replace("{ns}", nsdecls("w")))


def rewritten(data: bytes, edits: dict[str, Callable[[str], str]], more: dict[str, str]) -> bytes:
    """Edit parts of a package, and add parts."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name in edits:
                part = edits[name](part.decode()).encode()
            made.writestr(name, part)
        for name, text in more.items():
            made.writestr(name, text)
    return target.getvalue()


def with_footnote(data: bytes, text: str) -> bytes:
    """Give a document a footnotes part."""
    note = FOOTNOTES.replace("{ns}", nsdecls("w")).replace("{text}", text)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    return rewritten(
        data,
        {
            "[Content_Types].xml": lambda t: t.replace(
                "</Types>",
                f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>',
            ),
            "word/_rels/document.xml.rels": lambda t: t.replace(
                "</Relationships>",
                f'<Relationship Id="rIdF" Type="{relation}" Target="footnotes.xml"/>'
                "</Relationships>",
            ),
        },
        {"word/footnotes.xml": note},
    )


def numbered(document: Any, text: str, number_id: int) -> None:
    """Add a paragraph that Word numbers by itself."""
    paragraph = document.add_paragraph(text)
    settings = paragraph._p.get_or_add_pPr()
    settings.append(
        xml(f'<w:numPr {{ns}}><w:ilvl w:val="0"/><w:numId w:val="{number_id}"/></w:numPr>')
    )


def add_list(document: Any, number_id: int, form: str, pattern: str) -> None:
    """Declare a list that counts in a format."""
    root = document.part.numbering_part.element
    abstract = xml(
        f'<w:abstractNum {{ns}} w:abstractNumId="{number_id}"><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/>'
        "</w:lvl></w:abstractNum>"
    )
    root.insert(0, abstract)
    root.append(
        xml(f'<w:num {{ns}} w:numId="{number_id}"><w:abstractNumId w:val="{number_id}"/></w:num>')
    )


def health_centre() -> bytes:
    """Merged cells both ways, automatic numbers, a footnote, changes, a text box; 15 indicators."""
    made = docx.Document()
    add_list(made, 91, "chineseCounting", "%1、")
    add_list(made, 92, "chineseCountingThousand", "（%1）")
    made.add_paragraph("第一部分")
    made.add_paragraph("部门整体绩效目标")
    numbered(made, "总体绩效目标", 91)
    goal = made.add_paragraph("全年接种疫苗不少于4.5万剂次，")
    goal._p.append(xml('<w:del {ns} w:id="1"><w:r><w:delText>旧的说法，</w:delText></w:r></w:del>'))
    goal._p.append(
        xml('<w:ins {ns} w:id="2"><w:r><w:t>适龄儿童接种率保持在95%以上，</w:t></w:r></w:ins>')
    )
    goal.add_run("传染病报告时限不超过2小时。")
    goal._p.append(xml('<w:r {ns}><w:footnoteReference w:id="2"/></w:r>'))
    numbered(made, "分项绩效目标", 91)
    numbered(made, "规范预防接种。", 92)
    made.add_paragraph("绩效目标：接种差错0起，疫苗损耗率降低到1.5%。")
    made.add_paragraph("绩效指标：冷链温度合格率达到100%。")
    numbered(made, "工作保障措施", 91)
    add_list(made, 93, "chineseCountingThousand", "（%1）")
    numbered(made, "人员到岗", 93)
    made.add_paragraph("接种门诊每日至少有3名持证人员。")
    numbered(made, "账物相符", 93)
    made.add_paragraph("疫苗每月盘点。")
    box = made.add_paragraph("预算项目绩效目标")
    box._p.append(
        xml(
            '<w:r {ns}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
            "<w:txbxContent><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict></w:r>"
        )
    )
    made.add_paragraph("1.预防接种门诊运行绩效目标表")
    rows: list[list[object]] = [
        [("818006临湖区疾病预防控制中心", 6, 1), "单位：元"],
        ["项目编码", ("13022726P00818006005Q7", 2, 1), "项目名称", ("预防接种门诊运行", 3, 1)],
        [("预算规模及资金用途", 1, 2), "预算数", 2150000, "其中：财政资金", "2,050,000.00",
         "其他资金", "100000"],
        [None, ("疫苗冷链运转、接种耗材和门诊人员劳务。", 6, 1)],
        [("资金支出计划（%）", 1, 2), ("3月底", 2, 1), "6月底", "10月底", ("12月底", 2, 1)],
        [None, ("25%", 2, 1), "50%", "85%", ("100%", 2, 1)],
        [("绩效目标", 1, 2), ("中长期目标（2026—2028年）", 3, 1), ("年度目标", 3, 1)],
        [None, ("三年内把全区门诊改造为数字化门诊。", 3, 1),
         ("（一）全年接种4.5万剂次\n（二）改造数字化门诊2个\n（三）群众等候不超过20分钟", 3, 1)],
    ]  # fmt: skip
    table(made, rows, 7)
    made.add_paragraph("")
    head: list[object] = ["一级指标", "二级指标", "三级指标", ("绩效指标描述", 2, 1), "指标值",
                          "指标值确定依据"]  # fmt: skip
    table(made, [head, *_fifteen()], 7)
    return with_footnote(saved(made), "接种剂次含非免疫规划疫苗。")


def _fifteen() -> list[list[object]]:
    """Fifteen indicators; levels and a shared basis merged downwards."""
    output = (
        ("数量指标", 4, ("接种剂次", "全年接种的剂次", "≥4.5万剂次"), ("数字化门诊", "改造完成的门诊数", "2个"),
         ("培训人次", "接种人员培训人次", "≥60人次"), ("督导次数", "到基层督导的次数", "每季度1次")),
        ("质量指标", 3, ("接种率", "适龄儿童的接种比例", "≥95%"), ("冷链合格率", "温度记录合格的比例", "100%"),
         ("差错数", "接种差错的起数", "0起")),
        ("时效指标", 2, ("报告时限", "传染病报告用时", "≤2小时"), ("改造完工", "门诊改造完工时间", "9月底前")),
        ("成本指标", 2, ("总成本", "门诊运行的总成本", "≤215万元"), ("剂次成本", "平均每剂次的成本", "≤48元/剂次")),
    )  # fmt: skip
    rest = (
        ("效益指标", "社会效益指标", "发病率", "麻疹的发病率", "≤0.1/10万"),
        ("效益指标", "经济效益指标", "损耗率", "疫苗损耗的比例", "≤1.5%"),
        ("效益指标", "可持续影响指标", "档案完整率", "接种档案完整的比例", "≥98%"),
        ("满意度指标", "服务对象满意度指标", "家长满意度", "家长对门诊的满意程度", "≥93%"),
    )
    rows: list[list[object]] = []
    for dimension, count, *entries in output:
        for i, (name, text, target) in enumerate(entries):  # type: ignore[misc]
            category: object = ("产出指标", 1, 11) if not rows else None
            basis: object = ("接种规范", 1, 11) if not rows else None
            level: object = (dimension, 1, count) if i == 0 else None
            rows.append([category, level, name, (text, 2, 1), target, basis])
    for i, (category, dimension, name, text, target) in enumerate(rest):
        own: object = (category, 1, 3) if i == 0 else None if i < 3 else category
        rows.append([own, dimension, name, (text, 2, 1), target, "年度统计"])
    return rows


def road_section() -> bytes:
    """A layout table around everything, a nested table, content controls, running heads, contents."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "石桥公路管理段"
    made.sections[0].footer.paragraphs[0].text = "第 1 页"
    made.element.body.insert(
        0,
        xml(
            '<w:sdt {ns}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
            "</w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>一、总体绩效目标</w:t></w:r>"
            "<w:r><w:tab/><w:t>1</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    outer = made.add_table(rows=1, cols=1)
    cell = outer.cell(0, 0)
    cell.paragraphs[0].text = "2026年度石桥公路管理段绩效目标"
    cell.add_paragraph("一、总体目标")
    cell.add_paragraph("养护里程186公里，路况优良率提升至88%。")
    cell.add_paragraph("三、保障措施")
    cell.add_paragraph("（一）巡查制度")
    cell.add_paragraph("每天巡路一遍。")
    cell.add_paragraph("项目名称：小修保养")
    inner = cell.add_table(rows=9, cols=4)
    rows = (
        ("项目代码", "", "项目单位", "石桥公路管理段"),
        ("预算金额（万元）", "95.6", "财政拨款", "95.6"),
        ("自筹资金", "", "资金用途", "修补坑槽、清理边沟。"),
        ("用款计划", "一季度：20%", "二季度：55%", "三季度：80%"),
        ("年度绩效目标", "目标1：修补坑槽3200平方米\n目标2：清理边沟90公里", "", ""),
        ("绩效指标", "", "", ""),
        ("二级指标", "三级指标", "目标值", "备注"),
        ("数量指标", "修补坑槽", "≥3200平方米", "含应急"),
        ("质量指标", "优良率", "≥88%", ""),
    )
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            inner.cell(i, j).text = text
    inner.cell(4, 1).merge(inner.cell(4, 3))
    inner.cell(5, 0).merge(inner.cell(5, 3))
    cell.add_paragraph("")
    made.add_paragraph("联系电话：0000-1234567")
    return saved(made)


def care_home() -> bytes:
    """Nothing merged: labels repeated; each fact in a row; sign, figure and unit in columns."""
    made = docx.Document()
    made.add_paragraph("松山区社会福利中心（敬老院）")
    made.add_paragraph("项目支出绩效目标申报表")
    made.add_paragraph("（2026年度）")
    rows: list[list[object]] = [
        ["填报单位", "松山区敬老院", "单位代码", "906002", "", ""],
        ["项目名称", "护理型床位改造", "项目编码", "", "", ""],
        ["项目资金（万元）", "年度资金总额：", "120", "", "", ""],
        ["项目资金（万元）", "其中：财政拨款", "90", "", "", ""],
        ["项目资金（万元）", "其他资金", "30", "", "", ""],
        ["用途", "更换护理床，改造卫生间。", "", "", "", ""],
        ["支出计划", "3月底", "6月底", "10月底", "12月底", ""],
        ["支出计划", "0%", "40%", "90%", "100%", ""],
        ["绩效目标", "更换护理床60张。", "", "", "", ""],
        ["绩效目标", "改造无障碍卫生间18间。", "", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "计量单位"],
        ["产出指标", "数量指标", "护理床", "≥", "60", "张"],
        ["产出指标", "数量指标", "卫生间", "＝", "18", "间"],
        ["产出指标", "质量指标", "验收合格率", "≥", "98", "%"],
        ["效益指标", "社会效益指标", "生活便利", "定性", "老人起居更方便", ""],
        ["满意度指标", "服务对象满意度指标", "家属满意度", "≥", "92%", "%"],
        ["填表人：王某", "联系电话：0000-7654321", "", "", "", ""],
    ]
    table(made, rows, 6)
    return saved(made)


def testing_institute() -> bytes:
    """The form of the central departments: cost first, sign, figure, unit, weight apart."""
    made = docx.Document()
    made.add_paragraph("第二部分 项目支出绩效目标")
    made.add_paragraph("1.检测设备购置绩效目标表")
    rows: list[list[object]] = [
        [("512003北屏产品质量检测所", 8, 1), "单位：万元"],
        ["项目编码", ("13000027P005120030017X", 2, 1), "项目名称", ("检测设备购置", 5, 1)],
        [("项目资金及用途", 1, 2), "预算数", "640", "其中：财政资金", ("600", 2, 1), ("其他资金", 2, 1), "40"],
        [None, "资金用途", ("购置质谱仪和配套前处理设备。", 7, 1)],
        [("支出计划（%）", 1, 2), ("3月底", 2, 1), ("6月底", 2, 1), ("9月底", 2, 1), ("12月底", 2, 1)],
        [None, ("10", 2, 1), ("30", 2, 1), ("70", 2, 1), ("100", 2, 1)],
        ["绩效目标", ("购置设备4台（套），新增检测参数35项。", 8, 1)],
        ["一级指标", "二级指标", "三级指标", "指标解释", "符号", "指标值", "计量单位", "分值",
         "指标值确定依据"],
        ["成本指标", "经济成本指标", "设备购置成本", "设备购置的总成本", "≤", "640", "万元", "20", "询价"],
        [("产出指标", 1, 2), "数量指标", "设备台数", "购置的台（套）数", "＝", "4", "台（套）", "20", "采购计划"],
        [None, "时效指标", "到货时间", "设备到货的时间", "", "9月底前", "", "20", "采购计划"],
        ["效益指标", "社会效益指标", "检测参数", "新增的检测参数", "≥", "35", "项", "20", "能力表"],
        ["满意度指标", "服务对象满意度指标", "客户满意度", "送检客户的满意程度", "≥", "92", "%", "10分", "问卷"],
    ]  # fmt: skip
    table(made, rows, 9)
    return saved(made)
