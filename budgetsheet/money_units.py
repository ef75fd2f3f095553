"""The units that amounts of money stand in: one table, and the other spellings of each."""

import re
from decimal import Decimal
from typing import NamedTuple

from budgetsheet.characters import without_unseen
from budgetsheet.lazy import LazyPattern
from budgetsheet.text import half_width, without_blanks

MONEY_UNITS = {
    "元": Decimal("0.0001"),
    "十元": Decimal("0.001"),
    "百元": Decimal("0.01"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "十万元": Decimal(10),
    "百万元": Decimal(100),
    "千万元": Decimal(1000),
    "亿元": Decimal(10_000),
    "十亿元": Decimal(100_000),
    "百亿元": Decimal(1_000_000),
}
"""What one of each unit is. Units: 万元."""
USUAL = "万元"
_BARE = {name.removesuffix("元"): name for name in MONEY_UNITS if name[-2:-1] in ("万", "亿")}
"""Units without their last sign, as people write them behind a figure: `64.8万`."""
_SPELLINGS = str.maketrans("拾佰仟萬億圆", "十百千万亿元")
_CURRENCY = r"(?:人民币|RMB|CNY|[¥￥])"
_ROUND = re.compile(rf"{_CURRENCY}|[()\[\]{{}}【】〔〕]")
_FIGURE = LazyPattern(
    rf"\s*+{_CURRENCY}*+\s*+:?\s*+(?P<figure>[-+]?[\d,.]*)(?P<unit>(?:\s*+[^\d\s])*?)[整正]?\s*+",
    re.IGNORECASE,
)
_NAMES = "|".join(sorted([*MONEY_UNITS, *_BARE], key=len, reverse=True))
_UNIT_BEHIND = LazyPattern(rf"[/、,:]?{_CURRENCY}{{0,3}}(?:{_NAMES})$")
_IN_BRACKETS = LazyPattern(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_FOREIGN = LazyPattern(
    r"[十百千万亿]{0,2}(?:[美欧日英港澳台韩泰加新外]\w{0,3}[元币镑]|\w{0,3}法郎|卢布|卢比|美金"
    r"|USD|EUR|JPY|HKD|GBP|AUD|CAD|MOP|TWD|KRW|SGD|CHF|RUB|THB)"
)
_NOTE = LazyPattern(
    r"[(\[【〔]?(?:币种:?人民币[,、;]?)?(?:金额|资金|货币|预算|计量|数据)*单位:?(?P<unit>.{1,14})"
)


class Written(NamedTuple):
    """An amount as it was written: its figure, and its unit in the table's word, or blank."""

    figure: str
    unit: str = ""


def money_unit(text: str) -> str:
    """The table's word for a unit in any spelling (`人民币（仟元）` → `千元`), blank for none."""
    plain = _ROUND.sub("", _plain(text))
    return plain if plain in MONEY_UNITS else _BARE.get(plain, "")


def foreign_money(text: str) -> bool:
    """Whether a unit is one of money that no amount here stands in: `美元`, `万港元`, `USD`."""
    return bool(_FOREIGN.fullmatch(_ROUND.sub("", _plain(text))))


def unit_noted(text: str) -> str:
    """The unit that a note such as `（金额单位：百万元）` names.

    The table's word, another currency as it is written, or blank where a text is no such note.
    """
    found = _NOTE.fullmatch(_plain(text))
    if found is None:
        return ""
    unit = re.split(r"[、,;]", found["unit"])[0]
    return money_unit(unit) or (_ROUND.sub("", unit) if foreign_money(unit) else "")


def unit_in_head(text: str) -> str:
    """The unit in the head of a column or a row: `预算数（元）`, `预算金额/百万元`; blank for none.

    The table's word, or another currency as it is written.
    """
    plain = _plain(text)
    behind = _UNIT_BEHIND.search(plain)
    parts = [*_IN_BRACKETS.findall(plain), behind[0] if behind and behind.start() else ""]
    named = (part.removeprefix("单位").lstrip(":/、,") for part in parts if part)
    return next((money_unit(p) or p for p in named if money_unit(p) or foreign_money(p)), "")


def written_amount(text: str) -> Written:
    """Figure and unit of an amount: `人民币 1,200.50 万元整`, `¥64.8万`, `73.2`.

    Raises: ValueError where something stands behind the figure that is no unit of the table.
    """
    found = _FIGURE.fullmatch(half_width(text))
    if found is None:
        raise ValueError(text)
    unit = money_unit(found["unit"])
    if found["unit"].strip() and not unit:
        raise ValueError(text)
    return Written(found["figure"], unit)


def without_unit(text: str) -> str:
    """A text without the unit that ends it."""
    return str(_UNIT_BEHIND.sub("", _plain(text)))


def _plain(text: str) -> str:
    return without_blanks(half_width(without_unseen(text))).upper().translate(_SPELLINGS)
