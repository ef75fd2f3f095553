"""One cell's content as its field means it: normalised, or kept as typed and reported."""

from decimal import Decimal
from typing import NamedTuple

from budgetsheet import characters, money
from budgetsheet.form.fields import Field, Kind
from budgetsheet.text import bare_code, half_width, one_line_end, tidy, western_digits
from budgetsheet.workbook import number_values
from budgetsheet.workbook.entry_value import DoubtError, Read, Value
from budgetsheet.workbook.format_codes import AS_STORED
from budgetsheet.workbook.parts import Style
from budgetsheet.workbook.sheet_part import Cell

__all__ = ["Read", "Seen", "Value", "blank", "read_entry", "seen_text"]

BLANK_TEXT = Read("")
BLANK_NUMBER = Read(None)
_NOTHING = "（空白）"
_TEXTS = ("s", "str", "inlineStr")


def blank(field: Field) -> Read:
    """What an empty cell says."""
    return BLANK_NUMBER if field.kind.number else BLANK_TEXT


def read_entry(field: Field, cell: Cell, style: Style) -> Read:
    """What a filled cell says, as its field means it."""
    if cell.kind == "e":
        return Read(blank(field).value, cell.value, "BS009")
    try:
        read = (_number if cell.kind == "n" else _written)(field, cell, style)
    except DoubtError as doubt:
        kept = None if field.kind.number else doubt.value
        read = Read(kept, tidy(doubt.typed), "BS008", doubt=doubt.doubt)
    except (ValueError, ArithmeticError):
        read = Read(blank(field).value, tidy(_typed(cell, style)), "BS008")
    if cell.formula is None or read.fault:
        return read
    return Read(read.value, f"={cell.formula}", "BS007", bare=read.bare, counted=read.counted)


def _is_free(field: Field) -> bool:
    """Whether a field takes words of one's own: nothing of them is passed over."""
    return field.kind is Kind.TEXT and not field.choices


def _noted(read: Read, typed: str, plain: str) -> Read:
    """The same, and which characters were passed over or read as others."""
    note = characters.noticed(typed, read.value if isinstance(read.value, str) else "")
    if not note:
        return read
    return read._replace(typed=typed, shown=read.shown or tidy(plain) or _NOTHING, note=note)


class Seen(NamedTuple):
    """A cell as a person sees it, whatever it is for.

    `doubt` says why that is not certain; `stored` is the number of which a rounded one is seen.
    """

    text: str
    doubt: str = ""
    stored: str = ""


def seen_text(cell: Cell, style: Style) -> Seen:
    """What a person sees in a cell."""
    if cell.kind == "b":
        return Seen({"1": "是", "0": "否"}.get(cell.value, ""))
    try:
        if cell.kind != "n" or not cell.value:
            return Seen(one_line_end(_typed(cell, style)))
        number = number_values.stored(cell.value)
        text = str(number_values.text_of(number, style).value)
        return Seen(text, stored=number_values.left_out(number, style))
    except DoubtError as doubt:
        return Seen(doubt.typed, doubt.doubt)
    except ValueError:
        return Seen(tidy(cell.value))


def _may_be_none(field: Field) -> bool:
    """Whether a field is a number that need not be there."""
    return field.kind.number and not field.required


def _typed(cell: Cell, style: Style) -> str:
    """What stands in a cell, as a person sees it."""
    match cell.kind:
        case "n":
            return number_values.number_as_shown(cell.value, style)
        case "b":
            return "FALSE" if cell.value == "0" else "TRUE"
        case "d":
            return _iso_date_text(cell.value)
    return cell.value if style.code in AS_STORED else _formatted(cell.value, style)


def _formatted(text: str, style: Style) -> str:
    """A text under a format that may put words around it. Raises: DoubtError where it hides it."""
    if "@" not in style.code and style.code.count(";") < 3:
        return text
    from budgetsheet.workbook.number_format import not_shown, shown_text

    shown = shown_text(style.code, text)
    if text.strip() and not shown.strip():
        raise DoubtError(not_shown(style.code), text, tidy(text))
    return shown


def _written(field: Field, cell: Cell, style: Style) -> Read:
    """What a cell says that holds no number."""
    as_stored = cell.kind in _TEXTS and style.code in AS_STORED
    typed = cell.value if as_stored else _typed(cell, style)
    if _is_free(field):
        read = _free_text(typed)
        return _noted(read, typed, typed) if read.shown else read
    plain = characters.bare(typed)
    if _may_be_none(field) and money.says_none(plain):
        return _noted(BLANK_NUMBER._replace(typed=typed, shown=_NOTHING), typed, plain)
    blank_number = field.kind.number and not tidy(plain)
    read = BLANK_NUMBER if blank_number else _text(field, plain)
    return _noted(read, typed, plain) if plain != typed or read.shown else read


def _number(field: Field, cell: Cell, style: Style) -> Read:
    """What a number says; a formula may have left none."""
    if not cell.value.strip():
        return blank(field)
    number = number_values.stored(cell.value)
    if not number and _may_be_none(field) and not number_values.number_as_shown(cell.value, style):
        return BLANK_NUMBER
    match field.kind:
        case Kind.AMOUNT:
            return number_values.amount_of(number, style)
        case Kind.PERCENT:
            return number_values.percent_of(number, style)
        case Kind.SCORE:
            return number_values.score_of(number, style)
        case Kind.YEAR:
            return _year(number_values.year_of(number, style))
        case _ if field.kind is Kind.CODE or field.name == "code":
            return number_values.code_of(number, style)
    return number_values.text_of(number, style)


def _text(field: Field, typed: str) -> Read:
    plain = tidy(typed)
    match field.kind:
        case Kind.AMOUNT:
            return _told(money.parse_amount(plain), plain, money.format_amount)
        case Kind.PERCENT:
            return _percent(plain)
        case Kind.SCORE:
            return _told(money.parse_score(plain), plain, money.format_score)
        case Kind.YEAR:
            return _year(plain)
        case Kind.CODE:
            code = bare_code(plain)
            return Read(code, typed, shown=code if code != typed else "")
    return _free_text(typed)


def _free_text(typed: str) -> Read:
    plain = tidy(typed)
    if plain == typed or not typed.strip():
        return Read(plain, typed)
    return Read(plain, typed, shown=plain or _NOTHING)


def _told(number: Decimal, plain: str, show: object) -> Read:
    """A number that was typed as text: worth showing how it was read where that looks different."""
    assert callable(show)
    shown = show(number)
    return Read(number, plain, shown=shown if shown != plain else "")


def _percent(plain: str) -> Read:
    """A percentage as text; without its sign it is judged with its row."""
    percent = money.parse_percent(plain)
    if half_width(plain).strip().endswith("%"):
        return _told(percent, plain, money.format_percent)
    return Read(None, plain, bare=percent)


def _year(plain: str) -> Read:
    digits = western_digits(half_width(plain)).removesuffix("年").removesuffix("年度").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) == 4):
        raise ValueError(plain)
    return Read(int(digits), plain, shown=digits if digits != plain else "")


def _iso_date_text(text: str) -> str:
    """A date as the strict format stores it: `2027-03-05T00:00:00`."""
    from datetime import datetime

    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"
