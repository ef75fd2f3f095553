"""The generated sheets in the open workbook: the same contents that a refresh writes."""

from collections.abc import Iterator
from itertools import groupby

from budgetsheet.form import book as names
from budgetsheet.form.grid import area
from budgetsheet.live.host import OpenBook, Write
from budgetsheet.services import Checked
from budgetsheet.workbook.contents import Put, SheetContents
from budgetsheet.workbook.overview_writer import overview_contents
from budgetsheet.workbook.results_writer import ROWS_NAME, results_contents, results_rows
from budgetsheet.workbook.styles import properties
from budgetsheet.workbook.summary_writer import summary_contents


def regenerated(checked: Checked) -> Iterator[tuple[str, SheetContents]]:
    """The sheets that come from the others, as they should read."""
    reading = checked.reading

    def locate(path: str) -> tuple[str, str]:
        place = reading.locate(path)
        return place.sheet, place.cell

    yield names.SUMMARY, summary_contents(reading.form, reading.filing, locate)
    rendered = checked.narrative.rendered
    yield names.OVERVIEW, overview_contents(reading.filing, rendered, locate)


def write_results(opened: OpenBook, checked: Checked) -> None:
    """Write the findings, and let the name by which reasons are read back cover them."""
    contents = results_contents(checked.reading.filing, checked.findings)
    write(opened, names.RESULTS, contents)
    opened.name(ROWS_NAME, names.RESULTS, results_rows(contents))


def write(opened: OpenBook, sheet: str, contents: SheetContents) -> None:
    """Write a generated sheet's contents into the unlocked sheet."""
    table = area(contents.first, 0, contents.last, contents.columns - 1)
    opened.write(sheet, table, tuple(_writes(contents)), contents.heights)


def _writes(contents: SheetContents) -> Iterator[Write]:
    """The cells in runs of one column and one look; the rows above the table keep theirs."""
    above = [put for put in contents.puts if put.place.top < contents.first]
    for put in above:
        yield Write(put.place, {}, (_cell(put),))
    table = [put for put in contents.puts if put.place.top >= contents.first]
    table.sort(key=lambda put: (put.place.left, put.place.top))
    key = enumerate(table)
    for _, numbered in groupby(key, lambda n: (n[1].place.left, n[1].place.top - n[0], n[1].style)):
        run = [put for _, put in numbered]
        first, last = run[0].place, run[-1].place
        look = properties(run[0].style) if first.left == first.right else {}
        place = area(first.top, first.left, last.bottom, first.right)
        yield Write(place, look, tuple(_cell(put) for put in run))


def _cell(put: Put) -> tuple[str | int | float, str, str]:
    return put.value, put.formula, put.jump
