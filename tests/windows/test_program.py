"""What the packaged program does on Windows is what the command line does here."""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pefile
import pytest
from icon import SIZES
from support import documents
from support.waiting import CEILING
from windows.conftest import FOLDER, Program
from windows.window import NAME, Desk
from wine import WINE, windows_path

from budgetsheet import __version__, services

SAMPLES = Path(__file__).parents[2] / "samples"
pytestmark = pytest.mark.xdist_group("windows")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "预算 2027 & 绩效"
    made.mkdir()
    return made


@pytest.fixture
def book(folder: Path) -> Path:
    return services.new(folder / "县图书馆.xlsx", services.load_model(SAMPLES / "sample.json"))


@pytest.fixture
def faulty(folder: Path) -> Path:
    return services.new(folder / "文化馆.xlsx", services.load_model(SAMPLES / "faulty.json"))


def document(path: Path) -> bytes:
    """Return the docx file's words, without the time of its making."""
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml")


def test_it_tells_its_version(program: Program) -> None:
    done = program("--version")
    assert (done.returncode, done.stdout) == (0, f"budgetsheet {__version__}\n")


def test_a_new_workbook_holds_the_sample(program: Program, folder: Path) -> None:
    made = folder / "新的 工作簿.xlsx"
    done = program("new", made, "--from", SAMPLES / "sample.json")
    assert done.returncode == 0, done.stdout
    assert services.check(made).reading.filing == services.load_model(SAMPLES / "sample.json")


def test_the_findings_are_the_same_byte_for_byte(
    program: Program, faulty: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    done = program("check", faulty, "--json")
    here = subprocess.run(
        [sys.executable, "-m", "budgetsheet", "check", str(faulty), "--json"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout.encode()) == (here.returncode, here.stdout)
    assert done.returncode == 1


def test_the_exports_are_the_same(program: Program, book: Path, folder: Path) -> None:
    there, here = folder / "那边", folder / "这边"
    formats = ["docx", "html", "review", "json", "txt", "csv"]
    done = program("export", book, "-o", there, "--format", ",".join(formats))
    assert done.returncode == 0, done.stdout
    services.export(book, here, formats)
    assert sorted(p.name for p in there.iterdir()) == sorted(p.name for p in here.iterdir())
    for path in there.iterdir():
        other = here / path.name
        read = document if path.suffix == ".docx" else Path.read_bytes
        assert read(path) == read(other), path.name


@pytest.mark.parametrize("kind", [".pdf", ".html", ".docx", ".xlsx"])
def test_documents_are_read_as_here(program: Program, folder: Path, kind: str) -> None:
    name = next(name for name in documents.names() if name.endswith(kind))
    source, here, there = folder / name, folder / "这边.xlsx", folder / "那边.xlsx"
    source.write_bytes(documents.document(name))
    done = program("import", source, there, "--json")
    assert done.returncode == 0, done.stdout
    found = services.import_document(source, here).found
    assert json.loads(done.stdout)["placements"] == [p._asdict() for p in found.placements]
    assert services.check(there).reading.filing == services.check(here).reading.filing


def test_a_folder_that_cannot_be_written_is_one_sentence(program: Program, book: Path) -> None:
    done = program("export", book, "-o", Path("/proc/导出"))
    assert done.returncode == 2
    assert "写不进" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_file_held_open_is_one_sentence_and_nothing_is_lost(program: Program, book: Path) -> None:
    before = book.read_bytes()
    hold = f"f = open({windows_path(book)!r}, 'rb'); print('held', flush=True); input()"
    holder = subprocess.Popen(
        [str(WINE), str(program.wine.python), "-c", hold],
        env=program.wine.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert holder.stdout
    assert holder.stdin
    assert "held" in holder.stdout.readline()
    done = program("refresh", book)
    holder.communicate("\n", timeout=CEILING)
    assert (done.returncode, book.read_bytes()) == (2, before)
    assert "可能正在 Excel 中打开" in done.stdout
    assert not list(book.parent.glob("*.tmp"))
    assert program("refresh", book).returncode == 0


def test_the_window_comes_up(program: Program, faulty: Path, screen: str, tmp_path: Path) -> None:
    if not shutil.which("xdotool"):
        pytest.skip("xdotool is not installed")
    desk = Desk(program.wine, screen)
    try:
        desk.start(program.window, faulty)
        desk.until("no window came up", lambda: any(NAME in title for title in desk.titles))
        desk.picture(tmp_path / "window.png")
    finally:
        desk.clear()


@pytest.mark.parametrize("name", ["budgetsheet.exe", "预算绩效填报.exe"])
def test_both_programs_say_who_they_are_and_ask_for_nothing(name: str) -> None:
    """Version, icon in every size, and a manifest: DPI-aware, UTF-8, no administrator."""
    if not FOLDER.is_dir():
        pytest.skip("the Windows program is not built: python3 dev.py exe")
    program = pefile.PE(FOLDER / name)
    version = {
        key.decode(): value.decode()
        for info in program.FileInfo[0] if info.Key == b"StringFileInfo"
        for table in info.StringTable for key, value in table.entries.items()
    }  # fmt: skip
    assert version["FileDescription"] == "预算绩效填报"
    assert version["ProductVersion"] == __version__
    kinds = {entry.id: entry.directory for entry in program.DIRECTORY_ENTRY_RESOURCE.entries}
    assert len(kinds[pefile.RESOURCE_TYPE["RT_ICON"]].entries) == len(SIZES)
    place = kinds[pefile.RESOURCE_TYPE["RT_MANIFEST"]].entries[0].directory.entries[0].data.struct
    manifest = program.get_data(place.OffsetToData, place.Size).decode()
    for wanted in (
        'level="asInvoker"',
        ">UTF-8</activeCodePage>",
        "<dpiAwareness",
        "longPathAware",
    ):
        assert wanted in manifest
    assert program.OPTIONAL_HEADER.Subsystem == (3 if name == "budgetsheet.exe" else 2)


def test_the_hashes_beside_the_results_are_theirs() -> None:
    sums = FOLDER.parent / "SHA256SUMS.txt"
    if not sums.is_file():
        pytest.skip("the Windows program is not built: python3 dev.py exe")
    told = dict(reversed(line.split("  ")) for line in sums.read_text().splitlines())
    assert {path.name for path in FOLDER.parent.iterdir() if path.suffix in (".zip", ".exe")} == {
        *told
    }
    for name, digest in told.items():
        assert hashlib.sha256((FOLDER.parent / name).read_bytes()).hexdigest() == digest


def test_the_folder_is_lean() -> None:
    if not FOLDER.is_dir():
        pytest.skip("the Windows program is not built: python3 dev.py exe")
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file())
    assert size < 120e6
    assert not list(FOLDER.rglob("*pandas*"))


def test_nothing_planted_beside_the_workbook_runs(program: Program, book: Path) -> None:
    """Without Word, WPS or LibreOffice there is no PDF, whatever calls itself so here."""
    for name in ("soffice", "libreoffice", "winword", "taskkill", "tasklist", "cmd"):
        for ending in (".bat", ".cmd", ".com", ".exe"):
            (book.parent / f"{name}{ending}").write_bytes(b"@echo ran> RAN.txt\r\n")
    words = (
        "export",
        windows_path(book),
        "-o",
        windows_path(book.parent / "出"),
        "--format",
        "pdf",
    )
    done = program.wine.run(program.console, *words, cwd=book.parent)
    assert not (book.parent / "RAN.txt").exists()
    assert done.returncode == 2, done.stdout
    assert "没有找到 Word、WPS 或 LibreOffice" in done.stdout
