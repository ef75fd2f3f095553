"""Files dropped on the window."""

import tkinter as tk
from collections.abc import Callable


def accept_files(root: tk.Tk, take: Callable[[tuple[str, ...]], None]) -> bool:
    """Let files be dropped anywhere on the window; tells whether that works here.

    Without the library, or where it does not fit this Tcl, the window works as before.
    """
    try:
        from tkinterdnd2 import COPY, DND_FILES, TkinterDnD
    except ImportError:
        return False
    try:
        TkinterDnD._require(root)
    except RuntimeError:
        return False

    def dropped(data: str) -> str:
        names = tuple(map(str, root.tk.splitlist(data)))
        root.after_idle(lambda: take(names))
        return str(COPY)

    root.tk.call("tkdnd::drop_target", "register", root, DND_FILES)
    root.tk.call("bind", root, "<<Drop:DND_Files>>", f"{root.register(dropped)} %D")
    return True
