"""Parts that the window's pages are made of."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Literal, NamedTuple

from budgetsheet.desktop import look

Command = Callable[[], object]
_DOT, _MARGIN, _LEAST = 9, 5, 60


class Column(NamedTuple):
    """A column of a list. Units: width in points at 96 dots an inch."""

    name: str
    head: str
    width: int
    anchor: Literal["w", "e"] = "w"
    grows: bool = False


def listing(frame: ttk.Frame, columns: tuple[Column, ...], height: int) -> ttk.Treeview:
    """A list with a scroll bar that fills its frame; the first column has room for a dot."""
    names = [column.name for column in columns[1:]]
    tree = ttk.Treeview(frame, columns=names, height=height, selectmode="browse")
    for column in (columns[0]._replace(name="#0"), *columns[1:]):
        tree.heading(column.name, text=column.head, anchor=column.anchor)
        width = look.px(frame, column.width)
        tree.column(column.name, width=width, stretch=False, anchor=column.anchor)
    tree.bind("<Configure>", lambda event: _fit(tree, columns, event.width))
    bar = ttk.Scrollbar(frame, command=tree.yview)
    tree.configure(yscrollcommand=bar.set)
    bar.pack(side="right", fill="y")
    tree.pack(side="left", fill="both", expand=True)
    return tree


def _fit(tree: ttk.Treeview, columns: tuple[Column, ...], width: int) -> None:
    """Give the column that grows what the others leave.

    Source: Tk shares out a change of width, but not a list that was narrow from the first.
    """
    fixed = sum(look.px(tree, column.width) for column in columns if not column.grows)
    for column in columns:
        if column.grows:
            least = look.px(tree, _LEAST)
            tree.column(column.name, width=max(least, width - fixed - look.px(tree, 2)))


def dot(parent: tk.Misc, colour: str) -> str:
    """The name of a round mark for a list's first column, as large as this screen needs it.

    Tcl keeps it: an image that Python lets go of may be let go of in another thread.
    """
    name = f"dot{colour}"
    if name in parent.image_names():
        return name
    side, margin = look.px(parent, _DOT), look.px(parent, _MARGIN)
    parent.tk.call("image", "create", "photo", name, "-width", side + margin, "-height", side)
    middle, reach = (side - 1) / 2, side / 2
    for x in range(side):
        for y in range(side):
            if (x - middle) ** 2 + (y - middle) ** 2 <= reach**2:
                parent.tk.call(name, "put", colour, "-to", x + margin, y)
    return name


def choose_row(tree: ttk.Treeview, row: str) -> None:
    """Select a row, so that the arrow keys go on from there."""
    tree.selection_set(row)
    tree.focus(row)
    tree.see(row)


def choice(
    parent: ttk.Frame, text: str, values: tuple[str, ...], width: int, changed: Command
) -> ttk.Combobox:
    """A drop-down with its label to the left; the first value is chosen."""
    gap = look.px(parent, 4)
    ttk.Label(parent, text=text).pack(side="left", padx=(0, gap))
    box = ttk.Combobox(parent, values=values, width=width, state="readonly")
    box.set(values[0])
    box.bind("<<ComboboxSelected>>", lambda _: changed())
    box.pack(side="left", padx=(0, gap * 3))
    return box


def readable(parent: ttk.Frame, height: int) -> tk.Text:
    """A text to read, mark and copy, not to write into; Tab goes on to the next widget."""
    pad = look.px(parent, 8)
    text = tk.Text(parent, height=height, wrap="char", relief="flat", background=look.PAPER,
                   foreground=look.INK, padx=pad, pady=pad, font="TkDefaultFont",
                   spacing1=look.px(parent, 2), highlightthickness=1,
                   highlightbackground=look.LINE, highlightcolor=look.ACCENT)  # fmt: skip
    text.bind("<Key>", _reading_key)
    for event in ("<<Paste>>", "<<Cut>>", "<<Clear>>", "<<PasteSelection>>"):
        text.bind(event, lambda _: "break")
    return text


def _reading_key(event: "tk.Event[tk.Misc]") -> str | None:
    """Let pass what only reads."""
    moving = ("Left", "Right", "Up", "Down", "Home", "End", "Prior", "Next")
    if event.keysym in moving or event.keysym.startswith(("F", "Escape", "Control", "Shift")):
        return None
    control = int(event.state) & 4
    if control and event.keysym.lower() in ("c", "a", "insert", "n", "o", "i", "r", "e"):
        return None
    if event.keysym in ("Tab", "ISO_Left_Tab"):
        back = event.keysym == "ISO_Left_Tab" or int(event.state) & 1
        target = event.widget.tk_focusPrev() if back else event.widget.tk_focusNext()
        if target is not None:
            target.focus_set()
    return "break"


def put(text: tk.Text, words: str) -> None:
    """Show other words in a readable text."""
    text.delete("1.0", "end")
    text.insert("1.0", words)
