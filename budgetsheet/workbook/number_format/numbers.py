"""Figures under a format: placeholders, thousands, scaling, percent, fractions, powers of ten."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from budgetsheet.workbook.number_format.sections import Part, Section, Token

_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_ROOM = 11
"""Characters that General takes at most, as wide as the column may be."""
_FIGURE = re.compile(r"(?<![\d,])[\d,]*+\.\d+")
_PLACES = {"0": "0", "?": " ", "#": ""}
"""What a placeholder shows where the number has no digit for it."""


class Figure(NamedTuple):
    """A figure as shown: its text, and the number that the text says, its sign left out.

    The number is None where words stand among its digits.

    `scale` is how many of the stored units one shown unit is: 1000 for a comma at the end,
    0.01 for a sign of percent.
    """

    text: str
    number: Decimal | None
    scale: Decimal = Decimal(1)


class _Layout(NamedTuple):
    """The pieces of a section by what they stand for."""

    whole: int
    decimals: tuple[str, ...]
    grouped: bool
    scale: Decimal


def figure(section: Section, number: Decimal) -> Figure:
    """A number, not negative, under a section with placeholders."""
    slash = _slash(section.tokens)
    if slash is not None:
        return _fraction(section.tokens, slash, number)
    if section.has(Part.EXPONENT):
        return _scientific(section.tokens, number)
    return _plain(section.tokens, number)


def general(number: Decimal) -> str:
    """A number, not negative, as General shows it where the column is wide enough."""
    if not number:
        return "0"
    power = number.adjusted()
    if power > _ROOM - 1 or power < -9:
        return _general_power(number)
    decimals = max(0, _ROOM - 2 - max(0, power))
    text = _bare(_WIDE.quantize(number, Decimal(1).scaleb(-decimals)))
    exact = _bare(number)
    if power < -4 and len(exact) > _ROOM:
        return _general_power(number)
    return text


def _general_power(number: Decimal) -> str:
    mantissa, power = _powered(number, 1, 5)
    sign = "-" if power < 0 else "+"
    return f"{_bare(mantissa)}E{sign}{abs(power):02d}"


def _bare(number: Decimal) -> str:
    """Digits without idle zeros behind the point."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(tokens: tuple[Token, ...], number: Decimal) -> Figure:
    layout = _layout(tokens)
    shown = _WIDE.divide(number, layout.scale)
    rounded = _WIDE.quantize(shown, Decimal(1).scaleb(-len(layout.decimals)))
    whole, _, decimals = f"{rounded:f}".partition(".")
    before = _whole_digits(tokens, whole, layout)
    behind = _decimal_digits(layout.decimals, decimals)
    text = _filled(tokens, before, behind)
    inside = _between_digits(tokens)
    if inside == "." and not layout.decimals:
        said = _said(text)
        factor = len(f"{said:f}".partition(".")[2])
        return Figure(text, said, _WIDE.scaleb(layout.scale, factor))
    return Figure(text, rounded if not inside else None, layout.scale)


def _between_digits(tokens: tuple[Token, ...]) -> str:
    """Words that stand among the placeholders: the point of `0!.0000`, the dashes of a code."""
    places = [i for i, token in enumerate(tokens) if token.part is Part.DIGIT]
    among = tokens[places[0] : places[-1]] if places else ()
    return "".join(token.text for token in among if token.part in (Part.LITERAL, Part.ROOM))


def _said(text: str) -> Decimal:
    """The figure that a text with one point says."""
    found = _FIGURE.search(text)
    return Decimal(found[0].replace(",", "")) if found else Decimal(0)


