"""Whatever fails behind the window, it says one sentence with a detail to copy, and goes on."""

from __future__ import annotations

import contextlib
import inspect
import threading
import tkinter as tk
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.waiting import CEILING

from budgetsheet import services
from budgetsheet.desktop import app as window
from budgetsheet.desktop import forms, guard, ribbon_call, settings, system, toast
from budgetsheet.desktop.app import App
from budgetsheet.desktop.book import OpenBook
from budgetsheet.desktop.doors import Doors
from budgetsheet.desktop.forms import NewBook
from budgetsheet.desktop.jobs import Done, Job
from budgetsheet.desktop.report import Report
from budgetsheet.live import session
from budgetsheet.model import Filing
from desktop.conftest import Answers, Hand


class Callbacks:
    """Every callback that Tk was given, and a fault to put into all of them."""

    def __init__(self) -> None:
        self.all: list[tk.CallWrapper] = []
        self.fault: BaseException | None = None

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = tk.CallWrapper.__init__

        def noted(wrapper: tk.CallWrapper, func: Callable[..., object], *rest: object) -> None:
            def act(*arguments: object) -> object:
                if self.fault is not None:
                    raise self.fault
                return func(*arguments)

            real(wrapper, act, *rest)  # type: ignore[arg-type]
            wrapper.named = getattr(func, "__qualname__", repr(func))  # type: ignore[attr-defined]
            self.all.append(wrapper)

        monkeypatch.setattr(tk.CallWrapper, "__init__", noted)


@pytest.fixture
def callbacks(monkeypatch: pytest.MonkeyPatch) -> Callbacks:
    found = Callbacks()
    found.watch(monkeypatch)
    return found


@pytest.fixture
def book(tmp_path: Path, sample: Filing) -> Path:
    return services.new(tmp_path / "填报.xlsx", sample)


def raising(error: BaseException) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


def assert_told(hand: Hand, kind: type[BaseException]) -> None:
    """One sentence at the top, and the detail goes to the clipboard."""
    assert hand.said.endswith("。")
    assert "详情" in hand.said
    hand.app.notice.copy.invoke()
    assert kind.__name__ in hand.app.root.clipboard_get()
    assert "Traceback" in hand.app.root.clipboard_get()
    hand.app.notice.say("")


@pytest.mark.parametrize("error", [RuntimeError("injected"), MemoryError(), RecursionError(),
                                   KeyError("甲"), OSError(5, "Input/output error")],
                         ids=lambda e: type(e).__name__)  # fmt: skip
