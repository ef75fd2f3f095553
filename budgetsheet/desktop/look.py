"""Fonts, colours and sizes of the window; sizes follow the screen's resolution.

Plain ttk: docs/toolkits.md shows it beside ttkbootstrap and customtkinter, and says why.
On Windows it draws the system's own buttons, which its users know; elsewhere `clam` is
dressed to look the same.
"""

import sys
import tkinter as tk
from tkinter import font, ttk
from typing import Any

ACCENT = "#2F5D8C"
SECOND = "#E0A030"
PAPER = "#FFFFFF"
GROUND = "#F4F6F9"
INK = "#1F2933"
QUIET = "#5F6B7A"
LINE = "#C3CBD6"
GOOD = "#1E6B3A"
BAD = "#B3261E"
SEVERITY_COLOURS = {"错误": BAD, "警告": "#8A5A00", "提示": ACCENT}
BANNER = "#FFF4E0"
_ROW_WITHOUT_ARROW: list[tuple[str, Any]] = [
    ("Treeitem.padding", {"sticky": "nswe", "children": [
        ("Treeitem.image", {"side": "left", "sticky": ""}),
        ("Treeitem.text", {"side": "left", "sticky": ""}),
    ]}),
]  # fmt: skip
"""Our lists have no branches to open."""
_FAMILIES = ("Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei")


def dress(root: tk.Tk) -> None:
    """Set the styles once for the whole window."""
    family = next((name for name in _FAMILIES if _installed(root, name)), "TkDefaultFont")
    for name in ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont"):
        font.nametofont(name, root).configure(family=family, size=10)
    style = ttk.Style(root)
    if sys.platform != "win32":
        style.theme_use("clam")
        _dress_clam(style, px(root, 12))
    root.configure(background=GROUND)
    style.configure(".", background=GROUND, foreground=INK)
    _dress_texts(style, family)
    style.configure("TButton", padding=(px(root, 10), px(root, 5)))
    style.configure("Big.TButton", padding=(px(root, 18), px(root, 12)), font=(family, 12))
    style.configure("Recent.TButton", padding=(px(root, 10), px(root, 7)), anchor="w")
    style.configure("Treeview", rowheight=px(root, 24), background=PAPER, fieldbackground=PAPER)
    style.configure("Treeview.Heading", font=(family, 10), padding=px(root, 3))
    style.layout("Treeview.Item", _ROW_WITHOUT_ARROW)
    root.bind_class("TButton", "<Return>", _press)


def _installed(root: tk.Tk, family: str) -> bool:
    """Whether there is such a font; asking for the list of all takes its time."""
    return str(root.tk.call("font", "actual", (family, 10), "-family")) == family


def _dress_texts(style: ttk.Style, family: str) -> None:
    style.configure("Title.TLabel", font=(family, 20, "bold"), foreground=ACCENT)
    style.configure("Head.TLabel", font=(family, 13, "bold"))
    style.configure("Quiet.TLabel", foreground=QUIET)
    style.configure("Good.TLabel", foreground=GOOD, font=(family, 10, "bold"))
    style.configure("Bad.TLabel", foreground=BAD, font=(family, 10, "bold"))
    style.configure("Figure.TLabel", font=(family, 15, "bold"), background=PAPER)
    style.configure("Tile.TLabel", foreground=QUIET, background=PAPER)
    style.configure("Tile.TFrame", background=PAPER)
    style.configure("Banner.TFrame", background=BANNER)
    style.configure("Banner.TLabel", background=BANNER, foreground=INK)


def _dress_clam(style: ttk.Style, mark: int) -> None:
    """Flat and white, as Windows draws it."""
    flat = {"bordercolor": LINE, "lightcolor": PAPER, "darkcolor": PAPER}
    style.configure("TButton", background=PAPER, **flat)
    style.map("TButton", background=[("pressed", "#CCE4F7"), ("active", "#E5F1FB")],
              bordercolor=[("focus", ACCENT), ("active", ACCENT)])  # fmt: skip
    style.configure("TCombobox", arrowcolor=QUIET, arrowsize=mark, background=PAPER, **flat)
    style.map("TCombobox", fieldbackground=[("readonly", PAPER)], selectbackground=[("", PAPER)],
              selectforeground=[("", INK)], bordercolor=[("focus", ACCENT)])  # fmt: skip
    style.configure("Treeview", **flat)
    style.configure("Treeview.Heading", background=PAPER, relief="flat", **flat)
    style.configure("Vertical.TScrollbar", background="#D5DBE3", troughcolor=GROUND,
                    arrowcolor=QUIET, gripcount=0, arrowsize=mark,
                    **(flat | {"bordercolor": GROUND}))  # fmt: skip
    style.map("Vertical.TScrollbar", background=[("disabled", GROUND), ("active", LINE)])
    style.configure("TEntry", selectbackground=ACCENT, selectforeground=PAPER, **flat)
    style.configure("TSpinbox", arrowcolor=QUIET, **flat)
    style.configure("TCheckbutton", indicatorbackground=PAPER, indicatorsize=mark)
    style.configure("Horizontal.TProgressbar", background=ACCENT, troughcolor="#E2E7EE",
                    lightcolor=ACCENT, darkcolor=ACCENT, bordercolor=LINE)  # fmt: skip


def _press(event: "tk.Event[tk.Misc]") -> None:
    """Enter presses a button, as people on Windows expect."""
    if isinstance(event.widget, ttk.Button):
        event.widget.invoke()


def px(widget: tk.Misc, points: float) -> int:
    """A length for 96 dots an inch, on this screen: at 150% half as much again."""
    return round(points * widget.winfo_fpixels("1i") / 96)


def elided(text: str, most: int) -> str:
    """A text short enough for its place."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
