"""The sheets' own formulas, recalculated in LibreOffice, give the rules' verdicts."""

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from support.cases import Case, cases_of, changed, load_cases, projects_changed
from support.live import Verdicts, told_in, told_live
from support.office import Office

from budgetsheet import rules, services
from budgetsheet.findings import Severity
from budgetsheet.form import book as names
from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.importers.text_document import import_text
from budgetsheet.model import Filing, Measure, PlanNode, Project, Waiver, replace
from budgetsheet.rules import CATALOGUE
from budgetsheet.rules.catalogue import BY_ID, DECLARED

SCHEME = load_scheme("hebei")
LIVE = sorted({r.id for r in CATALOGUE for s in SCHEMES if r.live(load_scheme(s))})
COARSER = {rule.id for rule in DECLARED if rule.live_coarser}
MUTATIONS, BATCH = 200, 50
ACROSS = ("BS303", "BS304", "BS503")
"""Rules that look at other projects: their cases keep the company they were written in."""
pytestmark = pytest.mark.xdist_group("live")


def told_by_program(filing: Filing) -> Verdicts:
    """Return what the rules that have a live formula tell."""
    hits = rules.check(filing, load_scheme(filing.scheme))
    return Verdicts((hit.rule, hit.path) for hit in hits if hit.rule in LIVE)


def assert_agreement(live: Verdicts, program: Verdicts) -> None:
    """A sheet tells what the program tells; coarser rules may tell less, never more."""
    assert live - program == Verdicts()
    missed = {pair: n for pair, n in (program - live).items() if pair[0] not in COARSER}
    assert missed == {}


def few_projects(filing: Filing, case: Case) -> Filing:
    """Return the filing without projects behind the last that a case changes, but for three."""
    paths = [path.split(".") for path in (*case.change, *case.drop, *case.found)]
    last = max((int(path[1]) for path in paths if path[0] == "projects"), default=0)
    return replace(filing, projects=filing.projects[: max(3, last + 1)])


class Part(NamedTuple):
    """One project that a case changes, among many in a workbook."""

    case: Case
    number: int
    project: Project

    def told(self, live: Verdicts, now: int) -> list[str]:
        """Return where the sheet, now of another number, tells the case's rule."""
        prefix = f"projects.{now}"
        return sorted(
            f"projects.{self.number}{path.removeprefix(prefix)}"
            for rule, path in live.elements()
            if rule == self.case.rule and f"{path}.".startswith(f"{prefix}.")
        )


def batches() -> Iterator[list[Part]]:
    """Put projects that cases change into one workbook, some fifty at a time."""
    parts: dict[str, list[Part]] = {}
    for case in filter(_in_a_batch, load_cases()):
        projects = changed(case).projects
        numbers = (n for n in sorted(projects_changed(case) or {0}) if n < len(projects))
        parts.setdefault(case.sample, []).extend(Part(case, n, projects[n]) for n in numbers)
    for found in parts.values():
        for start in range(0, len(found), BATCH):
            yield found[start : start + BATCH]


def _in_a_batch(case: Case) -> bool:
    """Whether a case needs none of the sheets beside those that it changes."""
    numbers = projects_changed(case)
    if numbers is None or case.rule in ACROSS:
        return False
    return len(numbers) <= 1 or case.rule not in LIVE


def test_the_rules_named_by_the_design_are_live() -> None:
    wanted = {
        *("BS101", "BS102", "BS103", "BS104", "BS105"),
        *(f"BS20{i}" for i in range(1, 9)),
        *("BS301", "BS302", "BS303", "BS304", "BS306"),
        *("BS307", "BS308", "BS310", "BS311", "BS313", "BS314", "BS315"),
        *("BS401", "BS402", "BS403", "BS404", "BS405", "BS408", "BS409", "BS410", "BS503"),
    }
    assert wanted <= set(LIVE)


def test_only_a_rule_with_a_formula_can_be_coarser() -> None:
    assert set(LIVE) >= COARSER


@pytest.mark.parametrize("number", range(len(list(batches()))))
def test_both_engines_agree_on_the_cases_of_one_project(
    number: int, office: Office, tmp_path: Path
) -> None:
    """Many cases in one workbook: LibreOffice opens it once."""
    batch = list(batches())[number]
    filing = replace(changed(batch[0].case), projects=tuple(part.project for part in batch))
    live = told_live(office, filing, tmp_path / "cases.xlsx")
    assert_agreement(live, told_by_program(filing))
    for i, part in enumerate(batch):
        if part.case.rule in LIVE:
            assert part.told(live, i) == sorted(part.case.live), str(part.case)


