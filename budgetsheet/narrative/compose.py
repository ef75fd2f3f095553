"""Lays out the document as published: part one from the narrative, then a table a project."""

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
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import Filing, Indicator, Project

_DIGITS = "零一二三四五六七八九"
_COLUMNS = 7


def chinese_number(number: int) -> str:
    """`1 → 一`, `12 → 十二`, `35 → 三十五`; from a hundred on in plain digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def compose(filing: Filing, narrative: Narrative, scheme: Scheme, draft: bool = False) -> Document:
    """The whole document in the published order."""
    read = {part.path: part.text for part in narrative.rendered}
    blocks: list[Block] = [Heading(0, line) for line in scheme.part_one]
    blocks += _overall(filing, read, scheme)
    blocks += _sub_objectives(filing, read, scheme)
    blocks += _safeguards(filing, read, scheme)
    blocks += [Heading(0, line) for line in scheme.part_two]
    for number, project in enumerate(filing.projects, start=1):
        suffix = scheme.labels["title_suffix"]
        path = f"projects.{number - 1}"
        blocks.append(Heading(3, f"{number}.{project.name}{suffix}", f"{path}.name"))
        blocks.append(Table(_facts(filing, project, scheme)))
        blocks.append(Table(_indicators(project, scheme), head_rows=1))
    return Document(scheme.part_one[-1], filing.department.name, tuple(blocks), draft)


def _overall(filing: Filing, read: dict[str, str], scheme: Scheme) -> list[Block]:
    paths = [f"overall_objective.{i}" for i in range(len(filing.overall_objective))]
    heading = Heading(1, f"一、{scheme.labels['overall_heading']}")
    return [heading, *(Paragraph(read[path], path) for path in paths)]


def _sub_objectives(filing: Filing, read: dict[str, str], scheme: Scheme) -> list[Block]:
    blocks: list[Block] = [Heading(1, f"二、{scheme.labels['sub_heading']}")]
    prefixes = (
        ("statement", ""),
        ("objective", scheme.labels["sub_objective_prefix"]),
        ("indicators", scheme.labels["sub_indicators_prefix"]),
    )
    several = len(filing.sub_objectives) > 1
    for i in range(len(filing.sub_objectives)):
        for part, prefix in prefixes:
            path = f"sub_objectives.{i}.{part}"
            number = f"（{chinese_number(i + 1)}）" if several and part == "statement" else ""
            if read[path]:
                blocks.append(Paragraph(f"{number}{prefix}{read[path]}", path))
    return blocks


def _safeguards(filing: Filing, read: dict[str, str], scheme: Scheme) -> list[Block]:
    blocks: list[Block] = [Heading(1, f"三、{scheme.labels['safeguards_heading']}")]
    for i, safeguard in enumerate(filing.safeguards):
        path = f"safeguards.{i}"
        blocks.append(
            Heading(2, f"（{chinese_number(i + 1)}）{read[path + '.title']}", path + ".title")
        )
        for j in range(len(safeguard.paragraphs)):
            blocks.append(Paragraph(read[f"{path}.paragraphs.{j}"], f"{path}.paragraphs.{j}"))
    return blocks


def _label(text: str, span: int = 1, joined: bool = False) -> TableCell:
    return TableCell(text, span, label=True, joined=joined)


def _facts(filing: Filing, project: Project, scheme: Scheme) -> tuple[tuple[TableCell, ...], ...]:
    """Code and name, budget and purpose, spending plan, objectives."""
    words = scheme.labels
    unit = f"{filing.department.code}{filing.department.name}"
    objectives = "\n".join(f"{i}.{text}" for i, text in enumerate(project.objectives, start=1))
    amounts = {
        part: money.format_amount(getattr(project, part))
        for part in ("budget_amount", "fiscal_funds", "other_funds")
    }
    nodes = {node.month: money.format_percent(node.percent) for node in project.spending_plan}
    months = scheme.plan_months
    spans = _plan_spans(len(months))
    block, plan, goal = words["budget_block"], words["plan_block"], words["objectives"]
    funds = [c for part in amounts for c in (_label(words[part]), TableCell(amounts[part]))]
    heads = (_label(scheme.month_label(m), s) for m, s in zip(months, spans, strict=True))
    cells = (TableCell(nodes.get(m, ""), s) for m, s in zip(months, spans, strict=True))
    return (
        (TableCell(unit, _COLUMNS - 1, left=True, bare=True),
         TableCell(words["unit_note"], bare=True)),
        (_label(words["code"]), TableCell(project.code, 2), _label(words["name"]),
         TableCell(project.name, 3)),
        (_label(block), *funds),
        (_label(block, joined=True), TableCell(project.purpose, _COLUMNS - 1, left=True)),
        (_label(plan), *heads),
        (_label(plan, joined=True), *cells),
        (_label(goal), TableCell(objectives, _COLUMNS - 1, left=True)),
    )  # fmt: skip


def _plan_spans(count: int) -> tuple[int, ...]:
    """How many of six columns each node takes: the first and the last the wider ones."""
    spans = [6 // count] * count
    order = [0, count - 1, *range(1, count - 1)]
    for i in order[: 6 - sum(spans)]:
        spans[i] += 1
    return tuple(spans)


def _indicators(project: Project, scheme: Scheme) -> tuple[tuple[TableCell, ...], ...]:
    """The head, then a row an indicator; a category is printed once for the rows it holds."""
    words = scheme.labels
    keys = ("category", "dimension", "indicator_name", "description", "target_value",
            "target_basis")  # fmt: skip
    head = tuple(_label(words[key], 2 if key == "description" else 1) for key in keys)
    rows = [head]
    above: Indicator | None = None
    for row in project.indicators:
        joined = above is not None and above.category == row.category
        rows.append(
            (
                TableCell(row.category, joined=joined),
                TableCell(row.dimension),
                TableCell(row.name, left=True),
                TableCell(row.description, 2, left=True),
                TableCell(row.target_value),
                TableCell(row.target_basis, left=True),
            )
        )
        above = row
    return tuple(rows)
