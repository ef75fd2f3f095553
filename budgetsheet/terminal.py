"""What may go to a terminal: no text of a file moves its cursor, hides or turns what it shows."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from budgetsheet.lazy import LazyPattern

_COMMANDS = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_TURNS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_UNSAFE = LazyPattern(f"[{_COMMANDS}{_TURNS}]")
"""Control characters, but for the line end and the tab, and marks that turn the direction.

Source: ECMA-48; Unicode UAX 9, the explicit directional formatting characters.
"""


def safe(text: str) -> str:
    """A text whose commands to the terminal are shown as a square in their place."""
    if text.replace("\n", "").isprintable():  # quick, and what nearly every line is
        return text
    return str(_UNSAFE.sub("□", text))


def escaped(json: str) -> str:
    """A JSON text that says the same, such characters written as their numbers."""
    return str(_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json))


class SafeStream:
    """A stream that lets no command of a text pass; all else is the stream's own."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text made safe."""
        self.stream.write(safe(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def guarded() -> Iterator[None]:
    """While it lasts, everything that is printed is made safe."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (each and SafeStream(each) for each in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def drawn(text: str) -> None:
    """Draw over the line where the cursor stands, for what shows how far work has come."""
    stream = getattr(sys.stderr, "stream", sys.stderr)
    stream.write(f"\r{text}")
    stream.flush()
