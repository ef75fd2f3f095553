"""The installer for one person: installed silently to a Chinese path, and taken away again."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import installer
import pytest
from support import waiting
from support.waiting import CEILING
from windows.conftest import ROOT, Program
from wine import WINE, Wine, windows_path

from budgetsheet import __version__

pytestmark = pytest.mark.xdist_group("windows")
SETUP = ROOT / "dist" / f"budgetsheet-{__version__}-setup.exe"
PLACE = "C:\\工 具 & 夹\\预算绩效"
KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\BudgetSheet"
_READ = """
import json, sys, winreg
try:
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, sys.argv[1]) as key:
        count = winreg.QueryInfoKey(key)[1]
        print(json.dumps(dict(winreg.EnumValue(key, i)[:2] for i in range(count))))
except FileNotFoundError:
    print("null")
"""


class Machine:
    """Wine's Windows, with what a person finds on it."""

    def __init__(self, wine: Wine) -> None:
        self.wine = wine
        self.drive = wine.prefix / "drive_c"
        self.place = self.drive / "工 具 & 夹" / "预算绩效"
        roaming = next((self.drive / "users").glob("[!P]*")) / "AppData" / "Roaming"
        programs = roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        self.shortcut = programs / "预算绩效填报.lnk"
        self.addin = roaming / "Microsoft" / "Excel" / "XLSTART" / "BudgetSheet.xlam"

    def start(self, command_line: str) -> int:
        """Start a program by its whole command line, as Windows does; give its exit code."""
        code = f"import subprocess; raise SystemExit(subprocess.run({command_line!r}).returncode)"
        return self.wine.run(self.wine.python, "-c", code, seconds=CEILING).returncode

    def entry(self) -> dict[str, Any] | None:
        """Give what Windows' list of programs says of ours."""
        said = self.wine.run(self.wine.python, "-c", _READ, KEY).stdout
        found: dict[str, Any] | None = json.loads(said.splitlines()[-1])
        return found

    def uninstall(self) -> None:
        """Take it away silently; the uninstaller works from a copy of itself."""
        self.start(f'"{PLACE}\\uninstall.exe" /S')
        program = self.place / "uninstall.exe"
        waiting.until("it is still there", lambda: not program.exists() and self.entry() is None)


@pytest.fixture(scope="module")
def machine(program: Program) -> Iterator[Machine]:
    """Give a Windows with the program installed."""
    absent = installer.why_absent()
    if absent or not SETUP.is_file():
        pytest.skip(absent or "the installer is not built: python3 dev.py exe")
    made = Machine(program.wine)
    code = made.start(f'"{windows_path(SETUP)}" /S /D={PLACE}')
    assert code == 0
    yield made
    shutil.rmtree(made.place.parent, ignore_errors=True)


def test_the_program_is_there_and_runs(machine: Machine) -> None:
    assert {path.name for path in machine.place.iterdir()} == {
        "_internal", "budgetsheet.exe", "uninstall.exe", "预算绩效填报.exe",
    }  # fmt: skip
    done = machine.wine.run(f"{PLACE}\\budgetsheet.exe", "--version")
    assert done.stdout.strip() == f"budgetsheet {__version__}"


def test_the_start_menu_leads_to_it(machine: Machine) -> None:
    assert "预算绩效填报.exe".encode("utf-16-le") in machine.shortcut.read_bytes()


def test_windows_lists_it_among_the_person_s_programs(machine: Machine) -> None:
    entry = machine.entry()
    assert entry
    assert entry["DisplayName"] == "预算绩效填报"
    assert entry["DisplayVersion"] == __version__
    assert entry["InstallLocation"] == PLACE
    assert entry["QuietUninstallString"] == f'"{PLACE}\\uninstall.exe" /S'
    installed = sum(path.stat().st_size for path in machine.place.rglob("*") if path.is_file())
    assert 0 < entry["EstimatedSize"] * 1024 <= installed


def test_excel_has_the_add_in_with_the_way_to_it(machine: Machine) -> None:
    from pyopenvba.apps.excel import ExcelApplication

    app = ExcelApplication.open(machine.addin)
    assert app.sheet(1).value("B1") == f"{PLACE}\\预算绩效填报.exe"


def test_while_it_runs_nothing_is_taken_away(machine: Machine) -> None:
    """A program that runs holds its file: a newer version waits, and so does the uninstaller."""
    running = f"{PLACE}\\budgetsheet.exe"
    hold = (
        f"import _winapi as w; w.CreateFile({running!r}, w.GENERIC_READ, 1, 0, 3, 0, 0)"
        "; print('held', flush=True); input()"  # readers may share it, writers may not
    )
    holder = subprocess.Popen(
        [str(WINE), str(machine.wine.python), "-c", hold],
        env=machine.wine.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip
    assert holder.stdout
    assert "held" in holder.stdout.readline()
    code = machine.start(f'"{windows_path(SETUP)}" /S /D={PLACE}')
    holder.communicate("\n", timeout=CEILING)
    assert code == 2
    assert machine.place.joinpath("_internal").is_dir()


def test_a_second_time_installs_over_the_first(machine: Machine) -> None:
    stray = machine.place / "_internal" / "of-an-older-version.pyd"
    stray.touch()
    assert machine.start(f'"{windows_path(SETUP)}" /S /D={PLACE}') == 0
    assert not stray.exists()
    assert machine.wine.run(f"{PLACE}\\budgetsheet.exe", "--version").returncode == 0


def test_it_goes_and_the_person_s_files_stay(machine: Machine) -> None:
    kept = machine.place / "我的预算 2027.xlsx"
    kept.write_bytes(b"mine")
    other = machine.addin.with_name("别人的.xlam")
    other.touch()
    machine.uninstall()
    assert [path.name for path in machine.place.iterdir()] == [kept.name]
    assert kept.read_bytes() == b"mine"
    assert not machine.shortcut.exists()
    assert not machine.addin.exists()
    assert other.exists()
    other.unlink()
    kept.unlink()
    assert machine.start(f'"{windows_path(SETUP)}" /S /D={PLACE}') == 0
    machine.uninstall()
    assert not machine.place.exists()
