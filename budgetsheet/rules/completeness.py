"""BS101–BS106: what must be there and is not."""

from collections.abc import Iterator

from budgetsheet.findings import Hit, Severity
from budgetsheet.form import project_sheet as layout
from budgetsheet.form.indicator_row import FIGURE, split_target
from budgetsheet.form.live import EMPTY_SHEET, LiveCheck, all_blank, is_blank
from budgetsheet.form.project_sheet import INDICATOR_PARTS, indicator_fields, project_fields
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import Filing, Indicator, Project, SubObjective
from budgetsheet.rules.base import Context, Rule, declare, of_filing, of_project

_SOURCE = "预算绩效目标管理的填报要求：内容完整"
_TYPED_PARTS = INDICATOR_PARTS[2:]
"""Parts of an indicator row that the form does not fill in beforehand."""


def is_empty(project: Project, context: Context) -> bool:
    """Whether nobody has typed anything on a project's sheet yet."""
    return not (
        context.unreadable
        or project.code or project.name or project.purpose or project.objectives
        or any(getattr(project, part) is not None for part in layout.AMOUNT_PARTS)
        or any(node.percent is not None for node in project.spending_plan)
        or any(getattr(row, part) for row in project.indicators for part in _TYPED_PARTS)
        or any(row.weight is not None for row in project.indicators)
    )  # fmt: skip


def _required(scheme: Scheme) -> tuple[tuple[str, str], ...]:
    """Path and label of every entry that a project must have once."""
    singles = ((f.name, f.label) for f in project_fields(scheme) if f.required)
    plan = (layout.plan_field(scheme, month) for month in scheme.plan_months)
    return (*singles, *((f.name, f.label) for f in plan))


def _blank_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    paths = (*(path for path, _ in _required(scheme)), "department.code", "department.name", "year")
    return tuple(LiveCheck("BS101", path, is_blank("here"), "必填，还没有填") for path in paths)


_BLANK = declare(
    "BS101", Severity.ERROR, "必填项没有填", "“{label}”没有填。", "请填写“{label}”。",
    why="缺项的目标表会被退回。", example="预算数一格空着。", source=_SOURCE,
    found="空白", expected="{label}", live=_blank_live,
)  # fmt: skip


@of_project(_BLANK)
def required_entry_blank(project: Project, context: Context) -> Iterator[Hit]:
    """A required entry of a project holds nothing.

    Silent when: the entry is unreadable (BS008 has told), or the sheet is empty (BS105).
    """
    percents = {node.month: node.percent for node in project.spending_plan}
    for path, label in _required(context.scheme):
        head, _, month = path.partition(".")
        value = percents.get(int(month)) if month else getattr(project, head)
        if value in (None, "") and path not in context.unreadable:
            yield required_entry_blank.hit(path, label=label)


@of_filing(_BLANK)
def required_identity_blank(filing: Filing, context: Context) -> Iterator[Hit]:
    """The unit's code, its name or the budget year is missing."""
    words = context.scheme.plain_label
    for path, value, label in (
        ("department.code", filing.department.code, words("department_code")),
        ("department.name", filing.department.name, words("department_name")),
        ("year", filing.year, words("year")),
    ):
        if not value and path not in context.unreadable:
            yield required_entry_blank.hit(path, label=label)


def _required_parts(scheme: Scheme) -> list[str]:
    return [field.name for field in indicator_fields(scheme) if field.required]


def _half_filled_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    begun = "COUNTA({row})>0"
    checks, before = [], ""
    for part in _required_parts(scheme):
        here = is_blank(f"cell.{part}")
        fault = f"AND({begun},{here}{before})"
        checks.append(LiveCheck("BS102", f"indicators.*.{part}", fault, "这一行没有填完"))
        before += f",NOT({here})"
    return tuple(checks)


@of_project(declare(
    "BS102", Severity.ERROR, "指标行没有填完",
    "这一行指标还缺：{missing}。", "请补上{missing}；不要这条指标就把整行清空。",
    why="一条指标的各项内容缺一不可，缺了就无法考核。",
    example="有指标值，没有指标值确定依据。", source=_SOURCE,
    found="缺 {missing}", expected="各项填全", live=_half_filled_live,
))  # fmt: skip
def indicator_half_filled(project: Project, context: Context) -> Iterator[Hit]:
    """An indicator row has some of its parts; told at the first that is missing.

    Silent when: the part is unreadable (BS008 has told).
    """
    labels = {field.name: field.label for field in indicator_fields(context.scheme)}
    parts = _required_parts(context.scheme)
    for i, row in enumerate(project.indicators):
        missing = [part for part in parts if getattr(row, part) in ("", None)]
        if not missing and _lacks_figure(row, context.scheme):
            missing = [FIGURE]
        if context.unreadable:
            missing = [m for m in missing if f"indicators.{i}.{m}" not in context.unreadable]
        if missing:
            named = "、".join(labels[part] for part in missing)
            yield indicator_half_filled.hit(f"indicators.{i}.{missing[0]}", missing=named)


