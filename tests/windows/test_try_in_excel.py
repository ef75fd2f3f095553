"""The script of the folder to try in Excel, run by Wine against a stand-in for Excel.

The stand-in calculates nothing: it shows what is expected, or what is not. That the script
runs, compares, types, presses and reports is what is seen here; what Excel does is not.
"""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.waiting import CEILING

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "build"))

import try_folder  # noqa: E402  # build/ is no package
from wine import WINE, Wine, windows_path  # noqa: E402

pytestmark = pytest.mark.xdist_group("windows")
STAND_IN = ROOT / "tests" / "support" / "excel_books_stand_in.py"
MOST = {"cell": 2, "entry": 2, "page": 1}
"""Of each sheet: a stand-in under Wine answers slowly."""
FAULTS_SEEN_WITH = {"sample", "应高的指标写成 ≤95%", "预算数填文字", "OnCheck"}
"""One workbook, what is typed, a button: enough to plant every fault once."""
Rows = list[list[str]]


def of(rows: Rows, kind: str) -> Rows:
    return [row[1:] for row in rows if row[0] == kind]


def few(rows: Rows) -> Rows:
    """Leave out most cells, but none that is typed into."""
    counted: Counter[tuple[str, ...]] = Counter()
    kept = []
    for row in rows:
        counted[tuple(row[:3])] += 1
        if counted[tuple(row[:3])] <= MOST.get(row[0], len(rows)):
            kept.append(row)
    typed = {(row[0], *row[2:4]) for row in of(rows, "type")}
    return kept + [["entry", *place] for place in sorted(typed)]


def fewer(rows: Rows) -> Rows:
    """Leave what the faults are seen with."""
    typed = {row[1] for row in of(rows, "type") if row[-1] in FAULTS_SEEN_WITH}

    def is_kept(row: list[str]) -> bool:
        if row[0] in ("type", "after", "refused"):
            return row[2] in typed
        return row[0] == "version" or row[1] in FAULTS_SEEN_WITH

    return [row for row in few(rows) if is_kept(row)]


class Told:
    """A report, and what the stand-in was asked."""

    def __init__(self, report: Path, notes: Path) -> None:
        data = report.read_bytes()
        self.text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8-sig")
        self.notes = notes.read_text("utf-8").splitlines() if notes.exists() else []
        report.unlink()

    def marked(self, mark: str) -> list[str]:
        """Every step with this mark, without what follows its name."""
        marks = f"[{mark}] "
        return [line[len(marks) :] for line in self.text.splitlines() if line.startswith(marks)]


