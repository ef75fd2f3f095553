"""The add-in as independent readers see it: olevba, Microsoft's validator, LibreOffice."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import addin
import pytest
from macros.conftest import olevba
from support import waiting
from support.office import Office
from support.validator import Validator

from budgetsheet import services
from budgetsheet.desktop.ribbon_call import ACTIONS
from budgetsheet.ribbon.installing import with_program

UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
LABELS = ["校验", "上一处", "下一处", "更新概述与汇总", "导出", "增加项目", "打开填报助手", "帮助"]
MODULE = "BudgetSheetRibbon"
SAMPLES = Path(__file__).parents[2] / "samples"
IMAGES = Path(__file__).with_name("excel_images.txt")


@pytest.fixture(scope="module")
def source() -> str:
    return addin.MODULE.read_bytes().decode("ascii")


@pytest.fixture(scope="module")
def buttons(built: Path) -> list[ET.Element]:
    with zipfile.ZipFile(built) as package:
        return list(ET.fromstring(package.read(addin.RIBBON)).iter(f"{UI}button"))


def test_the_same_sources_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlam"
    addin.make(again)
    assert again.read_bytes() == built.read_bytes()


def test_the_source_is_as_office_writes_it(source: str) -> None:
    assert source.startswith(f'Attribute VB_Name = "{MODULE}"\r\n')
    assert source.count("\n") == source.count("\r\n")
    names = re.findall(r"(?:Sub|Function) (\w+)", source)
    assert all(len(name) <= 31 for name in [MODULE, *names])


def test_olevba_reads_the_source_back(built: Path, source: str) -> None:
    parser = olevba().VBA_Parser(str(built))
    found = {name: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    assert found[f"{MODULE}.bas"] == source
    assert set(found) == {f"{MODULE}.bas", "ThisWorkbook.cls", "Sheet1.cls"}


def test_every_button_has_its_macro_and_every_macro_its_command(
    buttons: list[ET.Element], source: str
) -> None:
    called = [button.attrib["onAction"] for button in buttons]
    bodies = dict(
        re.findall(r'Sub (\w+)\(control As IRibbonControl\)\r\n +Launch "([\w-]+)"', source)
    )
    assert sorted(called) == sorted(bodies)
    assert sorted(bodies.values()) == sorted(ACTIONS)
    assert len(set(called)) == len(called)


def test_every_button_says_what_it_is_for(buttons: list[ET.Element]) -> None:
    assert [button.attrib["label"] for button in buttons] == LABELS
    for button in buttons:
        assert button.attrib["supertip"].endswith("。")
        assert button.attrib["screentip"]
    keys = [button.attrib["keytip"] for button in buttons]
    assert len(set(keys)) == len(keys)


def test_every_picture_is_one_that_excel_has(buttons: list[ET.Element]) -> None:
    known = set(IMAGES.read_text("utf-8").splitlines())
    assert {button.attrib["imageMso"] for button in buttons} <= known


def test_every_word_that_the_macro_says_stands_on_its_sheet(source: str) -> None:
    assert set(re.findall(r'Said\("(\w+)"\)', source)) == set(addin.words())


def test_the_validator_finds_nothing(built: Path, installed: Path, validator: Validator) -> None:
    assert validator.errors([built, installed]) == {built: [], installed: []}


def test_nothing_of_the_template_s_maker_is_left(built: Path) -> None:
    with zipfile.ZipFile(built) as package:
        core = package.read("docProps/core.xml").decode()
    assert "<dc:creator>budgetsheet</dc:creator>" in core
    assert "lastModifiedBy" not in core


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("D:\\预算 2027\\a & b.xlsx", '"D:\\预算 2027\\a & b.xlsx"'),
        ('甲\\"乙\\', '"甲\\\\\\"乙\\\\"'),
        ("", '""'),
    ],
)
def test_libreoffice_gives_the_same_command_line(
    office: Office, installed: Path, text: str, quoted: str
) -> None:
    with office.open_addin(installed) as opened:
        line = opened.run_macro(f"{MODULE}.CommandLine", "D:\\程 序.exe", "check", text, "")
    assert line == f'"D:\\程 序.exe" ribbon check {quoted} ""'


def test_libreoffice_runs_every_button_as_far_as_a_real_start(
    office: Office, built: Path, tmp_path: Path
) -> None:
    program = tmp_path / "填报 程序" / "启动"
    program.parent.mkdir()
    told = tmp_path / "told"
    program.write_text(f"#!/bin/sh\nprintf '%s\\0' \"$@\" >> '{told}'; echo >> '{told}'\n", "utf-8")
    program.chmod(0o755)
    addin_here = tmp_path / "BudgetSheet.xlam"
    addin_here.write_bytes(with_program(built.read_bytes(), program))
    book = tmp_path / "县 图书馆 & 分馆.xlsx"
    services.new(book, services.load_model(SAMPLES / "sample.json"))
    with office.open_addin(addin_here) as opened, office.open_shown(book):
        for number, callback in enumerate(_callbacks(), 1):
            opened.run_macro(f"{MODULE}.{callback}", None)
            lines = _lines(told, number)
    sent = {words[1]: words for words in lines}
    assert set(sent) == set(ACTIONS) - {"add-project"}
    for action, (first, _, name, copied) in sent.items():
        assert (first, name) == ("ribbon", book.name)  # LibreOffice's FullName has no folder
        assert bool(copied) == (action not in ("open", "help"))
    copies = {Path(words[3]) for words in sent.values() if words[3]}
    assert all(path.stat().st_size for path in copies)  # as .xls: it knows no other format here
    for path in copies:
        path.unlink()


def _callbacks() -> list[str]:
    """Every button but 增加项目: LibreOffice has no Workbook.ReadOnly."""
    called = re.findall(r'onAction="(\w+)"', (addin.SOURCES / "customUI14.xml").read_text("utf-8"))
    return [name for name in called if name != "OnAddProject"]


def _lines(told: Path, wanted: int) -> list[list[str]]:
    waiting.until(
        "the program did not start",
        lambda: told.exists() and told.read_bytes().count(b"\n") >= wanted,
    )
    lines = told.read_text("utf-8").splitlines()
    return [line.split("\0")[:-1] for line in lines]
