"""The real window on a virtual screen, driven as a person would."""

import shutil
import threading
import zipfile
from pathlib import Path
from tkinter import ttk

import pytest
from support.faulty import ERRORS, FAULTS
from support.formats import with_cells
from support.waiting import CEILING

from budgetsheet import publishing, services
from budgetsheet.desktop import app as app_module
from budgetsheet.desktop import look, settings, watch
from budgetsheet.desktop.start_page import StartPage
from budgetsheet.desktop.view import ALL_PROJECTS, DEPARTMENT
from budgetsheet.desktop.widgets import choose_row
from budgetsheet.exporters import FORMATS, Format
from budgetsheet.form.scheme import SCHEMES
from budgetsheet.model import Unreadable, replace
from desktop.conftest import Hand

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    filing = services.load_model(SAMPLES / "faulty.json")
    return services.new(tmp_path / "文化馆 2027 & 填报.xlsx", filing)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return services.new(
        tmp_path / "县图书馆 2027.xlsx", services.load_model(SAMPLES / "sample.json")
    )


def opened(hand: Hand, path: Path) -> None:
    hand.answers.ready = [path]
    hand.press("<Control-o>")
    assert hand.book.path == path


def test_the_first_page_offers_the_three_ways_in(hand: Hand) -> None:
    assert isinstance(hand.app.page, StartPage)
    texts = [str(button.cget("text")) for button in hand.app.page.buttons]
    assert [text.partition("…")[0] for text in texts] == [
        "新建工作簿", "打开工作簿", "从已发布文件导入",
    ]  # fmt: skip


def test_opening_shows_unit_projects_totals_and_findings(hand: Hand, faulty: Path) -> None:
    opened(hand, faulty)
    assert "云溪县文化馆" in hand.page.headline.cget("text")
    assert f"{ERRORS} 处错误" in hand.page.verdict.cget("text")
    assert [figure.cget("text") for _, figure in hand.page.totals] == [
        "306.715", "279.205", "27.50",
    ]  # fmt: skip
    assert len(hand.projects.list.get_children()) == 10
    assert len(hand.findings.list.get_children()) == FAULTS
    assert f"{FAULTS} / {FAULTS}" in hand.findings.count.cget("text")
    assert hand.projects.picture.find_all()
    assert "为什么" in hand.findings.detail.get("1.0", "end")
    assert hand.app.root.title() == f"{faulty.name}（{ERRORS} 处错误） — 预算绩效填报"


def test_no_total_is_shown_where_an_amount_cannot_be_read(hand: Hand, tmp_path: Path) -> None:
    filing = services.load_model(Path(__file__).parents[2] / "samples" / "sample.json")
    first = replace(filing.projects[0], budget_amount=None)
    typed = Unreadable("projects.0.budget_amount", "大约六十万")
    filing = replace(filing, projects=(first, *filing.projects[1:]), unreadable=(typed,))
    opened(hand, services.new(tmp_path / "a.xlsx", filing))
    tiles = [(name.cget("text"), figure.cget("text")) for name, figure in hand.page.totals]
    assert tiles[0] == ("预算合计（1 处读不出）", "—")
    assert tiles[1] == ("财政资金合计（万元）", "279.21")


def chosen_in(hand: Hand, box: ttk.Combobox, value: str) -> None:
    box.set(value)
    box.event_generate("<<ComboboxSelected>>")
    hand.wait()


def test_filters_narrow_the_list(hand: Hand, faulty: Path) -> None:
    opened(hand, faulty)
    panel = hand.findings
    chosen_in(hand, panel.severity, "警告")
    assert [finding.rule for finding in panel.shown] == ["BS206"]
    chosen_in(hand, panel.severity, ALL_PROJECTS)
    chosen_in(hand, panel.owner, DEPARTMENT)
    assert {finding.sheet for finding in panel.shown} == {"部门整体"}
    hand.projects.list.selection_set("0")
    hand.wait()
    assert {finding.sheet for finding in panel.shown} == {"01 编外人员工资及社会保险"}
    chosen_in(hand, panel.severity, "提示")
    assert panel.shown == ()
    assert "筛选" in panel.detail.get("1.0", "end")
    panel.all.invoke()
    assert len(panel.shown) == FAULTS


