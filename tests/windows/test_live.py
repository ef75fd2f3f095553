"""The packaged program in the open workbook: real xlwings, real COM, a stand-in for Excel."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.excel_here import setting
from support.waiting import CEILING
from windows.conftest import Program
from wine import WINE, windows_path

from budgetsheet import services
from budgetsheet.form import book as names
from budgetsheet.live.host import MARK
from budgetsheet.model import Filing, replace
from budgetsheet.workbook.results_writer import results_contents

pytestmark = pytest.mark.xdist_group("windows")
STAND_IN = Path(__file__).parents[1] / "support" / "excel_stand_in.py"


@pytest.fixture
def sheets(book: Path) -> list[str]:
    return openpyxl.load_workbook(book, read_only=True).sheetnames


@pytest.fixture
def book(sample: Filing, tmp_path: Path) -> Path:
    """The workbook as it is on the screen: one amount too low."""
    first = replace(sample.projects[0], fiscal_funds=None)
    filing = replace(sample, projects=(first, sample.projects[1]))
    return services.new(tmp_path / "预算 2027 & 绩效" / "县图书馆.xlsx", filing)


class Excels:
    """Stand-ins for Excel, each a process of its own under Wine."""

    def __init__(self, program: Program, folder: Path, book: Path, sheets: list[str]) -> None:
        self._program, self._folder, self._sheets = program, folder, sheets
        self._book, self._count = book, 0

    @contextmanager
    def running(self, **differing: Any) -> Iterator[dict[str, Any]]:
        """Run one with the workbook open; what was done to it is told at its end."""
        self._count += 1
        asked = self._folder / f"excel-{self._count}.json"
        told = asked.with_suffix(".told.json")
        path = windows_path(self._book)
        asked.write_text(json.dumps(setting(path, path, self._sheets, **differing)), "utf-8")
        wine = self._program.wine
        process = subprocess.Popen(
            [str(WINE), str(wine.python), *map(windows_path, (STAND_IN, asked, told))],
            env=wine.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
        state: dict[str, Any] = {}
        try:
            assert process.stdout
            assert "ready" in (said := process.stdout.readline()), said + process.stdout.read()
            yield state
            process.communicate("", timeout=CEILING)
            state.update(json.loads(told.read_text("utf-8")))
        finally:
            process.kill()
            process.communicate()


@pytest.fixture
def excels(screen: str, program: Program, tmp_path: Path, book: Path, sheets: list[str]) -> Excels:
    """Give a way to run Excels; windows find each other on a screen only."""
    return Excels(program, tmp_path, book, sheets)


def test_the_open_workbook_is_checked_and_marked(
    program: Program, excels: Excels, book: Path, sheets: list[str]
) -> None:
    with excels.running(busy=5) as state:
        done = program("check", book, "--live")
    assert done.returncode == 1, done.stdout
    assert "错误 BS101" in done.stdout
    assert f"已选中第一处：{sheets[2]} E4。" in done.stdout
    checked = services.check(book)
    contents = results_contents(checked.reading.filing, checked.findings)
    results = state["sheets"][names.RESULTS]
    held = {cell: value for cell, value in results["cells"].items() if value not in (None, "")}
    assert held == {p.place.cell: p.value for p in contents.puts if p.value != ""}
    assert results["links"] == {p.place.cell: p.jump for p in contents.puts if p.jump}
    marks = state["sheets"][sheets[2]]["formats"]
    assert [(m["formula"], m["cells"]) for m in marks] == [(f"={MARK}", "E4")]
    assert (state["front"], state["selected"][sheets[2]]) == (sheets[2], "$E$4")
    plain = setting("", "", sheets)
    for name, sheet in state["sheets"].items():
        assert (sheet["locked"], sheet["allowed"]) == (True, plain["allowed"]), name
    assert state["screen_updating"]


@pytest.mark.parametrize(
    ("differing", "code", "said"),
    [
        ({"busy": 10**6}, 2, "Excel 正忙："),
        ({"closes": "SetFirstPriority"}, 2, "中途被关闭"),
        ({"read_only": True}, 1, "只读方式打开"),
        ({"path": r"C:\别处\县图书馆.xlsx"}, 2, "没有找到已打开的“县图书馆.xlsx”"),
    ],
)
def test_what_stands_in_the_way_is_one_sentence(
    program: Program, excels: Excels, book: Path, differing: dict[str, Any], code: int, said: str
) -> None:
    before = book.read_bytes()
    if "path" in differing:
        differing = {"screen": windows_path(book), **differing}
    with excels.running(**differing) as state:
        done = program("check", book, "--live")
    assert (done.returncode, said in done.stdout) == (code, True), done.stdout
    assert "Traceback" not in done.stdout
    assert not any(sheet["cells"] for sheet in state["sheets"].values())
    assert book.read_bytes() == before


def test_an_excel_that_ends_in_the_middle_is_one_sentence(
    program: Program, excels: Excels, book: Path
) -> None:
    with excels.running(dies="SetFirstPriority"):
        done = program("check", book, "--live")
    assert (done.returncode, "中途被关闭" in done.stdout) == (2, True), done.stdout


def test_a_sheet_with_a_password_is_named_and_left_alone(
    program: Program, excels: Excels, book: Path, sheets: list[str]
) -> None:
    with excels.running(passwords={sheets[2]: "秘密"}) as state:
        done = program("check", book, "--live")
    assert done.returncode == 1
    assert f"工作表“{sheets[2]}”加了密码，没有写入" in done.stdout
    assert state["sheets"][sheets[2]]["locked"]
    assert not state["sheets"][sheets[2]]["formats"]


def test_of_two_excels_the_one_that_can_save_is_written(
    program: Program, excels: Excels, book: Path
) -> None:
    with ExitStack() as both:
        writing = both.enter_context(excels.running())
        reading = both.enter_context(excels.running(read_only=True))
        done = program("check", book, "--live")
    assert "同时在两处打开" in done.stdout
    assert writing["sheets"][names.RESULTS]["cells"]
    assert not reading["sheets"][names.RESULTS]["cells"]


def test_without_excel_it_says_so_and_starts_none(program: Program, book: Path) -> None:
    done = program("check", book, "--live")
    assert done.returncode == 2
    assert "请先在 Excel 里打开它再试" in done.stdout


def test_a_ribbon_button_works_on_what_is_on_the_screen(
    program: Program, excels: Excels, book: Path, sheets: list[str], sample: Filing, tmp_path: Path
) -> None:
    """The copy that the macro saved has another fault than the file."""
    first = replace(sample.projects[0], purpose="")
    filing = replace(sample, projects=(first, *sample.projects[1:]))
    copied = services.new(tmp_path / "budgetsheet-1.xlsx", filing)
    (fault,) = (f for f in services.check(copied).findings if f.rule == "BS101")
    with excels.running() as state:
        done = program.wine.run(
            program.window, "ribbon", "check", *map(windows_path, (book, copied))
        )
    assert done.returncode == 0, done.stdout
    marks = state["sheets"][sheets[2]]["formats"]
    assert [(m["formula"], m["cells"]) for m in marks] == [(f"={MARK}", fault.cell)]
    assert state["selected"][sheets[2]].replace("$", "") == fault.cell
    assert state["sheets"][names.RESULTS]["cells"]
    assert not copied.exists()
