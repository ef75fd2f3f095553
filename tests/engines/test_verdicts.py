"""Other spreadsheet engines come to what the program says: on every case of every rule.

What is held against them is everything that a workbook stores beside its formulas: the live
checks, the lights and counts, the totals, whether the overview is current.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from support.cases import Case, changed, load_cases
from support.engines.cells import Typed
from support.engines.engine import Calculated, Engine
from support.engines.gaps import gaps, known
from support.filings import FILINGS
from support.live import differences, told_in
from test_live_checks import (
    COARSER,
    LIVE,
    Part,
    across_sheets,
    batches,
    few_projects,
    told_by_program,
)

from budgetsheet import services
from budgetsheet.form import book as names
from budgetsheet.form.book import book_for, project_sheet_names
from budgetsheet.model import Filing, replace

Engines = tuple[Engine, ...]
BOOKS = ("sample", "faulty", "central-2021", "strange", "blank-hebei-1", "emptied")
BATCHES = list(batches())


def filing_of(case: Case) -> Filing:
    """Return a small filing with a case's changes."""
    return few_projects(changed(case), case)


def shared_out(items: Iterable[Any], name: Callable[[Any], str] = str) -> list[object]:
    """Give one half to each of two workers: neighbours stay together."""
    held = list(items)
    return [
        pytest.param(item, id=name(item), marks=pytest.mark.xdist_group(f"engines {part}"))
        for i, item in enumerate(held)
        for part in [2 * i // len(held)]
    ]


def neighbours() -> list[Case]:
    """Return the cases that need more than one sheet, those of like workbooks in a row."""
    return sorted(across_sheets(), key=lambda case: project_sheet_names(filing_of(case).projects))


def disagreements(shown: Calculated, filing: Filing, data: bytes) -> list[str]:
    """Return the cells that come to something else, and what the sheets tell or miss then."""
    live, program = told_in(shown, filing), told_by_program(filing)
    more, less = live - program, program - live
    return [
        *differences(shown, data),
        *(f"tells {rule} {path}" for rule, path in sorted(more)),
        *(f"misses {rule} {path}" for rule, path in sorted(less) if rule not in COARSER),
    ]


def assert_agreement(engine: Engine, filing: Filing, *where: str) -> Calculated | None:
    """An engine differs by the gaps known of these places, by no more and no less.

    Returns the workbook as it shows it, or None where gaps are known.
    """
    data = services.fresh_workbook(filing)
    shown = engine.show(data)
    expected = sorted(each for place in where for each in known(engine.name, place))
    assert sorted(disagreements(shown, filing, data)) == expected, engine.name
    return None if expected else shown


@pytest.mark.parametrize("batch", shared_out(BATCHES, lambda batch: str(batch[0].case)))
def test_the_engines_agree_on_the_cases_of_one_project(batch: list[Part], engines: Engines) -> None:
    filing = replace(changed(batch[0].case), projects=tuple(part.project for part in batch))
    for engine in engines:
        shown = assert_agreement(engine, filing, *{str(part.case) for part in batch})
        live = told_in(shown, filing) if shown else None
        for i, part in enumerate(batch):
            if live is not None and part.case.rule in LIVE:
                assert part.told(live, i) == sorted(part.case.live), (engine.name, str(part.case))


@pytest.mark.parametrize("case", shared_out(neighbours()))
def test_the_engines_agree_on_the_cases_across_sheets(case: Case, engines: Engines) -> None:
    filing = filing_of(case)
    for engine in engines:
        shown = assert_agreement(engine, filing, str(case))
        if shown and case.rule in LIVE:
            live = told_in(shown, filing).elements()
            assert sorted(p for rule, p in live if rule == case.rule) == sorted(case.live)


@pytest.mark.parametrize("kind", shared_out(BOOKS))
def test_the_engines_agree_on_a_whole_workbook(kind: str, engines: Engines) -> None:
    data = services.fresh_workbook(FILINGS[kind]())
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


def test_every_case_is_tried_but_those_that_a_sheet_refuses() -> None:
    tried = {str(part.case) for batch in BATCHES for part in batch} | set(map(str, neighbours()))
    left = [case for case in load_cases() if str(case) not in tried]
    assert left
    assert all("unreadable" in case.change for case in left)


def test_every_gap_stands_at_a_place_that_is_tried() -> None:
    tried = {str(case) for case in load_cases()} | {f"book {kind}" for kind in BOOKS}
    for gap in gaps():
        assert gap.differs, gap
        assert gap.reason, gap
        assert gap.where in tried, gap
