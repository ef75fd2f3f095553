"""The add-in as the build makes it, and stand-ins for what Excel has around its macro."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._model import Application
from pyopenvba.interpreter._intrinsics import INTRINSICS
from pyopenvba.interpreter._objects import MemberSpec, VBAObject, member, method
from pyopenvba.interpreter._values import NOTHING, error, to_text

from budgetsheet.ribbon.installing import with_program

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "build"))

import addin  # noqa: E402  # build/ is no package

TEMP = "C:\\Users\\张 三\\AppData\\Local\\Temp"
PROGRAM = "D:\\工具 & 资料\\预算绩效填报.exe"


def olevba() -> ModuleType:
    """Give oletools' reader; its grammar is written for an older pyparsing, which warns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("oletools.olevba")


class Book(VBAObject):
    """An open workbook as Excel's macro sees it."""

    vba_type_name = "Workbook"

    def __init__(self, folder: str, name: str, read_only: bool = False) -> None:
        self.folder, self.name, self.read_only = folder, name, read_only
        self.copies: list[str] = []
        self.done: list[str] = []
        self.refuses = False

    def _act(self, what: str) -> None:
        if self.refuses:
            raise error(1004, f"{what} was refused")
        self.done.append(what)

    @member
    def FullName(self) -> object:  # noqa: N802  # Excel's name for it
        separator = "/" if "://" in self.folder else "\\"
        return f"{self.folder}{separator}{self.name}" if self.folder else self.name

    @member
    def Path(self) -> object:  # noqa: N802
        return self.folder

    @member
    def ReadOnly(self) -> object:  # noqa: N802
        return self.read_only

    @method
    def SaveCopyAs(self, Filename: object) -> object:  # noqa: N802, N803
        self._act("copy")
        self.copies.append(to_text(Filename))
        return NOTHING

    @method
    def Save(self) -> object:  # noqa: N802
        self._act("save")
        return NOTHING

    @method
    def Close(self, SaveChanges: object) -> object:  # noqa: N802, N803
        self._act("close")
        return NOTHING


class Excel:
    """The headless runner with the add-in loaded; files and programs are stand-ins."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app = ExcelApplication.open(path)
        self.files = {PROGRAM}
        self.started: list[str] = []
        self.blocked = False
        self.active(None)
        stand_ins: dict[str, Callable[..., object]] = {
            "dir": lambda path: Path(path).name if path in self.files else "",
            "environ": lambda name: TEMP if name == "TEMP" else "",
            "shell": self._shell,
        }
        for name, work in stand_ins.items():
            monkeypatch.setitem(INTRINSICS, name, lambda _, args, __, work=work: work(
                *map(to_text, args)))  # fmt: skip
        separator = MemberSpec("PathSeparator", "property", getter=lambda _: "\\")
        monkeypatch.setitem(Application._vba_members, "pathseparator", separator)

    def _shell(self, command: str, _: str) -> object:
        if self.blocked:
            raise error(5, "the policy blocks it")
        self.started.append(command)
        return 1

    def active(self, book: Book | None) -> None:
        """Bring a workbook to the front, or none."""
        self.app.application.active_book = book  # type: ignore[assignment]

    def press(self, callback: str) -> None:
        """Press the button that calls this."""
        self.app.run(callback, NOTHING)

    @property
    def said(self) -> list[str]:
        """What message boxes said."""
        return [prompt for _, prompt, _, _ in self.app.dialogs]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the add-in as it ships."""
    target = tmp_path_factory.mktemp("addin") / "BudgetSheet.xlam"
    addin.make(target)
    return target


@pytest.fixture(scope="session")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the add-in as the program installs it."""
    target = tmp_path_factory.mktemp("start") / "BudgetSheet.xlam"
    target.write_bytes(with_program(built.read_bytes(), Path(PROGRAM)))
    return target


@pytest.fixture
def excel(installed: Path, monkeypatch: pytest.MonkeyPatch) -> Excel:
    """Give the runner with the installed add-in."""
    return Excel(installed, monkeypatch)
