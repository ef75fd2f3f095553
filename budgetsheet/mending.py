"""Applies the corrections that are certain, and lists each of them."""

from collections.abc import Iterator

from budgetsheet import rules
from budgetsheet.editing import set_texts
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import Filing
from budgetsheet.target_value import standard_form, standard_number, standard_sign

CERTAIN = "certain_fix"
"""The value under which a hit carries the whole corrected text of its entry."""
_MOST_ROUNDS = 6
Mended = tuple[str, str, str]
"""Path, text before, text after."""


def mended(filing: Filing, scheme: Scheme) -> tuple[Filing, list[Mended]]:
    """The filing with every certain correction, and what was changed.

    A text with several faults is mended one after another, until nothing certain is left.
    """
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for _ in range(_MOST_ROUNDS):
        texts = _certain(filing, scheme)
        if not texts:
            break
        for path, (before, after) in texts.items():
            first.setdefault(path, before)
            last[path] = after
        filing = set_texts({path: after for path, (_, after) in texts.items()})(filing)
    return filing, [(path, before, last[path]) for path, before in first.items()]


def _certain(filing: Filing, scheme: Scheme) -> dict[str, tuple[str, str]]:
    """Path, text and corrected text; one correction a path and round."""
    found = {path: (before, after) for path, before, after in _measures(filing)}
    for i, project in enumerate(filing.projects):
        for j, row in enumerate(project.indicators):
            standard = standard_form(row.target_value, scheme.symbols)
            if standard != row.target_value:
                path = f"projects.{i}.indicators.{j}.target_value"
                found[path] = (row.target_value, standard)
    for hit in rules.check(filing, scheme):
        after = hit.values.get(CERTAIN)
        if after is not None and hit.path not in found:
            found[hit.path] = (_text_at(filing, hit.path), str(after))
    return {path: texts for path, texts in found.items() if texts[0] != texts[1]}


def _measures(filing: Filing) -> Iterator[tuple[str, str, str]]:
    """Figures, signs and per cents of the measures, as they are written."""
    for i, measure in enumerate(filing.measures):
        yield f"measures.{i}.symbol", measure.symbol, standard_sign(measure.symbol)
        yield f"measures.{i}.value", measure.value, standard_number(measure.value)
        yield f"measures.{i}.unit", measure.unit, measure.unit.replace("％", "%")


def _text_at(filing: Filing, path: str) -> str:
    value: object = filing
    for part in path.split("."):
        value = value[int(part)] if part.isdigit() else getattr(value, part)  # type: ignore[index]
    return str(value)
