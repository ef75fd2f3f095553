"""A change of one entry reaches all its places and no other; what a person left survives."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from support.office import Office

from budgetsheet import services
from budgetsheet.form import book as names
from budgetsheet.model import Filing, Project, Unplaced, Unreadable, Waiver, replace
from budgetsheet.publishing import document_name
from budgetsheet.workbook.reader import read_workbook

Lines = Callable[[Filing], list[str]]
SUMS = {"预算合计": "budget_amount", "财政资金合计": "fiscal_funds", "其他资金合计": "other_funds"}


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Filing:
    return services.load_model(sample_path)


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """Give the exported text of a filing, by way of its workbook."""

    def export(filing: Filing) -> list[str]:
        book = services.new(tmp_path / "文本.xlsx", filing, force=True)
        return exported(book)

    return export


def exported(book: Path, draft: bool = True) -> list[str]:
    """Export a workbook's text; the draft's mark is left out."""
    folder = book.parent / "导出"
    _, (text,) = services.export(book, folder, ["txt"], draft)
    found = text.read_text(encoding="utf-8").splitlines()
    return found[1:] if draft else found


def with_project(filing: Filing, number: int, **changes: object) -> Filing:
    projects = list(filing.projects)
    projects[number] = replace(projects[number], **changes)
    return replace(filing, projects=tuple(projects))


def with_value(filing: Filing, number: int, value: str) -> Filing:
    measures = list(filing.measures)
    measures[number] = replace(measures[number], value=value)
    return replace(filing, measures=tuple(measures))


def changed(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    assert len(before) == len(after)
    return [(old, new) for old, new in zip(before, after, strict=True) if old != new]


def total(filing: Filing, part: str) -> str:
    amounts = (getattr(project, part) for project in filing.projects)
    return f"{sum((a for a in amounts if a is not None), Decimal(0)):.2f}"


def overstated(filing: Filing) -> Filing:
    """Give the filing with an error: the first project's funds fall short of its budget."""
    amount = filing.projects[0].budget_amount
    assert amount is not None
    return with_project(filing, 0, budget_amount=amount + Decimal("0.01"))


def rules_of(checked: services.Checked) -> list[tuple[str, str]]:
    return [(finding.rule, finding.path) for finding in checked.findings]


def where(book: Path, path: str) -> tuple[str, str]:
    """Give sheet and cell of a field, as the program maps it."""
    return next((r["sheet"], r["cell"]) for r in services.field_map(book) if r["path"] == path)


def reason_cell(book: Path, rule: str) -> str:
    """Give the cell of 说明理由 beside the first finding of a rule, as openpyxl sees it."""
    sheet = openpyxl.load_workbook(book)[names.RESULTS]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    column = next(cell.column_letter for cell in cells if cell.value == "说明理由")
    row = next(cell.row for cell in cells if cell.value == rule)
    return f"{column}{row}"


# ---- one entry changed


def test_a_measure_changes_the_text_in_all_its_places(sample: Filing, lines: Lines) -> None:
    number = next(i for i, m in enumerate(sample.measures) if m.name == "分馆覆盖率")
    before = lines(with_value(sample, number, "7171"))
    after = lines(with_value(sample, number, "8282"))
    assert after == [line.replace("7171", "8282") for line in before]
    held = "\n".join(text for _, text in sample.narrative_sources()).count("{分馆覆盖率}")
    assert held > 1
    assert sum(line.count("8282") for line in after) == held


def test_each_measure_of_the_reference_changes_its_own_figures(
    reference_path: Path, tmp_path: Path, lines: Lines
) -> None:
    filing = services.import_document(reference_path, tmp_path / "读入.xlsx").filing
    before = lines(filing)
    sources = [text for _, text in filing.narrative_sources()]
    assert filing.measures
    for number, measure in enumerate(filing.measures):
        token = f"{{{measure.name}}}"
        differing = changed(before, lines(with_value(filing, number, "31415.9")))
        assert len(differing) == sum(token in source for source in sources), measure
        told = sum(new.count("31415.9") for _, new in differing)
        assert told == sum(source.count(token) for source in sources), measure
        for old, new in differing:
            assert new.replace("31415.9", measure.value) == old


