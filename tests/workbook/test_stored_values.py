"""What a workbook stores beside its formulas is what they come to, in every kind of workbook.

The cases of the rules are held to it where their verdicts are.
"""

from pathlib import Path
from typing import Any

import pytest
from support.filings import FILINGS
from support.formulas import CellFormula, Parts, without_results
from support.live import differences
from support.office import Office

from budgetsheet.making import fresh_workbook
from budgetsheet.workbook import department_writer, live_cells, project_writer

pytestmark = pytest.mark.xdist_group("live")
ALL_ROWS = range(10**6)


@pytest.mark.parametrize("kind", FILINGS)
def test_every_stored_value_is_what_the_formula_comes_to(
    kind: str, office: Office, tmp_path: Path
) -> None:
    data, path = fresh_workbook(FILINGS[kind]()), tmp_path / "bare.xlsx"
    path.write_bytes(without_results(data))
    with office.open(path) as book:
        book.recalculate()
        assert differences(book, data) == []
        assert len(differences(book, without_results(data))) > 10


@pytest.mark.parametrize("kind", FILINGS)
def test_rows_in_which_nothing_was_found_tell_nothing(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The values that are not worked out are those that come to nothing."""
    spared = fresh_workbook(FILINGS[kind]())

    def all_worked_out(book: Any, ws: Any, cells: Any, *rows: Any) -> None:
        live_cells.write_checks(book, ws, cells, ALL_ROWS, ALL_ROWS)

    for writer in (project_writer, department_writer):
        monkeypatch.setattr(writer, "write_checks", all_worked_out)
    assert values(fresh_workbook(FILINGS[kind]())) == values(spared)


def values(data: bytes) -> dict[str, dict[str, CellFormula]]:
    parts = Parts(data)
    return {sheet: parts.cells(sheet) for sheet in parts.sheets}
