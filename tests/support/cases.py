"""The rules' cases: changes to the clean sample, and where a rule reports then."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from budgetsheet.interchange import from_json
from budgetsheet.model import Filing

TESTS = Path(__file__).parent.parent
FOLDER = TESTS / "rules"
SAMPLES = TESTS.parent / "samples"
NULL = "\0"
"""How a case file writes a blank amount: TOML has no null."""


@dataclass(frozen=True, eq=False)
class Case:
    """One case; paths are those of the interchange format."""

    rule: str
    name: str
    change: dict[str, Any]
    drop: tuple[str, ...]
    found: tuple[str, ...]
    sample: str = "sample"
    """Which of the clean samples the case changes."""
    live: tuple[str, ...] = ()
    """What the sheet tells; where it is coarser on purpose, the case says `live = […]`."""

    def __str__(self) -> str:
        return f"{self.rule} {self.name}"


def load_cases() -> list[Case]:
    """Return every case of every rule."""
    return [case for path in sorted(FOLDER.glob("*.toml")) for case in cases_of(path.stem)]


def cases_of(rule: str) -> list[Case]:
    """Return the cases of one rule."""
    data = tomllib.loads((FOLDER / f"{rule}.toml").read_text("utf-8"))
    return [
        Case(
            rule,
            case["name"],
            case.get("change", {}),
            tuple(case.get("drop", ())),
            tuple(case["found"]),
            case.get("sample", "sample"),
            tuple(case.get("live", case["found"])),
        )
        for case in data["case"]
    ]


@lru_cache(maxsize=4)
def _sample(name: str) -> str:
    return (SAMPLES / f"{name}.json").read_text("utf-8")


def changed(case: Case) -> Filing:
    """Return the sample with a case's changes, the drops done last, from behind."""
    data = json.loads(_sample(case.sample))
    for path, value in case.change.items():
        _put(data, path.split("."), _with_nulls(value))
    for path in sorted(case.drop, reverse=True):
        *parents, last = path.split(".")
        del _at(data, parents)[int(last)]
    return from_json(data)


def projects_changed(case: Case) -> set[int] | None:
    """Return which projects a case changes; None where it changes anything else."""
    paths = [path.split(".") for path in (*case.change, *case.drop)]
    if any(path[0] != "projects" for path in paths):
        return None
    return {int(path[1]) for path in paths}


def _with_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_nulls(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_nulls(each) for each in value]
    return None if value == NULL else value


def _at(data: Any, path: list[str]) -> Any:
    for part in path:
        data = data[int(part)] if isinstance(data, list) else data[part]
    return data


def _put(data: Any, path: list[str], value: Any) -> None:
    """Set a value; the place behind a list's last is a new one."""
    place, last = _at(data, path[:-1]), path[-1]
    if not isinstance(place, list):
        place[last] = value
    elif int(last) == len(place):
        place.append(value)
    else:
        place[int(last)] = value
