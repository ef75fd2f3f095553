"""What all tests share."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from support.naming import case_name
from support.office import Office, why_absent
from support.validator import Validator

from budgetsheet.interchange import loads
from budgetsheet.model import Filing

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT.parent / "shared" / "reference" / "fire-brigade-2024.txt"

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever changed the window, the sheets or the exports renew what tests hold to."""
    parser.addoption("--renew-pictures", action="store_true", help="put new pictures into docs/")
    parser.addoption("--renew-snapshots", action="store_true", help="write the exports' shapes")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Give a case the same name in every worker."""
    return case_name(val)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give a LibreOffice of this session's (and this worker's) own."""
    reason = why_absent()
    if reason:
        pytest.skip(reason)
    session = Office(tmp_path_factory.mktemp("office"))
    yield session
    session.close()


@pytest.fixture(scope="session")
def validator() -> Validator:
    """Give Microsoft's OOXML validator."""
    found = Validator(ROOT)
    reason = found.why_absent()
    if reason:
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def reference_path() -> Path:
    """Give the published text the program is measured against."""
    if not REFERENCE.is_file():
        pytest.skip(f"the reference text {REFERENCE.name} is not beside the project")
    return REFERENCE


@pytest.fixture(scope="session")
def reference_text(reference_path: Path) -> str:
    """Give the words of the published text."""
    return reference_path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def sample_path() -> Path:
    """Give the sample shipped with the program."""
    return ROOT / "samples" / "sample.json"


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """Give a virtual screen of this worker's own."""
    if not shutil.which("Xvfb"):
        pytest.skip("Xvfb is not installed")
    ours, theirs = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[theirs],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    with os.fdopen(ours) as told:
        display = f":{told.readline().strip()}"
    before = os.environ.get("DISPLAY")
    os.environ["DISPLAY"] = display
    yield display
    server.kill()
    server.wait()
    if before is None:
        del os.environ["DISPLAY"]
    else:
        os.environ["DISPLAY"] = before


@pytest.fixture(scope="session")
def sample(sample_path: Path) -> Filing:
    """Give the clean sample."""
    return loads(sample_path.read_bytes())
