"""Amounts of money (万元) and percentages as exact decimals: read, round, print."""

import re
from decimal import ROUND_HALF_UP, Decimal

from budgetsheet.lazy import LazyPattern
from budgetsheet.money_units import MONEY_UNITS, USUAL, without_unit, written_amount
from budgetsheet.text import half_width, western_digits, without_blanks

_CENT = Decimal("0.01")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")
_TOO_LARGE = Decimal(10**13)
_FINEST = -20
"""No amount, share or score has so many digits before its point, or so fine a last one."""
_MAX_DIGITS = 15
"""Excel keeps 15 significant digits; a longer figure cannot stay what was typed."""
_DASHES = r"[-‐-―−─━ー/\\⁄∕]+"
_NONE = LazyPattern(
    rf"(?:{_DASHES}|N/?\.?A\.?|NIL|NONE|NULL|[暂尚]?无(?:其他|此项)?(?:资金|收入|安排|内容)*|没有|空白?"
    r"|不涉及|不适用)?"
)
"""What people write where there is nothing: a dash of any kind, 无, N/A."""


def parse_number(text: str) -> Decimal:
    """A plain figure, full-width forms and thousands separators allowed.

    Raises: ValueError when the text is no figure, or has more digits than a cell can hold.
    """
    plain = western_digits(half_width(text)).strip()
    if not _NUMBER.fullmatch(plain):
        raise ValueError(text)
    number = Decimal(plain.replace(",", ""))
    if len(number.as_tuple().digits) > _MAX_DIGITS:
        raise ValueError(text)
    return within_reason(number)


def within_reason(number: Decimal) -> Decimal:
    """The same number. Raises: ValueError for one that no amount, share or score can be."""
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or abs(number) >= _TOO_LARGE or exponent < _FINEST:
        raise ValueError(str(number))
    return number


def parse_amount(text: str, unit: str = USUAL, converts: bool = False) -> Decimal:
    """An amount as people write it: `73.2`, `１，２３４．５０`, `73.20 万元`, `人民币73.2万元整`.

    A figure without a unit stands in `unit`; another unit than 万元 behind the figure is
    accepted where the caller `converts`, and tells. Nothing is rounded.
    Units: 万元. The result has at least two decimals, and more only if they were written.
    Raises: ValueError.
    """
    figure, own = written_amount(text)
    if own not in ("", USUAL) and not converts:
        raise ValueError(text)
    amount = parse_number(figure) * MONEY_UNITS[own or unit]
    if abs(amount) >= _TOO_LARGE:
        raise ValueError(text)
    return normal_amount(amount)


def says_none(text: str) -> bool:
    """Whether a text says that there is nothing: `—`, `/`, `无`, `N/A`, a unit alone; never `0`."""
    plain = without_blanks(half_width(text)).upper().strip("()[]。.;,")
    return bool(plain) and _NONE.fullmatch(without_unit(plain)) is not None


def parse_percent(text: str) -> Decimal:
    """A percentage with or without its sign: `30%`, `３０％`, `30`.

    Units: %. Raises: ValueError.
    """
    return normal_percent(parse_number(half_width(text).strip().removesuffix("%")))


def parse_score(text: str) -> Decimal:
    """Points with or without their word: `10`, `１０`, `10分`.

    Units: points. Raises: ValueError.
    """
    return normal_percent(parse_number(half_width(text).strip().removesuffix("分")))


def normal_amount(amount: Decimal) -> Decimal:
    """The same amount with at least two decimals, so that equal amounts look equal."""
    trimmed = _trim(amount)
    exponent = trimmed.as_tuple().exponent
    return trimmed.quantize(_CENT) if isinstance(exponent, int) and exponent > -2 else trimmed


def normal_percent(percent: Decimal) -> Decimal:
    """The same percentage without idle zeros: `30.0` → `30`."""
    return _trim(percent)


def _trim(number: Decimal) -> Decimal:
    if not number:
        return Decimal(0)
    trimmed = number.normalize()
    exponent = trimmed.as_tuple().exponent
    return Decimal(f"{trimmed:f}") if isinstance(exponent, int) and exponent > 0 else trimmed


def round_amount(amount: Decimal) -> Decimal:
    """Half-up to two decimals, as Excel's ROUND and the bureau do.

    Source: Python's `round` on floats differed from Excel in 153 of 4000 instalments.
    """
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)


def share(amount: Decimal, percent: Decimal) -> Decimal:
    """The part of an amount that a percentage makes, in 万元, two decimals half-up."""
    return round_amount(amount * percent / 100)


def format_amount(amount: Decimal | None) -> str:
    """`73.20`; blank stays blank."""
    return "" if amount is None else f"{amount:f}"


def format_percent(percent: Decimal | None) -> str:
    """`30%`; blank stays blank."""
    return "" if percent is None else f"{percent:f}%"


def format_score(points: Decimal | None) -> str:
    """`10`; blank stays blank."""
    return "" if points is None else f"{points:f}"
