"""Where a file is written: links, other spellings, folders, names, and what killed writes left."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from budgetsheet import packages, services, storage
from budgetsheet.errors import UnusableError
from budgetsheet.ribbon.installing import Ribbon, packed
from budgetsheet.storage import leavings
from budgetsheet.storage.places import unfit_name

posix = pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
OLD, NEW = b"old", b"new"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with one file."""
    (tmp_path / "真的.xlsx").write_bytes(OLD)
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ---- links


@posix
@pytest.mark.parametrize("relative", [True, False])
def test_a_link_stays_a_link(folder: Path, relative: bool) -> None:
    (folder / "别处").mkdir()
    link, real = folder / "别处" / "链接.xlsx", folder / "真的.xlsx"
    link.symlink_to("../真的.xlsx" if relative else real)
    storage.write_file(link, NEW)
    assert link.is_symlink()
    assert (real.read_bytes(), link.read_bytes()) == (NEW, NEW)
    assert link.with_name("链接.xlsx.bak").read_bytes() == OLD
    assert names(folder) == ["别处", "真的.xlsx"]


@posix
def test_a_chain_of_links_is_followed_to_its_end(folder: Path) -> None:
    (folder / "一.xlsx").symlink_to("真的.xlsx")
    (folder / "二.xlsx").symlink_to("一.xlsx")
    storage.write_file(folder / "二.xlsx", NEW)
    assert (folder / "真的.xlsx").read_bytes() == NEW
    assert (folder / "一.xlsx").is_symlink()
    assert (folder / "二.xlsx").is_symlink()


@posix
def test_a_folder_that_is_a_link_stays_one(folder: Path) -> None:
    (folder / "夹").symlink_to(folder)
    storage.write_file(folder / "夹" / "真的.xlsx", NEW)
    assert (folder / "夹").is_symlink()
    assert (folder / "真的.xlsx").read_bytes() == NEW


@posix
def test_a_link_to_nothing_is_a_sentence(folder: Path) -> None:
    link = folder / "断.xlsx"
    link.symlink_to("没有.xlsx")
    with pytest.raises(UnusableError, match=r"“断.xlsx”是链接，它指向的“没有.xlsx”不存在"):
        storage.write_file(link, NEW)
    with pytest.raises(UnusableError, match="是链接，它指向的文件不存在"):
        storage.read_file(link)
    assert link.is_symlink()
    assert not (folder / "没有.xlsx").exists()


@posix
def test_links_in_a_circle_are_a_sentence(folder: Path) -> None:
    (folder / "甲.xlsx").symlink_to("乙.xlsx")
    (folder / "乙.xlsx").symlink_to("甲.xlsx")
    with pytest.raises(UnusableError, match="绕来绕去"):
        storage.write_file(folder / "甲.xlsx", NEW)
    with pytest.raises(UnusableError, match="链接绕成了圈"):
        storage.read_file(folder / "甲.xlsx")


@posix
def test_the_other_name_of_a_hard_link_keeps_the_version_before(folder: Path) -> None:
    (folder / "别名.xlsx").hardlink_to(folder / "真的.xlsx")
    storage.write_file(folder / "真的.xlsx", NEW)
    assert (folder / "真的.xlsx").read_bytes() == NEW
    assert (folder / "别名.xlsx").read_bytes() == OLD


# ---- the report beside the workbook


def spellings(folder: Path) -> list[Path]:
    out = folder / "出.xlsx"
    (folder / "夹").mkdir()
    (folder / "链接").symlink_to(folder)
    return [
        out, folder / "夹" / ".." / "出.xlsx", folder / "." / "出.xlsx", folder / "出.XLSX",
        folder / "链接" / "出.xlsx", folder / "出.xlsx.", folder / "出.xlsx.bak",
        Path(os.path.relpath(out)),
    ]  # fmt: skip


@posix
@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("there", [True, False])
def test_a_report_never_takes_the_workbooks_place(tmp_path: Path, number: int, there: bool) -> None:
    source, out = tmp_path / "原.txt", tmp_path / "出.xlsx"
    source.write_text("部门整体绩效目标", "utf-8")
    report = spellings(tmp_path)[number]
    if there:
        out.write_bytes(OLD)
    before = names(tmp_path)
    with pytest.raises(UnusableError, match="会盖掉"):
        services.import_document(source, out, force=there, report=report)
    assert names(tmp_path) == before
    assert not there or out.read_bytes() == OLD


