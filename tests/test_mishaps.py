"""Whatever fails inside, the command line says one sentence, ends with 3 and writes nothing."""

from __future__ import annotations

import argparse
import errno
import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.waiting import CEILING

from budgetsheet import cli, commands, importing, making, mishaps, packages, services, storage
from budgetsheet.cli import main
from budgetsheet.live import session

FAULTS = [
    RuntimeError("injected"), KeyError("甲"), AssertionError(), RecursionError("too deep"),
    MemoryError(), OSError(errno.EIO, "Input/output error"), ZeroDivisionError(),
    UnicodeEncodeError("gbk", "⼈", 0, 1, "illegal"), AttributeError("x"), TypeError(),
    NotImplementedError(), StopIteration(), TimeoutError(), EOFError(), SyntaxError("x"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder for details."""
    place = tmp_path_factory.mktemp("details")
    monkeypatch.setattr("tempfile.tempdir", str(place))
    return place


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, sample_path: Path) -> Path:
    folder = tmp_path_factory.mktemp("made")
    filing = services.load_model(sample_path)
    return services.new(folder / "填 报.xlsx", filing)


@pytest.fixture
def place(tmp_path: Path, made: Path, sample_path: Path) -> Path:
    """Give a folder with one of everything that a command takes."""
    book = tmp_path / "填报.xlsx"
    book.write_bytes(made.read_bytes())
    (tmp_path / "数据.json").write_bytes(sample_path.read_bytes())
    services.export_package(book, tmp_path / "包.zip", ["json", "txt"], draft=True)
    (tmp_path / "文.txt").write_text("部门整体绩效目标\n一、总体绩效目标\n甲。\n", "utf-8")
    return tmp_path


def words(command: str, place: Path) -> list[list[str]]:
    """How each command is called with good files."""
    book, out = str(place / "填报.xlsx"), str(place / f"{command}.xlsx")
    return {
        "new": [[out], [out, "--from", str(place / "数据.json")]],
        "import": [[str(place / "文.txt"), out, "--report", str(place / "单.csv")],
                   [book, out, "--force"]],
        "map": [[book]], "check": [[book], [book, "--json"], [book, "--fix"], [book, "--live"]],
        "rescue": [[book, out]], "refresh": [[book]], "verify": [[str(place / "包.zip")]],
        "export": [[book, "-o", str(place / "出"), "--draft", "--format", "json,html"],
                   [book, "-o", str(place / "出.zip"), "--draft", "--format", "json"]],
        "ribbon": [[]], "explain": [[book, "1"]], "rules": [[], ["BS201"]],
    }[command]  # fmt: skip


def every_command() -> list[str]:
    """Give the names as the parser has them."""
    (action,) = (a for a in cli._parser()._actions if isinstance(a, argparse._SubParsersAction))
    return list(action.choices)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def raising(error: BaseException) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


def assert_one_sentence(code: int, told: tuple[str, str], temporary: Path) -> None:
    out, err = told
    assert code == 3
    assert "Traceback" not in out + err
    assert err.count("\n") == 1
    assert err.endswith("。\n")
    detail = re.search(r"详情在“(.+?)”", err)
    assert detail
    assert Path(detail[1]).parent == temporary
    assert "Traceback" in Path(detail[1]).read_text("utf-8")


@pytest.mark.parametrize("command", every_command())
@pytest.mark.parametrize("error", FAULTS, ids=lambda e: type(e).__name__)
def test_a_fault_in_a_command(
    command: str, error: Exception, place: Path, temporary: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    name = {"import": "import_", "map": "map_"}.get(command, command)
    monkeypatch.setattr(commands, name, raising(error))
    before = everything(place)
    code = main([command, *words(command, place)[0]])
    assert_one_sentence(code, capsys.readouterr(), temporary)
    assert everything(place) == before


SERVICES = [
    *((services, name) for name in services.__all__ if name.islower()
      and name not in ("adding", "blank_project")),
    (packages, "verify"), (session, "check"),
    (services, "read_workbook"), (making, "read_workbook"), (importing, "read_document"),
    (importing, "report_csv"), (storage, "read_file"), (storage, "write_file"),
]  # fmt: skip


@pytest.mark.parametrize(("owner", "name"), SERVICES, ids=lambda x: getattr(x, "__name__", x))
def test_a_fault_in_a_service(
    owner: object, name: str, place: Path, temporary: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Every command that comes by the service ends so; the others do not notice."""
    monkeypatch.setattr(owner, name, raising(RuntimeError("injected")))
    before = everything(place)
    hit = 0
    for command in every_command():
        for arguments in words(command, place):
            code = main([command, *arguments])
            told = capsys.readouterr()
            assert "Traceback" not in told.out + told.err
            if code == 3:
                hit += 1
                assert_one_sentence(code, told, temporary)
            now = everything(place)
            assert code != 3 or now == before
            before = now
    assert hit or name in ("change_projects",), "no command comes by here"


def test_a_file_that_cannot_be_put_down_is_still_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere/at all")
    monkeypatch.setattr(commands, "rules", raising(RuntimeError()))
    assert main(["rules"]) == 3
    assert capsys.readouterr().err.count("\n") == 1


class Console(io.StringIO):
    """A console that shows GBK only, and cannot be told otherwise."""

    encoding = "gbk"

    def write(self, text: str) -> int:
        text.encode("gbk")
        return super().write(text)


@pytest.mark.parametrize("said", ["⼈", "\U0001f600", "\ud800"])
def test_a_console_that_lacks_the_letters(
    said: str, monkeypatch: pytest.MonkeyPatch, temporary: Path
) -> None:
    out, err = Console(), Console()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(commands, "rules", lambda _: print(said) or 0)
    assert main(["rules"]) == 3
    assert "显示不了" in err.getvalue()
    monkeypatch.setattr(commands, "rules", raising(services.UnusableError(f"不行{said}。")))
    assert main(["rules"]) == 2
    assert err.getvalue().endswith("不行?。\n")


@pytest.mark.parametrize("stream", [None, "closed"])
def test_without_a_console_nothing_is_said_and_nothing_breaks(
    stream: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8") if stream else None for _ in range(2)]
    for each in filter(None, streams):
        each.close()
    monkeypatch.setattr(sys, "stdout", streams[0])
    monkeypatch.setattr(sys, "stderr", streams[1])
    monkeypatch.setattr(commands, "rules", raising(RuntimeError()))
    assert main(["rules"]) == 3


def child(*arguments: object, script: str = "", **options: object) -> subprocess.Popen[str]:
    command = ["-c", script] if script else ["-m", "budgetsheet"]
    return subprocess.Popen(
        [sys.executable, *command, *map(str, arguments)], stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL, encoding="utf-8", **{"stdout": subprocess.PIPE} | options,
    )  # type: ignore[call-overload,no-any-return]  # fmt: skip


posix = pytest.mark.skipif(os.name != "posix", reason="signals and devices as POSIX has them")


@posix
@pytest.mark.parametrize("words", [["rules"], ["-h"], ["check", "-h"], ["check", "没有.xlsx"]])
def test_a_reader_that_has_gone_is_no_fault(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = child(*words, stdout=writing)
    os.close(writing)
    _, err = process.communicate(timeout=CEILING)
    assert "Traceback" not in err
    assert "Exception" not in err
    assert process.returncode in (0, 2)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [["rules"], ["--version"], ["rules", "BS201"]])
def test_what_could_not_be_shown_is_no_success(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        process = child(*words, stdout=full)
        _, err = process.communicate(timeout=CEILING)
    assert (process.returncode, err.count("\n")) == (3, 1)
    assert "磁盘满了" in err


@posix
def test_ctrl_c_while_a_document_is_read(tmp_path: Path) -> None:
    source, out = tmp_path / "文.txt", tmp_path / "出.xlsx"
    source.write_text("绩效目标\n" * 10, "utf-8")
    script = """
import signal, time
from budgetsheet import cli, importing
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background is born deaf
def slow(*_):
    print("ready", flush=True)
    time.sleep(600)
importing.read_document = slow
cli.run()
"""
    process = child("import", source, out, script=script)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=CEILING)
    assert (process.returncode, err.count("\n")) == (130, 1)
    assert err.startswith("已取消")
    assert not out.exists()


def test_the_detail_names_version_sentence_and_place() -> None:
    try:
        {}["甲"]  # type: ignore[index]
    except KeyError as error:
        failure = mishaps.failure_of(error)
    assert failure.sentence.startswith("程序出了意外，")
    assert failure.report.startswith("budgetsheet ")
    assert "test_mishaps.py" in failure.report


def test_a_deep_nesting_has_a_sentence_of_its_own() -> None:
    def deeper() -> None:
        deeper()

    try:
        deeper()
    except RecursionError as error:
        assert "一层套一层" in mishaps.failure_of(error).sentence
