"""What has been seen to happen to a workbook between two readings, as data.

Each damage says what a person or a program did, the findings that reading tells (rule and
path), what the filing is then, and what found no place in the form. Where `filing` is left
out, nothing is lost: the filing is the sample's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from budgetsheet.model import Filing, Indicator, PlanNode, Project, replace
from support.damage import (
    DEPARTMENT,
    FIRST_PROJECT,
    WORKBOOK,
    cell,
    chain,
    edited,
    error,
    formula,
    instead,
    number,
    rewritten,
    text,
    without,
)
from support.packages import (
    FIRST_SHEET,
    SHEET,
    anchors_of,
    moved,
    package_of,
    parts_of,
    sheet_of,
    shift,
    with_relation,
    with_sheet,
    without_sheet,
)
from support.producers import (
    MAIN,
    absolute_targets,
    backslashes,
    google_like,
    other_folder,
    prefixed,
    reordered,
    shared_formulas,
    strict,
    utf_16,
    with_mark,
    wps_like,
)

Told = tuple[tuple[str, str], ...]
Left = tuple[tuple[str, str, str], ...]
FORM_PART, RESULTS_PART = SHEET.format(15), SHEET.format(13)
KEY = "projects.0"
NAMES = 'name="bs.projects.0.'


COMMENT = f'''<comments xmlns="{MAIN}"><commentList><comment ref="C4"><text><r><t>按</t></r>
<r><t>批复</t></r></text></comment></commentList></comments>'''
THREAD = """<ThreadedComments
xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="C4"><text>请核</text></threadedComment>
<threadedComment ref="C4"><text>已核</text></threadedComment></ThreadedComments>"""
DRAWING = """<x:wsDr xmlns:x="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><x:twoCellAnchor>
<x:from><x:col>9</x:col><x:row>4</x:row></x:from><x:sp><x:txBody><a:p><a:r><a:t>附件</a:t></a:r></a:p>
</x:txBody></x:sp></x:twoCellAnchor><x:oneCellAnchor><x:from><x:col>0</x:col><x:row>1</x:row></x:from>
<x:pic/></x:oneCellAnchor></x:wsDr>"""


class Damage(NamedTuple):
    """One damage.

    `left` is sheet, cell (and kind) and text of what found no place, None where a test of its
    own tells; `lost` tells that writing afresh is refused; `rescued` is the filing that
    a rescue gives where it is another.
    """

    id: str
    did: str
    make: Callable[[bytes], bytes]
    told: Told = ()
    filing: Callable[[Filing], Filing] = lambda filing: filing
    normalised: tuple[str, ...] = ()
    left: Left | None = ()
    lost: bool = False
    rescued: Callable[[Filing], Filing] | None = None


def first(**changes: Any) -> Callable[[Filing], Filing]:
    """The sample with its first project changed."""

    def edit(filing: Filing) -> Filing:
        project = replace(filing.projects[0], **changes)
        return replace(filing, projects=(project, *filing.projects[1:]))

    return edit


def row(number: int, **changes: Any) -> Callable[[Filing], Filing]:
    """The sample with one indicator of its first project changed."""

    def edit(filing: Filing) -> Filing:
        rows = list(filing.projects[0].indicators)
        rows[number] = replace(rows[number], **changes)
        return first(indicators=tuple(rows))(filing)

    return edit


def without_row(number: int) -> Callable[[Filing], Filing]:
    """The sample without one indicator of its first project."""

    def edit(filing: Filing) -> Filing:
        rows = filing.projects[0].indicators
        return first(indicators=rows[:number] + rows[number + 1 :])(filing)

    return edit


def unreadable(path: str, words: str, **changes: Any) -> Callable[[Filing], Filing]:
    """The sample with an entry blank and what was typed there kept."""
    from budgetsheet.model import Unreadable

    return lambda filing: replace(first(**changes)(filing), unreadable=(Unreadable(path, words),))


def on(part: str, *edits: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """The workbook with one part edited."""
    return lambda book: rewritten(book, {part: chain(*edits)})


def project(*edits: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """The workbook with the first project's sheet edited."""
    return on(FIRST_PROJECT, *edits)


