"""Blocks pasted from elsewhere: over merged cells, with locks of their own, sheets copied."""

import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Protection

from budgetsheet import services
from budgetsheet.interchange import loads
from budgetsheet.model import Filing, Indicator, PlanNode, Project, replace
from budgetsheet.workbook.reader import Reading, read_workbook
from budgetsheet.workbook.record import copy_of

FIRST, SECOND = "01 编外人员工资及社会保险", "02 年度纸质图书采购"
Act = Callable[[Any], None]


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Filing:
    return loads(sample_path.read_bytes())


@pytest.fixture(scope="module")
def book(sample: Filing) -> bytes:
    """The sample's first three projects, the first with nothing in its table."""
    first = replace(sample.projects[0], indicators=())
    return services.fresh_workbook(replace(sample, projects=(first, *sample.projects[1:3])))


def after(book: bytes, *acts: Act) -> bytes:
    """The workbook after somebody worked in it with another program."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    for act in acts:
        act(opened)
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


def pasted(sheet: str, cell: str, *rows: Sequence[Any]) -> Act:
    """A block pasted: the merges that it covers are undone."""

    def act(opened: Any) -> None:
        ws = opened[sheet]
        first = ws[cell]
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                at = ws.cell(first.row + i, first.column + j).coordinate
                for merge in [m for m in ws.merged_cells.ranges if at in m and m.size["rows"] == 1]:
                    ws.unmerge_cells(merge.coord)
                ws[at].value = value

    return act


def told(reading: Reading, rule: str) -> list[tuple[str, str]]:
    return [(h.path, str(h.values)) for h in reading.hits if h.rule == rule]


ROWS = (
    ("产出指标", "数量指标", "人员数量", "补贴发放人员数量", "99人", "三定方案"),
    ("产出指标", "质量指标", "发放成功率", "资金发放成功率", "≥99%", "工作安排"),
    ("产出指标", "时效指标", "发放时间", "发放补贴的时间", "每月25号前", "发放表"),
)


def test_a_block_of_indicators_is_read_column_by_column(book: bytes) -> None:
    reading = read_workbook(after(book, pasted(FIRST, "A17", *ROWS)))
    assert reading.filing.projects[0].indicators == tuple(Indicator(*row) for row in ROWS)
    ((path, said),) = told(reading, "BS006")
    assert path == "projects.0.E17"
    assert "E17 读作“指标值”、F17 读作“指标值确定依据”，E18:F19 同此" in said
    place = reading.locate("projects.0.indicators.0.target_value")
    assert (place.sheet, place.cell) == (FIRST, "E17")


@pytest.mark.parametrize(("cell", "first"), [("C17", 2), ("D17", 3)])
def test_a_part_of_a_row_is_read_so_too(book: bytes, cell: str, first: int) -> None:
    fill = pasted(FIRST, "A17", ROWS[0][:first])
    reading = read_workbook(after(book, fill, pasted(FIRST, cell, ROWS[0][first:])))
    assert reading.filing.projects[0].indicators == (Indicator(*ROWS[0]),)
    assert len(told(reading, "BS006")) == 1


def test_a_block_without_its_last_columns_is_still_told_by_its_place(book: bytes) -> None:
    reading = read_workbook(after(book, pasted(FIRST, "A17", ROWS[0][:5])))
    assert reading.filing.projects[0].indicators == (Indicator(*ROWS[0][:5], ""),)


@pytest.mark.parametrize("old", ["原来的依据", "12人以外的情况"])
def test_a_block_over_a_filled_row_leaves_the_old_last_cell(
    book: bytes, tmp_path: Path, old: str
) -> None:
    """Only the block has a figure as its target: what it left behind is nobody's basis."""
    path = tmp_path / "册.xlsx"
    path.write_bytes(after(book, pasted(FIRST, "A17", (*ROWS[0], old), (*ROWS[1], old))))
    reading = services.check(path).reading
    assert reading.filing.projects[0].indicators == (Indicator(*ROWS[0]), Indicator(*ROWS[1]))
    ((_, said),) = told(reading, "BS006")
    assert "G17:G18 是粘贴前留下的" in said
    checked = services.refresh(path)
    assert [each.text for each in checked.reading.filing.unplaced] == [old, old]
    assert told(checked.reading, "BS006") == []


