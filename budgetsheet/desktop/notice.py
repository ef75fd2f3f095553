"""The sentence at the top of the window, with what can be done about it."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from budgetsheet.desktop import look
from budgetsheet.mishaps import Failure

_BUTTONS_WIDTH = 260
"""Room for the buttons at the right. Units: points at 96 dots an inch."""

Offer = tuple[str, Callable[[], object]]


class Notice:
    """One sentence, at most one offer, and the detail of a failure to copy."""

    def __init__(self, root: tk.Misc, above: Callable[[], tk.Widget]) -> None:
        self._root, self._above = root, above
        self.failure: Failure | None = None
        self.frame = ttk.Frame(root, style="Banner.TFrame", padding=look.px(root, 8))
        self.message = ttk.Label(self.frame, style="Banner.TLabel")
        self.message.pack(side="left", fill="x", expand=True)
        self.away = ttk.Button(self.frame, text="知道了", command=lambda: self.say(""))
        self.away.pack(side="right")
        self.offer = ttk.Button(self.frame)
        self.copy = ttk.Button(self.frame, text="复制详情", command=self._copy)
        self.frame.bind("<Configure>", self._wrap)

    def say(self, text: str, offer: Offer | None = None) -> None:
        """Show one sentence; a blank takes it away."""
        self.failure = None
        self.message.configure(text=text)
        self.copy.pack_forget()
        self.offer.pack_forget()
        if offer:
            self.offer.configure(text=offer[0], command=offer[1])
            self.offer.pack(side="right", padx=look.px(self._root, 8))
        if text:
            self.frame.pack(side="top", fill="x", before=self._above())
        else:
            self.frame.pack_forget()

    @property
    def showing(self) -> bool:
        """Whether there is a sentence."""
        return bool(self.message.cget("text"))

    def fail(self, failure: Failure) -> None:
        """Show why something was not done."""
        self.say(failure.sentence)
        self.failure = failure
        self.copy.pack(side="right", padx=look.px(self._root, 8))

    def _wrap(self, event: "tk.Event[tk.Misc]") -> None:
        room = max(200, event.width - look.px(self._root, _BUTTONS_WIDTH))
        self.message.configure(wraplength=room)

    def _copy(self) -> None:
        if self.failure:
            self._root.clipboard_clear()
            self._root.clipboard_append(self.failure.report)