def named(anchor: str, place: str) -> Callable[[str], str]:
    """A name of the first project pointed somewhere else."""
    pattern = rf'(<definedName {re.escape(NAMES)}{anchor}">)[^<]*'
    return instead(pattern, rf"\g<1>{place}")


def swapped(first_row: int, second_row: int, columns: str) -> Callable[[str], str]:
    """Two rows' cells exchanged, as sorting does it."""

    def edit(xml: str) -> str:
        def value(address: str) -> str:
            found = re.search(rf'<c r="{address}"[^>]*?(?:/>|>(.*?)</c>)', xml)
            assert found
            return found[1] or ""

        for column in columns:
            a, b = f"{column}{first_row}", f"{column}{second_row}"
            (was_a, was_b) = (value(a), value(b))
            xml = cell(a, was_b, "s")(xml)
            xml = cell(b, was_a, "s")(xml)
        return xml

    return edit


def rows_sorted(filing: Filing) -> Filing:
    """The sample with the first and the third indicator exchanged."""
    rows = list(filing.projects[0].indicators)
    rows[0], rows[2] = rows[2], rows[0]
    return first(indicators=tuple(rows))(filing)


def copied(name: str, *edits: Callable[[str], str], local: bool = True) -> Callable[[bytes], bytes]:
    """The first project's sheet once more, with names of its own as Excel gives them."""

    def make(book: bytes) -> bytes:
        xml = chain(*edits)(parts_of(book)[FIRST_PROJECT].decode())
        return with_sheet(book, name, xml, anchors_of(book, "bs.projects.0.") if local else None)

    return make


def from_another_workbook(book: bytes) -> bytes:
    """A longer project's sheet of another workbook, its formulas pointing back to that one."""
    from budgetsheet.services import fresh_workbook

    other = fresh_workbook(Filing("hebei", 2027, projects=(VISITOR,)))
    parts = parts_of(other)
    strings = re.findall(r"<si>(.*?)</si>", parts["xl/sharedStrings.xml"].decode(), re.S)

    def inline(match: re.Match[str]) -> str:
        return f'<c{match[1]} t="inlineStr"><is>{strings[int(match[2])]}</is></c>'

    xml = re.sub(r'<c([^>]*) t="s"><v>(\d+)</v></c>', inline, parts[FIRST_PROJECT].decode())
    xml = xml.replace("'部门整体'!", "[1]部门整体!")
    return with_sheet(book, "外来", xml, anchors_of(other, "bs.projects.0."))


VISITOR = Project(
    code="13099026P00612030109K",
    name="外馆巡展",
    budget_amount=Decimal("3.00"),
    fiscal_funds=Decimal("3.00"),
    purpose="巡展运输和布展。",
    spending_plan=tuple(PlanNode(m, Decimal(p)) for m, p in ((3, 0), (6, 50), (10, 90), (12, 100))),
    objectives=tuple(f"第{n}站布展按期完成。" for n in range(1, 11)),
    indicators=tuple(
        Indicator("产出指标", "数量指标", f"第{n}站观众", "到场观众人次", f"≥{n}00人次", "计数器")
        for n in range(1, 23)
    ),
)


BLANK = Project(spending_plan=tuple(PlanNode(month) for month in (3, 6, 10, 12)))


def added(**project_changes: Any) -> Callable[[Filing], Filing]:
    """The sample with a copy of its first project, changed, behind the others."""
    return lambda filing: replace(
        filing, projects=(*filing.projects, replace(filing.projects[0], **project_changes))
    )


def all_unmerged(xml: str) -> str:
    """Every merge of a sheet undone."""
    return re.sub(r"<mergeCells.*?</mergeCells>", "", xml, flags=re.S)


