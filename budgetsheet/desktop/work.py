"""The row at the bottom that shows what is going on, how far it is, and lets it be cancelled."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any

from budgetsheet.desktop import look
from budgetsheet.desktop.jobs import Done, Job, Work
from budgetsheet.mishaps import Failure

_POLL_MS = 60
_PATIENCE_MS = 300
"""Work that ends sooner shows no row: it would only flicker."""
_STEP_MS = 15
_LAST_WORDS_SECONDS = 5
_BUSY = "请等这一步做完，或按 Esc 取消。"


class WorkRow:
    """One job at a time; its end is told to the window."""

    def __init__(
        self, root: tk.Misc, failed: Callable[[Failure], None], cancelled: Callable[[], None]
    ) -> None:
        self._root, self._failed, self._cancelled = root, failed, cancelled
        self.job: Job | None = None
        self.row = ttk.Frame(root, padding=look.px(root, 8))
        self.doing = ttk.Label(self.row)
        self.doing.pack(side="left")
        self.bar = ttk.Progressbar(self.row, length=look.px(root, 260))
        self.bar.pack(side="left", padx=look.px(root, 10))
        ttk.Button(self.row, text="取消  Esc", command=self.cancel).pack(side="left")

    def start(
        self, what: str, work: Work, done: Callable[[Any], None], reads_only: bool = False
    ) -> None:
        """Begin a job, unless one is going on: then that is said."""
        if self.job is not None:
            self.doing.configure(text=_BUSY)
            return
        job = self.job = Job(work, reads_only)
        self.doing.configure(text=f"{what}…")
        self.bar.configure(mode="indeterminate", value=0)
        self.bar.start(_STEP_MS)
        self._root.after(_PATIENCE_MS, lambda: self._show(job))
        self._poll(job, done)

    def cancel(self) -> None:
        """Stop the work that is going on."""
        if self.job is not None:
            self.job.cancel()
            self.doing.configure(text="正在取消…")

    def finish(self) -> None:
        """Before the window closes: work that writes gets a moment to end."""
        if self.job is not None:
            self.job.cancel()
            self.job.wait(_LAST_WORDS_SECONDS)

    def _show(self, job: Job) -> None:
        if self.job is job:
            self.row.pack(side="bottom", fill="x")

    def _poll(self, job: Job, done: Callable[[Any], None]) -> None:
        event: Done | None = None
        try:
            event = self._hear(job)
        finally:
            if event is None:
                self._root.after(_POLL_MS, lambda: self._poll(job, done))
        if event is None:
            return
        self.job = None
        self.bar.stop()
        self.row.pack_forget()
        if event.failure:
            self._failed(event.failure)
        elif event.cancelled:
            self._cancelled()
        else:
            done(event.result)

    def _hear(self, job: Job) -> Done | None:
        """Show how far the job has come; its end, once it is there."""
        event = job.poll()
        while event is not None and not isinstance(event, Done):
            self.bar.stop()
            self.bar.configure(mode="determinate", maximum=event[1], value=event[0])
            event = job.poll()
        return event
