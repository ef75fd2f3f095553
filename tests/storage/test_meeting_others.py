"""Other programs at the same file: short locks, a save in between, marks of who has it open."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from budgetsheet import services, storage
from budgetsheet.errors import UnusableError
from budgetsheet.filings import blank_filing
from budgetsheet.storage import patience
from budgetsheet.storage.owners import owner_of

OLD, NEW, OLDER, THEIRS = b"old", b"new", b"older", b"theirs"


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    made: list[float] = []
    monkeypatch.setattr(patience, "sleep", made.append)
    return made


@pytest.fixture
def held(tmp_path: Path) -> Path:
    path = tmp_path / "甲 & 乙.xlsx"
    backup(path).write_bytes(OLDER)
    path.write_bytes(OLD)
    return path


@pytest.fixture(scope="module")
def blank() -> bytes:
    return services.fresh_workbook(blank_filing("hebei", 1, 2027))


def backup(path: Path) -> Path:
    return path.with_name(f"{path.name}.bak")


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def locked(
    monkeypatch: pytest.MonkeyPatch, times: int, number: int, names: tuple[str, ...]
) -> list[str]:
    """Let the first renames onto files of these names fail as a lock makes them."""
    real, tried = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        if Path(target).name in names:
            tried.append(Path(target).name)
            if len(tried) <= times:
                raise OSError(number, "held")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    return tried


# ---- locks


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY])
@pytest.mark.parametrize("times", [1, 3, len(patience.PAUSES)])
def test_a_short_lock_is_outlasted(
    held: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float], number: int, times: int
) -> None:
    tried = locked(monkeypatch, times, number, (held.name,))
    storage.write_file(held, NEW)
    assert (held.read_bytes(), backup(held).read_bytes()) == (NEW, OLD)
    assert len(tried) == times + 1
    assert pauses == sorted(pauses) == list(patience.PAUSES[:times])


def test_the_pauses_grow_and_end_within_a_few_seconds() -> None:
    assert all(
        2 * a <= b + 0.01 for a, b in zip(patience.PAUSES, patience.PAUSES[1:], strict=False)
    )
    assert 2 <= sum(patience.PAUSES) <= 6


def test_a_long_lock_costs_neither_file_nor_backup(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked(monkeypatch, 99, errno.EACCES, (held.name,))
    before = everything(held.parent)
    with pytest.raises(UnusableError, match="正在 Excel 中打开"):
        storage.write_file(held, NEW)
    assert everything(held.parent) == before


def test_a_backup_that_cannot_be_replaced_puts_the_old_file_back(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked(monkeypatch, 99, errno.EACCES, (backup(held).name,))
    before = everything(held.parent)
    with pytest.raises(UnusableError, match="原文件没有改动"):
        storage.write_file(held, NEW)
    assert everything(held.parent) == before


def test_a_stop_before_the_backup_puts_the_old_file_back(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace

    def stopped(self: Path, target: Path) -> Path:
        if Path(target) == backup(held):
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", stopped)
    before = everything(held.parent)
    with pytest.raises(KeyboardInterrupt):
        storage.write_file(held, NEW)
    assert everything(held.parent) == before


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_folder_that_may_not_be_written_is_not_waited_for(
    held: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float], number: int
) -> None:
    locked(monkeypatch, 99, number, (held.name,))
    monkeypatch.setattr(patience, "may_write_into", lambda _: False)
    with pytest.raises(UnusableError):
        storage.write_file(held, NEW)
    assert pauses == []


def test_a_short_lock_on_reading_is_outlasted(
    held: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    real, tried = Path.read_bytes, []

    def read_bytes(self: Path) -> bytes:
        tried.append(self)
        if len(tried) < 3:
            raise PermissionError(errno.EACCES, "held")
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert storage.read_file(held) == OLD
    assert len(pauses) == 2


# ---- a save in between


def test_what_was_saved_after_it_was_read_is_not_overwritten(held: Path) -> None:
    held.write_bytes(THEIRS)
    before = everything(held.parent)
    with pytest.raises(UnusableError, match="处理期间被别的程序保存过"):
        storage.write_file(held, NEW, over=OLD)
    assert everything(held.parent) == before


@pytest.mark.parametrize("over", [OLD, storage.Over.ANYTHING])
def test_a_save_while_the_new_file_is_made_is_seen(
    held: Path, monkeypatch: pytest.MonkeyPatch, over: bytes | storage.Over
) -> None:
    real = os.fsync

    def save_meanwhile(handle: int) -> None:
        real(handle)
        held.write_bytes(THEIRS)

    monkeypatch.setattr(os, "fsync", save_meanwhile)
    with pytest.raises(UnusableError, match="处理期间被别的程序保存过"):
        storage.write_file(held, NEW, over=over)
    assert everything(held.parent) == {held.name: THEIRS, backup(held).name: OLDER}


def test_a_save_during_a_lock_is_seen(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked(monkeypatch, 1, errno.EACCES, (held.name,))
    monkeypatch.setattr(patience, "sleep", lambda _: held.write_bytes(THEIRS))
    with pytest.raises(UnusableError, match="处理期间被别的程序保存过"):
        storage.write_file(held, NEW, over=OLD)
    assert held.read_bytes() == THEIRS


def test_a_file_that_is_gone_since_is_not_made_again(held: Path) -> None:
    held.unlink()
    with pytest.raises(UnusableError, match="被移走或删除"):
        storage.write_file(held, NEW, over=OLD)
    assert not held.exists()


def test_a_new_file_does_not_take_the_place_of_one_that_came_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "新.xlsx"
    path.write_bytes(THEIRS)
    with pytest.raises(UnusableError, match="已经存在"):
        storage.write_file(path, NEW, over=storage.Over.NOTHING)
    assert path.read_bytes() == THEIRS


def _add(path: Path) -> object:
    return services.change_projects(path, services.adding("新的项目"))


@pytest.mark.parametrize("job", [services.refresh, _add])
def test_a_save_during_a_job_is_kept(
    tmp_path: Path, blank: bytes, monkeypatch: pytest.MonkeyPatch, job: Callable[[Path], object]
) -> None:
    path = tmp_path / "填报.xlsx"
    path.write_bytes(blank)
    real = services.made_workbook

    def slow(*arguments: object) -> object:
        made = real(*arguments)  # type: ignore[arg-type]
        path.write_bytes(THEIRS)
        return made

    monkeypatch.setattr(services, "made_workbook", slow)
    with pytest.raises(UnusableError, match="处理期间被别的程序保存过"):
        job(path)
    assert everything(tmp_path) == {path.name: THEIRS}


# ---- marks beside an open file


def mark_of(name: str, width: int) -> bytes:
    """Lay out a mark: the name in the code page, then in UTF-16; Excel's is 54 wide, Word's 53."""
    narrow, wide = name.encode("gbk"), name.encode("utf-16-le")
    head = bytes([len(narrow)]) + narrow.ljust(width, b" ")
    return head + len(name).to_bytes(2, "little") + wide + b" \0" * (width - len(name))


MARKS = [
    (".~lock.甲 & 乙.xlsx#", "王芳,wang,OFFICE-3,27.11.2026 09:12,file:///C:/x;".encode(),
     ("LibreOffice", "王芳，OFFICE-3，27.11.2026 09:12 起")),
    (".~lock.甲 & 乙.xlsx#", b",li,pc,27.11.2026 09:12,file:///home/li/.config;",
     ("LibreOffice", "li，pc，27.11.2026 09:12 起")),
    (".~lock.甲 & 乙.xlsx#", b"", ("LibreOffice", "")),
    (".~lock.甲 & 乙.xlsx#", bytes(range(256)) * 40, ("LibreOffice", None)),
    ("~$甲 & 乙.xlsx", mark_of("李 雷", 54), ("Excel 或 WPS", "李 雷")),
    ("~$甲 & 乙.xlsx", b"", ("Excel 或 WPS", "")),
    (".~甲 & 乙.xlsx", b"wps", ("WPS", "")),
    ("~$甲 & 乙.xlsx", b"\xff" * 165, ("Excel 或 WPS", None)),
]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows tells by the file itself")
@pytest.mark.parametrize(("mark", "content", "told"), MARKS)
def test_a_file_open_elsewhere_is_not_rewritten(
    held: Path, mark: str, content: bytes, told: tuple[str, str | None]
) -> None:
    (held.parent / mark).write_bytes(content)
    before = everything(held.parent)
    with pytest.raises(UnusableError) as error:
        storage.write_file(held, NEW)
    said = error.value.message
    assert f"正在 {told[0]} 中打开" in said
    assert f"请删去同一文件夹里的“{mark}”" in said
    assert told[1] is None or (f"（{told[1]}）" if told[1] else "打开。") in said
    assert said.isprintable()
    assert everything(held.parent) == before
    (held.parent / mark).unlink()
    storage.write_file(held, NEW)
    assert held.read_bytes() == NEW


@pytest.mark.parametrize("mark", [".~lock.乙.xlsx#", "~$乙.xlsx", "~$甲 & 乙.docx", ".~lock.甲#"])
def test_the_mark_of_another_file_is_none_of_ours(held: Path, mark: str) -> None:
    (held.parent / mark).write_bytes(b"")
    storage.write_file(held, NEW)
    assert held.read_bytes() == NEW


@pytest.mark.parametrize(
    ("name", "mark"),
    [("短.docx", "~$短.docx"), ("二零二七年预算.docx", "~$二七年预算.docx")],
)
def test_words_marks_lack_the_heads_of_long_names(tmp_path: Path, name: str, mark: str) -> None:
    (tmp_path / name).write_bytes(OLD)
    (tmp_path / mark).write_bytes(mark_of("韩梅梅", 53))
    owner = owner_of(tmp_path / name)
    assert owner is not None
    assert (owner.program, owner.who) == ("Word", "韩梅梅")


@pytest.mark.skipif(os.name == "nt", reason="Windows tells by the file itself")
@pytest.mark.parametrize("mark", [".~lock.填报.xlsx#", "~$填报.xlsx"])
def test_a_refresh_sees_who_has_the_workbook_open(tmp_path: Path, blank: bytes, mark: str) -> None:
    path = tmp_path / "填报.xlsx"
    path.write_bytes(blank)
    (tmp_path / mark).write_bytes(b"")
    with pytest.raises(UnusableError, match="中打开"):
        services.refresh(path)
    assert services.check(path).reading.filing.year == 2027
    assert path.read_bytes() == blank
    assert not backup(path).exists()


def test_a_name_too_long_for_a_mark_has_none(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 83 + ".xlsx")
    path.write_bytes(OLD)
    assert owner_of(path) is None
    with pytest.raises(UnusableError, match=r"文件名或路径太长.*短些的名字"):
        storage.write_file(path, NEW)
    assert path.read_bytes() == OLD


@pytest.mark.skipif(os.name == "nt", reason="Windows tells by the file itself")
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("which", [0, 1])
def test_of_several_files_none_is_written_where_one_cannot_be(
    tmp_path: Path, blank: bytes, packed: bool, which: int
) -> None:
    book, out = tmp_path / "填报.xlsx", tmp_path / "出"
    book.write_bytes(blank)
    export = services.export_package if packed else services.export
    _, written = export(book, out, ["json", "txt"], draft=True)
    for path in written:
        path.write_bytes(OLD)
    written[which].with_name(f".~lock.{written[which].name}#").touch()
    with pytest.raises(UnusableError, match="LibreOffice"):
        export(book, out, ["json", "txt"], draft=True)
    assert {path.read_bytes() for path in written} == {OLD}
