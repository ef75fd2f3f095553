"""How cells look: named styles that are laid over each other.

Source: GB/T 9704-2012 for the fonts; a table's text is 5号 (10.5 pt) 仿宋.
"""

from typing import Any

ENTRY_BLANK = "#FFF9DB"
"""Fill of an entry that waits to be filled."""
FAULT = "#9C0006"
DOUBT = "#7A4A00"
LABEL_FILL = "#E4EAF1"
LINE = "#404040"
BODY_SIZE = 10.5

_CHINESE = {"font_charset": 134, "font_family": 1, "font_scheme": None}

STYLES: dict[str, dict[str, Any]] = {
    "body": {
        "font_name": "仿宋",
        "font_size": BODY_SIZE,
        "valign": "vcenter",
        "text_wrap": True,
        **_CHINESE,
    },
    "box": {"border": 1, "border_color": LINE},
    "label": {"align": "center", "bg_color": LABEL_FILL},
    "title": {"font_name": "方正小标宋简体", "font_size": 16, "align": "center"},
    "heading": {"font_name": "黑体", "font_size": 12, "align": "left"},
    "hint": {"font_color": "#5F6B7A", "font_size": 9, "align": "left"},
    "unit_note": {"align": "right", "border": 0},
    "number": {"align": "center", "font_color": "#5F6B7A"},
    "open": {"locked": False},
    "text": {"num_format": "@", "align": "left", "indent": 1},
    "short": {"num_format": "@", "align": "center"},
    "amount": {"num_format": "0.00", "align": "center"},
    "percent": {"num_format": "0%", "align": "center"},
    "percent_exact": {"num_format": "0.00%", "align": "center"},
    "score": {"num_format": "General", "align": "center"},
    "year": {"num_format": "0", "align": "left", "indent": 1},
    "count": {"num_format": "0", "align": "center"},
    "center": {"align": "center"},
    "left": {"align": "left", "indent": 1},
    "bold": {"bold": True},
    "check": {
        "font_name": "微软雅黑",
        "font_size": 9,
        "font_color": FAULT,
        "align": "left",
        "text_wrap": False,
    },
    "link": {"font_color": "#0B5CAD", "underline": 1, "align": "left", "indent": 1},
    "sides": {"left": 1, "right": 1, "left_color": LINE, "right_color": LINE},
    "top_line": {"top": 1, "top_color": LINE},
    "bottom_line": {"bottom": 1, "bottom_color": LINE},
}


def properties(names: tuple[str, ...]) -> dict[str, Any]:
    """XlsxWriter's properties for styles laid over the body style, later ones winning."""
    laid: dict[str, Any] = dict(STYLES["body"])
    for name in names:
        laid.update(STYLES[name])
    return laid


MARKS: dict[str, dict[str, Any]] = {
    "red": {"bg_color": "#F8C9C9", "font_color": FAULT, "bold": True},
    "amber": {"bg_color": "#FFE7BF", "font_color": DOUBT},
    "amber_text": {"font_color": DOUBT},
    "blank": {"bg_color": ENTRY_BLANK, "fg_color": "#B8A24A", "pattern": 18},
    "repeated": {"font_color": "#FFFFFF"},
    "box": {"border": 1, "border_color": LINE},
    "stale": {"font_color": FAULT, "bold": True},
    "good": {"font_color": "#1E7B34"},
    "doubt": {"font_color": DOUBT, "bold": True},
    "explained": {"font_color": "#0B5CAD"},
}
"""What conditional formats lay over a cell.

Told apart without colour too: a fault is bold, a blank entry dotted, locked labels are grey.
"""
