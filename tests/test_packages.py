"""The package of all exports, and what `verify` says about one that was touched."""

import hashlib
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from budgetsheet import cli, packages, publishing, services
from budgetsheet.errors import UnusableError
from budgetsheet.model import Filing

MOMENT = datetime(2027, 1, 15, 8, 30)
FILES = {"甲 表.docx": b"one", "乙.txt": b"two", "丙.csv": b""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a package in a folder."""
    packages.write_package(tmp_path / "包", FILES, MOMENT)
    return tmp_path / "包"


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def test_a_whole_package_is_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for target in (folder, folder / packages.MANIFEST):
        assert run("verify", target) == 0
        assert capsys.readouterr().out == "清单所列 3 个文件都在，都与导出时一致。\n"


def test_each_way_of_touching_it_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "甲 表.docx").write_bytes(b"0ne")
    (folder / "乙.txt").unlink()
    (folder / "丁.txt").write_bytes(b"new")
    (folder / "里").mkdir()
    assert run("verify", folder) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[:-1] == ["被改动：甲 表.docx", "缺少：乙.txt", "多出：丁.txt", "多出：里"]
    assert "被改动 1 个、缺少 1 个、多出 2 个" in told[-1]


def test_versions_before_and_system_files_are_none_of_it(folder: Path) -> None:
    packages.write_package(folder, FILES, MOMENT)
    assert (folder / f"{packages.MANIFEST}.bak").exists()
    for name in ("Thumbs.db", "desktop.ini", "~$甲 表.docx"):
        (folder / name).write_bytes(b"x")
    assert packages.verify(folder).whole
    (folder / "别的.docx.bak").write_bytes(b"x")
    assert packages.verify(folder).added == ("别的.docx.bak",)


@pytest.mark.parametrize(
    "name", [".~lock.甲 表.docx#", "~$甲 表.docx", "~$表.docx", ".~甲 表.docx"]
)
def test_the_mark_of_a_file_that_is_open_is_none_of_it(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"x")
    assert packages.verify(folder).whole


@pytest.mark.parametrize("name", ["~$坏.exe", ".~lock.坏.exe#", "~$", "~$甲 表.docx.exe"])
def test_a_file_that_only_looks_like_a_mark_is_an_addition(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"x")
    assert packages.verify(folder).added == (name,)


def test_the_folder_around_a_package_leads_to_it(folder: Path) -> None:
    assert packages.verify(folder.parent).whole
    packages.write_package(folder.parent / "另一包", FILES, MOMENT)
    with pytest.raises(UnusableError, match="不能核对"):
        packages.verify(folder.parent)


def test_other_programs_read_the_list(folder: Path) -> None:
    lines = (folder / packages.MANIFEST).read_text("utf-8").splitlines()
    assert lines[0] == f"{hashlib.sha256(b'one').hexdigest()} *甲 表.docx"
    done = subprocess.run(["sha256sum", "-c", packages.MANIFEST], cwd=folder, check=False,
                          capture_output=True)  # fmt: skip
    assert done.returncode == 0


def test_a_zip_is_one_file_and_the_same_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "一.zip", tmp_path / "二.ZIP"
    for path in (first, second):
        assert packages.write_package(path, FILES, MOMENT) == [path]
    assert first.read_bytes() == second.read_bytes()
    assert packages.verify(first) == packages.Verdict(3, (), (), ())
    with zipfile.ZipFile(first, "a") as package:
        package.writestr("多.txt", "x")
    assert packages.verify(first).added == ("多.txt",)


SUM = "0" * 64


@pytest.mark.parametrize(
    "text",
    ["", "hello", f"{SUM} *../x\n", f"{SUM} *a/b\n", f"{SUM} *C:\\x\n", f"{SUM} *a\n{SUM} *a\n",
     f"{SUM[1:]} *a\n", f"{SUM} *a\nx\n"],
)  # fmt: skip
def test_a_list_that_is_none_is_refused(text: str, folder: Path) -> None:
    (folder / packages.MANIFEST).write_text(text, "utf-8")
    with pytest.raises(UnusableError) as caught:
        packages.verify(folder)
    assert "不能核对" in caught.value.message


def test_what_is_no_package_is_refused_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / packages.MANIFEST).unlink()
    (folder / "坏.zip").write_bytes(b"PK\x03\x04 no zip")
    with zipfile.ZipFile(folder / "空.zip", "w") as package:
        package.writestr("a", "b")
    for target in (folder, folder / "坏.zip", folder / "空.zip", folder / "没有"):
        assert run("verify", target) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1


def test_all_is_every_format_with_its_list(
    sample: Filing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr("budgetsheet.exporters.pdf.PRINTERS", ())
    book = services.new(tmp_path / "填报.xlsx", sample)
    assert run("export", book, "-o", tmp_path / "出", "--format", "all") == 0
    assert "不含 pdf" in capsys.readouterr().err
    (folder,) = (tmp_path / "出").iterdir()
    assert folder.name == "2027年云溪县图书馆预算绩效目标"
    suffixes = {f.suffix for f in publishing.formats_named(publishing.every_format())}
    assert {p.name.removeprefix(folder.name) for p in folder.iterdir()} == suffixes | {
        packages.MANIFEST
    }
    assert packages.verify(folder).whole


def test_a_zip_of_some_formats(sample: Filing, tmp_path: Path) -> None:
    book = services.new(tmp_path / "填报.xlsx", sample)
    out = tmp_path / "报送.zip"
    assert run("export", book, "-o", out, "--format", "txt,json") == 0
    with zipfile.ZipFile(out) as package:
        assert len(package.namelist()) == 3
    assert run("verify", out) == 0


def test_an_export_never_takes_the_workbooks_place(sample: Filing, tmp_path: Path) -> None:
    book = tmp_path / "2027年云溪县图书馆预算绩效目标（数据表）.xlsx"
    services.new(book, sample)
    before = book.read_bytes()
    with pytest.raises(UnusableError) as caught:
        services.export(book, tmp_path, ["xlsx"])
    assert "盖掉工作簿" in caught.value.message
    assert book.read_bytes() == before
