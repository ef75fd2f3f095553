"""A small window in the corner of the screen: what is being done, then what came of it.

It takes no keys away from Excel, and goes away by itself.
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from budgetsheet.desktop import look
from budgetsheet.desktop.jobs import Done, Job

_POLL_MS = 40
_WIDTH, _MARGIN = 420, 48
"""Units: points at 96 dots an inch."""
_READING_MS = 90
"""Units: milliseconds a letter; so long a sentence stays."""
_LEAST_MS = 5000
_HARD_SPACE = "\N{NO-BREAK SPACE}"
"""A line may break between any two Chinese letters; Tk would rather break it at a space."""
_LAST_WORDS_SECONDS = 120


class Toast:
    """One job and its sentence; `run` tells whether the person wants the whole window."""

    def __init__(self) -> None:
        self.root = tk.Tk(className="budgetsheet")
        self.root.withdraw()
        self.root.title("预算绩效填报")
        look.dress(self.root)
        self.wanted = False
        self.message, self.open = self._lay_out()
        self.root.overrideredirect(True)
        self.root.attributes("-topmost", True)

    def _lay_out(self) -> tuple[ttk.Label, ttk.Button]:
        gap = look.px(self.root, 12)
        edge = ttk.Frame(self.root, style="Banner.TFrame", padding=gap, relief="solid")
        edge.pack(fill="both", expand=True)
        message = ttk.Label(
            edge, style="Banner.TLabel", wraplength=look.px(self.root, _WIDTH) - 2 * gap
        )
        message.pack(anchor="w", fill="x")
        row = ttk.Frame(edge, style="Banner.TFrame")
        row.pack(anchor="e", pady=(gap, 0))
        button = ttk.Button(row, text="打开填报助手", command=self._want)
        button.pack(side="left", padx=(0, gap))
        ttk.Button(row, text="知道了", command=self.root.destroy).pack(side="left")
        return message, button

    def run(self, doing: str, work: Callable[[], str]) -> bool:
        """Do the work beside the window; then show its sentence for as long as it takes to read."""
        self.say(doing)
        job = Job(lambda _: work())
        self._poll(job)
        self.root.mainloop()
        job.wait(_LAST_WORDS_SECONDS)  # put away in the middle, it still comes to its end
        return self.wanted

    def say(self, text: str) -> None:
        """Show a sentence in the lower right corner, clear of the task bar."""
        self.message.configure(text=text.replace(" ", _HARD_SPACE))
        self.root.update_idletasks()
        width, margin = look.px(self.root, _WIDTH), look.px(self.root, _MARGIN)
        height = self.root.winfo_reqheight()
        left = self.root.winfo_screenwidth() - width - margin
        top = self.root.winfo_screenheight() - height - 2 * margin
        self.root.geometry(f"{width}x{height}+{left}+{top}")
        self.root.deiconify()

    def _poll(self, job: Job) -> None:
        event = job.poll()
        if not isinstance(event, Done):
            self.root.after(_POLL_MS, lambda: self._poll(job))
            return
        said = event.failure.sentence if event.failure else event.result
        self.say(said)
        self.root.after(max(_LEAST_MS, len(said) * _READING_MS), self.root.destroy)

    def _want(self) -> None:
        self.wanted = True
        self.root.destroy()
