"""The form's own record on the sheet `_form`: its version, its scheme, its sizes.

Where the record is gone, the sizes are told from the names that stand in the workbook.
"""

from collections.abc import Iterable
from typing import NamedTuple

from budgetsheet.errors import UnusableError
from budgetsheet.form import book as names
from budgetsheet.form.book import Book
from budgetsheet.form.department_sheet import tables
from budgetsheet.form.editions import OLDER, TODAY, Edition, Layout, edition
from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.lazy import LazyPattern
from budgetsheet.text import without_blanks
from budgetsheet.workbook.opened import Opened, plain_name
from budgetsheet.workbook.sheet_part import SheetPart

NOT_OURS = "这不是本工具生成的填报工作簿。请打开本工具生成的文件，或用“导入”读入已发布的文档。"
_TOO_NEW = "这份工作簿由更新的版本生成（表样版本 {found}），请先升级本工具再打开。"
_MOST_ROWS = 10_000


_COPY = LazyPattern(r"(?i)\((\d+|副本)\)$|_\d+$|copy\s*\d*$|^copy of |(?:的\s*+)?副本\s*\d*$")


class Record(NamedTuple):
    """What the workbook says of its own form.

    `sheets` are the sheets' names as they were written, blank where that is not recorded;
    `measures` are the measures' names then, in the order of their rows, and what they printed;
    `checks` are the sums over the live checks of each layout as they were written;
    `whole` is false where the record had to be told from the names; `sheet` is its own sheet.
    """

    edition: Edition
    book: Book
    sheets: tuple[str, ...] = ()
    whole: bool = True
    sheet: str = names.FORM
    measures: tuple[tuple[str, str], ...] = ()
    checks: frozenset[str] = frozenset()


def read_record(opened: Opened) -> Record:
    """The form of a workbook.

    Raises: UnusableError (BS001, BS002) when it is none of ours, or newer than this program.
    """
    for each in (TODAY, *OLDER):
        reference = opened.reference(each.form_anchor)
        if reference:
            return _recorded(opened, reference[0]) or _from_names(opened, each)
    if names.FORM in opened.by_name:
        found = _recorded(opened, names.FORM)
        if found:
            return found
    return _from_names(opened, TODAY)


def _recorded(opened: Opened, sheet_name: str) -> Record | None:
    """The form as the record tells it, or None where the record makes no sense."""
    sheet = opened.sheet(sheet_name)
    rows = [(sheet.text(f"A{r}"), sheet.text(f"B{r}")) for r in range(1, len(sheet.cells) + 1)]
    said = dict(rows)
    version = said.get("version", "")
    if not (version.isascii() and version.isdecimal() and len(version) < 9):
        return None
    if int(version) > names.FORM_VERSION:
        raise UnusableError(_TOO_NEW.format(found=version), "BS002")
    try:
        sizes = tuple(_pair(value) for key, value in rows if key == "project")
        department = tuple(_sizes(said.get("department", "")))
        if said.get("scheme") not in SCHEMES or len(department) != len(
            tables(load_scheme(said["scheme"]))
        ):
            return None
        book = names.make_book(said["scheme"], department, sizes)
        written = tuple(value for key, value in rows if key == "sheet")
        measures = tuple(
            (sheet.text(f"B{row}"), sheet.text(f"C{row}"))
            for row, (key, _) in enumerate(rows, start=1)
            if key == "measure"
        )
        checks = frozenset(value for key, value in rows if key == "checks")
        return Record(edition(int(version)), book, written, True, sheet_name, measures, checks)
    except (ValueError, KeyError):
        return None


def _from_names(opened: Opened, found: Edition) -> Record:
    """The form as its names tell it: rows of each table, number of projects, likest scheme."""
    kept = (("projects.0", "code"), ("department", "department.name"))
    places = [opened.reference(found.anchor_name(key, anchor)) for key, anchor in kept]
    home = next((reference[0] for reference in places if reference), None)
    if home is None:
        raise UnusableError(NOT_OURS, "BS001")
    sizes = tuple(_project_sizes(opened, found, i) for i in range(_projects(opened, found)))
    books = [names.make_book(scheme, _table_rows(opened, found, scheme), sizes)
             for scheme in SCHEMES]  # fmt: skip
    part = opened.sheet(home)
    best = max(books, key=lambda book: max(
        alike(part, layout) for layout in
        (found.department(book.department), *map(found.project, book.projects[:1]))
    ))  # fmt: skip
    return Record(found, best, whole=False)


def _table_rows(opened: Opened, found: Edition, scheme: str) -> tuple[int, ...]:
    return tuple(
        _height(opened, found.anchor_name("department", table.name)) or table.min_rows
        for table in tables(load_scheme(scheme))
    )


def alike(sheet: SheetPart, layout: Layout) -> float:
    """The share of a layout's fixed texts that stand at their places on a sheet."""
    right = sum(
        without_blanks(sheet.text(label.area.cell)) == without_blanks(label.text)
        for label in layout.labels
    )
    return right / len(layout.labels)


def copy_of(name: str, originals: Iterable[str]) -> bool:
    """Whether a sheet's name is what programs call a copy of one of some sheets.

    Source: Excel and WPS `名称 (2)`, cut to 31 characters; LibreOffice `名称_2`; openpyxl
    `名称 Copy`; Google and Numbers put words before or behind.
    """
    mark = _COPY.search(name)
    base = _COPY.sub("", name).strip().strip('“”" _') if mark else ""
    return bool(base) and any(each.startswith(base) for each in originals)


def _projects(opened: Opened, found: Edition) -> int:
    """How many projects the names speak of."""
    head = plain_name(f"{found.prefix}.projects.")
    numbers = (key[len(head) :].partition("_")[0] for key in opened.references
               if key.startswith(head))  # fmt: skip
    return max((int(n) + 1 for n in numbers if n.isascii() and n.isdecimal() and len(n) < 5),
               default=0)  # fmt: skip


def _project_sizes(opened: Opened, found: Edition, number: int) -> tuple[int, int]:
    key = f"projects.{number}"
    return (
        _height(opened, found.anchor_name(key, "objectives")) or 8,
        _height(opened, found.anchor_name(key, "indicators")) or 20,
    )


def _height(opened: Opened, name: str) -> int:
    reference = opened.reference(name)
    rows = reference[1].bottom - reference[1].top + 1 if reference else 0
    return rows if 0 < rows <= _MOST_ROWS else 0


def _sizes(text: str) -> list[int]:
    sizes = [int(part) for part in text.split(",")]
    if not all(0 < size <= _MOST_ROWS for size in sizes):
        raise ValueError(text)
    return sizes


def _pair(text: str) -> tuple[int, int]:
    first, second = _sizes(text)
    return first, second
