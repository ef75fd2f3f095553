"""An indicator as the cells of its row: a scheme may give its target value three of them.

The model keeps one text. Sign, figure and unit joined are that text again, whatever it is:
`≥95%` stands as `≥`, `95`, `%`; a date or a sentence stands whole where the figure would.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from budgetsheet.form.scheme import Scheme
from budgetsheet.lazy import LazyPattern
from budgetsheet.model import Indicator
from budgetsheet.target_value import COMPARISONS, Kind, TargetValue
from budgetsheet.text import half_width, tidy

SYMBOL, FIGURE, UNIT = "target_value.symbol", "target_value", "target_value.unit"
_FIGURES = (Kind.QUANTITY, Kind.RATE, Kind.MONEY)
_NUMBER = r"[+＋－-]?[\d.．,，]+"
_FIGURE_AND_UNIT = LazyPattern(
    rf"(?P<figure>{_NUMBER}(?:[-~〜～∼–—至到]{_NUMBER})?)(?P<unit>k?m[23]|\D*)"
)
_SIGN_AND_NUMBER = LazyPattern(r"([^\d+－＋-]+)[+＋－-]?\d")
_MULTIPLIERS = "十百千万亿"
_LONGEST_BARE_UNIT = 4
CellValue = str | Decimal | None


def cells_of(indicator: Indicator, scheme: Scheme) -> tuple[CellValue, ...]:
    """What stands in the cells of an indicator's row, from left to right."""
    held: dict[str, CellValue] = indicator._asdict()
    if scheme.symbols:
        split = split_target(indicator.target_value, scheme.symbols)
        held |= dict(zip((SYMBOL, FIGURE, UNIT), split, strict=True))
    return tuple(held[column.field] for column in scheme.columns)


def indicator_of(held: Mapping[str, Any]) -> Indicator:
    """The indicator whose cells hold these values, by the columns' fields."""
    if SYMBOL not in held:
        return Indicator(**held)
    parts = {field: value for field, value in held.items() if field not in (SYMBOL, UNIT)}
    symbol, figure, unit = held[SYMBOL], held[FIGURE], held[UNIT]
    return Indicator(**parts | {FIGURE: symbol + bare_figure(symbol, figure, unit) + unit})


def bare_figure(symbol: str, figure: str, unit: str) -> str:
    """A figure without the sign and the unit that the cells beside it say already.

    `≥35个` beside `≥` and `个` is 35; what is not a number then, a range included, stays whole.
    """
    own = sign_of(figure)
    rest = figure[len(own) :] if own and same_sign(own, symbol) else figure
    plain, ending = half_width(rest), half_width(unit)
    doubled = bool(ending) and plain.endswith(ending)
    rest = rest[: -len(unit)].strip() if doubled else rest.strip()
    found = _FIGURE_AND_UNIT.fullmatch(rest)
    if found is None or (doubled and found["unit"].strip(_MULTIPLIERS)):
        return figure
    return rest


def sign_of(figure: str) -> str:
    """The comparison that stands before the number in a figure's own cell, or nothing."""
    found = _SIGN_AND_NUMBER.match(figure)
    word = found[1] if found else ""
    return word if half_width(word).strip() in COMPARISONS else ""


def same_sign(one: str, other: str) -> bool:
    """Whether two comparisons say the same, however written."""
    signs = [COMPARISONS.get(half_width(each).strip()) for each in (one, other)]
    return signs[0] == signs[1]


def split_target(text: str, symbols: tuple[str, ...]) -> tuple[str, str, str]:
    """Sign, figure and unit of a target value; joined they are the text.

    A sign with nothing but a short word behind it lacks its figure.
    """
    symbol = next((text[: len(s)] for s in symbols if _begins(text, s)), "")
    rest = text[len(symbol) :]
    parts = (symbol, *_figure_and_unit(text, symbol, rest))
    return parts if all(part == tidy(part) for part in parts) else ("", text, "")


def _begins(text: str, symbol: str) -> bool:
    return half_width(text[: len(symbol)]) == half_width(symbol)


def _figure_and_unit(text: str, symbol: str, rest: str) -> tuple[str, str]:
    compared = half_width(symbol) in COMPARISONS
    if compared and len(rest) <= _LONGEST_BARE_UNIT and not any(c.isdigit() for c in rest):
        return "", rest
    target = TargetValue.parse(text)
    found = _FIGURE_AND_UNIT.fullmatch(rest) if target.kind in _FIGURES else None
    if found is None or half_width(found["unit"]) != target.unit:
        return rest, ""
    return found["figure"], found["unit"]
