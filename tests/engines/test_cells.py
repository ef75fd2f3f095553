"""What the engines are given holds nothing that they could repeat."""

from __future__ import annotations

from support.engines.cells import Typed, opened, typed_to
from support.filings import loaded
from support.formulas import Parts, without_results

from budgetsheet import services
from budgetsheet.model import replace


def test_no_formula_keeps_its_result_and_nothing_else_is_lost() -> None:
    data = services.fresh_workbook(loaded("faulty"))
    stored, bare = Parts(data), Parts(opened(data).stripped)
    for sheet in stored.sheets:
        cells = bare.cells(sheet)
        assert {at: cell.text for at, cell in cells.items()} == {
            at: cell.text for at, cell in stored.cells(sheet).items()
        }
        assert all(cell.value is None and cell.kind == "n" for cell in cells.values())
    assert any(cell.value for sheet in stored.sheets for cell in stored.cells(sheet).values())
    assert opened(data).sheets == opened(without_results(data)).sheets


def test_only_what_differs_is_typed() -> None:
    filing = loaded("sample")
    first = replace(filing.projects[0], purpose="改了用途。")
    changed = replace(filing, projects=(first, *filing.projects[1:]))
    before, after = (opened(services.fresh_workbook(each)) for each in (filing, changed))
    typed = typed_to(before, after)
    assert typed is not None
    assert [one for one in typed if one.sheet.startswith("01")] == [
        Typed("01 编外人员工资及社会保险", "B5", "", "改了用途。")
    ]
    assert typed_to(after, after) == []


def test_another_sheet_name_is_no_typing() -> None:
    filing = loaded("sample")
    fewer = replace(filing, projects=filing.projects[:2])
    before, after = (opened(services.fresh_workbook(each)) for each in (filing, fewer))
    assert typed_to(before, after) is None
