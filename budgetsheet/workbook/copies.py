"""Sheets beside the form's own: copies of a project's sheet, and what does not belong."""

from collections.abc import Iterator

from budgetsheet.form.book import Book
from budgetsheet.form.editions import Edition
from budgetsheet.form.fields import Kind
from budgetsheet.form.grid import Area
from budgetsheet.form.project_sheet import OBJECTIVES, ProjectSheet, project_sheet
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import Filing
from budgetsheet.workbook.entries import Entries
from budgetsheet.workbook.opened import Opened, plain_name
from budgetsheet.workbook.placement import placed
from budgetsheet.workbook.reading import Copy, Reading
from budgetsheet.workbook.record import alike
from budgetsheet.workbook.sheet_part import parse_area
from budgetsheet.workbook.structure import ALIKE

RESERVED = "WpsReserved_"
"""What WPS calls the hidden sheets that it adds for itself."""
_MOST_ROWS = 10_000


def extra_sheets(opened: Opened, ours: set[str]) -> Iterator[str]:
    """The sheets that are none of the form's and hold anything."""
    for entry in opened.workbook.sheets:
        foreign = entry.name not in ours and not entry.name.startswith(RESERVED)
        if foreign and "worksheets/" in entry.part:
            part = opened.sheet(entry.name)
            if part.cells or part.damaged:
                yield entry.name


def copied_project(opened: Opened, edition: Edition, book: Book, name: str) -> Copy | None:
    """The project that a sheet holds which looks like a project's, or None."""
    scheme = book.scheme
    sheet = _layout(opened, scheme, name)
    if sheet is None or alike(opened.sheet(name), edition.project(sheet)) < ALIKE:
        return None
    layout = edition.project(sheet)
    local = _local_places(opened, edition, name)
    seen = {
        anchor.name: local.get(plain_name(edition.anchors.get(anchor.name, anchor.name)),
                               anchor.area)
        for anchor in layout.anchors
    }  # fmt: skip
    where = placed(layout.anchors, seen)
    scratch = Reading(Filing(scheme.id), book)
    project = Entries(opened, scratch).project(sheet, "copy", name, where)
    cells = frozenset(place.cell for place in scratch.places.values())
    return Copy(name, project, cells=cells)


def _layout(opened: Opened, scheme: Scheme, name: str) -> ProjectSheet | None:
    """The layout of a sheet by the row in which the heads of its indicators stand."""
    part = opened.sheet(name)
    probe = project_sheet(scheme.id, 1, 1)
    first = next(e for e in probe.indicator_entries[0] if e.field.kind is Kind.CATEGORY)
    for address, cell in part.cells.items():
        place = parse_area(address) if cell.value == first.field.label else None
        if place and place.left == first.area.left and place.top > OBJECTIVES:
            hint_row = min(part.last_row, place.top + _MOST_ROWS) - 1
            rows = max(1, hint_row - place.top - 1)
            return project_sheet(scheme.id, place.top - OBJECTIVES, rows)
    return None


def _local_places(opened: Opened, edition: Edition, name: str) -> dict[str, Area]:
    """Where a copied sheet's own names point, by the anchor's plain name."""
    head = plain_name(f"{edition.prefix}.projects.")
    return {
        key.removeprefix(head).partition("_")[2]: reference[1]
        for key, reference in opened.local.get(name, {}).items()
        if reference and reference[0] == name and key.startswith(head)
    }


def programs(opened: Opened) -> Iterator[str]:
    """What in the package would run or reach outside, in a person's words; none of it is used."""
    parts = opened.archive.names()
    if any("vbaproject" in name or "macrosheets/" in name for name in parts):
        yield "文件里有宏，没有运行，也不会转入新文件"
    links = sum("/externallinks/externallink" in f"/{name}" for name in parts)
    if links:
        yield f"文件里有 {links} 处指向别的工作簿的链接，没有读取"
    if any("/embeddings/" in f"/{name}" or "activex" in name for name in parts):
        yield "文件里嵌有别的文件或控件，没有打开，也不会转入新文件"
