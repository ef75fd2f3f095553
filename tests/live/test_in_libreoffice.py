"""Typing, checking, marks and regenerating in a workbook that LibreOffice has open."""

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.office import Document, Office

from budgetsheet import services
from budgetsheet.cli import main
from budgetsheet.form import book as names
from budgetsheet.form.book import book_for
from budgetsheet.live import host, session
from budgetsheet.live.host import MARK
from budgetsheet.model import Filing

pytestmark = pytest.mark.xdist_group("live")


@pytest.fixture
def first(sample: Filing) -> str:
    return names.project_sheet_names(sample.projects)[0]


@pytest.fixture
def cells(sample: Filing) -> dict[str, str]:
    """Give the cells of the first project's entries by path."""
    return {entry.path: entry.area.cell for entry in book_for(sample).projects[0].entries}


def saved(opened: Document, folder: Path) -> Path:
    return opened.save_as(folder / "saved.xlsx")


def marked_cells(path: Path) -> set[tuple[str, str]]:
    """Return sheet and cells of the marks in a saved file, but for a narrative out of date."""
    return {
        (page.title, str(place))
        for page in openpyxl.load_workbook(path)
        if page.title != names.OVERVIEW
        for formats, rules in page.conditional_formatting._cf_rules.items()
        for place in formats.cells.ranges
        for rule in rules
        if rule.formula == [MARK]
    }


def other_formats(path: Path) -> dict[str, list[tuple[str, list[str]]]]:
    """Return every conditional format that is no mark, by sheet."""
    return {
        page.title: sorted(
            (str(formats.sqref), rule.formula)
            for formats, rules in page.conditional_formatting._cf_rules.items()
            for rule in rules
            if rule.formula != [MARK]
        )
        for page in openpyxl.load_workbook(path)
    }


def contents(page: Worksheet) -> dict[str, tuple[object, object]]:
    """Return value or formula and link of every cell that has one."""
    found = {}
    for row in page.iter_rows():
        for cell in row:
            value = cell.value
            if isinstance(value, str) and value.startswith("="):
                value = value.replace("'", "").replace("$", "")
            link = cell.hyperlink.location.replace("'", "") if cell.hyperlink else None
            if value or link:
                found[cell.coordinate] = (value, link)
    return found


def test_a_fault_is_marked_and_unmarked(
    opened: Document, book: Path, tmp_path: Path, first: str, cells: dict[str, str]
) -> None:
    before = saved(opened, tmp_path)
    formats, locks = other_formats(before), protections(before)
    assert opened.type_into(first, cells["fiscal_funds"], "60")
    told = session.check(book)
    assert told.done
    assert "错误 1 处" in told.said
    assert f"已选中第一处：{first} {cells['budget_amount']}" in told.said
    with_mark = saved(opened, tmp_path)
    assert marked_cells(with_mark) == {(first, cells["budget_amount"])}
    assert other_formats(with_mark) == formats
    assert protections(with_mark) == locks
    assert opened.selection() == [first, cells["budget_amount"]]
    results = opened.column(names.RESULTS, "C5:C6")
    assert "BS201" in results

    assert opened.type_into(first, cells["fiscal_funds"], "64.8")
    told = session.check(book)
    assert "错误" not in told.said
    mended = saved(opened, tmp_path)
    assert marked_cells(mended) == set()
    assert other_formats(mended) == formats
    assert protections(mended) == locks
    assert "BS201" not in opened.column(names.RESULTS, "C5:C6")


def test_what_is_mended_in_the_open_workbook_is_exported(
    opened: Document, book: Path, tmp_path: Path, first: str, cells: dict[str, str]
) -> None:
    """Typed, checked, marked, mended, refreshed, saved, exported."""
    opened.type_into(first, cells["budget_amount"], "70")
    assert "错误 1 处" in session.check(book).said
    opened.type_into(first, cells["fiscal_funds"], "70")
    told = session.refresh(book)
    assert told.done
    assert "错误" not in told.said
    checked, written = services.export(saved(opened, tmp_path), tmp_path / "导出", ["txt"])
    assert not checked.blocked
    assert "118.00" in written[0].read_text("utf-8")


def protections(path: Path) -> dict[str, dict[str, object]]:
    """Return what each sheet's lock allows."""
    return {page.title: dict(page.protection) for page in openpyxl.load_workbook(path)}


def test_what_was_read_in_the_standard_form_is_told_in_the_open_workbook(
    opened: Document, book: Path, sample: Filing, first: str, cells: dict[str, str]
) -> None:
    amount = f"{sample.projects[0].budget_amount}万元"
    opened.set_string(first, cells["budget_amount"], amount)
    told = session.check(book)
    assert "提示 1 处" in told.said
    (found,) = (f for f in told.checked.findings if f.rule == "BS012") if told.checked else ()
    assert (found.sheet, found.cell) == (first, cells["budget_amount"])
    assert any(amount in text for text in opened.column(names.RESULTS, "E5:E9"))


