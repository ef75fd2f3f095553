"""The way into Excel, on a stand-in for it: there is no Excel here."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.excel_here import excel, install
from support.excel_objects import Excel

from budgetsheet import services
from budgetsheet.form import book as names
from budgetsheet.form.book import book_for
from budgetsheet.live import excel as live_excel
from budgetsheet.live import host, session
from budgetsheet.live.host import MARK
from budgetsheet.live.sheets import regenerated
from budgetsheet.model import Filing, replace
from budgetsheet.workbook.results_writer import results_contents


@pytest.fixture
def faulty(sample: Filing, tmp_path: Path) -> Path:
    """The workbook as it is on the screen: one error and one warning in the first project."""
    first = replace(sample.projects[0], fiscal_funds=None, code="1")
    return services.new(
        tmp_path / "屏幕.xlsx", replace(sample, projects=(first, *sample.projects[1:]))
    )


@pytest.fixture
def sheets(faulty: Path) -> list[str]:
    return openpyxl.load_workbook(faulty, read_only=True).sheetnames


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "县图书馆.xlsx"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, book: Path, faulty: Path, sheets: list[str]) -> Any:
    """Start Excels that have the workbook open; each differs as its words say."""
    monkeypatch.setattr(live_excel, "_PAUSE", 0)
    monkeypatch.setattr(host, "hosts", lambda _: [live_excel.Excel()])

    def start(*differing: dict[str, Any]) -> list[Excel]:
        excels = [excel(one.pop("path", book), faulty, list(sheets), **one) for one in differing]
        install(monkeypatch, excels)
        return excels

    return start


def shown(sheet: dict[str, Any]) -> dict[str, object]:
    """Return the cells that hold anything."""
    return {cell: value for cell, value in sheet["cells"].items() if value not in (None, "")}


def test_a_check_writes_marks_and_leaves_all_as_it_was(
    started: Any, book: Path, faulty: Path, sheets: list[str], sample: Filing
) -> None:
    own = {"kind": 2, "formula": "=LEN(B3)>0", "cells": "B3"}
    (one,) = started({"formats": {sheets[2]: [own]}})
    allowed = dict(one.setting["allowed"])
    told = session.check(book)
    assert told.done
    assert told.checked
    cells = {e.path: e.area.cell for e in book_for(sample).projects[0].entries}
    project = one.state["sheets"][sheets[2]]
    marked = {f["cells"] for f in project["formats"] if f["formula"] == f"={MARK}"}
    assert {cells["code"], cells["fiscal_funds"]} <= marked
    assert own in project["formats"]
    for name, sheet in one.state["sheets"].items():
        assert sheet["locked"], name
        assert sheet["allowed"] == allowed, name
    assert one.state["screen_updating"]
    assert one.state["front"] == sheets[2]
    assert one.state["selected"][sheets[2]] == "$B$3"
    contents = results_contents(told.checked.reading.filing, told.checked.findings)
    expected = {p.place.cell: p.value for p in contents.puts if p.value != ""}
    assert shown(one.state["sheets"][names.RESULTS]) == expected
    links = {p.place.cell: p.jump for p in contents.puts if p.jump}
    assert one.state["sheets"][names.RESULTS]["links"] == links
    assert one.state["names"]["bs.results.rows"] == (
        f"='{names.RESULTS}'!$A$5:$H${contents.last + 1}"
    )
    looks = one.state["sheets"][names.RESULTS]["looks"]
    assert (looks["D5"]["Font.Underline"], looks["D5"]["IndentLevel"]) == (2, 1)
    assert (looks["G5"]["Locked"], looks["G5"]["NumberFormat"]) == (False, "@")


def test_a_check_of_the_mended_workbook_takes_the_marks_off(
    started: Any, book: Path, faulty: Path, sample: Filing, sheets: list[str]
) -> None:
    (one,) = started({})
    session.check(book)
    services.new(faulty, sample, force=True)
    told = session.check(book)
    assert told.said == "没有发现问题。"
    assert all(not sheet["formats"] for sheet in one.state["sheets"].values())
    assert "A6" not in shown(one.state["sheets"][names.RESULTS])


def test_a_refresh_writes_the_generated_sheets_and_the_person_stays(
    started: Any, book: Path, faulty: Path, sheets: list[str]
) -> None:
    (one,) = started({"front": sheets[3], "selected": {sheets[3]: "$C$5:$D$6"}})
    told = session.refresh(book)
    assert told.done
    assert (one.state["front"], one.state["selected"][sheets[3]]) == (sheets[3], "$C$5:$D$6")
    assert one.state["scroll"] == [7, 1]
    for name, contents in regenerated(services.check(faulty)):
        expected = {
            p.place.cell: f"={p.formula}" if p.formula else p.value
            for p in contents.puts
            if p.value != "" or p.formula
        }
        assert shown(one.state["sheets"][name]) == expected, name
    assert one.state["notes"].count("copy") == 2


def test_next_and_previous(started: Any, book: Path, sheets: list[str], sample: Filing) -> None:
    (one,) = started({})
    cells = {e.path: e.area.cell for e in book_for(sample).projects[0].entries}
    assert session.step(book, None, forwards=True).said.startswith("第 1 处")
    assert one.state["front"] == sheets[2]
    assert one.state["selected"][sheets[2]].replace("$", "") == cells["code"]
    assert session.step(book, None, forwards=True).said.startswith("第 2 处")
    assert session.step(book, None, forwards=False).said.startswith("第 1 处")


def test_a_busy_excel_is_asked_again(started: Any, book: Path) -> None:
    started({"busy": 9})
    assert session.check(book).done


def test_an_excel_that_stays_busy_is_one_sentence(started: Any, book: Path) -> None:
    (one,) = started({"busy": 10**6})
    told = session.check(book)
    assert not told.done
    assert told.said.startswith("Excel 正忙：")
    assert one.calls < 200


def test_a_sheet_with_a_password_is_named_and_left_alone(
    started: Any, book: Path, sheets: list[str]
) -> None:
    (one,) = started({"passwords": {sheets[2]: "秘密"}})
    told = session.check(book)
    assert told.done
    assert f"工作表“{sheets[2]}”加了密码，没有写入" in told.said
    assert one.state["sheets"][sheets[2]]["locked"]
    assert shown(one.state["sheets"][names.RESULTS])
    (one,) = started({"passwords": {names.OVERVIEW: "秘密"}})
    told = session.refresh(book)
    assert not told.done
    assert f"“{names.OVERVIEW}”加了密码" in told.said
    assert all(sheet["locked"] for sheet in one.state["sheets"].values())


def test_a_workbook_opened_read_only_is_not_written(started: Any, book: Path) -> None:
    (one,) = started({"read_only": True})
    told = session.check(book)
    assert told.done
    assert "只读" in told.said
    assert not session.refresh(book).done
    assert not any(shown(sheet) for sheet in one.state["sheets"].values())


def test_a_workbook_closed_in_the_middle_is_one_sentence(started: Any, book: Path) -> None:
    started({"closes": "SetFirstPriority"})
    told = session.check(book)
    assert not told.done
    assert "中途被关闭" in told.said


def test_of_two_excels_the_one_that_can_save_is_written(started: Any, book: Path) -> None:
    reading, writing = started({"read_only": True}, {})
    told = session.check(book)
    assert "同时在两处打开" in told.said
    assert not shown(reading.state["sheets"][names.RESULTS])
    assert shown(writing.state["sheets"][names.RESULTS])


def test_the_book_is_found_by_its_full_path(started: Any, book: Path, tmp_path: Path) -> None:
    other, _ = started({"path": tmp_path / "别处" / book.name}, {"path": book.with_suffix(".XLSX")})
    assert session.check(book).done
    assert not other.state["notes"]


def test_another_excel_that_is_busy_is_passed_over(started: Any, book: Path) -> None:
    started({"busy": 10**6, "path": Path("/别处/乙.xlsx")}, {})
    assert session.check(book).done


def test_a_person_who_types_while_a_sheet_is_open_is_told_of_its_lock(
    started: Any, book: Path, sheets: list[str]
) -> None:
    started({"types": "SetFirstPriority"})
    told = session.check(book)
    assert not told.done
    assert f"工作表“{sheets[2]}”的保护没有加回去" in told.said


def test_no_excel_is_ended_when_the_program_ends(
    started: Any, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[object] = []
    started({})
    monkeypatch.setattr("atexit.unregister", kept.append)
    session.check(book)
    assert sys.modules["xlwings._xlwindows"].cleanup in kept
    assert sys.modules["xlwings._xlwindows"].N_COM_ATTEMPTS == 1


def test_an_address_in_a_cloud_is_found(started: Any) -> None:
    address = "https://d.docs.live.net/1a/预算/县图书馆.xlsx"
    started({"path": address})
    assert session.check(Path(address)).done
    assert session.refresh(Path(address + "?web=1")).said.startswith("没有找到")


def test_a_book_that_is_not_open_is_not_opened(started: Any, book: Path) -> None:
    started({"path": Path("/别处/乙.xlsx")})
    assert not session.check(book).done
    assert not host.show_cell(book, names.DIRECTORY, "A1")


def test_a_sheet_that_is_gone_is_one_sentence(started: Any, book: Path, sheets: list[str]) -> None:
    sheets.remove(names.RESULTS)
    started({})
    assert "不见了" in session.check(book).said


def test_a_double_click_goes_to_the_cell(started: Any, book: Path, sheets: list[str]) -> None:
    (one,) = started({})
    assert host.show_cell(book, sheets[3], "C5")
    assert (one.state["front"], one.state["selected"][sheets[3]]) == (sheets[3], "$C$5")
    assert not host.show_cell(book, "没有这张表", "C5")


def test_no_text_becomes_a_formula(
    started: Any, book: Path, faulty: Path, sample: Filing, sheets: list[str]
) -> None:
    """A stand-in refuses any text that Excel would take for more than a text."""
    first = replace(sample.projects[0], name="=1+1", code="+1")
    texts = ("=HYPERLINK(1)", "-甲", "@乙", "'丙")
    services.new(
        faulty,
        replace(
            sample, overall_objective=texts, projects=(first, *sample.projects[1:]),
            waivers=(),
        ),
        force=True,
    )  # fmt: skip
    (one,) = started({})
    assert session.refresh(book).done
    told = json.dumps(one.state["sheets"][names.OVERVIEW]["cells"], ensure_ascii=False)
    assert all(text in told for text in texts)


def test_a_cell_is_shown_from_every_thread(started: Any, book: Path) -> None:
    """The window's work has a thread of its own each time, and COM must be begun in each."""
    (one,) = started({})
    for cell in ("B4", "B5"):
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(host.show_cell, book, "部门整体", cell).result()
        assert one.state["selected"]["部门整体"].replace("$", "") == cell
