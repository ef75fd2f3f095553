"""Row heights from the text in its merged width, so that nothing is clipped."""

from collections.abc import Iterable, Sequence

from budgetsheet.form.grid import Area
from budgetsheet.text import columns

LINE_HEIGHT = 15.5
"""Points a line of 10.5 pt takes; the tallest of the fonts that may stand in for 仿宋."""
PADDING = 5.0
_SPARED = 3
MAX_HEIGHT = 409.0
"""Excel's highest row."""


def lines(text: str, width: float) -> int:
    """Lines that a text takes in a cell of that width (Excel's column units).

    One unit is one half-width character of the 11 pt standard font, and near enough of
    our 10.5 pt. Spared on each line: the indent, and one Chinese character for punctuation
    that must not begin a line.
    """
    room = max(2, int(width) - _SPARED)
    if "\n" not in text:
        return max(1, -(-columns(text) // room))
    return sum(max(1, -(-columns(line) // room)) for line in text.split("\n"))


def area_width(area: Area, widths: Sequence[float]) -> float:
    """Width of a merged area in Excel's column units."""
    return sum(widths[area.left : area.right + 1])


def row_height(texts: Iterable[tuple[str, float]], least: float = 24.0) -> float:
    """Height in points for the texts of one row, each with its width."""
    most = max((lines(text, width) for text, width in texts if text), default=1)
    return min(MAX_HEIGHT, max(least, most * LINE_HEIGHT + PADDING))
