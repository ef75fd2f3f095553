"""Checking the workbook that a person has open: read from a copy, told in the workbook itself.

Reading goes through a saved copy and the same reader as everywhere; the open workbook is only
written to. Each job ends in one sentence for the person.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from budgetsheet import services
from budgetsheet.errors import UnusableError
from budgetsheet.findings import Finding, Severity
from budgetsheet.form import book as names
from budgetsheet.live import sheets
from budgetsheet.live.host import HostError, Mark, OpenBook, SheetLockedError, find
from budgetsheet.services import Checked
from budgetsheet.workbook.sheet_part import parse_area
from budgetsheet.workbook.styles import MARKS

_READ_ONLY = "工作簿是以只读方式打开的"
_LOOKS = {Severity.ERROR: "red", Severity.WARNING: "amber"}


class Outcome(NamedTuple):
    """What came of a job: the sentence for the person, whether it was done, what was found."""

    said: str
    done: bool
    checked: Checked | None = None


def check(book: Path, copy: Path | None = None) -> Outcome:
    """Check the open workbook, write 校验结果, mark the faulty cells, go to the first."""
    return _in_open_book(book, lambda opened: _check(opened, book, copy))


def refresh(book: Path, copy: Path | None = None) -> Outcome:
    """Write 概述, 汇总 and 校验结果 anew into the open workbook; its person stays in place."""
    return _in_open_book(book, lambda opened: _refresh(opened, book, copy))


def step(book: Path, copy: Path | None = None, forwards: bool = True) -> Outcome:
    """Go to the next faulty cell, or the one before; round and round."""
    return _in_open_book(book, lambda opened: _step(opened, book, copy, forwards))


def _in_open_book(book: Path, job: Callable[[OpenBook], Outcome]) -> Outcome:
    try:
        opened = find(book)
        try:
            return job(opened)
        finally:
            opened.close()
    except HostError as error:
        return Outcome(str(error), False)
    except UnusableError as error:
        return Outcome(error.message, False)


def _check(opened: OpenBook, book: Path, copy: Path | None) -> Outcome:
    checked = _read(opened, book, copy)
    places = _places(checked.findings, opened.sheet_names())
    said = _counted(checked.findings)
    if opened.read_only:
        said += f"{_READ_ONLY}，没有写入标记和校验结果；请关掉别处打开的同一份文件再校验。"
    else:
        with opened.undisturbed():
            said += _told(_write_results(opened, checked), opened)
    if places:
        opened.select(places[0].sheet, places[0].cell)
        said += f"已选中第一处：{places[0].sheet} {places[0].cell}。"
    return Outcome(said, True, checked)


def _refresh(opened: OpenBook, book: Path, copy: Path | None) -> Outcome:
    if opened.read_only:
        return Outcome(
            f"{_READ_ONLY}，更新了也存不下，所以没有更新；"
            "请关掉别处打开的同一份文件，重新打开再试。", False,
        )  # fmt: skip
    checked = _read(opened, book, copy)
    if checked.reading.lost:
        lost = "、".join(checked.reading.lost)
        return Outcome(f"{lost}，所以没有更新，没有改动任何内容。请先找回这张表。", False, checked)
    with opened.undisturbed():
        for name, contents in sheets.regenerated(checked):
            with opened.unlocked(name):
                sheets.write(opened, name, contents)
        checked = _read(opened, book, None)
        said = _told(_write_results(opened, checked), opened)
    counted = _counted(checked.findings)
    return Outcome(f"概述、汇总和校验结果已更新，请记得保存。{counted}{said}", True, checked)


def _step(opened: OpenBook, book: Path, copy: Path | None, forwards: bool) -> Outcome:
    checked = _read(opened, book, copy)
    order = opened.sheet_names()
    places = _places(checked.findings, order)
    if not places:
        return Outcome("没有要处理的格子。", True, checked)
    here = _rank(*opened.selection(), order)
    ranks = [_rank(f.sheet, f.cell, order) for f in places]
    if forwards:
        number = next((i for i, rank in enumerate(ranks) if rank > here), 0)
    else:
        behind = [i for i, rank in enumerate(ranks) if rank < here]
        number = behind[-1] if behind else len(places) - 1
    found = places[number]
    opened.select(found.sheet, found.cell)
    what = f"{found.severity.label} {found.rule}　{found.message}"
    return Outcome(f"第 {number + 1} 处，共 {len(places)} 处：{what}", True, checked)


# ---- reading


def _read(opened: OpenBook, book: Path, copy: Path | None) -> Checked:
    if copy is not None:
        return services.check(copy)
    with _folder() as folder:
        target = folder / book.name.partition("?")[0]  # an address may ask for more
        opened.save_copy(target)
        return services.check(target)


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder of the person's own that is gone afterwards, even if a virus scanner looks on."""
    folder = Path(tempfile.mkdtemp(prefix="budgetsheet-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# ---- telling


def _write_results(opened: OpenBook, checked: Checked) -> list[str]:
    """Write the findings and mark their cells; gives the sheets that a password keeps shut."""
    present = opened.sheet_names()
    shut = []
    for name in present:
        marks = _marks(checked.findings, name)
        ours = name == names.RESULTS
        if not (ours or marks or opened.marked(name)):
            continue
        try:
            with opened.unlocked(name):
                opened.mark(name, marks)
                if ours:
                    sheets.write_results(opened, checked)
        except SheetLockedError as error:
            shut.append(error.sheet)
    return shut if names.RESULTS in present else [*shut, ""]


def _told(shut: list[str], opened: OpenBook) -> str:
    said = ""
    named = "、".join(f"“{name}”" for name in shut if name)
    if named:
        said += f"工作表{named}加了密码，没有写入；要写入请先在“审阅”里撤消这张表的保护。"
    if "" in shut:
        said += f"工作表“{names.RESULTS}”不见了，问题只标在格子上。"
    if opened.twice:
        said += "这份工作簿同时在两处打开，结果写在能保存的那一处，请关掉另一处。"
    return said


def _marks(findings: Sequence[Finding], sheet: str) -> tuple[Mark, ...]:
    """Errors and warnings without a reason are marked; an error wins over a warning."""
    found: dict[str, str] = {}
    for finding in _open_ones(findings):
        if finding.sheet == sheet and finding.cell and finding.severity in _LOOKS:
            look = _LOOKS[finding.severity]
            found[finding.cell] = "red" if look == "red" else found.get(finding.cell, look)
    return tuple(
        Mark(cell, MARKS[look]["bg_color"], MARKS[look]["font_color"])
        for cell, look in found.items()
    )


def _open_ones(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if not finding.waiver]


def _counted(findings: Sequence[Finding]) -> str:
    counts = {s: sum(f.severity is s for f in _open_ones(findings)) for s in Severity}
    counted = "、".join(f"{s.label} {counts[s]} 处" for s in Severity if counts[s])
    return f"{counted or '没有发现问题'}。"


def _places(findings: Sequence[Finding], order: tuple[str, ...]) -> list[Finding]:
    """One finding a marked cell, as the cells stand in the workbook."""
    first: dict[tuple[str, str], Finding] = {}
    for finding in _open_ones(findings):
        if finding.cell and finding.sheet in order and finding.severity in _LOOKS:
            first.setdefault((finding.sheet, finding.cell), finding)
    return sorted(first.values(), key=lambda f: _rank(f.sheet, f.cell, order))


def _rank(sheet: str, cell: str, order: tuple[str, ...]) -> tuple[int, int, int]:
    place = parse_area(cell)
    row, column = (place.top, place.left) if place else (0, 0)
    return order.index(sheet), row, column
