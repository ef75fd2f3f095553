"""What every source of a document is turned into: lines, rows of cells, and asides."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """What an import could not place, or decided; `line` 0 is the whole document."""

    line: int
    text: str
    message: str
    at: str = ""

    @property
    def where(self) -> str:
        """The place in words."""
        return place_words(self.line, self.at)


@dataclass(frozen=True, slots=True)
class Line:
    """A line outside of a table; `at` names its page or sheet, where there are several."""

    line: int
    text: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; its text may have several lines.

    `joined` tells that it is merged with the cell above, whose text it shares; `stored` is
    the number of which its text shows a rounded one.
    """

    line: int
    text: str
    at: str = ""
    joined: bool = False
    stored: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, its empty cells too: one a column that a wide cell covers.

    `goes_on` tells that a page break may stand in the middle of the row above and this one.
    """

    cells: tuple[Cell, ...]
    goes_on: bool = False

    def joining(self, columns: Collection[int]) -> "Row":
        """The same row whose cells in some columns are merged with those above."""
        return Row(
            tuple(
                Cell(cell.line, "", cell.at, joined=True) if i in columns else cell
                for i, cell in enumerate(self.cells)
            ),
            self.goes_on,
        )


@dataclass(frozen=True, slots=True)
class Aside:
    """Text beside the document proper: kept as unplaced, or left out, in either case told."""

    line: int
    text: str
    message: str
    at: str = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A new sheet begins; what follows is another table. `name` is what the sheet is called."""

    name: str


Item = Line | Row | Aside | Break


UNDER_MERGE = "压在合并单元格下面，看不见"
CONTENTS = "目录，不是正文"


def place_words(line: int, at: str) -> str:
    """`第 3 页第 5 行`, `第 5 行`, or the whole file."""
    return f"{at}第 {line} 行" if line else at or "整个文件"


@dataclass(frozen=True, slots=True)
class Span:
    """A cell as a source gives it: its text and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


MOST_COLUMNS = 200
MOST_ROWS_COVERED = 2000


def grid_rows(rows: Iterable[tuple[int, Sequence[Span]]], at: str = "") -> Iterator[Row]:
    """Rows of spanning cells laid into a grid: a covered place is an empty cell.

    Each row comes with its line in the source. Wide and high cells beyond what a form can
    have are cut, so that no source makes a grid without end.
    """
    above: dict[int, int] = {}
    for line, spans in rows:
        cells: list[Cell] = []
        below: dict[int, int] = {}
        for span in spans:
            _covered(cells, line, at, above, below)
            width = max(1, min(span.columns, MOST_COLUMNS - len(cells)))
            for i in range(width):
                below[len(cells)] = min(span.rows, MOST_ROWS_COVERED) - 1
                cells.append(Cell(line, span.text if i == 0 else "", at))
        _covered(cells, line, at, above, below)
        above = below
        yield Row(tuple(cells))


def _covered(
    cells: list[Cell], line: int, at: str, above: dict[int, int], below: dict[int, int]
) -> None:
    """Put in the cells that a higher one above covers, as far as they follow each other."""
    while above.get(len(cells), 0) > 0 and len(cells) < MOST_COLUMNS:
        below[len(cells)] = above[len(cells)] - 1
        cells.append(Cell(line, "", at, joined=True))