def _layout(tokens: tuple[Token, ...]) -> _Layout:
    """Where the point is, which commas part thousands and which divide by them."""
    parts = [token.part for token in tokens]
    point = parts.index(Part.POINT) if Part.POINT in parts else len(parts)
    digits = [i for i, part in enumerate(parts) if part is Part.DIGIT]
    before = [i for i in digits if i < point]
    commas = [i for i, part in enumerate(parts) if part is Part.COMMA]
    grouped = any(before and before[0] < i < before[-1] for i in commas)
    scaling = sum(1 for i in commas if _scales(i, before, digits, point))
    scale = _WIDE.divide(Decimal(1000) ** scaling, Decimal(100) ** parts.count(Part.PERCENT))
    behind = tuple(tokens[i].text for i in digits if i > point)
    return _Layout(len(before), behind, grouped, scale)


def _scales(comma: int, before: list[int], digits: list[int], point: int) -> bool:
    """Whether a comma divides by a thousand: no placeholder follows it on its side."""
    if comma < point:
        return bool(before) and comma > before[-1]
    return bool(digits) and comma > digits[-1]


def _whole_digits(tokens: tuple[Token, ...], whole: str, layout: _Layout) -> list[str]:
    """What stands at each placeholder before the point; the first takes all that is left."""
    point = next((i for i, t in enumerate(tokens) if t.part is Part.POINT), len(tokens))
    marks = [token.text for token in tokens[:point] if token.part is Part.DIGIT]
    digits = list(whole.lstrip("0"))
    found: list[str] = []
    for place, mark in enumerate(reversed(marks)):
        last = place == len(marks) - 1
        taken = digits if last else digits[-1:]
        here = _with_commas(taken, place) if layout.grouped else "".join(taken)
        if not taken:
            here = _idle(mark, place, layout.grouped)
        digits = [] if last else digits[:-1]
        found.append(here)
    found.reverse()
    if digits or (not marks and whole.strip("0")):
        found = ["".join(digits), *found]
    return found


def _with_commas(digits: list[str], place: int) -> str:
    """Digits from a place on, counted from the right, a comma behind each third."""
    shown = []
    for i, digit in enumerate(digits):
        behind = place + len(digits) - 1 - i
        shown.append(digit + ("," if behind and behind % 3 == 0 else ""))
    return "".join(shown)


def _idle(mark: str, place: int, grouped: bool) -> str:
    """A placeholder without a digit: zeros keep their thousands' commas."""
    text = _PLACES[mark]
    return f"{text}," if text == "0" and grouped and place and place % 3 == 0 else text


def _decimal_digits(marks: tuple[str, ...], digits: str) -> list[str]:
    """What stands at each placeholder behind the point; idle zeros go where `#` allows."""
    kept = len(digits)
    while kept and digits[kept - 1] == "0" and marks[kept - 1] != "0":
        kept -= 1
    return [
        digits[i] if i < kept else _PLACES[mark] if mark != "0" else "0"
        for i, mark in enumerate(marks)
    ]


def _filled(tokens: tuple[Token, ...], before: list[str], behind: list[str]) -> str:
    """The section's text with its digits in their places."""
    marks = iter((*before, *behind))
    extra = len(before) + len(behind) - sum(t.part is Part.DIGIT for t in tokens)
    shown = [next(marks) for _ in range(extra)]
    for token in tokens:
        match token.part:
            case Part.DIGIT:
                shown.append(next(marks))
            case Part.COMMA:
                pass
            case _:
                shown.append(token.text)
    return "".join(shown)


# ---- powers of ten


def _scientific(tokens: tuple[Token, ...], number: Decimal) -> Figure:
    """`0.00E+00`, and `##0.0E+0` whose power is a multiple of its whole places."""
    at = next(i for i, token in enumerate(tokens) if token.part is Part.EXPONENT)
    head = tokens[:at]
    layout = _layout(head)
    scaled = _WIDE.divide(number, layout.scale)
    mantissa, power = _powered(scaled, max(1, layout.whole), len(layout.decimals))
    front = _plain(head, _WIDE.multiply(mantissa, layout.scale))
    sign = "-" if power < 0 else "+" if tokens[at].text == "+" else ""
    tail = tokens[at + 1 :]
    places = [token.text for token in tail if token.part is Part.DIGIT]
    digits = f"{abs(power)}".rjust(len(places), "0")
    rest = "".join(t.text for t in tail if t.part is not Part.DIGIT)
    said = front.number and _WIDE.multiply(front.number, _WIDE.power(Decimal(10), power))
    return Figure(f"{front.text}E{sign}{digits}{rest}", said, layout.scale)