@pytest.mark.parametrize("row", [
    (*ROWS[0][:4], "优良", "三定方案", "原来的依据"),
    (*ROWS[0][:4], "99人", "12人", "原来的依据"),
])  # fmt: skip
def test_what_is_not_certain_is_told_and_kept(
    book: bytes, tmp_path: Path, row: tuple[str, ...]
) -> None:
    """The cell behind is filled: nobody can tell which of the texts is the target."""
    path = tmp_path / "册.xlsx"
    path.write_bytes(after(book, pasted(FIRST, "A17", row)))
    reading = services.check(path).reading
    (read,) = reading.filing.projects[0].indicators
    assert (read.target_value, read.target_basis) == row[5:]
    ((_, said),) = told(reading, "BS006")
    assert "E17 有内容" in said
    checked = services.refresh(path)
    assert any("E17" in each and row[4] in each and "未归位" in each for each in checked.told)
    assert [each.text for each in checked.reading.filing.unplaced] == [row[4]]
    assert told(checked.reading, "BS006") == []


def test_a_plan_pasted_over_a_filled_one_is_the_plan(book: bytes) -> None:
    reading = read_workbook(after(book, pasted(FIRST, "B7", (0.1, 0.4, 0.8, 1))))
    assert [node.percent for node in reading.filing.projects[0].spending_plan] == [10, 40, 80, 100]
    ((_, said),) = told(reading, "BS006")
    assert "F7 是粘贴前留下的" in said


def test_a_figure_in_an_undone_merge_moves_no_plan(book: bytes) -> None:
    reading = read_workbook(after(book, pasted(FIRST, "B7", (0.9, 0.4))))
    assert [node.percent for node in reading.filing.projects[0].spending_plan] == [90, 50, 84, 100]
    ((_, said),) = told(reading, "BS006")
    assert "C7 有内容" in said


def test_a_note_in_an_undone_merge_moves_no_target(book: bytes) -> None:
    row = ("产出指标", "数量指标", "人员数量", "补贴发放人员数量", "见附件", "99人")
    reading = read_workbook(after(book, pasted(FIRST, "A17", row)))
    assert reading.filing.projects[0].indicators[0].target_value == "99人"
    assert len(told(reading, "BS006")) == 1


def test_the_text_of_an_undone_merge_may_stand_in_any_of_its_cells(book: bytes) -> None:
    row = (*ROWS[0][:3], None, "补贴发放人员数量", "99人", "三定方案")
    reading = read_workbook(after(book, pasted(FIRST, "A17", row)))
    assert reading.filing.projects[0].indicators == (Indicator(*ROWS[0]),)
    assert told(reading, "BS006") == []


def test_a_plan_pasted_as_four_cells_is_the_plan(book: bytes) -> None:
    clear = pasted(FIRST, "B7", (None,) * 6)
    reading = read_workbook(after(book, clear, pasted(FIRST, "B7", (0.1, 0.4, 0.8, 1))))
    assert reading.filing.projects[0].spending_plan == tuple(
        PlanNode(month, Decimal(p)) for month, p in ((3, 10), (6, 40), (10, 80), (12, 100))
    )
    ((_, said),) = told(reading, "BS006")
    assert "C7 读作“支出计划6月底”" in said


def test_items_pasted_over_the_department_s_table(book: bytes, sample: Filing) -> None:
    items = [("做好甲", "完成甲", "甲率"), ("做好乙", "完成乙", "乙率")]
    reading = read_workbook(book)
    top = int(reading.places["sub_objectives.0.statement"].cell[1:])
    count = len(sample.sub_objectives)
    clear = pasted("部门整体", f"B{top}", *((None,) * 5 for _ in range(count)))
    reading = read_workbook(after(book, clear, pasted("部门整体", f"B{top}", *items)))
    assert [tuple(each) for each in reading.filing.sub_objectives] == items
    assert len(told(reading, "BS006")) == 1


