"""What stands on a page of a PDF: its characters and its ruled lines, as a person sees them."""

from collections.abc import Iterator
from ctypes import c_float, c_int
from typing import Any, NamedTuple

from budgetsheet.errors import UnusableError

MAX_CHARACTERS = 60_000
MAX_PATHS = 60_000
MAX_SEGMENTS = 400
_THICKEST = 2.5
"""A stroke is that thick at most. Units: points."""
_SHORTEST = 4.0
TOO_MUCH = "PDF 的一页里内容多得不正常，不予打开。请用原来的 Word 文件再导入。"


class Glyph(NamedTuple):
    """One character and its box; y grows downwards from the top of the page. Units: points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """The height of its box."""
        return self.bottom - self.top


class Rule(NamedTuple):
    """A straight line: at `at`, from `start` to `end`, across the page or down it."""

    level: bool
    at: float
    start: float
    end: float


class Page(NamedTuple):
    """A page with its size and what stands on it."""

    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]


Box = tuple[float, float, float, float]
"""Left, bottom, right, top as PDF counts them, from the lower left corner."""


def read_page(page: Any) -> Page:
    """Read one page of pdfium's. Raises: UnusableError when it holds more than a page can."""
    width, height = page.get_size()
    turn = _Turn(width, height, page.get_rotation())
    glyphs = list(_glyphs(page, turn))
    rules = [rule for box in _strokes(page) for rule in _as_rule(turn.box(box))]
    return Page(turn.width, turn.height, glyphs, rules)


class _Turn:
    """Brings boxes to the page as it is shown, whichever way it is turned."""

    def __init__(self, width: float, height: float, rotation: int) -> None:
        self.width, self.height = width, height
        self._rotation = rotation % 360

    def box(self, box: Box) -> tuple[float, float, float, float]:
        """Left, top, right, bottom with y growing downwards."""
        left, bottom, right, top = box
        match self._rotation:
            case 90:
                return bottom, left, top, right
            case 180:
                return self.width - right, bottom, self.width - left, top
            case 270:
                return (
                    self.width - top,
                    self.height - right,
                    self.width - bottom,
                    self.height - left,
                )
        return left, self.height - top, right, self.height - bottom


def _glyphs(page: Any, turn: _Turn) -> Iterator[Glyph]:
    """The characters that are written; blanks that only pdfium puts between them are not."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    count = text.count_chars()
    if count > MAX_CHARACTERS:
        raise UnusableError(TOO_MUCH)
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(text, i)
        if not _is_sign(code) or pdfium.FPDFText_IsGenerated(text, i) == 1:
            continue
        left, top, right, bottom = turn.box(text.get_charbox(i, loose=True))
        yield Glyph(chr(code), left, top, right, bottom)


def _is_sign(code: int) -> bool:
    """Whether pdfium's number for a character is one: a font may say what it likes."""
    return 0x20 <= code < 0xD800 or 0xDFFF < code < 0x110000


def _strokes(page: Any) -> Iterator[Box]:
    """The boxes of thin paths, of the sides of boxes, and of a path's straight parts."""
    import pypdfium2.raw as pdfium

    for number, shape in enumerate(
        page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4)
    ):
        if number > MAX_PATHS:
            raise UnusableError(TOO_MUCH)
        left, bottom, right, top = shape.get_bounds()
        if min(right - left, top - bottom) <= _THICKEST:
            yield left, bottom, right, top
        elif _is_stroked(shape):
            yield from _parts(shape)


def _is_stroked(shape: Any) -> bool:
    """Whether the path's outline is drawn; a filled area alone is the shade of a cell."""
    import pypdfium2.raw as pdfium

    filled, stroked = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(shape, filled, stroked)
    return bool(stroked.value)


def _parts(shape: Any) -> Iterator[Box]:
    """The straight parts of a path, where it stands on the page."""
    import pypdfium2.raw as pdfium

    matrix = shape.get_matrix()
    count = min(pdfium.FPDFPath_CountSegments(shape), MAX_SEGMENTS)
    before = first = (0.0, 0.0)
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(shape, i)
        x, y = c_float(), c_float()
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = matrix.on_point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield _between(before, point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield _between(point, first)
        before = point


def _between(a: tuple[float, float], b: tuple[float, float]) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _as_rule(box: tuple[float, float, float, float]) -> Iterator[Rule]:
    """A thin box as a line across or down; a dot or a slope is none."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if height <= _THICKEST and width >= _SHORTEST:
        yield Rule(True, (top + bottom) / 2, left, right)
    elif width <= _THICKEST and height >= _SHORTEST:
        yield Rule(False, (left + right) / 2, top, bottom)