class Trial:
    """The folder, made once and run as a person runs it, but asking nothing."""

    def __init__(self, wine: Wine, folder: Path) -> None:
        self.wine, self.folder = wine, folder
        self.notes = folder.parent / "notes.txt"
        try_folder.make(folder)
        lines = (folder / "expected.txt").read_text("utf-16").splitlines()
        self.rows = [line.split("\t") for line in lines]

    def run(self) -> Told:
        """Run the script; Wine's cscript knows no //E, its ending tells it the language."""
        self.notes.unlink(missing_ok=True)
        self.wine.run("cscript", "//nologo", windows_path(self.folder / "try.js"), "/quiet")
        return Told(self.folder / "试用报告.txt", self.notes)

    def run_with_stand_in(self, rows: Rows, *mood: str) -> Told:
        """Run the script where the stand-in is the Excel that is installed."""
        expected = self.folder / "expected.txt"
        expected.write_text("\n".join("\t".join(row) for row in rows), "utf-16")
        with self._installed(windows_path(expected), windows_path(self.notes), *mood):
            return self.run()

    @contextmanager
    def _installed(self, *arguments: str) -> Iterator[None]:
        clsid = f"{{{uuid.uuid4()}}}".upper()
        process = subprocess.Popen(
            [str(WINE), str(self.wine.python), windows_path(STAND_IN), clsid, *arguments],
            env=self.wine.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
        try:
            assert process.stdout
            assert "ready" in (said := process.stdout.readline()), said + process.stdout.read()
            yield
            said, _ = process.communicate("", timeout=CEILING)
            assert "gone" in said, said
        finally:
            process.kill()
            process.communicate()


@pytest.fixture(scope="module")
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Trial:
    if not Wine().python.exists():
        pytest.skip("Python for Windows is not here: python3 dev.py exe fetches it")
    wine = request.getfixturevalue("wine")
    return Trial(wine, tmp_path_factory.mktemp("try") / "在 Excel 里 & 试一遍")


def test_without_any_program_the_report_says_so(trial: Trial) -> None:
    told = trial.run()
    assert [line.endswith("没有装") for line in told.marked("记录")] == [True] * 3
    assert "结果：通过 0，不符 0，出错 0，记录 3，未问 0" in told.text


def test_all_is_tried_and_one_report_written(trial: Trial) -> None:
    told = trial.run_with_stand_in(few(trial.rows))
    assert told.marked("不符") == []
    assert told.marked("出错") == []
    passed = set(told.marked("通过"))
    for file in try_folder.BOOKS.values():
        assert f"打开 {file}" in passed
        for what in ("当场校验、灯、合计、概述与程序一致", "锁定格改不动", "填写格是开放的",
                     "导出 PDF", "另存后再打开"):  # fmt: skip
            assert f"{file}：{what}" in passed
    typed = f"{try_folder.BOOKS['sample']}："
    assert f"{typed}应高的指标写成 ≤95%，当场的反应" in passed
    assert f"{typed}预算数填文字，有效性不许" in passed
    for macro, label, _, asks in try_folder.buttons():
        name = f"按钮“{label}”的宏 {macro}"
        assert any(line.startswith(name) for line in told.marked("未问")) == bool(asks)
        assert (name in passed) == (not asks)
    _everything_was_put_back(told, typed=len(of(trial.rows, "type")))


def _everything_was_put_back(told: Told, typed: int) -> None:
    assert told.notes.count("calculate") == len(try_folder.BOOKS)
    for done in ("type ", "restore "):
        assert sum(note.startswith(done) for note in told.notes) == typed
    assert told.notes[-1] == "quit 0 False"


def test_each_thing_that_is_not_as_it_should_be_is_told(trial: Trial) -> None:
    rows = fewer(trial.rows)
    told = trial.run_with_stand_in(rows, "faulty")
    file = try_folder.BOOKS["sample"]
    said = [
        f"打开 {file}：被修复过，标题是“{file} [已修复]”",
        f"{file}：当场校验、灯、合计、概述与程序一致：1 格与应有的不同"
        f"（共比较 {len(of(rows, 'cell'))} 格）",
        f"{file}：结构受保护：没有保护",
        f"{file}：各表受保护：没有保护：",
        f"{file}：锁定格改不动：改动了：",
        f"{file}：应高的指标写成 ≤95%，当场的反应：",
        f"{file}：预算数填文字，有效性不许：有效性没有拦",
        *(f"{file}：“{page}”打印在一页上：有 2 页" for _, page in of(rows, "page")),
        f"打开 {file}（按钮用）：被修复过，标题是“",
        "按钮“校验”的宏 OnCheck：程序收到的是“”，应为“check”",
    ]
    wrong = told.marked("不符")
    assert len(wrong) == len(said), told.text
    for line, start in zip(wrong, said, strict=True):
        assert line.startswith(start), told.text
    assert "是“算错了”，应为“" in told.text
    assert told.marked("出错") == []
    assert told.notes[-1] == "quit 0 False"


def test_a_workbook_that_was_open_is_left_alone(trial: Trial) -> None:
    told = trial.run_with_stand_in(trial.rows, "busy")
    (wrong,) = told.marked("出错")
    assert "已经有打开的工作簿，没有动它" in wrong
    assert not any(note.startswith(("open", "quit")) for note in told.notes)