@posix
@pytest.mark.parametrize("kind", ["symlink", "hardlink", "source"])
def test_a_report_that_is_another_name_of_a_file_is_refused(tmp_path: Path, kind: str) -> None:
    source, out, report = tmp_path / "原.txt", tmp_path / "出.xlsx", tmp_path / "清单.csv"
    source.write_text("部门整体绩效目标", "utf-8")
    out.write_bytes(OLD)
    if kind == "symlink":
        report.symlink_to(out)
    elif kind == "hardlink":
        report.hardlink_to(out)
    else:
        report = source
    with pytest.raises(UnusableError, match="会盖掉"):
        services.import_document(source, out, force=True, report=report)
    assert out.read_bytes() == OLD
    assert source.read_text("utf-8") == "部门整体绩效目标"


# ---- places that will not do


def test_a_folder_is_no_file(folder: Path) -> None:
    (folder / "夹.xlsx").mkdir()
    with pytest.raises(UnusableError, match="那里是文件夹"):
        storage.write_file(folder / "夹.xlsx", NEW)
    (folder / "真的.xlsx.bak").mkdir()
    with pytest.raises(UnusableError, match="那里是文件夹"):
        storage.write_file(folder / "真的.xlsx", NEW)
    assert (folder / "真的.xlsx").read_bytes() == OLD


def test_a_file_that_is_read_only_stays_as_it_is(folder: Path) -> None:
    path = folder / "真的.xlsx"
    path.chmod(0o444)
    with pytest.raises(UnusableError, match=r"设成了只读.*去掉“只读”"):
        storage.write_file(path, NEW)
    assert path.read_bytes() == OLD
    path.chmod(0o644)
    storage.write_file(path, NEW)
    assert path.read_bytes() == NEW


@posix
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "管道"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(UnusableError, match="不是文件"):
            storage.read_file(path)


@pytest.mark.parametrize(
    "name",
    ["CON", "con.xlsx", "Nul.txt", "aux .csv", "COM1.xlsx", "lpt9", "COM¹.docx", "a:b.xlsx",
     "甲?.xlsx", "甲|乙.xlsx", "甲.xlsx.", "甲.xlsx ", "甲\t.xlsx"],
)  # fmt: skip
def test_a_name_that_windows_takes_for_something_else_is_told(name: str) -> None:
    assert unfit_name(name)


@pytest.mark.parametrize(
    "name", ["甲.xlsx", "CONTOSO.xlsx", "COM10.xlsx", "nula.txt", ".甲", "甲 乙.csv"]
)
def test_a_plain_name_is_fit(name: str) -> None:
    assert unfit_name(name) == ""


def test_a_name_over_the_limit_is_told_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="文件名或路径太长") as error:
        storage.write_file(tmp_path / ("长" * 90 + ".xlsx"), NEW)
    assert "File name" not in error.value.message


# ---- what killed writes leave


def test_leavings_go_with_the_next_write(folder: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-c",
         "from budgetsheet.storage.leavings import name_of_unfinished as n; print(n())"],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    dead, old = folder / process.stdout.strip(), folder / ".bs-ab12_c9z.tmp"
    mine, fresh = folder / leavings.name_of_unfinished(), folder / ".bs-ffffffff-1-ab.tmp"
    others = [
        folder / name for name in (".bs-甲.tmp", "x.bs-ab12.tmp", ".bs-ab.tmp.xlsx", "甲.tmp")
    ]
    for path in (dead, old, mine, fresh, *others):
        path.write_bytes(b"part")
    for path in (old, *others):
        os.utime(path, (path.stat().st_mtime - 7200,) * 2)
    storage.write_file(folder / "新.xlsx", NEW)
    assert not dead.exists()
    assert not old.exists()
    assert all(path.exists() for path in (mine, fresh, *others))


def test_a_folder_of_that_name_is_no_leaving(folder: Path) -> None:
    (folder / ".bs-ab12.tmp").mkdir()
    os.utime(folder / ".bs-ab12.tmp", (0, 0))
    storage.write_file(folder / "新.xlsx", NEW)
    assert (folder / ".bs-ab12.tmp").is_dir()


