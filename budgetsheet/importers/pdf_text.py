"""Characters of a PDF as lines of text, and lines as the paragraphs that they were broken from."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from budgetsheet import pace
from budgetsheet.importers.pdf_page import Glyph

_SAME_LINE = 0.5
_WORD_GAP = 0.25
_COLUMN_GAP = 1.8
"""Gaps in a line, in heights of a character: more than that parts words, or columns."""
_WIDE_BLANK = 0.7
_PADDING = 12.5
"""What a cell keeps free at both sides together. Units: points."""
_SLACK = 0.9
"""A line is full when the next word would come that near to the edge. Units: heights."""
_FIRST_WORD = re.compile(r"[!-~]+|.[、，。；：！？）》〉”’】〕%％]*")
"""What is never parted: a run of half-width signs; a sign and what may not begin a line."""
_ITEM = re.compile(
    r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、]|[①-⑳]|[一二三四五六七八九十]是)"
)


class TextLine(NamedTuple):
    """A line of text and where it stands; how wide its first word is. Units: points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    first: float

    @property
    def middle(self) -> float:
        """Half way between its ends."""
        return (self.left + self.right) / 2


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines, from the top; parts of a line far from each other are parted by a tab."""
    pace.step()
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: ((g.top + g.bottom) / 2, g.left)):
        middle = (glyph.top + glyph.bottom) / 2
        last = rows[-1][0] if rows else None
        if last and abs((last.top + last.bottom) / 2 - middle) < _SAME_LINE * max(last.size, 1):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    found = [_line(sorted(row, key=lambda g: g.left)) for row in rows]
    return [line for line in found if line.text]


def _line(glyphs: list[Glyph]) -> TextLine:
    """A line's text: what parts its signs is told by their distance."""
    written = [g for g in glyphs if g.text.strip()] or glyphs
    blanks = sorted(g.left for g in glyphs if not g.text.strip())
    size = max(g.size for g in written)
    pieces = [written[0].text.strip()]
    for before, glyph in pairwise(written):
        next_blank = bisect_right(blanks, before.left)
        meant = next_blank < len(blanks) and blanks[next_blank] < glyph.left
        pieces += _between(before, glyph, size, meant), glyph.text
    word = _FIRST_WORD.match("".join(g.text for g in written))
    last = written[len(word[0]) - 1 if word else 0]
    return TextLine(
        "".join(pieces), written[0].left, min(g.top for g in written), written[-1].right,
        max(g.bottom for g in written), size, last.right - written[0].left,
    )  # fmt: skip


def _between(before: Glyph, glyph: Glyph, size: float, meant: bool) -> str:
    """What stands between two signs: a tab for columns, a blank where one is meant."""
    gap = glyph.left - before.right
    latin = before.text.isascii() and glyph.text.isascii()
    if gap > _COLUMN_GAP * size:
        return "\t"
    if gap > _WORD_GAP * size and latin and before.text.isalnum() and glyph.text.isalnum():
        return " "
    if meant:
        return " " if latin or gap < _WIDE_BLANK * size else "\u3000"
    return ""


def cell_text(glyphs: Sequence[Glyph], width: float) -> str:
    """The text of a cell: a line that is full goes on in the next one."""
    found = ""
    before: TextLine | None = None
    for line in lines_of(glyphs):
        joined = before is not None and _full(before, line, before.left + width - _PADDING, 0.1)
        begins = _ITEM.match(line.text) is not None
        found += "" if before is None or (joined and not begins) else "\n"
        found += line.text.replace("\t", " ")
        before = line
    return found


def _full(before: TextLine, line: TextLine, right: float, slack: float = _SLACK) -> bool:
    """Whether the first word of a line had no room at the end of the one before."""
    return before.right + line.first > right - slack * line.size


def goes_on(before: TextLine, line: TextLine, left: float, right: float) -> bool:
    """Whether a line is the rest of the one before: not indented, or centred like it."""
    alike = abs(before.size - line.size) < 0.15 * line.size
    if not alike or "\t" in before.text + line.text or not _full(before, line, right):
        return False
    flush = line.left < left + 0.8 * line.size
    centre = (left + right) / 2
    centred = all(abs(each.middle - centre) < 0.5 * line.size for each in (before, line))
    return flush or (centred and line.top - before.bottom < 2 * line.size)
