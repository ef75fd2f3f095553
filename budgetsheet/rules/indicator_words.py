"""The words that the indicator rules go by: `data/indicators.toml`, read when first asked for."""

from functools import cache
from pathlib import Path
from typing import Any

from budgetsheet.resources import load_toml

_DATA = Path(__file__).parent / "data" / "indicators.toml"


@cache
def _data() -> dict[str, Any]:
    return load_toml(_DATA)


@cache
def indicator_words(table: str, key: str) -> tuple[str, ...]:
    """A list of words of the data."""
    return tuple(_data()[table][key])


@cache
def belonging() -> tuple[tuple[str, str], ...]:
    """A word of an indicator's name, and the role of its dimension; the first counts."""
    return tuple((each["word"], each["role"]) for each in _data()["belongs"])