def test_marks_do_not_trip_the_reader(
    opened: Document, book: Path, tmp_path: Path, first: str, cells: dict[str, str]
) -> None:
    opened.type_into(first, cells["fiscal_funds"], "60")
    told = session.check(book)
    assert told.checked
    again = services.check(saved(opened, tmp_path))
    assert again.findings == told.checked.findings
    assert {f.rule for f in again.findings} == {"BS201", "BS502"}


def test_a_refresh_in_the_open_workbook_writes_what_a_refresh_of_the_file_writes(
    opened: Document, book: Path, tmp_path: Path, sample: Filing, first: str, cells: dict[str, str]
) -> None:
    measure = book_for(sample).places(sample)["measures.0.value"].area.cell
    overall = book_for(sample).places(sample)["overall_objective.0"].area
    empty = book_for(sample).places(sample)[f"overall_objective.{len(sample.overall_objective)}"]
    assert opened.type_into(names.DEPARTMENT, measure, "16")
    assert opened.type_into(first, cells["budget_amount"], "70")
    assert opened.type_into(names.DEPARTMENT, empty.area.cell, "=新的一段，第{年度}年。")
    opened.go_to(names.DEPARTMENT, overall.cell)
    told = session.refresh(book)
    assert told.done, told.said
    assert "已更新" in told.said
    assert opened.selection() == [names.DEPARTMENT, overall.cell]
    live = saved(opened, tmp_path)
    fresh = tmp_path / "fresh.xlsx"
    fresh.write_bytes(live.read_bytes())
    services.refresh(fresh)
    ours, theirs = openpyxl.load_workbook(live), openpyxl.load_workbook(fresh)
    for sheet in (names.SUMMARY, names.OVERVIEW):
        assert contents(ours[sheet]) == contents(theirs[sheet]), sheet
    assert ours[names.OVERVIEW].protection.sheet
    assert "=新的一段，第2027年。" in opened.column(names.OVERVIEW, "B4:B60")
    opened.recalculate()
    assert set(opened.column(names.OVERVIEW, "C4:C60")) == {"一致", "", "与来源是否一致"}


def test_results_look_like_those_of_the_file(
    opened: Document, book: Path, tmp_path: Path, first: str, cells: dict[str, str]
) -> None:
    """More findings than the file had rows for: borders, wrap, lock and height are there."""
    for path in ("fiscal_funds", "code", "budget_amount"):
        opened.type_into(first, cells[path], "0")
    assert session.check(book).done
    live = saved(opened, tmp_path)
    fresh = tmp_path / "fresh.xlsx"
    fresh.write_bytes(live.read_bytes())
    services.refresh(fresh)
    ours = openpyxl.load_workbook(live)[names.RESULTS]
    theirs = openpyxl.load_workbook(fresh)[names.RESULTS]
    rows = {row[2].value: row for row in ours.iter_rows(min_row=5) if row[2].value}
    assert len(rows) > 2
    for row in theirs.iter_rows(min_row=5):
        twin = rows[row[2].value]
        for cell, other in zip(row, twin, strict=True):
            if cell.column > 1:
                assert (cell.value or "") == (other.value or "")
            assert look(cell) == look(other), (cell.coordinate, other.coordinate)
        heights = (ours.row_dimensions[twin[0].row], theirs.row_dimensions[row[0].row])
        assert abs(heights[0].height - heights[1].height) < 1
    assert f"H{4 + len(rows)}".replace("H", "$H$") in (
        openpyxl.load_workbook(live).defined_names["bs.results.rows"].attr_text
    )


def look(cell: object) -> tuple[object, ...]:
    font, align, border = cell.font, cell.alignment, cell.border  # type: ignore[attr-defined]
    colour = getattr(font.color, "rgb", None)
    return (
        font.name, font.sz, bool(font.b), colour if isinstance(colour, str) else "FF000000",
        align.horizontal, align.indent, align.vertical, bool(align.wrap_text), border.left.style,
        cell.protection.locked, cell.number_format,  # type: ignore[attr-defined]
    )  # fmt: skip


