"""The units that amounts of money stand in: one table, and the other spellings of each."""

import re
from decimal import Decimal
from typing import NamedTuple

from budgetsheet.characters import bare
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
_ROUND = LazyPattern(rf"{_CURRENCY}|[()\[\]{{}}【】〔〕]")
_CURRENCY_NOTE = LazyPattern(rf"[(\[【〔]{_CURRENCY}[)\]】〕]")
_FIGURE = LazyPattern(
    rf"\s*+{_CURRENCY}*+\s*+:?\s*+(?P<figure>[-+]?[\d,.]*)(?P<unit>(?:\s*+[^\d\s])*?)[整正]?\s*+",
    re.IGNORECASE,
)
_NAMES = "|".join(sorted([*MONEY_UNITS, *_BARE], key=len, reverse=True))
_UNIT_BEHIND = LazyPattern(rf"[/、,:]?(?:{_CURRENCY}:?){{0,3}}(?:{_NAMES})(?:{_CURRENCY})?$")
_IN_BRACKETS = LazyPattern(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_FOREIGN = LazyPattern(
    r"[十百千万亿]{0,2}(?:[美欧日英港澳台韩泰加新外]\w{0,3}[元币镑]|\w{0,3}法郎|卢布|卢比|美金"
    r"|USD|EUR|JPY|HKD|GBP|AUD|CAD|MOP|TWD|KRW|SGD|CHF|RUB|THB)"
)
_NOTE = LazyPattern(
    r"(?P<lead>(?:备?注|说明|本表|表中|表内|币种|币别|货币|金额|资金|预算|数据|计量|计价|统计|人民币|单位"
    r"|[均按以为是:,、;()\[\]【】〔〕])*)"
    rf"(?P<unit>(?:{_CURRENCY}:?)?(?:{_FOREIGN.pattern}|{_NAMES}))"
    r"(?P<rest>(?:人民币|为(?:金额|资金|货币|计量|计价)?单位|计|[()\[\]【】〔〕。]"
    r"|[(\[【〔][^元万亿()]{1,20}[)\]】〕]|[、,;。][^元万亿]{1,20})*)"
)
"""A note of a unit, without blanks: what leads to it, the unit, and remarks behind it."""
_SAYS_SO = LazyPattern(r"单位|(?:币种|币别|货币|人民币):")
_PIECES = LazyPattern(r"\s+|(?=[(（\[【〔])|(?=(?:金额|货币|资金|计量)单位)|(?<=表)(?=单位)")
_MOST_PIECES = 12


class Written(NamedTuple):
    """An amount as it was written: its figure, and its unit in the table's word, or blank."""

    figure: str
    unit: str = ""


def money_unit(text: str) -> str:
    """The table's word for a unit in any spelling (`人民币（仟元）` → `千元`), blank for none."""
    plain = str(_ROUND.sub("", _plain(text)))
    return plain if plain in MONEY_UNITS else _BARE.get(plain, "")


def foreign_money(text: str) -> bool:
    """Whether a unit is one of money that no amount here stands in: `美元`, `万港元`, `USD`."""
    return bool(_FOREIGN.fullmatch(_ROUND.sub("", _plain(text))))


def unit_noted(text: str, above: bool = False) -> str:
    """The unit that a note such as `（金额单位：百万元）` names.

    Where a text stands `above` a table, a unit alone is a note: `（元）`, `金额：元`.
    The table's word, another currency as it is written, or blank where a text is no such note.
    """
    found = _NOTE.fullmatch(_plain(text))
    if found is None or not (above or _SAYS_SO.search(found[0])):
        return ""
    return _unit_of(found["unit"])


def note_apart(text: str) -> list[str]:
    """A text in its pieces: what a note of a unit in it stands behind, the note, what follows.

    `编制单位：某局　单位：元` → `编制单位：某局`, `单位：元`; one without a note is whole.
    """
    starts = [0, *sorted({found.end() for found in _PIECES.finditer(text)} - {0}), len(text)]
    if len(starts) > _MOST_PIECES or not any(name in text for name in ("元", "万", "亿", "圆")):
        return [text]
    for i, start in enumerate(starts):
        for end in reversed(starts[i + 1 :]):
            if unit_noted(text[start:end]):
                parts = (text[:start], text[start:end], text[end:])
                return [part.strip() for part in parts if part.strip()]
    return [text]


def _unit_of(text: str) -> str:
    """The table's word for what names a unit, or another currency as it is written."""
    name = _ROUND.sub("", text).lstrip(":")
    return money_unit(name) or (name if foreign_money(name) else "")


def unit_in_head(text: str) -> str:
    """The unit in the head of a column or a row: `预算数（元）`, `预算金额/百万元`; blank for none.

    The table's word, or another currency as it is written.
    """
    plain = _CURRENCY_NOTE.sub("", _plain(text))
    behind = _UNIT_BEHIND.search(plain)
    parts = [*_IN_BRACKETS.findall(plain), behind[0] if behind and behind.start() else ""]
    named = (part.removeprefix("单位").lstrip(":/、,") for part in parts if part)
    return next(filter(None, map(_unit_of, named)), "")


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
    return without_blanks(half_width(bare(text))).upper().translate(_SPELLINGS)
