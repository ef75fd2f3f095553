"""The second scheme, made of data alone, goes everywhere the first one goes."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from support.damage import edited
from support.office import Office
from support.validator import Validator
from test_live_checks import told_by_program, told_live

from budgetsheet import rules, services
from budgetsheet.exporters import FORMATS
from budgetsheet.form import book as names
from budgetsheet.form.book import book_for
from budgetsheet.form.project_sheet import ProjectSheet
from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.interchange import dumps, loads
from budgetsheet.model import Filing, Indicator, Unreadable, replace
from budgetsheet.workbook.reader import read_workbook

CENTRAL = load_scheme("central-2021")
SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(scope="module")
def central() -> Filing:
    return loads((SAMPLES / "central-2021.json").read_bytes())


@pytest.fixture
def book(central: Filing, tmp_path: Path) -> Path:
    return services.new(tmp_path / "中央.xlsx", central)


def row_cells(sheet: ProjectSheet, row: int) -> dict[str, str]:
    return {e.field.name: e.area.cell for e in sheet.indicator_entries[row]}


def with_row(filing: Filing, **changes: object) -> Filing:
    project = filing.projects[0]
    rows = (replace(project.indicators[0], **changes), *project.indicators[1:])
    return replace(filing, projects=(replace(project, indicators=rows), *filing.projects[1:]))


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme_is_whole(name: str) -> None:
    """The table is as wide as its columns, every label is there, every role a dimension."""
    scheme = load_scheme(name)
    assert scheme.columns[-1].right == scheme.last_column
    assert scheme.places.plan[-1][1] == scheme.places.name[1] == scheme.last_column
    assert len(scheme.places.plan) == len(scheme.plan_months)
    assert {column.label for column in scheme.columns} <= set(scheme.labels)
    dimensions = {dimension for _, dimension in scheme.pairs}
    assert {*scheme.roles.values(), *scheme.required_dimensions} <= dimensions
    assert set(scheme.required_categories) <= {category.name for category in scheme.categories}
    assert all(set(c.offered) <= set(c.dimensions) for c in scheme.categories)
    assert sum(scheme.column_widths) == pytest.approx(85.5)


def test_the_sample_passes_every_check(central: Filing, book: Path) -> None:
    checked = services.check(book)
    assert checked.findings == ()
    assert checked.reading.filing == central
    text = (SAMPLES / "central-2021.json").read_text("utf-8")
    assert dumps(central) == text


def test_weights_go_through_the_format(central: Filing) -> None:
    data = json.loads(dumps(central))
    row = data["projects"][0]["indicators"][0]
    assert (row["target_value"], row["weight"]) == ("≤12万元/个", "15")
    plain = loads((SAMPLES / "sample.json").read_bytes())
    assert "weight" not in json.loads(dumps(plain))["projects"][0]["indicators"][0]


def test_a_weight_has_no_place_in_a_form_without_weights(sample: Filing) -> None:
    with pytest.raises(services.UnusableError, match="分值"):
        services.fresh_workbook(with_row(sample, weight=Decimal(5)))


def test_a_new_workbook_asks_for_everything(tmp_path: Path) -> None:
    path = services.new(tmp_path / "新.xlsx", services.blank_filing("central-2021", 2, 2027))
    filing = services.check(path).reading.filing
    assert [node.month for node in filing.projects[0].spending_plan] == [3, 6, 9, 12]
    first = filing.projects[0].indicators[0]
    assert first == Indicator("成本指标", "经济成本指标")
    told = {finding.rule for finding in services.check(path).findings}
    assert told == {"BS101", "BS105"}


def test_every_field_is_on_the_map(book: Path) -> None:
    rows = {row["path"]: row for row in services.field_map(book)}
    head = "projects.1.indicators.0"
    cells = {p: rows[f"{head}.{p}"]["cell"] for p in ("target_value.symbol", "target_value",
             "target_value.unit", "weight")}  # fmt: skip
    assert list(cells.values()) == ["E17", "F17", "G17", "H17"]
    assert rows[f"{head}.weight"]["kind"] == "score"


@pytest.mark.parametrize("format", [form.name for form in FORMATS])
def test_it_is_exported(book: Path, tmp_path: Path, format: str) -> None:
    _, (path,) = services.export(book, tmp_path / "出", [format])
    assert path.stat().st_size > 1000
    if format in ("txt", "html", "csv"):
        text = path.read_text("utf-8")
        assert all(word in text for word in ("符号", "分值", "生态环境成本指标", "万元/个"))


@pytest.mark.parametrize("format", ["txt", "docx", "html"])
def test_its_own_document_reads_back_and_tells_its_scheme(
    book: Path, central: Filing, tmp_path: Path, format: str
) -> None:
    _, (document,) = services.export(book, tmp_path / "出", [format])
    read = services.import_document(document, tmp_path / "读回.xlsx").found.filing
    assert (read.scheme, read.year) == ("central-2021", 2027)
    assert (read.projects, read.department) == (central.projects, central.department)


def test_the_usual_document_is_still_the_usual_scheme(sample: Filing, tmp_path: Path) -> None:
    book = services.new(tmp_path / "县.xlsx", sample)
    _, (document,) = services.export(book, tmp_path / "出", ["txt"])
    read = services.import_document(document, tmp_path / "读回.xlsx").found.filing
    assert (read.scheme, read.projects) == ("hebei", sample.projects)


def test_signs_stand_alone_in_the_table(book: Path, tmp_path: Path) -> None:
    _, (path,) = services.export(book, tmp_path / "出", ["csv"])
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    first = rows[2]
    assert (first["符号"], first["指标值"], first["计量单位"], first["分值"]) == (
        "＝", "35", "个", "15",
    )  # fmt: skip


def test_projects_are_added_and_moved(book: Path) -> None:
    services.change_projects(book, services.adding(" 新项目 "))
    filing = services.check(book).reading.filing
    assert filing.projects[-1].name == "新项目"
    assert filing.projects[-1].indicators[0].dimension == "经济成本指标"


def test_rescue_carries_it_over(central: Filing, book: Path, tmp_path: Path) -> None:
    checked, told = services.rescue(book, tmp_path / "新表.xlsx")
    assert (checked.reading.filing, told) == (central, [])


def test_a_weight_that_cannot_be_read_is_kept_and_told(central: Filing, tmp_path: Path) -> None:
    path = "projects.0.indicators.0.weight"
    filing = replace(with_row(central, weight=None), unreadable=(Unreadable(path, "十五"),))
    book = services.new(tmp_path / "读不懂.xlsx", filing)
    (finding,) = services.check(book).findings
    assert (finding.rule, finding.path, finding.found) == ("BS008", path, "十五")
    assert services.check(book).reading.filing == filing


def test_a_row_of_nothing_but_an_unreadable_weight_is_kept(central: Filing) -> None:
    project = central.projects[0]
    lonely = replace(project, indicators=(*project.indicators, Indicator()))
    path = f"projects.0.indicators.{len(project.indicators)}.weight"
    filing = replace(central, projects=(lonely,), unreadable=(Unreadable(path, "五"),))
    assert read_workbook(services.fresh_workbook(filing)).filing == filing


def test_the_certain_fixes_keep_the_signs_of_the_list(central: Filing, tmp_path: Path) -> None:
    book = services.new(tmp_path / "改.xlsx", with_row(central, target_value="＝１２万元/个"))
    _, changes = services.fix(book)
    assert [(c.before, c.after) for c in changes] == [("＝１２万元/个", "＝12万元/个")]


def test_the_sheets_tell_the_scheme_where_the_record_is_gone(central: Filing, book: Path) -> None:
    """The form's own sheet is renamed and its name taken away."""
    lost = edited(book.read_bytes(), workbook=lambda xml: xml.replace('"_form"', '"乱"').replace(
        "bs.form", "bs.gone"))  # fmt: skip
    assert read_workbook(lost).filing == central


