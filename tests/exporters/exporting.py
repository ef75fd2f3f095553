"""What the services hand to an exporter, for the tests of this folder."""

from collections.abc import Callable
from datetime import datetime

from budgetsheet.exporters import Export
from budgetsheet.findings import Finding
from budgetsheet.form.scheme import load_scheme
from budgetsheet.model import Filing
from budgetsheet.narrative.compose import compose
from budgetsheet.narrative.render import render
from budgetsheet.workbook.reader import read_workbook

MOMENT = datetime(2027, 1, 15, 8, 30)


def export_of(
    filing: Filing,
    book: bytes | None = None,
    draft: bool = False,
    findings: tuple[Finding, ...] = (),
    appendix: bool = False,
) -> Export:
    """Give what the services hand to an exporter; places are those of `book`."""
    narrative = render(filing)
    document = compose(filing, narrative, load_scheme(filing.scheme), draft)
    locate: Callable[[str], tuple[str, str]] = lambda path: ("", "")  # noqa: E731
    if book is not None:
        reading = read_workbook(book)

        def locate(path: str) -> tuple[str, str]:
            place = reading.locate(path)
            return place.sheet, place.cell

    return Export(filing, document, narrative, findings, locate, draft, MOMENT, appendix)
