"""The sheet of one project: the official 绩效目标表, row by row.

Seven columns as published, then a narrow gap, then the live checks, outside the print area.
"""

from functools import cached_property, lru_cache

from budgetsheet.form.fields import Anchor, Entry, Field, Kind, Label
from budgetsheet.form.grid import Area, area
from budgetsheet.form.scheme import Scheme

COLUMN_WIDTHS = (10.5, 12.5, 13, 12, 10.5, 12.5, 14.5)
"""Widths of the official table's columns in Excel's units; together one A4 page."""
CHECK_COLUMN = 8
CHECK_WIDTH = 58
TITLE, UNIT, IDENTITY, AMOUNTS, PURPOSE, PLAN_HEAD, PLAN, OBJECTIVES = range(8)
MIN_OBJECTIVE_ROWS = 8
MIN_INDICATOR_ROWS = 20
SPARE_INDICATOR_ROWS = 3
INDICATOR_PARTS = (
    "category",
    "dimension",
    "name",
    "description",
    "target_value",
    "target_basis",
)
_INDICATOR_AREAS = ((0, 0), (1, 1), (2, 2), (3, 4), (5, 5), (6, 6))
_PLAN_AREAS = ((1, 2), (3, 3), (4, 4), (5, 6))
AMOUNT_PARTS = ("budget_amount", "fiscal_funds", "other_funds")


class ProjectSheet:
    """Layout of a project sheet with so many rows for objectives and indicators."""

    def __init__(self, scheme: Scheme, objective_rows: int, indicator_rows: int) -> None:
        self.scheme = scheme
        self.objective_rows, self.indicator_rows = objective_rows, indicator_rows

    @property
    def indicator_head(self) -> int:
        """Row of the indicator table's column heads."""
        return OBJECTIVES + self.objective_rows

    @property
    def last_row(self) -> int:
        """Last row of the official table."""
        return self.indicator_head + self.indicator_rows

    @cached_property
    def title(self) -> Area:
        """The heading over the table, a formula on the name."""
        return area(TITLE, 0, right=6)

    @cached_property
    def unit_line(self) -> Area:
        """The unit's code and name, a formula on the department's sheet."""
        return area(UNIT, 0, right=5)

    @cached_property
    def objectives_area(self) -> Area:
        """All rows for objectives."""
        return area(OBJECTIVES, 1, OBJECTIVES + self.objective_rows - 1, 6)

    @cached_property
    def indicators_area(self) -> Area:
        """All rows for indicators, without the head."""
        return area(self.indicator_head + 1, 0, self.last_row, 6)

    @cached_property
    def checks_area(self) -> Area:
        """The column of live checks."""
        return area(TITLE, CHECK_COLUMN, self.last_row, CHECK_COLUMN)

    @cached_property
    def single_fields(self) -> tuple[Entry, ...]:
        """Entries that a project has once."""
        fields = {f.name: f for f in project_fields(self.scheme)}
        places = (
            ("code", area(IDENTITY, 1, right=2)),
            ("name", area(IDENTITY, 4, right=6)),
            ("budget_amount", area(AMOUNTS, 2)),
            ("fiscal_funds", area(AMOUNTS, 4)),
            ("other_funds", area(AMOUNTS, 6)),
            ("purpose", area(PURPOSE, 1, right=6)),
        )
        return tuple(Entry(name, fields[name], place) for name, place in places)

    @cached_property
    def plan_entries(self) -> tuple[Entry, ...]:
        """The nodes of the spending plan."""
        return tuple(
            Entry(f"spending_plan.{month}", plan_field(self.scheme, month), place)
            for month, place in zip(self.scheme.plan_months, self.plan_areas(PLAN), strict=True)
        )

    def plan_areas(self, row: int) -> tuple[Area, ...]:
        """Where the plan's nodes stand in a row: four share the six columns as published."""
        return tuple(area(row, left, right=right) for left, right in _PLAN_AREAS)

    @cached_property
    def objective_entries(self) -> tuple[Entry, ...]:
        """One entry row for each objective."""
        field = objective_field(self.scheme)
        return tuple(
            Entry(f"objectives.{i}", field, self.objectives_area.row(i))
            for i in range(self.objective_rows)
        )

    @cached_property
    def indicator_entries(self) -> tuple[tuple[Entry, ...], ...]:
        """The six entries of each indicator row."""
        fields = indicator_fields(self.scheme)
        first = self.indicators_area.top
        return tuple(
            tuple(
                Entry(f"indicators.{i}.{field.name}", field, area(first + i, left, right=right))
                for field, (left, right) in zip(fields, _INDICATOR_AREAS, strict=True)
            )
            for i in range(self.indicator_rows)
        )

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry of the sheet, in reading order."""
        rows = tuple(entry for row in self.indicator_entries for entry in row)
        return self.single_fields + self.plan_entries + self.objective_entries + rows

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """Every fixed text of the sheet."""
        words = self.scheme.labels
        months = zip(self.scheme.plan_months, self.plan_areas(PLAN_HEAD), strict=True)
        heads = zip(indicator_fields(self.scheme), _INDICATOR_AREAS, strict=True)
        return (
            Label(words["unit_note"], area(UNIT, 6), "unit_note"),
            Label(words["code"], area(IDENTITY, 0)),
            Label(words["name"], area(IDENTITY, 3)),
            Label(words["budget_block"], area(AMOUNTS, 0, PURPOSE, 0)),
            Label(words["budget_amount"], area(AMOUNTS, 1)),
            Label(words["fiscal_funds"], area(AMOUNTS, 3)),
            Label(words["other_funds"], area(AMOUNTS, 5)),
            Label(words["plan_block"], area(PLAN_HEAD, 0, PLAN, 0)),
            *(Label(self.scheme.month_label(month), place) for month, place in months),
            Label(words["objectives"], area(OBJECTIVES, 0, self.indicator_head - 1, 0)),
            *(
                Label(field.label, area(self.indicator_head, left, right=right))
                for field, (left, right) in heads
            ),
        )

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """The names by which the reader finds this sheet's entries again."""
        plan, words = self.plan_areas(PLAN), self.scheme.plain_label
        plan_area = area(PLAN, plan[0].left, right=plan[-1].right)
        return (
            *(Anchor(entry.path, entry.area, entry.field.label) for entry in self.single_fields),
            Anchor("spending_plan", plan_area, words("plan_block")),
            Anchor("objectives", self.objectives_area, words("objectives")),
            Anchor("indicators", self.indicators_area, "绩效指标"),
        )

    @property
    def formulas(self) -> tuple[Area, ...]:
        """The locked formulas beside the live checks."""
        return (self.title, self.unit_line)