def with_a_date(book: bytes) -> bytes:
    """A date typed into a cell that took the format of dates with it."""
    styles = parts_of(book)["xl/styles.xml"].decode()
    count = styles.split("<cellXfs ")[1].split("</cellXfs>")[0].count("<xf ")
    dated = instead(
        "</cellXfs>",
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" '
        'applyProtection="1"><protection locked="0"/></xf></cellXfs>',
    )
    date = cell("F20", "<v>46451</v>", style=f' s="{count}"')
    return rewritten(book, {"xl/styles.xml": dated, FIRST_PROJECT: date})


def behind(row: int, address: str, words: str) -> Callable[[str], str]:
    """One more cell at the end of a row."""
    made = f'<c r="{address}" t="inlineStr"><is><t>{words}</t></is></c>'
    return instead(rf'(<row r="{row}"[^>]*>.*?)(</row>)', rf"\1{made}\2")


def cut(address: str, row: int, to: str, words: str) -> Callable[[str], str]:
    """An entry cut and pasted behind the end of a row: its format goes along."""

    def edit(xml: str) -> str:
        style = re.search(rf'<c r="{address}"( s="\d+")', xml)
        assert style
        pasted = behind(row, to, words)(cell(address, "")(xml))
        return pasted.replace(f'<c r="{to}"', f'<c r="{to}"{style[1]}')

    return edit


def below(address: str, words: str) -> Callable[[str], str]:
    """One more row at the end of a sheet."""
    row = "".join(filter(str.isdigit, address))
    made = f'<row r="{row}"><c r="{address}" t="inlineStr"><is><t>{words}</t></is></c></row>'
    return instead("</sheetData>", f"{made}</sheetData>")


def respelled(xml: str) -> str:
    """Names without dots, in capitals."""
    return re.sub(r'name="(bs\.[^"]*)"', lambda m: f'name="{m[1].replace(".", "_").upper()}"', xml)


def merged(area: str) -> Callable[[str], str]:
    """One more merge."""
    return instead("</mergeCells>", f'<mergeCell ref="{area}"/></mergeCells>')


SHEETS = (
    Damage("sheet-renamed", "renamed a project's sheet", on(WORKBOOK, instead(FIRST_SHEET, "工资")),
           (("BS005", "sheets.工资"),)),
    Damage("summary-renamed", "renamed 汇总", on(WORKBOOK, instead('"汇总"', '"合计"')),
           (("BS005", "sheets.合计"),)),
    Damage("department-renamed", "renamed 部门整体", on(WORKBOOK, instead("部门整体", "整体目标")),
           (("BS005", "sheets.整体目标"),)),
    Damage("project-deleted", "deleted a project's sheet", lambda b: without_sheet(b, FIRST_SHEET),
           (("BS005", KEY),), lost=True,
           filing=lambda f: replace(f, projects=(Project(), *f.projects[1:]))),
    Damage("department-deleted", "deleted 部门整体", lambda b: without_sheet(b, "部门整体"),
           (("BS005", "department"),), lost=True, left=None,
           filing=lambda f: Filing("hebei", projects=f.projects)),
    Damage("results-deleted", "deleted 校验结果", lambda b: without_sheet(b, "校验结果"),
           (("BS005", "sheets.校验结果"),)),
    Damage("directory-and-summary-deleted", "deleted 目录 and 汇总",
           lambda b: without_sheet(without_sheet(b, "目录"), "汇总"),
           (("BS005", "sheets.汇总"), ("BS005", "sheets.目录"))),
    Damage("sheet-hidden", "hid a project's sheet",
           on(WORKBOOK, instead('sheetId="3"', 'sheetId="3" state="hidden"')), (("BS005", KEY),)),
    Damage("sheet-very-hidden", "hid a sheet by program",
           on(WORKBOOK, instead('sheetId="4"', 'sheetId="4" state="veryHidden"')),
           (("BS005", "projects.1"),)),
    Damage("record-shown", "made the hidden record visible",
           on(WORKBOOK, instead(' state="veryHidden"', ""))),
    Damage("sheets-moved", "dragged the second project before the first",
           on(WORKBOOK, instead(r'(<sheet name="01[^>]*/>)(<sheet name="02[^>]*/>)', r"\2\1"))),
    Damage("sheet-doubled", "copied a project's sheet, changed nothing", copied("01 (2)"),
           (("BS005", "sheets.01 (2)"),)),
    Damage("sheet-doubled-and-filled", "copied a project's sheet and filled the copy",
           copied("01 (2)", text("E3", "夜间开放补助"), text("C4", "9.90")),
           (("BS005", "sheets.01 (2)"),), lost=True,
           rescued=added(name="夜间开放补助", budget_amount=Decimal("9.90"))),
    Damage("sheet-doubled-without-names", "copied a sheet in a program that keeps no names",
           copied("副本", text("E3", "周末开放补助"), local=False),
           (("BS005", "sheets.副本"),), lost=True, rescued=added(name="周末开放补助")),
    Damage("sheet-from-another-workbook", "moved a project's sheet over from another workbook",
           from_another_workbook, (("BS005", "sheets.外来"),), lost=True,
           rescued=lambda f: replace(f, projects=(*f.projects, VISITOR))),
    Damage("sheet-added", "added a sheet with notes",
           lambda b: with_sheet(b, "说明", sheet_of(("联系人", "", "老周"), (), ("周五前交",))),
           (("BS010", "sheets.说明"),),
           left=(("说明", "A1", "联系人　老周"), ("说明", "A3", "周五前交"))),
    Damage("blank-sheet-added", "added a sheet and left it blank",
           lambda b: with_sheet(b, "Sheet1", sheet_of())),
    Damage("record-deleted", "lost the hidden record", lambda b: without_sheet(b, "_form"),
           (("BS005", "department"),)),
    Damage("record-garbled", "overwrote the hidden record", on(FORM_PART, text("B1", "很新")),
           (("BS005", "department"),)),
)  # fmt: skip