@pytest.mark.parametrize("number", [0, 2])
def test_an_amount_changes_its_cells_and_the_sums(
    sample: Filing, lines: Lines, number: int
) -> None:
    old = sample.projects[number]
    assert old.budget_amount is not None
    assert old.fiscal_funds is not None
    more = {"budget_amount": old.budget_amount + 1000, "fiscal_funds": old.fiscal_funds + 1000}
    new = with_project(sample, number, **more)
    differing = changed(lines(sample), lines(new))
    sentence, *cells = differing
    assert cells == [
        (f"\t{old.budget_amount}", f"\t{more['budget_amount']}"),
        (f"\t{old.fiscal_funds}", f"\t{more['fiscal_funds']}"),
    ]
    expected = sample.overall_objective[0]
    for token, part in SUMS.items():
        expected = expected.replace(f"{{{token}}}", total(new, part))
    for token, shown in {
        "单位名称": new.department.name,
        "年度": str(new.year),
        "项目个数": str(len(new.projects)),
    }.items():
        expected = expected.replace(f"{{{token}}}", shown)
    assert sentence[1] == expected
    assert total(new, "budget_amount") in sentence[1]


def test_other_funds_change_their_own_sum_only(sample: Filing, lines: Lines) -> None:
    new = with_project(sample, 7, other_funds=Decimal("1003.00"))
    (old_text, new_text), cell = changed(lines(sample), lines(new))
    assert cell == ("\t3.00", "\t1003.00")
    assert new_text == old_text.replace(
        f"其他资金{total(sample, 'other_funds')}", f"其他资金{total(new, 'other_funds')}"
    )


def test_a_blank_amount_is_no_zero(sample: Filing, lines: Lines) -> None:
    blank = lines(with_project(sample, 6, other_funds=None))
    zero = lines(with_project(sample, 6, other_funds=Decimal("0.00")))
    assert changed(blank, zero) == [("\t", "\t0.00")]


def test_the_unit_and_the_year_change_wherever_they_stand(sample: Filing, lines: Lines) -> None:
    renamed = replace(sample.department, name="改名后的单位")
    new = replace(sample, department=renamed, year=2031)
    differing = changed(lines(sample), lines(new))
    unit_lines = [after for _, after in differing if after.startswith("\t")]
    assert unit_lines == [f"\t{renamed.code}{renamed.name}"] * len(sample.projects)
    (sentence,) = (after for _, after in differing if not after.startswith("\t"))
    assert sentence.startswith("改名后的单位2031年度共安排项目")


def test_one_project_less_is_one_table_less(sample: Filing, lines: Lines) -> None:
    text = lines(replace(sample, projects=sample.projects[:-1]))
    assert sum(line.endswith("绩效目标表") for line in text) == len(sample.projects) - 1
    assert any(f"共安排项目{len(sample.projects) - 1}个" in line for line in text)
    assert sample.projects[-1].code not in "\n".join(text)


def test_the_sheets_show_the_new_figures(sample: Filing, tmp_path: Path) -> None:
    new = with_project(sample, 0, budget_amount=Decimal("4321.00"), fiscal_funds=Decimal(4321))
    book = services.new(tmp_path / "甲.xlsx", new)
    sheets = openpyxl.load_workbook(book, data_only=True)
    shown = {c.value for row in sheets[names.SUMMARY].iter_rows() for c in row}
    assert float(total(new, "budget_amount")) in shown
    overview = "".join(
        str(c.value) for row in sheets[names.OVERVIEW].iter_rows() for c in row if c.value
    )
    assert f"预算合计{total(new, 'budget_amount')}万元" in overview
    assert total(sample, "budget_amount") not in overview


# ---- typed into the workbook by LibreOffice


def test_what_a_person_types_reaches_every_place(
    office: Office, sample: Filing, tmp_path: Path, lines: Lines
) -> None:
    number = next(i for i, m in enumerate(sample.measures) if m.name == "分馆覆盖率")
    book = services.new(tmp_path / "填.xlsx", sample)
    typed = {
        f"measures.{number}.value": "97.5",
        "projects.0.budget_amount": "164.8",
        "projects.0.fiscal_funds": "164.8",
        "projects.1.purpose": "=改过的用途",
    }
    cells = {path: where(book, path) for path in typed}
    with office.open(book) as document:
        for path, text in typed.items():
            sheet, cell = cells[path]
            if text.startswith("="):
                document.set_string(sheet, cell, text)
            else:
                assert document.type_into(sheet, cell, text), path
        document.save_as(tmp_path / "存.xlsx")
    saved = tmp_path / "存.xlsx"
    amount = Decimal("164.80")
    expected = with_value(sample, number, "97.5")
    expected = with_project(expected, 0, budget_amount=amount, fiscal_funds=amount)
    expected = with_project(expected, 1, purpose="=改过的用途")
    assert services.check(saved).reading.filing == expected
    before = saved.read_bytes()
    checked = services.refresh(saved)
    assert checked.reading.filing == expected
    assert [f.message for f in checked.findings if f.rule < "BS100"] == []
    assert saved.with_name("存.xlsx.bak").read_bytes() == before
    assert exported(saved) == lines(expected)
    assert exported(saved) != lines(sample)