def _powered(number: Decimal, step: int, decimals: int) -> tuple[Decimal, int]:
    """A mantissa rounded to so many decimals, and its power, a multiple of `step`."""
    if not number:
        return Decimal(0), 0
    power = number.adjusted() // step * step
    unit = Decimal(1).scaleb(-decimals)
    mantissa = _WIDE.quantize(_WIDE.scaleb(number, -power), unit)
    if mantissa >= Decimal(10) ** step:
        power += step
        mantissa = _WIDE.quantize(_WIDE.scaleb(number, -power), unit)
    return mantissa, power


# ---- fractions


def _slash(tokens: tuple[Token, ...]) -> int | None:
    """Where a fraction's bar stands, None where a section has none."""
    for i, token in enumerate(tokens):
        beside = any(t.part is Part.DIGIT for t in tokens[:i])
        if token.part is Part.SLASH and beside and _denominator(tokens[i + 1 :]):
            return i
    return None


def _denominator(tokens: tuple[Token, ...]) -> str:
    """The placeholders, or the digits, behind a fraction's bar."""
    found = ""
    for token in tokens:
        plain = token.part is Part.LITERAL and token.text.isascii() and token.text.isdecimal()
        if token.part is Part.DIGIT or plain:
            found += token.text
        elif found:
            break
    return found


def _fraction(tokens: tuple[Token, ...], slash: int, number: Decimal) -> Figure:
    """The nearest fraction that the places of its denominator allow."""
    scale = Decimal(1).scaleb(-2 * sum(token.part is Part.PERCENT for token in tokens))
    places = _denominator(tokens[slash + 1 :])
    fixed = int(places) if places.isdecimal() and int(places) else 0
    held = Fraction(_WIDE.divide(number, scale))
    near = (
        Fraction(round(held * fixed), fixed) if fixed
        else held.limit_denominator(10 ** min(len(places), 7) - 1)
    )  # fmt: skip
    first, behind = _numerator_at(tokens, slash), slash + 1 + _place_of(tokens, slash)
    with_whole = any(token.part is Part.DIGIT for token in tokens[:first])
    whole, rest = divmod(near, 1) if with_whole else (0, near)
    below = fixed or rest.denominator
    above = int(rest * below)
    lead, tail = _texts(tokens[:first]), _texts(tokens[behind:])
    said = Decimal(near.numerator) / Decimal(near.denominator)
    shown = f"{lead}{whole if with_whole and (whole or not above) else ''}"
    if above or not with_whole:
        shown += f"{' ' if with_whole and whole else ''}{above}/{below}"
    return Figure(f"{shown}{tail}", said, scale)


def _numerator_at(tokens: tuple[Token, ...], slash: int) -> int:
    """Where the run of placeholders before the bar begins."""
    first = slash
    while first and tokens[first - 1].part is Part.DIGIT:
        first -= 1
    return first


def _place_of(tokens: tuple[Token, ...], slash: int) -> int:
    """How many pieces behind the bar belong to the denominator."""
    count, wanted = 0, len(_denominator(tokens[slash + 1 :]))
    for token in tokens[slash + 1 :]:
        if not wanted:
            break
        count += 1
        wanted -= len(token.text) if token.part is not Part.ROOM else 0
    return count


def _texts(tokens: tuple[Token, ...]) -> str:
    return "".join(t.text for t in tokens if t.part not in (Part.DIGIT, Part.COMMA)).strip()
