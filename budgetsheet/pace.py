"""Long reading tells whoever waits that it goes on, and that one may stop it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_hearing: ContextVar[Callable[[], object] | None] = ContextVar("hearing", default=None)


def step() -> None:
    """A page, a sheet, a row or a block has been read; whoever waits may raise here."""
    hear = _hearing.get()
    if hear is not None:
        hear()


@contextmanager
def heard_by(hear: Callable[[], object]) -> Iterator[None]:
    """Let this be told of each step of what is read meanwhile, in this thread."""
    before = _hearing.set(hear)
    try:
        yield
    finally:
        _hearing.reset(before)
