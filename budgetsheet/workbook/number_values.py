"""A number in an entry: what its cell shows, as its field means it."""

from decimal import Decimal
from typing import TYPE_CHECKING

from budgetsheet import money
from budgetsheet.text import bare_code, half_width, tidy
from budgetsheet.workbook.entry_value import DoubtError, Read
from budgetsheet.workbook.format_codes import AS_STORED, GENERAL
from budgetsheet.workbook.parts import Style

if TYPE_CHECKING:
    from budgetsheet.workbook.number_format import Shown

_PERCENTS = {"0%": 0, "0.00%": 2}
"""The usual formats of a percentage, and their decimals: read without the renderer."""
_SIGNS = str.maketrans("", "", " ¥￥$€+-－−()（）")
"""What may stand around an amount without changing its unit."""
_MOST_DIGITS = 15
"""Excel keeps fifteen significant digits."""
_SHORTEST_UNIT_CODE = 6
"""Source: the unit's part of a project code has six places."""
_NOT_ALONE = "单元格格式按比例缩小了显示的数，又略去了尾数"


def stored(text: str) -> Decimal:
    """A stored number as Excel counts with it: fifteen significant digits, no binary noise.

    Raises: ValueError.
    """
    number = Decimal(f"{float(text):.15g}")
    if not number.is_finite():
        raise ValueError(text)
    return number


def plain(number: Decimal) -> str:
    """A number's digits, or its power of ten where the digits would fill the screen."""
    if number and not -_MOST_DIGITS <= number.adjusted() < _MOST_DIGITS:
        return f"{number.normalize():E}"
    return f"{money.normal_percent(number):f}"


def number_as_shown(text: str, style: Style) -> str:
    """A stored number as a person sees it; the stored text where it is no number."""
    try:
        number = stored(text)
    except ValueError:
        return text
    return plain(number) if style.code in AS_STORED else tidy(_seen(number, style).text)


def text_of(number: Decimal, style: Style) -> Read:
    """A number where a text belongs: what is shown. Raises: DoubtError."""
    if style.code in (GENERAL, "@"):
        return _general_text(number)
    shown = _seen(number, style)
    if shown.doubt and not shown.worded:
        raise DoubtError(shown.doubt, plain(number), plain(number))
    if shown.full_date:
        year, month, day = shown.full_date
        return _read(f"{year}年{month}月{day}日", tidy(shown.text))
    text = tidy(shown.text)
    return Read(text, text)


def left_out(number: Decimal, style: Style) -> str:
    """The number that is stored where its format shows a rounded one; blank where it does not."""
    if style.code in (GENERAL, "@"):
        return ""
    shown = _seen(number, style)
    rounded = shown.figure is not None and shown.figure != number / shown.scale
    return plain(number) if rounded else ""


def _read(text: str, typed: str) -> Read:
    return Read(text, typed, shown=text if text != typed else "")


def _general_text(number: Decimal) -> Read:
    """A number without a format of its own; a long one is told, as its cell shows a power."""
    from budgetsheet.workbook.number_format.numbers import general

    if number.adjusted() >= _MOST_DIGITS:
        raise DoubtError("数太大，末尾的数字已经不准", plain(number), plain(number))
    seen = f"{'-' if number < 0 else ''}{general(abs(number))}"
    whole = number == number.to_integral_value()
    return _read(plain(number), seen) if whole else Read(seen, seen)


def code_of(number: Decimal, style: Style) -> Read:
    """A number where a code belongs: the zeros that its format shows are part of it.

    Raises: DoubtError where leading zeros, or digits at the end, may be lost.
    """
    if style.code not in AS_STORED:
        shown = _sure(number, style)
        code = bare_code(shown.text.replace(",", ""))
        return Read(code, tidy(shown.text))
    digits = plain(number)
    if not digits.isdecimal():
        raise DoubtError("编码存成了数字，末尾的数字已经不准", digits, digits)
    if len(digits) < _SHORTEST_UNIT_CODE:
        raise DoubtError("编码存成了数字，开头的 0 可能丢了", digits, digits)
    return Read(digits, f"{digits}（数字）", shown=digits)


def year_of(number: Decimal, style: Style) -> str:
    """The text from which a year is read. Raises: DoubtError."""
    if style.code in AS_STORED or style.code == "0":
        return plain(number)
    shown = _sure(number, style)
    whole = shown.figure == number and shown.scale == 1
    return tidy(shown.text.replace(",", "") if whole else shown.text)