def test_refresh_brings_the_values_to_their_cells(book: bytes, tmp_path: Path) -> None:
    path = tmp_path / "册.xlsx"
    path.write_bytes(after(book, pasted(FIRST, "A17", *ROWS)))
    checked = services.refresh(path)
    assert checked.reading.filing.projects[0].indicators == tuple(Indicator(*r) for r in ROWS)
    assert checked.reading.filing.unplaced == ()
    assert (checked.told, told(checked.reading, "BS006")) == ((), [])
    sheet = openpyxl.load_workbook(path)[FIRST]
    assert (sheet["F17"].value, sheet["G17"].value) == ("99人", "三定方案")
    assert "D17:E17" in {merge.coord for merge in sheet.merged_cells.ranges}


# ---- cells that lock themselves


def locking(sheet: str, *cells: str, clear: bool = False) -> Act:
    def act(opened: Any) -> None:
        for cell in cells:
            opened[sheet][cell].protection = Protection(locked=True)
            if clear:
                opened[sheet][cell].value = None

    return act


def test_entries_that_lock_themselves_are_told_with_their_cells(book: bytes) -> None:
    reading = read_workbook(after(book, locking(SECOND, "C4", "B8", "F17", "G17")))
    ((path, said),) = told(reading, "BS011")
    assert path == "projects.1.budget_amount"
    assert "C4、B8、F17:G17" in said
    assert "'count': 4" in said


def test_a_blank_one_is_told_too_and_the_department_s(book: bytes) -> None:
    reading = read_workbook(
        after(book, locking(SECOND, "C4", clear=True), locking("部门整体", "B3"))
    )
    assert [path for path, _ in told(reading, "BS011")] == [
        "department.code", "projects.1.budget_amount"
    ]  # fmt: skip


def test_without_the_sheet_s_lock_nothing_is_locked(book: bytes) -> None:
    def unprotected(opened: Any) -> None:
        opened[SECOND].protection.sheet = False

    reading = read_workbook(after(book, locking(SECOND, "C4"), unprotected))
    assert told(reading, "BS011") == []
    assert len(told(reading, "BS004")) == 1


def test_labels_and_formulas_are_locked_as_they_should_be(book: bytes) -> None:
    assert read_workbook(book).hits == []


def test_refresh_opens_them_again(book: bytes, tmp_path: Path) -> None:
    path = tmp_path / "册.xlsx"
    path.write_bytes(after(book, locking(SECOND, "C4", "F17")))
    assert told(services.refresh(path).reading, "BS011") == []
    assert not openpyxl.load_workbook(path)[SECOND]["C4"].protection.locked


# ---- a sheet deleted beside one that was copied


def deleted(sheet: str) -> Act:
    return lambda opened: opened.remove(opened[sheet])


def copied(sheet: str, name: str = "", code: str = "") -> Act:
    def act(opened: Any) -> None:
        made = opened.copy_worksheet(opened[sheet])
        made.title = name or made.title
        if code:
            made["B3"].value = code

    return act


@pytest.mark.parametrize("name", ["", f"{FIRST} (2)", f"{FIRST}_2", f"{FIRST} 副本"])
def test_the_deleted_and_the_copied_sheet_bear_their_own_names(book: bytes, name: str) -> None:
    reading = read_workbook(after(book, deleted(SECOND), copied(FIRST, name)))
    said = "；".join(text for _, text in told(reading, "BS005"))
    name = name or f"{FIRST} Copy"
    assert f"第 2 个项目的工作表“{SECOND}”不见了" in said
    assert f"工作表“{name}”是复制出来的项目表，没有读入（内容与“{FIRST}”相同）" in said
    assert "改名" not in said
    assert reading.filing.projects[1] == Project()
    assert not any(hit.path.startswith("projects.1.") for hit in reading.hits)