def across_sheets() -> list[Case]:
    """Return the other cases that a sheet can hold: it refuses an unreadable entry."""
    return [case for case in load_cases()
            if not _in_a_batch(case) and "unreadable" not in case.change]  # fmt: skip


@pytest.mark.parametrize("case", across_sheets(), ids=str)
def test_both_engines_agree_on_the_cases_across_sheets(
    case: Case, office: Office, tmp_path: Path
) -> None:
    filing = few_projects(changed(case), case)
    live = told_live(office, filing, tmp_path / "case.xlsx")
    assert_agreement(live, told_by_program(filing))
    if case.rule in LIVE:
        told = [path for (rule, path), n in live.items() for _ in range(n) if rule == case.rule]
        assert sorted(told) == sorted(case.live)


def test_a_coarser_case_is_coarser_in_the_declared_direction() -> None:
    for case in load_cases():
        assert set(case.live) <= set(case.found), str(case)
        assert case.live == case.found or case.rule in COARSER, str(case)


def test_each_coarser_rule_has_a_case_that_shows_it() -> None:
    assert {case.rule for case in load_cases() if case.live != case.found} == COARSER


def test_an_unreadable_entry_is_told_by_the_program_alone(office: Office, tmp_path: Path) -> None:
    """The sheet shows BS008 as a refused input while typing; its checks stay silent."""
    for rule in ("BS101", "BS201"):
        (case,) = (c for c in cases_of(rule) if "unreadable" in c.change)
        filing = few_projects(changed(case), case)
        assert rule not in {r for r, _ in told_live(office, filing, tmp_path / "u.xlsx")}


def test_a_filled_sheet_tells_nothing(office: Office, sample: Filing, tmp_path: Path) -> None:
    assert told_live(office, sample, tmp_path / "clean.xlsx") == Verdicts()


FAULTY_TEXTS = (
    "", "某某", "社会效益指标", "产出指标", "读者满意度", "完成律", "2026年工作", "与2025年相比",
    "冀财建[2025]12号", "按 时完成", "提前\t完成", "两行\n文字", "全市先进", "全市平均水平",
    "明显提升", "基本完成", "可持续效益", "完成时间", "惊醒打分", "1.某项目", "某项目绩效目标表",
    "做好工作，",
)  # fmt: skip
FAULTY_VALUES = (
    "", "≥5%", "≤95%", "100%", "120%", "12月底前", "每月25号", "12月底前完成", "2027年6月前",
    "≥30万元", "≤2000万元", "2.5万元/人", "明显提升", "及时", "不低于 98％", "＞＝９５％",
    "90%以上", "13月底", "50-60%", "99人", "1,234元", "2026年12月底前", "约5次",
)  # fmt: skip


def mutated(project: Project, dice: random.Random) -> Project:
    """Return a project with one thing changed that a person might get wrong."""
    rows = list(project.indicators)
    plan = list(project.spending_plan)
    at, node = dice.randrange(len(rows)), dice.randrange(len(plan))
    amount = dice.choice([None, Decimal("0.00"), Decimal("-1.00"), Decimal("3.335"), Decimal("48")])
    percent = dice.choice([None, *map(Decimal, ("0", "-5", "33.3", "55", "100", "101", "99.99"))])
    part = dice.choice(["category", "dimension", "name", "description", "target_basis"])
    words = dice.choice(FAULTY_TEXTS)
    code = list(project.code)
    code[dice.randrange(len(code))] = dice.choice("0123456789ABIOSZ")
    row = rows[at]
    rows[at] = dice.choice(
        [
            replace(row, **{part: words}),
            replace(row, target_value=dice.choice(FAULTY_VALUES)),
            replace(row, target_value=row.description, name=words),
            rows[at - 1],
        ]
    )
    plan[node] = PlanNode(plan[node].month, percent)
    changes = [
        *({name: amount} for name in ("budget_amount", "fiscal_funds", "other_funds")),
        {"code": "".join(code)},
        {"code": project.code[: dice.randrange(22)]},
        {"name": words.replace("\n", "")},
        {"purpose": words},
        {"objectives": project.objectives[: dice.randrange(2)]},
        {"objectives": (*project.objectives[1:], words or "空")},
        {"spending_plan": tuple(plan)},
        {"indicators": tuple(rows[:at])},
        *[{"indicators": tuple(rows)}] * 8,
    ]
    return replace(project, **dice.choice(changes))


