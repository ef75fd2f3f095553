"""Writes the very hidden sheet of words that live checks look through."""

from collections.abc import Iterator, Mapping
from typing import Any

from budgetsheet.form import book as names
from budgetsheet.form.grid import Area
from budgetsheet.form.live import LivePlan, WordList, placed
from budgetsheet.workbook.package import PENDING, FormWorkbook, InlineText


def _placed(plan: LivePlan) -> Iterator[tuple[WordList, Area]]:
    """Each list with its cells: upright ones side by side, then rows one below the other."""
    upright = [words for words in plan.words if not words.across]
    for column, words in enumerate(upright):
        yield words, Area(0, column, len(words.items) - 1, column)
    left = len(upright)
    for row, words in enumerate(words for words in plan.words if words.across):
        yield words, Area(row, left, row, left + len(words.items) - 1)


def word_ranges(plan: LivePlan) -> tuple[tuple[str, str], ...]:
    """Placeholder and range of each list."""
    return tuple(
        (f"words.{words.name}", f"{names.WORDS}!{place.absolute}") for words, place in _placed(plan)
    )


def write_words(book: FormWorkbook, plan: LivePlan, cells: Mapping[str, str]) -> None:
    """Write the lists; without live checks there is no such sheet."""
    if not plan.words:
        return
    ws = book.add_worksheet(names.WORDS)
    for words, place in _placed(plan):
        for i, item in enumerate(words.items):
            row, column = place.top + (0 if words.across else i), place.left
            _item(ws, row, column + (i if words.across else 0), item, cells)
    ws.protect("")
    ws.very_hidden()


def _item(ws: Any, row: int, column: int, item: str | float, cells: Mapping[str, str]) -> None:
    if not isinstance(item, str):
        ws.write_number(row, column, item)
    elif item.startswith("="):
        ws.write_formula(row, column, placed(item, cells.__getitem__), None, PENDING)
    else:
        ws.write_formula(row, column, InlineText(item))
