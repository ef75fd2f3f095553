"""Dates and times under a format, counted as Excel counts them."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from budgetsheet.workbook.number_format.chinese import weekday
from budgetsheet.workbook.number_format.sections import Part, Section, Token

LAST = 2_958_465
"""31 December 9999, the last day that Excel knows."""
_FROM_1900, _FROM_1904 = date(1899, 12, 30), date(1904, 1, 1)
_PHANTOM = 60
"""29 February 1900, which never was: Excel counts it, so all days before stand one later."""
_DAY = 86_400
_NOISE = Decimal("0.0001")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


Spelling = Callable[[str, str], str]


class Moment(NamedTuple):
    """A day and a time as Excel counts them, its two days that never were among them."""

    year: int
    month: int
    day: int
    weekday: int
    seconds: Decimal
    serial: Decimal


def moment(serial: Decimal, decimals: int | None, from_1904: bool) -> Moment:
    """A number as a moment, its seconds rounded to what is shown, None where none are.

    Raises: ValueError for a number that is no date: below zero, or behind the year 9999.
    """
    whole = int(serial.to_integral_value(ROUND_FLOOR))
    if serial < 0 or whole > (LAST - 1462 if from_1904 else LAST):
        raise ValueError(serial)
    seconds = _rounded((serial - whole) * _DAY, decimals)
    if seconds >= _DAY:
        whole, seconds = whole + 1, Decimal(0)
    year, month, day, week = _day(whole, from_1904)
    return Moment(year, month, day, week, seconds, serial)


def _rounded(seconds: Decimal, decimals: int | None) -> Decimal:
    """Seconds as they are shown; where none are, whole ones, but for the noise of a float."""
    if decimals is None:
        return (seconds + _NOISE).quantize(Decimal(1), ROUND_FLOOR)
    return seconds.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _day(number: int, from_1904: bool) -> tuple[int, int, int, int]:
    if from_1904:
        found = _FROM_1904 + timedelta(days=number)
    elif number == _PHANTOM:
        return 1900, 2, 29, 2
    elif number == 0:
        return 1900, 1, 0, 5
    else:
        found = _FROM_1900 + timedelta(days=number + (number < _PHANTOM))
    week = found.weekday() if from_1904 or number > _PHANTOM else (number + 5) % 7
    return found.year, found.month, found.day, week


def dated(section: Section, serial: Decimal, from_1904: bool, spelled: Spelling) -> str:
    """A number under a section for dates; `spelled` gives the numerals of a run of letters.

    Raises: ValueError for one that is no date.
    """
    tokens = _minutes_told(section.tokens)
    decimals = _fine(tokens)
    elapsed = section.has(Part.ELAPSED)
    when = _span(serial, decimals) if elapsed else moment(serial, decimals, from_1904)
    noon = any(token.text.upper() in ("AM/PM", "A/P", "上午/下午") for token in tokens)
    shown, place = [], 0
    while place < len(tokens):
        token, zeros = tokens[place], 0
        if token.part is Part.DATE:
            shown.append(spelled(token.text, _letter(token.text, when, noon, section)))
        elif token.part is Part.ELAPSED:
            shown.append(_elapsed(token.text, when))
        elif token.part is Part.POINT and (zeros := _zeros(tokens, place + 1)):
            shown.append(f".{when.seconds % 1:f}".replace(".0.", "."))
        else:
            shown.append(token.text)
        place += zeros + 1
    return "".join(shown)


def _span(serial: Decimal, decimals: int | None) -> Moment:
    """A number as a length of time. Raises: ValueError below zero."""
    if serial < 0 or serial > LAST:
        raise ValueError(serial)
    seconds = _rounded(serial * _DAY, decimals)
    days = seconds // _DAY
    year, month, day, week = _day(min(int(days), LAST), from_1904=False)
    return Moment(year, month, day, week, seconds - days * _DAY, seconds / _DAY)


def _minutes_told(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The pieces with `m` behind an hour, or before a second, as the minutes that it is."""
    found, clock = list(tokens), [i for i, t in enumerate(tokens)
                                  if t.part in (Part.DATE, Part.ELAPSED)]  # fmt: skip
    for at, i in enumerate(clock):
        if tokens[i].text not in ("m", "mm") or tokens[i].part is not Part.DATE:
            continue
        before = tokens[clock[at - 1]].text if at else ""
        after = tokens[clock[at + 1]].text if at + 1 < len(clock) else ""
        if before.startswith("h") or after.startswith("s"):
            found[i] = Token(Part.DATE, tokens[i].text.replace("m", "i"))
    return tuple(found)


def _fine(tokens: tuple[Token, ...]) -> int | None:
    """Decimals of a second that are shown: the zeros behind a point; None where no second is."""
    if not any(token.text in ("s", "ss") for token in tokens):
        return None
    zeros = (_zeros(tokens, i + 1) for i, t in enumerate(tokens) if t.part is Part.POINT)
    return next((count for count in zeros if count), 0)


def _zeros(tokens: tuple[Token, ...], place: int) -> int:
    count = 0
    while place + count < len(tokens) and tokens[place + count].text == "0":
        count += 1
    return count


def _elapsed(letters: str, when: Moment) -> str:
    """Hours, minutes or seconds from the start on, however many."""
    unit = {"h": 3600, "m": 60, "s": 1}[letters[0]]
    total = int(when.serial * _DAY) // unit
    return f"{total:0{len(letters)}d}"


def _letter(letters: str, when: Moment, noon: bool, section: Section) -> str:
    """One run of letters of a date."""
    hours, rest = divmod(int(when.seconds), 3600)
    minutes, seconds = divmod(rest, 60)
    match letters[0].lower():
        case "y":
            return f"{when.year % 100:02d}" if len(letters) < 3 else f"{when.year:04d}"
        case "e":
            return str(when.year)
        case "m":
            return _month(letters, when)
        case "d":
            return _day_text(letters, when, section)
        case "h":
            hours = (hours + 11) % 12 + 1 if noon else hours
            return f"{hours:02d}" if len(letters) > 1 else str(hours)
        case "i":
            return f"{minutes:02d}" if len(letters) > 1 else str(minutes)
        case "s":
            return f"{seconds:02d}" if len(letters) > 1 else str(seconds)
        case "a" if "/" not in letters:
            return weekday(when.weekday, whole=len(letters) > 3)
    first, _, second = letters.partition("/")
    return second if hours >= 12 else first


def _month(letters: str, when: Moment) -> str:
    name = _MONTHS[when.month - 1]
    return {1: str(when.month), 2: f"{when.month:02d}", 3: name[:3], 5: name[0]}.get(
        len(letters), name
    )


def _day_text(letters: str, when: Moment, section: Section) -> str:
    if len(letters) < 3:
        return f"{when.day:02d}" if len(letters) == 2 else str(when.day)
    if section.locale.endswith("804"):
        return weekday(when.weekday, whole=len(letters) > 3, short="周")
    name = _DAYS[when.weekday]
    return name[:3] if len(letters) == 3 else name
