"""The add-in put into Excel's start folder, on any system: the places are injected."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from budgetsheet.cli import main
from budgetsheet.errors import UnusableError
from budgetsheet.ribbon import installing
from budgetsheet.ribbon.installing import (
    PLACE_OF_PROGRAM,
    Ribbon,
    State,
    packed,
    start_folder,
    this_ribbon,
    with_program,
)
from budgetsheet.storage import patience

PARTS = {
    "[Content_Types].xml": b"<Types/>",
    "xl/worksheets/sheet1.xml": f"<c><is><t>{PLACE_OF_PROGRAM}</t></is></c>".encode(),
    "xl/vbaProject.bin": bytes(range(256)),
}


@pytest.fixture
def ribbon(tmp_path: Path) -> Ribbon:
    shipped = tmp_path / "程序 & 夹" / "BudgetSheet.xlam"
    shipped.parent.mkdir()
    shipped.write_bytes(packed(PARTS))
    program = shipped.with_name("预算绩效填报.exe")
    program.touch()
    return Ribbon(shipped, tmp_path / "Excel" / "XLSTART" / "BudgetSheet.xlam", program)


def sheet(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("xl/worksheets/sheet1.xml").decode()


def test_it_goes_into_a_folder_that_is_not_there_yet(ribbon: Ribbon) -> None:
    assert ribbon.state() is State.ABSENT
    ribbon.install()
    assert ribbon.state() is State.CURRENT
    assert "程序 &amp; 夹/预算绩效填报.exe" in sheet(ribbon.target)


def test_nothing_lies_beside_it_for_excel_to_open(ribbon: Ribbon) -> None:
    ribbon.install()
    ribbon.target.write_bytes(b"older")
    ribbon.install()
    assert [path.name for path in ribbon.target.parent.iterdir()] == ["BudgetSheet.xlam"]


def test_a_second_time_changes_nothing(ribbon: Ribbon) -> None:
    ribbon.install()
    before = ribbon.target.read_bytes()
    ribbon.install()
    assert ribbon.target.read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"PK", b"an older version"])
def test_a_damaged_or_older_one_is_repaired(ribbon: Ribbon, damage: bytes) -> None:
    ribbon.install()
    ribbon.target.write_bytes(damage)
    assert ribbon.state() is State.STALE
    ribbon.install()
    assert ribbon.state() is State.CURRENT


def test_a_moved_program_is_noticed_and_repaired(ribbon: Ribbon, tmp_path: Path) -> None:
    ribbon.install()
    moved = ribbon._replace(program=tmp_path / "新的" / "预算绩效填报.exe")
    moved.program.parent.mkdir()
    moved.program.touch()
    assert moved.state() is State.STALE
    moved.install()
    assert moved.state() is State.CURRENT
    assert "新的/预算绩效填报.exe" in sheet(ribbon.target)


def test_it_is_taken_out_and_its_neighbours_stay(ribbon: Ribbon) -> None:
    ribbon.install()
    other = ribbon.target.with_name("别人的.xlam")
    other.touch()
    ribbon.remove()
    ribbon.remove()
    assert ribbon.state() is State.ABSENT
    assert other.exists()


def test_what_excel_holds_is_a_sentence(ribbon: Ribbon, monkeypatch: pytest.MonkeyPatch) -> None:
    ribbon.install()

    def held(*_: object, **__: object) -> None:
        raise PermissionError(13, "held")

    monkeypatch.setattr(patience, "sleep", lambda _: None)
    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(UnusableError, match="关闭所有 Excel 窗口"):
        ribbon.install()
    with pytest.raises(UnusableError, match="关闭所有 Excel 窗口"):
        ribbon.remove()


def test_without_the_packaged_program_there_is_nothing_to_install(ribbon: Ribbon) -> None:
    ribbon.program.unlink()
    assert not ribbon.ships
    with pytest.raises(UnusableError, match="重新安装"):
        ribbon.install()


def test_a_path_that_excel_would_read_otherwise_is_escaped() -> None:
    made = with_program(packed(PARTS), Path("D:/a_x0041_b/<&>.exe"))
    with zipfile.ZipFile(BytesIO(made)) as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
    assert text == "<c><is><t>D:/a_x005F_x0041_b/&lt;&amp;&gt;.exe</t></is></c>"
    assert openpyxl.utils.escape.unescape("a_x005F_x0041_b") == "a_x0041_b"


def test_the_place_is_this_person_s_own() -> None:
    found = start_folder({"APPDATA": "/家/AppData/Roaming"})
    assert found == Path("/家/AppData/Roaming/Microsoft/Excel/XLSTART")
    ribbon = this_ribbon({"APPDATA": "/家"})
    assert ribbon.target == Path("/家/Microsoft/Excel/XLSTART/BudgetSheet.xlam")
    assert ribbon.program.name == "预算绩效填报.exe"


class TestCommand:
    """`budgetsheet ribbon`: the same from the command line."""

    @pytest.fixture(autouse=True)
    def here(self, ribbon: Ribbon, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(installing, "this_ribbon", lambda: ribbon)

    def test_it_installs_tells_and_removes(
        self, ribbon: Ribbon, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["ribbon"]) == 0
        assert "没有安装" in capsys.readouterr().out
        assert main(["ribbon", "install"]) == 0
        assert f"已安装。{ribbon.target}" in capsys.readouterr().out
        assert main(["ribbon", "remove"]) == 0
        assert not ribbon.target.exists()

    def test_what_cannot_be_done_is_exit_2(
        self, ribbon: Ribbon, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ribbon.shipped.unlink()
        assert main(["ribbon", "install"]) == 2
        assert "重新安装" in capsys.readouterr().err
