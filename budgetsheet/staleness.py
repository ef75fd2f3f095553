"""BS502: what 概述 and 汇总 say, against what they should say now."""

from collections.abc import Iterator
from decimal import Decimal

from budgetsheet.document import Rendered
from budgetsheet.findings import Hit
from budgetsheet.form import book as names
from budgetsheet.form.editions import TODAY
from budgetsheet.form.project_sheet import AMOUNT_PARTS
from budgetsheet.money import format_amount, round_amount
from budgetsheet.narrative.render import render
from budgetsheet.rules.consistency import OUT_OF_DATE
from budgetsheet.text import in_cells, without_blanks
from budgetsheet.totals import totals
from budgetsheet.workbook.derived import Paragraphs, Totals
from budgetsheet.workbook.reader import Location, Reading

_MOST_TOLD = 4
_LONGEST_FIGURE = 40
_HALF_A_CENT = Decimal("0.005")
Difference = tuple[str, str, str]
"""Where, what is there, what should be there; the last two blank for a changed wording."""


def stale_hits(reading: Reading) -> list[Hit]:
    """What has to be refreshed; a hit a sheet, its place noted in the reading.

    Silent when: a sheet is lost (BS005 has told), the form is an older one (BS002), a total
    has no calculated value.
    """
    if reading.lost or reading.edition is not TODAY:
        return []
    found, derived = [], reading.derived()
    for path, sheet, told in (
        ("overview", names.OVERVIEW, list(_narrative(reading, derived.paragraphs))),
        ("summary", names.SUMMARY, list(_totals(reading, derived.totals))),
    ):
        if told:
            reading.places[path] = Location(sheet, told[0][0], sheet)
            found.append(_hit(path, sheet, [difference for _, difference in told]))
    return found


def _hit(path: str, sheet: str, differences: list[Difference]) -> Hit:
    said = [f"{where}现在是 {now}，应为 {right}" if now or right else f"{where}有改动"
            for where, now, right in differences[:_MOST_TOLD]]  # fmt: skip
    more = len(differences) - len(said)
    what = "；".join(said) + (f"；另有 {more} 处" if more > 0 else "")
    found = "、".join(now or "原来的文字" for _, now, _ in differences[:_MOST_TOLD])
    expected = "、".join(right or "现在的文字" for _, _, right in differences[:_MOST_TOLD])
    return OUT_OF_DATE.hit(path, sheet=sheet, what=what, found=found, expected=expected)


def _narrative(reading: Reading, shown: Paragraphs | None) -> Iterator[tuple[str, Difference]]:
    """Cell and difference of every paragraph that does not read as it should."""
    if shown is None:
        return
    wanted = [part for part in render(reading.filing).rendered if part.source]
    differing = [
        (number, cell, text, part)
        for number, ((cell, text), part) in enumerate(zip(shown, wanted, strict=False), start=1)
        if without_blanks(text) != without_blanks(in_cells(part.text)[0])
    ]
    if len(shown) != len(wanted):
        cell = next((cell for _, cell, _, _ in differing), shown[-1][0] if shown else "")
        yield cell, ("段数", str(len(shown)), str(len(wanted)))
        return
    for number, cell, text, part in differing:
        for difference in _differences(f"第 {number} 段", text, part):
            yield cell, difference


def _differences(where: str, text: str, part: Rendered) -> list[Difference]:
    """The figures that differ, or the wording where more than figures does."""
    before = _figures_of(text, part)
    found = [
        (f"{where}的“{figure.token}”", now or "空白", figure.shown or "空白")
        for figure, now in zip(part.figures, before, strict=False)
        if now != figure.shown
    ]
    return found or [(f"{where}的文字", "", "")]


def _figures_of(text: str, part: Rendered) -> list[str]:
    """What stands in an older text where its figures stood; nothing where its words differ.

    Of two figures side by side the first is taken to be what it is now.
    """
    found: list[str] = []
    words = _words_around(part)
    at, last = len(words[0]), len(text) - len(words[-1])
    framed = text.startswith(words[0]) and text.endswith(words[-1])
    if not part.figures or not framed:
        return []
    for figure, word in zip(part.figures, (*words[1:-1], None), strict=True):
        to = last if word is None else text.find(word, at, last)
        if word == "":
            to = at + len(figure.shown)
        if not at <= to <= min(last, at + _LONGEST_FIGURE):
            return []
        found.append(text[at:to])
        at = to + len(word or "")
    return found


def _words_around(part: Rendered) -> list[str]:
    """What stands before, between and behind the figures of a paragraph."""
    starts = [*(figure.start for figure in part.figures), len(part.text)]
    ends = [0, *(figure.end for figure in part.figures)]
    return [part.text[end:start] for end, start in zip(ends, starts, strict=True)]


def _totals(reading: Reading, shown: Totals) -> Iterator[tuple[str, Difference]]:
    scheme = reading.form.scheme
    heads = [scheme.plain_label(part).rpartition("：")[2] for part in AMOUNT_PARTS]
    heads += [f"至{scheme.month_label(month)}支出" for month in scheme.plan_months]
    wanted = totals(reading.filing, scheme.plan_months)
    for head, (cell, now), right in zip(heads, shown, wanted, strict=False):
        if now is not None and abs(now - right) >= _HALF_A_CENT:
            yield cell, (f"{head}合计", format_amount(round_amount(now)), format_amount(right))