def test_a_copy_that_says_something_else_is_still_a_copy(book: bytes) -> None:
    reading = read_workbook(
        after(book, deleted(SECOND), copied(FIRST, code="13099027P00612030099K"))
    )
    said = "；".join(text for _, text in told(reading, "BS005"))
    assert f"“{SECOND}”不见了" in said
    assert "是复制出来的项目表，没有读入" in said
    assert len(reading.lost) == 2


def test_a_renamed_sheet_without_names_is_found_by_its_look(book: bytes) -> None:
    """No name tells that it was deleted: the names are gone altogether."""

    def without_names(opened: Any) -> None:
        for name in [n for n in opened.defined_names if n.startswith("bs.projects.1.")]:
            del opened.defined_names[name]
        opened[SECOND].title = "购书"

    reading = read_workbook(after(book, without_names))
    assert reading.renamed == {"购书": SECOND}
    assert reading.filing.projects[1].name == "年度纸质图书采购"


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("01 甲 (2)", True), ("01 甲_2", True), ("01 甲 Copy", True), ("01 甲 Copy1", True),
        ("“01 甲”的副本", True), ("01 甲 副本", True), ("Copy of 01 甲", True),
        ("01 甲", False), ("02 乙 (2)", False), ("01 甲的附表", False), ("(2)", False), ("", False),
    ],
)  # fmt: skip
def test_a_copy_s_name(name: str, copy: bool) -> None:
    assert copy_of(name, ["01 甲", "03 丙"]) is copy


def test_words_that_an_older_program_wrote_are_nobody_s_text(book: bytes, tmp_path: Path) -> None:
    def other_words(opened: Any) -> None:
        opened["_words"]["A1"].value = "旧词"
        opened["_words"]["AZ9"].value = 4711

    path = tmp_path / "册.xlsx"
    path.write_bytes(after(book, other_words))
    checked = services.refresh(path)
    assert (checked.told, checked.reading.filing.unplaced) == ((), ())


def test_libreoffice_leaves_the_structure_s_lock_without_words(book: bytes) -> None:
    from support.damage import edited, instead

    reading = read_workbook(edited(book, workbook=instead(
        r"<workbookProtection[^>]*/>", "<workbookProtection/>")))  # fmt: skip
    assert told(reading, "BS004") == []
    for open_now in ('<workbookProtection lockStructure="0"/>', ""):
        reading = read_workbook(
            edited(book, workbook=instead(r"<workbookProtection[^>]*/>", open_now))
        )
        assert [path for path, _ in told(reading, "BS004")] == ["department"]


@pytest.mark.parametrize(
    ("cell", "rows", "cells"),
    [
        ("A37", [(*ROWS[0],), (*ROWS[1],)], "B37:F37、A38:F38"),
        ("K3", [("问财务",)], "K3"),
        ("H20", [("甲", "乙")], "H20"),
    ],
)
def test_what_lies_outside_the_form_is_told_and_kept(
    book: bytes, tmp_path: Path, cell: str, rows: list[tuple[str, ...]], cells: str
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(after(book, pasted(FIRST, cell, *rows)))
    ((_, said),) = told(services.check(path).reading, "BS010")
    assert f"{cells} 有内容，可这里在表格之外，没有读入" in said
    kept = {each.text for each in services.refresh(path).reading.filing.unplaced}
    assert rows[0][-1] in kept


@pytest.mark.parametrize(
    ("sheet", "cell", "texts", "beside"),
    [(FIRST, "B3", ("13099026P00612030101R", "新名"), "C3"), (FIRST, "B5", ("甲", "乙"), "C5"),
     ("部门整体", "B3", ("612001", "云溪"), "C3")],
)  # fmt: skip
def test_what_lies_beside_an_entry_of_its_own_is_told(
    book: bytes, sheet: str, cell: str, texts: tuple[str, ...], beside: str
) -> None:
    ((_, said),) = told(read_workbook(after(book, pasted(sheet, cell, texts))), "BS006")
    assert f"{beside} 有内容，可这里是合并格的一部分" in said
