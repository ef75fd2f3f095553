"""A number that was pasted as a text: sheet and program give one verdict, and no sum loses it."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from support.filings import loaded
from support.live import Verdicts, told_in
from support.office import Document, Office

from budgetsheet import rules
from budgetsheet.form import book as names
from budgetsheet.form.derived_sheets import UNREAD
from budgetsheet.form.scheme import load_scheme
from budgetsheet.making import fresh_workbook
from budgetsheet.model import Filing, PlanNode, Project, replace
from budgetsheet.rules import CATALOGUE
from budgetsheet.totals import totals
from budgetsheet.workbook.reader import read_workbook

pytestmark = pytest.mark.xdist_group("live")
SCHEME = load_scheme("hebei")
LIVE = {rule.id for rule in CATALOGUE if rule.live(SCHEME)}
READ = ("64.80", "64.8", " 64.80 ", "64.800", "６４．８０", "64.8万元", "64.80 万元", "64.8万",
        "+64.8", "０６４．８０万元", "64.8　", "64.805", "0", "-64.8", ".5", "1,064.80",
        "１，０６４．８０", "1,234,567.89万元")  # fmt: skip
"""What the program reads, and the sheet too."""
HALF_READ = ("¥64.8", "人民币64.8万元整", "-1,064.80")
"""What the program alone reads."""
UNREADABLE = ("六十四万", "64.8元", "1,2,3", "64万8", "1/2", "3月5日", "1e3", "5.", "64.8|",
              "(64.8)", "64 800", "12:30", "约64.8", "64.8%", "#N/A", "TRUE")  # fmt: skip
NOTHING = ("—", "-", "－", "/", "／", "无", "没有", "——", "　", " ")
PLANS = (("25%", None, None, None), ("２５％", "50 %", None, "100%"), (None, "50%", "40%", None),
         (None, None, None, "98%"), ("25", None, None, None), ("0.25", None, None, None),
         ("四分之一", None, None, None), (None, "10%", None, None), ("33.3%", None, None, "150%"),
         ("-5%", None, None, None), ("25%%", None, None, None))  # fmt: skip
"""Texts put over the sample's nodes; None leaves a number."""


def typed(book: Document, sheet: str, cells: dict[str, str]) -> None:
    for cell, text in cells.items():
        book.set_string(sheet, cell, text)


def many(count: int) -> Filing:
    filing = loaded("sample")
    plain = replace(filing.projects[0], indicators=())
    return replace(filing, projects=tuple(
        replace(plain, name=f"项目{i}", code="") for i in range(count)))  # fmt: skip


def opened_with(
    office: Office, texts: list[dict[str, str]], folder: Path
) -> Iterator[tuple[Document, Filing]]:
    """Give a workbook with texts typed into the cells of each project, and what is read of it."""
    path, filing = folder / "typed.xlsx", many(len(texts))
    path.write_bytes(fresh_workbook(filing))
    with office.open(path) as book:
        for sheet, cells in zip(names.project_sheet_names(filing.projects), texts, strict=True):
            typed(book, sheet, cells)
        book.recalculate()
        saved = book.save_as(folder / "saved.xlsx")
        yield book, read_workbook(saved.read_bytes()).filing


def summed(book: Document, filing: Filing) -> list[list[float | str]]:
    last = 4 + len(filing.projects)
    return book.results(names.SUMMARY, f"D4:J{last}")


def program(filing: Filing) -> Verdicts:
    hits = rules.check(filing, SCHEME)
    return Verdicts((hit.rule, hit.path) for hit in hits if hit.rule in LIVE)


def test_an_amount_typed_as_text_is_counted_and_judged(office: Office, tmp_path: Path) -> None:
    texts = [{"C4": text, "E4": "64.8"} for text in READ]
    for book, filing in opened_with(office, texts, tmp_path):
        rows = summed(book, filing)
        wanted = [_number(project.budget_amount) for project in filing.projects]
        assert [row[0] for row in rows[:-1]] == pytest.approx(wanted)
        assert rows[-1] == pytest.approx(list(map(float, totals(filing, SCHEME.plan_months))))
        assert told_in(book, filing) - program(filing) == Verdicts()
        assert _of_amounts(told_in(book, filing)) == _of_amounts(program(filing))
        assert len(_of_amounts(program(filing))) >= 10


def test_what_the_program_alone_reads_is_seen_in_the_sums(office: Office, tmp_path: Path) -> None:
    texts = [{"C4": text} for text in HALF_READ]
    for book, filing in opened_with(office, texts, tmp_path):
        assert all(project.budget_amount for project in filing.projects)
        assert [row[0] for row in summed(book, filing)[:-1]] == [UNREAD] * 3
        assert told_in(book, filing) - program(filing) == Verdicts()


