"""The ribbon's add-in and the packaged program, on Wine's Windows."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import addin
import pytest
from pyopenvba.apps.excel import ExcelApplication
from support.waiting import CEILING
from windows.conftest import Program
from wine import WINE, windows_path

from budgetsheet import services

SAMPLES = Path(__file__).parents[2] / "samples"
APP_PATHS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\excel\security"
pytestmark = pytest.mark.xdist_group("windows")

ARGUMENTS = [
    "D:\\预算 2027\\县图书馆.xlsx",
    "D:\\甲 & 乙\\丙^.xlsx",
    "D:\\夹\\",
    "\\\\server\\共享\\\\",
    'say "是"',
    '甲\\"乙\\',
    "https://d.docs.live.net/ab/预算 a.xlsx",
    "100%TEMP%.xlsx",
    "",
]

Line = Callable[[str, str, str, str], str]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """Give the macro's own way from arguments to a command line."""
    target = tmp_path_factory.mktemp("addin") / "BudgetSheet.xlam"
    addin.make(target)
    app = ExcelApplication.open(target)
    return lambda *words: str(app.run("CommandLine", *words))


@pytest.fixture
def start_folder(program: Program) -> Iterator[Path]:
    """Give Excel's start folder of Wine's person, empty before and after."""
    user = next((program.wine.prefix / "drive_c" / "users").glob("[!P]*"))
    folder = user / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
    shutil.rmtree(folder.parent, ignore_errors=True)
    yield folder
    shutil.rmtree(folder.parent, ignore_errors=True)


def test_a_windows_program_reads_the_command_line_back(
    program: Program, line: Line, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    echo = tmp_path / "回 声.py"
    echo.write_text(
        "import json, sys\n"
        f"with open({windows_path(told)!r}, 'a', encoding='utf-8') as f:\n"
        "    f.write(json.dumps(sys.argv[1:]) + '\\n')\n",
        "utf-8",
    )
    python = windows_path(program.wine.python)
    lines = [line(python, "check", book, book) for book in ARGUMENTS]
    lines = [each.replace(" ribbon ", f' "{windows_path(echo)}" ribbon ', 1) for each in lines]
    starts = tmp_path / "starts.json"
    starts.write_text(json.dumps(lines), "utf-8")
    run = "import json,subprocess,sys;[subprocess.run(l) for l in json.load(open(sys.argv[1]))]"
    done = program.wine.run(program.wine.python, "-c", run, windows_path(starts), seconds=CEILING)
    heard = [json.loads(each) for each in told.read_text("utf-8").splitlines()]
    assert heard == [["ribbon", "check", book, book] for book in ARGUMENTS], done.stdout


def test_the_console_program_installs_and_removes_it(program: Program, start_folder: Path) -> None:
    done = program("ribbon", "install")
    assert done.returncode == 0, done.stdout
    target = start_folder / "BudgetSheet.xlam"
    app = ExcelApplication.open(target)
    assert app.sheet(1).value("B1") == windows_path(program.window)
    assert "已安装" in done.stdout
    assert "没有找到 Microsoft Excel" in done.stdout
    assert [path.name for path in start_folder.iterdir()] == ["BudgetSheet.xlam"]
    assert program("ribbon", "remove").returncode == 0
    assert not target.exists()


def test_a_policy_is_read_from_the_registry(program: Program, start_folder: Path) -> None:
    wine = program.wine
    try:
        wine.run(WINE, "reg", "add", APP_PATHS, "/ve", "/d", "C:\\EXCEL.EXE", "/f")
        assert len(program("ribbon", "install").stdout.splitlines()) == 1
        wine.run(WINE, "reg", "add", POLICY, "/v", "DisableAllAddins", "/t", "REG_DWORD",
                 "/d", "1", "/f")  # fmt: skip
        assert "停用所有加载项" in program("ribbon").stdout
    finally:
        wine.run(WINE, "reg", "delete", APP_PATHS, "/f")
        wine.run(WINE, "reg", "delete", POLICY, "/f")


def test_a_button_without_an_excel_ends_with_a_sentence_and_leaves_nothing(
    program: Program, line: Line, screen: str, tmp_path: Path
) -> None:
    """The exact command line of the macro, started as Excel starts it."""
    folder = tmp_path / "预算 2027 & 绩效"
    folder.mkdir()
    book = services.new(folder / "县图书馆.xlsx", services.load_model(SAMPLES / "sample.json"))
    before = book.read_bytes()
    copied = Path(shutil.copy(book, tmp_path / "budgetsheet-1.xlsx"))
    words = (windows_path(each) for each in (program.window, book, copied))
    window, *rest = words
    started = line(window, "check", *rest)
    start = f"import subprocess; raise SystemExit(subprocess.run({started!r}).returncode)"
    done = subprocess.run(
        [str(WINE), str(program.wine.python), "-c", start],
        env=program.wine.environment | {"DISPLAY": screen},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=CEILING, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert not copied.exists()
    assert book.read_bytes() == before
    assert [path.name for path in folder.iterdir()] == [book.name]