def test_a_fault_in_any_callback_of_the_window(
    callbacks: Callbacks, hand: Hand, book: Path, error: Exception,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    root = hand.app.root
    hand.app.doors.open_path(book)
    hand.wait()
    for question in (
        forms.TextQuestion(root, "题", "问", ""), forms.BookQuestion(root, 2027),
        forms.ChoiceQuestion(root, "题", "问", (("a", "甲"),), ()),
        Report(root, "题", "句", ("行",)),
    ):  # fmt: skip
        question.update()
    wrappers = list(callbacks.all)
    assert len({wrapper.named for wrapper in wrappers}) > 25  # type: ignore[attr-defined]
    for wrapper in wrappers:
        subst, callbacks.fault, wrapper.subst = wrapper.subst, error, None
        wrapper()
        callbacks.fault, wrapper.subst = None, subst
        assert hand.app.notice.failure is not None, wrapper.named  # type: ignore[attr-defined]
        hand.app.notice.say("")
    callbacks.fault = error
    hand.app.help()
    wrappers[0]()
    callbacks.fault = None
    assert_told(hand, type(error))
    hand.page.view = None
    hand.press("<F5>")
    assert hand.page.view
    assert "Traceback" not in capfd.readouterr().err


DEEDS: dict[str, tuple[list[object], tuple[object, ...]]] = {
    "Doors.new": ([NewBook(2027, 1, "hebei"), "出.xlsx"], ()),
    "Doors.open": (["填报.xlsx"], ()),
    "Doors.import_": (["文.txt", "出.xlsx"], ()),
    "Doors.open_path": ([], ("填报.xlsx",)),
    "Doors.open_recent": ([], ("填报.xlsx",)),
    "Doors.take": ([], (("填报.xlsx",),)),
    "OpenBook.check": ([], ()),
    "OpenBook.refresh": ([], ()),
    "OpenBook.export": ([("json",), "出"], ()),
    "OpenBook.rescue": (["出.xlsx"], ()),
    "OpenBook.add_project": (["新的项目"], ()),
    "OpenBook.rename_project": (["别的名字"], (0,)),
    "OpenBook.remove_project": ([True], (0,)),
    "OpenBook.move_project": ([], (0, 1)),
}
WITHOUT_SERVICES = {
    "OpenBook.fill", "OpenBook.go_to", "OpenBook.explain", "OpenBook.show", "OpenBook.react",
    "OpenBook.start",
}  # fmt: skip
"""Do nothing of their own with a service; a fault of theirs is one of a callback."""


def test_every_deed_is_tried() -> None:
    deeds = {
        f"{owner.__name__}.{name}"
        for owner in (Doors, OpenBook)
        for name, _ in inspect.getmembers(owner, inspect.isfunction)
        if not name.startswith("_")
    }
    assert deeds == set(DEEDS) | WITHOUT_SERVICES


@pytest.mark.parametrize("deed", DEEDS)
def test_a_fault_in_any_service_behind_the_window(
    deed: str, hand: Hand, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "文.txt").write_text("部门整体绩效目标\n一、总体绩效目标\n甲。\n", "utf-8")
    hand.app.doors.open_path(book)
    hand.wait()
    answers, arguments = DEEDS[deed]
    owner: object = hand.app.doors if deed.startswith("Doors") else hand.book

    def here(value: object) -> object:
        if isinstance(value, tuple) and value == ("填报.xlsx",):
            return tuple(map(here, value))
        plain = isinstance(value, str) and ("." in value or value == "出")
        return tmp_path / str(value) if plain else value

    before = {p.name: p.read_bytes() for p in tmp_path.glob("*") if p.is_file()}
    for error in (RuntimeError("injected"), MemoryError()):
        with monkeypatch.context() as patch:
            for name in services.__all__:
                if name.islower() and name not in ("adding", "blank_filing", "blank_project"):
                    patch.setattr(services, name, raising(error))
            hand.answers.ready = [here(answer) for answer in answers]
            getattr(owner, deed.partition(".")[2])(*map(here, arguments))
            hand.wait()
        assert_told(hand, type(error))
    assert {p.name: p.read_bytes() for p in tmp_path.glob("*") if p.is_file()} == before
    hand.press("<F5>")
    assert hand.page.view


@pytest.mark.parametrize("error", [RuntimeError("x"), MemoryError(), SystemExit(3),
                                   KeyboardInterrupt(), GeneratorExit()],
                         ids=lambda e: type(e).__name__)  # fmt: skip
def test_a_job_ends_whatever_is_raised_in_it(error: BaseException) -> None:
    job = Job(raising(error))
    job.wait(CEILING)
    done = job.poll()
    assert isinstance(done, Done)
    assert done.failure is not None
    assert type(error).__name__ in done.failure.detail


def test_the_work_row_goes_on_after_a_fault_of_its_own(
    hand: Hand, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failed = Job.poll, []

    def once(job: Job) -> object:
        if not failed:
            failed.append(job)
            raise RuntimeError("injected")
        return real(job)

    monkeypatch.setattr(Job, "poll", once)
    with contextlib.suppress(RuntimeError):
        hand.app.doors.open_path(book)
    hand.wait()
    assert hand.book.path == book


def test_the_watching_goes_on_after_a_fault(
    hand: Hand, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.app.doors.open_path(book)
    hand.wait()
    monkeypatch.setattr(window, "_NEWS_MS", 20)
    with monkeypatch.context() as patch:
        patch.setattr(hand.app.watch, "news", raising(RuntimeError("injected")))
        hand.until(lambda: hand.app.notice.failure is not None)
    hand.app.notice.say("")
    book.touch()
    hand.until(lambda: "已保存" in hand.said)


def test_a_thread_that_fails_is_told(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", hand.app.hear_thread)
    thread = threading.Thread(target=raising(RuntimeError("injected")))
    thread.start()
    thread.join()
    hand.until(lambda: hand.app.notice.failure is not None)
    assert_told(hand, RuntimeError)


def test_an_error_of_tcl_itself_is_told(hand: Hand) -> None:
    hand.app.root.tk.call("after", "idle", "no_such_command")
    hand.until(lambda: hand.app.notice.failure is not None)
    assert hand.app.notice.failure
    assert "while executing" in hand.app.notice.failure.detail


# ---- what the system cannot open


def test_without_a_browser_help_says_where_the_manual_is(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manual = tmp_path / "manual.html"
    monkeypatch.setattr(window, "MANUAL", manual)
    hand.press("<F1>")
    assert "docs" in hand.said
    manual.touch()
    monkeypatch.setattr(system, "open_file", raising(FileNotFoundError(2, "xdg-open")))
    hand.press("<F1>")
    assert "浏览器" in hand.said
    assert str(manual) in hand.said


def test_a_folder_that_does_not_open_is_told(
    hand: Hand, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.app.doors.open_path(book)
    hand.wait()
    hand.answers.ready = [("json",), str(tmp_path / "出"), True]
    hand.press("<Control-e>")
    monkeypatch.setattr(system, "open_file", raising(OSError(2, "no program")))
    assert "打开文件夹" in str(hand.app.notice.offer.cget("text"))
    hand.app.notice.offer.invoke()
    assert "没能打开文件夹" in hand.said
    assert str(tmp_path / "出") in hand.said


# ---- the start, and the ribbon


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(toast, "_LEAST_MS", 50)
    monkeypatch.setattr(toast, "_READING_MS", 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    yield
    threading.excepthook = threading.__excepthook__


@pytest.mark.usefixtures("quiet", "screen")
@pytest.mark.parametrize(
    "names", [[], ["填报.xlsx"], ["ribbon", "open", ""], ["ribbon", "nonsense"]]
)
@pytest.mark.parametrize("error", [tk.TclError("no display"), RuntimeError(), MemoryError()],
                         ids=lambda e: type(e).__name__)  # fmt: skip
def test_a_window_that_does_not_open_is_a_sentence(
    names: list[str], error: Exception, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(App, "__init__", raising(error))
    assert window.main(names) == 3
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert err.count("\n") == 1


@pytest.mark.usefixtures("quiet", "screen")
@pytest.mark.parametrize("action", ribbon_call._DOING)
@pytest.mark.parametrize("where", ["session", "callback"])
def test_a_fault_behind_a_ribbon_button(
    action: str, where: str, book: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    if where == "session":
        for name in ("check", "refresh", "step"):
            monkeypatch.setattr(session, name, raising(RuntimeError("injected")))
    else:
        monkeypatch.setattr(toast.Job, "poll", raising(RuntimeError("injected")))
    said: list[str] = []
    real = toast.Toast.say
    monkeypatch.setattr(toast.Toast, "say", lambda t, text: (said.append(text), real(t, text))[1])
    assert window.main(["ribbon", action, str(book)]) == 3
    assert "程序出了意外" in said[-1]
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.usefixtures("quiet", "screen")
def test_help_from_the_ribbon_without_a_browser_opens_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manual = tmp_path / "manual.html"
    manual.touch()
    monkeypatch.setattr(window, "MANUAL", manual)
    monkeypatch.setattr(system, "open_file", raising(OSError(2, "none")))
    monkeypatch.setattr(window.settings, "settings_folder", lambda: tmp_path)
    said: list[str] = []

    def run(app: App) -> None:
        Hand(app, Answers(), []).until(lambda: app.notice.showing)
        said.append(str(app.notice.message.cget("text")))
        app.root.destroy()

    monkeypatch.setattr(App, "run", run)
    assert window.main(["ribbon", "help", ""]) == 0
    assert "浏览器" in said[0]


def test_a_stop_by_the_keyboard_is_no_fault() -> None:
    assert guard.guarded(raising(KeyboardInterrupt())) == 130  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["[" * 100_000, "", "null", "[]", '{"recent": 1}', "\0", "{" * 99])
def test_settings_that_cannot_be_read_are_the_usual_ones(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text, "utf-8")
    assert settings.load(tmp_path) == settings.Settings()