def score_of(number: Decimal, style: Style) -> Read:
    """Points. Raises: ValueError; DoubtError."""
    if style.code in AS_STORED:
        return Read(money.normal_percent(money.within_reason(number)), plain(number))
    shown = _sure(number, style)
    if shown.figure is None or shown.scale != 1 or shown.words.translate(_SIGNS) not in ("", "分"):
        return _told(money.parse_score(shown.text), tidy(shown.text), money.format_score)
    return _exact(
        number, shown, money.format_score(money.normal_percent(money.within_reason(number)))
    )


def amount_of(number: Decimal, style: Style) -> Read:
    """An amount as it is shown, with the unit that its format writes behind it.

    A format that only rounds leaves the number as it is stored; one that scales it gives
    what is shown, and is told. Units: 万元. Raises: ValueError; DoubtError.
    """
    if style.code in AS_STORED:
        return Read(money.normal_amount(money.within_reason(number)), plain(number))
    shown = _sure(number, style)
    typed = tidy(shown.text)
    if shown.figure is None:
        nothing = not number and money.says_none(typed)
        amount = money.normal_amount(number) if nothing else money.parse_amount(typed)
        return _told(amount, typed, money.format_amount)
    exact = number / shown.scale
    if shown.scale != 1 and shown.figure != exact:
        raise DoubtError(_NOT_ALONE, f"{typed}（存的是 {plain(number)}）")
    unit = half_width(shown.words.translate(_SIGNS)).strip(".")
    amount = money.parse_amount(f"{plain(exact)}{unit}")
    if shown.scale != 1:
        was = f"{typed}（存的是 {plain(number)}）"
        return Read(amount, was, shown=money.format_amount(amount))
    return _exact(number, shown, money.format_amount(amount))._replace(value=amount)


def percent_of(number: Decimal, style: Style) -> Read:
    """A percentage; `bare` where no sign of percent is shown. Units: %.

    Raises: ValueError; DoubtError.
    """
    counted = _reasonable_percent(number)
    if style.code in _PERCENTS:
        value = money.normal_percent(counted)
        typed = money.format_percent(value)
        seen = money.format_percent(round_half_up(value, _PERCENTS[style.code]))
        return Read(value, seen, shown=typed if value != stored(seen[:-1]) else "", counted=counted)
    if style.code in AS_STORED or style.code == "0":
        return Read(None, plain(number), bare=number, counted=counted)
    shown = _sure(number, style)
    typed, signed = tidy(shown.text), half_width(shown.words).strip()
    if not number and money.says_none(typed):
        return _told(number, typed, money.format_percent)
    if shown.figure is None:
        return _told(money.parse_percent(typed), typed, money.format_percent)
    if shown.scale not in (1, Decimal("0.01")) and shown.figure != number / shown.scale:
        raise DoubtError(_NOT_ALONE, f"{typed}（存的是 {plain(number)}）")
    if signed in ("", "+", "-") and shown.scale == 1:
        return Read(None, typed, bare=number, counted=counted)
    if signed.translate(_SIGNS) != "%":
        raise ValueError(typed)
    value = money.normal_percent(number / shown.scale)
    plainly = shown.scale == Decimal("0.01") and shown.figure == value
    return Read(value, typed, shown="" if plainly else money.format_percent(value), counted=counted)


def _reasonable_percent(number: Decimal) -> Decimal:
    """A share in %. Raises: DoubtError for one so large or fine that no share can be it."""
    percent = number * 100
    try:
        return money.within_reason(percent)
    except ValueError:
        typed = f"{plain(percent)}%"
        raise DoubtError("数大得或小得不像百分比", typed, typed) from None


def round_half_up(number: Decimal, decimals: int) -> Decimal:
    """A number rounded as a cell's format does."""
    from decimal import ROUND_HALF_UP

    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _exact(number: Decimal, shown: "Shown", read_as: str) -> Read:
    """A number that its format does not change; told where it shows less than is stored."""
    value = money.normal_percent(money.within_reason(number))
    return Read(value, tidy(shown.text), shown="" if shown.figure == number else read_as)


def _told(number: Decimal, typed: str, show: object) -> Read:
    """A number that is read from what is shown."""
    assert callable(show)
    text = show(number)
    return Read(number, typed, shown=text if text != typed else "")


def _seen(number: Decimal, style: Style) -> "Shown":
    from budgetsheet.workbook.number_format import shown_number

    return shown_number(style.code, number, style.from_1904)


def _sure(number: Decimal, style: Style) -> "Shown":
    """What is shown. Raises: DoubtError where that cannot be told for certain."""
    shown = _seen(number, style)
    if shown.doubt:
        raise DoubtError(shown.doubt, plain(number), plain(number))
    return shown
