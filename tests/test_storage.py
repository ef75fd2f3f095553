"""A file is the old one whole or the new one whole, whatever happens while it is written."""

import errno
import os
import re
import signal
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from support import waiting
from support.waiting import CEILING

from budgetsheet import services, storage
from budgetsheet.errors import UnusableError
from budgetsheet.model import Filing
from budgetsheet.storage import patience
from budgetsheet.workbook.reader import read_workbook

posix = pytest.mark.skipif(os.name != "posix", reason="kills and permissions as POSIX has them")
OLD, NEW, OLDER = b"old" * 5000, b"new" * 7000, b"older" * 3000
KILLED_AT_A_STEP = """
    import os, signal, sys

    wanted, after, steps = int(sys.argv[1]), sys.argv[2] == "after", []

    def step(name):
        if len(steps) == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        steps.append(name)

    def watched(owner, name):
        real = getattr(owner, name)

        def watching(*arguments, **options):
            step(name)
            if after and len(steps) - 1 == wanted - 1:
                real(*arguments, **options)
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **options)

        setattr(owner, name, watching)

    def arm():
        for name in ("open", "fdopen", "fsync", "replace", "rename", "unlink", "remove", "mkdir",
                     "chmod", "link", "write", "close"):
            watched(os, name)
"""


def child(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give the pauses between tries as they would have been made; none is."""
    made: list[float] = []
    monkeypatch.setattr(patience, "sleep", made.append)
    return made


def leftovers(folder: Path) -> list[Path]:
    return list(folder.glob(".bs-*"))


def backup(path: Path) -> Path:
    return path.with_name(f"{path.name}.bak")


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """Give a file that has been written once before."""
    path = tmp_path / "甲 & 乙.xlsx"
    backup(path).write_bytes(OLDER)
    path.write_bytes(OLD)
    return path


@pytest.fixture(scope="module")
def filing(sample_path: Path) -> Filing:
    return services.load_model(sample_path)


@pytest.fixture
def no_space(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill the disk: what is written cannot be brought to it."""

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)


# ---- writing


def test_a_new_file_has_no_version_before(tmp_path: Path) -> None:
    path = tmp_path / "一" / "二" / "新.xlsx"
    storage.write_file(path, NEW)
    assert path.read_bytes() == NEW
    assert list(path.parent.iterdir()) == [path]


def test_the_version_before_is_kept(held: Path) -> None:
    storage.write_file(held, NEW)
    assert (held.read_bytes(), backup(held).read_bytes()) == (NEW, OLD)
    storage.write_file(held, OLDER)
    assert (held.read_bytes(), backup(held).read_bytes()) == (OLDER, NEW)
    assert leftovers(held.parent) == []


def test_what_is_written_is_brought_to_the_disk_before_it_is_renamed(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda *a, real=real, name=name: (steps.append(name), real(*a))[1]
        )
    storage.write_file(held, NEW)
    assert steps[:4] == ["fsync", "fsync", "replace", "replace"]
    assert steps[4:] == (["fsync"] if os.name == "posix" else [])


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_permissions_are_kept(held: Path, mode: int) -> None:
    held.chmod(mode)
    storage.write_file(held, NEW)
    assert held.stat().st_mode & 0o777 == mode
    assert backup(held).stat().st_mode & 0o777 == mode


@posix
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    plain, ours = tmp_path / "plain", tmp_path / "ours"
    plain.write_bytes(b"")
    storage.write_file(ours, NEW)
    assert ours.stat().st_mode == plain.stat().st_mode


# ---- errors that are no crash


@posix
@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0,
    reason="root may write everywhere; the same with a patched error stands below",
)
def test_a_folder_that_may_not_be_written(held: Path) -> None:
    held.parent.chmod(0o555)
    try:
        with pytest.raises(UnusableError, match="不许写入"):
            storage.write_file(held, NEW)
    finally:
        held.parent.chmod(0o755)
    assert (held.read_bytes(), backup(held).read_bytes()) == (OLD, OLDER)


