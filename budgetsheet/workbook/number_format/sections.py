"""A format code taken apart: its sections, their conditions, and what each is made of."""

import re
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

MOST = 1024
"""Characters of a code that are looked at; Excel takes 255."""


class Part(Enum):
    """What a piece of a section is."""

    LITERAL = "literal"
    ROOM = "room"
    DIGIT = "digit"
    POINT = "point"
    COMMA = "comma"
    PERCENT = "percent"
    EXPONENT = "exponent"
    SLASH = "slash"
    TEXT = "text"
    GENERAL = "general"
    DATE = "date"
    ELAPSED = "elapsed"


class Token(NamedTuple):
    """One piece: a literal's text, a placeholder, a letter of a date as often as it stands."""

    part: Part
    text: str


class Condition(NamedTuple):
    """`[>=100]`: what a number must be for its section."""

    sign: str
    limit: Decimal

    def holds(self, number: Decimal) -> bool:
        """Whether a number is so."""
        return {
            "<": number < self.limit, ">": number > self.limit, "=": number == self.limit,
            "<=": number <= self.limit, ">=": number >= self.limit, "<>": number != self.limit,
        }[self.sign]  # fmt: skip


class Section(NamedTuple):
    """One of a code's up to four parts.

    `numerals` is 1 to 3 where digits are written as Chinese numerals (`[DBNum1]`); `locale` is
    the number behind `[$-…]`, blank without one; `colour` tells that it has one of its own.
    """

    tokens: tuple[Token, ...]
    condition: Condition | None = None
    numerals: int = 0
    locale: str = ""
    colour: bool = False

    def has(self, *parts: Part) -> bool:
        """Whether any piece is of these kinds."""
        return any(token.part in parts for token in self.tokens)

    @property
    def dated(self) -> bool:
        """Whether it shows a date or a time."""
        return self.has(Part.DATE, Part.ELAPSED)

    @property
    def literals(self) -> str:
        """The words that it writes, without what is blank."""
        return "".join(t.text for t in self.tokens if t.part is Part.LITERAL).strip()

    @property
    def digits(self) -> bool:
        """Whether it shows the number's own digits."""
        return self.has(Part.DIGIT, Part.GENERAL)


_PIECE = re.compile(
    r"""(?P<quoted>"[^"]*"?)|(?P<escaped>[\\!](?:.|$))|(?P<room>_(?:.|$))|(?P<fill>\*(?:.|$))
    |\[(?P<elapsed>h+|m+|s+)\]|\[(?P<bracket>[^\]]*)\]?
    |(?P<general>general|G/通用格式|通用格式)|(?P<noon>AM/PM|A/P|上午/下午)
    |(?P<exponent>E[+-])|(?P<date>y+|m+|d+|h+|s+|e+|g+|b+|a{3,})|(?P<one>.)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_SPLIT = re.compile(r'"[^"]*"?|[\\!_*].|\[[^\]]*\]?|;|.', re.DOTALL)
_CONDITION = re.compile(
    r"(<>|<=|>=|<|>|=)\s*([+-]?\d{1,15}(?:\.\d{1,15})?(?:E[+-]?\d{1,3})?)", re.IGNORECASE
)
_ONE = {"0": Part.DIGIT, "#": Part.DIGIT, "?": Part.DIGIT, ".": Part.POINT, ",": Part.COMMA,
        "%": Part.PERCENT, "/": Part.SLASH, "@": Part.TEXT}  # fmt: skip


@lru_cache(maxsize=256)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a code, in their order."""
    parts = [""]
    for match in _SPLIT.finditer(code[:MOST]):
        if match[0] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    return tuple(_section(part) for part in parts[:4])


def _section(code: str) -> Section:
    made = _Section()
    for match in _PIECE.finditer(code):
        made.take(match)
    return made.whole()


class _Section:
    """A section while it is read, piece by piece."""

    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._condition: Condition | None = None
        self._numerals, self._locale, self._colour = 0, "", False

    def whole(self) -> Section:
        """What was read."""
        return Section(
            tuple(self._tokens), self._condition, self._numerals, self._locale, self._colour
        )

    def take(self, match: re.Match[str]) -> None:
        """One more piece."""
        text, kind = match[0], match.lastgroup
        match kind:
            case "quoted":
                self._literal(text.strip('"'))
            case "escaped":
                self._literal(text[1:])
            case "room":
                self._add(Part.ROOM, " ")
            case "fill":
                pass
            case "elapsed":
                self._add(Part.ELAPSED, match["elapsed"].lower())
            case "bracket":
                self._bracket(match["bracket"])
            case "general":
                self._add(Part.GENERAL, "")
            case "exponent":
                self._add(Part.EXPONENT, text[1])
            case "noon" | "date":
                self._add(Part.DATE, text if kind == "noon" else text.lower())
            case _:
                self._add(_ONE.get(text, Part.LITERAL), text)

    def _literal(self, text: str) -> None:
        if text:
            self._add(Part.LITERAL, text)

    def _add(self, part: Part, text: str) -> None:
        self._tokens.append(Token(part, text))

    def _bracket(self, inner: str) -> None:
        condition = _CONDITION.fullmatch(inner.strip())
        if condition:
            try:
                self._condition = Condition(condition[1], Decimal(condition[2]))
            except InvalidOperation:
                return
        elif inner.startswith("$"):
            symbol, _, locale = inner[1:].partition("-")
            self._literal(symbol)
            self._locale = locale.upper()
        elif inner.upper().startswith("DBNUM"):
            self._numerals = int(inner[5:]) if inner[5:] in ("1", "2", "3") else 9
        else:
            self._colour = True


class Chosen(NamedTuple):
    """The section that shows a number; `unsigned` tells that it writes its own sign, or none.

    `sure` is false where programs differ in whether a negative number bears its sign; `worded`
    tells that a section for negative numbers has other words than that for the rest.
    """

    section: Section
    unsigned: bool = False
    sure: bool = True
    worded: bool = False


def for_number(all_of: tuple[Section, ...], number: Decimal) -> Chosen | None:
    """The section for a number; None where no section takes it, which shows as `####`."""
    numeric = _numeric(all_of)
    if not any(section.condition for section in numeric):
        return _by_sign(numeric, number)
    for place, section in enumerate(numeric):
        condition = section.condition or _implied(numeric, place)
        if condition is None or condition.holds(number):
            return Chosen(section, sure=False)
    return None


def _numeric(all_of: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections that are for numbers: the fourth is for texts, and so is a last `@`."""
    held = all_of[:3]
    last_is_text = len(all_of) == len(held) > 1 and held[-1].has(Part.TEXT)
    return held[:-1] if last_is_text else held


def _by_sign(numeric: tuple[Section, ...], number: Decimal) -> Chosen:
    if number < 0 and len(numeric) > 1:
        own = numeric[1].literals
        worded = bool(own) and own != numeric[0].literals
        return Chosen(numeric[1], unsigned=True, worded=worded)
    return Chosen(numeric[2] if not number and len(numeric) > 2 else numeric[0])


def _implied(numeric: tuple[Section, ...], place: int) -> Condition | None:
    """What a section without a condition takes beside those that have one.

    Source: the second of three takes what is below zero where the first says nothing of it.
    """
    return Condition("<", Decimal(0)) if place == 1 and len(numeric) > 2 else None


def for_text(all_of: tuple[Section, ...]) -> Section | None:
    """The section that shows a text, None where a text shows as it is."""
    if len(all_of) == 4:
        return all_of[3]
    return all_of[-1] if all_of[-1].has(Part.TEXT) else None
