"""What a damaged or scribbled-on workbook holds beside its entries, so that none of it is lost."""

from budgetsheet import rules
from budgetsheet.form import book as names
from budgetsheet.making import fresh_workbook
from budgetsheet.model import Filing, Unplaced, replace
from budgetsheet.text import shortened, tidy
from budgetsheet.workbook.reader import Reading, read_workbook


def carried(data: bytes) -> tuple[Filing, list[str]]:
    """Everything that can be read of a workbook, and a sentence for each thing amiss."""
    reading = read_workbook(data)
    found = rules.findings(reading.hits, reading.filing, reading.locate)
    told = [f"{f.sheet} {f.cell}　{f.message}".strip() for f in found]
    reading.filing, adopted = _with_copies(reading)
    fresh = fresh_workbook(reading.filing)
    filing, moved = with_leftovers(data, reading, fresh, thorough=True)
    return filing, told + adopted + moved


def _with_copies(reading: Reading) -> tuple[Filing, list[str]]:
    """The filing with the projects of copied sheets that say something of their own."""
    filing, told = reading.filing, []
    for copy in reading.copies:
        if not copy.same_as and copy.project not in filing.projects:
            filing = replace(filing, projects=(*filing.projects, copy.project))
            told.append(f"{copy.sheet}　作为第 {len(filing.projects)} 个项目转入。")
    return filing, told


def with_leftovers(
    data: bytes, reading: Reading, fresh: bytes, thorough: bool
) -> tuple[Filing, list[str]]:
    """The filing with whatever was typed outside the form's entries, kept as unplaced."""
    from budgetsheet.workbook.leftovers import leftovers

    filing = reading.filing
    rest = leftovers(data, reading, fresh, thorough)
    kept = [Unplaced(0, tidy(each.text), each.place) for each in rest]
    told = [f"{each.place}　“{shortened(each.text)}”没有位置，已移到“{names.UNPLACED}”。"
            for each in rest]  # fmt: skip
    return replace(filing, unplaced=(*filing.unplaced, *kept)), told
