"""What a cell shows: a number or a text under its format code, as Excel prints it.

Source: ECMA-376 18.8.31 and what Excel does; LibreOffice's own differences stand in the tests.
"""

from decimal import Decimal
from typing import NamedTuple

from budgetsheet.workbook.number_format import dates, numbers
from budgetsheet.workbook.number_format.chinese import counted, digit_by_digit
from budgetsheet.workbook.number_format.sections import (
    Part,
    Section,
    Token,
    for_number,
    for_text,
    sections,
)

__all__ = ["Shown", "not_shown", "shown_number", "shown_text"]

_MOST_DIGITS = 15
_FOREIGN = "别国或农历的日期写法"
_NO_SIGN = "单元格格式没有显示负号"
_MINUS = {"-", "－", "−", "(", "（"}
_NO_DATE = "超出 Excel 的日期范围，表里只显示 ####"


class Shown(NamedTuple):
    """What is seen of a number.

    `figure` is the number that the text says, in shown units (30 for `30%`), None for a date
    and for a format without placeholders. `words` is the text around the figure. `scale` is
    how many stored units one shown unit is. `full_date` tells a date with year, month, day
    and no time. `doubt` says why what is seen cannot be told for certain, blank without doubt;
    `worded`, that no sign is seen but words that stand with numbers below zero alone.
    """

    text: str
    figure: Decimal | None = None
    words: str = ""
    scale: Decimal = Decimal(1)
    full_date: tuple[int, int, int] | None = None
    doubt: str = ""
    worded: bool = False


def shown_number(code: str, number: Decimal, from_1904: bool = False) -> Shown:
    """A stored number under a format code."""
    chosen = for_number(sections(code), number)
    if chosen is None:
        return Shown("", doubt="这个数不在单元格格式的任何一段里，表里只显示 ####")
    section = chosen.section
    if section.dated:
        return _date(_system(section), number, from_1904)
    if not section.tokens:
        return Shown("", doubt=not_shown(code))
    if abs(number).adjusted() >= _MOST_DIGITS and section.digits:
        return Shown(_signed(section, number), doubt="数太大，末尾的数字已经不准")
    if section.numerals > 3:
        return Shown(_signed(section, number), doubt="单元格用了认不出的数字写法")
    if number < 0 and not chosen.sure:
        return Shown(_signed(section, number), doubt=_NO_SIGN)
    shown = _number(section, number, chosen.unsigned)._replace(worded=chosen.worded)
    return shown if shown.text.strip() else shown._replace(doubt=not_shown(code))


def not_shown(code: str) -> str:
    """Why a cell that holds something seems blank."""
    return f"单元格格式“{code}”不显示内容"


def shown_text(code: str, text: str) -> str:
    """A stored text under a format code: `@"元"` shows 64.80 as 64.80元."""
    section = for_text(sections(code))
    if section is None or not section.has(Part.TEXT, Part.GENERAL):
        return text if section is None else "".join(token.text for token in section.tokens)
    held = (Part.TEXT, Part.GENERAL)
    return "".join(text if token.part in held else token.text for token in section.tokens)


def _signed(section: Section, number: Decimal) -> str:
    sign = "-" if number < 0 else ""
    return f"{sign}{numbers.general(abs(number))}"


def _number(section: Section, number: Decimal, unsigned: bool) -> Shown:
    """A section with figures, or with words alone."""
    size = abs(number)
    if section.has(Part.DIGIT):
        found = numbers.figure(section, size)
    elif section.has(Part.GENERAL, Part.TEXT):
        shown = numbers.general(size)
        found = numbers.Figure(_with_general(section.tokens, shown), Decimal(shown))
    else:
        text = "".join(token.text for token in section.tokens)
        return Shown(text, doubt=_NO_SIGN if number < 0 and not unsigned else "")
    words = _words(section.tokens)
    said, minus = found.number, ""
    if number < 0:
        said = -said if said else said
        minus = "" if unsigned or said == 0 else "-"
    signed = minus or said == 0 or section.colour or _MINUS & set(words)
    return Shown(
        _in_numerals(section, f"{minus}{found.text}"), said, words, found.scale,
        doubt=_NO_SIGN if number < 0 and not signed else "",
    )  # fmt: skip


def _with_general(tokens: tuple[Token, ...], shown: str) -> str:
    held = (Part.GENERAL, Part.TEXT)
    return "".join(shown if token.part in held else token.text for token in tokens)


def _words(tokens: tuple[Token, ...]) -> str:
    """What stands around the figure."""
    said = (Part.LITERAL, Part.PERCENT)
    return "".join(token.text for token in tokens if token.part in said)


def _in_numerals(section: Section, text: str) -> str:
    """The figures of a text as Chinese numerals, where the section asks for them."""
    if not section.numerals:
        return text
    if section.has(Part.DIGIT):
        return digit_by_digit(text, section.numerals)
    figures = "".join(c for c in text if c in "0123456789.").strip(".")
    return text.replace(figures, counted(figures, section.numerals)) if figures else text


# ---- dates


def _date(section: Section, number: Decimal, from_1904: bool) -> Shown:
    """A section for dates and times."""
    letters = {token.text[0] for token in section.tokens if token.part is Part.DATE}
    if letters & {"g", "b"} or _foreign(section.locale, "e" in letters):
        return Shown(_signed(section, number), doubt=_FOREIGN)
    try:
        text = _dated(section, number, from_1904)
        day = _full(section, letters, number, from_1904)
    except ValueError:
        return Shown(_signed(section, number), doubt=_NO_DATE)
    return Shown(text, full_date=day)


def _system(section: Section) -> Section:
    """Where the system's own long date or time is asked for, that of a Chinese Windows."""
    code = {"F800": 'yyyy"年"m"月"d"日"', "F400": "h:mm:ss"}.get(section.locale)
    return sections(code)[0] if code else section


def _foreign(locale: str, by_era: bool) -> bool:
    """Whether years are counted another way than ours.

    Source: the locale's third byte names a calendar; `e` counts from 1912 in Taiwan (404) and
    by emperors in Japan (411).
    """
    plain = locale.partition(",")[0]
    if plain.startswith("F") or len(plain) > 8:
        return False
    try:
        number = int(plain or "0", 16)
    except ValueError:
        return False
    return bool(number >> 16 & 0xFF) or (by_era and number & 0xFFFF not in (0, 0x804))


def _full(
    section: Section, letters: set[str], number: Decimal, from_1904: bool
) -> tuple[int, int, int] | None:
    """Year, month and day, where all three are shown in figures and nothing else is."""
    plain = all(
        token.part in (Part.DATE, Part.SLASH, Part.ROOM, Part.POINT)
        or token.text in ("-", "/", ".", " ", ",")
        for token in section.tokens
    )
    if not plain or letters - {"y", "e", "m", "d"} or len(letters) < 3 or section.numerals:
        return None
    when = dates.moment(number, None, from_1904)
    return when.year, when.month, when.day


def _dated(section: Section, number: Decimal, from_1904: bool) -> str:
    form = section.numerals

    def spelled(letters: str, text: str) -> str:
        if not form or not (text.isascii() and text.isdecimal()):
            return text
        by_digit = form > 3 or letters[0] in ("y", "e")
        return digit_by_digit(text, form) if by_digit else counted(text, form, one_ten=False)

    return dates.dated(section, number, from_1904, spelled)
