"""The jobs a person asks for: new, import, check, refresh, export, map. The only file writer.

Every door (command line, window, ribbon) calls these; none of them prints.
"""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from budgetsheet import rules, storage
from budgetsheet.errors import UnusableError
from budgetsheet.filings import adding, blank_filing, blank_project
from budgetsheet.findings import Finding, Hit
from budgetsheet.making import Progress, fresh_workbook, heeding, made_workbook, now, silent
from budgetsheet.model import Filing, replace
from budgetsheet.staleness import stale_hits
from budgetsheet.workbook.reader import Reading, read_workbook

if TYPE_CHECKING:
    from budgetsheet.document import Narrative
    from budgetsheet.editing import Edit
    from budgetsheet.explaining import Explained
    from budgetsheet.importing import Found
    from budgetsheet.publishing import Made

LOST = "BS005"
"""The rule that explains why a workbook that lacks a sheet is not written."""
_SOME = 3
_DAMAGE = ("BS003", LOST, "BS006")

__all__ = [
    "LOST", "Change", "Checked", "Imported", "Progress", "adding", "blank_filing", "blank_project",
    "change_projects", "check", "explain", "export", "export_package", "field_map", "fix",
    "fresh_workbook", "import_document", "load_model", "new", "refresh", "rescue",
]  # fmt: skip


class Checked:
    """A workbook as read, and what is wrong with it.

    `told` is what writing it afresh, or exporting it, did with what was typed: measures
    followed, indicators put in order, texts without a place moved.
    """

    def __init__(self, path: Path, reading: Reading, findings: tuple[Finding, ...]) -> None:
        self.path, self.reading, self.findings = path, reading, findings
        self.told: tuple[str, ...] = ()

    @cached_property
    def narrative(self) -> "Narrative":
        """The narrative as it should read, made when it is first asked for."""
        from budgetsheet.narrative.render import render

        return render(self.reading.filing)

    @property
    def blocked(self) -> bool:
        """Whether an error without a reason stands in the way of export."""
        return any(finding.blocks for finding in self.findings)

    @property
    def told_in_short(self) -> str:
        """The first of what was done, where there is room for a few sentences."""
        more = len(self.told) - _SOME
        return "".join(self.told[:_SOME]) + (f"另有 {more} 处。" if more > 0 else "")

    @property
    def damaged(self) -> bool:
        """Whether sheets or fixed cells were tampered with, so that a rescue is worth offering."""
        return any(hit.rule in _DAMAGE for hit in self.reading.hits)


class Imported(NamedTuple):
    """What an import made, and where each piece of the source went."""

    path: Path
    found: "Found"

    @property
    def filing(self) -> Filing:
        """What the document says."""
        return self.found.filing

    @property
    def notes(self) -> tuple[tuple[str, str, str], ...]:
        """What the person should look at: place, text, what was done."""
        return self.found.notes


class Change(NamedTuple):
    """A text that was mended: where, what stood there, what stands there now."""

    path: str
    before: str
    after: str
    sheet: str = ""
    cell: str = ""


def load_model(path: Path) -> Filing:
    """The filing in an interchange file. Raises: UnusableError."""
    from budgetsheet.interchange import loads

    return loads(storage.read_file(path))


def new(out: Path, filing: Filing, force: bool = False, progress: Progress = silent) -> Path:
    """Write a new workbook. Raises: UnusableError when the file is there and not `force`."""
    over = _refuse_target(out, force)
    storage.write_file(out, fresh_workbook(filing, progress), over=over)
    return out


def import_document(
    source: Path, out: Path, year: int | None = None, force: bool = False,
    scheme: str = "", report: Path | None = None, progress: Progress = silent,
) -> Imported:  # fmt: skip
    """Read a published document, or a workbook, into a fresh workbook; `report` tells all of it.

    A blank scheme is told from the document.
    Raises: UnusableError when the source cannot be used, or `out` or `report` is there and
    not `force`.
    """
    from budgetsheet.importing import read_document, report_csv
    from budgetsheet.salvage import carried

    over = _refuse_target(out, force)
    over_report = _refuse_report(report, source, out, force) if report else over
    with heeding(progress):
        found = read_document(storage.read_file(source), source.suffix, scheme, year, carried)
    made = made_workbook(found.filing, progress)
    told = tuple((each.place, each.before, each.message) for each in made.changed)
    found = found._replace(notes=(*found.notes, *told))
    table = report_csv(found) if report else b""
    storage.refuse_unfit([out, report] if report else [out])
    storage.write_file(out, made.data, over=over)
    if report:
        _write_report(report, table, over_report, out)
    return Imported(out, found)


def _write_report(report: Path, table: bytes, over: "storage.Over", book: Path) -> None:
    """Raises: UnusableError, telling that the workbook stands already."""
    try:
        storage.write_file(report, table, over=over)
    except UnusableError as error:
        raise UnusableError(
            f"已读入“{book}”，但 --report 的清单没有写成：{error.message}"
        ) from error


