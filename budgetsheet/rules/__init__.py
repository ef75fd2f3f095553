"""The rules: one module a theme; each fault's message, check and live formula stand together."""

from budgetsheet.rules.base import Rule
from budgetsheet.rules.catalogue import CATALOGUE
from budgetsheet.rules.engine import check, findings, live_plan

__all__ = ["CATALOGUE", "Rule", "check", "findings", "live_plan"]