@lru_cache(maxsize=64)
def project_sheet(scheme_name: str, objective_rows: int, indicator_rows: int) -> ProjectSheet:
    """The layout for a scheme and sizes, made once however many projects share it."""
    from budgetsheet.form.scheme import load_scheme

    return ProjectSheet(load_scheme(scheme_name), objective_rows, indicator_rows)


@lru_cache(maxsize=8)
def _project_fields(scheme_name: str) -> tuple[Field, ...]:
    from budgetsheet.form.scheme import load_scheme

    words = load_scheme(scheme_name).plain_label
    amount = "以万元为单位的数字，例如 73.20"
    return (
        Field("code", words("code"), Kind.CODE, True, "21位项目编码，从预算系统复制粘贴即可。"),
        Field("name", words("name"), Kind.TEXT, True, "与预算批复中的名称一致。"),
        Field(
            "budget_amount",
            words("budget_amount"),
            Kind.AMOUNT,
            True,
            "单位万元，保留两位小数；等于财政资金加其他资金。",
            amount,
        ),
        Field(
            "fiscal_funds",
            words("fiscal_funds"),
            Kind.AMOUNT,
            True,
            "单位万元，保留两位小数；没有就填 0。",
            amount,
        ),
        Field(
            "other_funds",
            words("other_funds"),
            Kind.AMOUNT,
            False,
            "单位万元，保留两位小数；没有可以不填。",
            amount,
        ),
        Field("purpose", words("purpose"), Kind.TEXT, True, "一两句话说明钱用在哪里。"),
    )


def project_fields(scheme: Scheme) -> tuple[Field, ...]:
    """The fields that a project has once."""
    return _project_fields(scheme.id)


def plan_field(scheme: Scheme, month: int) -> Field:
    """One node of the spending plan."""
    return Field(
        f"spending_plan.{month}",
        f"支出计划{scheme.month_label(month)}",
        Kind.PERCENT,
        True,
        "到该月底累计支出的百分比，例如 30%；逐期不减，最后一期 100%。",
        "0% 到 100% 之间的百分比，例如 30%",
    )


def objective_field(scheme: Scheme) -> Field:
    """One objective of a project."""
    return Field(
        "objectives",
        scheme.labels["objectives"],
        Kind.TEXT,
        False,
        "一行写一条，不用写序号；尽量有数字、有时限。",
    )


@lru_cache(maxsize=8)
def _indicator_fields(scheme_name: str) -> tuple[Field, ...]:
    from budgetsheet.form.scheme import load_scheme

    words = load_scheme(scheme_name).labels
    return (
        Field("category", words["category"], Kind.CATEGORY, True, "从下拉列表中选。"),
        Field(
            "dimension",
            words["dimension"],
            Kind.DIMENSION,
            True,
            "先选一级指标，再从下拉列表中选。",
        ),
        Field("name", words["indicator_name"], Kind.TEXT, True, "指标叫什么，例如 发放人数。"),
        Field("description", words["description"], Kind.TEXT, True, "指标怎么算、算什么。"),
        Field(
            "target_value",
            words["target_value"],
            Kind.TEXT,
            True,
            "写成 ≥95%、99人、≤20万元、12月底前 这样的形式。",
        ),
        Field("target_basis", words["target_basis"], Kind.TEXT, True, "文件、合同或标准的名称。"),
    )


def indicator_fields(scheme: Scheme) -> tuple[Field, ...]:
    """The six fields of an indicator row, in the order of the columns."""
    return _indicator_fields(scheme.id)
