"""A published document as plain text, read back into a filing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from budgetsheet.errors import UnusableError
from budgetsheet.form.scheme import Scheme
from budgetsheet.importers.lines import Item, Line, Note, Words, key, read_items
from budgetsheet.importers.measures import extract_measures
from budgetsheet.importers.opening import OpeningReader
from budgetsheet.importers.tables import Draft, TableReader, department_of, finish, unit_cell
from budgetsheet.model import Department, Filing

_YEAR_AT = slice(6, 8)
"""Where a project code bears its year."""


@dataclass(frozen=True)
class Imported:
    """What a document says, and what had to be decided or left over."""

    filing: Filing
    notes: tuple[Note, ...]


def import_text(text: str, scheme: Scheme, year: int | None = None) -> Imported:
    """Read a whole document. Nothing of it is dropped in silence.

    Raises: UnusableError when there is nothing of the form in it.
    """
    words = Words(scheme)
    return import_items(read_items(text, words), words, year)


def import_items(items: Iterable[Item], words: Words, year: int | None = None) -> Imported:
    """Read a document that is already lines and rows.

    Raises: UnusableError when there is nothing of the form in it.
    """
    opening, tables = OpeningReader(words), TableReader(words)
    for item in items:
        if not isinstance(item, Line):
            tables.row(item)
        elif (title := words.title(item.text)) is not None:
            tables.title(item.line, title)
        elif not opening.line(item):
            tables.leave(item.line, item.text, "这一行不属于任何一部分")
    if not tables.drafts and not opening.overall:
        raise UnusableError(
            "没有在文件里找到绩效目标的内容（总体绩效目标或项目绩效目标表）；请确认选对了文件。"
        )
    finished = [finish(draft, i, words) for i, draft in enumerate(tables.drafts)]
    code, name = department_of(tables.drafts)
    filing = Filing(
        words.scheme.id,
        year or _year(tables.drafts),
        Department(code, name),
        tuple(opening.overall),
        tuple(opening.sub_objectives),
        tuple(opening.safeguards),
        projects=tuple(project for project, _ in finished),
        unplaced=tuple(tables.unplaced),
        unreadable=tuple(entry for _, entries in finished for entry in entries),
    )
    notes = (*tables.notes, *_decisions(filing, tables.drafts))
    return Imported(extract_measures(filing), tuple(sorted(notes, key=lambda note: note.line)))


def _year(drafts: list[Draft]) -> int | None:
    """The year most project codes bear; the code's year may be the one before the budget's."""
    years = Counter(2000 + int(d.code[_YEAR_AT]) for d in drafts if d.code[_YEAR_AT].isdecimal())
    return years.most_common(1)[0][0] if years else None


def _decisions(filing: Filing, drafts: list[Draft]) -> Iterable[Note]:
    """What the person should look at once."""
    if filing.year is None:
        yield Note(0, "", "没有认出预算年度，请在“部门整体”里填写。")
    if not filing.department.name:
        yield Note(0, "", "没有认出单位名称，请在“部门整体”里填写。")
    other = unit_cell(drafts)
    if other:
        yield Note(other.line, other.text, "这张表的单位与第一张表不同，已按第一张表。")
    for draft in drafts:
        if draft.heading and draft.name and key(draft.heading) != key(draft.name):
            told = f"标题与表中的项目名称“{draft.name}”不同，已按表中的。"
            yield Note(draft.line, draft.heading, told)
    for entry in filing.unreadable:
        yield Note(0, entry.text, "读不成数，已原样留在格里，请改成数字。")
