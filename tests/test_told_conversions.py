"""What was brought to the standard form is told at every door, and on 校验结果."""

import json
from pathlib import Path

import openpyxl
import pytest
from support.formats import with_cells

from budgetsheet import cli, services
from budgetsheet.findings import Severity
from budgetsheet.form import book as names
from budgetsheet.interchange import loads
from budgetsheet.workbook.results_writer import results_contents

SHEET = "01 编外人员工资及社会保险"


@pytest.fixture
def book(sample_path: Path, tmp_path: Path) -> Path:
    """A plan with a share in General, an amount with its unit, a code with a blank behind it."""
    path = tmp_path / "图书馆.xlsx"
    data = services.fresh_workbook(loads(sample_path.read_bytes()))
    cells = (("B7", "0.25", "General"), ("C4", "t:64.8万元", "@"), ("B5", "t:工资 ", "@"))
    path.write_bytes(with_cells(data, *cells))
    return path


def told(checked: services.Checked) -> list[tuple[str, str, str]]:
    return [(f.cell, f.found, f.expected) for f in checked.findings if f.rule == "BS012"]


def test_each_is_a_finding_that_blocks_nothing(book: Path) -> None:
    checked = services.check(book)
    assert told(checked) == [("C4", "64.8万元", "64.80"), ("B7", "0.25", "25%")]
    assert not checked.blocked
    assert {f.severity for f in checked.findings if f.rule == "BS012"} == {Severity.INFO}


def test_the_command_line_tells_each_once(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(book)]) == 0
    said = capsys.readouterr().out
    assert said.count("“0.25”") == 1
    assert "“0.25”已按标准写法读作“25%”" in said
    cli.main(["check", str(book), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert {"B7", "C4"} <= {note["cell"] for note in found["normalised"]}


def test_the_results_of_a_check_hold_each(book: Path) -> None:
    """What the ribbon writes into the open workbook."""
    checked = services.check(book)
    texts = [put.value for put in results_contents(checked.reading.filing, checked.findings).puts]
    assert any("“0.25”已按标准写法读作“25%”" in str(text) for text in texts)


def test_a_refresh_tells_each_and_writes_it_down(book: Path) -> None:
    checked = services.refresh(book)
    assert f"{SHEET} B7 的“0.25”已写成“25%”。" in checked.told
    rows = [row for row in openpyxl.load_workbook(book)[names.RESULTS].iter_rows(values_only=True)
            if "BS012" in row]  # fmt: skip
    assert len(rows) == 2
    assert any(f"{SHEET} B7" in str(row) for row in rows)
    assert told(services.check(book)) == []
    assert services.refresh(book).told == ()
    assert "BS012" not in str(list(openpyxl.load_workbook(book)[names.RESULTS].values))


def test_many_on_one_sheet_are_one_row(book: Path) -> None:
    """A sheet whose numbers are all texts; what needs a look still stands alone."""
    cells = [("C4", "t:64.8万元", "@"), ("E4", "t:64.8万元", "@"), ("B7", "t:25", "@"),
             ("D7", "t:50", "@"), ("E7", "t:84", "@"), ("F7", "t:100", "@")]  # fmt: skip
    book.write_bytes(with_cells(book.read_bytes(), *cells))
    checked = services.check(book)
    assert len(told(checked)) == 6
    contents = results_contents(checked.reading.filing, checked.findings)
    (text,) = (str(put.value) for put in contents.puts if "已按标准写法" in str(put.value))
    assert "共 6 处" in text
    assert all(f"{cell}“" in text for cell, _, _ in cells[1:])
    numbers = [put.place.top for put in contents.puts if put.value == "BS012"]
    assert numbers == [contents.last]


def test_one_that_needs_a_look_stands_alone(book: Path) -> None:
    cells = [("B7", "0.5", "General"), *((c, v, "General") for c, v in
             (("D7", "50"), ("E7", "84"), ("F7", "100"))), ("E4", "t:64.8万", "@")]  # fmt: skip
    book.write_bytes(with_cells(book.read_bytes(), *cells))
    checked = services.check(book)
    puts = results_contents(checked.reading.filing, checked.findings).puts
    texts = [str(put.value) for put in puts if "已按标准写法" in str(put.value)]
    assert len(texts) == 2
    assert sum("请核对" in text for text in texts) == 1


def test_a_refresh_that_moves_rows_names_the_old_cell_in_words(book: Path) -> None:
    data = with_cells(
        book.read_bytes(), ("A17", "t:满意度指标", "@"), ("B17", "t:服务对象满意度指标", "@")
    )
    book.write_bytes(data)
    services.refresh(book)
    text = str(list(openpyxl.load_workbook(book)[names.RESULTS].values))
    assert f"{SHEET} B7 的“0.25”" in text


def test_only_blanks_at_the_ends_are_not_worth_a_sentence(book: Path) -> None:
    checked = services.check(book)
    assert "B5" in {checked.reading.locate(n.path).cell for n in checked.reading.normalised}
    assert "B5" not in {cell for cell, _, _ in told(checked)}
