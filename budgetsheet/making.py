"""Makes the workbook of a filing, and reads it back before anybody relies on it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple

from budgetsheet import pace, rules
from budgetsheet.errors import UnusableError
from budgetsheet.findings import Finding, Hit
from budgetsheet.form import book as names
from budgetsheet.model import Filing, replace
from budgetsheet.text import shortened
from budgetsheet.workbook.reader import read_workbook

if TYPE_CHECKING:
    from datetime import datetime

    from budgetsheet.reading_back import Changed

Progress = Callable[[int, int], None]


def silent(done: int, of: int) -> None:
    """No progress is shown."""


def heeding(progress: Progress) -> AbstractContextManager[None]:
    """Tell of each step of what is read meanwhile, of which nobody knows how many there are.

    Whoever is told may raise, and so stop the reading.
    """
    return pace.heard_by(lambda: progress(0, 1))


class Made(NamedTuple):
    """A workbook, and what it says otherwise than the filing, which is kept beside."""

    data: bytes
    changed: "tuple[Changed, ...]" = ()


def fresh_workbook(filing: Filing, progress: Progress = silent) -> bytes:
    """The workbook of a filing. Raises: UnusableError as `made_workbook` does."""
    return made_workbook(filing, progress).data


def made_workbook(filing: Filing, progress: Progress = silent, notes: Sequence[Hit] = ()) -> Made:
    """The workbook of a filing, read back to see that nothing was lost.

    `notes` stand on 校验结果 behind what is found.
    What reads otherwise than it was keeps its words among those without a place, and is told.
    Raises: UnusableError, with the place and the text, for words that no sheet keeps.
    """
    from budgetsheet.form.fit import fit

    filing = fit(filing)
    data = _written(filing, progress, notes)
    read = read_workbook(data).filing
    differing = _differing(filing, read)
    if not differing:
        return Made(data)
    from budgetsheet.reading_back import kept

    filing = fit(kept(read, differing))
    data = _written(filing, progress, notes)
    for first in _differing(filing, read_workbook(data).filing):
        raise UnusableError(
            f"{first.place}的“{shortened(first.before)}”写进工作簿读不回原样，"
            "已停止，原文件没有改动。请改写或删去这段文字再试。"
        )
    return Made(data, differing)


def _differing(filing: Filing, read: Filing) -> "tuple[Changed, ...]":
    """What a workbook says otherwise than the filing it was written of; the rule, nothing."""
    filing, read = _in_any_order(filing), _in_any_order(read)
    if filing == read:
        return ()
    from budgetsheet.reading_back import changed
    from budgetsheet.workbook.fresh import fresh_places

    return changed(filing, read, fresh_places(filing, names.book_for(filing)))


def _written(filing: Filing, progress: Progress, notes: Sequence[Hit]) -> bytes:
    from budgetsheet.narrative.render import render
    from budgetsheet.workbook.writer import Contents, write_workbook

    form = names.book_for(filing)
    contents = Contents(
        filing,
        rules.live_plan(form.scheme),
        render(filing).rendered,
        tuple(_findings_of(filing, form, notes)),
    )
    return write_workbook(contents, now(), progress)


def _in_any_order(filing: Filing) -> Filing:
    """The filing with its reasons sorted: a sheet lists them by what is found now."""
    return replace(filing, waivers=tuple(sorted(filing.waivers)))


def _findings_of(filing: Filing, form: names.Book, notes: Sequence[Hit]) -> list[Finding]:
    """The findings of a filing, placed where a fresh workbook will have its cells."""
    from budgetsheet.workbook.fresh import fresh_places

    typed = [
        Hit("BS008", u.path, {"found": u.text, "expected": _cure(form, u.path)})
        for u in filing.unreadable
    ]
    hits = [*typed, *rules.check(filing, form.scheme), *notes]
    return list(rules.findings(hits, filing, fresh_places(filing, form)))


def _cure(form: names.Book, path: str) -> str:
    """What belongs into an entry."""
    head, _, rest = path.partition(".")
    number, _, inside = rest.partition(".")
    if head != "projects":
        entries, inside = form.department.identity, path
    else:
        entries = form.projects[int(number)].entries
    return next((entry.field.wanted for entry in entries if entry.path == inside), "")


def now() -> "datetime":
    """The moment that files written now bear: UTC, whole seconds."""
    from datetime import UTC, datetime

    return datetime.now(UTC).replace(microsecond=0, tzinfo=None)
