"""The packaged program prints through COM: a stand-in answers as Word or WPS would."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from windows.conftest import Program
from wine import windows_path

from budgetsheet import services
from budgetsheet.model import Filing

pytestmark = pytest.mark.xdist_group("windows")
STAND_IN = Path(__file__).parents[1] / "support" / "word_stand_in.py"


@pytest.fixture
def book(sample: Filing, tmp_path: Path) -> Path:
    return services.new(tmp_path / "预算 2027 & 绩效" / "县图书馆.xlsx", sample)


@contextmanager
def registered(program: Program, name: str, notes: Path, mood: str = "") -> Iterator[None]:
    """Let the system start the stand-in for whoever asks for a program of this name."""

    def call(*arguments: str | Path) -> None:
        words = [windows_path(a) if isinstance(a, Path) else a for a in arguments]
        done = program.wine.run(program.wine.python, windows_path(STAND_IN), *words)
        assert done.returncode == 0, done.stdout

    call("register", name, notes, *filter(None, [mood]))
    yield
    call("unregister", name)


@pytest.mark.parametrize("name", ["Word.Application", "KWPS.Application"])
def test_it_prints_without_a_window_a_dialogue_or_a_macro(
    name: str, program: Program, book: Path, tmp_path: Path
) -> None:
    notes, out = tmp_path / "记录.txt", book.parent / "导出 结果"
    with registered(program, name, notes):
        done = program("export", book, "-o", out, "--format", "pdf")
    assert done.returncode == 0, done.stdout
    (made,) = out.iterdir()
    assert made.name == "2027年云溪县图书馆预算绩效目标.pdf"
    assert made.read_bytes().startswith(b"%PDF")
    said = notes.read_text("utf-8").splitlines()
    assert said == ["open PK False", "update contents", "export 17", "close 0", "quit False 0 3"]


def test_a_word_that_cannot_print_is_one_sentence(
    program: Program, book: Path, tmp_path: Path
) -> None:
    notes, out = tmp_path / "记录.txt", book.parent / "出"
    with registered(program, "Word.Application", notes, "fail"):
        done = program("export", book, "-o", out, "--format", "docx,pdf")
    assert done.returncode == 2
    assert "Word 打印时出错" in done.stdout
    assert done.stdout.count("\n") == 1
    assert not out.exists()
    assert notes.read_text("utf-8").splitlines()[-1].startswith("quit")


def test_without_any_program_one_sentence(program: Program, book: Path) -> None:
    done = program("export", book, "-o", book.parent / "出", "--format", "pdf")
    assert done.returncode == 2
    assert "没有找到 Word、WPS 或 LibreOffice" in done.stdout
    assert not (book.parent / "出").exists()
