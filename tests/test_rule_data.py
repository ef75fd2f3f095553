"""The words that the rules go by: files that a person reads and adds to."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.rules.wording import slips

FOLDER = Path(__file__).parent.parent / "budgetsheet" / "rules" / "data"
FILES = sorted(FOLDER.glob("*.toml"))
SETS = [load_scheme(name) for name in SCHEMES]


def lists(data: Any, at: str = "") -> Iterator[tuple[str, list[str]]]:
    """Give every list of words with its place."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from lists(value, f"{at}.{key}")
    elif isinstance(data, list) and data and isinstance(data[0], str):
        yield at, data
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from lists(value, f"{at}.{i}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_word_stands_twice_in_a_list_or_is_blank(path: Path) -> None:
    found = list(lists(tomllib.loads(path.read_text("utf-8"))))
    assert found
    twice = {at: sorted({w for w in words if words.count(w) > 1}) for at, words in found}
    assert {at: words for at, words in twice.items() if words} == {}
    assert all(word.strip() == word and word for _, words in found for word in words)


def test_a_slip_is_mended_into_something_else_and_not_over_again() -> None:
    """The right word does not hold the wrong one, or mending would never end."""
    known = slips()
    assert len(known) > 50
    assert all(slip.wrong not in slip.right for slip in known.values())
    raw = tomllib.loads((FOLDER / "language.toml").read_text("utf-8"))["slip"]
    assert len(raw) == len(known), "a slip is listed twice"


def test_roles_that_the_words_name_are_those_of_a_scheme() -> None:
    roles = {role for scheme in SETS for role in scheme.roles}
    belongs = tomllib.loads((FOLDER / "indicators.toml").read_text("utf-8"))["belongs"]
    assert {each["role"] for each in belongs} <= roles
    vague = tomllib.loads((FOLDER / "language.toml").read_text("utf-8"))["vague"]
    assert set(vague["categories"]) <= {c.role for scheme in SETS for c in scheme.categories}