ROWS = (
    Damage("row-put-in", "put a row in above the amounts",
           lambda b: moved(b, 3, FIRST_SHEET, rows=shift(4, 1)), (("BS006", KEY),)),
    Damage("rows-put-in-on-top", "put two rows in above the title",
           lambda b: moved(b, 3, FIRST_SHEET, rows=shift(1, 2)), (("BS006", KEY),)),
    Damage("objective-row-put-in", "put a row in between two objectives",
           lambda b: moved(b, 3, FIRST_SHEET, rows=shift(9, 1)), (("BS006", KEY),)),
    Damage("indicator-row-put-in", "put two rows in between two indicators",
           lambda b: moved(b, 3, FIRST_SHEET, rows=shift(19, 2)), (("BS006", KEY),)),
    Damage("spare-row-deleted", "deleted a spare indicator row",
           lambda b: moved(b, 3, FIRST_SHEET, rows=shift(33, -1)), (("BS006", KEY),)),
    Damage("indicator-row-deleted", "deleted a filled indicator row",
           lambda b: moved(b, 3, FIRST_SHEET, rows=shift(19, -1)), (("BS006", KEY),),
           without_row(2)),
    Damage("purpose-row-deleted", "deleted the row of the purpose",
           lambda b: moved(b, 3, FIRST_SHEET, rows=shift(5, -1)),
           (("BS006", KEY), ("BS006", KEY)), first(purpose="")),
    Damage("column-put-in", "put a column in before the amounts",
           lambda b: moved(b, 3, FIRST_SHEET, columns=shift(3, 1)), (("BS006", KEY),)),
    Damage("column-put-in-among-indicators", "put a column in before the bases",
           lambda b: moved(b, 3, FIRST_SHEET, columns=shift(7, 1)), (("BS006", KEY),)),
    Damage("column-deleted", "deleted the column of the budget and the indicators' names",
           lambda b: moved(b, 3, FIRST_SHEET, columns=shift(3, -1)), (("BS006", KEY),) * 3,
           lambda f: first(
               budget_amount=None,
               indicators=tuple(replace(i, name="") for i in f.projects[0].indicators))(f)),
    Damage("department-row-put-in", "put a row in above the unit's objectives",
           lambda b: moved(b, 2, "部门整体", rows=shift(7, 1)), (("BS006", "department"),)),
    Damage("indicators-sorted", "sorted the indicator rows",
           project(swapped(17, 19, "ABCDFG")), filing=rows_sorted),
    Damage("objectives-sorted", "sorted the objectives", project(swapped(8, 9, "B")),
           filing=lambda f: first(objectives=f.projects[0].objectives[::-1])(f)),
)  # fmt: skip

