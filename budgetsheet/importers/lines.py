"""A plain text as numbered lines, and its tables as rows of cells."""

import re
from collections.abc import Iterator, Sequence

from budgetsheet.errors import UnusableError
from budgetsheet.importers.flat_lines import FlatLines, is_flat
from budgetsheet.importers.items import Aside, Cell, Item, Line, Row
from budgetsheet.importers.words import Words, key

MAX_BYTES = 20 * 2**20
MAX_LINES = 300_000
"""A project has two hundred and fifty, blank ones included."""
_BOOKMARK = re.compile(r"\[bookmark:[^\[\]\n]*+\]")
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CELL_BREAK = re.compile(r"(?<![^\S\n\t])[^\S\n\t]*+\t\s*")
_USUAL_WIDTH = 7


def decode_document(data: bytes) -> str:
    """Turn a text file into text: UTF-8, UTF-16 with its mark, or GB 18030.

    Raises: UnusableError when it is too large or in none of these.
    """
    if len(data) > MAX_BYTES:
        raise UnusableError("文件超过 20 MB，不像是绩效目标文本，请检查文件。")
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnusableError("文件不是纯文本，请在 Word 里另存为“纯文本 (.txt)”再导入。")


def plain_lines(text: str) -> list[str]:
    """Split a document into lines, without the marks of bookmarks.

    Raises: UnusableError for more lines than a document has.
    """
    lines = _BOOKMARK.sub("", _LINE_ENDS.sub("\n", text)).split("\n")
    if len(lines) > MAX_LINES:
        raise UnusableError("文件的行数多得不正常，不像是绩效目标文本，请检查文件。")
    return lines


def bookmarks(text: str) -> Iterator[Aside]:
    """The marks of bookmarks, which show nothing in the document."""
    for number, line in enumerate(_LINE_ENDS.sub("\n", text).split("\n"), 1):
        for mark in _BOOKMARK.findall(line):
            yield Aside(number, mark, "书签记号，不是正文")


def read_items(text: str, words: Words) -> Iterator[Item]:
    """Give the lines and the table rows of a text in the document's order.

    Three ways of writing a table are known: a cell a line, each begun by a tab; a row a
    line, the cells parted by tabs; and a cell a line without any mark.
    """
    lines = plain_lines(text)
    if is_flat(lines, words):
        return FlatLines(lines, words).items()
    if any(len(_CELL_BREAK.split(line.strip())) >= 4 for line in lines):
        return _row_lines(lines)
    return _CellLines(words, _width(lines, words)).read(lines)


def _row_lines(lines: Sequence[str]) -> Iterator[Item]:
    for number, text in enumerate(lines, 1):
        if "\t" in text and text.strip():
            yield Row(tuple(Cell(number, part.strip()) for part in text.split("\t")))
        elif text.strip():
            yield Line(number, text.strip())


def _width(lines: Sequence[str], words: Words) -> int:
    """Count the columns: the cells from 一级指标 to the end of its row.

    A line without a tab goes on with the cell before; an empty one ends the row.
    """
    category = key(words.scheme.labels["category"])
    head = next((i for i, text in enumerate(lines) if key(text) == category), None)
    if head is None:
        return _USUAL_WIDTH
    rest = (i for i, text in enumerate(lines[head:]) if not text.strip() and "\t" not in text)
    width = sum(text.startswith("\t") for text in lines[head:][: next(rest, None)])
    return width if 5 <= width <= 12 else _USUAL_WIDTH


class _CellLines:
    """Reads cells that stand on lines of their own.

    A row ends when it is full, or where a label that begins a row follows an empty line.
    Lines without a tab go on with the cell before, unless the row is full and an empty
    line came between, or the line is a table's title.
    """

    def __init__(self, words: Words, width: int) -> None:
        self._words, self._width = words, width
        self._cells: list[Cell] = []
        self._after_blank = False

    def read(self, lines: Sequence[str]) -> Iterator[Item]:
        """Give every line and row."""
        for number, text in enumerate(lines, 1):
            if not text.strip() and not text.startswith("\t"):
                self._after_blank = True
                continue
            if text.startswith("\t"):
                yield from self._begin_cell(number, text.strip())
            elif self._goes_on(text):
                last = self._cells[-1]
                self._cells[-1] = Cell(last.line, f"{last.text}\n{text.strip()}".strip())
            else:
                yield from self._flush()
                yield Line(number, text.strip())
            self._after_blank = False
        yield from self._flush()

    def _begin_cell(self, number: int, text: str) -> Iterator[Item]:
        starts_row = self._after_blank and key(text) in self._words.row_starts
        if len(self._cells) == self._width or starts_row:
            yield from self._flush()
        self._cells.append(Cell(number, text))

    def _goes_on(self, text: str) -> bool:
        if not self._cells or self._words.title(text) is not None:
            return False
        return not (self._after_blank and len(self._cells) == self._width)

    def _flush(self) -> Iterator[Item]:
        if any(cell.text for cell in self._cells):
            yield Row(tuple(self._cells))
        self._cells = []
