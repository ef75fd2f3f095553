"""How many faults the sample `faulty.json` has, as its list beside it tells."""

from __future__ import annotations

import tomllib
from pathlib import Path

from budgetsheet.findings import Severity
from budgetsheet.rules.catalogue import BY_ID

_LIST = Path(__file__).parents[2] / "samples" / "faults.toml"
_RULES = [fault["rule"] for fault in tomllib.loads(_LIST.read_text("utf-8"))["fault"]]
FAULTS = len(_RULES)
ERRORS = sum(BY_ID[rule].severity is Severity.ERROR for rule in _RULES)