MERGES = (
    Damage("unmerged", "undid every merge", project(all_unmerged)),
    Damage("unmerged-and-typed-behind", "undid the merges and wrote the code one cell further",
           project(all_unmerged, cell("C3", "<is><t>13099026P00612030101R</t></is>",
                                                        "inlineStr"), cell("B3", ""))),
    Damage("categories-merged", "merged equal categories as the printed form shows them",
           project(merged("A17:A22"), *(cell(f"A{r}", "") for r in range(18, 23)))),
    Damage("objectives-merged", "merged two objectives, the second hidden beneath",
           project(without('<mergeCell ref="B[89]:G[89]"/>'), merged("B8:G9"))),
    Damage("value-under-a-merge", "a value hides under a merge", project(text("C3", "旧编码")),
           (("BS006", "projects.0.C3"),), left=((FIRST_SHEET, "C3", "旧编码"),)),
)  # fmt: skip

FIXED_TEXTS = (
    Damage("label-edited", "reworded a label", project(text("B4", "预算总数")),
           (("BS003", "projects.0.B4"),)),
    Damage("label-emptied", "emptied a label", project(cell("D4", "")),
           (("BS003", "projects.0.D4"),)),
    Damage("head-edited", "reworded a head of the indicators", project(text("F16", "目标")),
           (("BS003", "projects.0.F16"),)),
    Damage("department-heading-edited", "reworded a heading of 部门整体",
           on(DEPARTMENT, text("A7", "一、总目标")), (("BS003", "department.A7"),)),
    Damage("label-respaced", "put blanks into a label", project(text("B4", " 预算 数 "))),
    Damage("sheet-unprotected", "took a sheet's protection off",
           project(without("<sheetProtection[^>]*/>")), (("BS004", KEY),)),
    Damage("structure-unprotected", "took the structure's protection off",
           on(WORKBOOK, without("<workbookProtection[^>]*/>")), (("BS004", "department"),)),
    Damage("formula-overwritten", "typed over the title", project(text("A1", "我的标题")),
           (("BS007", "projects.0.A1"),)),
    Damage("unit-line-overwritten", "pasted values over the unit's line",
           project(text("A2", "612001云溪县图书馆")), (("BS007", "projects.0.A2"),)),
)  # fmt: skip

