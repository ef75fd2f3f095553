"""Each button up to the launch: the exact command line, in pyOpenVBA's runner."""

from __future__ import annotations

import pytest
from addin import words
from macros.conftest import PROGRAM, TEMP, Book, Excel

ACTIONS = {
    "OnCheck": "check",
    "OnPrevious": "previous",
    "OnNext": "next",
    "OnRefresh": "refresh",
    "OnExport": "export",
    "OnOpen": "open",
    "OnHelp": "help",
}
SAYS = words()


@pytest.mark.parametrize(("callback", "action"), ACTIONS.items())
def test_a_button_starts_the_program_on_the_open_workbook(
    excel: Excel, callback: str, action: str
) -> None:
    book = Book("D:\\预算 2027", "县图书馆.xlsx")
    excel.active(book)
    excel.press(callback)
    copied = book.copies[0] if book.copies else ""
    assert excel.started == [
        f'"{PROGRAM}" ribbon {action} "D:\\预算 2027\\县图书馆.xlsx" "{copied}"'
    ]
    assert bool(copied) == (action not in ("open", "help"))
    assert copied.startswith(TEMP + "\\budgetsheet-") or not copied
    assert excel.said == []
    assert book.done in (["copy"], [])


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("", '""'),
        ("D:\\预算 绩效\\a b.xlsx", '"D:\\预算 绩效\\a b.xlsx"'),
        ("D:\\甲 & 乙\\丙.xlsx", '"D:\\甲 & 乙\\丙.xlsx"'),
        ("D:\\夹\\", '"D:\\夹\\\\"'),
        ("D:\\夹\\\\", '"D:\\夹\\\\\\\\"'),
        ('说"是"', '"说\\"是\\""'),
        ('甲\\"乙', '"甲\\\\\\"乙"'),
        ("100%TEMP%^.xlsx", '"100%TEMP%^.xlsx"'),
    ],
)
def test_an_argument_is_quoted(excel: Excel, text: str, quoted: str) -> None:
    assert excel.app.run("Quoted", text) == quoted
    assert excel.app.run("CommandLine", PROGRAM, "check", text, text) == (
        f'"{PROGRAM}" ribbon check {quoted} {quoted}'
    )


def test_a_never_saved_workbook_goes_along_by_name_with_its_copy(excel: Excel) -> None:
    book = Book("", "工作簿1")
    excel.active(book)
    excel.press("OnCheck")
    assert excel.started == [f'"{PROGRAM}" ribbon check "工作簿1" "{book.copies[0]}"']


def test_a_read_only_workbook_is_copied_like_any_other(excel: Excel) -> None:
    book = Book("D:\\收件", "a.xlsx", read_only=True)
    excel.active(book)
    excel.press("OnRefresh")
    assert excel.started == [f'"{PROGRAM}" ribbon refresh "D:\\收件\\a.xlsx" "{book.copies[0]}"']
    assert book.done == ["copy"]


def test_a_workbook_in_a_cloud_goes_along_by_its_address(excel: Excel) -> None:
    book = Book("https://d.docs.live.net/ab12/预算", "a b.xlsx")
    excel.active(book)
    excel.press("OnExport")
    assert excel.started == [
        f'"{PROGRAM}" ribbon export "https://d.docs.live.net/ab12/预算/a b.xlsx" "{book.copies[0]}"'
    ]


def test_where_no_copy_can_be_made_the_program_still_starts(excel: Excel) -> None:
    book = Book("D:\\a", "b.xlsx")
    book.refuses = True
    excel.active(book)
    excel.press("OnCheck")
    assert excel.started == [f'"{PROGRAM}" ribbon check "D:\\a\\b.xlsx" ""']


def test_without_a_workbook_the_program_starts_bare(excel: Excel) -> None:
    excel.press("OnOpen")
    excel.press("OnCheck")
    assert excel.started == [f'"{PROGRAM}" ribbon {each} "" ""' for each in ("open", "check")]


def test_a_missing_program_is_said_and_nothing_is_touched(excel: Excel) -> None:
    excel.files.clear()
    book = Book("D:\\a", "b.xlsx")
    excel.active(book)
    for callback in (*ACTIONS, "OnAddProject"):
        excel.press(callback)
    assert (excel.started, book.done) == ([], [])
    assert excel.said == [SAYS["missing"]] * 8


def test_a_blocked_start_is_said(excel: Excel) -> None:
    excel.blocked = True
    excel.press("OnCheck")
    assert excel.said == [SAYS["blocked"]]


class TestAddingAProject:
    """The file itself changes, so Excel saves it and lets go of it first."""

    LINE = f'"{PROGRAM}" ribbon add-project "D:\\a\\b.xlsx" ""'

    def test_after_a_yes_the_workbook_is_saved_and_closed(self, excel: Excel) -> None:
        book = Book("D:\\a", "b.xlsx")
        excel.active(book)
        excel.app.answer_dialogs(1)
        excel.press("OnAddProject")
        assert excel.said == [SAYS["close"]]
        assert (book.done, excel.started) == (["save", "close"], [self.LINE])

    def test_after_a_no_nothing_happens(self, excel: Excel) -> None:
        book = Book("D:\\a", "b.xlsx")
        excel.active(book)
        excel.app.answer_dialogs(2)
        excel.press("OnAddProject")
        assert (book.done, excel.started) == ([], [])

    def test_a_workbook_that_cannot_be_saved_stays_open(self, excel: Excel) -> None:
        book = Book("D:\\a", "b.xlsx")
        book.refuses = True
        excel.active(book)
        excel.app.answer_dialogs(1)
        excel.press("OnAddProject")
        assert excel.said == [SAYS["close"], SAYS["kept"]]
        assert (book.done, excel.started) == ([], [])

    @pytest.mark.parametrize(
        "book",
        [
            Book("D:\\a", "b.xlsx", read_only=True),
            Book("", "工作簿1"),
            Book("https://x.sharepoint.com/a", "b.xlsx"),
        ],
        ids=["read-only", "never saved", "cloud"],
    )
    def test_what_cannot_be_saved_in_place_is_left_to_the_program(
        self, excel: Excel, book: Book
    ) -> None:
        excel.active(book)
        excel.press("OnAddProject")
        assert (book.done, excel.said) == ([], [])
        assert excel.started == [f'"{PROGRAM}" ribbon add-project "{book.FullName()}" ""']
