"""How typed text is brought to one form: widths, blanks, line ends."""

import re
import unicodedata
from functools import lru_cache

from budgetsheet import characters
from budgetsheet.lazy import LazyPattern

MAX_CELL = 32_767
"""Source: what Excel holds in one cell, in UTF-16 units."""
_LONGEST_WORD = 40
_BLANK_LINES = re.compile(r"\n\s*\n+")
_ANY_BLANK = re.compile(r"\s+")
_RAISED = LazyPattern(
    r"([\xb2\xb3\xb9\xbc-\xbe\u2070-\u2089\u2150-\u215f\u2189\u2460-\u249b\u24ea\u3251-\u325f"
    r"\u32b1-\u32bf\U0001f100-\U0001f10a])"
)
"""Numerals (category No) that NFKC makes digits of: raised, lowered, circled, fractions."""


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as their half-width twins (`９５％` → `95%`).

    What is no decimal digit does not become one: `5²` and `①5` are no 52 and no 15. Behind a
    letter a raised figure belongs to a unit (`m²` → `m2`).
    """
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)
    return plain if plain == text or not _RAISED.search(text) else _with_numerals(text)


def begins_raised(text: str) -> bool:
    """Whether a text begins with a numeral that is no decimal digit: `²`, `½`, `①`."""
    return not text.isascii() and _RAISED.match(text) is not None


def _with_numerals(text: str) -> str:
    found = ""
    for number, piece in enumerate(_RAISED.split(text)):
        of_a_unit = number % 2 and found[-1:].isascii() and found[-1:].isalpha()
        found += piece if number % 2 and not of_a_unit else unicodedata.normalize("NFKC", piece)
    return found


def tidy(text: str) -> str:
    """Text as the model keeps it: one kind of line end, no blanks at either end.

    Ideographs stand for the radicals and compatibility ideographs that look like them; a text
    that shows nothing is blank. What else is unseen stays, to be told.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return _tidy_word(text) if len(text) <= _LONGEST_WORD else _tidy_text(text)


def _tidy_text(text: str) -> str:
    text = one_line_end(characters.folded(text))
    return "" if characters.nothing_seen(text) else text


_tidy_word = lru_cache(maxsize=2048)(_tidy_text)
"""The same for what stands in many rows: categories, units, usual words."""


def one_line_end(text: str) -> str:
    """A text with one kind of line end and no blanks at either end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def bare_text(text: str) -> str:
    """A number or a choice as the model keeps it: nothing unseen, odd blanks as usual ones."""
    return tidy(characters.bare(text))


def bare_code(text: str) -> str:
    """A code as systems write it: half-width, upper case, no blanks, nothing unseen."""
    plain = without_blanks(half_width(characters.bare(text))).upper()
    return western_digits(half_width(plain))  # what a blank parted may join: a letter, its accent


def western_digits(text: str) -> str:
    """A text with `0` to `9` for the decimal digits (category Nd) of every script."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c, c)) for c in text)


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