ANCHORS = (
    Damage("two-names-deleted", "deleted two names in the name manager",
           on(WORKBOOK, without(rf"<definedName {NAMES}(?:code|name)\">[^<]*</definedName>")),
           (("BS006", KEY),)),
    Damage("a-sheet's-names-deleted", "deleted all names of a sheet",
           on(WORKBOOK, without(rf"<definedName {NAMES}[^>]*>[^<]*</definedName>")),
           (("BS006", KEY),)),
    Damage("all-names-deleted", "a program dropped every name",
           on(WORKBOOK, without("<definedNames>.*</definedNames>")),
           (("BS006", "department"), *(("BS006", f"projects.{n}") for n in range(8)))),
    Damage("name-broken", "a name says #REF!", on(WORKBOOK, named("purpose", "#REF!")),
           (("BS006", KEY),)),
    Damage("table-name-broken", "the indicators' name says #REF!",
           on(WORKBOOK, named("indicators", "#REF!$A$17:$G$36")), (("BS006", KEY),)),
    Damage("name-on-a-label", "pointed a name at the title",
           on(WORKBOOK, named("code", f"'{FIRST_SHEET}'!$A$1")), (("BS006", KEY),)),
    Damage("name-on-another-entry", "pointed a name at another entry",
           on(WORKBOOK, named("fiscal_funds", f"'{FIRST_SHEET}'!$C$4")), (("BS006", KEY),)),
    Damage("name-on-another-sheet", "pointed a name at another project",
           on(WORKBOOK, named("name", "'02 年度纸质图书采购'!$E$3:$G$3")), (("BS006", KEY),)),
    Damage("name-in-another-workbook", "pointed a name at another workbook",
           on(WORKBOOK, named("name", "'[1]01 编外'!$E$3")), (("BS006", KEY),)),
    Damage("name-given-twice", "the same name twice, the second elsewhere",
           on(WORKBOOK, instead("</definedNames>", f'<definedName {NAMES}code">'
                                f"'{FIRST_SHEET}'!$A$9</definedName></definedNames>")),
           (("BS006", "department"),)),
    Damage("names-local", "a program made the names local to their sheet",
           on(WORKBOOK, instead(rf'<definedName ({NAMES}[^"]*")>',
                                r'<definedName \1 localSheetId="2">'))),
    Damage("names-respelled", "a program that allows no dots in names",
           on(WORKBOOK, respelled)),
    Damage("entry-cut-and-pasted", "cut an entry and pasted it elsewhere; its name went along",
           lambda b: edited(b, project=cut("C4", 4, "K4", "64.80"),
                            workbook=named("budget_amount", f"'{FIRST_SHEET}'!$K$4")),
           (("BS006", KEY),)),
)  # fmt: skip

