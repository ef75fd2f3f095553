"""Small moves that every sheet shares: merges, quoting, locks, pages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from budgetsheet.form.grid import Area, area
from budgetsheet.workbook.contents import SheetContents

if TYPE_CHECKING:
    from budgetsheet.workbook.package import FormWorkbook

_MM_PER_INCH = 25.4
_LAST_ROW = 1048575
OFFICIAL_MARGINS = {"left": 28, "right": 26, "top": 37, "bottom": 35}
"""Units: mm. Source: GB/T 9704-2012."""
_WORKING_MARGINS = {"left": 15, "right": 15, "top": 18, "bottom": 18}
"""Of the sheets that are printed to work with, not to publish: the text stays larger."""
_OPEN_ON_LOCKED = {
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "sort": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
"""What people need on a locked sheet: widths, heights, filters."""


def quoted(sheet_name: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet_name.replace("'", "''") + "'"


def text_literal(text: str) -> str:
    """A text as formulas write it; long texts are joined from parts Excel accepts."""
    parts = [text[i : i + 250] for i in range(0, len(text), 250)] or [""]
    return "&".join('"' + part.replace('"', '""') + '"' for part in parts)


def merge(ws: Any, place: Area, text: str, style: Any) -> None:
    """Write a text over an area, merged where it is more than one cell.

    The text stays a text whatever it begins with.
    """
    spread(ws, place, style)
    if text:
        ws.write_string(place.top, place.left, text, style)


def spread(ws: Any, place: Area, style: Any) -> None:
    """Give an area its style, merged where it is more than one cell."""
    if place.single:
        ws.write_blank(place.top, place.left, None, style)
        return
    ws.merge_range(place.top, place.left, place.bottom, place.right, "", style)


def formula(ws: Any, place: Area, expression: str, style: Any, value: object = "") -> None:
    """Write a formula with the value it has now, so that viewers need not calculate."""
    spread(ws, place, style)
    ws.write_formula(place.top, place.left, f"={expression}", style, value)


def fill(book: "FormWorkbook", ws: Any, contents: SheetContents) -> None:
    """Write a generated sheet's cells and set the heights of its rows."""
    for put in contents.puts:
        style = book.style(*put.style)
        if put.formula:
            formula(ws, put.place, put.formula, style, put.value)
        elif put.jump:
            ws.write_url(put.place.top, put.place.left, f"internal:{put.jump}", style, put.value)
        elif isinstance(put.value, str):
            merge(ws, put.place, put.value, style)
        else:
            ws.write_number(put.place.top, put.place.left, put.value, style)
    for row, height in contents.heights.items():
        ws.set_row(row, height)


def finish_sheet(
    ws: Any, print_area: Area | None, *, widths: Sequence[float], head: int | None = None,
    tall: int = 0, landscape: bool = False, margins: Mapping[str, int] = _WORKING_MARGINS,
    numbers: Iterable[Area] = (),
) -> None:  # fmt: skip
    """Lock the sheet and set its page: A4, one page wide, margins in mm.

    A sheet without a print area prints all that stands on it, also what is written later.
    `head` is the row that every page repeats; `tall` the greatest number of pages, 0 for as
    many as it takes. In the areas of `numbers`, Excel marks a text that looks like one.
    """
    meant = area(0, 0, _LAST_ROW, ws.dim_colmax).without(numbers)
    ws.mean_as_is(" ".join(part.ref for part in meant))
    for column, width in enumerate(widths):
        ws.set_column(column, column, width)
    ws.protect("", _OPEN_ON_LOCKED)
    ws.set_paper(9)
    if landscape:
        ws.set_landscape()
    ws.set_margins(**{side: size / _MM_PER_INCH for side, size in margins.items()})
    if head is not None:
        ws.repeat_rows(head)
    ws.fit_to_pages(1, tall)
    if print_area:
        ws.print_area(print_area.top, print_area.left, print_area.bottom, print_area.right)
    ws.center_horizontally()
    ws.hide_gridlines(2)
    ws.set_footer("&C— &P —")