def test_the_sheets_formulas_agree(office: Office, central: Filing, tmp_path: Path) -> None:
    """A filled sheet has no red; faults of the scheme's own cells show at once."""
    faulty = [
        with_row(central, weight=Decimal("14.5")),
        with_row(central, weight=None),
        with_row(central, target_value="≤万元"),
        with_row(central, dimension="数量指标"),
    ]
    for number, filing in enumerate((central, *faulty)):
        live = told_live(office, filing, tmp_path / f"{number}.xlsx")
        assert live == told_by_program(filing)
        assert bool(live) == (number > 0)


def test_what_is_typed_into_the_cells_is_one_target_value(
    office: Office, central: Filing, book: Path, tmp_path: Path
) -> None:
    sheet = names.project_sheet_names(central.projects)[0]
    cells = row_cells(book_for(central).projects[0], 1)
    with office.open(book) as document:
        listed = document.validation(sheet, cells["target_value.symbol"])
        assert (listed["type"], "≥" in listed["formula1"]) == ("LIST", True)
        typed = {"target_value.symbol": "≥", "target_value": "80", "target_value.unit": "%"}
        for field, text in {**typed, "weight": "7.5"}.items():
            assert document.type_into(sheet, cells[field], text)
        saved = document.save_as(tmp_path / "填.xlsx")
    row = read_workbook(saved.read_bytes()).filing.projects[0].indicators[1]
    assert (row.target_value, row.weight) == ("≥80%", Decimal("7.5"))


def test_microsofts_validator_finds_no_error(
    validator: Validator, central: Filing, tmp_path: Path
) -> None:
    filings = (central, services.blank_filing("central-2021", 2, 2027), Filing("central-2021"))
    books = [services.new(tmp_path / f"{i}.xlsx", f) for i, f in enumerate(filings)]
    assert validator.errors(books) == {book: [] for book in books}


def test_the_rules_take_their_dimensions_from_the_scheme(central: Filing) -> None:
    def told(**changes: object) -> set[tuple[str, str]]:
        filing = with_row(central, **changes)
        return {(hit.rule, hit.path.rpartition(".")[2]) for hit in rules.check(filing, CENTRAL)}

    assert told(target_value="≤900万元") == {("BS205", "target_value")}
    assert told(target_value="≤10万元/个") == {("BS206", "target_value")}
    assert told(target_value="≥12万元/个") == {("BS307", "target_value")}
    assert told(category="产出指标", dimension="质量指标") == {("BS313", "dimension")}
    assert told(dimension="社会成本指标") == set()
    assert told(category="产出指标") == {("BS306", "dimension")}
