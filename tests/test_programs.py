"""No program is looked for in the current folder, where a sender's files lie."""

from __future__ import annotations

import ast
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.waiting import CEILING

import budgetsheet
from budgetsheet import programs
from budgetsheet.desktop import system
from budgetsheet.exporters import printers
from budgetsheet.live import libreoffice

PACKAGE = Path(budgetsheet.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
STARTERS = {"run", "Popen", "call", "check_call", "check_output", "getoutput", "getstatusoutput"}
NEVER = {
    ("shutil", "which"), ("os", "system"), ("os", "popen"), ("webbrowser", "open"),
    ("webbrowser", "get"), *(("os", f"{kind}{how}") for kind in ("exec", "spawn", "posix_spawn")
                             for how in ("", "p", "l", "lp", "lpe", "le", "v", "vp", "ve", "vpe")),
}  # fmt: skip
SYSTEMS_OWN = {"kernel32", "user32", "shell32", "ole32", "advapi32"}
"""Libraries that Windows never takes from a folder."""
posix = pytest.mark.skipif(os.name != "posix", reason="scripts stand for programs")


def calls(tree: ast.AST) -> Iterator[tuple[tuple[str, str], ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            yield (name, node.func.attr), node


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_starts_a_bare_name(module: Path) -> None:
    for (owner, name), call in calls(ast.parse(module.read_text("utf-8"))):
        assert (owner, name) not in NEVER, f"line {call.lineno}"
        if owner == "subprocess" and name in STARTERS:
            first = call.args[0]
            while isinstance(first, ast.List | ast.Tuple):
                first = first.elts[0]
            assert not isinstance(first, ast.Constant), f"line {call.lineno}"
            assert not any(word.arg == "shell" for word in call.keywords), f"line {call.lineno}"
        if name in ("WinDLL", "CDLL", "LoadLibrary"):
            library = call.args[0]
            assert isinstance(library, ast.Constant)
            assert library.value in SYSTEMS_OWN


def test_the_scan_sees_what_it_looks_for() -> None:
    text = "import shutil, subprocess\nshutil.which('x')\nsubprocess.run(['x'])\n"
    assert [found for found, _ in calls(ast.parse(text))] == [("shutil", "which"),
                                                            ("subprocess", "run")]  # fmt: skip


NAMES = ("soffice", "libreoffice", "xdg-open", "open", "winword", "pdftoppm", "python3")
ENDINGS = ("", ".exe", ".bat", ".cmd", ".com")


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the current folder, full of programs that leave a trace."""
    for name in NAMES:
        for ending in ENDINGS:
            program = tmp_path / f"{name}{ending}"
            program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/RAN'\n")
            program.chmod(0o755)
    (tmp_path / "夹").mkdir()
    (tmp_path / "夹" / "soffice").write_text(f"#!/bin/sh\ntouch '{tmp_path}/RAN'\n")
    (tmp_path / "夹" / "soffice").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    return tmp_path


PATHS = ["", ".", "./", "..", "夹", os.pathsep, f".{os.pathsep}夹{os.pathsep}", '"."', "./夹/.."]


@posix
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("planted")
def test_a_planted_program_is_not_found(name: str, path: str) -> None:
    assert programs.find_program(name, {"PATH": path}) is None


@posix
def test_a_program_on_the_path_is_found_by_its_absolute_path(tmp_path: Path, planted: Path) -> None:
    there = tmp_path / "程 序"
    there.mkdir()
    (there / "soffice").write_text("#!/bin/sh\n")
    assert programs.find_program("soffice", {"PATH": f".{os.pathsep}{there}"}) is None
    (there / "soffice").chmod(0o755)
    path = f"{os.pathsep}.{os.pathsep}{planted / '夹' / '没有'}{os.pathsep}{there}"
    assert programs.find_program("soffice", {"PATH": path}) == there / "soffice"
    assert programs.find_program("xdg-open", {}) is None


@posix
@pytest.mark.parametrize("path", PATHS)
def test_nothing_planted_runs(planted: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    started: list[str] = []
    real = subprocess.Popen.__init__

    def noted(self: object, command: list[str], *rest: object, **options: object) -> None:
        started.append(str(command[0]))
        real(self, ["/bin/true"], *rest, **options)  # type: ignore[call-overload]

    monkeypatch.setenv("PATH", path)
    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    if programs.soffice() is not None:
        printers.LibreOffice(5).print(planted / "甲.docx", planted / "甲.pdf")
    (planted / ".~lock.甲.xlsx#").touch()
    libreoffice.has_open(planted / "甲.xlsx")
    with contextlib.suppress(OSError):
        system.open_file(planted)
    assert all(Path(program).is_absolute() for program in started)
    assert not any(Path(program).is_relative_to(planted) for program in started)
    assert not (planted / "RAN").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the starter has this name on Linux")
@pytest.mark.parametrize("code", [1, 2, 3, 4])
def test_a_starter_that_fails_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    starter = tmp_path / "xdg-open"
    starter.write_text(f"#!/bin/sh\nexit {code}\n")
    starter.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(system, "_PATIENCE_SECONDS", CEILING)
    with pytest.raises(OSError, match="xdg-open"):
        system.open_file(tmp_path)
    starter.write_text("#!/bin/sh\nexit 0\n")
    system.open_file(tmp_path)
    starter.unlink()
    with pytest.raises(FileNotFoundError):
        system.open_file(tmp_path)
