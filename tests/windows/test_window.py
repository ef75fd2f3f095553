"""The packaged window, driven as a person would."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.faulty import ERRORS
from support.waiting import CEILING
from windows.conftest import Program
from windows.window import NAME, Desk
from wine import WINE

from budgetsheet import services
from budgetsheet.desktop import settings

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
pytestmark = pytest.mark.xdist_group("windows")


@pytest.fixture
def desk(program: Program, screen: str) -> Iterator[Desk]:
    if not shutil.which("xdotool"):
        pytest.skip("xdotool is not installed")
    for user in program.wine.prefix.glob("drive_c/users/*/AppData/Roaming"):
        shutil.rmtree(user / "budgetsheet", ignore_errors=True)
        settings.save(settings.Settings(asked_about_ribbon=True), user / "budgetsheet")
    desk = Desk(program.wine, screen)
    yield desk
    desk.clear()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    filing = services.load_model(SAMPLES / "faulty.json")
    return services.new(tmp_path / "文化馆 2027 & 填报.xlsx", filing)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return services.new(tmp_path / "图书馆.xlsx", services.load_model(SAMPLES / "sample.json"))


def titled(path: Path, errors: int = 0) -> str:
    mark = f"（{errors} 处错误）" if errors else ""
    return f"{path.name}{mark} — {NAME}"


def test_opened_mended_checked_refreshed_and_exported(
    program: Program, desk: Desk, book: Path, clean: Path, tmp_path: Path
) -> None:
    desk.start(program.window, book)
    desk.until_title(titled(book, errors=ERRORS))
    desk.picture(tmp_path / "faulty.png")
    clean.replace(book)  # as a spreadsheet program saves
    desk.press("F5")
    desk.until_title(titled(book))
    desk.press("ctrl+r")
    kept = book.with_name(book.name + ".bak")
    desk.until("no version before was kept", kept.is_file)
    folder = tmp_path / "out"
    folder.mkdir()
    desk.press("ctrl+e")
    desk.until_title("导出")
    desk.press("Return")
    desk.until_title("导出到哪个文件夹")
    desk.type(windows_folder(folder))
    desk.press("Return")
    desk.until("no document was written", lambda: any(folder.glob("*.docx")))
    assert not any("草稿" in path.name for path in folder.iterdir())


def windows_folder(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


def test_a_file_dropped_on_the_window_is_opened(program: Program, desk: Desk, book: Path) -> None:
    desk.start(program.window)
    desk.until_title(NAME)
    desk.start(program.wine.python, ROOT / "tests" / "support" / "drag_source.py", book)
    desk.until_title("drag source")
    desk.drag("drag source", 600, 500)
    desk.until_title(titled(book, errors=ERRORS))


def test_a_second_start_brings_the_window_forward(
    program: Program, desk: Desk, book: Path, clean: Path
) -> None:
    desk.start(program.window, book)
    desk.until_title(titled(book, errors=ERRORS))
    again = desk.start(program.window, book)
    assert again.wait(CEILING) == 0
    assert desk.titles == [titled(book, errors=ERRORS)]
    desk.start(program.window, clean)
    desk.until_title(titled(clean))
    assert len(desk.titles) == 2


def test_a_document_dropped_on_the_program_is_imported(
    program: Program, desk: Desk, clean: Path, tmp_path: Path
) -> None:
    _, (document,) = services.export(clean, tmp_path / "公开", ["docx"])
    desk.start(program.window, tmp_path, document)
    desk.until_title("导入后保存到")
    desk.press("Home", "shift+End")
    desk.type(windows_folder(tmp_path / "in.xlsx"))
    desk.press("Return")
    desk.until_title(titled(tmp_path / "in.xlsx"))
    assert len(services.check(tmp_path / "in.xlsx").reading.filing.projects) == 8


def test_a_folder_dropped_on_the_program_is_a_sentence(
    program: Program, desk: Desk, tmp_path: Path
) -> None:
    process = desk.start(program.window, tmp_path)
    desk.until_title(NAME)
    desk.picture(tmp_path / "folder.png")
    assert process.poll() is None
    desk.press("alt+F4")
    assert process.wait(CEILING) == 0


def test_at_150_percent_everything_is_half_as_large_again(
    program: Program, desk: Desk, book: Path, tmp_path: Path
) -> None:
    key = r"HKCU\Control Panel\Desktop"
    program.wine.run(
        WINE, "reg", "add", key, "/v", "LogPixels", "/t", "REG_DWORD", "/d", "144", "/f"
    )
    try:
        desk.start(program.window, book)
        desk.until_title(titled(book, errors=ERRORS))
        desk.picture(tmp_path / "150.png")
        assert desk.size(NAME)[0] >= 1400
    finally:
        program.wine.run(WINE, "reg", "delete", key, "/v", "LogPixels", "/f")
