"""The packaged Windows program under Wine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "build"))

from wine import Wine, why_absent, windows_path  # noqa: E402  # build/ is no package

FOLDER = ROOT / "dist" / "budgetsheet"


class Program:
    """`budgetsheet.exe`, called as a person on Windows would call it."""

    def __init__(self, wine: Wine) -> None:
        self.wine = wine
        self.console = FOLDER / "budgetsheet.exe"
        self.window = FOLDER / "预算绩效填报.exe"

    def __call__(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        words = [windows_path(a) if isinstance(a, Path) else a for a in arguments]
        done = self.wine.run(self.console, *words)
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.replace("\r\n", "\n")
        )


@pytest.fixture(scope="session")
def wine(request: pytest.FixtureRequest) -> Iterator[Wine]:
    """Give Wine, running, with a screen where there is one."""
    absent = why_absent()
    if absent:
        pytest.skip(absent)
    if shutil.which("Xvfb"):
        request.getfixturevalue("screen")
    wine = Wine()
    wine.stop()  # a desktop that was started without a screen keeps its own small one
    wine.start()
    yield wine
    wine.stop()


@pytest.fixture(scope="session")
def program(request: pytest.FixtureRequest) -> Program:
    """Give the program that `python3 dev.py exe` built."""
    if not (FOLDER / "budgetsheet.exe").is_file():
        pytest.skip("the Windows program is not built: python3 dev.py exe")
    return Program(request.getfixturevalue("wine"))
