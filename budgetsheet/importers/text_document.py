"""A published document, read back into a filing: plain text, or lines and rows of any source."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from budgetsheet import pace
from budgetsheet.document import DRAFT_MARK
from budgetsheet.errors import UnusableError
from budgetsheet.form.scheme import Scheme
from budgetsheet.importers.drafts import (
    Draft,
    converted,
    department_of,
    finish,
    long_amounts,
    unit_parts,
)
from budgetsheet.importers.entrance import Entrance
from budgetsheet.importers.items import CONTENTS, Aside, Break, Cell, Item, Line, Note, Row
from budgetsheet.importers.lines import bookmarks, read_items
from budgetsheet.importers.measures import extract_measures
from budgetsheet.importers.opening import OpeningReader
from budgetsheet.importers.tables import TableReader
from budgetsheet.importers.trail import Placement, Trail
from budgetsheet.importers.words import Words, key
from budgetsheet.model import Department, Filing
from budgetsheet.money_units import note_apart
from budgetsheet.text import too_long

_YEAR_AT = slice(6, 8)
"""Where a project code bears its year."""
_CONTENTS_LINE = re.compile(r"目\s*录|.+?(?:[.．·…]{3,}|\t)[—–\-－\s]*\d{1,3}[—–\-－\s]*")
_WIDE_GAP = re.compile(
    r"\t+|[ \u3000]{2,}"
    r"|(?<!人民币)(?<!\s)\s++(?=[(（]?(?:币种\s*[:：]|(?:金额|货币|资金)?单位\s*[:：]))"
)
_YEAR_OF_TITLE = re.compile(r"((?:19|20)\d\d)年(?:度)?.{0,30}(?:预算|绩效)")
_LONGEST_HEADLINE = 60
_LONGEST_CONTENTS = 400
"""Characters of a line in a table of contents, its row of dots included."""
MAX_WORK = 200_000
"""Cells of tables, and lines at four each; a project has two hundred."""
_OF_A_LINE = 4
MAX_PROJECTS = MAX_WORK // 200
"""Each becomes a sheet, however little its table holds."""
_TOO_MUCH = "文件里的内容多得不正常，不像是绩效目标。请只保留绩效目标部分，或分成几份再导入。"
_TOO_LONG = "太长，一个格子放不下"
_NOTHING = "没有在文件里找到绩效目标的内容（总体绩效目标或项目绩效目标表）；请确认选对了文件。"


@dataclass(frozen=True)
class Imported:
    """What a document says, what had to be decided or left over, and where each piece went.

    `fields` are the columns of its indicator tables, whatever the scheme.
    """

    filing: Filing
    notes: tuple[Note, ...]
    placements: tuple[Placement, ...] = ()
    fields: frozenset[str] = frozenset()


def import_text(text: str, scheme: Scheme, year: int | None = None) -> Imported:
    """Read a whole document. Nothing of it is dropped in silence.

    Raises: UnusableError when there is nothing of the form in it.
    """
    words = Words(scheme)
    return import_items(chain(read_items(text, words), bookmarks(text)), words, year)


def import_items(items: Iterable[Item], words: Words, year: int | None = None) -> Imported:
    """Read a document that is already lines and rows.

    Raises: UnusableError when there is nothing of the form in it.
    """
    reader = _Reader(words)
    room = MAX_WORK
    for item in items:
        pace.step()
        room -= len(item.cells) if isinstance(item, Row) else _OF_A_LINE
        if room < 0 or reader.tables > 2 * MAX_PROJECTS:
            raise UnusableError(_TOO_MUCH)
        reader.item(item)
    return reader.result(year)


class _Reader:
    """Gives each item to the part of the document that it belongs to."""

    def __init__(self, words: Words) -> None:
        self._words, self._trail = words, Trail()
        self._opening = OpeningReader(words)
        self._tables = TableReader(words, self._trail)
        self._entrance = Entrance()
        self._year: int | None = None

    @property
    def tables(self) -> int:
        """How many tables have begun, titles without one included."""
        return len(self._tables.drafts)

    def item(self, item: Item) -> None:
        """One piece of the source."""
        item = self._entrance.item(item)
        match item:
            case Aside():
                self._aside(item)
            case Break():
                self._tables.sheet()
            case Row():
                self._parted_row(item)
            case Line():
                for line in self._parted(item):
                    self._line(line)

    def _parted(self, line: Line) -> list[Line]:
        """A title and the note of a unit behind it (`…绩效目标表（单位：元）`) as two lines."""
        parts = note_apart(line.text)
        if len(parts) < 2 or not self._words.title(parts[0]):
            return [line]
        return [replace(line, text=part) for part in parts]

    def _parted_row(self, row: Row) -> None:
        """A row; what one cell holds over a table, a note of a unit within, as several cells."""
        filled = [cell for cell in row.cells if cell.text]
        parts = note_apart(filled[0].text) if len(filled) == 1 else []
        if len(parts) > 1 and self._words.title(parts[0]):
            for part in parts:
                self._row(replace(row, cells=(replace(filled[0], text=part),)))
        elif len(parts) > 1 and not self._tables.inside and len(filled[0].text) < _LONGEST_HEADLINE:
            self._row(replace(row, cells=tuple(replace(filled[0], text=part) for part in parts)))
        else:
            self._row(row)

    def _aside(self, aside: Aside) -> None:
        if aside.keep:
            self._trail.leave(Line(aside.line, aside.text, aside.at), aside.message)
        else:
            self._trail.omit(aside.line, aside.at, aside.text, aside.message)

    def _fitting(self, row: Row) -> Row:
        """The row without texts that no cell of a workbook holds; those are kept in pieces."""
        if not any(too_long(cell.text) for cell in row.cells):
            return row
        for cell in row.cells:
            if too_long(cell.text):
                self._trail.leave(cell, _TOO_LONG)
        cells = (replace(cell, text="") if too_long(cell.text) else cell for cell in row.cells)
        return replace(row, cells=tuple(cells))

    def _row(self, row: Row) -> None:
        """A row; one with a single text may be a title or a line of the opening."""
        row = self._fitting(row)
        filled = [cell for cell in row.cells if cell.text]
        if len(filled) == 1 and self._alone(filled[0]):
            return
        self._tables.row(row)
        if self._tables.drafts:
            self._opening.close()

    def _alone(self, cell: Cell) -> bool:
        """Whether a text that fills a row by itself is a title, heading or part of the opening."""
        title = self._words.title(cell.text)
        if title:
            self._tables.title(cell, title)
            return True
        line = Line(cell.line, cell.text, cell.at)
        if self._tables.inside or self._words.label(cell.text):
            return False
        if self._words.heading(cell.text) or (self._opening.inside and not self._tables.drafts):
            self._line(line)
            return True
        return self._tables.line(line)

    def _line(self, line: Line) -> None:
        if too_long(line.text):
            self._trail.leave(line, _TOO_LONG)
            return
        title = self._words.title(line.text)
        if len(line.text) <= _LONGEST_CONTENTS and _CONTENTS_LINE.fullmatch(line.text):
            self._trail.omit(line.line, line.at, line.text, CONTENTS)
        elif key(line.text) == key(DRAFT_MARK):
            self._trail.omit(line.line, line.at, line.text, "草稿字样，不是正文")
        elif title is not None:
            self._tables.title(line, title)
        elif self._unit_line(line) or self._tabbed(line) or self._tables.line(line):
            return
        else:
            path = self._opening.line(line)
            if path is None:
                self._headline(line)
                self._trail.leave(line, "这一行不属于任何一部分")
            elif path:
                self._trail.place(line, path)
            else:
                self._trail.label(line)

    def _unit_line(self, line: Line) -> bool:
        """A line over a table whose parts stand apart: `填报单位：…　　单位：万元`."""
        parts = [part for part in _WIDE_GAP.split(line.text) if part.strip()]
        if len(parts) == 1 and len(line.text) < _LONGEST_HEADLINE and not self._opening.inside:
            parts = note_apart(line.text)
        cells = tuple(Cell(line.line, part.strip(), line.at) for part in parts)
        if len(cells) < 2 or not any(map(self._tables.facts.unit_note, cells)):
            return False
        self._tables.row(Row(cells))
        return True

    def _tabbed(self, line: Line) -> bool:
        """A row of a table without ruled lines: labels among its parts, or a table above it."""
        parts = [part.strip() for part in line.text.split("\t")]
        labels = any(self._words.label(part) or self._words.column(part) for part in parts)
        if len(parts) < 2 or not (labels or (self._tables.inside and len(parts) > 2)):
            return False
        self._row(Row(tuple(Cell(line.line, part, line.at) for part in parts)))
        return True

    def _headline(self, line: Line) -> None:
        """A headline such as `2027年部门预算绩效目标` tells the year where nothing else does."""
        found = _YEAR_OF_TITLE.search(line.text) if len(line.text) < _LONGEST_HEADLINE else None
        if found and not self._year:
            self._year = int(found[1])

    def result(self, year: int | None) -> Imported:
        """The filing, when all is read.

        Raises: UnusableError when there is nothing of the form.
        """
        drafts = self._in_order(self._with_tables())
        if not drafts and not self._opening.overall:
            raise UnusableError(_NOTHING)
        if len(drafts) > MAX_PROJECTS:
            raise UnusableError(_TOO_MUCH)
        finished = [finish(draft, i, self._words.scheme) for i, draft in enumerate(drafts)]
        code, name = department_of(self._tables.drafts, self._tables.facts.unit)
        filing = Filing(
            self._words.scheme.id,
            year or self._tables.facts.year or self._tables.year or _year(drafts) or self._year,
            Department(self._tables.facts.code or code, name),
            tuple(self._opening.overall),
            tuple(self._opening.sub_objectives),
            tuple(self._opening.safeguards),
            projects=tuple(project for project, _ in finished),
            unreadable=tuple(entry for _, entries in finished for entry in entries),
        )
        self._trail.settle(filing.department.name, "department.name")
        self._decide(filing, drafts)
        self._entrance.tell(self._trail)
        filing = extract_measures(filing._replace(unplaced=tuple(self._trail.unplaced())))
        notes = sorted(self._trail.notes(), key=lambda note: note.line)
        placements = self._trail.placements(list(drafts))
        return Imported(filing, tuple(notes), placements, self._tables.fields)

    def _with_tables(self) -> list[Draft]:
        """The drafts that are projects; a title without a table is none."""
        drafts = self._tables.drafts
        for draft in drafts:
            if not draft.began and draft.title:
                self._trail.turn(draft.title, "只有标题，下面没有表")
        return [draft for draft in drafts if draft.began]

    def _in_order(self, drafts: list[Draft]) -> list[Draft]:
        """The projects by the numbers of their titles, where each has one of its own."""
        numbers = [draft.number for draft in drafts]
        known = [number for number in numbers if number is not None]
        if len(set(known)) != len(drafts) or known == sorted(known):
            return drafts
        self._trail.decide(None, "各表没有按序号排列，已按标题的序号排好。")
        return sorted(drafts, key=lambda draft: draft.number or 0)

    def _decide(self, filing: Filing, drafts: list[Draft]) -> None:
        """What the person should look at once."""
        if filing.year is None:
            self._trail.decide(None, "没有认出预算年度，请在“部门整体”里填写。")
        if not filing.department.name:
            self._trail.decide(None, "没有认出单位名称，请在“部门整体”里填写。")
        unit = filing.department
        for draft in self._tables.drafts:
            code, name = unit_parts(draft.unit)
            same = key(name) == key(unit.name) and code in ("", unit.code)
            if draft.unit_step and not same:
                self._trail.turn(draft.unit_step, "这里的单位与第一处不同，已按第一处")
        for draft in drafts:
            if draft.title and key(draft.heading) != key(draft.name):
                told = f"标题与表中的项目名称“{draft.name}”不同，已按表中的"
                self._trail.turn(draft.title, told)
            if draft.assumed and draft.texts.get("budget_amount"):
                told = f"项目“{draft.name}”没有写金额单位，已按前一张表的单位换算成万元。"
                self._trail.decide(None, told)
            if draft.shares:
                told = f"项目“{draft.name}”的支出计划写的是小数，已按百分比读入（0.3 即 30%）。"
                self._trail.decide(None, told)
            if money := converted(draft):
                self._trail.decide(None, f"项目“{draft.name}”的金额由{money}换算成万元。")
        for project in filing.projects:
            for part, shown in long_amounts(project):
                label = self._words.scheme.plain_label(part).removeprefix("其中：")
                what = f"项目“{project.name}”的{label}"
                told = f"{what}按万元是 {shown}，小数多于两位，没有四舍五入，请核对。"
                self._trail.decide(None, told)
        for entry in filing.unreadable:
            self._trail.decide(Line(0, entry.text), "读不成数，已原样留在格里，请改成数字。")


def _year(drafts: list[Draft]) -> int | None:
    """The year most project codes bear; the code's year may be the one before the budget's."""
    codes = (draft.texts.get("code", "") for draft in drafts)
    years = Counter(2000 + int(c[_YEAR_AT]) for c in codes if c[_YEAR_AT].isdecimal())
    return years.most_common(1)[0][0] if years else None
