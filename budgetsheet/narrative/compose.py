"""Lays out the document as published: part one from the narrative, then a table a project."""

from decimal import Decimal

from budgetsheet import money
from budgetsheet.document import (
    Block,
    Document,
    Heading,
    Narrative,
    Paragraph,
    Table,
    TableCell,
)
from budgetsheet.form.indicator_row import CellValue, cells_of
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import Filing, Indicator, Project

_DIGITS = "零一二三四五六七八九"
_NOTHING = "（还没有填写内容）"
"""What the draft of a filing in which nothing is filled says under its title."""


def chinese_number(number: int) -> str:
    """`1 → 一`, `12 → 十二`, `35 → 三十五`; from a hundred on in plain digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def compose(filing: Filing, narrative: Narrative, scheme: Scheme, draft: bool = False) -> Document:
    """The whole document in the published order; nothing is headed that has nothing below it."""
    read = {part.path: part.text for part in narrative.rendered}
    bodies = (_opening(filing, read, scheme), _tables(filing, scheme))
    parts = zip((scheme.part_one, scheme.part_two), bodies, strict=True)
    blocks: list[Block] = []
    for number, (lines, body) in enumerate(parts, start=1):
        blocks += [*_part(number, lines), *body] if body else []
    title, unit = scheme.part_one[-1], filing.department.name
    blocks = blocks or [*_part(1, scheme.part_one), Paragraph(_NOTHING)]
    return Document(title, unit, tuple(blocks), draft, scheme.column_widths)


def _part(number: int, lines: tuple[str, ...]) -> list[Block]:
    """A part's title lines; a layout numbers it even where the published text does not."""
    headings: list[Block] = [Heading(0, line) for line in lines]
    if len(lines) > 1:
        return headings
    return [Heading(0, f"第{chinese_number(number)}部分", dress=True), *headings]


def _opening(filing: Filing, read: dict[str, str], scheme: Scheme) -> list[Block]:
    """What the unit says as a whole, its headings numbered as they come."""
    sections = (
        ("overall_heading", _overall(filing, read)),
        ("sub_heading", _sub_objectives(filing, read, scheme)),
        ("safeguards_heading", _safeguards(filing, read)),
    )
    blocks: list[Block] = []
    filled = ((name, body) for name, body in sections if body)
    for number, (name, body) in enumerate(filled, start=1):
        blocks += [Heading(1, f"{chinese_number(number)}、{scheme.labels[name]}"), *body]
    return blocks


def _overall(filing: Filing, read: dict[str, str]) -> list[Block]:
    paths = (f"overall_objective.{i}" for i in range(len(filing.overall_objective)))
    return [Paragraph(read[path], path) for path in paths if read[path].strip()]


def _sub_objectives(filing: Filing, read: dict[str, str], scheme: Scheme) -> list[Block]:
    prefixes = (
        ("statement", ""),
        ("objective", scheme.labels["sub_objective_prefix"]),
        ("indicators", scheme.labels["sub_indicators_prefix"]),
    )
    several = len(filing.sub_objectives) > 1
    blocks: list[Block] = []
    for i in range(len(filing.sub_objectives)):
        for part, prefix in prefixes:
            path = f"sub_objectives.{i}.{part}"
            number = f"（{chinese_number(i + 1)}）" if several and part == "statement" else ""
            if read[path].strip():
                blocks.append(Paragraph(f"{number}{prefix}{read[path]}", path))
    return blocks


def _safeguards(filing: Filing, read: dict[str, str]) -> list[Block]:
    """Each under its title, the titles numbered as they come; one without goes on without."""
    blocks: list[Block] = []
    number = 0
    for i, safeguard in enumerate(filing.safeguards):
        title = f"safeguards.{i}.title"
        if read[title].strip():
            number += 1
            blocks.append(Heading(2, f"（{chinese_number(number)}）{read[title]}", title))
        paths = (f"safeguards.{i}.paragraphs.{j}" for j in range(len(safeguard.paragraphs)))
        blocks += (Paragraph(read[path], path) for path in paths if read[path].strip())
    return blocks


def _tables(filing: Filing, scheme: Scheme) -> list[Block]:
    """Each project under its title: its facts, then its indicators where there are any."""
    blocks: list[Block] = []
    for number, project in enumerate(filing.projects, start=1):
        suffix = scheme.labels["title_suffix"]
        path = f"projects.{number - 1}.name"
        blocks.append(Heading(3, f"{number}.{project.name}{suffix}", path))
        blocks.append(Table(_facts(filing, project, scheme)))
        if project.indicators:
            blocks.append(Table(_indicators(project, scheme), head_rows=1))
    return blocks


def _label(text: str, span: int = 1, joined: bool = False) -> TableCell:
    return TableCell(text, span, label=True, joined=joined)


def _facts(filing: Filing, project: Project, scheme: Scheme) -> tuple[tuple[TableCell, ...], ...]:
    """Code and name, budget and purpose, spending plan, objectives."""
    words, at, last = scheme.labels, scheme.places, scheme.last_column
    unit = f"{filing.department.code}{filing.department.name}"
    objectives = "\n".join(f"{i}.{text}" for i, text in enumerate(project.objectives, start=1))
    nodes = {node.month: money.format_percent(node.percent) for node in project.spending_plan}
    names = (
        (words["code"], project.code, at.code),
        (words["name"], project.name, at.name),
    )
    funds = tuple(
        (words[part], money.format_amount(getattr(project, part)), getattr(at, part))
        for part in ("budget_amount", "fiscal_funds", "other_funds")
    )
    block, plan, goal = words["budget_block"], words["plan_block"], words["objectives"]
    spans = [right - left + 1 for left, right in at.plan]
    months = tuple(zip(scheme.plan_months, spans, strict=True))
    return (
        (TableCell(unit, last, left=True, bare=True), TableCell(words["unit_note"], bare=True)),
        _labelled(names, 0),
        (_label(block), *_labelled(funds, 1)),
        (_label(block, joined=True), TableCell(project.purpose, last, left=True)),
        (_label(plan), *(_label(scheme.month_label(m), s) for m, s in months)),
        (_label(plan, joined=True), *(TableCell(nodes.get(m, ""), s) for m, s in months)),
        (_label(goal), TableCell(objectives, last, left=True)),
    )


def _labelled(
    fields: tuple[tuple[str, str, tuple[int, int]], ...], first: int
) -> tuple[TableCell, ...]:
    """Each text at its place, its label over the columns before it."""
    cells: list[TableCell] = []
    for label, text, (left, right) in fields:
        cells += (_label(label, left - first), TableCell(text, right - left + 1))
        first = right + 1
    return tuple(cells)


def _indicators(project: Project, scheme: Scheme) -> tuple[tuple[TableCell, ...], ...]:
    """The head, then a row an indicator; a category is printed once for the rows it holds."""
    columns = [(column, column.right - column.left + 1) for column in scheme.columns]
    rows = [tuple(_label(scheme.labels[column.label], span) for column, span in columns)]
    above: Indicator | None = None
    for row in project.indicators:
        joined = above is not None and above.category == row.category
        values = zip(columns, cells_of(row, scheme), strict=True)
        rows.append(
            tuple(
                TableCell(
                    _text(value), span, joined=joined and column.field == "category",
                    left=not column.centred,
                )
                for (column, span), value in values
            )
        )  # fmt: skip
        above = row
    return tuple(rows)


def _text(value: CellValue) -> str:
    return money.format_score(value) if isinstance(value, Decimal) else value or ""
