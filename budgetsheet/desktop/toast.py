"""A small window in the corner of the screen: what is being done, then what came of it.

It takes no keys away from Excel, and goes away by itself.
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from budgetsheet.desktop import guard, look
from budgetsheet.desktop.jobs import Done, Job
from budgetsheet.mishaps import Failure, failure_of

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
    """One job and its sentence; afterwards, whether it failed and the whole window is wanted."""

    def __init__(self) -> None:
        self.root = tk.Tk(className="budgetsheet")
        self.root.withdraw()
        self.root.title("预算绩效填报")
        look.dress(self.root)
        self.wanted, self.failure = False, Failure("")
        self.root.report_callback_exception = self._stumbled
        self._lay_out()
        self.root.overrideredirect(True)
        self.root.attributes("-topmost", True)

    def _lay_out(self) -> None:
        gap = look.px(self.root, 12)
        edge = ttk.Frame(self.root, style="Banner.TFrame", padding=gap, relief="solid")
        edge.pack(fill="both", expand=True)
        self.message = ttk.Label(
            edge, style="Banner.TLabel", wraplength=look.px(self.root, _WIDTH) - 2 * gap
        )
        self.message.pack(anchor="w", fill="x")
        row = ttk.Frame(edge, style="Banner.TFrame")
        row.pack(anchor="e", pady=(gap, 0))
        self.open = ttk.Button(row, text="打开填报助手", command=self._want)
        self.open.pack(side="left", padx=(0, gap))
        ttk.Button(row, text="知道了", command=self.root.destroy).pack(side="right")
        self.copy = ttk.Button(row, text="复制详情", command=self._copy)

    def run(self, doing: str, work: Callable[[], str]) -> "Toast":
        """Do the work beside the window; then show its sentence for as long as it takes to read."""
        self.say(doing)
        job = Job(lambda _: work())
        self.root.after(_POLL_MS, lambda: self._poll(job))
        self.root.mainloop()
        job.wait(_LAST_WORDS_SECONDS)  # put away in the middle, it still comes to its end
        return self

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
        self.failure = event.failure or self.failure
        self._end(self.failure.sentence or event.result)

    def _end(self, said: str) -> None:
        """Show the last sentence, as long as it takes to read."""
        self.root.after(max(_LEAST_MS, len(said) * _READING_MS), self.root.destroy)
        if self.failure.detail:
            self.copy.pack(side="left", padx=(0, look.px(self.root, 12)))
        self.say(said)

    def _stumbled(self, _: object, error: BaseException, __: object) -> None:
        """A callback failed: say so in the place of what was being done."""
        self.failure = failure_of(error)
        try:
            self._end(self.failure.sentence)
        except Exception:  # it is being put away
            guard.tell(error)

    def _copy(self) -> None:
        self.root.clipboard_clear()
        self.root.clipboard_append(self.failure.report)

    def _want(self) -> None:
        self.wanted = True
        self.root.destroy()
