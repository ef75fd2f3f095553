"""A button of the ribbon in the window: every kind of workbook, every button."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.waiting import CEILING

from budgetsheet import services
from budgetsheet.desktop import app as app_module
from budgetsheet.desktop import instance, ribbon_call, system, toast
from budgetsheet.desktop import settings as desktop_settings
from budgetsheet.desktop.app import App
from budgetsheet.desktop.ribbon_call import ACTIONS, Call, parse, plan, present
from budgetsheet.live import session
from desktop.conftest import Hand

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "预算 2027 & 绩效"
    folder.mkdir()
    return services.new(folder / "县图书馆.xlsx", services.load_model(SAMPLES / "sample.json"))


@pytest.fixture
def on_screen(tmp_path: Path) -> Path:
    """Give what Excel shows, saved beside: it has a fault that the file has not."""
    return services.new(tmp_path / "copy.xlsx", services.load_model(SAMPLES / "faulty.json"))


def run_for_a_moment(app: App) -> None:
    app.root.after(300, app.root.destroy)
    app.root.mainloop()


def called(hand: Hand, *words: str | Path) -> None:
    """Let the window answer a button."""
    folder = hand.app.folder.parent / "passing"
    folder.mkdir(exist_ok=True)
    present(hand.app, parse([str(word) for word in words], folder))
    hand.wait()


class TestWhatIsShown:
    """The plan for each kind of workbook; none is read."""

    @pytest.fixture
    def on_screen(self, tmp_path: Path) -> Path:
        copied = tmp_path / "budgetsheet-1.xlsx"
        copied.touch()
        return copied

    @pytest.mark.parametrize("action", ACTIONS)
    def test_a_file_is_opened_with_what_is_on_the_screen(
        self, action: str, on_screen: Path, tmp_path: Path
    ) -> None:
        book = tmp_path / "预算 2027" / "县图书馆.xlsx"
        call = parse([action, str(book), str(on_screen)], tmp_path)
        shown = plan(call)
        assert (shown.path, shown.action, shown.say) == (book, action, "")
        assert shown.copy == tmp_path / "县图书馆.xlsx"
        assert not on_screen.exists()

    def test_without_a_workbook_there_is_a_sentence(self) -> None:
        assert "启用编辑" in plan(Call("check", "", None)).say
        assert plan(Call("open", "", None)).say == ""

    def test_a_never_saved_one_must_be_saved(self) -> None:
        shown = plan(Call("check", "工作簿1", Path("x")))
        assert (shown.path, "还没有保存过" in shown.say) == (None, True)

    def test_a_name_that_excel_could_not_pass_on_is_said(self) -> None:
        shown = plan(Call("check", "D:\\预算\\?.xlsx", None))
        assert (shown.path, "认不出的字" in shown.say) == (None, True)

    @pytest.mark.parametrize("action", ACTIONS)
    def test_one_in_a_cloud_is_shown_from_its_copy(
        self, action: str, on_screen: Path, tmp_path: Path
    ) -> None:
        address = "https://d.docs.live.net/12ab/文档/县 图书馆.xlsx?web=1"
        shown = plan(parse([action, address, str(on_screen)], tmp_path))
        assert shown.path == shown.copy == tmp_path / "县 图书馆.xlsx"
        assert "云端" in shown.say
        assert shown.action == ("export" if action == "export" else "open")

    def test_one_in_a_cloud_without_a_copy_is_a_sentence(self) -> None:
        assert plan(Call("check", "https://a/b.xlsx", None)).path is None

    @pytest.mark.parametrize("words", [[], ["nonsense"], ["check", "", "/nowhere/copy.xlsx"]])
    def test_missing_or_unknown_words_are_no_trouble(
        self, words: list[str], tmp_path: Path
    ) -> None:
        assert parse(words, tmp_path).copy is None


def test_what_is_not_saved_yet_is_read_and_exported(
    hand: Hand, book: Path, on_screen: Path, tmp_path: Path
) -> None:
    target = tmp_path / "导出"
    target.mkdir()
    hand.answers.ready = [("json",), str(target), True]
    before = book.read_bytes()
    called(hand, "export", book, on_screen)
    hand.wait()
    faulty = services.load_model(SAMPLES / "faulty.json")
    assert hand.page.view.findings
    (written,) = target.iterdir()
    assert "草稿" in written.name
    assert faulty.projects[0].name in written.read_text("utf-8")
    assert (book.read_bytes(), hand.book.path) == (before, book)


def test_once_it_is_saved_the_file_is_read_again(hand: Hand, book: Path, on_screen: Path) -> None:
    called(hand, "open", book, on_screen)
    assert hand.page.view.findings
    hand.press("<F5>")
    assert hand.page.view.findings
    book.touch()
    hand.until(lambda: "已保存" in hand.said)
    hand.press("<F5>")
    assert not hand.page.view.findings


def test_a_project_is_added_and_the_workbook_opened_again(hand: Hand, book: Path) -> None:
    before = len(services.check(book).reading.filing.projects)
    hand.answers.ready = ["新书采购"]
    called(hand, "add-project", book)
    hand.wait()
    projects = services.check(book).reading.filing.projects
    assert (len(projects), projects[-1].name) == (before + 1, "新书采购")
    assert hand.opened == [book]


def test_a_changed_mind_opens_the_workbook_again(hand: Hand, book: Path) -> None:
    before = book.read_bytes()
    hand.answers.ready = [None]
    called(hand, "add-project", book)
    assert (book.read_bytes(), hand.opened) == (before, [book])


def test_a_copy_from_a_cloud_is_not_remembered(hand: Hand, on_screen: Path) -> None:
    called(hand, "check", "https://a.sharepoint.com/预算/b c.xlsx", on_screen)
    assert hand.book.path.name == "b c.xlsx"
    assert "云端" in hand.said
    assert hand.app.settings.recent == ()


def test_a_sentence_stands_on_the_first_page(hand: Hand) -> None:
    called(hand, "check", "工作簿1")
    assert "还没有保存过" in hand.said
    assert hand.app.book is None


def test_the_copy_is_gone_when_the_call_is_over(
    book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[Path] = []

    def answer(call: Call) -> int:
        assert call.copy
        assert call.copy.is_file()
        seen.append(call.copy)
        return 0

    monkeypatch.setattr(ribbon_call, "_answer", answer)
    copied = Path(shutil.copy(book, tmp_path / "budgetsheet-1.xlsx"))
    assert app_module.main(["ribbon", "check", str(book), str(copied)]) == 0
    assert not copied.exists()
    assert not seen[0].parent.exists()


def test_a_button_may_lead_to_the_window(
    screen: str, book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(ribbon_call, "present", lambda app, call: shown.append(call.book))
    monkeypatch.setattr(App, "run", run_for_a_moment)
    monkeypatch.setattr(desktop_settings, "settings_folder", lambda: tmp_path / "settings")
    assert app_module.main(["ribbon", "open", str(book), ""]) == 0
    assert shown == [str(book)]


def test_help_opens_the_manual_and_no_window(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    manual = tmp_path / "manual.html"
    manual.touch()
    opened: list[Path] = []
    monkeypatch.setattr(app_module, "MANUAL", manual)
    monkeypatch.setattr(system, "open_file", opened.append)
    assert app_module.main(["ribbon", "help", "", ""]) == 0
    assert opened == [manual]


class TestInExcel:
    """What is done in the open workbook itself, and the sentence in the corner."""

    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
        """Stand in for the open workbook; give what was asked of it."""
        asked: list[tuple[object, ...]] = []
        for name in ("check", "refresh", "step"):

            def job(*given: object, name: str = name, **also: object) -> session.Outcome:
                asked.append((name, *given, *also.values()))
                return session.Outcome(f"{name} 做完了。", done=True)

            monkeypatch.setattr(session, name, job)
        return asked

    @pytest.mark.parametrize(
        ("action", "wanted"),
        [
            ("check", ("check",)),
            ("refresh", ("refresh",)),
            ("previous", ("step", False)),
            ("next", ("step", True)),
        ],
    )
    def test_each_button_asks_for_its_own(
        self,
        action: str,
        wanted: tuple[object, ...],
        asked: list[tuple[object, ...]],
        tmp_path: Path,
    ) -> None:
        ended: list[bool] = []
        call = Call(action, str(tmp_path / "甲 乙.xlsx"), tmp_path / "copy.xlsx")
        said = ribbon_call.in_excel(call, lambda: ended.append(True))
        name, *rest = wanted
        assert asked == [(name, tmp_path / "甲 乙.xlsx", tmp_path / "copy.xlsx", *rest)]
        assert (said, ended) == (f"{name} 做完了。", [True])

    def test_a_click_ends_with_a_sentence_in_the_corner(
        self, screen: str, asked: list[tuple[object, ...]], book: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        said: list[str] = []
        monkeypatch.setattr(toast.Toast, "say", lambda self, text: said.append(text))
        monkeypatch.setattr(toast, "_LEAST_MS", 1)
        monkeypatch.setattr(toast, "_READING_MS", 0)
        assert app_module.main(["ribbon", "check", str(book), ""]) == 0
        assert said == ["正在校验…", "check 做完了。"]
        assert app_module.main(["ribbon", "next", "工作簿1", ""]) == 0
        assert "还没有保存过" in said[-1]
        assert len(asked) == 1

    def test_a_fault_of_ours_is_told_by_the_exit_code(
        self, screen: str, book: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(session, "check", lambda *_: 1 / 0)
        monkeypatch.setattr(toast, "_LEAST_MS", 1)
        monkeypatch.setattr(toast, "_READING_MS", 0)
        assert app_module.main(["ribbon", "check", str(book), ""]) == 3

    def test_from_the_corner_the_window_opens_and_repeats_nothing(
        self, screen: str, book: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown: list[Call] = []
        corner = SimpleNamespace(wanted=True)
        monkeypatch.setattr(ribbon_call, "_in_the_corner", lambda _: corner)
        monkeypatch.setattr(ribbon_call, "present", lambda _, call: shown.append(call))
        monkeypatch.setattr(App, "run", run_for_a_moment)
        monkeypatch.setattr(desktop_settings, "settings_folder", lambda: book.parent)
        assert app_module.main(["ribbon", "refresh", str(book), ""]) == 0
        assert [call.action for call in shown] == ["open"]

    def test_a_second_click_meanwhile_does_nothing(
        self, asked: list[tuple[object, ...]], book: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(instance, "begin", lambda _: None)
        assert app_module.main(["ribbon", "check", str(book), ""]) == 0
        assert asked == []


class TestToast:
    """The small window in the corner."""

    def test_it_stands_in_the_corner_and_leads_to_the_window(self, screen: str) -> None:
        corner = toast.Toast()
        corner.root.after(200, corner.open.invoke)
        assert corner.run("正在做…", lambda: "做完了。").wanted

    def test_put_away_in_the_middle_the_work_still_ends(self, screen: str) -> None:
        ended: list[bool] = []
        away = threading.Event()

        def work() -> str:
            away.wait(CEILING)
            ended.append(True)
            return "做完了。"

        def put_away() -> None:
            corner.root.destroy()
            away.set()

        corner = toast.Toast()
        corner.root.after(50, put_away)
        assert not corner.run("正在做…", work).wanted
        assert ended == [True]

    def test_a_fault_of_ours_is_a_sentence_with_a_detail_to_copy(
        self, screen: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(toast, "_LEAST_MS", CEILING * 1000)
        corner, seen = toast.Toast(), []

        def look() -> None:
            if not corner.failure.sentence:
                corner.root.after(20, look)
                return
            corner.copy.invoke()
            seen.append(corner.message.cget("text"))
            seen.append(corner.root.clipboard_get())
            corner.root.destroy()

        corner.root.after(20, look)
        corner.run("正在做…", lambda: str(1 / 0))
        assert "程序出了意外" in seen[0]
        assert "ZeroDivisionError" in seen[1]
