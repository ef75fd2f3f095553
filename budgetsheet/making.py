"""Makes the workbook of a filing, and reads it back before anybody relies on it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from budgetsheet import rules
from budgetsheet.errors import UnusableError
from budgetsheet.findings import Finding, Hit
from budgetsheet.form import book as names
from budgetsheet.model import Filing, replace
from budgetsheet.workbook.reader import read_workbook

if TYPE_CHECKING:
    from datetime import datetime

Progress = Callable[[int, int], None]


def silent(done: int, of: int) -> None:
    """No progress is shown."""


def fresh_workbook(filing: Filing, progress: Progress = silent) -> bytes:
    """The workbook of a filing, read back once to see that nothing was lost.

    Raises: UnusableError when the written workbook does not say the same as the filing.
    """
    from budgetsheet.form.fit import fit
    from budgetsheet.narrative.render import render
    from budgetsheet.workbook.writer import Contents, write_workbook

    filing = fit(filing)
    form = names.book_for(filing)
    contents = Contents(
        filing,
        rules.live_plan(form.scheme),
        render(filing).rendered,
        tuple(_findings_of(filing, form)),
    )
    data = write_workbook(contents, now(), progress)
    if _in_any_order(read_workbook(data).filing) != _in_any_order(filing):
        raise UnusableError(
            "内容里有工作簿存不下的字符，写出的与原来不一致，已停止，原文件没有改动。"
            "请删去特殊符号再试。"
        )
    return data


def _in_any_order(filing: Filing) -> Filing:
    """The filing with its reasons sorted: a sheet lists them by what is found now."""
    return replace(filing, waivers=tuple(sorted(filing.waivers)))


def _findings_of(filing: Filing, form: names.Book) -> list[Finding]:
    """The findings of a filing, placed where a fresh workbook will have its cells."""
    from budgetsheet.workbook.fresh import fresh_places

    typed = [
        Hit("BS008", u.path, {"found": u.text, "expected": _cure(form, u.path)})
        for u in filing.unreadable
    ]
    hits = [*typed, *rules.check(filing, form.scheme)]
    return list(rules.findings(hits, filing, fresh_places(filing, form)))


def _cure(form: names.Book, path: str) -> str:
    """What belongs into an entry."""
    head, _, rest = path.partition(".")
    number, _, inside = rest.partition(".")
    if head != "projects":
        entries, inside = form.department.identity, path
    else:
        entries = form.projects[int(number)].entries
    return next((entry.field.cure for entry in entries if entry.path == inside), "")


def now() -> "datetime":
    """The moment that files written now bear: UTC, whole seconds."""
    from datetime import UTC, datetime

    return datetime.now(UTC).replace(microsecond=0, tzinfo=None)
