"""A 指标值 as people write it: its kind, symbol, figure and unit, and the text unchanged."""

import re
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from budgetsheet import characters
from budgetsheet.money import parse_number
from budgetsheet.money_units import MONEY_UNITS
from budgetsheet.text import begins_raised, half_width, without_blanks


class Kind(Enum):
    """What sort of target a 指标值 is."""

    QUANTITY = "quantity"
    RATE = "rate"
    MONEY = "money"
    DEADLINE = "deadline"
    RECURRING = "recurring"
    QUALITATIVE = "qualitative"

    @property
    def label(self) -> str:
        """The word a person sees."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    Kind.QUANTITY: "数量",
    Kind.RATE: "比率",
    Kind.MONEY: "金额",
    Kind.DEADLINE: "期限",
    Kind.RECURRING: "定期",
    Kind.QUALITATIVE: "文字表述",
}

_SPELLINGS = {
    "≥": "≥ ≧ ⩾ ≮ >= => 大于等于 大于或等于 高于或等于 "
    "不少于 不低于 不小于 不得少于 不得低于 不得小于 至少 最少",
    "≤": "≤ ≦ ⩽ ≯ <= =< 小于等于 小于或等于 低于或等于 "
    "不超过 不高于 不大于 不多于 不得超过 不得高于 至多 最多",
    ">": "> 大于 高于 多于 超过 超出",
    "<": "< 小于 低于 少于 不足 不到",
    "=": "= == 等于",
}
COMPARISONS = {word: symbol for symbol, words in _SPELLINGS.items() for word in words.split()}
"""Every way to write a comparison before a figure, half-width, with its one symbol."""

AFTERWARDS: dict[str, str] = {
    **dict.fromkeys(("及以上", "或以上", "以上"), "≥"),
    **dict.fromkeys(("及以下", "或以下", "以下", "之内", "以内", "内"), "≤"),
}
"""Words behind a figure that compare: `95%以上`."""

_LONGEST = 60
"""A longer text is a sentence."""
_RATE_UNITS = ("%", "‰", "百分点", "个百分点")


def _any_of(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_LETTERS = r"[^\d\W_]"
_NOUN = rf"{_LETTERS}{{0,6}}?(?:\({_LETTERS}{{1,4}}\))?"
_UNIT = rf"(?:[%‰]|k?m[23]|°C|{_NOUN})(?:[/·]{_LETTERS}{{1,6}}?){{0,2}}"
_TILDE = "(?:[-~\u301c\u223c\u2013\u2014]|至|到)"
_PERIOD = r"(?:半年|季度|学期|学年|星期|工作日|年度|年|季|月|周|旬|日|天)"
_IMPLIED = {"达到": "≥", "达": "≥", "控制在": "≤"}
_SYMBOL = _any_of({**COMPARISONS, **_IMPLIED})
_END = r"(?:底|末|初|上旬|中旬|下旬|份)?(?:之|以)?(?:前|内|后)?"
_DONE = "完成|完工|竣工|验收|发放|支付|拨付|到位|交付|投入使用"
_TAIL = rf"(?:按时|及时|全部|基本)?(?:{_DONE})?(?:完毕|完成|到位)?"
_LEAD = r"(?:预计|计划|确保|不晚于|不迟于|截至|截止|于|在|至|[≤<=]|≦|<=)*"
_DATES = (
    rf"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})[日号])?{_END}",
    r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[之以]?前)?",
    rf"(?P<year>(?:19|20)\d\d)年度?(?:第?[一二三四1-4]季度)?{_END}",
    rf"(?:当年|本年|年|当月|次月|本年度|年度|第?[一二三四1-4]季度)(?:底|末|内|{_END})",
    r"(?:当月|次月)?(?P<day>\d{1,2})[日号](?:之|以)?前",
)
_MARKS_OF_A_DATE = frozenset("年月日号季度周旬天星期每按-/.")


@cache
def _figure_pattern() -> re.Pattern[str]:
    """Compiled when first used: starting is part of the speed."""
    return re.compile(
        rf"(?:每个?(?P<each>{_PERIOD}))?"
        rf"(?:{_LETTERS}{{0,12}}?(?P<symbol>{_SYMBOL})|约|预计|共|计|为)?(?:人民币)?"
        rf"(?P<number>{_NUMBER})(?:(?P<first>{_UNIT}){_TILDE}(?P<upper>{_NUMBER}))?"
        rf"[余多]?(?P<unit>{_UNIT})(?P<after>{_any_of(AFTERWARDS)})?(?:左右|完成)?"
    )


@cache
def _date_patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Deadlines first, then what comes again; compiled when first used."""
    recurring = (
        rf"(?:每个?|按){_PERIOD}(?:第?[一二三四1-4]?[季月])?(?:(?P<month>\d{{1,2}})月)?"
        rf"(?:(?P<day>\d{{1,2}})[日号])?{_END}(?:一次)?{_TAIL}"
    )
    deadlines = ((Kind.DEADLINE, re.compile(f"{_LEAD}{date}{_TAIL}")) for date in _DATES)
    return (*deadlines, (Kind.RECURRING, re.compile(recurring)))


