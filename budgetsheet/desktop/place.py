"""Where the window stands: its first size, its last place, and what of that fits the screen."""

import re
import tkinter as tk

from budgetsheet.desktop import look

_FIRST, _LEAST = (1160, 760), (900, 600)
"""Units: points at 96 dots an inch."""
_TITLE_BAR = 80


def put_window(root: tk.Tk, remembered: str, maximised: bool) -> None:
    """Put the window where it was, as far as that is on the screen now."""
    width, height = (look.px(root, length) for length in _LEAST)
    room = root.winfo_screenwidth(), root.winfo_screenheight()
    root.minsize(min(width, room[0]), min(height, room[1] - _TITLE_BAR))
    root.geometry(fitted(remembered, room) or _first_size(root))
    if maximised and root.tk.call("tk", "windowingsystem") == "win32":
        root.state("zoomed")


def fitted(geometry: str, room: tuple[int, int]) -> str:
    """A remembered place, moved so that the window can be reached; blank for an odd one."""
    match = re.fullmatch(r"(\d+)x(\d+)\+(-?\d+)\+(-?\d+)", geometry)
    if not match:
        return ""
    width, height, left, top = map(int, match.groups())
    width, height = min(width, room[0]), min(height, room[1])
    left = max(0, min(left, room[0] - width))
    top = max(0, min(top, room[1] - height))
    return f"{width}x{height}+{left}+{top}"


def _first_size(root: tk.Tk) -> str:
    width = min(look.px(root, _FIRST[0]), root.winfo_screenwidth())
    height = min(look.px(root, _FIRST[1]), root.winfo_screenheight() - _TITLE_BAR)
    return f"{width}x{height}"