def check(path: Path) -> Checked:
    """Read a workbook and tell all that is wrong. Changes nothing.

    Raises: UnusableError (BS001, BS002) when it cannot be read at all.
    """
    return _checked(path, read_workbook(storage.read_file(path)))


def _checked(path: Path, reading: Reading) -> Checked:
    filing = reading.filing
    hits = [
        *reading.hits,
        *rules.check(filing, reading.form.scheme, reading.hits),
        *stale_hits(reading),
        *(note.hit(note.path) for note in reading.normalised if note.seen),
    ]
    found = rules.findings(hits, filing, reading.locate)
    return Checked(path, reading, tuple(found))


def refresh(path: Path, progress: Progress = silent) -> Checked:
    """Write the workbook afresh from its own data: narrative, totals and results anew.

    The version before stays as `.bak`.
    Raises: UnusableError, for a workbook that lacks a sheet too; the file is then untouched.
    """
    return _rewritten(path, storage.read_file(path), lambda filing: filing, progress)


def fix(path: Path) -> tuple[Checked, list[Change]]:
    """Mend what is certain: blanks, full-width forms, brackets, signs, known slips of the pen.

    The version before stays as `.bak`; where nothing is certain, nothing is written.
    Raises: UnusableError; the file is then untouched.
    """
    from budgetsheet.mending import mended

    data = storage.read_file(path)
    reading = read_workbook(data)
    filing, found = mended(reading.filing, reading.form.scheme)
    changes = [Change(*each[:3]) for each in (*reading.normalised, *found)]
    places = {change.path: reading.locate(change.path) for change in changes}
    placed = [c._replace(sheet=places[c.path].sheet, cell=places[c.path].cell) for c in changes]
    if not changes:
        return _checked(path, reading), []
    return _rewritten(path, data, lambda f: replace(filing, unplaced=f.unplaced), silent), placed


def rescue(
    source: Path, out: Path, force: bool = False, progress: Progress = silent
) -> tuple[Checked, list[str]]:
    """Carry everything readable of a damaged workbook into a fresh one.

    Gives what the fresh workbook says, and a sentence for each thing that was not in order
    or found no place; what found none stands on the sheet 未归位.
    Raises: UnusableError when nothing can be read, or `out` is there and not `force`.
    """
    from budgetsheet.salvage import carried

    over = _refuse_target(out, force)
    if storage.same_place(source, out):
        raise UnusableError(f"新表会盖掉“{source.name}”，请给新表另起一个名字。")
    with heeding(progress):
        filing, told = carried(storage.read_file(source))
    book = fresh_workbook(filing, progress)
    checked = _checked(out, read_workbook(book))
    storage.write_file(out, book, over=over)
    return checked, told


def change_projects(path: Path, edit: "Edit", progress: Progress = silent) -> Checked:
    """Add, remove, rename or move a project of a workbook, which its lock forbids by hand.

    The version before stays as `.bak`. Raises: UnusableError; the file is then untouched.
    """
    return _rewritten(path, storage.read_file(path), edit, progress)


def _rewritten(path: Path, data: bytes, edit: "Edit", progress: Progress) -> Checked:
    """Write a workbook, read as these bytes, afresh; all else is done before that one step."""
    from budgetsheet.form.indicator_order import in_scheme_order
    from budgetsheet.salvage import with_leftovers

    with heeding(progress):
        reading = read_workbook(data)
    if reading.lost:
        raise UnusableError(
            f"{'、'.join(reading.lost)}，更新会丢掉内容，所以没有更新，原文件没有改动。"
            f"请从“{path.name}.bak”或别的备份找回，或用“把数据转入新表”（rescue）。",
            LOST,
        )
    fresh = made_workbook(reading.filing, progress)
    filing, unplaced = with_leftovers(data, reading, fresh.data, thorough=False)
    wanted = edit(filing)
    if reading.moves:
        from budgetsheet.measure_names import without_done

        wanted = without_done(wanted, reading.moves)
    ordered = in_scheme_order(wanted)
    notes = _notes(reading, ordered.filing)
    if notes or ordered.filing != reading.filing:
        fresh = made_workbook(ordered.filing, progress, notes)
    checked = _checked(path, read_workbook(fresh.data))
    changed = (f"{each.place}　{each.message}" for each in fresh.changed)
    checked.told = (*(move.told for move in reading.moves), *ordered.told, *changed, *unplaced,
                    *map(_rewriting, _notes(reading)))  # fmt: skip
    storage.write_file(path, fresh.data, over=data)
    return checked


def _notes(reading: Reading, written: Filing | None = None) -> tuple[Hit, ...]:
    """What was read otherwise than typed, for 校验结果 of the workbook that says it so now.

    Where entries stand elsewhere in what is written, the old cell is named in words.
    """
    same = written is not None and replace(written, unplaced=()) == replace(
        reading.filing, unplaced=()
    )
    seen = (note for note in reading.normalised if note.seen)
    placed = ((note, reading.locate(note.path)) for note in seen)
    return tuple(
        note.hit(note.path if same else "", "" if same else f"{place.sheet} {place.cell} 的")
        for note, place in placed
    )