def test_a_finding_leads_to_its_cell(hand: Hand, faulty: Path) -> None:
    opened(hand, faulty)
    hand.findings.list.focus_force()
    hand.findings.list.event_generate("<Return>")
    hand.wait()
    assert hand.opened == [faulty]
    assert "B3" in hand.said


def test_a_finding_is_copied_whole(hand: Hand, faulty: Path) -> None:
    opened(hand, faulty)
    hand.findings.list.focus_force()
    hand.app.root.update()
    hand.findings.list.event_generate("<<Copy>>")
    copied = hand.app.root.clipboard_get()
    assert all(word in copied for word in ("部门整体 B3", "怎么改", "BS101", "依据"))


def test_the_detail_is_read_not_written(hand: Hand, faulty: Path) -> None:
    opened(hand, faulty)
    before = hand.findings.detail.get("1.0", "end")
    hand.findings.detail.focus_force()
    hand.app.root.update()
    for key in ("x", "<BackSpace>", "<Return>", "<Control-v>", "<<Paste>>", "<Control-h>"):
        hand.findings.detail.event_generate(key)
    assert hand.findings.detail.get("1.0", "end") == before
    hand.findings.detail.event_generate("<Tab>")
    assert hand.app.root.focus_get() == hand.findings.go


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_new_workbook_by_keys_alone(hand: Hand, tmp_path: Path, scheme: str) -> None:
    """A project that is added later is one of the workbook's own form."""
    target = tmp_path / "新的.xlsx"
    hand.answers.ready = [(2027, 3, scheme), target]
    hand.press("<Control-n>")
    assert target.is_file()
    assert len(hand.projects.list.get_children()) == 3
    hand.answers.ready = ["新增的项目"]
    hand.book.add_project()
    hand.wait()
    filing = services.check(target).reading.filing
    assert (filing.scheme, filing.projects[3].name) == (scheme, "新增的项目")
    assert filing.projects[3].spending_plan == filing.projects[0].spending_plan


@pytest.mark.parametrize("answers", [[None], [(2027, 3, "hebei"), ""]])
def test_a_cancelled_question_changes_nothing(
    hand: Hand, tmp_path: Path, answers: list[object]
) -> None:
    hand.answers.ready = list(answers)
    hand.press("<Control-n>")
    assert hand.answers.ready == []
    assert isinstance(hand.app.page, StartPage)
    assert not list(tmp_path.glob("*.xlsx"))


def test_import_tells_what_it_made(hand: Hand, clean: Path, tmp_path: Path) -> None:
    _, (text,) = services.export(clean, tmp_path / "出", ["txt"])
    target = tmp_path / "导入.xlsx"
    hand.answers.ready = [text, target]
    hand.press("<Control-i>")
    assert hand.book.path == target
    assert "8 个项目" in hand.said


def test_checking_and_refreshing(hand: Hand, clean: Path) -> None:
    opened(hand, clean)
    hand.press("<F5>")
    assert "没有发现问题" in hand.findings.count.cget("text")
    assert "可以导出" in hand.page.verdict.cget("text")
    hand.press("<Control-r>")
    assert ".bak" in hand.said
    assert clean.with_name(clean.name + ".bak").is_file()


def test_what_was_read_in_the_standard_form_is_told(hand: Hand, clean: Path) -> None:
    clean.write_bytes(with_cells(clean.read_bytes(), ("B7", "0.25", "General")))
    opened(hand, clean)
    (told,) = hand.findings.shown
    assert (told.rule, told.cell, told.message) == (
        "BS012", "B7", "“0.25”已按标准写法读作“25%”。",
    )  # fmt: skip
    assert "可以导出" in hand.page.verdict.cget("text")
    hand.press("<Control-r>")
    assert "B7 的“0.25”已写成“25%”。" in hand.said
    assert not hand.findings.shown