def test_a_reason_typed_on_the_sheet_stays_with_its_finding(
    opened: Document, book: Path, tmp_path: Path, first: str, cells: dict[str, str]
) -> None:
    opened.type_into(first, cells["fiscal_funds"], "60")
    session.check(book)
    row = 5 + opened.column(names.RESULTS, "C5:C9").index("BS201")
    assert opened.type_into(names.RESULTS, f"G{row}", "上级文件要求")
    opened.type_into(first, cells["code"], "1")
    told = session.check(book)
    assert told.checked
    assert [f.waiver for f in told.checked.findings if f.rule == "BS201"] == ["上级文件要求"]
    rules = opened.column(names.RESULTS, "C5:C12")
    assert opened.column(names.RESULTS, "G5:G12")[rules.index("BS201")] == "上级文件要求"
    assert marked_cells(saved(opened, tmp_path)) == {(first, "B3:C3")}


def test_next_and_previous_go_round(
    opened: Document, book: Path, first: str, cells: dict[str, str]
) -> None:
    opened.type_into(first, cells["name"], "")
    opened.type_into(first, cells["code"], "1")
    opened.go_to(names.DIRECTORY, "A1")
    order = [cells["code"], cells["name"]]
    for number, cell in ((1, order[0]), (2, order[1]), (1, order[0])):
        told = session.step(book, None, forwards=True)
        assert told.said.startswith(f"第 {number} 处，共 2 处：")
        assert opened.selection() == [first, cell]
    assert session.step(book, None, forwards=False).said.startswith("第 2 处")
    assert opened.selection() == [first, order[1]]


def test_the_ribbons_copy_is_what_is_read(
    opened: Document, book: Path, tmp_path: Path, first: str, cells: dict[str, str]
) -> None:
    copy = saved(opened, tmp_path)
    opened.type_into(first, cells["fiscal_funds"], "60")
    told = session.check(book, copy)
    assert told.checked
    assert "BS201" not in {f.rule for f in told.checked.findings}


def test_a_sheet_with_a_password_is_named_and_left_alone(
    opened: Document, book: Path, tmp_path: Path, first: str, cells: dict[str, str]
) -> None:
    opened.type_into(first, cells["fiscal_funds"], "60")
    opened.protect(first, "我的密码")
    told = session.check(book)
    assert told.done
    assert f"工作表“{first}”加了密码，没有写入" in told.said
    assert marked_cells(saved(opened, tmp_path)) == set()
    assert opened.is_protected(first)
    assert "BS201" in opened.column(names.RESULTS, "C5:C6")
    opened.protect(names.OVERVIEW, "我的密码")
    refused = session.refresh(book)
    assert not refused.done
    assert f"“{names.OVERVIEW}”加了密码" in refused.said


def test_a_workbook_opened_read_only_is_not_written(
    book: Path, opened: Document, office: Office, first: str
) -> None:
    opened.close()
    with office.open(book, read_only=True) as document:
        told = session.refresh(book)
        assert not told.done
        assert "只读" in told.said
        checked = session.check(book)
        assert checked.done
        assert "只读" in checked.said
        assert document.column(names.RESULTS, "C5:C5") == [""]


def test_a_workbook_closed_in_the_middle_is_one_sentence(
    book: Path, opened: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = session._read

    def read_then_close(*arguments: object) -> object:
        checked = read(*arguments)  # type: ignore[arg-type]
        opened.close()
        return checked

    monkeypatch.setattr(session, "_read", read_then_close)
    told = session.check(book)
    assert not told.done
    assert "中途被关闭" in told.said


def test_the_command_line_marks_what_is_open(
    opened: Document, book: Path, tmp_path: Path, first: str, cells: dict[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert main(["check", str(book), "--live"]) == 0
    opened.type_into(first, cells["fiscal_funds"], "60")
    assert main(["check", str(book), "--live"]) == 1
    told = capsys.readouterr().out
    assert "错误 BS201" in told
    assert f"已选中第一处：{first} {cells['budget_amount']}。" in told
    assert marked_cells(saved(opened, tmp_path)) == {(first, cells["budget_amount"])}
    assert main(["check", str(book), "--live", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["live"] in told
    assert main(["check", str(book.with_name("别的.xlsx")), "--live"]) == 2
    assert "没有找到已打开的“别的.xlsx”" in capsys.readouterr().err
    assert main(["check", str(book), "--live", "--fix"]) == 2


def test_a_workbook_that_is_not_open_is_one_sentence(
    book: Path, opened: Document, tmp_path: Path
) -> None:
    told = session.check(tmp_path / "别的.xlsx")
    assert not told.done
    assert told.said.startswith("没有找到已打开的“别的.xlsx”")


def test_a_double_click_in_the_window_goes_to_the_cell(
    book: Path, opened: Document, first: str, cells: dict[str, str]
) -> None:
    assert host.show_cell(book, first, cells["code"])
    assert opened.selection() == [first, cells["code"]]
    assert not host.show_cell(book.with_name("别的.xlsx"), first, "A1")
