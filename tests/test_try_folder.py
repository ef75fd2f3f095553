"""The folder that a person with Excel or WPS runs once: what is in it, and what it expects."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "build"))

import try_folder  # noqa: E402  # build/ is no package

Rows = list[list[str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("try") / "夹"
    try_folder.make(made)
    return made


@pytest.fixture(scope="module")
def rows(folder: Path) -> Rows:
    return [line.split("\t") for line in (folder / "expected.txt").read_text("utf-16").split("\n")]


def of(rows: Rows, kind: str) -> Rows:
    return [row[1:] for row in rows if row[0] == kind]


def test_the_folder_is_ready(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {
        *try_folder.BOOKS.values(), try_folder.STARTER, try_folder.GUIDE,
        "try.js", "expected.txt", "pressed.cmd", "BudgetSheet.xlam",
    }  # fmt: skip


def test_windows_reads_the_scripts_in_any_code_page(folder: Path) -> None:
    for name in (try_folder.STARTER, "try.js", "pressed.cmd"):
        text = (folder / name).read_bytes()
        assert text.isascii(), name
        assert b"\n" not in text.replace(b"\r\n", b""), name


def test_the_instructions_name_every_ribbon_button(folder: Path) -> None:
    guide = (folder / try_folder.GUIDE).read_text("utf-8-sig")
    labels = [e.get("label") for e in ET.parse(ROOT / "macros" / "customUI14.xml").iter()
              if e.tag.endswith("}button")]  # fmt: skip
    assert len(labels) >= 8
    for label in labels:
        assert f"“{label}”" in guide, label
    assert f"“{try_folder.STARTER}”" in guide
    assert "{" not in guide


def test_every_button_has_its_macro_and_what_it_asks_for(rows: Rows) -> None:
    assert [row[:3] for row in of(rows, "button")] == [
        list(button[:3]) for button in try_folder.buttons()
    ]
    assert ["OnCheck", "校验", "check", ""] in of(rows, "button")


def test_the_expectations_hold_faults_and_lights(rows: Rows) -> None:
    cells = of(rows, "cell")
    for name in try_folder.BOOKS:
        values = [row[-1] for row in cells if row[0] == name]
        assert "概述与各表一致。" in values
        assert ("● 有错误" in values) == (name == "faulty")
        assert ("✔ 已填好" in values) or name == "faulty"
    assert any("【BS201】" in row[-1] for row in cells if row[0] == "faulty")


def test_what_follows_from_typing_is_told(rows: Rows) -> None:
    titles = {row[1]: row[-1] for row in of(rows, "type")}
    said: dict[str, list[str]] = {}
    for row in of(rows, "after"):
        said.setdefault(titles[row[1]], []).append(row[-1])
    assert any("【BS307】" in text for text in said["应高的指标写成 ≤95%"])
    assert not any("【" in text for text in said["全角的 ＞＝９５％"])
    assert any("【BS201】" in text for text in said["财政资金改成 1.5"])
    assert any("【BS204】" in text for text in said["最后一期 90%"])
    assert said["量化指标改数，概述应变红"] == ["来源已改"]
    assert {titles[row[1]] for row in of(rows, "refused")} == {"预算数填文字", "计划填 5（500%）"}


def test_locks_and_entries_are_told_apart(rows: Rows) -> None:
    entries = {tuple(row) for row in of(rows, "entry")}
    locked = {tuple(row) for row in of(rows, "locked")}
    assert entries
    assert locked
    assert not entries & locked
    typed = {(row[0], row[2], row[3]) for row in of(rows, "type")}
    assert typed <= entries
