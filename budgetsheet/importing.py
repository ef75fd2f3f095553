"""Joins the readers of documents with the workbook: what was found, and where it stands now."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from budgetsheet.errors import UnusableError
from budgetsheet.form.book import book_for
from budgetsheet.form.fit import fit
from budgetsheet.form.scheme import DEFAULT_SCHEME, SCHEMES, Scheme, load_scheme
from budgetsheet.model import Filing

if TYPE_CHECKING:
    from budgetsheet.importers.text_document import Imported

_FLAT_TABLES = (
    "这是导出的数据表，一行一个指标，不是绩效目标表，不能导入。"
    "请用一同导出的 JSON 数据、Word 或网页文件。"
)
REPORT_HEADS = ("原文位置", "原文", "去向", "工作表", "单元格", "说明")


class Placed(NamedTuple):
    """One piece of an imported document: where it stood, and where it stands now.

    `fate` is 归位, 表头, 未归位 or 略去; `path` is the model's.
    """

    source: str
    text: str
    fate: str
    path: str = ""
    sheet: str = ""
    cell: str = ""
    message: str = ""


class Found(NamedTuple):
    """What a document says; what the person should look at (place, text, what was done)."""

    filing: Filing
    notes: tuple[tuple[str, str, str], ...] = ()
    placements: tuple[Placed, ...] = ()


def read_document(
    data: bytes, suffix: str, scheme: str, year: int | None,
    carry: Callable[[bytes], tuple[Filing, list[str]]],
) -> Found:  # fmt: skip
    """Read a document of any kind; `carry` reads a workbook of ours, and tells what is amiss.

    A blank scheme is told from the document.
    Raises: UnusableError when it cannot be used.
    """
    from budgetsheet.importers import sources

    kind = sources.kind_of(data, suffix)
    if kind != ".xlsx":
        return _likest(lambda form: sources.import_document(data, kind, form, year), scheme)
    from budgetsheet.importers.sheet_tables import import_sheets
    from budgetsheet.workbook.foreign import is_ours, read_sheets

    if is_ours(data):
        filing, told = carry(data)
        return Found(filing, tuple(("整个文件", "", sentence) for sentence in told))
    sheets = list(read_sheets(data))
    if any(_flat(sheet.cells) for sheet in sheets):
        raise UnusableError(_FLAT_TABLES)
    return _likest(lambda form: import_sheets(sheets, form, year), scheme)


def _flat(cells: Mapping[tuple[int, int], str]) -> bool:
    """Whether a sheet is one of the flat tables that an export makes: each row names the unit."""
    form = load_scheme(DEFAULT_SCHEME)
    heads = [form.plain_label(key) for key in ("year", "department_code", "department_name")]
    return any([cells.get((row, column)) for column in range(3)] == heads for row in range(3))


def _likest(read: Callable[[Scheme], "Imported"], scheme: str) -> Found:
    """The document as its scheme has it; one not told is that which leaves the least over.

    The usual scheme is tried first, and no other where it leaves nothing. One with weights
    is none for a document without.
    """
    found: list[Imported] = []
    for form in map(load_scheme, (scheme,) if scheme else SCHEMES):
        if found and form.weight_total is not None and "weight" not in found[0].fields:
            continue
        found.append(read(form))
        if not found[-1].filing.unplaced:
            break
    return _found(min(found, key=lambda each: len(each.filing.unplaced)))


def _found(document: "Imported") -> Found:
    notes = tuple((note.where, note.text, note.message) for note in document.notes)
    return Found(document.filing, notes, tuple(_placed(document)))


def _placed(document: "Imported") -> Iterator[Placed]:
    """Where each piece of a document stands in the fresh workbook."""
    from budgetsheet.workbook.fresh import fresh_places

    filing = fit(document.filing)
    locate = fresh_places(filing, book_for(filing))
    for each in document.placements:
        place = locate(each.path) if each.path else None
        where = (place.sheet, place.cell) if place else ("", "")
        yield Placed(each.where, each.text, each.fate.value, each.path, *where, each.message)


def report_json(found: Found) -> dict[str, Any]:
    """The whole report for programs."""
    return {
        "counts": counts(found),
        "notes": [dict(zip(("source", "text", "message"), n, strict=True)) for n in found.notes],
        "placements": [placed._asdict() for placed in found.placements],
    }


def counts(found: Found) -> dict[str, int]:
    """How many pieces of the source met each fate, in the order of the fates."""
    from budgetsheet.importers.trail import Fate

    return {f.value: sum(p.fate == f.value for p in found.placements) for f in Fate}


def report_csv(found: Found) -> bytes:
    """The whole report as a table that opens in Excel; no text becomes a formula."""
    import csv
    import io

    from budgetsheet.exporters.table_csv import safe

    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(REPORT_HEADS)
    for p in found.placements:
        writer.writerow(map(safe, (p.source, p.text, p.fate, p.sheet, p.cell, p.message)))
    return target.getvalue().encode("utf-8-sig")
