"""The PDF: by the first program that manages it, within its time, and nothing half done."""

import re
import shutil
import stat
import sys
import threading
import types
from pathlib import Path
from typing import Any

import pytest
from support import waiting
from support.office import pdf_text
from support.waiting import CEILING

from budgetsheet import services
from budgetsheet.errors import UnusableError
from budgetsheet.exporters import pdf, printers
from budgetsheet.exporters.printers import ComPrinter, LibreOffice, PrinterError
from budgetsheet.model import Filing
from budgetsheet.narrative.render import render


class Stub:
    """A printer that does what it is told."""

    def __init__(self, title: str, data: bytes | None = None, fault: str = "") -> None:
        self.title, self.data, self.fault = title, data, fault
        self.asked = 0

    def present(self) -> bool:
        return True

    def print(self, source: Path, target: Path) -> None:
        assert source.read_bytes() == b"docx"
        self.asked += 1
        if self.fault:
            raise PrinterError(self.fault)
        if self.data is not None:
            target.write_bytes(self.data)


def test_the_first_that_manages_it_is_taken() -> None:
    broken, empty, half = Stub("甲", fault="坏了"), Stub("乙"), Stub("丙", b"half")
    good, spare = Stub("丁", b"%PDF-1.7 x"), Stub("戊", b"%PDF-other")
    assert pdf.print_docx(b"docx", (broken, empty, half, good, spare)) == b"%PDF-1.7 x"
    assert (good.asked, spare.asked) == (1, 0)


def test_what_each_said_is_told_when_none_managed() -> None:
    with pytest.raises(UnusableError) as caught:
        pdf.print_docx(b"docx", (Stub("甲", fault="坏了"), Stub("乙")))
    assert "甲 坏了；乙 没有生成文件" in caught.value.message


def test_without_a_program_one_sentence_and_no_file(
    sample: Filing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "PRINTERS", ())
    book = services.new(tmp_path / "填报.xlsx", sample)
    with pytest.raises(UnusableError) as caught:
        services.export(book, tmp_path / "出", ["docx", "pdf"])
    assert "Word、WPS 或 LibreOffice" in caught.value.message
    assert "\n" not in caught.value.message
    assert not (tmp_path / "出").exists()


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_prints_from_a_chinese_folder(
    sample: Filing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "临时 文件&夹"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    monkeypatch.setattr(pdf, "PRINTERS", (LibreOffice(),))
    book = services.new(tmp_path / "填 报.xlsx", sample)
    _, (made,) = services.export(book, tmp_path / "导出 结果", ["pdf"])
    assert made.name == "2027年云溪县图书馆预算绩效目标.pdf"
    words = "".join(pdf_text(made).split())
    assert sample.projects[-1].code in words
    assert "—1—" in words
    running = re.sub("—\\d+—", "", words)
    assert [p.text for p in render(sample).rendered if p.text not in running] == []  # no stop lost
    assert list(place.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a program as a shell script")
@pytest.mark.parametrize(
    ("script", "seconds", "said"),
    [(f"sleep {10 * CEILING} & echo $! >> $0.ids; wait", 0.5, "没有做完"),
     ("exit 1", CEILING, "没有生成文件")],
)  # fmt: skip
def test_a_libreoffice_that_hangs_or_fails_is_given_up(
    script: str, seconds: float, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, started = tmp_path / "soffice", tmp_path / "soffice.ids"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(printers, "soffice", lambda: program)
    with pytest.raises(UnusableError) as caught:
        pdf.print_docx(b"docx", [LibreOffice(seconds=seconds)])
    assert said in caught.value.message
    ids = started.read_text().split() if started.exists() else []
    waiting.until("what it started goes on", lambda: not any(map(runs, ids)))


def runs(process: str) -> bool:
    """Tell whether a process goes on; one that ended and was not fetched yet does not."""
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


class Word:
    """A stand-in for Word's objects: notes what is asked of it."""

    def __init__(self, behave: Any = None) -> None:
        self.said: list[str] = []
        self.behave = behave
        self.Documents = self
        self.TablesOfContents = [self]

    def Open(self, path: str, *_: object) -> "Word":  # noqa: N802
        self.said.append("open")
        assert Path(path).is_file()
        return self

    def Update(self) -> None:  # noqa: N802
        self.said.append("update")

    def ExportAsFixedFormat(self, path: str, kind: int) -> None:  # noqa: N802
        self.said.append(f"export {kind}")
        if self.behave is not None:
            self.behave()
        Path(path).write_bytes(b"%PDF-word")

    def Close(self, *_: object) -> None:  # noqa: N802
        self.said.append("close")

    def Quit(self, *_: object) -> None:  # noqa: N802
        self.said.append("quit")


@pytest.fixture
def com(monkeypatch: pytest.MonkeyPatch) -> list[Word]:
    """Put a COM in the system's place; gives the list whose one member is started."""
    started: list[Word] = []
    com_module, client = types.ModuleType("pythoncom"), types.ModuleType("win32com.client")
    vars(com_module).update(CoInitialize=lambda: None, CoUninitialize=lambda: None)
    vars(client).update(DispatchEx=lambda name: started[0])
    package = types.ModuleType("win32com")
    for name, module in (("pythoncom", com_module), ("win32com", package)):
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setitem(sys.modules, "win32com.client", client)
    return started


def test_word_prints_with_fresh_contents_and_ends(com: list[Word]) -> None:
    com.append(Word())
    assert pdf.print_docx(b"docx", [ComPrinter("Word", "Word.Application")]) == b"%PDF-word"
    assert com[0].said == ["open", "update", "export 17", "close", "quit"]


def test_a_word_that_fails_is_ended_and_told(com: list[Word]) -> None:
    def fail() -> None:
        raise OSError("printer on fire")

    com.append(Word(fail))
    with pytest.raises(UnusableError) as caught:
        pdf.print_docx(b"docx", [ComPrinter("WPS", "KWPS.Application")])
    assert "WPS 打印时出错" in caught.value.message
    assert com[0].said[-2:] == ["close", "quit"]


def test_a_word_that_waits_for_a_click_is_given_up(com: list[Word]) -> None:
    clicked = threading.Event()
    com.append(Word(lambda: clicked.wait(CEILING)))
    with pytest.raises(UnusableError) as caught:
        pdf.print_docx(b"docx", [ComPrinter("Word", "Word.Application", seconds=0.1)])
    clicked.set()
    assert "没有回应" in caught.value.message


def test_nothing_of_windows_is_looked_for_elsewhere() -> None:
    if sys.platform != "win32":
        assert not ComPrinter("Word", "Word.Application").present()
