"""The sheet 概述: the regenerated narrative, each paragraph told when it is stale."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from budgetsheet.document import TOTAL_TOKENS, Figure, Rendered
from budgetsheet.form import book as names
from budgetsheet.form.derived_sheets import OVERVIEW_FIRST as _FIRST
from budgetsheet.form.grid import area
from budgetsheet.form.number_text import year
from budgetsheet.model import Filing
from budgetsheet.text import in_cells
from budgetsheet.workbook.contents import Locate, Put, SheetContents
from budgetsheet.workbook.heights import row_height
from budgetsheet.workbook.sheets import fill, finish_sheet, quoted, text_literal
from budgetsheet.workbook.summary_writer import total_cell

if TYPE_CHECKING:
    from budgetsheet.workbook.package import FormWorkbook

_WIDTHS = (17, 72, 18)
_HEADS = ("来源", "文字", "与来源是否一致")
_FIGURE_HEADS = ("数字的来源", "数字用在哪里", "与来源是否一致")
_ROOM = 400
"""Rows that the red mark of stale paragraphs covers at least: a refresh in the open workbook
may need more rows than the file had."""
_FRESH, _STALE, _TO_CHECK = "一致", "来源已改，请更新", "由校验核对"
_TOTAL_FORM = "0.00######"
"""How a sum is printed: two decimals at least, and more only where there are more."""
_MOST_DECIMALS = len(_TOTAL_FORM) - 2
_MAX_FORMULA = 8000
"""Excel takes formulas of 8192 characters; longer texts are compared by the program only."""
_MAX_NESTING = 56
"""Excel nests functions 64 deep; eight are around the tokens."""


def write_overview(
    book: "FormWorkbook", filing: Filing, rendered: tuple[Rendered, ...], locate: Locate
) -> None:
    """Write one row a paragraph: where it comes from, its text, whether it is up to date.

    Below, one row a figure of the text: its source, where it is used, whether it is the same.
    """
    ws = book.add_worksheet(names.OVERVIEW)
    contents = overview_contents(filing, rendered, locate)
    fill(book, ws, contents)
    rule = {"type": "text", "criteria": "begins with", "value": _STALE[:2]}
    for place in (area(1, 0), area(_FIRST, 2, max(contents.last, _FIRST + _ROOM))):
        ws.conditional_format(place.ref, {**rule, "format": book.mark("stale")})
    finish_sheet(ws, None, widths=_WIDTHS, head=_FIRST - 1)
    ws.freeze_panes(_FIRST, 0)


def overview_contents(
    filing: Filing, rendered: tuple[Rendered, ...], locate: Locate
) -> SheetContents:
    """What the sheet holds."""
    shown = [part for part in rendered if part.source]
    last = _FIRST + max(1, len(shown)) - 1
    title = Put(area(0, 0, right=2), "绩效目标概述（由各表生成）", ("title",))
    puts = [title, _status(last), *_head(_FIRST - 1, _HEADS)]
    tokens = _tokens(filing, locate)
    heights = {0: 36.0, _FIRST - 1: 22.0}
    for number, part in enumerate(shown, start=1):
        row = _FIRST + number - 1
        puts += _paragraph(row, number, part, locate(part.path), tokens)
        heights[row] = row_height(((part.text, _WIDTHS[1]),))
    figures = _figures_of(shown)
    if figures:
        head = last + 2
        puts += _head(head, _FIGURE_HEADS)
        heights[head] = 22.0
        for row, (figure, used) in enumerate(figures, start=head + 1):
            told = _figure_told(figure, used)
            puts += _figure(row, figure, told, _home(figure, filing, locate), tokens)
            heights[row] = row_height(((told, _WIDTHS[1]),))
        last = head + len(figures)
    return SheetContents(tuple(puts), heights, _FIRST, last, len(_HEADS))


def _head(row: int, heads: tuple[str, ...]) -> list[Put]:
    return [Put(area(row, i), head, ("box", "label")) for i, head in enumerate(heads)]


def _figures_of(shown: list[Rendered]) -> list[tuple[Figure, list[int]]]:
    """Each figure once, with the numbers of the paragraphs that it stands in."""
    found: dict[str, tuple[Figure, list[int]]] = {}
    for number, part in enumerate(shown, start=1):
        for figure in part.figures:
            _, used = found.setdefault(figure.token, (figure, []))
            if number not in used:
                used.append(number)
    return list(found.values())


def _home(figure: Figure, filing: Filing, locate: Locate) -> tuple[str, str]:
    """Sheet and cell that a figure is taken from; a sum from its total on 汇总."""
    if figure.token in TOTAL_TOKENS:
        cell = total_cell(len(filing.projects), TOTAL_TOKENS[figure.token])
        return names.SUMMARY, cell.rpartition("!")[2].replace("$", "")
    if figure.sources and not figure.sources[0].startswith("projects."):
        return locate(figure.sources[0])
    return names.DIRECTORY, "A1"


def _figure_told(figure: Figure, used: list[int]) -> str:
    places = "、".join(map(str, used))
    return f"{{{figure.token}}}　{figure.shown}　用在第 {places} 段"


def _figure(
    row: int, figure: Figure, told: str, home: tuple[str, str], tokens: dict[str, str]
) -> Iterator[Put]:
    """A figure's row: a way to its source, where it is used, whether it is still the same."""
    sheet, cell = home
    yield Put(area(row, 0), f"{sheet} {cell}", ("box", "link"), jump=f"{quoted(sheet)}!{cell}")
    yield Put(area(row, 1), told, ("box", "left"))
    now = tokens.get(figure.token, text_literal(figure.shown))
    style = ("box", "center")
    if _too_fine(figure):
        yield Put(area(row, 2), _TO_CHECK, style)
    else:
        yield Put(area(row, 2), _FRESH, style, _told(f'{now}&""', text_literal(figure.shown)))


