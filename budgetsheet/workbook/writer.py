"""Writes the whole workbook from values: the form and the data, fresh every time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from budgetsheet.document import Rendered
from budgetsheet.findings import Finding
from budgetsheet.form import book as names
from budgetsheet.form.book import Book
from budgetsheet.form.grid import area
from budgetsheet.form.live import NO_LIVE, LivePlan
from budgetsheet.model import Filing
from budgetsheet.text import property_text
from budgetsheet.workbook.calculation.sheets import calculate
from budgetsheet.workbook.contents import Locate
from budgetsheet.workbook.department_writer import write_department
from budgetsheet.workbook.directory_writer import Told, write_directory
from budgetsheet.workbook.live_cells import department_checks, project_checks, sum_of
from budgetsheet.workbook.overview_writer import write_overview
from budgetsheet.workbook.package import FormWorkbook
from budgetsheet.workbook.project_writer import ProjectContext, write_project
from budgetsheet.workbook.results_writer import last_row, write_results
from budgetsheet.workbook.shared_names import (
    PAIRS_LEFT,
    Shared,
    define_names,
    identity,
    measure_names,
    named,
    shared_ranges,
)
from budgetsheet.workbook.sheets import quoted
from budgetsheet.workbook.summary_writer import write_summary
from budgetsheet.workbook.unplaced_writer import write_unplaced
from budgetsheet.workbook.words_writer import write_words

Rows = dict[str, frozenset[int]]
"""Rows of each sheet, by its key."""
_NO_ROWS = frozenset[int]()
Progress = Callable[[int, int], None]
"""Told how many projects are written of how many."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a workbook beside the filing itself; `findings` are all there are."""

    filing: Filing
    live: LivePlan = NO_LIVE
    rendered: tuple[Rendered, ...] = ()
    findings: tuple[Finding, ...] = ()


def write_workbook(
    contents: Contents, moment: datetime, progress: Progress = lambda done, of: None
) -> bytes:
    """The workbook as bytes; `moment` is the time that its properties bear.

    Equal contents and moments give equal bytes.
    """
    filing = contents.filing
    form = names.book_for(filing)
    sheet_names = names.project_sheet_names(filing.projects)
    target = BytesIO()
    book = FormWorkbook(target)
    book.set_properties(
        {
            "title": "预算绩效目标",
            "author": property_text(filing.department.name),
            "created": moment,
        }
    )
    ranges = shared_ranges(form, contents.live)
    define_names(book, ranges)
    shared = named(ranges)
    told = Told(dict(shared).get("words.live_rules", ""), last_row(filing, contents.findings))
    write_directory(book, form, filing, sheet_names, told)
    rows = _told_rows(form, contents)
    checks = department_checks(form.department, contents.live, shared)
    write_department(book, form.department, filing, checks, rows.get("department", _NO_ROWS))
    _projects(book, form, contents, sheet_names, shared, rows, progress)
    locate = _locator(form, filing, sheet_names)
    write_summary(book, form, filing, locate)
    write_overview(book, filing, contents.rendered, locate)
    write_results(book, filing, contents.findings)
    if filing.unplaced:
        write_unplaced(book, filing.unplaced)
    write_words(book, contents.live, {**dict(shared), "measure_names": measure_names(form)})
    sums = {sum_of(checks), *(sum_of(project_checks(sheet, contents.live, shared))
                              for sheet in set(form.projects))}  # fmt: skip
    _form(book, form, filing, sorted(sums))
    calculate(book, {each.name: each.reference for each in ranges})
    book.close()
    return target.getvalue()


def _locator(form: Book, filing: Filing, sheet_names: tuple[str, ...]) -> Locate:
    """Where each path of the filing will stand."""
    places = form.places(filing)
    sheets = {f"projects.{i}": name for i, name in enumerate(sheet_names)}
    sheets["department"] = names.DEPARTMENT
    return lambda path: (sheets[places[path].sheet], places[path].area.cell)


def _projects(
    book: FormWorkbook, form: Book, contents: Contents, sheet_names: tuple[str, ...],
    shared: Shared, told: Rows, progress: Progress,
) -> None:  # fmt: skip
    filing = contents.filing
    code, name, _ = identity(form)
    unit_line = (f"{code}&{name}", f"{filing.department.code}{filing.department.name}")
    unreadable = _by_project(filing)
    for i, sheet in enumerate(form.projects):
        context = ProjectContext(
            i + 1, sheet_names[i], unit_line, shared, project_checks(sheet, contents.live, shared),
            unreadable.get(i, {}), told.get(f"projects.{i}", _NO_ROWS),
        )  # fmt: skip
        write_project(book, sheet, filing.projects[i], context)
        progress(i + 1, len(form.projects))


def _told_rows(form: Book, contents: Contents) -> Rows:
    """The rows in which something was found: the others' live checks come to nothing."""
    if not contents.findings:
        return {}
    places = form.places(contents.filing)
    found: dict[str, set[int]] = {}
    for finding in contents.findings:
        if finding.path in places:
            sheet, place, _ = places[finding.path]
            found.setdefault(sheet, set()).add(place.top)
    return {sheet: frozenset(rows) for sheet, rows in found.items()}


def _by_project(filing: Filing) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for entry in filing.unreadable:
        head, _, rest = entry.path.partition(".")
        number, _, path = rest.partition(".")
        if head == "projects" and number.isdigit():
            found.setdefault(int(number), {})[path] = entry.text
    return found


def _form(book: FormWorkbook, form: Book, filing: Filing, sums: list[str]) -> None:
    """The very hidden sheet: form version, scheme, sizes, names of sheets and measures, pairs.

    `sums` tell whether the live checks are as they were written.
    """
    ws = book.add_worksheet(names.FORM)
    rows = [
        ("version", str(names.FORM_VERSION)),
        ("scheme", form.scheme.id),
        ("department", ",".join(map(str, form.department.rows))),
        ("projects", str(len(form.projects))),
        *(("project", f"{s.objective_rows},{s.indicator_rows}") for s in form.projects),
        *(("sheet", ws.get_name()) for ws in book.worksheets()),
        *(("checks", each) for each in sums),
    ]
    measures = [("measure", measure.name, measure.shown) for measure in filing.measures]
    for row, texts in enumerate((*rows, *measures)):
        for column, text in enumerate(texts):
            ws.write_string(row, column, text)
    for row, pair in enumerate(form.scheme.pairs):
        for column, text in enumerate(pair, start=PAIRS_LEFT):
            ws.write_string(row, column, text)
    place = area(0, 0, len(rows) + len(measures) - 1, 1)
    book.define_name(names.FORM_ANCHOR, f"={quoted(names.FORM)}!{place.absolute}")
    ws.protect("")
    ws.very_hidden()