VALUES = (
    Damage("formula-in-entry", "calculated an amount", project(formula("C4", "60+4.8", "64.8")),
           (("BS007", "projects.0.budget_amount"),)),
    Damage("formula-without-result", "calculated an amount in a program that stores no result",
           project(cell("C4", "<f>60+4.8</f>")), (("BS007", "projects.0.budget_amount"),),
           first(budget_amount=None)),
    Damage("formula-with-words", "a formula whose result is no amount",
           project(cell("C4", '<f>"约"&amp;65</f><v>约65</v>', "str")),
           (("BS008", "projects.0.budget_amount"),),
           unreadable("projects.0.budget_amount", "约65", budget_amount=None)),
    Damage("formula-pasted-over-a-text", "pasted a formula over the name",
           project(cell("E3", "<f>A1</f><v>编外人员工资及社会保险</v>", "str")),
           (("BS007", "projects.0.name"),)),
    Damage("not-available", "#N/A in an entry", project(error("C4", "#N/A")),
           (("BS009", "projects.0.budget_amount"),), first(budget_amount=None)),
    Damage("reference-error-in-a-text", "#REF! in a text", project(error("E3", "#REF!")),
           (("BS009", "projects.0.name"),), first(name="")),
    Damage("words-for-number", "wrote the amount in words", project(text("C4", "六十四")),
           (("BS008", "projects.0.budget_amount"),),
           unreadable("projects.0.budget_amount", "六十四", budget_amount=None)),
    Damage("true-for-number", "TRUE in an amount", project(cell("C4", "<v>1</v>", "b")),
           (("BS008", "projects.0.budget_amount"),),
           unreadable("projects.0.budget_amount", "TRUE", budget_amount=None)),
    Damage("number-as-text", "an amount stored as text", project(text("C4", "64.8")),
           normalised=("projects.0.budget_amount",)),
    Damage("full-width", "full-width digits", project(text("C4", "６４．８０")),
           normalised=("projects.0.budget_amount",)),
    Damage("unit-in-cell", "wrote 万元 into the cell", project(text("C4", "64.80万元")),
           normalised=("projects.0.budget_amount",)),
    Damage("yuan-in-cell", "wrote 元 into the cell", project(text("C4", "648000元")),
           (("BS008", "projects.0.budget_amount"),),
           unreadable("projects.0.budget_amount", "648000元", budget_amount=None)),
    Damage("thousands", "thousands separators", project(text("C4", "1,064.80")),
           filing=first(budget_amount=Decimal("1064.80")),
           normalised=("projects.0.budget_amount",)),
    Damage("binary-noise", "the float nearest to 64.80",
           project(number("C4", "64.799999999999997"))),
    Damage("zero", "zero is not blank", project(number("G4", "0")),
           filing=first(other_funds=Decimal("0.00"))),
    Damage("percent-as-number", "25 in a cell of percentages' text",
           project(text("B7", "25")), normalised=("projects.0.spending_plan.3",)),
    Damage("percent-as-text", "２５％ as text", project(text("B7", "２５％")),
           normalised=("projects.0.spending_plan.3",)),
    Damage("number-for-text", "a number where a text belongs", project(number("F17", "12")),
           filing=row(0, target_value="12")),
    Damage("date-for-text", "a date where a text belongs",
           with_a_date, filing=row(3, target_value="2027年3月5日"),
           normalised=("projects.0.indicators.3.target_value",)),
    Damage("iso-date-for-text", "a date as the strict format stores it",
           project(cell("F20", "<v>2027-03-05T00:00:00</v>", "d")),
           filing=row(3, target_value="2027年3月5日")),
    Damage("line-breaks", "line breaks in a text",
           project(text("B5", "第一行&#13;&#10;第二行_x000D_\n")),
           filing=first(purpose="第一行\n第二行"), normalised=("projects.0.purpose",)),
    Damage("forty-thousand-characters", "pasted 40,000 characters",
           project(text("B5", "长" * 40_000)), (("BS008", "projects.0.purpose"),),
           first(purpose="长" * 40_000), rescued=first(purpose="长" * 32_767),
           left=(("接“长长长长长长长长长长长长长长长长长长长长…”", "", "长" * 7_233),)),
    Damage("rich-text", "coloured half a word",
           project(cell("E3", "<is><r><rPr><b/></rPr><t>编外人员</t></r>"
                              "<r><t>工资及社会保险</t></r></is>", "inlineStr"))),
    Damage("phonetic-guide", "put a phonetic guide over a word",
           project(cell("E3", "<is><t>编外人员工资及社会保险</t><rPh><t>biān</t></rPh>"
                              '<phoneticPr fontId="1"/></is>', "inlineStr"))),
    Damage("half-a-character", "half of a surrogate pair in a text",
           project(text("B5", "图_xD83D_书")), filing=first(purpose="图\ufffd书")),
    Damage("blanks-around", "blanks around a code", project(text("B3", " 13099026P00612030101R ")),
           normalised=("projects.0.code",)),
)  # fmt: skip

PRODUCERS = (
    Damage("google-like", "saved by a web office: inline texts, no stored results", google_like),
    Damage("wps-like", "saved by WPS: its data, guides and hidden sheet", wps_like),
    Damage("strict", "saved as strict OOXML", strict),
    Damage("shared-formulas", "formulas shared down a column", project(shared_formulas)),
    Damage("prefixes", "a prefix on every element", prefixed),
    Damage("reordered-attributes", "attributes in another order", reordered),
    Damage("absolute-targets", "targets from the package's root", absolute_targets),
    Damage("other-folder", "the main part elsewhere, targets that climb", other_folder),
    Damage("utf-16", "parts in UTF-16", utf_16),
    Damage("byte-order-marks", "a byte order mark before each part", with_mark),
    Damage("backslashes", "a zip writer that parts folders with backslashes", backslashes),
)  # fmt: skip

