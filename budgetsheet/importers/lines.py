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
_INNER_TAB = re.compile(r"\S[^\S\n]*\t\s*\S")


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
    dimensions: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        starts = ("code", "budget_block", "plan_block", "objectives", "category")
        labels = {self.key(name) for name in starts}
        names = {key(category.name) for category in self.scheme.categories}
        object.__setattr__(self, "row_starts", frozenset(labels | names))
        object.__setattr__(self, "dimensions", frozenset(key(d) for _, d in self.scheme.pairs))

    def key(self, label: str) -> str:
        """Give a label of the scheme in its compared form."""
        return key(self.scheme.labels[label])

    def title(self, text: str) -> str | None:
        """Read the project's name out of a table's title line, None for any other line."""
        suffix = self.scheme.labels["title_suffix"]
        plain = text.strip()
        if not key(plain).endswith(suffix) or len(plain) > 300:
            return None
        name = plain[: plain.rindex(suffix[0])] if plain.endswith(suffix) else plain
        name = plain.removesuffix(suffix)
        mark = _TITLE_MARK.match(name)
        return (name[mark.end() :] if mark else name).strip() or None

    def heading(self, text: str) -> str | None:
        """Tell which heading of the document a line is: a label's name, `part`, or None."""
        plain = key(_HEADING_MARK.sub("", text.strip(), count=1)).rstrip(":。")
        if not plain or plain in map(key, (*self.scheme.part_one, *self.scheme.part_two)):
            return "part" if text.strip() else None
        for name in ("overall_heading", "sub_heading", "safeguards_heading"):
            if plain == self.key(name):
                return name
        return None


def table_start(lines: Sequence[str], words: Words) -> int | None:
    """Find where the tables begin: the first title, or the first cell of the first table."""
    code, category = words.key("code"), words.key("category")
    first = next((i for i, text in enumerate(lines) if key(text).startswith((code, category))), None)
    if first is None:
        return None
    start = first
    while start and (not lines[start - 1].strip() or lines[start - 1].startswith("\t")):
        start -= 1
    if start and words.title(lines[start - 1]):
        start -= 1
    return start


def items(lines: Sequence[str], start: int, words: Words) -> Iterator[Item]:
    """Give lines and rows in the document's order. Lines before `start` are never cells."""
    for number, text in enumerate(lines[:start], 1):
        if text.strip():
            yield Line(number, text.strip())
    category, dimension = words.key("category"), words.key("dimension")
    if any(category in (k := key(text)) and dimension in k for text in lines[start:]):
        yield from _row_lines(lines, start)
    else:
        yield from _CellLines(words, _width(lines[start:], words)).read(lines, start)


def _row_lines(lines: Sequence[str], start: int) -> Iterator[Item]:
    """Read tables whose rows are lines and whose cells are parted by tabs."""
    for number, text in enumerate(lines[start:], start + 1):
        if "\t" in text:
            cells = tuple(Cell(number, part.strip()) for part in text.split("\t"))
            if any(cell.text for cell in cells):
                yield Row(cells)
        elif text.strip():
            yield Line(number, text.strip())


def _width(lines: Sequence[str], words: Words) -> int:
    """Count the columns: the cells from 一级指标 to the end of its row."""
    category = words.key("category")
    head = next((i for i, text in enumerate(lines) if key(text) == category), None)
    if head is None:
        return 7
    rest = (i for i, text in enumerate(lines[head:]) if not text.startswith("\t"))
    width = next(rest, len(lines) - head)
    return width if 5 <= width <= 12 else 7
