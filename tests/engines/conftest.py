"""The other engines, each started once a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.engines.engine import ENGINES, PYTHON, Engine


@pytest.fixture(scope="session")
def engines() -> Iterator[tuple[Engine, ...]]:
    """Give the engines."""
    if not PYTHON.exists():
        pytest.skip("no other engines are here: python3 dev.py engines fetches them")
    started = tuple(Engine(name) for name in ENGINES)
    yield started
    for engine in started:
        engine.close()
