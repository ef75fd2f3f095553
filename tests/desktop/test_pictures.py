"""The manual's pictures, seen to be there.

`python3 dev.py test tests/desktop/test_pictures.py --renew-pictures` puts new ones into docs/.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support import waiting

from budgetsheet import services
from budgetsheet.desktop import settings
from budgetsheet.desktop.exporting import EXTRAS
from budgetsheet.desktop.forms import ChoiceQuestion
from budgetsheet.desktop.widgets import choose_row
from budgetsheet.exporters import FORMATS
from desktop.conftest import Hand

ROOT = Path(__file__).parents[2]
MOST_BYTES = 120_000
COLOURS = 64
RECENT = ("/预算/2027/县图书馆 2027 预算绩效.xlsx", "/预算/2026/县图书馆 2026 预算绩效.xlsx")
Keep = Callable[[str, tuple[int, int, int, int]], None]


@pytest.fixture
def keep(tmp_path: Path, request: pytest.FixtureRequest) -> Keep:
    """Take a part of the screen as a small picture; with the flag, into docs/."""
    if not shutil.which("convert"):
        pytest.skip("imagemagick is not installed")

    def take(name: str, part: tuple[int, int, int, int]) -> None:
        whole, small = tmp_path / "whole.png", tmp_path / name
        subprocess.run(["import", "-window", "root", str(whole)], check=True)
        left, top, width, height = part
        subprocess.run(
            ["convert", str(whole), "-crop", f"{width}x{height}+{left}+{top}", "+repage",
             "-strip", "+dither", "-colors", str(COLOURS), f"PNG8:{small}"], check=True,
        )  # fmt: skip
        count = subprocess.run(["identify", "-format", "%k", str(small)], capture_output=True,
                               check=True)  # fmt: skip
        assert int(count.stdout) > COLOURS / 2, "an empty picture"
        assert small.stat().st_size < MOST_BYTES
        if request.config.getoption("--renew-pictures"):
            shutil.copyfile(small, ROOT / "docs" / name)

    return take


def part_of(hand: Hand) -> tuple[int, int, int, int]:
    """Return where the window is on the screen."""
    root = hand.app.root
    return root.winfo_rootx(), root.winfo_rooty(), root.winfo_width(), root.winfo_height()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    filing = services.load_model(ROOT / "samples" / "faulty.json")
    return services.new(tmp_path / "县文化馆 2027 预算绩效.xlsx", filing)


def shown(hand: Hand, size: str) -> None:
    hand.app.root.geometry(f"{size}+0+0")
    hand.wait()


def test_the_first_page(hand: Hand, keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand.app, "has_ribbon", True)
    settings.change(hand.app.folder, lambda kept: settings.Settings(recent=RECENT))
    hand.app.remember(lambda kept: kept)
    hand.until(lambda: hand.app.drops)
    hand.app.back()
    shown(hand, "940x625")
    left, top, width, _ = part_of(hand)
    keep("start.png", (left, top, width, 400))


def test_an_open_workbook(hand: Hand, keep: Keep, book: Path) -> None:
    hand.app.doors.open_path(book)
    hand.wait()
    shown(hand, "1160x760")
    rules = [finding.rule for finding in hand.findings.shown]
    choose_row(hand.findings.list, str(rules.index("BS201")))
    hand.wait()
    keep("window.png", part_of(hand))


def test_the_formats_to_choose_from(hand: Hand, keep: Keep) -> None:
    question = ChoiceQuestion(
        hand.app.root,
        "导出",
        "要哪些文件？",
        [(form.name, form.title) for form in FORMATS],
        settings.Settings().formats,
        EXTRAS,
    )
    question.update()
    place = (question.winfo_rootx(), question.winfo_rooty(), question.winfo_width(),
             question.winfo_height())  # fmt: skip
    keep("export.png", place)
    question.destroy()


def test_a_sheet_being_filled(
    screen: str, keep: Keep, book: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Source: LibreOffice's own window, for nothing else shows a sheet as it is filled."""
    if not request.config.getoption("--renew-pictures"):
        pytest.skip("LibreOffice's window is started for new pictures alone: --renew-pictures")
    process = subprocess.Popen(
        ["soffice", "--norestore", "--nologo", f"-env:UserInstallation={tmp_path.as_uri()}/lo",
         str(book)], env=os.environ | {"DISPLAY": screen, "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )  # fmt: skip
    try:
        until_window("LibreOffice Calc")
        waiting.pause(4)  # it goes on drawing
        for key in ("Escape", "ctrl+Next", "ctrl+Next", "ctrl+Next", "ctrl+Home", "Escape"):
            subprocess.run(["xdotool", "key", key], check=True)
            waiting.pause(0.5)
        waiting.pause(2)
        keep("sheet.png", (37, 123, 1300, 720))
    finally:
        os.killpg(process.pid, 9)
        process.wait()


def until_window(name: str) -> None:
    search = ["xdotool", "search", "--onlyvisible", "--name", name]
    waiting.until(
        "no window came up",
        lambda: subprocess.run(search, capture_output=True, check=False).returncode == 0,
    )