def test_export_writes_what_was_chosen_and_remembers_it(
    hand: Hand, clean: Path, tmp_path: Path
) -> None:
    opened(hand, clean)
    folder = tmp_path / "导出"
    hand.answers.ready = [("docx", "txt"), folder]
    hand.press("<Control-e>")
    assert [key for key, _ in hand.answers.offered] == [form.name for form in FORMATS]
    assert all(title != key for key, title in hand.answers.offered)
    assert "已导出 2 个文件" in hand.said
    assert sorted(path.suffix for path in folder.iterdir()) == [".docx", ".txt"]
    assert settings.load(hand.app.folder).formats == ("docx", "txt")
    hand.app.notice.offer.invoke()
    assert hand.opened == [folder]


def test_a_package_is_written_and_compared(hand: Hand, clean: Path, tmp_path: Path) -> None:
    opened(hand, clean)
    package = tmp_path / "送审" / "一包.zip"
    hand.answers.ready = [("docx", "txt", "package", "appendix"), package]
    hand.press("<Control-e>")
    hand.app.notice.offer.invoke()
    assert hand.opened == [package.parent]
    with zipfile.ZipFile(package) as members:
        members.extractall(package.parent / "解开")
    (docx,) = (package.parent / "解开").glob("*.docx")
    assert any("chart" in name for name in zipfile.ZipFile(docx).namelist())
    kept = settings.load(hand.app.folder)
    assert (kept.formats, kept.extras) == (("docx", "txt"), ("package", "appendix"))
    hand.answers.ready = [None]
    hand.press("<Control-e>")
    assert hand.answers.ticked == ("docx", "txt", "package", "appendix")
    hand.app.doors.take([str(package)])
    hand.wait()
    assert "2 个文件都在" in hand.said
    docx.write_bytes(b"x")
    hand.app.doors.take([str(docx.parent)])
    hand.wait()
    assert hand.answers.reported == [(hand.said, (f"被改动：{docx.name}",))]
    assert hand.book.path == clean


@pytest.mark.parametrize("answers", [[None], [("txt",), ""], [("txt", "package"), ""]])
def test_a_cancelled_export_writes_nothing(hand: Hand, clean: Path, answers: list[object]) -> None:
    opened(hand, clean)
    hand.answers.ready = list(answers)
    hand.press("<Control-e>")
    assert hand.answers.ready == []
    assert sorted(path.suffix for path in clean.parent.iterdir() if path.is_file()) == [".xlsx"]


def test_errors_lead_to_a_draft_only_when_wanted(hand: Hand, faulty: Path, tmp_path: Path) -> None:
    opened(hand, faulty)
    hand.answers.ready = [("txt",), tmp_path / "甲", False]
    hand.press("<Control-e>")
    assert not (tmp_path / "甲").exists()
    hand.answers.ready = [("txt",), tmp_path / "乙", True]
    hand.press("<Control-e>")
    assert all("草稿" in path.name for path in (tmp_path / "乙").iterdir())


def test_projects_are_added_renamed_moved_and_removed(hand: Hand, clean: Path) -> None:
    opened(hand, clean)

    def names() -> list[str]:
        return [project.name for project in services.check(clean).reading.filing.projects]

    before = names()
    hand.answers.ready = ["新增的项目"]
    hand.book.add_project()
    hand.wait()
    assert names() == [*before, "新增的项目"]
    hand.answers.ready = ["改过的名字"]
    hand.book.rename_project(8)
    hand.wait()
    hand.book.move_project(8, 0)
    hand.wait()
    assert names() == ["改过的名字", *before]
    hand.answers.ready = [False]
    hand.book.remove_project(0)
    hand.wait()
    assert names() == ["改过的名字", *before]
    hand.answers.ready = [True]
    hand.book.remove_project(0)
    hand.wait()
    assert names() == before


def test_a_file_that_cannot_be_used_is_one_sentence(hand: Hand, tmp_path: Path) -> None:
    bad = tmp_path / "坏的.xlsx"
    bad.write_text("x")
    hand.answers.ready = [bad]
    hand.press("<Control-o>")
    assert "不是 Excel 工作簿" in hand.said
    assert isinstance(hand.app.page, StartPage)


