"""The sheets' own formulas, recalculated in LibreOffice, give the rules' verdicts."""

import random
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from support.cases import Case, cases_of, changed
from support.office import Office

from budgetsheet import rules, services
from budgetsheet.form import book as names
from budgetsheet.form.book import book_for
from budgetsheet.form.live import read_messages, short_label
from budgetsheet.form.project_sheet import ProjectSheet
from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.model import Filing, PlanNode, Project, replace
from budgetsheet.rules import CATALOGUE

SCHEME = load_scheme("hebei")
LIVE = sorted({r.id for r in CATALOGUE for s in SCHEMES if r.live(load_scheme(s))})
MUTATIONS = 200
Verdicts = Counter[tuple[str, str]]
pytestmark = pytest.mark.xdist_group("live")


def places_of(sheet: ProjectSheet) -> dict[tuple[int, str], str]:
    """Return the path told at each row of the check column under each label."""
    places = {(0, "本表"): ""}
    for entry in (*sheet.single_fields, *sheet.plan_entries):
        places[entry.area.top, short_label(entry.field.label)] = entry.path
    places[sheet.objectives_area.top, "绩效目标"] = "objectives"
    places[sheet.indicator_head, "绩效指标"] = "indicators"
    for row in sheet.indicator_entries:
        for entry in row:
            places[entry.area.top, short_label(entry.field.label)] = entry.path
    return places


def told_live(office: Office, filing: Filing, path: Path) -> Verdicts:
    """Return what the sheets of a filing's workbook tell, recalculated."""
    path.write_bytes(services.fresh_workbook(filing))
    found: Verdicts = Counter()
    sheets = zip(names.project_sheet_names(filing.projects), book_for(filing).projects, strict=True)
    with office.open(path) as book:
        book.recalculate()
        for number, (name, sheet) in enumerate(sheets):
            places = places_of(sheet)
            for row, text in enumerate(book.column(name, sheet.checks_area.ref)):
                for rule, label in read_messages(text):
                    where = f"projects.{number}.{places[row, label]}".rstrip(".")
                    found[rule, where] += 1
    return found


def told_by_program(filing: Filing) -> Verdicts:
    """Return what the rules that have a live formula tell on project sheets."""
    hits = rules.check(filing, load_scheme(filing.scheme))
    return Counter((h.rule, h.path) for h in hits if h.rule in LIVE and h.path[:9] == "projects.")


def few_projects(filing: Filing) -> Filing:
    """Return the filing without the projects that no case changes, to open it faster."""
    return replace(filing, projects=filing.projects[:3])


def test_the_rules_named_by_the_design_are_live() -> None:
    wanted = {
        *("BS101", "BS102", "BS103", "BS201", "BS202", "BS203", "BS204", "BS207", "BS208"),
        *("BS301", "BS302", "BS303"),
    }
    assert wanted <= set(LIVE)


@pytest.mark.parametrize("rule", LIVE)
def test_both_engines_agree_on_every_case(rule: str, office: Office, tmp_path: Path) -> None:
    for case in cases_of(rule):
        filing = few_projects(changed(case))
        if not filing.unreadable:
            live = told_live(office, filing, tmp_path / "case.xlsx")
            assert live == told_by_program(filing), str(case)


def test_an_unreadable_entry_is_told_by_the_program_alone(office: Office, tmp_path: Path) -> None:
    """The sheet shows BS008 as a refused input while typing; its checks stay silent."""
    for rule in ("BS101", "BS201"):
        (case,) = (c for c in cases_of(rule) if "unreadable" in c.change)
        filing = few_projects(changed(case))
        assert rule not in {r for r, _ in told_live(office, filing, tmp_path / "u.xlsx")}


def test_a_filled_sheet_tells_nothing(office: Office, sample: Filing, tmp_path: Path) -> None:
    assert told_live(office, sample, tmp_path / "clean.xlsx") == Counter()


def test_the_directory_counts_what_the_sheets_tell(
    office: Office, sample_path: Path, tmp_path: Path
) -> None:
    filing = services.load_model(sample_path.with_name("faulty.json"))
    path = tmp_path / "faulty.xlsx"
    live = told_live(office, filing, path)
    assert live == told_by_program(filing)
    per_project = Counter(int(where.split(".")[1]) for _, where in live.elements())
    with office.open(path) as book:
        book.recalculate()
        shown = book.column(names.DIRECTORY, f"F10:F{9 + len(filing.projects)}")
        states = book.column(names.DIRECTORY, f"G10:G{9 + len(filing.projects)}")
    assert [int(text) for text in shown] == [per_project[i] for i in range(len(filing.projects))]
    assert all(
        ("●" in state) == (int(count) > 0) for state, count in zip(states, shown, strict=True)
    )


def mutated(project: Project, dice: random.Random) -> Project:
    """Return a project with one thing changed that a person might get wrong."""
    rows = list(project.indicators)
    plan = list(project.spending_plan)
    at, node = dice.randrange(len(rows)), dice.randrange(len(plan))
    amount = dice.choice([None, Decimal("0.00"), Decimal("-1.00"), Decimal("3.335"), Decimal("48")])
    percent = dice.choice([None, *map(Decimal, ("0", "-5", "33.3", "55", "100", "101", "99.99"))])
    part = dice.choice(["category", "dimension", "name", "target_value", "target_basis"])
    words = dice.choice(["", "数量指标", "社会效益指标", "产出指标", "≥5%", "某某"])
    code = list(project.code)
    code[dice.randrange(len(code))] = dice.choice("0123456789ABIOSZ")
    rows[at] = replace(rows[at], **{part: words})
    plan[node] = PlanNode(plan[node].month, percent)
    return dice.choice(
        [
            replace(project, budget_amount=amount),
            replace(project, fiscal_funds=amount),
            replace(project, other_funds=amount),
            replace(project, code="".join(code)),
            replace(project, code=project.code[: dice.randrange(22)]),
            replace(project, name=""),
            replace(project, purpose=""),
            replace(project, objectives=project.objectives[: dice.randrange(2)]),
            replace(project, spending_plan=tuple(plan)),
            replace(project, indicators=tuple(rows)),
            replace(project, indicators=tuple(rows[:at])),
        ]
    )


def test_both_engines_agree_on_random_mutations(
    office: Office, sample: Filing, tmp_path: Path
) -> None:
    """Many mutated projects in one workbook: LibreOffice opens it once."""
    dice = random.Random(2027)
    projects = [mutated(dice.choice(sample.projects), dice) for _ in range(MUTATIONS)]
    for start in range(0, MUTATIONS, 50):
        filing = replace(sample, projects=tuple(projects[start : start + 50]))
        live = told_live(office, filing, tmp_path / "mutations.xlsx")
        expected = told_by_program(filing)
        assert live == expected, (live - expected, expected - live)


def test_the_cases_go_through_the_format(sample: Filing) -> None:
    assert changed(Case("BS101", "none", {}, (), ())) == sample
