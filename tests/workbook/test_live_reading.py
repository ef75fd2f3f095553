"""Live checks that were typed over, emptied or dragged along are told, and mended by refresh."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.damage import edited, instead
from support.office import Office

from budgetsheet import services
from budgetsheet.form.live_places import project_live
from budgetsheet.interchange import loads
from budgetsheet.model import Filing, replace
from budgetsheet.workbook.reader import read_workbook

FIRST, SECOND = "01 编外人员工资及社会保险", "02 年度纸质图书采购"
DEPARTMENT = "部门整体"
Act = Callable[[Any], None]


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Filing:
    return loads(sample_path.read_bytes())


@pytest.fixture(scope="module")
def book(sample: Filing) -> bytes:
    return services.fresh_workbook(replace(sample, projects=sample.projects[:2]))


def after(book: bytes, act: Act = lambda opened: None) -> bytes:
    """The workbook after another program saved it: every shared formula is written out."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    act(opened)
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


def told(book: bytes) -> list[tuple[str, str]]:
    hits = read_workbook(book).hits
    assert {hit.rule for hit in hits} <= {"BS007", "BS008"}
    return [(hit.path, str(hit.values["found"])) for hit in hits if hit.rule == "BS007"]


def put(sheet: str, cell: str, value: Any) -> Act:
    def act(opened: Any) -> None:
        opened[sheet][cell].value = value

    return act


def cut(sheet: str, cell: str, to: str) -> Act:
    """Excel: references to the cell follow it, those to where it was pasted are lost."""

    def renamed(match: re.Match[str]) -> str:
        plain = match[0].replace("$", "")
        if plain == to:
            return "#REF!"
        moved = re.sub(r"[A-Z]+|\d+", lambda m: m[0], to)
        letters, row = re.match(r"([A-Z]+)(\d+)", moved).groups()  # type: ignore[union-attr]
        return f"{match[1]}{letters}{match[3]}{row}" if plain == cell else match[0]

    def act(opened: Any) -> None:
        ws = opened[sheet]
        ws[to].value, ws[cell].value = ws[cell].value, None
        for row in ws.iter_rows(min_col=9):
            for each in row:
                if isinstance(each.value, str) and each.value.startswith("="):
                    each.value = re.sub(
                        r"(?<![:\w])(\$?)([A-Z]{1,2})(\$?)(\d+)(?![:\d])", renamed, each.value
                    )

    return act


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "path"),
    [
        (FIRST, "I4", "没问题", "projects.0.I4"),
        (FIRST, "I1", 0, "projects.0.I1"),
        (FIRST, "I3", None, "projects.0.I3"),
        (FIRST, "I7", '=""', "projects.0.I7"),
        (FIRST, "I8", "看过了", "projects.0.I8"),
        (FIRST, "I16", None, "projects.0.I16"),
        (FIRST, "I17", "好", "projects.0.I17"),
        (SECOND, "I20", '=IF(A20="","","好")', "projects.1.I20"),
        (SECOND, "I36", None, "projects.1.I36"),
        (SECOND, "AN20", 1, "projects.1.AN20"),
        (DEPARTMENT, "H3", None, "department.H3"),
        (DEPARTMENT, "H12", "=1=1", "department.H12"),
    ],
)
def test_a_check_that_was_written_over(
    book: bytes, sheet: str, cell: str, value: Any, path: str
) -> None:
    found = told(after(book, put(sheet, cell, value)))
    assert [each for each, _ in found] == [path]


def test_it_is_told_in_the_file_that_excel_saves_too(book: bytes) -> None:
    """Formulas are shared there; the row that bears the text, and one that has none."""
    for address in ("I17", "I20"):
        xml = rf'<c r="{address}"([^>]*?)>.*?</c>'
        found = told(edited(book, project=instead(xml, rf'<c r="{address}" s="11"><v>1</v></c>')))
        assert [path for path, _ in found] == [f"projects.0.{address}"]


@pytest.mark.parametrize(
    ("cell", "to", "row"),
    [("C17", "C19", 17), ("C17", "C30", 17), ("F20", "F18", 20), ("G19", "H19", 19),
     ("D18", "C18", 18), ("A21", "A30", 21)],
)  # fmt: skip
def test_an_entry_cut_and_pasted_drags_the_check_of_its_row(
    book: bytes, cell: str, to: str, row: int
) -> None:
    damaged = after(book, cut(FIRST, cell, to))
    hits = [h for h in read_workbook(damaged).hits if h.rule == "BS007"]
    assert f"projects.0.I{row}" in {hit.path for hit in hits}