def test_a_reason_typed_beside_an_error_unblocks_the_export(
    office: Office, sample: Filing, tmp_path: Path
) -> None:
    book = services.new(tmp_path / "有错.xlsx", overstated(sample))
    assert services.export(book, tmp_path / "出", ["txt"])[1] == []
    cell = reason_cell(book, "BS201")
    with office.open(book) as document:
        assert document.type_into(names.RESULTS, cell, " 经财政局同意，差额另行下达。 ")
        saved = document.save_as(tmp_path / "说明.xlsx")
    checked, written = services.export(saved, tmp_path / "出", ["txt", "json"])
    (finding,) = (f for f in checked.findings if f.rule == "BS201")
    assert (finding.waiver, finding.blocks) == ("经财政局同意，差额另行下达。", False)
    text, data = written
    assert "草稿" not in text.name
    model = json.loads(data.read_text(encoding="utf-8"))["model"]
    assert model["waivers"] == [
        {
            "path": "projects.0.budget_amount",
            "rule": "BS201",
            "reason": "经财政局同意，差额另行下达。",
        }
    ]


def test_an_entry_that_cannot_be_read_survives_what_a_person_types(
    office: Office, sample: Filing, tmp_path: Path
) -> None:
    book = services.new(tmp_path / "填.xlsx", sample)
    sheet, cell = where(book, "projects.0.budget_amount")
    with office.open(book) as document:
        document.set_string(sheet, cell, "六十四万八")
        saved = document.save_as(tmp_path / "存.xlsx")
    checked = services.refresh(saved)
    (finding,) = (f for f in checked.findings if f.rule == "BS008")
    assert (finding.found, finding.sheet, finding.cell) == ("六十四万八", sheet, cell)
    assert openpyxl.load_workbook(saved)[sheet][cell].value == "六十四万八"


# ---- what a person or an import left


def test_a_reason_lets_an_error_stand_and_survives(sample: Filing, tmp_path: Path) -> None:
    reason = Waiver("projects.0.budget_amount", "BS201", "差额另行下达")
    waived = replace(overstated(sample), waivers=(reason,))
    book = services.new(tmp_path / "甲.xlsx", waived)
    assert not services.refresh(book).blocked
    assert services.check(book).reading.filing == waived
    assert services.export(book, tmp_path / "出", ["txt"])[1]


def test_a_reason_for_something_else_lets_nothing_stand(sample: Filing, tmp_path: Path) -> None:
    reasons = (
        Waiver("projects.1.budget_amount", "BS201", "别的项目"),
        Waiver("projects.0.budget_amount", "BS205", "别的规则"),
    )
    book = services.new(tmp_path / "甲.xlsx", replace(overstated(sample), waivers=reasons))
    assert services.check(book).blocked
    assert services.export(book, tmp_path / "出", ["txt"])[1] == []


def test_a_reason_whose_fault_is_gone_stays(sample: Filing, tmp_path: Path) -> None:
    reason = Waiver("projects.0.budget_amount", "BS201", "留着备查")
    book = services.new(tmp_path / "甲.xlsx", replace(sample, waivers=(reason,)))
    checked = services.refresh(book)
    assert checked.reading.filing.waivers == (reason,)
    assert checked.findings == ()


def test_lines_without_a_place_survive(sample: Filing, tmp_path: Path) -> None:
    left = (Unplaced(3, "=附件：一式三份", "第 2 页　放不进"), Unplaced(88, "联系人　张三\n电话"))
    book = services.new(tmp_path / "甲.xlsx", replace(sample, unplaced=left))
    services.refresh(book)
    assert services.refresh(book).reading.filing.unplaced == left
    sheet = openpyxl.load_workbook(book)[names.UNPLACED]
    shown = {cell.value for row in sheet.iter_rows() for cell in row}
    assert shown >= {left[0].text, left[1].text}


def test_an_import_leaves_nothing_out(tmp_path: Path, reference_text: str) -> None:
    source = tmp_path / "原文.txt"
    source.write_text(f"写在前面的一段。\n{reference_text}", encoding="utf-8")
    book = services.import_document(source, tmp_path / "读入.xlsx").path
    left = services.refresh(book).reading.filing.unplaced
    assert left == (Unplaced(1, "写在前面的一段。", "这一行不属于任何一部分"),)


