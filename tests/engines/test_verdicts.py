"""Other spreadsheet engines come to what the program says: on every case of every rule.

What is held against them is everything that a workbook stores beside its formulas: the live
checks, the lights and counts, the totals, whether the overview is current.
"""

from __future__ import annotations

import pytest
from support.cases import Case, changed, load_cases
from support.engines.cells import Typed
from support.engines.engine import Engine
from support.engines.gaps import gaps, known
from support.filings import FILINGS
from support.live import Verdicts, differences, told_in
from test_live_checks import COARSER, LIVE, few_projects, told_by_program

from budgetsheet import services
from budgetsheet.form import book as names
from budgetsheet.form.book import book_for, project_sheet_names
from budgetsheet.model import Filing

Engines = tuple[Engine, ...]
BOOKS = ("sample", "faulty", "central-2021", "strange", "blank-hebei-1", "emptied")


def filing_of(case: Case) -> Filing:
    """Return a small filing with a case's changes."""
    return few_projects(changed(case), case)


def halves() -> list[object]:
    """Give the cases that a sheet can hold: those of like workbooks in a row, on two workers."""
    held = [case for case in load_cases() if "unreadable" not in case.change]
    held.sort(key=lambda case: project_sheet_names(filing_of(case).projects))
    return [
        pytest.param(case, id=str(case), marks=pytest.mark.xdist_group(f"engines {part}"))
        for i, case in enumerate(held)
        for part in [2 * i // len(held)]
    ]


def disagreements(engine: Engine, filing: Filing, data: bytes) -> list[str]:
    """Return the cells that come to something else, and what the sheets tell or miss then."""
    shown = engine.show(data)
    live, program = told_in(shown, filing), told_by_program(filing)
    more, less = live - program, program - live
    return [
        *differences(shown, data),
        *(f"tells {rule} {path}" for rule, path in sorted(more)),
        *(f"misses {rule} {path}" for rule, path in sorted(less) if rule not in COARSER),
    ]


@pytest.mark.parametrize("case", halves())
def test_the_engines_agree_on_a_case(case: Case, engines: Engines) -> None:
    filing = filing_of(case)
    data = services.fresh_workbook(filing)
    found = {engine.name: disagreements(engine, filing, data) for engine in engines}
    assert found == {engine.name: known(engine.name, str(case)) for engine in engines}
    assert case.rule not in LIVE or told_in(engines[0].show(data), filing) >= Verdicts(
        (case.rule, path) for path in case.live
    )


@pytest.mark.parametrize("kind", [
    pytest.param(kind, marks=pytest.mark.xdist_group(f"engines {i % 2}"))
    for i, kind in enumerate(BOOKS)
])  # fmt: skip
def test_the_engines_agree_on_a_whole_workbook(kind: str, engines: Engines) -> None:
    filing = FILINGS[kind]()
    data = services.fresh_workbook(filing)
    found = {engine.name: differences(engine.show(data), data) for engine in engines}
    assert found == {engine.name: known(engine.name, f"book {kind}") for engine in engines}


@pytest.mark.xdist_group("engines 0")
def test_an_overview_is_stale_when_its_source_is_typed_over(engines: Engines) -> None:
    filing = FILINGS["central-2021"]()
    data = services.fresh_workbook(filing)
    form = book_for(filing)
    place = form.places(filing)["measures.0.value"].area.cell
    for engine in engines:
        shown = engine.show(data)
        assert shown.column(names.OVERVIEW, "A2:A2") == ["概述与各表一致。"]
        engine.type(Typed(names.DEPARTMENT, place, "", "987654"))
        assert shown.column(names.OVERVIEW, "A2:A2")[0].startswith("来源已改：有 "), engine.name


def test_every_gap_stands_at_a_place_that_is_tried() -> None:
    tried = {str(case) for case in load_cases()} | {f"book {kind}" for kind in BOOKS}
    for gap in gaps():
        assert gap.differs, gap
        assert gap.reason, gap
        assert gap.where in tried, gap
