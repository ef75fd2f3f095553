"""Entries that lock themselves: a cell pasted from elsewhere brings its own lock along."""

from collections.abc import Iterable, Mapping

from budgetsheet.findings import Hit
from budgetsheet.form.grid import Area
from budgetsheet.workbook.opened import Opened
from budgetsheet.workbook.sheet_part import parse_area

_MOST_NAMED = 12


def locked_entries(opened: Opened, name: str, read: Mapping[str, str]) -> list[Hit]:
    """One hit a sheet for its entries, cells by path, that the lock keeps from being changed.

    Silent when: the sheet is not protected (BS004 has told), for then nothing is locked.
    """
    cells = opened.locked(name, read.values())
    found = [path for path, cell in read.items() if cell in cells]
    if not found:
        return []
    said = {"cells": in_words(read[path] for path in found), "count": len(found)}
    return [Hit("BS011", found[0], said)]


def in_words(cells: Iterable[str]) -> str:
    """Cells as a person reads them: those that touch as one stretch, the first dozen."""
    places = sorted({place for cell in cells if (place := parse_area(cell))})
    stretches = _stacked(_rows_of(places))
    named = "、".join(each.ref for each in stretches[:_MOST_NAMED])
    return f"{named} 等" if len(stretches) > _MOST_NAMED else named


def _rows_of(places: Iterable[Area]) -> list[Area]:
    """Neighbours in a row as one."""
    runs: list[Area] = []
    for place in places:
        if runs and runs[-1].top == place.top and runs[-1].right == place.left - 1:
            runs[-1] = runs[-1]._replace(right=place.right)
        else:
            runs.append(place)
    return runs


def _stacked(runs: Iterable[Area]) -> list[Area]:
    """Equal stretches of rows that follow each other as one."""
    found: dict[tuple[int, int, int], Area] = {}
    for run in runs:
        above = found.pop((run.left, run.right, run.top - 1), run)
        found[run.left, run.right, run.bottom] = above._replace(bottom=run.bottom)
    return sorted(found.values())