@pytest.mark.parametrize(
    ("path", "text", "changes"),
    [
        ("projects.0.budget_amount", "六十四万八", {"budget_amount": None}),
        ("projects.3.fiscal_funds", "200000元", {"fiscal_funds": None}),
        ("projects.7.other_funds", "=待定", {"other_funds": None}),
    ],
)
def test_an_entry_that_cannot_be_read_survives_and_is_told(
    sample: Filing, tmp_path: Path, path: str, text: str, changes: dict[str, object]
) -> None:
    number = int(path.split(".")[1])
    filing = replace(with_project(sample, number, **changes), unreadable=(Unreadable(path, text),))
    book = services.new(tmp_path / "甲.xlsx", filing)
    place = where(book, path)
    for checked in (services.check(book), services.refresh(book), services.refresh(book)):
        (finding,) = (f for f in checked.findings if f.rule == "BS008")
        assert (finding.path, finding.found, finding.sheet, finding.cell) == (path, text, *place)
        assert finding.expected
        assert checked.blocked
        assert checked.reading.filing == filing
    assert ("BS101", path) not in rules_of(services.check(book))
    results = openpyxl.load_workbook(book)[names.RESULTS]
    assert "BS008" in {cell.value for row in results.iter_rows() for cell in row}


def test_a_year_that_cannot_be_read_survives(sample: Filing, tmp_path: Path) -> None:
    filing = replace(sample, year=None, unreadable=(Unreadable("year", "二〇二七"),))
    book = services.new(tmp_path / "甲.xlsx", filing)
    checked = services.refresh(book)
    assert checked.reading.filing == filing
    assert ("BS008", "year") in rules_of(checked)


def test_the_findings_on_the_sheet_are_those_of_the_check(sample: Filing, tmp_path: Path) -> None:
    blank = with_project(overstated(sample), 4, name="", purpose="")
    book = services.new(tmp_path / "甲.xlsx", blank)
    sheet = openpyxl.load_workbook(book)[names.RESULTS]
    told = [row[2].value for row in sheet.iter_rows() if str(row[2].value).startswith("BS")]
    found = services.check(book).findings
    assert told == [finding.rule for finding in found]
    links = {link.ref: link.location for link in (c.hyperlink for c in sheet["D"]) if link}
    assert len(links) == len(found)
    for finding, location in zip(found, links.values(), strict=True):
        assert location == f"'{finding.sheet}'!{finding.cell}"


# ---- small things


def test_a_blank_filing_is_a_workbook_that_asks_to_be_filled(tmp_path: Path) -> None:
    filing = services.blank_filing("hebei", 2, 2027)
    book = services.new(tmp_path / "新.xlsx", filing)
    checked = services.check(book)
    assert checked.reading.filing == filing
    assert checked.blocked
    assert {("BS105", "projects.0"), ("BS105", "projects.1")} <= set(rules_of(checked))


def test_progress_is_told_to_the_end(sample: Filing) -> None:
    told: list[tuple[int, int]] = []
    services.fresh_workbook(sample, lambda done, of: told.append((done, of)))
    count = len(sample.projects)
    assert told == [(i, count) for i in range(1, count + 1)]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("云溪县图书馆", "2027年云溪县图书馆预算绩效目标"),
        ('甲/乙\\丙:丁*?"<>|戊', "2027年甲 乙 丙 丁 戊预算绩效目标"),
        ("a\tb\nc", "2027年a b c预算绩效目标"),
        (" . ", "2027年文件预算绩效目标"),
        ("", "2027年文件预算绩效目标"),
        ("长" * 200, f"2027年{'长' * 60}预算绩效目标"),
    ],
)
def test_a_document_has_a_name_that_every_file_system_takes(
    sample: Filing, unit: str, expected: str
) -> None:
    filing = replace(sample, department=replace(sample.department, name=unit))
    assert document_name(filing, "文件", False) == expected
    assert document_name(filing, "文件", True) == f"{expected}（草稿）"


def test_a_filing_without_projects_is_a_workbook(tmp_path: Path) -> None:
    filing = Filing("hebei", 2027)
    book = services.new(tmp_path / "甲.xlsx", filing)
    assert services.refresh(book).reading.filing == filing
    assert read_workbook(book.read_bytes()).filing.projects == ()


def test_blank_projects_offer_the_rows_of_the_form() -> None:
    (project,) = services.blank_filing("hebei", 1, None).projects
    assert project == replace(Project(), spending_plan=project.spending_plan,
                              indicators=project.indicators)  # fmt: skip
    assert [node.month for node in project.spending_plan] == [3, 6, 10, 12]
    assert all(row.category and row.dimension and not row.name for row in project.indicators)
