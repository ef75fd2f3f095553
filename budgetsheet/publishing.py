"""What an export writes: which formats, from what, under which name."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from budgetsheet.errors import UnusableError
from budgetsheet.exporters import FORMATS, Export, Format
from budgetsheet.findings import Finding
from budgetsheet.form.indicator_order import Ordered
from budgetsheet.model import Filing
from budgetsheet.narrative.compose import compose
from budgetsheet.narrative.render import render
from budgetsheet.workbook.reader import Reading

_LONGEST_NAME = 60
_FORBIDDEN = '\\/:*?"<>|'


class Made(NamedTuple):
    """The files of an export by name, what their names begin with, and the time they bear."""

    stem: str
    files: dict[str, bytes]
    moment: datetime


def formats_named(names: Iterable[str]) -> list[Format]:
    """The formats of these names, each once. Raises: UnusableError for an unknown name, or none."""
    known = {form.name: form for form in FORMATS}
    wanted = dict.fromkeys(names)
    if not wanted:
        raise UnusableError(f"没有写要导出的格式；可以用：{'、'.join(known)}。")
    for name in wanted:
        if name not in known:
            raise UnusableError(
                f"不认识的格式“{name}”；可以用：{'、'.join(known)}（多个用逗号隔开）。"
            )
    return [known[name] for name in wanted]


def every_format() -> list[str]:
    """The names of all formats that this machine can make: pdf needs a program that prints."""
    from budgetsheet.exporters.pdf import can_print

    return [form.name for form in FORMATS if form.name != "pdf" or can_print()]


def subject(
    reading: Reading, ordered: Ordered, findings: tuple[Finding, ...], moment: datetime,
    draft: bool, appendix: bool,
) -> Export:  # fmt: skip
    """What every maker starts from: a workbook as it was read, its filing in order.

    Paths are those of the ordered filing; cells are the workbook's own.
    """
    filing = ordered.filing
    narrative = render(filing)

    def locate(path: str) -> tuple[str, str]:
        place = reading.locate(ordered.before(path))
        return place.sheet, place.cell

    told = tuple(finding._replace(path=ordered.now(finding.path)) for finding in findings)
    document = compose(filing, narrative, reading.form.scheme, draft)
    return Export(filing, document, narrative, told, locate, draft, moment, appendix)


def document_name(filing: Filing, otherwise: str, draft: bool) -> str:
    """The exported files' name: year, unit, and what it is; safe in every file system."""
    unit = "".join(c if c not in _FORBIDDEN and c.isprintable() else " " for c in
                   filing.department.name)  # fmt: skip
    stem = " ".join(unit.split())[:_LONGEST_NAME].strip(". ") or otherwise
    year = f"{filing.year}年" if filing.year else ""
    return f"{year}{stem}预算绩效目标{'（草稿）' if draft else ''}"