def mutated_unit(filing: Filing, dice: random.Random) -> Filing:
    """Return a filing whose own sheet has a few of its texts changed."""
    words = [dice.choice(FAULTY_TEXTS[1:]) for _ in range(4)]
    paragraphs = (words[0], *filing.overall_objective[1:])
    sub = replace(filing.sub_objectives[0], statement=words[1], objective=words[2])
    twice = dice.choice([filing.measures[-1].name, words[3].replace("\n", "")])
    return replace(
        filing,
        overall_objective=paragraphs,
        sub_objectives=(sub, *filing.sub_objectives[1:]),
        measures=(*filing.measures, Measure(twice, text=words[3])),
    )


@pytest.mark.parametrize(("name", "mutations"), [("sample", MUTATIONS), ("central-2021", BATCH)])
def test_both_engines_agree_on_random_mutations(
    name: str, mutations: int, office: Office, sample_path: Path, tmp_path: Path
) -> None:
    """Many mutated projects in one workbook: LibreOffice opens it once."""
    dice = random.Random(2027)
    clean = services.load_model(sample_path.with_name(f"{name}.json"))
    projects = [mutated(dice.choice(clean.projects), dice) for _ in range(mutations)]
    told = 0
    for start in range(0, mutations, BATCH):
        filing = mutated_unit(replace(clean, projects=tuple(projects[start : start + BATCH])), dice)
        live = told_live(office, filing, tmp_path / "mutations.xlsx")
        assert_agreement(live, told_by_program(filing))
        told += live.total()
    assert told > mutations / 2


def lights(office: Office, filing: Filing, path: Path) -> tuple[Verdicts, list[list[str]]]:
    """Return what the sheets tell, and errors, warnings and light of each row of 目录."""
    path.write_bytes(services.fresh_workbook(filing))
    last = 10 + len(filing.projects)
    with office.open(path) as book:
        book.recalculate()
        columns = [book.column(names.DIRECTORY, f"{c}10:{c}{last}") for c in "FGH"]
        return told_in(book, filing), [list(row) for row in zip(*columns, strict=True)]


def test_the_directory_counts_errors_and_warnings_of_each_sheet(
    office: Office, sample_path: Path, tmp_path: Path
) -> None:
    filing = services.load_model(sample_path.with_name("faulty.json"))
    live, rows = lights(office, filing, tmp_path / "faulty.xlsx")
    told: dict[int, list[str]] = {}
    for rule, path in live.elements():
        told.setdefault(_sheet_number(path), []).append(rule)
    for number, (errors, warnings, light) in enumerate(rows, start=-1):
        here = told.get(number, [])
        marks = [BY_ID[rule].severity for rule in here]
        counts = (marks.count(Severity.ERROR), marks.count(Severity.WARNING))
        assert (int(errors), int(warnings)) == counts
        wrong = [rule for rule in here if not rule.startswith("BS10")]
        assert light[0] == ("✔" if not here else "●" if wrong else "○"), (number, here)


def _sheet_number(path: str) -> int:
    """Return the number of the project whose sheet tells; -1 for the unit's own."""
    head, _, rest = path.partition(".")
    return int(rest.partition(".")[0]) if head == "projects" else -1


def test_a_light_with_reasons_is_neither_red_nor_green(
    office: Office, sample: Filing, tmp_path: Path
) -> None:
    """A reason turns the light; a second fault without one turns it back."""
    one = replace(sample.projects[0], other_funds=Decimal("1.00"))
    reason = (Waiver("projects.0.budget_amount", "BS201", "上级另行批复"),)
    filing = replace(sample, projects=(one, *sample.projects[1:]), waivers=reason)
    _, rows = lights(office, filing, tmp_path / "waived.xlsx")
    assert rows[1] == ["1", "0", "◆ 已说明理由"]
    filing = replace(filing, projects=(replace(one, purpose=""), *sample.projects[1:]))
    _, rows = lights(office, filing, tmp_path / "waived.xlsx")
    assert rows[1] == ["2", "0", "● 有错误"]


def test_an_unfinished_sheet_has_a_light_of_its_own(office: Office, tmp_path: Path) -> None:
    filing = services.blank_filing("hebei", 1, 2027)
    _, rows = lights(office, filing, tmp_path / "blank.xlsx")
    assert rows == [["2", "0", "○ 未填完"], ["1", "0", "○ 未填完"]]


def test_the_cases_go_through_the_format(sample: Filing) -> None:
    assert changed(Case("BS101", "none", {}, (), ())) == sample


def test_a_published_document_gets_no_false_alarm(
    office: Office, reference_text: str, tmp_path: Path
) -> None:
    """Real texts, longer and stranger than any sample's: no sheet tells more than the program."""
    filing = import_text(reference_text, SCHEME).filing
    live, program = told_live(office, filing, tmp_path / "published.xlsx"), told_by_program(filing)
    assert_agreement(live, program)
    assert live.total() > program.total() / 2