def _number(amount: Decimal | None) -> float:
    assert amount is not None
    return float(amount)


def _of_amounts(told: Verdicts) -> Verdicts:
    amounts = ("BS201", "BS207", "BS208")
    return Verdicts({key: n for key, n in told.items() if key[0] in amounts})


def test_an_amount_that_cannot_be_read_is_seen_in_the_sums(office: Office, tmp_path: Path) -> None:
    texts = [{"C4": text} for text in UNREADABLE]
    for book, filing in opened_with(office, texts, tmp_path):
        assert all(project.budget_amount is None for project in filing.projects)
        for row in summed(book, filing)[:-1]:
            assert [row[0], *row[3:]] == [UNREAD] * 5
        assert told_in(book, filing) - program(filing) == Verdicts()


def test_words_for_nothing_are_no_other_funds(office: Office, tmp_path: Path) -> None:
    texts = [{"G4": text} for text in NOTHING]
    for book, filing in opened_with(office, texts, tmp_path):
        assert {project.other_funds for project in filing.projects} <= {None, Decimal(0)}
        assert [row[2] for row in summed(book, filing)] == [0.0] * (len(texts) + 1)
        assert _of_amounts(told_in(book, filing)) == Verdicts()


def test_a_percentage_typed_as_text_is_counted_or_seen(office: Office, tmp_path: Path) -> None:
    """The sheet never tells what the program does not, nor counts what it does not."""
    cells = ("B7", "D7", "E7", "F7")
    texts = [{c: t for c, t in zip(cells, plan, strict=True) if t} for plan in PLANS]
    seen = 0
    for book, filing in opened_with(office, texts, tmp_path):
        for row, project in zip(summed(book, filing)[:-1], filing.projects, strict=True):
            for value, right in zip(row[3:], _at_nodes(project), strict=True):
                assert value == UNREAD or value == pytest.approx(right), project.spending_plan
                seen += value == UNREAD
        assert seen == 4
        assert told_in(book, filing) - program(filing) == Verdicts()


def _at_nodes(project: Project) -> list[float]:
    filing = Filing("hebei", projects=(project,))
    return [float(each) for each in totals(filing, SCHEME.plan_months)[3:]]


FINE = (
    "0.001",
    "306.715",
    "0.0005",
    "12345678.125",
    "0.1",
    "0.333333333333333",
    "1.005",
    "99.99999999",
)


@pytest.mark.parametrize("amount", FINE)
def test_the_overview_is_current_whatever_the_decimals(
    amount: str, office: Office, tmp_path: Path
) -> None:
    filing = loaded("sample")
    plan = (PlanNode(3, Decimal("12.345")), *filing.projects[0].spending_plan[1:])
    odd = replace(filing.projects[0], budget_amount=Decimal(amount), fiscal_funds=Decimal(amount),
                  spending_plan=plan)  # fmt: skip
    filing = replace(filing, projects=(odd, *filing.projects[1:]))
    path = tmp_path / "fine.xlsx"
    path.write_bytes(fresh_workbook(filing))
    with office.open(path) as book:
        book.recalculate()
        told = {value for (value,) in book.results(names.OVERVIEW, "C4:C60")}
        assert told <= {"一致", "由校验核对", "与来源是否一致", ""}
        assert book.results(names.OVERVIEW, "A2:A2") == [["概述与各表一致。"]]


def test_the_overview_is_stale_when_its_source_changes(office: Office, tmp_path: Path) -> None:
    path, filing = tmp_path / "changed.xlsx", loaded("sample")
    path.write_bytes(fresh_workbook(filing))
    with office.open(path) as book:
        book.set_value(names.project_sheet_names(filing.projects)[0], "C4", 64.801)
        assert book.results(names.OVERVIEW, "A2:A2")[0][0].startswith("来源已改")


def test_a_year_or_name_with_a_blank_is_no_change(office: Office, tmp_path: Path) -> None:
    path, filing = tmp_path / "blank.xlsx", loaded("sample")
    path.write_bytes(fresh_workbook(filing))
    for year in ("2027年", "2027", "２０２７", "2027年度"):
        with office.open(path) as book:
            typed(book, names.DEPARTMENT, {"B5": year, "B4": f"{filing.department.name} "})
            assert book.results(names.OVERVIEW, "A2:A2") == [["概述与各表一致。"]], year
