"""What a cell holds and how it looks, in Excel's words."""

from typing import Any

from budgetsheet.form.grid import area
from budgetsheet.live.host import Write

_ALIGN = {"left": -4131, "center": -4108, "right": -4152}
_GENERAL, _CENTER, _NONE = 1, -4108, -4142
_CONTINUOUS = 1
_SINGLE = 2


def dress(place: Any, look: dict[str, Any]) -> None:
    """Give cells the look that the file's writer gives them."""
    font = place.Font
    font.Name, font.Size = look["font_name"], look["font_size"]
    font.Bold = bool(look.get("bold"))
    font.Underline = _SINGLE if look.get("underline") else _NONE
    font.Color = colour(look.get("font_color", "#000000"))
    place.HorizontalAlignment = _ALIGN.get(look.get("align", ""), _GENERAL)
    place.VerticalAlignment = _CENTER
    place.WrapText = bool(look.get("text_wrap"))
    place.NumberFormat = look.get("num_format", "General")
    place.Locked = look.get("locked", True)
    if "bg_color" in look:
        place.Interior.Color = colour(look["bg_color"])
    if look.get("border"):
        place.Borders.LineStyle = _CONTINUOUS
        place.Borders.Color = colour(look["border_color"])


def fill(page: Any, run: Write) -> None:
    """Write a run of cells; plain ones at once, each formula and each link alone."""
    as_typed = run.look.get("num_format") == "@"
    if all(not formula and not jump for _, formula, jump in run.cells):
        values = tuple((_value(value, as_typed),) for value, _, _ in run.cells)
        top = area(run.place.top, run.place.left, run.place.top + len(values) - 1)
        page.Range(top.ref).Value = values if len(values) > 1 else values[0][0]
        return
    for row, (value, formula, jump) in enumerate(run.cells, start=run.place.top):
        cell = page.Range(area(row, run.place.left).ref)
        if formula:
            cell.Formula = f"={formula}"
            continue
        cell.Value = _value(value, as_typed)
        if jump:
            page.Hyperlinks.Add(cell, "", jump)
    if run.look:
        dress(page.Range(run.place.ref), run.look)


def _value(value: str | int | float, as_typed: bool) -> str | int | float | None:
    """A text with an apostrophe before it, which Excel takes for "this is a text".

    A cell in text format takes every text as it is.
    """
    if isinstance(value, str):
        return value if as_typed else f"'{value}" if value else None
    return value


def colour(text: str) -> int:
    """`#F8C9C9` as Excel numbers it, blue first."""
    red, green, blue = bytes.fromhex(text[1:])
    return red + (green << 8) + (blue << 16)
