"""The document as the parts, headings and cells of a page: what every HTML export lays out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from budgetsheet.document import Document, Heading, Paragraph, Table, TableCell

_TAGS = {1: "h3", 2: "h4", 3: "h3"}
"""The heading of each level; a part's title is the h2 above them, the page's the h1."""
Piece = tuple[str, int]
"""A stretch of text and the number of the note on it, 0 for none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a page's table."""

    text: str
    scope: str
    colspan: int
    rowspan: int
    look: str


@dataclass(frozen=True, slots=True)
class Item:
    """A heading, paragraph or table; `kind` is its tag."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    anchor: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    head_rows: int = 0

    @property
    def text(self) -> str:
        """The words without their notes."""
        return "".join(text for text, _ in self.pieces)


@dataclass(slots=True)
class Part:
    """A part of the document: its number, its title, what it holds."""

    mark: str
    title: str
    anchor: str
    items: list[Item] = field(default_factory=list)

    @property
    def contents(self) -> list[Item]:
        """The headings that the table of contents lists."""
        return [item for item in self.items if item.anchor]


def parts_of(
    document: Document, pieces: Callable[[Paragraph | Heading], tuple[Piece, ...]]
) -> list[Part]:
    """The document part by part; `pieces` parts a text at its notes."""
    parts: list[Part] = []
    mark = label = ""
    for block, following in zip(document.blocks, (*document.blocks[1:], None), strict=True):
        if isinstance(block, Table):
            name = f"{label}：{'绩效指标' if block.head_rows else '基本情况'}"
            table = Item("table", ((name, 0),), "", _rows(block), block.head_rows)
            parts[-1].items.append(table)
        elif not isinstance(block, Heading):
            parts[-1].items.append(Item("p", pieces(block)))
        elif block.level == 0 and isinstance(following, Heading) and following.level == 0:
            mark = block.text
        elif block.level == 0:
            parts.append(Part(mark, block.text, f"part-{len(parts) + 1}"))
            mark = ""
        else:
            label = block.text
            listed = block.level in (1, 3)
            anchor = f"{parts[-1].anchor}-{len(parts[-1].contents) + 1}" if listed else ""
            parts[-1].items.append(Item(_TAGS[block.level], pieces(block), anchor))
    return parts


def column_shares(document: Document) -> tuple[float, ...]:
    """How much of the table's width each column takes. Units: %."""
    widths = document.column_widths
    return tuple(round(100 * width / sum(widths), 2) for width in widths)


def plain(block: Paragraph | Heading) -> tuple[Piece, ...]:
    """A text without notes."""
    return ((block.text, 0),)


def _rows(table: Table) -> tuple[tuple[Cell, ...], ...]:
    """The cells to write, each as high as it goes on below."""
    heights = _heights(table)
    return tuple(
        tuple(
            Cell(
                cell.text,
                _scope(row, place, number < table.head_rows),
                cell.span,
                heights[number, column],
                " ".join(name for name in ("left", "bare") if getattr(cell, name)),
            )
            for place, (column, cell) in enumerate(_placed(row))
            if not cell.joined
        )
        for number, row in enumerate(table.rows)
    )


def _scope(row: Sequence[TableCell], place: int, head: bool) -> str:
    """What a label names: its column where no entry follows it in its row."""
    if not row[place].label:
        return ""
    followed = place + 1 < len(row) and not row[place + 1].label
    return "row" if not head and (followed or place == 0) else "col"


def _heights(table: Table) -> dict[tuple[int, int], int]:
    """How many rows the cell at a row and column takes, from the last row up."""
    heights: dict[tuple[int, int], int] = {}
    for number in range(len(table.rows) - 1, -1, -1):
        below = {}
        if number + 1 < len(table.rows):
            below = dict(_placed(table.rows[number + 1]))
        for column, _ in _placed(table.rows[number]):
            goes_on = column in below and below[column].joined
            heights[number, column] = 1 + (heights[number + 1, column] if goes_on else 0)
    return heights


def _placed(row: Sequence[TableCell]) -> list[tuple[int, TableCell]]:
    placed, column = [], 0
    for cell in row:
        placed.append((column, cell))
        column += cell.span
    return placed