FOREIGN = (
    Damage("macro", "saved with a macro, as .xlsm",
           lambda b: package_of({**parts_of(b), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
           (("BS010", ""),)),
    Damage("external-link", "linked to another workbook",
           lambda b: package_of({**parts_of(b), "xl/externalLinks/externalLink1.xml": b"<x/>"}),
           (("BS010", ""),)),
    Damage("embedded-file", "embedded a document",
           lambda b: package_of({**parts_of(b), "xl/embeddings/a.docx": b"PK"}), (("BS010", ""),)),
    Damage("stray-note", "left a note beside the table",
           project(below("K90", "问财务")), (("BS010", "projects.0.K90"),),
           left=((FIRST_SHEET, "K90", "问财务"),)),
    Damage("stray-sum", "calculated beside the table",
           project(instead("</sheetData>", '<row r="90"><c r="K90"><f>1+1</f><v>2</v></c></row>'
                           "</sheetData>")),
           left=((FIRST_SHEET, "K90", "2"),)),
    Damage("note-on-directory", "left a note on 目录",
           on(SHEET.format(1), below("J99", "已报财政")),
           left=(("目录", "J99", "已报财政"),)),
    Damage("reason-without-a-rule", "wrote a reason below the list",
           on(RESULTS_PART, below("G60", "都核过")),
           left=(("校验结果", "G60", "都核过"),)),
    Damage("comment", "commented on an entry",
           lambda b: with_relation(b, FIRST_PROJECT, "comments", "../comments1.xml",
                                   {"xl/comments1.xml": COMMENT}),
           left=((FIRST_SHEET, "C4 批注", "按批复"),)),
    Damage("thread", "began a thread on an entry",
           lambda b: with_relation(b, FIRST_PROJECT, "threadedComment", "../threads/t.xml",
                                   {"xl/threads/t.xml": THREAD}),
           left=((FIRST_SHEET, "C4 批注", "请核"), (FIRST_SHEET, "C4 批注", "已核"))),
    Damage("text-box", "drew a text box and pasted a picture",
           lambda b: with_relation(b, FIRST_PROJECT, "drawing", "../drawings/drawing9.xml",
                                   {"xl/drawings/drawing9.xml": DRAWING}),
           left=((FIRST_SHEET, "J5 文本框", "附件"), (FIRST_SHEET, "A2 图片", "（图片）"))),
    Damage("page-head", "wrote into the page's head",
           project(instead("<oddFooter>", "<oddHeader>&amp;C内部稿&amp;D</oddHeader><oddFooter>")),
           left=((FIRST_SHEET, "页眉页脚", "内部稿"),)),
)  # fmt: skip

BROKEN_OFF = "（这张表损坏，损坏之后的内容读不出来）"
BROKEN = (
    Damage("sheet-cut-short", "a sheet's part ends in its middle",
           project(lambda xml: xml[: xml.index('<row r="5"')]), (("BS005", KEY),), lost=True,
           filing=lambda f: first(
               purpose="", objectives=(), indicators=(),
               spending_plan=tuple(n._replace(percent=None) for n in f.projects[0].spending_plan),
           )(f)),
    Damage("sheet-part-missing", "a sheet's part is not in the package",
           lambda b: package_of({n: p for n, p in parts_of(b).items() if n != FIRST_PROJECT}),
           (("BS005", KEY),), lost=True,
           filing=lambda f: replace(f, projects=(BLANK, *f.projects[1:]))),
    Damage("results-broken", "the part of 校验结果 is broken",
           on(RESULTS_PART, lambda xml: xml[:300]), (("BS005", "sheets.校验结果"),), lost=True,
           left=(("校验结果", "", BROKEN_OFF),)),
    Damage("directory-broken", "the part of 目录 is broken",
           on(SHEET.format(1), lambda xml: xml[:300]), left=(("目录", "", BROKEN_OFF),)),
    Damage("formats-broken", "the formats are broken, so that no percentage says it is one",
           on("xl/styles.xml", lambda xml: xml[:300]),
           normalised=tuple(f"projects.{n}.spending_plan.{m}"
                            for n in range(8) for m in (3, 6, 10, 12))),
)  # fmt: skip

DAMAGES = (
    *BROKEN, *SHEETS, *ROWS, *MERGES, *FIXED_TEXTS, *ANCHORS, *VALUES, *PRODUCERS, *FOREIGN,
)  # fmt: skip
