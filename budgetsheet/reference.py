"""The rule, field and format tables of the manual, made from the code."""

from collections.abc import Sequence

from budgetsheet.exporters import FORMATS
from budgetsheet.form.department_sheet import DepartmentSheet
from budgetsheet.form.fields import Field, Kind
from budgetsheet.form.project_sheet import (
    indicator_fields,
    objective_field,
    plan_field,
    project_fields,
)
from budgetsheet.form.scheme import DEFAULT_SCHEME, SCHEMES, Scheme, load_scheme
from budgetsheet.rules.base import Rule
from budgetsheet.rules.catalogue import DECLARED

_KINDS = {
    Kind.TEXT: "文字",
    Kind.AMOUNT: "金额（万元）",
    Kind.PERCENT: "百分比",
    Kind.YEAR: "年份",
    Kind.CODE: "编码",
    Kind.CATEGORY: "下拉选择",
    Kind.DIMENSION: "下拉选择",
    Kind.SCORE: "分数",
}


def rule_table() -> str:
    """Every rule: id, severity, what is wrong, what to do, whether it shows while typing."""
    schemes = [load_scheme(name) for name in SCHEMES]
    rows = [
        (rule.id, rule.severity.label, rule.title, rule.words.example,
         _live(rule, schemes))
        for rule in DECLARED
    ]  # fmt: skip
    return _table(("编号", "程度", "问题", "例如", "填写时当场提示"), rows)


def _live(rule: Rule, schemes: list[Scheme]) -> str:
    """Whether a rule shows while typing, and what its live check leaves for later."""
    if not any(rule.live(scheme) for scheme in schemes):
        return ""
    return f"是；{rule.live_coarser}" if rule.live_coarser else "是"


def format_table() -> str:
    """Every format of the exports: what people call it, its name, how its file's name ends."""
    rows = [(form.title, f"`{form.name}`", form.suffix) for form in FORMATS]
    return _table(("导出什么", "命令行里的名字", "文件名的结尾"), rows)


def field_table() -> str:
    """Every field a person fills: sheet, label, kind, whether it must be filled, hint."""
    scheme = load_scheme(DEFAULT_SCHEME)
    department = DepartmentSheet(scheme, (1, 1, 1, 1))
    rows = [_row("部门整体", entry.field) for entry in department.identity]
    for table, _ in department.tables:
        heading = table.heading.partition("、")[2]
        rows += [_row(f"部门整体 · {heading}", field) for field, _, _ in table.columns]
    rows += [_row("项目表", field) for field in project_fields(scheme)]
    rows += [_row("项目表", plan_field(scheme, month)) for month in scheme.plan_months]
    rows.append(_row("项目表", objective_field(scheme)))
    rows += [_row("项目表 · 指标", field) for field in indicator_fields(scheme)]
    known = {field.name for field in indicator_fields(scheme)}
    for other in (load_scheme(name) for name in SCHEMES if name != DEFAULT_SCHEME):
        own = [field for field in indicator_fields(other) if field.name not in known]
        rows += [_row(f"项目表 · 指标（{other.id}）", field) for field in own]
    return _table(("在哪里", "填什么", "种类", "必填", "怎么填"), rows)


def _row(where: str, field: Field) -> tuple[str, ...]:
    label, required = field.label.replace("\n", ""), "是" if field.required else ""
    kind = "下拉选择" if field.choices else _KINDS[field.kind]
    return where, label, kind, required, field.hint


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table; a bar inside a text is escaped."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(
        "| " + " | ".join(text.replace("|", "\\|") for text in row) + " |" for row in lines
    )
