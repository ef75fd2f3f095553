"""Long work beside the window: progress, cancelling, and the result back in the window's thread."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from budgetsheet.mishaps import UNCHANGED, Failure, failure_of

Progress = Callable[[int, int], None]
Work = Callable[[Progress], Any]


class CancelledError(BaseException):
    """The person does not want the work any more; no reader takes it for a fault of its own."""


class Done(NamedTuple):
    """How a job ended: with a result, a failure, or neither when it was cancelled."""

    result: Any = None
    failure: Failure | None = None
    cancelled: bool = False


class Job:
    """One piece of work in a thread of its own; `poll` is called from the window's thread.

    Work that only reads is left alone when it is cancelled; work that writes stops at its
    next progress report or the next step of its reading, before anything is written.
    """

    def __init__(self, work: Work, reads_only: bool = False) -> None:
        self._work = work
        self._reads_only = reads_only
        self._events: deque[tuple[int, int] | Done] = deque()
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancelled.set()

    def wait(self, seconds: float) -> None:
        """Let the work come to its end, for so long at most."""
        self._thread.join(seconds)

    def poll(self) -> tuple[int, int] | Done | None:
        """The next event: how far the work is, how it ended, or None for nothing new."""
        if self._reads_only and self._cancelled.is_set():
            return Done(cancelled=True)
        return self._events.popleft() if self._events else None

    def _progress(self, done: int, of: int) -> None:
        if self._cancelled.is_set():
            raise CancelledError
        if done:
            self._events.append((done, of))

    def _run(self) -> None:
        self._events.append(self._outcome())

    def _outcome(self) -> Done:
        try:
            return Done(self._work(self._progress))
        except CancelledError:
            return Done(cancelled=True)
        except BaseException as error:  # whatever it is, the window must not wait for ever
            return Done(failure=failure_of(error, UNCHANGED))