class TargetValue(NamedTuple):
    """A 指标值 taken apart.

    `symbol` is one of ≥ ≤ > < = or None; `upper` ends a range; `unit` is whole (`万元/人`),
    `per` is what follows its slash (`人`). Dates fill `year`, `month`, `day` as far as written.
    """

    text: str
    kind: Kind
    symbol: str | None = None
    number: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    per: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Exactly what was written."""
        return self.text

    @property
    def amount(self) -> Decimal | None:
        """The sum of money, None for what is not money. Units: 万元, or 万元 per `per`."""
        factor = MONEY_UNITS.get(self.unit.partition("/")[0])
        return None if factor is None or self.number is None else self.number * factor

    @classmethod
    def parse(cls, text: str) -> "TargetValue":
        """Take a text apart; a sentence is QUALITATIVE. Never raises."""
        return _parse(text)


_STANDARD_SIGNS = {sign: COMPARISONS[sign] for sign in (">=", "=>", "≧", "⩾", "<=", "=<", "≦", "⩽")}
_HALF_WIDTH_DIGITS = {ord("０") + digit: ord("0") + digit for digit in range(10)}
_HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}


def standard_form(text: str, signs: tuple[str, ...] = ()) -> str:
    """A figure or a date in the one way it is written: half-width, ≥ and ≤; no other text.

    `signs` are those that a form offers as they are; a text that begins with one keeps it.
    """
    target = TargetValue.parse(text)
    if target.kind in (Kind.DEADLINE, Kind.RECURRING):
        return text.translate(_HALF_WIDTH_DIGITS)
    if target.number is None or target.kind not in (Kind.QUANTITY, Kind.RATE, Kind.MONEY):
        return text
    kept = next((sign for sign in signs if text.startswith(sign)), "")
    plain = kept + text.removeprefix(kept).translate(_HALF_WIDTH)
    sign = next((sign for sign in _STANDARD_SIGNS if plain.startswith(sign)), "")
    return _STANDARD_SIGNS[sign] + plain.removeprefix(sign).lstrip() if sign else plain


def standard_sign(sign: str) -> str:
    """A sign of comparison that stands alone, as it is written before a figure."""
    plain = sign.translate(_HALF_WIDTH)
    return _STANDARD_SIGNS.get(plain, sign)


def standard_number(text: str) -> str:
    """A number that stands alone, half-width; any other text unchanged."""
    plain = text.translate(_HALF_WIDTH)
    return plain if re.fullmatch(_NUMBER, plain) else text


@lru_cache(maxsize=4096)
def _parse(text: str) -> TargetValue:
    seen = characters.without_unseen(text)
    plain = without_blanks(half_width(seen)).replace("\uff0c", ",").strip(".。;")
    if len(plain) > _LONGEST:
        return TargetValue(text, Kind.QUALITATIVE)
    return _date(text, plain) or _figure(text, plain) or TargetValue(text, Kind.QUALITATIVE)


def _date(text: str, plain: str) -> TargetValue | None:
    if _MARKS_OF_A_DATE.isdisjoint(plain):
        return None
    for kind, pattern in _date_patterns():
        found = pattern.fullmatch(plain)
        if not found:
            continue
        parts = {name: int(digits) for name, digits in found.groupdict().items() if digits}
        year, month, day = (parts.get(name) for name in ("year", "month", "day"))
        if (month is None or 1 <= month <= 12) and (day is None or 1 <= day <= 31):
            return TargetValue(text, kind, year=year, month=month, day=day)
    return None


def _figure(text: str, plain: str) -> TargetValue | None:
    found = _figure_pattern().fullmatch(plain)
    if (
        not found
        or found["unit"][:1] in ("月", "号")
        or begins_raised(found["unit"])
        or found["first"] not in (None, "", found["unit"])
    ):
        return None
    try:
        number = parse_number(found["number"])
        upper = parse_number(found["upper"]) if found["upper"] else None
    except ValueError:
        return None
    unit = _unit(found["unit"], found["each"])
    head, _, per = unit.partition("/")
    return TargetValue(text, _figure_kind(head), _symbol(found), number, upper, unit, per)


def _unit(written: str, each: str | None) -> str:
    written = written.replace("人民币", "")
    head, every, per = written.partition("每")
    unit = f"{head}/{per}" if every and head in MONEY_UNITS else written
    return f"{unit}/{each}" if each and "/" not in unit else unit


def _figure_kind(unit: str) -> Kind:
    if unit in MONEY_UNITS:
        return Kind.MONEY
    return Kind.RATE if unit in _RATE_UNITS else Kind.QUANTITY


def _symbol(found: re.Match[str]) -> str | None:
    before, after = found["symbol"], found["after"]
    return COMPARISONS.get(before) or AFTERWARDS.get(after) or _IMPLIED.get(before)