def _rewriting(hit: Hit) -> str:
    """The sentence for something that is now written in the usual form."""
    return "{where}“{found}”已写成“{read_as}”。".format_map(hit.values)


def export(
    path: Path, folder: Path, formats: Iterable[str], draft: bool = False, appendix: bool = False,
    progress: Progress = silent,
) -> tuple[Checked, list[Path]]:  # fmt: skip
    """Write the document and the data in the formats asked for.

    Errors without a reason stop it, and no file is written, unless `draft`.
    Raises: UnusableError for an unknown format or an unusable file.
    """
    checked, made = _made(path, formats, draft, appendix, progress)
    targets = [folder / name for name in made.files]
    _spare_the_source(path, targets)
    storage.refuse_unfit(targets)
    for target, data in zip(targets, made.files.values(), strict=True):
        storage.write_file(target, data)
    return checked, targets


def export_package(
    path: Path, out: Path, formats: Iterable[str], draft: bool = False, appendix: bool = False,
    progress: Progress = silent,
) -> tuple[Checked, list[Path]]:  # fmt: skip
    """Write the formats and a list of their sums into a folder of their own, or into a zip.

    Errors without a reason stop it, and no file is written, unless `draft`.
    Raises: UnusableError for an unknown format or an unusable file.
    """
    from budgetsheet import packages

    checked, made = _made(path, formats, draft, appendix, progress)
    if not made.files:
        return checked, []
    place = out if packages.is_zip(out) else out / made.stem
    _spare_the_source(path, [place / name for name in made.files])
    return checked, packages.write_package(place, made.files, made.moment)


def _made(
    path: Path, formats: Iterable[str], draft: bool, appendix: bool, progress: Progress = silent
) -> "tuple[Checked, Made]":
    """The files of an export, none where errors stand in the way."""
    from budgetsheet import publishing
    from budgetsheet.form.indicator_order import in_scheme_order

    wanted = publishing.formats_named(formats)
    with heeding(progress):
        checked = check(path)
    if checked.blocked and not draft:
        return checked, publishing.Made("", {}, now())
    stem = publishing.document_name(checked.reading.filing, path.stem, draft)
    ordered = in_scheme_order(checked.reading.filing)
    checked.told = ordered.told
    subject = publishing.subject(checked.reading, ordered, checked.findings, now(), draft, appendix)
    files = {}
    for i, form in enumerate(wanted):
        progress(i, len(wanted))
        files[f"{stem}{form.suffix}"] = form.make(subject)
    progress(len(wanted), len(wanted))
    return checked, publishing.Made(stem, files, subject.moment)


def explain(path: Path, asked: str) -> "Explained":
    """Where a figure stands in a workbook and what it is made of. Raises: UnusableError."""
    from budgetsheet.explaining import explain as explained
    from budgetsheet.narrative.render import render

    reading = read_workbook(storage.read_file(path))
    narrative = render(reading.filing)
    return explained(
        asked, reading.filing, narrative, reading.form.scheme, lambda p: reading.locate(p)[:2]
    )


def _spare_the_source(path: Path, targets: list[Path]) -> None:
    """Raises: UnusableError when a file to be written is the workbook itself."""
    for target in targets:
        if storage.same_place(target, path):
            raise UnusableError(f"导出的文件会盖掉工作簿“{path.name}”，请换一个文件夹再导出。")


def field_map(path: Path) -> list[dict[str, str]]:
    """Every field of a workbook: path, sheet, cell, label, kind, open or locked."""
    from budgetsheet.field_map import field_map as fields_of

    return fields_of(read_workbook(storage.read_file(path)))


def _refuse_target(out: Path, force: bool) -> "storage.Over":
    """A workbook under another ending would not open in Excel. Gives what may lie there."""
    if out.name.lower() in ("", ".xlsx"):
        raise UnusableError("没有写新工作簿的文件名；请写全，例如 2027年绩效目标.xlsx。")
    over = _refuse_existing(out, force)
    if out.suffix.lower() != ".xlsx":
        raise UnusableError(f"工作簿的文件名要以 .xlsx 结尾；请把“{out}”改成“{out.stem}.xlsx”。")
    return over


def _refuse_existing(out: Path, force: bool) -> "storage.Over":
    if not force and os.path.exists(out):  # noqa: PTH110  # a name too long is told on writing
        raise UnusableError(
            f"“{out}”已经存在，没有改动它。请换一个文件名；确要替换时加 --force，旧的会留作 .bak。"
        )
    return storage.Over.ANYTHING if force else storage.Over.NOTHING


def _refuse_report(report: Path, source: Path, out: Path, force: bool) -> "storage.Over":
    """The report takes the place of neither the workbook, nor its `.bak`, nor the source."""
    for taken in (out, out.with_name(f"{out.name}.bak"), source):
        if storage.same_place(report, taken):
            raise UnusableError(f"--report 写的“{report}”会盖掉“{taken}”，请给清单另起一个名字。")
    return _refuse_existing(report, force)
