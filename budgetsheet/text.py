"""How typed text is brought to one form: widths, blanks, line ends."""

import re
import unicodedata
from typing import Any

MAX_CELL = 32_767
"""Source: what Excel holds in one cell, in UTF-16 units."""
_BLANK_LINES = re.compile(r"\n\s*\n+")
_ANY_BLANK = re.compile(r"\s+")


class LazyPattern:
    """A regular expression that is compiled when it is first used: starting is part of the speed.

    It offers what `re.Pattern` offers.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as their half-width twins (`９５％` → `95%`)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def tidy(text: str) -> str:
    """Text as the model keeps it: one kind of line end, no blanks at either end.

    Two code points that are no characters, and that no XML holds, become the replacement mark.
    """
    if "\ufffe" in text or "\uffff" in text:
        text = text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def bare_code(text: str) -> str:
    """A code as systems write it: half-width, upper case, no blanks."""
    plain = without_blanks(half_width(text)).upper()
    return half_width(plain)  # what a blank parted may join: a letter and its accent


def one_line(text: str) -> str:
    """Every run of white space folded into one blank."""
    return _ANY_BLANK.sub(" ", text).strip()


def shortened(text: str, room: int = 60) -> str:
    """The beginning of a text on one line, for a sentence that names it."""
    plain = one_line(text[: room * 4])
    return plain if len(plain) <= room and len(text) <= room * 4 else f"{plain[:room]}…"


def differing(before: str, after: str, beside: int = 8) -> tuple[str, str]:
    """The stretch in which two texts differ, with so many characters on either side."""
    shortest = min(len(before), len(after))
    start = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    end = next((i for i in range(shortest - start) if before[~i] != after[~i]), shortest - start)
    left, right = max(0, start - beside), max(0, end - beside)
    ends = "…" if left else "", "…" if right else ""
    return tuple(f"{ends[0]}{t[left : len(t) - right]}{ends[1]}" for t in (before, after))  # type: ignore[return-value]


def one_apart(one: str, other: str, shortest: int = 8) -> bool:
    """Whether two texts differ in a single character: another one, one more or one less."""
    if one == other or min(len(one), len(other)) < shortest or abs(len(one) - len(other)) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    ends = ((one[same + 1 :], other[same + 1 :]), (one[same + 1 :], other[same:]),
            (one[same:], other[same + 1 :]))  # fmt: skip
    return any(a == b for a, b in ends)


def without_blanks(text: str) -> str:
    """Text with no white space at all, as two texts are compared."""
    return _ANY_BLANK.sub("", text)


def without_blank_lines(text: str) -> str:
    """Text whose lines follow each other directly."""
    return _BLANK_LINES.sub("\n", text)


def columns(text: str) -> int:
    """Width of one line in half-width columns: a Chinese character takes two.

    GB 18030 spends one byte on ASCII, two on common Chinese and four on the rest, so its
    length never tells too little.
    """
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))


def property_text(text: str) -> str:
    """A text for a file's properties, which know no control characters and hold 255."""
    return "".join(c if c.isprintable() else " " for c in text)[:255]


def too_long(text: str) -> bool:
    """Whether a text is more than one cell holds."""
    return len(text) * 2 > MAX_CELL and len(text.encode("utf-16-le", "replace")) > MAX_CELL * 2


def in_cells(text: str) -> list[str]:
    """A text in pieces that one cell holds each."""
    pieces = []
    while too_long(text):
        units = text[:MAX_CELL].encode("utf-16-le", "replace")[: MAX_CELL * 2]
        pieces.append(units.decode("utf-16-le", "ignore"))
        text = text[len(pieces[-1]) :]
    return [*pieces, text]
