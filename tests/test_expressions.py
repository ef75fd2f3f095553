"""No regular expression of the program costs more than its text is long."""

from __future__ import annotations

import re

import pytest
from support.pumping import Expression, expressions, slow_text

BOUNDED = {
    "importers.text_document._CONTENTS_LINE": "looked for in lines of 400 characters at most",
    "workbook.calculation.syntax._TOKEN": "reads the formulas that we write ourselves",
}
"""Expressions that are squares by themselves, and what holds them."""
AT_ONE_PLACE = "importers.objectives._STYLES"
"""Expressions kept in a table: asked where a sentence ends, by `match` alone."""
LOOSE = [e for e in expressions() if not e.name.startswith(tuple(BOUNDED))]


@pytest.mark.parametrize("expression", LOOSE, ids=lambda expression: expression.name)
def test_no_text_makes_an_expression_go_back_and_forth(expression: Expression) -> None:
    if expression.name.startswith(AT_ONE_PLACE):
        expression = expression._replace(uses=("match",))
    assert not slow_text(expression), expression.pattern.pattern


def test_what_is_held_otherwise_is_still_there() -> None:
    names = [expression.name for expression in expressions()]
    assert all(any(name.startswith(bound) for name in names) for bound in BOUNDED)


@pytest.mark.parametrize("pattern", [r"\[bookmark:[^\]\n]*\]", r"\s*x", r"(?:ab|c)+$"])
def test_a_slow_expression_is_seen(pattern: str) -> None:
    assert slow_text(Expression("slow", re.compile(pattern), ("sub",)))