@pytest.mark.parametrize("inside", ["乙.docx", "包/乙.docx"])
def test_a_file_where_a_folder_is_wanted_is_named(held: Path, inside: str) -> None:
    with pytest.raises(UnusableError, match=f"“{re.escape(str(held))}”是文件，不是文件夹"):
        storage.write_file(held / inside, NEW)
    assert held.read_bytes() == OLD


@pytest.mark.parametrize("owner", ["os.open", "os.replace", "pathlib.Path.chmod"])
@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, "写不进“甲 & 乙.xlsx”：文件可能正在 Excel 中打开"),
        (errno.EPERM, "写不进“甲 & 乙.xlsx”：文件可能正在 Excel 中打开"),
        (errno.EROFS, "请换一个位置再试"),
        (errno.ENOSPC, "请换一个位置再试"),
        (errno.EIO, "请换一个位置再试"),
    ],
)
def test_a_place_that_cannot_be_written_leaves_the_old_file(
    held: Path, monkeypatch: pytest.MonkeyPatch, owner: str, number: int, told: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(owner, refuse)
    with pytest.raises(UnusableError) as error:
        storage.write_file(held, NEW)
    monkeypatch.undo()
    assert told in error.value.message
    assert error.value.message.endswith("原文件没有改动。")
    assert (held.read_bytes(), backup(held).read_bytes()) == (OLD, OLDER)
    assert leftovers(held.parent) == []


def test_the_program_that_has_a_file_open_is_named(tmp_path: Path) -> None:
    for name, program in (("甲.docx", "Word"), ("甲.PDF", "PDF 阅读器"), ("甲.csv", "Excel")):
        with pytest.MonkeyPatch.context() as patch, pytest.raises(UnusableError) as error:
            patch.setattr("os.replace", _refuse)
            storage.write_file(tmp_path / name, NEW)
        assert f"可能正在 {program} 中打开" in error.value.message


def _refuse(*_: object) -> None:
    raise PermissionError(errno.EACCES, "busy")


@pytest.mark.usefixtures("no_space")
def test_a_full_disk_leaves_the_old_file(held: Path) -> None:
    with pytest.raises(UnusableError, match="请换一个位置再试；原文件没有改动"):
        storage.write_file(held, NEW)
    assert (held.read_bytes(), backup(held).read_bytes()) == (OLD, OLDER)
    assert leftovers(held.parent) == []


def test_a_disk_that_fills_after_the_copy_leaves_the_old_file(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnusableError, match="原文件没有改动"):
        storage.write_file(held, NEW)
    assert (held.read_bytes(), backup(held).read_bytes()) == (OLD, OLDER)
    assert leftovers(held.parent) == []


@posix
def test_a_write_that_the_system_cuts_short_leaves_the_old_file(held: Path) -> None:
    """A real limit on file size stands for a full disk: some bytes fit, the rest do not."""
    script = """
        import pathlib, resource, signal, sys
        from budgetsheet import storage
        from budgetsheet.errors import UnusableError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (16000, 16000))
        try:
            storage.write_file(pathlib.Path(sys.argv[1]), b"new" * 7000)
        except UnusableError as error:
            print(error.message)
    """
    out, err = child(script, held).communicate(timeout=CEILING)
    assert "写不进" in out, err
    assert held.read_bytes() == OLD
    assert backup(held).read_bytes() == OLDER
    assert leftovers(held.parent) == []


def test_a_stop_by_the_keyboard_leaves_the_old_file(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        storage.write_file(held, NEW)
    assert held.read_bytes() == OLD
    assert leftovers(held.parent) == []


@pytest.mark.usefixtures("no_space")
def test_a_refresh_on_a_full_disk_leaves_the_workbook(tmp_path: Path, filing: Filing) -> None:
    data = services.fresh_workbook(filing)
    path = tmp_path / "填报.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnusableError, match="原文件没有改动"):
        services.refresh(path)
    assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


# ---- reading


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (PermissionError(errno.EACCES, "denied"), "没有权限读取"),
        (OSError(errno.EIO, "input/output"), "读不出"),
        (FileNotFoundError(errno.ENOENT, "gone"), "找不到文件"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    held: Path, monkeypatch: pytest.MonkeyPatch, raised: OSError, told: str
) -> None:
    def refuse(path: Path) -> bytes:
        raise raised

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnusableError, match=told) as error:
        storage.read_file(held)
    assert error.value.rule == "BS001"


def test_a_file_over_the_limit_is_not_read(held: Path) -> None:
    assert storage.read_file(held, len(OLD)) == OLD
    with pytest.raises(UnusableError, match="超过"):
        storage.read_file(held, len(OLD) - 1)


# ---- killed


def steps_until_done(script: str, *arguments: object, moment: str) -> Iterator[int]:
    """Let a child die at each of its steps, one child a step; ends where one came to its end."""
    for step in range(200):
        process = child(textwrap.dedent(KILLED_AT_A_STEP) + script, step, moment, *arguments)
        out, err = process.communicate(timeout=CEILING)
        if process.returncode == 0:
            assert out.split(), err
            return
        assert process.returncode == -signal.SIGKILL, err
        yield step
    raise AssertionError("the child never came to its end")


@posix
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_death_at_any_step_leaves_whole_files(held: Path, tmp_path: Path, moment: str) -> None:
    source = tmp_path / "source"
    source.write_bytes(NEW)
    script = """
import pathlib
from budgetsheet import storage
data = pathlib.Path(sys.argv[4]).read_bytes()
arm()
storage.write_file(pathlib.Path(sys.argv[3]), data)
print(*steps)
"""
    seen = []
    for _ in steps_until_done(script, held, source, moment=moment):
        pair = held.read_bytes(), backup(held).read_bytes()
        seen.append(pair)
        assert pair in ((OLD, OLDER), (NEW, OLDER), (NEW, OLD))
        assert len(leftovers(tmp_path)) <= 2
        backup(held).write_bytes(OLDER)
        held.write_bytes(OLD)
    assert list(dict.fromkeys(seen)) == [(OLD, OLDER), (NEW, OLDER), (NEW, OLD)]
    assert (held.read_bytes(), backup(held).read_bytes()) == (NEW, OLD)
    assert leftovers(tmp_path) == []


def deaths(
    script: str, *arguments: object, count: int, rounds: int, longest: float
) -> Iterator[None]:
    """Let a child work on and kill it in each of its rounds; a little time adds chance."""
    for number in range(count):
        process = child(script, *arguments)
        assert process.stdout is not None
        for _ in range(1 + number % rounds):
            assert process.stdout.readline() == "done\n"
        waiting.pause(longest * (number + 1) / count)
        process.kill()
        process.communicate(timeout=CEILING)
        assert process.returncode == -signal.SIGKILL
        yield


@posix
def test_a_death_at_any_moment_leaves_whole_files(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    whole = {bytes([kind]) * 1_000_000 for kind in range(4)}
    path.write_bytes(bytes(1_000_000))
    script = """
        import pathlib, sys
        from budgetsheet import storage
        path = pathlib.Path(sys.argv[1])
        kind = 0
        while True:
            kind = (kind + 1) % 4
            storage.write_file(path, bytes([kind]) * 1_000_000)
            print("done", flush=True)
    """
    found = set()
    for _ in deaths(script, path, count=32, rounds=3, longest=0.05):
        assert path.read_bytes() in whole
        assert not backup(path).exists() or backup(path).read_bytes() in whole
        found.add(path.read_bytes()[0])
    assert len(found) > 1, "every child died before it wrote anything"
    assert backup(path).exists()


@posix
def test_a_death_while_refreshing_leaves_a_whole_workbook(tmp_path: Path, filing: Filing) -> None:
    path = tmp_path / "填报.xlsx"
    path.write_bytes(services.fresh_workbook(filing))
    first = path.read_bytes()
    script = """
        import pathlib, sys
        from budgetsheet import services, storage
        from budgetsheet.workbook import writer
        path = pathlib.Path(sys.argv[1])
        while True:
            services.refresh(path)
            print("done", flush=True)
    """
    for _ in deaths(script, path, count=12, rounds=1, longest=0.3):
        for file in (path, backup(path)):
            data = file.read_bytes()
            assert zipfile.ZipFile(BytesIO(data)).testzip() is None
            assert read_workbook(data).filing == filing
    assert path.read_bytes() != first