def _told(now: str, shown: str) -> str:
    """An expression that tells whether two texts are the same but for blanks, as the check does."""
    return f'IF(EXACT({_bare(now)},{_bare(shown)}),"{_FRESH}","{_STALE}")'


def _bare(text: str) -> str:
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text}," ",""),"　",""),CHAR(10),"")'


def _too_fine(figure: Figure) -> bool:
    """Whether a sum has more decimals than a formula would show."""
    decimals = len(figure.shown.partition(".")[2])
    return figure.token in TOTAL_TOKENS and decimals > _MOST_DECIMALS


def _status(last: int) -> Put:
    column, fresh = area(_FIRST, 2, last, 2).absolute, "概述与各表一致。"
    expression = (
        f'IF(COUNTIF({column},"{_STALE}")=0,"{fresh}",'
        f'"来源已改：有 "&COUNTIF({column},"{_STALE}")&" 段与各表不一致，请点“更新概述与汇总”。")'
    )
    return Put(area(1, 0, right=2), fresh, ("left",), expression)


def _paragraph(
    row: int, number: int, part: Rendered, place: tuple[str, str], tokens: dict[str, str]
) -> Iterator[Put]:
    sheet, cell = place
    source = f"{number}. {sheet} {cell}"
    yield Put(area(row, 0), source, ("box", "link"), jump=f"{quoted(sheet)}!{cell}")
    shown, *more = in_cells(part.text)
    yield Put(area(row, 1), shown, ("box", "left"))
    rebuilt = _reference(place)
    used = [figure.token for figure in part.figures if figure.token in tokens]
    for token in dict.fromkeys(used):
        rebuilt = f"SUBSTITUTE({rebuilt},{text_literal(f'{{{token}}}')},{tokens[token]})"
    expression = _told(f"B{row + 1}", rebuilt)
    style = ("box", "center")
    if more or len(expression) > _MAX_FORMULA or len(set(used)) > _MAX_NESTING:
        yield Put(area(row, 2), f"太长，{_TO_CHECK}", style)
    elif any(map(_too_fine, part.figures)):
        yield Put(area(row, 2), _TO_CHECK, style)
    else:
        yield Put(area(row, 2), _FRESH, style, expression)


def _reference(place: tuple[str, str]) -> str:
    """A cell as formulas on another sheet name it: `'部门整体'!$B$4`."""
    sheet, cell = place
    letters = cell.rstrip("0123456789")
    return f"{quoted(sheet)}!${letters}${cell.removeprefix(letters)}"


def _tokens(filing: Filing, locate: Locate) -> dict[str, str]:
    """The Excel expression of every token that the narrative may hold."""
    count = len(filing.projects)
    tokens = {
        "项目个数": str(count),
        **{token: f'TEXT({total_cell(count, part)},"{_TOTAL_FORM}")'
           for token, part in TOTAL_TOKENS.items()},
        "年度": year(_reference(locate("year"))),
        "单位名称": _reference(locate("department.name")),
    }  # fmt: skip
    for i, measure in enumerate(filing.measures):
        value, unit, text = (
            _reference(locate(f"measures.{i}.{part}")) for part in ("value", "unit", "text")
        )
        tokens.setdefault(measure.name, f'IF({value}="",{text},{value}&{unit})')
    return tokens
