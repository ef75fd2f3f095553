"""Every rule there is, in the order of their ids."""

from budgetsheet.rules import (
    arithmetic,
    codes,
    completeness,
    consistency,
    expression,
    indicators,
    language,
    stray,
    structure,
    taxonomy,
    tokens,
)
from budgetsheet.rules.base import Rule

CATALOGUE: tuple[Rule, ...] = (
    *structure.RULES,
    *completeness.RULES,
    *arithmetic.RULES,
    *codes.RULES,
    *taxonomy.RULES,
    *indicators.RULES,
    *language.RULES,
    *stray.RULES,
    *expression.RULES,
    *tokens.RULES,
    *consistency.RULES,
)
BY_ID: dict[str, Rule] = {rule.id: rule for rule in reversed(CATALOGUE)}
"""By id; where two checks share one, the first declares it."""
DECLARED: tuple[Rule, ...] = tuple(reversed(BY_ID.values()))
"""One rule an id, as the catalogue is shown and as sheets check."""