def watched(monkeypatch: pytest.MonkeyPatch, place: Path) -> list[list[str]]:
    """Look into a folder at each moment a write might be killed."""
    seen: list[list[str]] = []
    for name in ("fsync", "replace", "fdopen", "chmod"):
        real = getattr(os, name)

        def look(*a: object, real: object = real, **k: object) -> object:
            seen.append(names(place) if place.is_dir() else [])
            return real(*a, **k)  # type: ignore[operator]

        monkeypatch.setattr(os, name, look)
    return seen


def test_nothing_unfinished_ever_lies_in_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "包"
    files = {"甲.docx": b"1", "乙.json": b"2"}
    for _ in range(2):
        seen = watched(monkeypatch, place)
        packages.write_package(place, files, datetime(2027, 1, 1))
        assert seen
        assert not [name for each in seen for name in each if name.startswith(".bs-")]
    assert packages.verify(place).whole
    assert names(tmp_path) == ["包"]


def test_nothing_unfinished_ever_lies_in_excels_start_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped, program = tmp_path / "BudgetSheet.xlam", tmp_path / "程序.exe"
    shipped.write_bytes(packed({"[Content_Types].xml": b"", "xl/worksheets/sheet1.xml": b""}))
    program.write_bytes(b"")
    start = tmp_path / "Excel" / "XLSTART"
    ribbon = Ribbon(shipped, start / "BudgetSheet.xlam", program)
    for _ in range(2):
        seen = watched(monkeypatch, start)
        ribbon.install()
        assert seen
        assert not [name for each in seen for name in each if name.startswith(".bs-")]
    assert names(start) == ["BudgetSheet.xlam"]
    assert names(start.parent) == ["XLSTART"]


# ---- places that are none


@posix
def test_what_is_no_file_is_not_written_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "管道.xlsx")
    with pytest.raises(UnusableError, match="那里不是文件。请换一个名字"):
        storage.write_file(folder / "管道.xlsx", NEW)
    assert names(folder) == ["真的.xlsx", "管道.xlsx"]


@posix
@pytest.mark.parametrize("second", ["长" * 90 + ".csv", "真的.xlsx/清单.csv"])
def test_a_place_that_cannot_be_is_told_before_the_first_file(folder: Path, second: str) -> None:
    with pytest.raises(UnusableError, match=r"^写不进"):
        storage.refuse_unfit([folder / "一.xlsx", folder / second])


@posix
def test_a_folder_that_lets_nobody_write_is_told_before_the_first_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("budgetsheet.storage.patience.may_write_into", lambda place: False)
    with pytest.raises(UnusableError) as told:
        storage.refuse_unfit([folder / "还没有" / "一.csv"])
    assert told.value.message.startswith(
        f"写不进“{folder / '还没有' / '一.csv'}”：文件夹“{folder}”不许写入。请换一个文件夹再试"
    )


@posix
def test_an_export_to_a_name_too_long_is_told(folder: Path) -> None:
    book = folder / "表.xlsx"
    services.new(book, services.blank_filing("hebei", 1, 2027))
    with pytest.raises(UnusableError, match="文件名或路径太长"):
        services.export(book, folder / ("长" * 90), ["txt"], draft=True)


def test_an_export_without_a_format_is_told(folder: Path) -> None:
    book = folder / "表.xlsx"
    services.new(book, services.blank_filing("hebei", 1, 2027))
    with pytest.raises(UnusableError, match="没有写要导出的格式"):
        services.export(book, folder, [], draft=True)


def test_a_report_that_fails_at_the_last_tells_that_the_workbook_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = storage.write_file

    def full(path: Path, data: bytes, *args: object, **kwargs: object) -> None:
        if path.suffix == ".csv":
            raise UnusableError("磁盘满了。")
        write(path, data, *args, **kwargs)  # type: ignore[arg-type]

    services.new(folder / "表.xlsx", services.blank_filing("hebei", 1, 2027))
    monkeypatch.setattr(storage, "write_file", full)
    with pytest.raises(
        UnusableError, match=r"已读入“.*新.xlsx”，但 --report 的清单没有写成：磁盘满了"
    ):
        services.import_document(folder / "表.xlsx", folder / "新.xlsx", report=folder / "清单.csv")
    assert (folder / "新.xlsx").exists()


@pytest.mark.parametrize("name", ["", ".", ".xlsx"])
def test_a_workbook_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(UnusableError, match="没有写新工作簿的文件名"):
        services.new(Path(name), services.blank_filing("hebei", 1, 2027))