def _lacks_figure(row: Indicator, scheme: Scheme) -> bool:
    """Whether a target value is a sign alone, or a sign and a unit, in cells of their own."""
    return bool(scheme.symbols) and not split_target(row.target_value, scheme.symbols)[1]


def _missing_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    return tuple(
        LiveCheck("BS103", "indicators", _missing(part, name), f"还没有{name}")
        for part, names in (
            ("dimension", scheme.required_dimensions),
            ("category", scheme.required_categories),
        )
        for name in names
    )


def _missing(part: str, name: str) -> str:
    """Excel: no row is of a kind, whatever the program passes over between its signs."""
    return f'COUNTIF({{indicators.{part}}},"*{"*".join(name)}*")=0'


@of_project(declare(
    "BS103", Severity.ERROR, "缺少必需的指标",
    "没有{missing}。", "请至少写一条{missing}。",
    why="产出、效益、满意度都要有指标，才能说明钱花得值不值。",
    example="产出指标里没有时效指标。", source="财预〔2021〕101号对指标类型的要求",
    found="没有", expected="至少一条{missing}", live=_missing_live,
))  # fmt: skip
def required_dimension_missing(project: Project, context: Context) -> Iterator[Hit]:
    """A required 二级指标, or 一级指标, has no row at all."""
    dimensions = {row.dimension for row in project.indicators}
    categories = {row.category for row in project.indicators}
    for name in context.scheme.required_dimensions:
        if name not in dimensions:
            yield required_dimension_missing.hit("indicators", missing=name)
    for name in context.scheme.required_categories:
        if name not in categories:
            yield required_dimension_missing.hit("indicators", missing=name)


def _no_objective_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    return (LiveCheck("BS104", "objectives", all_blank("objectives"), "还没有写目标"),)


@of_project(declare(
    "BS104", Severity.ERROR, "没有绩效目标",
    "一条绩效目标也没有写。", "请写出这笔钱要达到的目标，一行一条。",
    why="没有目标，指标就无从对照。", example="绩效目标各行都空着。", source=_SOURCE,
    found="空白", expected="至少一条", live=_no_objective_live,
))  # fmt: skip
def no_objective(project: Project, context: Context) -> Iterator[Hit]:
    """A project says nothing of what it is for."""
    if not project.objectives:
        yield no_objective.hit("objectives")


def _empty_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    names = [f.name for f in project_fields(scheme)]
    names += [f"spending_plan.{month}" for month in scheme.plan_months]
    offered = ("category", "dimension")
    typed = (f.name for f in indicator_fields(scheme) if f.name not in offered)
    names += ["objectives", *(f"indicators.{part}" for part in typed)]
    cells = ",".join(f"{{{name}}}" for name in names)
    return (LiveCheck(EMPTY_SHEET, "", f"COUNTA({cells})=0", "这张表还没有填"),)


@of_project(declare(
    EMPTY_SHEET, Severity.ERROR, "项目表没有填",
    "这张项目表还没有填。", "请填写；不需要这张表时，用程序删除这个项目。",
    why="空表会让项目个数和合计对不上。", example="新建了 5 张项目表，只填了 4 张。",
    source=_SOURCE, found="空表", expected="填好的项目", live=_empty_live,
    tells_on_empty_sheet=True,
))  # fmt: skip
def project_sheet_empty(project: Project, context: Context) -> Iterator[Hit]:
    """Nobody has typed anything on the sheet."""
    if is_empty(project, context):
        yield project_sheet_empty.hit("")


def _no_unit_objective_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    parts = (f"sub_objectives.{part}" for part in SubObjective._fields)
    fault = all_blank("overall_objective", *parts)
    return (LiveCheck("BS106", "overall_objective", fault, "总体和分项绩效目标都还没有写"),)


@of_filing(declare(
    "BS106", Severity.ERROR, "部门没有绩效目标",
    "“{overall}”和“{parts}”都没有写。", "请在“部门整体”表里写出单位的总体绩效目标，一行一段；"
    "分项绩效目标有几项写几项。",
    why="公开的文件以部门整体绩效目标开头，没有内容就只剩标题。",
    example="“部门整体”的第一、第二部分各行都空着。", source=_SOURCE,
    found="空白", expected="至少一段", live=_no_unit_objective_live,
))  # fmt: skip
def no_unit_objective(filing: Filing, context: Context) -> Iterator[Hit]:
    """The unit says neither as a whole nor item by item what its budget is for."""
    texts = (*filing.overall_objective, *(text for sub in filing.sub_objectives for text in sub))
    if not any(text.strip() for text in texts):
        words = context.scheme.plain_label
        overall, parts = words("overall_heading"), words("sub_heading")
        yield no_unit_objective.hit("overall_objective", overall=overall, parts=parts)


RULES: tuple[Rule, ...] = (
    required_entry_blank, required_identity_blank, indicator_half_filled,
    required_dimension_missing, no_objective, project_sheet_empty, no_unit_objective,
)  # fmt: skip
