"""Where a figure comes from: how it is made, and every cell that it is made of."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from budgetsheet import money
from budgetsheet.document import COMPUTED_TOKENS, TOTAL_TOKENS, Figure
from budgetsheet.form import book as names
from budgetsheet.form import derived_sheets as derived
from budgetsheet.form.grid import area, column_letters
from budgetsheet.form.project_sheet import AMOUNT_PARTS
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import Filing

_COUNT = COMPUTED_TOKENS[0]
Locate = Callable[[str], tuple[str, str]]
"""Sheet and cell of a path."""


class Source(NamedTuple):
    """One thing a figure is made of: what it is, where it stands, what it says."""

    label: str
    sheet: str
    cell: str
    shown: str

    @property
    def place(self) -> str:
        """Sheet and cell as a person reads them."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def beside(self) -> str:
        """What it is, where the sheet's own name does not tell it."""
        return "" if self.label in self.sheet else self.label


class Origin(NamedTuple):
    """A figure's name, what it shows and in which unit, where it is made and how, and of what.

    `formula` is what the workbook calculates there, or the cell it is taken from.
    """

    name: str
    shown: str
    unit: str
    sheet: str
    cell: str
    formula: str
    sources: tuple[Source, ...]

    @property
    def place(self) -> str:
        """Sheet and cell as a person reads them."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


def origin_of(figure: Figure, filing: Filing, locate: Locate) -> Origin:
    """The origin of a figure of the narrative."""
    if figure.token in TOTAL_TOKENS:
        return _total(figure, filing, locate)
    sources = tuple(_source(path, filing, locate) for path in figure.sources)
    if figure.token == _COUNT:
        formula = f"数项目表，共 {len(sources)} 张"
        return Origin(figure.token, figure.shown, "个", names.DIRECTORY, "", formula, sources)
    sheet, cell = (sources[0].sheet, sources[0].cell) if sources else ("", "")
    formula = "=" + "&".join(source.place for source in sources)
    return Origin(figure.token, figure.shown, "", sheet, cell, formula, sources)


def totals_of(
    filing: Filing, scheme: Scheme, locate: Locate, figures: tuple[Figure, ...]
) -> tuple[Origin, ...]:
    """The origins of all totals of 汇总: the three amounts, then the amount at each node."""
    amounts = tuple(_total(figure, filing, locate) for figure in figures)
    nodes = tuple(_node(filing, scheme, locate, place) for place in range(len(scheme.plan_months)))
    return amounts + nodes


def _total(figure: Figure, filing: Filing, locate: Locate) -> Origin:
    part = TOTAL_TOKENS[figure.token]
    column = derived.SUMMARY_AMOUNTS + AMOUNT_PARTS.index(part)
    cell, formula = _summed(column, len(filing.projects))
    sources = tuple(_source(path, filing, locate) for path in figure.sources)
    return Origin(figure.token, figure.shown, "万元", names.SUMMARY, cell, formula, sources)


def _node(filing: Filing, scheme: Scheme, locate: Locate, place: int) -> Origin:
    """The sum of what all projects have spent at the end of a month."""
    month = scheme.plan_months[place]
    parts = list(_spent(filing, locate, month))
    total = sum((amount for amount, _ in parts), Decimal(0))
    column = derived.SUMMARY_AMOUNTS + len(AMOUNT_PARTS) + place
    cell, formula = _summed(column, len(filing.projects))
    shown = money.format_amount(money.normal_amount(total))
    name = f"至{scheme.month_label(month)}支出合计"
    sources = tuple(source for _, source in parts)
    return Origin(name, shown, "万元", names.SUMMARY, cell, formula, sources)


def _spent(filing: Filing, locate: Locate, month: int) -> Iterator[tuple[Decimal, Source]]:
    for i, project in enumerate(filing.projects):
        percent = next((n.percent for n in project.spending_plan if n.month == month), None)
        if project.budget_amount is None or percent is None:
            continue
        sheet, budget = locate(f"projects.{i}.budget_amount")
        _, node = locate(f"projects.{i}.spending_plan.{month}")
        amount = money.share(project.budget_amount, percent)
        shown = (
            f"{money.format_amount(project.budget_amount)}×{money.format_percent(percent)}"
            f"＝{money.format_amount(amount)}"
        )
        yield amount, Source(project.name, sheet, f"{budget}×{node}", shown)


def _summed(column: int, count: int) -> tuple[str, str]:
    """The cell of a total on 汇总 and its formula."""
    first, last = derived.SUMMARY_FIRST, derived.SUMMARY_FIRST + max(1, count) - 1
    letter = column_letters(column)
    return area(last + 1, column).cell, f"=SUM({letter}{first + 1}:{letter}{last + 1})"


def _source(path: str, filing: Filing, locate: Locate) -> Source:
    sheet, cell = locate(path)
    head, _, rest = path.partition(".")
    if head == "measures":
        number, _, part = rest.partition(".")
        words = {"value": "数值", "unit": "单位", "text": "文字表述"}
        return Source(words[part], sheet, cell, str(getattr(filing.measures[int(number)], part)))
    if head == "projects":
        number, _, part = rest.partition(".")
        project = filing.projects[int(number)]
        shown = money.format_amount(getattr(project, part)) if part else project.code
        return Source(project.name, sheet, cell if part else "", shown)
    shown = str(filing.year or "") if path == "year" else filing.department.name
    return Source("预算年度" if path == "year" else "单位名称", sheet, cell, shown)
