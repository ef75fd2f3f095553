"""Puts figures into the narrative's text: each token once, never evaluated, with its source."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from budgetsheet import money
from budgetsheet.document import TOTAL_TOKENS, Figure, Narrative, Rendered
from budgetsheet.model import Filing

_TOKEN = re.compile(r"\{([^{}\n]{1,60})\}")


class _Value(NamedTuple):
    shown: str
    sources: tuple[str, ...]


def render(filing: Filing) -> Narrative:
    """Every paragraph with its tokens replaced by what they name.

    A token that nothing stands behind stays as it is written, and is listed. A computed
    token goes before a measure of the same name, and of two such measures the first.
    """
    values = token_values(filing)
    unknown: list[tuple[str, str]] = []
    rendered = tuple(
        _rendered(path, source, values, unknown) for path, source in filing.narrative_sources()
    )
    totals = tuple(
        Figure(token, 0, len(values[token].shown), values[token].shown, values[token].sources)
        for token in TOTAL_TOKENS
    )
    return Narrative(rendered, tuple(unknown), totals)


def token_values(filing: Filing) -> Mapping[str, _Value]:
    """What each token prints and which paths it comes from. Units: 万元 for the sums."""
    projects = range(len(filing.projects))
    values = {
        "项目个数": _Value(str(len(projects)), tuple(f"projects.{i}" for i in projects)),
        **{token: _total(filing, part) for token, part in TOTAL_TOKENS.items()},
        "年度": _Value(str(filing.year or ""), ("year",)),
        "单位名称": _Value(filing.department.name, ("department.name",)),
    }
    for i, measure in enumerate(filing.measures):
        sources = [f"measures.{i}.value", f"measures.{i}.unit"]
        paths = tuple(sources) if measure.value else (f"measures.{i}.text",)
        values.setdefault(measure.name, _Value(measure.shown, paths))
    return values


def _total(filing: Filing, part: str) -> _Value:
    held = [(f"projects.{i}.{part}", getattr(p, part)) for i, p in enumerate(filing.projects)]
    amounts = [(path, amount) for path, amount in held if amount is not None]
    total = sum((amount for _, amount in amounts), Decimal(0))
    shown = money.format_amount(money.normal_amount(total))
    return _Value(shown, tuple(path for path, _ in amounts))


def _rendered(
    path: str, source: str, values: Mapping[str, _Value], unknown: list[tuple[str, str]]
) -> Rendered:
    parts: list[str] = []
    figures: list[Figure] = []
    at = length = 0
    for match in _TOKEN.finditer(source):
        value = values.get(match[1])
        if value is None:
            unknown.append((path, match[1]))
            continue
        before = source[at : match.start()]
        start = length + len(before)
        parts += [before, value.shown]
        length, at = start + len(value.shown), match.end()
        figures.append(Figure(match[1], start, length, value.shown, value.sources))
    return Rendered(path, source, "".join(parts) + source[at:], tuple(figures))
