"""The whole path: made by the packaged program, filled by hand, checked, mended, exported."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from support.office import Office
from windows.conftest import Program

from budgetsheet import services
from budgetsheet.cli import main
from budgetsheet.form import book as names
from budgetsheet.form.book import book_for
from budgetsheet.interchange import dumps
from budgetsheet.model import Filing, PlanNode, Project, replace

SAMPLES = Path(__file__).parents[2] / "samples"
pytestmark = pytest.mark.xdist_group("windows")

UNFILLED = 2
"""The sample's project that a person types in."""
PLANTED = {
    "code": "13099026P006120301030",  # the last letter should be 1
    "fiscal_funds": "７０．０１",  # a cent too much, in full-width digits
    "spending_plan.6": "5%",  # less than the 10% of March
    "indicators.2.target_basis": "",  # left out
    "indicators.4.target_value": "≤865万元",  # a point was forgotten
}
FOUND = {
    ("BS302", "code"),
    ("BS201", "budget_amount"),
    ("BS202", "spending_plan.6"),
    ("BS102", "indicators.2.target_basis"),
    ("BS205", "indicators.4.target_value"),
    ("BS012", "fiscal_funds"),
}
OUT_OF_DATE = {("BS502", "overview")}
"""The totals count what is typed at once, full-width digits too; the overview waits."""
FORMATS = "docx,txt,html,json,csv"


class Hands:
    """Types into the locked sheets through LibreOffice, and saves."""

    def __init__(self, office: Office, book: Path, filing: Filing) -> None:
        self._office, self._book = office, book
        form = book_for(filing)
        self.sheet = names.project_sheet_names(filing.projects)[UNFILLED]
        self._project = {e.path: e.area.cell for e in form.projects[UNFILLED].entries}
        self._department = {e.path: e.area.cell for e in form.department.entries}

    def type(self, project: dict[str, str], department: dict[str, str]) -> None:
        """Type into the project's sheet and the department's, and save as a person does."""
        with self._office.open(self._book) as opened:
            for path, text in department.items():
                assert opened.type_into(names.DEPARTMENT, self._department[path], text), path
            for path, text in project.items():
                assert opened.type_into(self.sheet, self._project[path], text), path
            assert not opened.type_into(self.sheet, "A3", "改掉固定的字")
            saved = opened.save_as(self._book.with_name("保存.xlsx"))
        shutil.move(saved, self._book)


def as_typed(project: Project) -> dict[str, str]:
    """Return what a person types for a project, by path."""
    texts = {
        "code": project.code,
        "name": project.name,
        "budget_amount": str(project.budget_amount),
        "fiscal_funds": str(project.fiscal_funds),
        "other_funds": str(project.other_funds),
        "purpose": project.purpose,
    }
    texts |= {f"spending_plan.{node.month}": f"{node.percent}%" for node in project.spending_plan}
    texts |= {f"objectives.{i}": text for i, text in enumerate(project.objectives)}
    for i, indicator in enumerate(project.indicators):
        for field in ("category", "dimension", "name", "description", "target_value",
                      "target_basis"):  # fmt: skip
            texts[f"indicators.{i}.{field}"] = getattr(indicator, field)
    return texts


def unfilled(sample: Filing) -> Filing:
    """Return the sample as it is before the last project and the last measure are known."""
    plan = tuple(PlanNode(node.month) for node in sample.projects[UNFILLED].spending_plan)
    projects = list(sample.projects)
    projects[UNFILLED] = Project(spending_plan=plan)
    first, *others = sample.measures
    return replace(sample, projects=tuple(projects), measures=(replace(first, value="9"), *others))


def found(program: Program, book: Path) -> set[tuple[str, str]]:
    told = json.loads(program("check", book, "--json").stdout)["findings"]
    inside = f"projects.{UNFILLED}."
    return {(f["rule"], f["path"].removeprefix(inside)) for f in told}


def words(path: Path) -> bytes:
    """Return a file's content, of a docx file without the time of its making."""
    if path.suffix != ".docx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml")


def test_from_a_new_workbook_to_the_document(
    program: Program, office: Office, sample: Filing, tmp_path: Path
) -> None:
    folder = tmp_path / "预算 2027 & 绩效"
    folder.mkdir()
    book, model = folder / "全程.xlsx", folder / "数据.json"
    before = unfilled(sample)
    model.write_text(dumps(before), "utf-8")
    assert program("new", book, "--from", model).returncode == 0
    assert ("BS105", f"projects.{UNFILLED}") in found(program, book)

    hands = Hands(office, book, before)
    entries = as_typed(sample.projects[UNFILLED])
    with_faults = {path: text for path, text in (entries | PLANTED).items() if text}
    hands.type(with_faults, {"measures.0.value": sample.measures[0].value})
    assert found(program, book) == FOUND | OUT_OF_DATE
    refused = program("export", book, "-o", folder / "不该有")
    assert refused.returncode == 1
    assert not (folder / "不该有").exists()

    hands.type({path: entries[path] for path in PLANTED}, {})
    assert services.check(book).reading.filing == sample
    assert found(program, book) == OUT_OF_DATE
    assert program("refresh", book).returncode == 0
    assert found(program, book) == set()

    there, here, first = folder / "那边", folder / "这边", folder / "样例"
    assert program("export", book, "-o", there, "--format", FORMATS).returncode == 0
    assert main(["export", str(book), "-o", str(here), "--format", FORMATS]) == 0
    original = services.new(folder / "样例.xlsx", sample)
    services.export(original, first, FORMATS.split(","))
    assert len(list(there.iterdir())) == len(FORMATS.split(","))
    for path in there.iterdir():
        assert words(path) == words(here / path.name), path.name
        assert words(path) == words(first / path.name), path.name
