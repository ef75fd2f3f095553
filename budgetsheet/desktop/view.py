"""What the window shows of a checked workbook, as plain values without any widget."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from budgetsheet import money
from budgetsheet.desktop.look import elided
from budgetsheet.document import TOTAL_TOKENS, Figure
from budgetsheet.findings import Finding, Severity
from budgetsheet.model import Filing

if TYPE_CHECKING:
    from budgetsheet.services import Checked

ALL_PROJECTS = "全部"
DEPARTMENT = "部门整体"
UNNAMED = "（未命名）"
_OWNER_LETTERS = 24
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class ProjectRow(NamedTuple):
    """One line of the project list. Units: 万元."""

    number: int
    name: str
    budget: Decimal | None
    fiscal: Decimal | None
    other: Decimal | None
    errors: int
    warnings: int

    @property
    def shown_name(self) -> str:
        """The name on one line, or that there is none."""
        return " ".join(self.name.split()) or UNNAMED

    @property
    def state(self) -> str:
        """What stands in the last column."""
        if self.errors:
            return f"{self.errors} 处错误"
        return f"{self.warnings} 处警告" if self.warnings else "可以导出"

    @property
    def severity(self) -> str:
        """The worst of its findings as its label, a blank when there is none."""
        worst = Severity.ERROR if self.errors else Severity.WARNING if self.warnings else None
        return worst.label if worst else ""


class BookView(NamedTuple):
    """A workbook at a glance."""

    headline: str
    totals: tuple[tuple[str, str], ...]
    projects: tuple[ProjectRow, ...]
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> int:
        """How many errors stand in the way of export."""
        return sum(finding.blocks for finding in self.findings)

    @property
    def verdict(self) -> str:
        """Whether the document can be exported."""
        if self.blocking:
            return f"✘ {self.blocking} 处错误要改"
        return "✔ 没有错误，可以导出"

    def chosen(self, severity: str, project: str) -> tuple[Finding, ...]:
        """The findings of a severity and a project, as the two filters name them."""
        return tuple(
            finding
            for finding in self.findings
            if severity in (ALL_PROJECTS, finding.severity.label)
            and project in (ALL_PROJECTS, self.owner(finding))
        )

    def owner(self, finding: Finding) -> str:
        """The project a finding belongs to, as the filter names it."""
        number = project_number(finding.path)
        return DEPARTMENT if number is None else self.owners[number + 1]

    @property
    def owners(self) -> tuple[str, ...]:
        """The department, then every project, as the filter names them."""
        return (
            DEPARTMENT,
            *(f"{row.number}. {elided(row.shown_name, _OWNER_LETTERS)}" for row in self.projects),
        )

    @property
    def mark(self) -> str:
        """What the window's title says beside the file's name, a blank when all is well."""
        return f"（{self.blocking} 处错误）" if self.blocking else ""


def book_view(checked: "Checked") -> BookView:
    """Everything the window shows, worst findings first."""
    filing = checked.reading.filing
    open_ones = [finding for finding in checked.findings if not finding.waiver]
    rows = tuple(
        ProjectRow(
            i + 1,
            project.name,
            project.budget_amount,
            project.fiscal_funds,
            project.other_funds,
            _count(open_ones, i, Severity.ERROR),
            _count(open_ones, i, Severity.WARNING),
        )
        for i, project in enumerate(filing.projects)
    )
    unit = f"{filing.department.code}{filing.department.name}" or "（还没有填单位）"
    year = f"{filing.year} 年度" if filing.year else "（还没有填年度）"
    totals = tuple(_total(total, filing) for total in checked.narrative.totals)
    findings = tuple(sorted(checked.findings, key=lambda f: (bool(f.waiver), _ORDER[f.severity])))
    return BookView(f"{unit}　{year}　{len(rows)} 个项目", totals, rows, findings)


def _total(total: Figure, filing: Filing) -> tuple[str, str]:
    """A total under its heading; none is shown where an amount could not be read."""
    part = TOTAL_TOKENS[total.token]
    lost = sum(path.rpartition(".")[2] == part for path in filing.unreadable_at())
    if lost:
        return f"{total.token}（{lost} 处读不出）", "—"
    return f"{total.token}（万元）", total.shown


def _count(findings: Iterable[Finding], project: int, severity: Severity) -> int:
    return sum(f.severity is severity and project_number(f.path) == project for f in findings)


def project_number(path: str) -> int | None:
    """Which project a path lies in, None for the rest of the workbook."""
    head, _, rest = path.partition(".")
    number = rest.partition(".")[0]
    return int(number) if head == "projects" and number.isdigit() else None


def counts_line(findings: tuple[Finding, ...], of: int) -> str:
    """How many findings are shown."""
    if not of:
        return "没有发现问题。"
    counts = "、".join(f"{s.label} {sum(f.severity is s for f in findings)} 处" for s in Severity)
    return f"显示 {len(findings)} / {of} 处：{counts}"


def amount_text(amount: Decimal | None) -> str:
    """An amount in the list. Units: 万元."""
    return money.format_amount(amount) or "—"


def place_text(finding: Finding) -> str:
    """Where a finding is, in words."""
    return f"{finding.sheet} {finding.cell}".strip() or "整个文件"
