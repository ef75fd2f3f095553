"""A published PDF that holds text: its paragraphs as lines, its ruled tables as rows."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from budgetsheet import pace
from budgetsheet.errors import UnusableError
from budgetsheet.form.scheme import Scheme
from budgetsheet.importers.items import Aside, Cell, Item, Line, Row
from budgetsheet.importers.pdf_grid import Frame, Grid, clustered, frames
from budgetsheet.importers.pdf_page import TOO_MUCH, Page, read_page
from budgetsheet.importers.pdf_text import TextLine, cell_text, goes_on, lines_of
from budgetsheet.importers.text_document import Imported, import_items
from budgetsheet.importers.words import Words

MAX_BYTES = 60 * 2**20
MAX_PAGES = 400
MAX_GLYPHS = 600_000
MAX_FRAMES = 3000
MAX_LOOKS = 5_000_000
"""Tables, and characters times the tables of their page."""
_DAMAGED = "PDF 打不开，可能已损坏。请用原来的 Word 文件，或重新导出 PDF 再导入。"
_SCANNED = "这份 PDF 是扫描的图片，里面没有文字。请用原来的 Word 文件，或先做文字识别再导入。"
_LOCKED = "PDF 加了密码。请取消密码、另存后再导入。"
_PAGE_NUMBER = re.compile(
    r"(?:第\s*+)?[—–\-－\s]*+\d{1,4}[—–\-－\s]*+(?:页)?(?:[/共\s]*+\d{1,4}\s*+页?)?"
)
_BROAD = 0.6
"""The part of a page's width that a full line of running text fills at least."""
_EDGE = 0.15
"""The part of a page's height at its top and bottom where running heads stand."""


def import_pdf(data: bytes, scheme: Scheme, year: int | None = None) -> Imported:
    """Read a whole PDF. Notes tell page and line.

    Raises: UnusableError when it is damaged, locked, too large, scanned, or not of the form.
    """
    pages = list(_pages(data))
    if sum(len(page.glyphs) for page in pages) < 20:
        raise UnusableError(_SCANNED)
    return import_items(_Pdf(pages).items(), Words(scheme), year)


def _pages(data: bytes) -> Iterator[Page]:
    import pypdfium2

    if len(data) > MAX_BYTES:
        raise UnusableError("PDF 超过 60 MB，不像是绩效目标文本，请检查文件。")
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnusableError(_LOCKED if "assword" in str(error) else _DAMAGED) from error
    try:
        if len(opened) > MAX_PAGES:
            raise UnusableError(f"PDF 超过 {MAX_PAGES} 页，请只保留绩效目标部分再导入。")
        yield from _within_limits(opened)
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise UnusableError(_DAMAGED) from error
    finally:
        opened.close()


def _within_limits(opened: Any) -> Iterator[Page]:
    glyphs = 0
    for number in range(len(opened)):
        pace.step()
        page = read_page(opened[number])
        glyphs += len(page.glyphs)
        if glyphs > MAX_GLYPHS:
            raise UnusableError("PDF 里的文字多得不正常，请只保留绩效目标部分再导入。")
        yield page


