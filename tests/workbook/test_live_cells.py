"""The live checks show in the sheet what they tell, as it is typed."""

from pathlib import Path

import pytest
from support.office import Office, to_png

from budgetsheet import rules, services
from budgetsheet.form.book import DIRECTORY, book_for, project_sheet_names
from budgetsheet.form.grid import area
from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.model import Filing
from budgetsheet.rules.live_figure import date_shapes
from budgetsheet.target_value import Kind, TargetValue


def test_the_shapes_of_dates_are_dates() -> None:
    for shape in date_shapes():
        written = shape.replace("00", "25").replace("0", "6")
        assert TargetValue.parse(written).kind in (Kind.DEADLINE, Kind.RECURRING), shape


def test_every_list_has_words() -> None:
    for name in SCHEMES:
        for words in rules.live_plan(load_scheme(name)).words:
            assert words.items, words.name
            assert all(item != "" for item in words.items), words.name


RED, AMBER = (0xF8, 0xC9, 0xC9), (0xFF, 0xE7, 0xBF)


def coloured(office: Office, filing: Filing, path: Path) -> set[tuple[int, int, int]]:
    """Return which of the two fills of faulty entries a filing's printed workbook shows."""
    from PIL import Image

    path.write_bytes(services.fresh_workbook(filing))
    with office.open(path) as book:
        book.recalculate()
        pdf = book.to_pdf(path.with_suffix(".pdf"))
    seen: set[tuple[int, int, int]] = set()
    for page in to_png(pdf, 50):
        with Image.open(page) as picture:
            seen |= {colour for _, colour in picture.convert("RGB").getcolors(1 << 24)}
    return seen & {RED, AMBER}


@pytest.mark.parametrize("name", ["sample", "central-2021"])
def test_a_filled_workbook_shows_no_red(
    name: str, office: Office, sample_path: Path, tmp_path: Path
) -> None:
    filing = services.load_model(sample_path.with_name(f"{name}.json"))
    assert coloured(office, filing, tmp_path / "clean.xlsx") == set()


def test_errors_are_red_and_warnings_amber(
    office: Office, sample: Filing, sample_path: Path, tmp_path: Path
) -> None:
    row = sample.projects[0].indicators[2]._replace(target_value="≤95%")
    rows = (*sample.projects[0].indicators[:2], row, *sample.projects[0].indicators[3:])
    doubtful = sample._replace(projects=(sample.projects[0]._replace(indicators=rows),))
    assert coloured(office, doubtful, tmp_path / "amber.xlsx") == {AMBER}
    faulty = sample._replace(projects=(sample.projects[0]._replace(fiscal_funds=None),))
    assert coloured(office, faulty, tmp_path / "red.xlsx") == {RED}


def test_a_fault_shows_as_soon_as_it_is_typed_and_goes_when_mended(
    office: Office, sample: Filing, tmp_path: Path
) -> None:
    """Nothing is recalculated by hand: the row and the list of sheets follow the typing."""
    path = tmp_path / "typed.xlsx"
    path.write_bytes(services.fresh_workbook(sample))
    sheet, name = book_for(sample).projects[0], project_sheet_names(sample.projects)[0]
    value = next(e.area for e in sheet.indicator_entries[2] if e.field.name == "target_value")
    check = area(value.top, sheet.check_column).cell
    with office.open(path) as book:
        for typed, message, light in (
            ("≤95%", "▲指标值【BS307】", "▲ 有警告"),
            ("", "●指标值【BS102】", "○ 未填完"),
            ("≥95%", "", "✔ 已填好"),
        ):
            book.set_string(name, value.cell, typed)
            assert book.column(name, f"{check}:{check}")[0].startswith(message)
            assert bool(book.column(name, f"{check}:{check}")[0]) is bool(message)
            assert book.column(DIRECTORY, "H11:H11") == [light]
