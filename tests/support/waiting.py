"""Waiting for what a thread, a process or a window does, and bounds on work in processor time.

The one place of the tests that looks at a clock. On a busy machine everything comes late, and
nothing is wrong with that: a wait fails only after a time in which any machine is done, and a
bound counts what the processor did for this process alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

CEILING = 600
"""Seconds after which whoever has not come hangs: of every wait and every time limit."""
_LOOK = 0.02
T = TypeVar("T")


def until(
    what: str | Callable[[], str],
    holds: Callable[[], T],
    meanwhile: Callable[[], object] = lambda: None,
) -> T:
    """Wait until something holds, and give what it gave; `what` says what did not come.

    `meanwhile` is done between two looks: a window lives only while it is let.
    """
    end = time.monotonic() + CEILING
    while not (found := holds()):
        if time.monotonic() > end:
            raise AssertionError(what if isinstance(what, str) else what())
        meanwhile()
        time.sleep(_LOOK)
    return found


def pause(seconds: float) -> None:
    """Let a program go on that tells nobody when it is done; nothing may hang on how far it is."""
    time.sleep(seconds)


def for_minutes(minutes: float) -> Iterator[None]:
    """Go on for so long: for runs whose length a person chose."""
    end = time.monotonic() + minutes * 60
    while time.monotonic() < end:
        yield


def cpu_seconds(work: Callable[[], object]) -> float:
    """Tell how much processor time some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


@contextmanager
def within_cpu(seconds: float, what: str = "it") -> Iterator[None]:
    """Hold what is done here to so much processor time, however long it waits for its turn."""
    began = time.process_time()
    yield
    spent = time.process_time() - began
    assert spent < seconds, f"{what} took {spent:.1f} s of the processor, more than {seconds}"