def test_a_table_from_elsewhere_is_offered_to_be_imported(
    hand: Hand, clean: Path, tmp_path: Path
) -> None:
    _, (table,) = services.export(clean, tmp_path / "出", ["xlsx"])
    hand.answers.ready = [table]
    hand.press("<Control-o>")
    assert "导入" in hand.said
    hand.answers.ready = [""]
    hand.app.notice.offer.invoke()
    hand.wait()
    assert hand.answers.asked[-1] == "导入后保存到"
    assert isinstance(hand.app.page, StartPage)


def test_an_accident_gives_a_detail_to_copy(
    hand: Hand, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def accident(path: Path) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(services, "check", accident)
    hand.answers.ready = [clean]
    hand.press("<Control-o>")
    assert "意外" in hand.said
    assert hand.app.notice.copy.winfo_ismapped()
    hand.app.notice.copy.invoke()
    assert "RuntimeError: boom" in hand.app.root.clipboard_get()


def test_a_save_elsewhere_offers_a_new_check(hand: Hand, clean: Path, faulty: Path) -> None:
    opened(hand, clean)
    shutil.copyfile(faulty, clean)
    hand.until(lambda: "已保存" in hand.said)
    hand.app.notice.offer.invoke()
    hand.wait()
    assert len(hand.findings.list.get_children()) == FAULTS
    assert hand.said == ""


def test_a_workbook_that_went_away_is_told_and_can_be_checked_again_when_it_is_back(
    hand: Hand, clean: Path
) -> None:
    opened(hand, clean)
    away = clean.rename(clean.with_name("改了名.xlsx"))
    hand.until(lambda: "不在原来的位置" in hand.said)
    hand.press("<F5>")
    assert "找不到" in hand.said
    away.rename(clean)
    hand.until(lambda: "已保存" in hand.said)


def test_our_own_writing_is_no_news(
    hand: Hand, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(hand, clean)
    hand.press("<Control-r>")
    said, looked = hand.said, threading.Semaphore(0)
    genuine = watch.stamp_of

    def counted(path: Path) -> watch.Stamp | None:
        looked.release()
        return genuine(path)

    monkeypatch.setattr(watch, "stamp_of", counted)
    monkeypatch.setattr(hand.app.watch, "_every", 0.05)
    hand.until(lambda: looked._value > 2, "the watch does not look")
    hand.app.root.update()
    assert hand.said == said


def test_long_work_can_be_cancelled(
    hand: Hand, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(hand, clean)
    before = clean.read_bytes()
    genuine, released = services.made_workbook, threading.Event()

    def slow(filing: object, progress: object) -> bytes:
        def patient(done: int, of: int) -> None:
            released.wait(CEILING)
            progress(done, of)  # type: ignore[operator]

        return genuine(filing, patient)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "made_workbook", slow)
    hand.book.refresh()
    hand.app.root.update()
    hand.app.root.event_generate("<Escape>")
    released.set()
    hand.wait()
    assert "已取消" in hand.said
    assert clean.read_bytes() == before


def test_an_export_that_is_cancelled_writes_nothing(
    hand: Hand, clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(hand, clean)
    begun, released = threading.Event(), threading.Event()

    def patient(export: object) -> bytes:
        begun.set()
        released.wait(CEILING)
        return b""

    slow = Format("txt", "纯文本", ".txt", patient)
    monkeypatch.setattr(publishing, "formats_named", lambda names: [slow])
    hand.answers.ready = [("txt",), tmp_path / "出"]
    hand.book.export()
    hand.until(begun.is_set)
    hand.app.root.event_generate("<Escape>")
    released.set()
    hand.wait()
    assert "已取消" in hand.said
    assert not (tmp_path / "出").exists()


def test_a_second_click_while_work_goes_on_starts_nothing(
    hand: Hand, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(hand, clean)
    calls = []
    genuine, released = services.check, threading.Event()

    def slow(path: Path) -> object:
        calls.append(path)
        released.wait(CEILING)
        return genuine(path)

    monkeypatch.setattr(services, "check", slow)
    hand.book.check()
    hand.book.check()
    hand.until(lambda: bool(hand.app.work.row.winfo_ismapped()))
    assert "请等" in hand.app.work.doing.cget("text")
    released.set()
    hand.wait()
    assert len(calls) == 1


def test_reading_is_left_at_once_when_it_is_cancelled(
    hand: Hand, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(hand, clean)
    released = threading.Event()
    monkeypatch.setattr(services, "check", lambda path: released.wait(CEILING))
    hand.book.check()
    hand.press("<Escape>")
    assert "已取消" in hand.said
    released.set()


def test_the_window_remembers(hand: Hand, clean: Path) -> None:
    opened(hand, clean)
    remembered = settings.load(hand.app.folder)
    assert remembered.recent == (str(clean),)
    hand.app.back()
    assert isinstance(hand.app.page, StartPage)
    hand.app.page.recent[0].invoke()
    hand.wait()
    assert hand.book.path == clean


def test_a_recent_file_that_vanished_leaves_the_list(hand: Hand, clean: Path) -> None:
    opened(hand, clean)
    hand.app.back()
    clean.unlink()
    assert isinstance(hand.app.page, StartPage)
    hand.app.page.recent[0].invoke()
    hand.wait()
    assert clean.name in hand.said
    assert isinstance(hand.app.page, StartPage)
    assert hand.app.page.recent == []
    assert settings.load(hand.app.folder).recent == ()


def test_two_windows_do_not_forget_each_others_files(hand: Hand, clean: Path) -> None:
    settings.change(hand.app.folder, lambda kept: kept.opened(Path("/别的/窗口.xlsx")))
    opened(hand, clean)
    assert settings.load(hand.app.folder).recent == (str(clean), "/别的/窗口.xlsx")


def test_settings_of_an_older_version_are_kept(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"recent": ["甲.xlsx"], "later": 1}', "utf-8")
    assert settings.load(tmp_path) == settings.Settings(recent=("甲.xlsx",))


def test_settings_that_cannot_be_read_are_the_usual_ones(tmp_path: Path) -> None:
    for text in ("{", "[]", '{"recent": 5}', "null"):
        (tmp_path / "settings.json").write_text(text)
        assert settings.load(tmp_path) == settings.Settings()


def test_every_part_is_reached_by_tab(hand: Hand, faulty: Path) -> None:
    opened(hand, faulty)
    widget, seen = hand.page.actions["校验"], set()
    for _ in range(60):
        seen.add(str(widget))
        widget = widget.tk_focusNext()  # type: ignore[assignment]
        assert widget is not None
    wanted = [*hand.page.actions.values(), hand.projects.list, *hand.projects.buttons.values(),
              hand.findings.severity, hand.findings.owner, hand.findings.list,
              hand.findings.detail, hand.findings.go]  # fmt: skip
    assert {str(each) for each in wanted} <= seen


def test_enter_presses_the_button_that_has_the_focus(hand: Hand, clean: Path) -> None:
    opened(hand, clean)
    hand.page.actions["更新概述与汇总"].focus_force()
    hand.app.root.update()
    hand.page.actions["更新概述与汇总"].event_generate("<Return>")
    hand.wait()
    assert ".bak" in hand.said


def test_keys_in_the_project_list(hand: Hand, clean: Path) -> None:
    opened(hand, clean)

    def pressed(key: str, row: int) -> list[str]:
        choose_row(hand.projects.list, str(row))
        hand.projects.list.focus_force()
        hand.app.root.update()
        hand.projects.list.event_generate(key)
        hand.wait()
        filing = services.check(clean).reading.filing
        return [project.name for project in filing.projects]

    before = pressed("<F5>", 0)
    assert pressed("<Alt-Down>", 0) == [before[1], before[0], *before[2:]]
    assert hand.projects.chosen() == 1
    assert pressed("<Alt-Up>", 1) == before
    assert pressed("<Alt-Up>", 0) == before
    hand.answers.ready = ["改了名"]
    assert pressed("<F2>", 2)[2] == "改了名"
    hand.answers.ready = [True]
    assert pressed("<Delete>", 2) == [*before[:2], *before[3:]]
    hand.answers.ready = ["新增"]
    assert pressed("<Insert>", 0)[-1] == "新增"
    assert hand.projects.chosen() == len(before) - 1


def test_a_name_of_three_hundred_letters(hand: Hand, clean: Path) -> None:
    opened(hand, clean)
    name = "长" * 300
    hand.answers.ready = [name]
    hand.book.rename_project(0)
    hand.wait()
    assert services.check(clean).reading.filing.projects[0].name == name
    assert hand.app.root.winfo_width() <= hand.app.root.winfo_screenwidth()
    assert all(len(owner) < 40 for owner in hand.findings.owner.cget("values"))


def test_a_narrow_window_shows_every_column(hand: Hand, faulty: Path) -> None:
    opened(hand, faulty)
    hand.app.root.geometry("1x1")  # as small as it may be
    hand.wait()
    for tree in (hand.projects.list, hand.findings.list):
        columns = ("#0", *tree.cget("columns"))
        assert sum(int(tree.column(name, "width")) for name in columns) <= tree.winfo_width()
    for widget in (hand.findings.go, hand.projects.picture):
        bottom = widget.winfo_rooty() + widget.winfo_height()
        assert bottom <= hand.app.root.winfo_rooty() + hand.app.root.winfo_height()


def test_two_hundred_projects(hand: Hand, tmp_path: Path) -> None:
    sample = services.load_model(SAMPLES / "sample.json")
    many = [replace(sample.projects[i % 8], name=f"项目{i}") for i in range(200)]
    path = services.new(tmp_path / "两百.xlsx", replace(sample, projects=tuple(many)))
    opened(hand, path)
    assert len(hand.projects.list.get_children()) == 200
    canvas = hand.projects.picture
    bottom = max(canvas.bbox(item)[3] for item in canvas.find_all())
    assert bottom <= canvas.winfo_height()
    texts = [canvas.itemcget(i, "text") for i in canvas.find_all() if canvas.type(i) == "text"]
    assert any("其余" in text for text in texts)


def test_a_workbook_without_a_figure_has_a_picture_that_says_so(hand: Hand, tmp_path: Path) -> None:
    path = services.new(tmp_path / "空.xlsx", services.blank_filing("hebei", 2, 2027))
    opened(hand, path)
    canvas = hand.projects.picture
    assert [canvas.itemcget(i, "text") for i in canvas.find_all()] == [
        "填好各项目的预算数，这里就有图。"
    ]


def test_files_dropped_on_the_window_are_opened(hand: Hand, clean: Path, faulty: Path) -> None:
    hand.until(lambda: hand.app.drops)
    assert isinstance(hand.app.page, StartPage)
    assert "窗口" in hand.app.page.drop_hint.cget("text")
    dropped(hand, faulty, clean)
    assert hand.book.path == faulty
    assert "其余 1 个" in hand.said
    dropped(hand, faulty.parent)
    assert "是文件夹" in hand.said
    assert hand.book.path == faulty


def dropped(hand: Hand, *paths: Path) -> None:
    """Do what the library does at a drop: put the names into the bound script, and run it."""
    tcl = hand.app.root.tk
    script = tcl.call("bind", ".", "<<Drop:DND_Files>>")
    names = tcl.call("list", tcl.call("list", *map(str, paths)))
    assert tcl.eval(tcl.call("string", "map", ("%D", names), script)) == "copy"
    hand.wait()


def test_help_opens_the_manual_or_says_where_it_is(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hand.press("<F1>")
    assert "使用说明" in hand.said
    manual = tmp_path / "manual.html"
    manual.write_text("x")
    monkeypatch.setattr(app_module, "MANUAL", manual)
    hand.press("<F1>")
    assert hand.opened == [manual]


def test_the_window_grows_with_the_screens_resolution(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    for dots, wanted in ((96.0, 100), (144.0, 150)):
        monkeypatch.setattr(hand.app.root, "winfo_fpixels", lambda _, dots=dots: dots)
        assert look.px(hand.app.root, 100) == wanted


def test_closing_remembers_the_place(hand: Hand) -> None:
    hand.app.close()
    assert settings.load(hand.app.folder).geometry