class _Pdf:
    """Puts pages together: tables share their columns, paragraphs go on over a page's end."""

    def __init__(self, pages: list[Page]) -> None:
        self._pages = pages
        self._frames = [frames(page.rules) for page in pages]
        work = (len(p.glyphs) * len(f) for p, f in zip(pages, self._frames, strict=True))
        if sum(work) > MAX_LOOKS or sum(map(len, self._frames)) > MAX_FRAMES:
            raise UnusableError(TOO_MUCH)
        self._lines = [
            lines_of(g for g in page.glyphs if not any(f.holds(g) for f in frames_))
            for page, frames_ in zip(pages, self._frames, strict=True)
        ]
        self._wide: dict[tuple[float, float], list[float]] = {}
        self._ends: dict[int, list[TextLine]] = {}
        self._running = self._running_heads()
        body = [line for i, lines in enumerate(self._lines) for line in lines
                if not self._is_running(i, line)]  # fmt: skip
        self._left, self._right = self._margins(body)

    def _margins(self, body: list[TextLine]) -> tuple[float, float]:
        """Where the lines of running text begin and end; where there is little, the tables."""
        broad = _BROAD * min((page.width for page in self._pages), default=0.0)
        pieces: list[TextLine | Frame] = [*body]
        if not any(line.right - line.left > broad for line in body):
            pieces += [frame for frames_ in self._frames for frame in frames_]
        left = _usual([piece.left for piece in pieces], low=True)
        return left, max(_usual([piece.right for piece in pieces], low=False), left + broad)

    def items(self) -> Iterator[Item]:
        """Every line, row and aside, page by page."""
        held: tuple[Line, TextLine] | None = None
        after_table = False
        for number in range(len(self._pages)):
            at, count = f"第 {number + 1} 页", 0
            for piece in self._in_order(number):
                count += 1
                if isinstance(piece, Frame):
                    if held:
                        yield held[0]
                    held = None
                    rows = list(self._rows(number, piece, count, at, after_table))
                    count += len(rows) - 1
                    after_table = False
                    yield from rows
                    after_table = True
                elif self._is_running(number, piece):
                    yield Aside(count, piece.text, "页眉、页脚或页码，不是正文", at)
                elif held and goes_on(held[1], piece, self._left, self._right):
                    held = Line(held[0].line, held[0].text + piece.text, held[0].at), piece
                else:
                    if held:
                        yield held[0]
                    held, after_table = (Line(count, piece.text, at), piece), False
        if held:
            yield held[0]

    def _in_order(self, number: int) -> list[Frame | TextLine]:
        pieces: list[Frame | TextLine] = [*self._frames[number], *self._lines[number]]
        return sorted(pieces, key=lambda piece: piece.top)

    def _rows(
        self, number: int, frame: Frame, line: int, at: str, after_table: bool
    ) -> Iterator[Row]:
        """The rows of a table; the first ones may go on a row that a page's end cut."""
        grid = Grid(frame, self._columns(frame))
        texts: dict[tuple[int, int], list[Any]] = {}
        for glyph in self._pages[number].glyphs:
            if frame.holds(glyph):
                texts.setdefault(grid.place(glyph), []).append(glyph)
        cells: dict[tuple[int, int], Cell] = {}
        for cell in grid.cells:
            inside = [(i, j) for i in range(cell.top, cell.bottom + 1)
                      for j in range(cell.left, cell.right + 1)]  # fmt: skip
            glyphs = [glyph for place in inside for glyph in texts.get(place, ())]
            for i, j in inside:
                first = (i, j) == (cell.top, cell.left)
                text = cell_text(glyphs, grid.width(cell)) if first else ""
                cells[i, j] = Cell(line + i, text, at, joined=i > cell.top)
        for i in range(len(grid.rows) - 1):
            row = tuple(cells[i, j] for j in range(len(grid.columns) - 1))
            yield Row(row, goes_on=after_table and i < 2)

    def _columns(self, frame: Frame) -> list[float]:
        """The columns of all tables as wide as this one, told once for tables all alike."""
        wide = frame.left, frame.right
        if wide not in self._wide:
            self._wide[wide] = self._shared_columns(frame)
        return self._wide[wide]

    def _shared_columns(self, frame: Frame) -> list[float]:
        """The columns of all tables of about that width: a head may stand a page before."""
        same = [
            rule.at
            for frames_ in self._frames
            for other in frames_
            if abs(other.left - frame.left) < 3 and abs(other.right - frame.right) < 3
            for rule in other.uprights
        ]
        inner = [at for at in clustered(same) if frame.left + 3 < at < frame.right - 3]
        return [frame.left, *inner, frame.right]

    # ---- running heads

    def _running_heads(self) -> frozenset[str]:
        """Texts that stand outermost on most pages, whatever number they bear."""
        if len(self._pages) < 3:
            return frozenset()
        edge = (line for i in range(len(self._pages)) for line in self._outermost(i))
        counts = Counter(_without_digits(line.text) for line in edge)
        return frozenset(text for text, n in counts.items() if n * 2 > len(self._pages))

    def _outermost(self, number: int) -> list[TextLine]:
        """The first and the last line of a page, page numbers apart."""
        if number not in self._ends:
            self._ends[number] = self._found_outermost(number)
        return self._ends[number]

    def _found_outermost(self, number: int) -> list[TextLine]:
        lines = [line for line in self._lines[number] if not self._is_page_number(number, line)]
        ends = lines[:1] + lines[-1:]
        return [line for line in ends if self._at_edge(number, line)]

    def _at_edge(self, number: int, line: TextLine) -> bool:
        height = self._pages[number].height
        return line.bottom < _EDGE * height or line.top > (1 - _EDGE) * height

    def _is_page_number(self, number: int, line: TextLine) -> bool:
        return self._at_edge(number, line) and bool(_PAGE_NUMBER.fullmatch(line.text.strip()))

    def _is_running(self, number: int, line: TextLine) -> bool:
        if self._is_page_number(number, line):
            return True
        running = _without_digits(line.text) in self._running
        return running and line in self._outermost(number)


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _usual(places: list[float], low: bool) -> float:
    """The edge of the text: where most of the outermost lines begin or end."""
    if not places:
        return 0.0
    counts = Counter(round(place / 2) for place in places)
    enough = min(max(1, len(places) // 20), max(counts.values()))
    common = [place for place, n in counts.items() if n >= enough]
    return 2.0 * (min(common) if low else max(common))
