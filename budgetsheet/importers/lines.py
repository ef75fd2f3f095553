"""The text of a document as numbered lines, and its tables as rows of cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from budgetsheet.errors import UnusableError
from budgetsheet.form.scheme import Scheme
from budgetsheet.text import half_width, without_blanks

MAX_BYTES = 20 * 2**20
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]*\]")
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HEADING_MARK = re.compile(r"(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+[、.．])")
_TITLE_MARK = re.compile(r"\s*(?:\d+|[一二三四五六七八九十]+)\s*[.．、]\s*")
_CELL_BREAK = re.compile(r"[^\S\n\t]*\t\s*")
_USUAL_WIDTH = 7
_LONGEST_TITLE = 320


@dataclass(frozen=True, slots=True)
class Note:
    """What an import could not place, or decided; `line` 0 is the whole document."""

    line: int
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line outside of a table."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; its text may have several lines."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, its empty cells too."""

    cells: tuple[Cell, ...]


Item = Line | Row


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


def key(text: str) -> str:
    """Bring text to the form in which labels are compared: no white space, half-width."""
    return without_blanks(half_width(text))


def plain_lines(text: str) -> list[str]:
    """Split a document into lines; bookmarks are dropped."""
    return _BOOKMARK.sub("", _LINE_ENDS.sub("\n", text)).split("\n")


@dataclass(frozen=True, slots=True)
class Words:
    """The scheme's words in the form in which they are compared."""

    scheme: Scheme
    row_starts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        starts = ("code", "budget_block", "plan_block", "objectives", "category")
        labels = {self.key(name) for name in starts}
        names = {key(category.name) for category in self.scheme.categories}
        object.__setattr__(self, "row_starts", frozenset(labels | names))

    def key(self, label: str) -> str:
        """Give a label of the scheme in its compared form."""
        return key(self.scheme.labels[label])

    def title(self, text: str) -> str | None:
        """Read the project's name out of a table's title line, None for any other line."""
        suffix = self.scheme.labels["title_suffix"]
        plain = text.strip()
        if not plain.endswith(suffix) or len(plain) > _LONGEST_TITLE:
            return None
        name = plain.removesuffix(suffix)
        mark = _TITLE_MARK.match(name)
        return (name[mark.end() :] if mark else name).strip() or None

    def heading(self, text: str) -> str | None:
        """Tell which heading of the document a line is: a label's name, `part`, or None."""
        plain = key(_HEADING_MARK.sub("", text.strip(), count=1)).rstrip(":。")
        if not plain or plain in map(key, (*self.scheme.part_one, *self.scheme.part_two)):
            return "part"
        for name in ("overall_heading", "sub_heading", "safeguards_heading"):
            if plain == self.key(name):
                return name
        return None


def read_items(text: str, words: Words) -> Iterator[Item]:
    """Give the lines and the table rows of a text in the document's order.

    Two ways of writing a table are known: a cell a line, each begun by a tab; and a row a
    line, the cells parted by tabs.
    """
    lines = plain_lines(text)
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
    """Count the columns: the cells from 一级指标 to the end of its row."""
    category = words.key("category")
    head = next((i for i, text in enumerate(lines) if key(text) == category), None)
    if head is None:
        return _USUAL_WIDTH
    rest = (i for i, text in enumerate(lines[head:]) if not text.startswith("\t"))
    width = next(rest, len(lines) - head)
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
