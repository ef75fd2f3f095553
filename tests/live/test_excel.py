"""The way to a cell in Excel, on stand-ins for xlwings: there is no Excel here."""

import sys
import types
from pathlib import Path
from typing import Any

import pytest

from budgetsheet.live import excel, host


class StandInComError(Exception):
    """What pywin32 raises while Excel is busy."""


class BookStandIn:
    """An open workbook that notes what is done to it, and may be busy for a while."""

    def __init__(self, fullname: Path, busy: int = 0) -> None:
        self.fullname, self.busy, self.done = str(fullname), busy, []  # type: ignore[var-annotated]
        self.sheets = {"01 甲": self}

    def activate(self, steal_focus: bool = False) -> None:
        if self.busy:
            self.busy -= 1
            raise StandInComError
        self.done.append("activate")

    def range(self, cell: str) -> Any:
        return types.SimpleNamespace(select=lambda: self.done.append(cell))


@pytest.fixture
def open_books(monkeypatch: pytest.MonkeyPatch) -> list[list[BookStandIn]]:
    apps: list[list[BookStandIn]] = [[], []]
    xlwings: Any = types.ModuleType("xlwings")
    xlwings.apps = [types.SimpleNamespace(books=books) for books in apps]
    pywintypes: Any = types.ModuleType("pywintypes")
    pywintypes.com_error = StandInComError
    monkeypatch.setitem(sys.modules, "xlwings", xlwings)
    monkeypatch.setitem(sys.modules, "pywintypes", pywintypes)
    monkeypatch.setattr(excel, "_PAUSE", 0)
    return apps


def test_the_book_is_found_in_any_excel_by_its_full_path(
    open_books: list[list[BookStandIn]], tmp_path: Path
) -> None:
    other = BookStandIn(tmp_path / "别处" / "甲.xlsx")
    ours = BookStandIn(tmp_path / "甲.XLSX")
    open_books[0].append(other)
    open_books[1].append(ours)
    assert excel.show_cell_in_excel(tmp_path / "甲.xlsx", "01 甲", "C4")
    assert ours.done == ["activate", "activate", "C4"]
    assert other.done == []


def test_a_book_that_is_not_open_is_not_opened(
    open_books: list[list[BookStandIn]], tmp_path: Path
) -> None:
    assert not excel.show_cell_in_excel(tmp_path / "甲.xlsx", "01 甲", "C4")


@pytest.mark.parametrize(("busy", "shown"), [(3, True), (99, False)])
def test_a_busy_excel_is_asked_again_a_bounded_number_of_times(
    open_books: list[list[BookStandIn]], tmp_path: Path, busy: int, shown: bool
) -> None:
    open_books[0].append(BookStandIn(tmp_path / "甲.xlsx", busy))
    assert excel.show_cell_in_excel(tmp_path / "甲.xlsx", "01 甲", "") is shown


def test_elsewhere_than_on_windows_there_is_no_excel(tmp_path: Path) -> None:
    if sys.platform != "win32":
        assert not host.show_cell(tmp_path / "甲.xlsx", "01 甲", "C4")
