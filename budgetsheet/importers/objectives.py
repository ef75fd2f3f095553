"""The objectives in one cell, each on its own, without the numbers that only count them."""

import re
from collections.abc import Callable

from budgetsheet.text import half_width, tidy, without_blank_lines

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = "一二三四五六七八九十"


def _plain(text: str) -> int:
    return int(half_width(text))


def chinese_value(text: str) -> int:
    """`三 → 3`, `十二 → 12`."""
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _CHINESE.index(text) + 1
    head = _CHINESE.index(tens) + 1 if tens else 1
    return head * 10 + (_CHINESE.index(ones) + 1 if ones else 0)


_DIGITS = r"[0-9０-９]{1,2}"
_NUMERAL = rf"[{_CHINESE}]{{1,3}}"
_STYLES: tuple[tuple[re.Pattern[str], Callable[[str], int]], ...] = (
    (re.compile(rf"\s*({_DIGITS})\s*[.．、]\s*(?=\S)"), _plain),
    (re.compile(rf"\s*[（(]\s*({_DIGITS})\s*[)）]\s*[、.．]?\s*(?=\S)"), _plain),
    (re.compile(rf"\s*({_DIGITS})\s*[)）]\s*(?=\S)"), _plain),
    (re.compile(rf"\s*([{_CIRCLED}])\s*[、.．]?\s*(?=\S)"), lambda t: _CIRCLED.index(t) + 1),
    (re.compile(rf"\s*({_NUMERAL})\s*[、.．]\s*(?=\S)"), chinese_value),
    (re.compile(rf"\s*[（(]\s*({_NUMERAL})\s*[)）]\s*(?=\S)"), chinese_value),
    (re.compile(rf"\s*目标\s*({_DIGITS})\s*[:：、.．]\s*(?=\S)"), _plain),
    (re.compile(rf"\s*目标\s*({_NUMERAL})\s*[:：、.．]\s*(?=\S)"), chinese_value),
)
"""Ways to number objectives; a cell uses one of them."""
_SENTENCE_ENDS = "；;。"
Part = tuple[str, str]
"""A piece of text, and what parts it from the piece before: a line end or nothing."""


def split_objectives(text: str) -> tuple[str, ...]:
    """Objectives out of one cell; numbers that count up from one are marks and not kept.

    A line without a number goes on with the objective before, where there are numbers.
    Numbered objectives may follow each other on one line, parted by ； or 。.
    """
    lines = [line.strip() for line in without_blank_lines(tidy(text)).split("\n") if line.strip()]
    found = [_numbered(lines, mark, number) for mark, number in _STYLES]
    best = min((each for each in found if each[1]), key=lambda each: min(each[1]), default=None)
    return _joined(*best) if best else tuple(lines)


def _numbered(
    lines: list[str], mark: re.Pattern[str], number: Callable[[str], int]
) -> tuple[list[Part], dict[int, int]]:
    """The lines as they stand or cut at marks inside them, whichever has more objectives."""
    whole = [(line, "\n") for line in lines]
    cut = [part for line in lines for part in _cut(line, mark)]
    ways = [(parts, _begins(parts, mark, number)) for parts in (whole, cut)]
    return max(ways, key=lambda way: len(way[1]))


def _cut(line: str, mark: re.Pattern[str]) -> list[Part]:
    """A line cut before each mark that follows the end of a sentence, ① wherever it stands."""
    starts = [0, *(i for i in range(1, len(line))
                   if (line[i - 1] in _SENTENCE_ENDS or line[i] in _CIRCLED)
                   and mark.match(line, i))]  # fmt: skip
    ends = [*starts[1:], len(line)]
    return [(line[i:j], "" if i else "\n") for i, j in zip(starts, ends, strict=True)]


def _begins(
    parts: list[Part], mark: re.Pattern[str], number: Callable[[str], int]
) -> dict[int, int]:
    """Piece and end of the mark of each objective, counted up from one.

    `1.5倍` is no mark, unless a 2. follows.
    """
    found: dict[int, int] = {}
    doubtful = False
    for i, (text, _) in enumerate(parts):
        match = mark.match(text)
        if match and number(match[1]) == len(found) + 1:
            decimal = "." in match[0] and text[match.end() : match.end() + 1].isdecimal()
            doubtful = doubtful or (decimal and not found)
            found[i] = match.end()
    return {} if doubtful and len(found) < 2 else found


def _joined(parts: list[Part], begins: dict[int, int]) -> tuple[str, ...]:
    found: list[str] = []
    for i, (text, glue) in enumerate(parts):
        if i in begins:
            found.append(text[begins[i] :].strip())
        elif found:
            found[-1] += f"{glue}{text}"
        else:
            found.append(text)
    return tuple(found)
