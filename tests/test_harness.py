"""The tools the other tests lean on do what they promise."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from support import office as office_module
from support.naming import case_name
from support.office import Document, Office, OfficeError
from support.validator import Validator

SHEET = "填报"


def write_book(path: Path) -> Path:
    """Write a protected sheet with an open cell, a formula, a list, and a hidden sheet."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        book.add_worksheet("隐藏").hide()
        unlocked = book.add_format({"locked": False})
        sheet.write("A1", "锁定")
        sheet.write_number("B1", 2, unlocked)
        sheet.write_formula("C1", "=B1*21")
        sheet.write_formula("D1", "=1/0")
        sheet.write_blank("E1", None, unlocked)
        sheet.data_validation("E1", rule())
        sheet.protect()
    return path


def rule() -> dict[str, object]:
    """Return a choice between two words, with its messages."""
    return {
        "validate": "list",
        "source": ["定量", "定性"],
        "input_title": "类型",
        "input_message": "选一个",
        "error_message": "不在名单里",
    }


def break_book(good: Path, broken: Path) -> Path:
    """Copy a workbook with an element in its sheet that does not belong there."""
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"<sheetData>", b"<nonsense/><sheetData>")
            target.writestr(name, data)
    return broken


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "表格.xlsx")


@pytest.fixture
def opened(office: Office, book: Path) -> Iterator[Document]:
    with office.open(book) as document:
        yield document


def test_a_locked_cell_refuses_typing(opened: Document) -> None:
    assert not opened.type_into(SHEET, "A1", "改了")
    assert opened.column(SHEET, "A1:A1") == ["锁定"]


def test_an_unlocked_cell_accepts_typing(opened: Document) -> None:
    assert opened.type_into(SHEET, "B1", "3")
    assert opened.cells(SHEET, "B1:C1")[0][0]["value"] == 3
    assert opened.type_into(SHEET, "E1", "定量")
    assert opened.column(SHEET, "E1:E1") == ["定量"]


def test_typing_goes_nowhere_else_when_locked_cells_cannot_be_chosen(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "choose.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write_number("A1", 1, book.add_format({"locked": False}))
        sheet.write_number("B2", 2)
        sheet.protect("", {"select_locked_cells": False})
    with office.open(path) as document:
        assert document.type_into(SHEET, "A1", "5")
        assert not document.type_into(SHEET, "B2", "9")
        assert document.column(SHEET, "A1:A1") == ["5"]


def test_recalculation_gives_the_value(opened: Document) -> None:
    opened.recalculate()
    result, broken = opened.cells(SHEET, "C1:D1")[0]
    assert result == {"value": 42, "string": "42", "formula": "=B1*21", "error": 0}
    assert broken["error"]
    assert broken["string"] == "#DIV/0!"
    opened.set_value(SHEET, "B1", 3)
    opened.recalculate()
    assert opened.column(SHEET, "C1:C1") == ["63"]


def test_validation_is_readable(opened: Document) -> None:
    found = opened.validation(SHEET, "E1")
    assert found["type"] == "LIST"
    assert "定量" in found["formula1"]
    assert (found["input_title"], found["input_message"]) == ("类型", "选一个")
    assert found["error_message"] == "不在名单里"
    assert opened.validation(SHEET, "A1")["type"] == "ANY"


def test_protection_and_sheets_are_readable(opened: Document) -> None:
    assert opened.sheet_names() == [SHEET, "隐藏"]
    assert opened.is_protected(SHEET)
    assert not opened.is_protected("隐藏")
    assert not opened.document_protected()
    assert opened.visible(SHEET)
    assert not opened.visible("隐藏")


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_saved_copy_opens_again(
    office: Office, opened: Document, tmp_path: Path, suffix: str
) -> None:
    opened.set_string(SHEET, "B1", "=原样")
    with office.open(opened.save_as(tmp_path / f"另存.{suffix}")) as again:
        assert again.column(SHEET, "B1:B1") == ["=原样"]
        assert again.is_protected(SHEET)


def test_pages_can_be_looked_at(office: Office, book: Path, tmp_path: Path) -> None:
    pdf = office_module.to_pdf(book, tmp_path)
    assert office_module.pdf_pages(pdf) == 1
    assert "锁定" in office_module.pdf_text(pdf)
    pictures = office_module.to_png(pdf)
    assert len(pictures) == 1
    assert pictures[0].read_bytes().startswith(b"\x89PNG")


def test_a_missing_sheet_is_an_error(opened: Document) -> None:
    with pytest.raises(OfficeError, match="没有"):
        opened.is_protected("没有")


def test_the_office_comes_back_after_an_end(office: Office, book: Path) -> None:
    lost = office.open(book)
    assert not list(book.parent.glob(".~lock*"))
    office.stop()
    with pytest.raises(OfficeError, match="closed"):
        lost.sheet_names()
    lost.close()
    with office.open(book) as document:
        assert document.sheet_names() == [SHEET, "隐藏"]


def test_the_validator_tells_good_from_broken(
    validator: Validator, book: Path, tmp_path: Path
) -> None:
    broken = break_book(book, tmp_path / "broken.xlsx")
    found = validator.errors([book, broken])
    assert found[book] == []
    assert any("nonsense" in error["description"] for error in found[broken])
    assert all(error["path"] == "/xl/worksheets/sheet1.xml" for error in found[broken])


def test_workers_keep_the_groups_of_the_tests_together(tmp_path: Path) -> None:
    """One Wine serves all tests of a group, which on two workers would disturb each other."""
    (tmp_path / "test_group.py").write_text(
        "import os, pytest, time\n"
        "@pytest.mark.xdist_group('together')\n"
        "@pytest.mark.parametrize('number', range(8))\n"
        "def test_where(number):\n"
        "    time.sleep(0.05)\n"
        "    print('worker', os.environ['PYTEST_XDIST_WORKER'])\n"
    )
    words = ["-m", "pytest", "-n", "2", "--dist", "loadgroup", "-rP", "-p", "no:cacheprovider"]
    words += [str(tmp_path), f"--rootdir={tmp_path}"]
    done = subprocess.run([sys.executable, *words], capture_output=True, encoding="utf-8",
                          cwd=tmp_path, check=False)  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith("worker ")]
    assert len(lines) == 8
    assert len(set(lines)) == 1


def test_the_names_of_the_cases_are_the_same_in_every_worker() -> None:
    """A zip made while the tests are collected bears the second; its case must not."""
    names = []
    for second in (10, 20):
        entry = zipfile.ZipInfo("word/document.xml", (2027, 1, 1, 8, 30, second))
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as package:
            package.writestr(entry, b"<a/>" * 1000)
        names.append(case_name(made.getvalue()))
    assert names == ["PK\\x03\\x04\\x14\\x00\\x00\\x00"] * 2
    assert case_name("长" * 9000) == "长" * 20 + "… 9000"
    assert case_name("短") is None
    assert case_name(7) is None
