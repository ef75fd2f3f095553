"""The small questions, answered on a real screen."""

import tkinter as tk
from collections.abc import Callable
from typing import Any

import pytest

from budgetsheet.desktop.forms import BookQuestion, ChoiceQuestion, Question, TextQuestion
from budgetsheet.desktop.report import Report
from budgetsheet.form.scheme import load_scheme
from desktop.conftest import Hand

OFFERED = (("docx", "Word 文件"), ("txt", "纯文本"))


def asked(hand: Hand, form: Question[Any], act: Callable[[], None]) -> Any:
    """Return what the question gives after the act of a person, and after 取消 if it still is."""

    def acted() -> None:
        act()
        if form.winfo_exists():
            form.destroy()

    form.after(30, acted)
    return form.ask()


def filled(form: TextQuestion, words: str) -> None:
    form._entry.delete(0, "end")
    form._entry.insert(0, words)
    form.focus_force()
    form.update()
    form.event_generate("<Return>")


def test_a_text_comes_back_on_one_line(hand: Hand) -> None:
    form = TextQuestion(hand.app.root, "改名", "名称：", "旧名")
    assert asked(hand, form, lambda: filled(form, "  新的\n 名称 ")) == "新的 名称"


def test_a_blank_name_is_not_taken(hand: Hand) -> None:
    form = TextQuestion(hand.app.root, "改名", "名称：", "旧名")
    said = []

    def act() -> None:
        filled(form, "   ")
        said.append(form.complaint.cget("text"))

    assert asked(hand, form, act) is None
    assert said == ["请写上名称。"]


@pytest.mark.parametrize(
    ("count", "answer", "complaint"),
    [
        ("3", (2027, 3, "hebei"), ""),
        ("１２", (2027, 12, "hebei"), ""),
        ("0", None, "项目个数应是 1 到 200 之间的整数。"),
        ("201", None, "项目个数应是 1 到 200 之间的整数。"),
        ("三", None, "项目个数应是 1 到 200 之间的整数。"),
        ("", None, "项目个数应是 1 到 200 之间的整数。"),
    ],
)
def test_year_and_count(
    hand: Hand, count: str, answer: tuple[int, int, str] | None, complaint: str
) -> None:
    form = BookQuestion(hand.app.root, 2027)
    form._count.set(count)
    said = []

    def act() -> None:
        label = form.complaint
        form.accept()
        said.append(label.cget("text") if form.winfo_exists() else "")

    assert asked(hand, form, act) == answer
    assert said == [complaint]


def test_the_form_is_chosen_by_its_title(hand: Hand) -> None:
    form = BookQuestion(hand.app.root, 2027)
    form._scheme.set(load_scheme("central-2021").title)
    assert asked(hand, form, form.accept) == (2027, 5, "central-2021")


def test_what_is_ticked_comes_back_and_nothing_ticked_does_not(hand: Hand) -> None:
    form = ChoiceQuestion(hand.app.root, "导出", "要哪些？", OFFERED, ["txt", "unknown"])
    assert asked(hand, form, form.accept) == ("txt",)
    form = ChoiceQuestion(hand.app.root, "导出", "要哪些？", OFFERED, [])
    assert asked(hand, form, form.accept) is None


def test_an_extra_alone_is_not_enough(hand: Hand) -> None:
    extras = (("package", "打包"),)
    form = ChoiceQuestion(hand.app.root, "导出", "要哪些？", OFFERED, ["package"], extras)
    assert asked(hand, form, form.accept) is None
    ticked = ["package", "txt"]
    form = ChoiceQuestion(hand.app.root, "导出", "要哪些？", OFFERED, ticked, extras)
    assert asked(hand, form, form.accept) == ("txt", "package")


def test_a_report_is_read_and_copied_whole(hand: Hand) -> None:
    form = Report(hand.app.root, "转入新表", "有 30 处。", [f"第 {i} 处" for i in range(30)])

    def act() -> None:
        form.copying.invoke()
        form.first.invoke()

    assert asked(hand, form, act) is None
    copied = hand.app.root.clipboard_get().splitlines()
    assert (copied[0], copied[-1], len(copied)) == ("有 30 处。", "第 29 处", 31)


def test_escape_is_no_answer(hand: Hand) -> None:
    form = TextQuestion(hand.app.root, "改名", "名称：", "旧名")

    def act() -> None:
        form.focus_force()
        form.update()
        form.event_generate("<Escape>")

    assert asked(hand, form, act) is None


def test_a_question_stands_over_its_window(hand: Hand) -> None:
    form = TextQuestion(hand.app.root, "改名", "名称：", "")
    form.update()
    root: tk.Tk = hand.app.root
    assert root.winfo_rootx() <= form.winfo_rootx() < root.winfo_rootx() + root.winfo_width()
    assert form.focus_get() is form.first
    form.destroy()
