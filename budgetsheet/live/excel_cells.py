"""A sheet's cells, lock and marks, in Excel's words."""

from typing import Any

from budgetsheet.form.grid import Area, area
from budgetsheet.live.host import MARK, Mark, Write

_ALIGN = {"left": -4131, "center": -4108, "right": -4152}
_GENERAL, _CENTER, _NONE = 1, -4108, -4142
_CONTINUOUS = 1
_SINGLE = 2
_EXPRESSION = 2
_ALLOWED = ("AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows",
            "AllowInsertingColumns", "AllowInsertingRows", "AllowInsertingHyperlinks",
            "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering",
            "AllowUsingPivotTables")  # fmt: skip
"""What a sheet's lock allows, in the order in which Worksheet.Protect takes it."""


def dress(place: Any, look: dict[str, Any]) -> None:
    """Give cells the look that the file's writer gives them."""
    font = place.Font
    font.Name, font.Size = look["font_name"], look["font_size"]
    font.Bold = bool(look.get("bold"))
    font.Underline = _SINGLE if look.get("underline") else _NONE
    font.Color = colour(look.get("font_color", "#000000"))
    place.HorizontalAlignment = _ALIGN.get(look.get("align", ""), _GENERAL)
    place.IndentLevel = look.get("indent", 0)
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


def lock(page: Any) -> tuple[Any, ...] | None:
    """What Worksheet.Protect takes to lock the sheet as it is, without a password; or None."""
    if not page.ProtectContents:
        return None
    allowed = page.Protection
    head = ("", bool(page.ProtectDrawingObjects), True, bool(page.ProtectScenarios), False)
    return *head, *(bool(getattr(allowed, name)) for name in _ALLOWED)


def clear(page: Any, cleared: Area) -> None:
    """Empty the table, and take the looks from rows that it no longer has."""
    used = page.UsedRange
    end = max(cleared.bottom, used.Row + used.Rows.Count - 2)
    whole = page.Range(area(cleared.top, cleared.left, end, cleared.right).ref)
    whole.Hyperlinks.Delete()
    whole.ClearContents()
    if end > cleared.bottom:
        page.Range(area(cleared.bottom + 1, cleared.left, end, cleared.right).ref).ClearFormats()


def set_height(page: Any, row: int, height: float) -> None:
    """Set a row's height, in points, and show the row whatever a filter hid."""
    line = page.Rows(row + 1)
    line.Hidden, line.RowHeight = False, height


def our_marks(page: Any) -> list[Any]:
    """The marks among the sheet's conditional formats."""
    formats = page.Cells.FormatConditions
    every = (formats.Item(i) for i in range(1, formats.Count + 1))
    wanted = f"={MARK}"
    return [one for one in every if one.Type == _EXPRESSION and one.Formula1 == wanted]


def mark(place: Any, one: Mark) -> None:
    """Lay a mark over a cell, above all other conditional formats."""
    made = place.FormatConditions.Add(_EXPRESSION, 1, f"={MARK}")
    made.SetFirstPriority()
    made.StopIfTrue = False
    made.Interior.Color = colour(one.fill)
    made.Font.Color = colour(one.font)
