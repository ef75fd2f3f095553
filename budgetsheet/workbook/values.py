"""One cell's content as its field means it: normalised, or kept as typed and reported."""

from decimal import Decimal
from typing import NamedTuple

from budgetsheet import money
from budgetsheet.form.fields import Field, Kind
from budgetsheet.text import bare_code, half_width, tidy
from budgetsheet.workbook.parts import Style
from budgetsheet.workbook.sheet_part import Cell

_EPOCH = (1899, 12, 30)
_LARGEST, _FINEST = 21, 20
"""Powers of ten from which on a number in a text is shown with its power."""
Value = str | Decimal | int | None


class Read(NamedTuple):
    """What an entry says.

    `value` is the field's value, blank where it could not be read; `typed` is what stands
    in the cell; `fault` is `BS007`, `BS008` or `BS009`, or blank; `shown` tells that
    the value was brought to another form than it was typed in.
    """

    value: Value
    typed: str = ""
    fault: str = ""
    shown: str = ""


BLANK_TEXT = Read("")
BLANK_NUMBER = Read(None)


def blank(field: Field) -> Read:
    """What an empty cell says."""
    return BLANK_NUMBER if field.kind.number else BLANK_TEXT


def read_entry(field: Field, cell: Cell, style: Style) -> Read:
    """What a filled cell says, as its field means it."""
    typed = _typed(cell, style)
    if cell.kind == "e":
        return Read(blank(field).value, cell.value, "BS009")
    try:
        if field.kind.number and not field.required and money.says_none(typed):
            return BLANK_NUMBER._replace(typed=typed, shown="（空白）")
        read = _as_kind(field.kind, cell, style, typed)
    except (ValueError, OverflowError):
        read = Read(blank(field).value, tidy(typed), "BS008")
    if cell.formula is None or read.fault:
        return read
    return Read(read.value, f"={cell.formula}", "BS007")


def shown_text(cell: Cell, style: Style) -> str:
    """A cell as a person sees it, whatever it is for."""
    if cell.kind != "n":
        return tidy({"1": "是", "0": "否"}.get(cell.value, "") if cell.kind == "b" else cell.value)
    if style.date and cell.value:
        return _date_text(cell.value)
    return tidy(_number_text(cell.value, style))


def _typed(cell: Cell, style: Style) -> str:
    """What stands in a cell, as a person sees it."""
    match cell.kind:
        case "n":
            return _number_text(cell.value, style)
        case "b":
            return "FALSE" if cell.value == "0" else "TRUE"
        case "d":
            return _iso_date_text(cell.value)
    return cell.value


def _as_kind(kind: Kind, cell: Cell, style: Style, typed: str) -> Read:
    plain = tidy(typed)
    if kind.number and not plain:
        return BLANK_NUMBER
    match kind:
        case Kind.AMOUNT:
            if cell.kind == "n":
                return Read(money.normal_amount(_quantity(cell.value)), plain)
            return _told(money.parse_amount(plain), plain, money.format_amount)
        case Kind.PERCENT:
            return _percent(cell, style, plain)
        case Kind.SCORE:
            return _score(cell, plain)
        case Kind.YEAR:
            return _year(plain)
        case Kind.CODE:
            code = bare_code(plain)
            return Read(code, typed, shown=code if code != typed else "")
    text = _date_text(cell.value) if cell.kind == "n" and style.date else plain
    return Read(text, typed, shown=text if text != typed else "")


def _told(number: Decimal, plain: str, show: object) -> Read:
    """A number that was typed as text: worth showing how it was read where that looks different."""
    assert callable(show)
    shown = show(number)
    return Read(number, plain, shown=shown if shown != plain else "")


def _percent(cell: Cell, style: Style, plain: str) -> Read:
    if cell.kind != "n":
        return _told(money.parse_percent(plain), plain, money.format_percent)
    number = _quantity(cell.value)
    if style.percent:
        return Read(money.normal_percent(number * 100), plain)
    percent = number * 100 if 0 < number <= 1 else number
    return _told(money.normal_percent(percent), plain, money.format_percent)


def _score(cell: Cell, plain: str) -> Read:
    if cell.kind == "n":
        return Read(money.normal_percent(_quantity(cell.value)), plain)
    return _told(money.parse_score(plain), plain, money.format_score)


def _year(plain: str) -> Read:
    digits = half_width(plain).removesuffix("年").removesuffix("年度").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) == 4):
        raise ValueError(plain)
    return Read(int(digits), plain, shown=digits if digits != plain else "")


def _number(text: str) -> Decimal:
    """A stored number as Excel shows it: fifteen significant digits, no binary noise."""
    number = Decimal(f"{float(text):.15g}")
    if not number.is_finite():
        raise ValueError(text)
    return number


def _quantity(text: str) -> Decimal:
    """A stored number that an amount, a share or a score can be. Raises: ValueError."""
    return money.within_reason(_number(text))


def _number_text(text: str, style: Style) -> str:
    """A number in a text entry, as a person sees it; beyond all reason as Excel's `1E+28`."""
    try:
        number = _number(text)
    except ValueError:
        return text
    if number and not -_FINEST < number.adjusted() < _LARGEST:
        return f"{number.normalize():E}"
    if style.percent:
        return money.format_percent(money.normal_percent(number * 100))
    return f"{money.normal_percent(number):f}"


def _iso_date_text(text: str) -> str:
    """A date as the strict format stores it: `2027-03-05T00:00:00`."""
    from datetime import datetime

    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"


def _date_text(text: str) -> str:
    from datetime import date, timedelta

    try:
        day = date(*_EPOCH) + timedelta(days=int(float(text)))
    except (ValueError, OverflowError):  # a telephone number under a date's format: Excel shows #
        return _number_text(text, Style())
    return f"{day.year}年{day.month}月{day.day}日"