def test_many_are_told_in_one_sentence(book: bytes) -> None:
    def emptied(opened: Any) -> None:
        for row in range(1, 40):
            opened[FIRST][f"I{row}"].value = None

    ((path, found),) = told(after(book, emptied))
    assert path == "projects.0.I1"
    assert "I1" in found
    assert "格的当场校验公式被改动或盖掉" in found


@pytest.mark.parametrize("value", ['=""', "=1=1", "=$B$5"])
def test_one_formula_over_all_rows_is_no_check(book: bytes, value: str) -> None:
    def filled_down(opened: Any) -> None:
        for row in range(17, 38):
            opened[FIRST][f"I{row}"].value = value

    ((_, found),) = told(after(book, filled_down))
    assert "I17:I" in found


def test_saving_alone_is_no_fault(book: bytes) -> None:
    assert told(book) == []
    assert told(after(book)) == []


def test_nor_is_a_save_by_libreoffice(book: bytes, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "册.xlsx"
    path.write_bytes(book)
    with office.open(path) as opened:
        saved = opened.save_as(tmp_path / "另存.xlsx").read_bytes()
    assert saved != book
    assert read_workbook(saved).hits == []


def test_the_words_of_another_version_are_no_fault(book: bytes) -> None:
    """Its formulas say other things, each of its own row and entries still."""
    older = edited(book, project=instead("还没有填", "未填写"))
    assert told(older) == []
    older = edited(older, project=instead(r"LEN\(TRIM\(", "LEN(("))
    assert told(older) == []
    unrecorded = after(older, lambda opened: _without_sums(opened["_form"]))
    assert told(unrecorded) == []
    assert [path for path, _ in told(after(unrecorded, put(FIRST, "I20", 1)))] == ["projects.0.I20"]


def _without_sums(form: Any) -> None:
    for row in form.iter_rows(max_col=2):
        if row[0].value == "checks":
            row[0].value = "other"


@pytest.mark.parametrize("name", ["sample", "central-2021", "faulty"])
def test_no_sample_tells_any_written_out_or_not(sample_path: Path, name: str) -> None:
    made = services.fresh_workbook(loads(sample_path.with_stem(name).read_bytes()))
    assert told(made) == []
    assert told(after(made)) == []


def test_what_was_typed_there_is_kept_and_refresh_mends_it(book: bytes, tmp_path: Path) -> None:
    path = tmp_path / "册.xlsx"
    path.write_bytes(after(book, put(FIRST, "I4", "已与财务核对")))
    checked = services.refresh(path)
    assert [each.text for each in checked.reading.filing.unplaced] == ["已与财务核对"]
    assert any("I4" in each and "未归位" in each for each in checked.told)
    assert told(path.read_bytes()) == []
    assert "【BS" in openpyxl.load_workbook(path)[FIRST]["I4"].value


def test_a_sound_workbook_is_known_by_its_sum(book: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked at but the sum: checking does not become slower."""
    from budgetsheet.workbook import live_reading

    def never(*_: object) -> Any:
        raise AssertionError("a formula was taken apart")

    monkeypatch.setattr(live_reading, "_shape", never)
    monkeypatch.setattr(live_reading, "_own", never)
    assert read_workbook(book).hits == []
    with pytest.raises(AssertionError, match="taken apart"):
        read_workbook(edited(book, project=instead("还没有填", "未填写")))


def test_the_places_are_those_that_the_writer_fills(book: bytes, sample: Filing) -> None:
    reading = read_workbook(book)
    live = project_live(reading.form.projects[0])
    sheet = openpyxl.load_workbook(io.BytesIO(book))[FIRST]
    rows = {row + 1 for row in live.single_rows} | {1, 16}
    for block in live.blocks:
        rows |= set(range(block.rows.top + 1, block.rows.bottom + 2))
    held = {c.row for c in sheet["I"] if isinstance(c.value, str) and c.value.startswith("=")}
    assert held == rows
