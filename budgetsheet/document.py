"""The document between the filing and its files: rendered text with its trace, neutral blocks."""

from typing import NamedTuple

DRAFT_MARK = "草稿　尚未定稿，不得公开"
"""What every page, or the first line, of a draft bears."""

TOTAL_TOKENS = {
    "预算合计": "budget_amount",
    "财政资金合计": "fiscal_funds",
    "其他资金合计": "other_funds",
}
"""Tokens that are sums over the projects, and the field each adds up. Units: 万元."""

COMPUTED_TOKENS = ("项目个数", *TOTAL_TOKENS, "年度", "单位名称")
"""Tokens that need no measure: `{项目个数}`."""


class Figure(NamedTuple):
    """One figure of the narrative: its token, its place in the text, the paths it came from.

    A sum lists every operand.
    """

    token: str
    start: int
    end: int
    shown: str
    sources: tuple[str, ...]


class Rendered(NamedTuple):
    """One paragraph: where it stands, as it was written, as it reads, and its figures."""

    path: str
    source: str
    text: str
    figures: tuple[Figure, ...] = ()


class Narrative(NamedTuple):
    """Every paragraph rendered, the totals with their operands, and unknown tokens by path."""

    rendered: tuple[Rendered, ...]
    unknown: tuple[tuple[str, str], ...] = ()
    totals: tuple[Figure, ...] = ()


class Heading(NamedTuple):
    """A heading; level 0 is a part's title line, 1 is 一、, 2 is （一）, 3 a project's table.

    `dress` tells that only a document with a layout has it; the published text goes without.
    """

    level: int
    text: str
    path: str = ""
    dress: bool = False


class Paragraph(NamedTuple):
    """A paragraph of running text."""

    text: str
    path: str = ""


class TableCell(NamedTuple):
    """A cell of the official table: its text, the columns it spans, how it looks.

    `joined` tells that it continues the cell above, `bare` that it has no border but the one
    below.
    """

    text: str
    span: int = 1
    label: bool = False
    joined: bool = False
    left: bool = False
    bare: bool = False


class Table(NamedTuple):
    """One part of a project's table, as wide as the scheme's table is."""

    rows: tuple[tuple[TableCell, ...], ...]
    head_rows: int = 0
    """Rows that are repeated on every page."""


Block = Heading | Paragraph | Table


class Document(NamedTuple):
    """The published document as blocks in order."""

    title: str
    unit: str
    blocks: tuple[Block, ...]
    draft: bool = False
    column_widths: tuple[float, ...] = ()
    """Widths of the tables' columns, in any unit: their shares of the page count."""
