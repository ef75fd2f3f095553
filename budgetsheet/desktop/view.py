"""What the window shows of a checked workbook, as plain values without any widget."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from budgetsheet import money
from budgetsheet.findings import Finding, Severity
from budgetsheet.services import Checked

ALL_PROJECTS = "全部"
DEPARTMENT = "部门整体"
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True)
class ProjectRow:
    """One line of the project list. Units: 万元."""

    number: int
    name: str
    budget: Decimal | None
    errors: int
    warnings: int

    @property
    def state(self) -> str:
        """What stands in the last column."""
        if self.errors:
            return f"● {self.errors} 处错误"
        return f"▲ {self.warnings} 处警告" if self.warnings else "✔ 可以导出"


@dataclass(frozen=True)
class BookView:
    """A workbook at a glance."""

    headline: str
    totals: str
    projects: tuple[ProjectRow, ...]
    findings: tuple[Finding, ...]

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
        return (DEPARTMENT, *(f"{row.number}. {row.name}" for row in self.projects))


def book_view(checked: Checked) -> BookView:
    """Everything the window shows, worst findings first."""
    filing = checked.reading.filing
    open_ones = [finding for finding in checked.findings if not finding.waiver]
    rows = tuple(
        ProjectRow(
            i + 1,
            project.name or "（未命名）",
            project.budget_amount,
            _count(open_ones, i, Severity.ERROR),
            _count(open_ones, i, Severity.WARNING),
        )
        for i, project in enumerate(filing.projects)
    )
    unit = f"{filing.department.code}{filing.department.name}" or "（还没有填单位）"
    year = f"{filing.year} 年度" if filing.year else "（还没有填年度）"
    shown = {total.token: total.shown for total in checked.narrative.totals}
    totals = "　".join(f"{name} {amount} 万元" for name, amount in shown.items())
    findings = tuple(sorted(checked.findings, key=lambda f: (bool(f.waiver), _ORDER[f.severity])))
    return BookView(f"{unit}　{year}　{len(rows)} 个项目", totals, rows, findings)


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
        return "没有发现问题，可以导出。"
    counts = "、".join(f"{s.label} {sum(f.severity is s for f in findings)} 处" for s in Severity)
    return f"显示 {len(findings)} / {of} 处：{counts}"


def amount_text(amount: Decimal | None) -> str:
    """An amount in the list. Units: 万元."""
    return money.format_amount(amount) or "—"
