"""Finds a figure in a workbook: every place where it stands, and what it is made of."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from budgetsheet import money
from budgetsheet.document import Narrative, Rendered
from budgetsheet.errors import UnusableError
from budgetsheet.form import book as names
from budgetsheet.form import derived_sheets as derived
from budgetsheet.form.grid import area
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import Filing
from budgetsheet.text import half_width, without_blanks
from budgetsheet.trace import Locate, Origin, origin_of, totals_of

_NUMBER = re.compile(r"(?<![\d.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d])")
_LONGEST_UNIT = 6
_AROUND = 14
"""Characters of context on each side of a figure."""


class Standing(NamedTuple):
    """A place where a figure stands: cell, what is there, the words around it, its origin.

    `origin` is None where the figure was typed as it stands.
    """

    sheet: str
    cell: str
    label: str
    context: str
    number: Decimal | None
    unit: str
    origin: Origin | None = None
    name: str = ""

    @property
    def place(self) -> str:
        """Sheet and cell as a person reads them."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


class Explained(NamedTuple):
    """Where a figure stands; where it stands nowhere, the nearest that does.

    `unit` is the one that was asked for, blank for any.
    """

    asked: str
    unit: str
    found: tuple[Standing, ...]
    nearest: Standing | None = None


def explain(
    asked: str, filing: Filing, narrative: Narrative, scheme: Scheme, locate: Locate
) -> Explained:
    """Every place of a figure: `1500.33`, `1,500.33万元`, full-width, or a measure's name.

    Raises: UnusableError for a question without any word or figure.
    """
    plain = without_blanks(half_width(asked)).strip("{}")
    if not plain:
        raise UnusableError("请写出要查的数字或指标名称，例如 1500.33。")
    standings = list(_standings(filing, narrative, scheme, locate))
    match = _NUMBER.search(plain)
    if match is None:
        return Explained(asked, "", tuple(s for s in standings if s.name == plain))
    number, unit = Decimal(match[1].replace(",", "")), plain[match.end() :]
    fitting = [s for s in standings if s.number is not None and _fits(s.unit, unit)]
    found = tuple(s for s in fitting if s.number == number)
    nearest = min(fitting, key=lambda s: abs((s.number or 0) - number), default=None)
    return Explained(asked, unit, found, None if found else nearest)


def _fits(stands: str, asked: str) -> bool:
    return not asked or stands.startswith(asked)


def _standings(
    filing: Filing, narrative: Narrative, scheme: Scheme, locate: Locate
) -> Iterator[Standing]:
    """Every figure of the workbook, in the order of the document."""
    shown = [part for part in narrative.rendered if part.source]
    for row, part in enumerate(shown):
        yield from _in_paragraph(part, row, filing, locate)
    for origin in totals_of(filing, scheme, locate, narrative.totals):
        number = Decimal(origin.shown) if origin.shown else None
        yield Standing(origin.sheet, origin.cell, origin.name, "", number, origin.unit, origin,
                       origin.name)  # fmt: skip
    for path, label, text, unit in _entries(filing, scheme):
        sheet, cell = locate(path)
        yield from _in_text(text, Standing(sheet, cell, label, "", None, unit))


def _in_paragraph(part: Rendered, row: int, filing: Filing, locate: Locate) -> Iterator[Standing]:
    """The figures of a paragraph: those with an origin, then those typed into its text."""
    cell = area(derived.OVERVIEW_FIRST + row, derived.OVERVIEW_TEXT).cell
    source = "!".join(filter(None, locate(part.path)))
    base = Standing(names.OVERVIEW, cell, f"第 {row + 1} 段（{source}）", "", None, "")
    plain = _narrow(part.text)
    for figure in part.figures:
        context = _context(part.text, figure.start, figure.end)
        match = _NUMBER.match(plain, figure.start, figure.end)
        number = Decimal(match[1].replace(",", "")) if match else None
        unit = _unit(plain, match.end()) if match else ""
        origin = origin_of(figure, filing, locate)
        yield base._replace(
            context=context, number=number, unit=unit, origin=origin, name=figure.token
        )
    yield from _in_text(part.text, base, [(f.start, f.end) for f in part.figures])


def _in_text(text: str, base: Standing, but: Sequence[tuple[int, int]] = ()) -> Iterator[Standing]:
    """Each figure in a text outside some stretches; its unit is the text's own at the end."""
    plain = _narrow(text)
    for match in _NUMBER.finditer(plain):
        if any(start < match.end() and match.start() < end for start, end in but):
            continue
        number = Decimal(match[1].replace(",", ""))
        context = _context(text, match.start(), match.end())
        unit = _unit(plain, match.end()) or base.unit
        yield base._replace(context=context, number=number, unit=unit)


def _narrow(text: str) -> str:
    """Half-width, each character at its place."""
    return "".join(half if len(half := half_width(c)) == 1 else c for c in text)


def _unit(plain: str, end: int) -> str:
    return without_blanks(plain[end : end + _LONGEST_UNIT])


def _context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    head = "…" if start > _AROUND else ""
    tail = "…" if end + _AROUND < len(text) else ""
    return f"{head}{before}【{text[start:end]}】{after}{tail}".replace("\n", " ")


def _entries(filing: Filing, scheme: Scheme) -> Iterator[tuple[str, str, str, str]]:
    """Path, label, text and unit of what people typed outside the narrative."""
    for i, measure in enumerate(filing.measures):
        yield f"measures.{i}.value", f"量化指标“{measure.name}”", measure.value, measure.unit
        yield f"measures.{i}.text", f"量化指标“{measure.name}”", measure.text, ""
    for i, project in enumerate(filing.projects):
        key, name = f"projects.{i}", project.name
        for part in ("budget_amount", "fiscal_funds", "other_funds"):
            amount = money.format_amount(getattr(project, part))
            yield f"{key}.{part}", f"{name}　{scheme.plain_label(part)}", amount, "万元"
        yield f"{key}.purpose", f"{name}　{scheme.plain_label('purpose')}", project.purpose, ""
        for node in project.spending_plan:
            label = f"{name}　{scheme.month_label(node.month)}"
            yield f"{key}.spending_plan.{node.month}", label, money.format_percent(node.percent), ""
        for j, objective in enumerate(project.objectives):
            yield f"{key}.objectives.{j}", f"{name}　绩效目标", objective, ""
        for j, row in enumerate(project.indicators):
            for part in ("description", "target_value"):
                label = f"{name}　{row.name}　{scheme.plain_label(part)}"
                yield f"{key}.indicators.{j}.{part}", label, getattr(row, part), ""
