"""The real window on a virtual screen, driven as a person would."""

import os
import shutil
import time
from pathlib import Path
from tkinter import ttk

import pytest

from budgetsheet import services
from budgetsheet.desktop import look, settings
from budgetsheet.desktop.start_page import StartPage
from budgetsheet.desktop.view import ALL_PROJECTS, DEPARTMENT
from budgetsheet.exporters import FORMATS
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
    assert "25 处错误" in hand.page.verdict.cget("text")
    assert [figure.cget("text") for _, figure in hand.page.totals] == [
        "306.715", "279.205", "27.50",
    ]  # fmt: skip
    assert len(hand.projects.list.get_children()) == 10
    assert len(hand.findings.list.get_children()) == 27
    assert "27 / 27" in hand.findings.count.cget("text")
    assert hand.projects.picture.find_all()
    assert "为什么" in hand.findings.detail.get("1.0", "end")
    assert hand.app.root.title() == f"{faulty.name}（25 处错误） — 预算绩效填报"


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
    assert len(panel.shown) == 27


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


def test_a_new_workbook_by_keys_alone(hand: Hand, tmp_path: Path) -> None:
    target = tmp_path / "新的.xlsx"
    hand.answers.ready = [(2027, 3), target]
    hand.press("<Control-n>")
    assert target.is_file()
    assert len(hand.projects.list.get_children()) == 3


@pytest.mark.parametrize("answers", [[None], [(2027, 3), ""]])
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


@pytest.mark.parametrize("answers", [[None], [("txt",), ""]])
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
    os.utime(clean, (time.time() + 5, time.time() + 5))
    hand.until(lambda: "已保存" in hand.said)
    hand.app.notice.offer.invoke()
    hand.wait()
    assert len(hand.findings.list.get_children()) == 27


def test_long_work_can_be_cancelled(
    hand: Hand, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(hand, clean)
    before = clean.read_bytes()
    genuine = services.fresh_workbook

    def slow(filing: object, progress: object) -> bytes:
        def patient(done: int, of: int) -> None:
            time.sleep(0.1)
            progress(done, of)  # type: ignore[operator]

        return genuine(filing, patient)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "fresh_workbook", slow)
    hand.book.refresh()
    hand.app.root.update()
    hand.press("<Escape>")
    hand.wait()
    assert "已取消" in hand.said
    assert clean.read_bytes() == before


def test_the_window_remembers(hand: Hand, clean: Path) -> None:
    opened(hand, clean)
    remembered = settings.load(hand.app.folder)
    assert remembered.recent == (str(clean),)
    hand.app.back()
    assert isinstance(hand.app.page, StartPage)
    hand.app.page.recent[0].invoke()
    hand.wait()
    assert hand.book.path == clean


def test_settings_that_cannot_be_read_are_the_usual_ones(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{")
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


def test_the_window_grows_with_the_screens_resolution(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    for dots, wanted in ((96.0, 100), (144.0, 150)):
        monkeypatch.setattr(hand.app.root, "winfo_fpixels", lambda _, dots=dots: dots)
        assert look.px(hand.app.root, 100) == wanted


def test_closing_remembers_the_place(hand: Hand) -> None:
    hand.app.close()
    assert settings.load(hand.app.folder).geometry
