"""What other engines do not do as Excel does: known, each with its reason."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).resolve().parents[2] / "engines" / "gaps.toml"


class Gap(NamedTuple):
    """What an engine shows differently in one place, and why that is its fault."""

    engine: str
    where: str
    differs: tuple[str, ...]
    reason: str


def gaps() -> list[Gap]:
    """Return every gap that is known."""
    rows = tomllib.loads(FILE.read_text("utf-8")).get("gap", [])
    return [Gap(r["engine"], r["where"], tuple(r["differs"]), r["reason"]) for r in rows]


def known(engine: str, where: str) -> list[str]:
    """Return what an engine is known to show differently there."""
    return [each for gap in gaps() if (gap.engine, gap.where) == (engine, where)
            for each in gap.differs]  # fmt: skip
