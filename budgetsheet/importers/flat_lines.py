"""A text whose tables lost their shape: a line a cell, as word processors save plain text.

Labels tell where a fact begins, the words of the levels where an indicator begins; an empty
line is an empty cell.
"""

import re
from collections.abc import Iterator, Sequence

from budgetsheet.importers.items import Cell, Item, Line, Row
from budgetsheet.importers.words import BLOCK_LABELS, FACT_LABELS, GOAL_LABELS, Words, key
from budgetsheet.money import says_none
from budgetsheet.money_units import unit_noted

_FEWEST_LABELS = 5
_MONTH = re.compile(r"\d{1,2}月(?:底|末)|第?[一二三四]季度(?:末)?")
_FIGURE = re.compile(r"(?:人民币|RMB|[¥￥])?[\d,，.]+\D{0,8}")
_NUMBERS = ("budget_amount", "fiscal_funds", "other_funds")


def is_flat(lines: Sequence[str], words: Words) -> bool:
    """Whether a text has tables' labels on lines of their own, and none beside a tab."""

    def is_label(text: str) -> bool:
        return bool(words.label(text) or words.column(text))

    if any("\t" in line and any(map(is_label, line.split("\t"))) for line in lines):
        return False
    return sum(map(is_label, lines)) >= _FEWEST_LABELS


class FlatLines:
    """Reads such a text from top to bottom."""

    def __init__(self, lines: Sequence[str], words: Words) -> None:
        self._lines = [line.strip() for line in lines]
        self._words = words
        self._at = 0
        self._levels = words.categories | {
            key(name) for category in words.scheme.categories for name in category.dimensions
        }

    def items(self) -> Iterator[Item]:
        """Every line and row."""
        inside = False
        while self._at < len(self._lines):
            text = self._lines[self._at]
            heads = self._run(lambda line: bool(self._words.column(line)))
            if text and (self._words.title(text) or self._words.heading(text)):
                inside = False
                yield Line(self._at + 1, text)
                self._at += 1
            elif len(heads) >= 3:
                yield Row(tuple(heads))
                yield from self._indicators(len(heads))
            elif self._label()[0]:
                inside = True
                yield from self._fact()
            elif text and unit_noted(self._next()):
                yield Row((self._take(), self._take()))
            else:
                cell = self._take()
                if text:
                    blank = Cell(cell.line, "")
                    yield Row((blank, cell)) if inside else Line(cell.line, text)

    def _run(self, fits: object) -> list[Cell]:
        """The lines from here on that fit, taken when there are three or more."""
        assert callable(fits)
        end = self._at
        while end < len(self._lines) and fits(self._lines[end]):
            end += 1
        cells = [Cell(i + 1, self._lines[i]) for i in range(self._at, end)]
        if len(cells) >= 3:
            self._at = end
        return cells

    def _label(self) -> tuple[str, int]:
        """The label that begins here, and its lines: a narrow cell may have parted it."""
        for count in (1, 2):
            text = "".join(self._lines[self._at : self._at + count])
            name = self._words.label(text)
            if name in (*FACT_LABELS, *BLOCK_LABELS, *GOAL_LABELS):
                return name, count
        return "", 0

    def _ends(self) -> bool:
        """Whether something else begins here."""
        if self._at >= len(self._lines):
            return True
        text = self._lines[self._at]
        heading = bool(text) and self._words.heading(text) is not None
        return bool(self._label()[0] or self._words.column(text) or heading
                    or self._words.title(text))  # fmt: skip

    def _next(self) -> str:
        """The line after this one."""
        return self._lines[self._at + 1] if self._at + 1 < len(self._lines) else ""

    def _take(self) -> Cell:
        self._at += 1
        return Cell(self._at, self._lines[self._at - 1])

    def _fact(self) -> Iterator[Item]:
        name, count = self._label()
        label = Cell(self._at + 1, "".join(self._lines[self._at : self._at + count]))
        self._at += count
        if name == "plan_block":
            yield from self._plan(label)
        elif name in GOAL_LABELS:
            first, texts = self._at + 1, []
            while not self._ends():
                texts.append(self._take().text)
            yield Row((label, Cell(first, "\n".join(filter(None, texts)))))
        elif self._ends() or not self._may_be(name, self._lines[self._at]):
            yield Row((label,))
        else:
            yield Row((label, self._take()))

    def _may_be(self, name: str, text: str) -> bool:
        """Whether a text can be the value of a label: an amount is a figure, a block has none."""
        if name in BLOCK_LABELS or not text:
            return False
        return name not in _NUMBERS or bool(_FIGURE.fullmatch(key(text)) or says_none(text))

    def _plan(self, label: Cell) -> Iterator[Item]:
        months: list[Cell] = []
        while self._at < len(self._lines) and _MONTH.fullmatch(key(self._lines[self._at])):
            months.append(self._take())
        yield Row((label, *months))
        figures = [Cell(self._at + 1, "")]
        while len(figures) <= len(months) and not self._ends():
            cell = self._take()
            if cell.text or len(figures) > 1:
                figures.append(cell)
        if months:
            yield Row(tuple(figures))

    def _indicators(self, width: int) -> Iterator[Item]:
        """The rows under the heads, each up to the next word of a level."""
        while not self._ends():
            levels = [Cell(self._at + 1, ""), Cell(self._at + 1, "")]
            if not self._lines[self._at]:
                self._at += 1
                continue
            if key(self._lines[self._at]) in self._words.categories:
                levels[0] = self._take()
            if not self._ends() and key(self._lines[self._at]) in self._levels:
                levels[1] = self._take()
            yield from self._rows(levels, self._cells(width - 2), width - 2)

    def _cells(self, width: int) -> list[Cell]:
        """The lines up to the next level; two empty ones behind a whole row begin another."""
        cells: list[Cell] = []
        while not self._ends() and key(self._lines[self._at]) not in self._levels:
            whole = sum(1 for cell in cells if cell.text) >= width
            if whole and not self._lines[self._at] and not self._next():
                break
            cells.append(self._take())
        return cells

    def _rows(self, levels: list[Cell], cells: list[Cell], width: int) -> Iterator[Item]:
        """One row, or several of a kind; what is too much for a row goes on with its middle."""
        while len(cells) > width and not cells[-1].text:
            cells.pop()
        written = [cell for cell in cells if cell.text]
        if len(written) > width and len(written) % width == 0:
            for i in range(0, len(written), width):
                yield Row((*levels, *written[i : i + width]))
                levels = [Cell(cell.line, "") for cell in levels]
        elif len(written) > width > 2:
            middle = written[1 : len(written) - width + 2]
            joined = Cell(middle[0].line, "\n".join(cell.text for cell in middle))
            yield Row((*levels, written[0], joined, *written[len(written) - width + 2 :]))
        elif written or any(cell.text for cell in levels):
            yield Row((*levels, *cells))
