"""The sheet of one project: the official 绩效目标表, row by row.

The scheme's columns as published, then a narrow gap, then the live checks, outside the
print area.
"""

from functools import cached_property, lru_cache

from budgetsheet.form.fields import Anchor, Entry, Field, Kind, Label
from budgetsheet.form.grid import Area, area
from budgetsheet.form.scheme import Scheme

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
"""The texts that an indicator has in every scheme."""
AMOUNT_PARTS = ("budget_amount", "fiscal_funds", "other_funds")


class ProjectSheet:
    """Layout of a project sheet with so many rows for objectives and indicators."""

    def __init__(self, scheme: Scheme, objective_rows: int, indicator_rows: int) -> None:
        self.scheme, self.last_column = scheme, scheme.last_column
        self.check_column = scheme.last_column + 2
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
        return area(TITLE, 0, right=self.last_column)

    @cached_property
    def unit_line(self) -> Area:
        """The unit's code and name, a formula on the department's sheet."""
        return area(UNIT, 0, right=self.last_column - 1)

    @cached_property
    def objectives_area(self) -> Area:
        """All rows for objectives."""
        bottom = OBJECTIVES + self.objective_rows - 1
        return area(OBJECTIVES, 1, bottom, self.last_column)

    @cached_property
    def indicators_area(self) -> Area:
        """All rows for indicators, without the head."""
        return area(self.indicator_head + 1, 0, self.last_row, self.last_column)

    @cached_property
    def checks_area(self) -> Area:
        """The column of live checks."""
        return area(TITLE, self.check_column, self.last_row, self.check_column)

    @cached_property
    def single_fields(self) -> tuple[Entry, ...]:
        """Entries that a project has once."""
        fields = {f.name: f for f in project_fields(self.scheme)}
        at = self.scheme.places
        places = (
            ("code", IDENTITY, at.code),
            ("name", IDENTITY, at.name),
            ("budget_amount", AMOUNTS, at.budget_amount),
            ("fiscal_funds", AMOUNTS, at.fiscal_funds),
            ("other_funds", AMOUNTS, at.other_funds),
            ("purpose", PURPOSE, (1, self.last_column)),
        )
        return tuple(
            Entry(name, fields[name], area(row, left, right=right))
            for name, row, (left, right) in places
        )

    @cached_property
    def plan_entries(self) -> tuple[Entry, ...]:
        """The nodes of the spending plan."""
        return tuple(
            Entry(f"spending_plan.{month}", plan_field(self.scheme, month), place)
            for month, place in zip(self.scheme.plan_months, self.plan_areas(PLAN), strict=True)
        )

    def plan_areas(self, row: int) -> tuple[Area, ...]:
        """Where the plan's nodes stand in a row."""
        return tuple(area(row, left, right=right) for left, right in self.scheme.places.plan)

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
        """The entries of each indicator row."""
        fields = indicator_fields(self.scheme)
        first = self.indicators_area.top
        return tuple(
            tuple(
                Entry(f"indicators.{i}.{c.field}", field, area(first + i, c.left, right=c.right))
                for field, c in zip(fields, self.scheme.columns, strict=True)
            )
            for i in range(self.indicator_rows)
        )

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry of the sheet, in reading order."""
        rows = tuple(entry for row in self.indicator_entries for entry in row)
        return self.single_fields + self.plan_entries + self.objective_entries + rows

    @property
    def number_areas(self) -> tuple[Area, ...]:
        """Where numbers belong, each column of the indicators' table as one area."""
        rows = self.indicators_area
        singles = (e for e in (*self.single_fields, *self.plan_entries) if e.field.kind.number)
        columns = (e.area for e in self.indicator_entries[0] if e.field.kind.number)
        return (
            *(entry.area for entry in singles),
            *(Area(rows.top, place.left, rows.bottom, place.right) for place in columns),
        )

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """Every fixed text of the sheet."""
        words = self.scheme.labels
        months = zip(self.scheme.plan_months, self.plan_areas(PLAN_HEAD), strict=True)
        columns = self.scheme.columns
        code, name, *amounts = self._single_labels()
        return (
            Label(words["unit_note"], area(UNIT, self.last_column), "unit_note"),
            code,
            name,
            Label(self.scheme.sheet_label("budget_block"), area(AMOUNTS, 0, PURPOSE, 0)),
            *amounts,
            Label(self.scheme.sheet_label("plan_block"), area(PLAN_HEAD, 0, PLAN, 0)),
            *(Label(self.scheme.month_label(month), place) for month, place in months),
            Label(words["objectives"], area(OBJECTIVES, 0, self.indicator_head - 1, 0)),
            *(
                Label(words[c.label], area(self.indicator_head, c.left, right=c.right))
                for c in columns
            ),
        )

    def _single_labels(self) -> list[Label]:
        """The label before each entry that a project has once: it fills the columns between."""
        found, row, left = [], IDENTITY, 0
        for entry in self.single_fields[:-1]:
            if entry.area.top != row:
                row, left = entry.area.top, 1
            text = self.scheme.labels[entry.path]
            found.append(Label(text, area(row, left, right=entry.area.left - 1)))
            left = entry.area.right + 1
        return found

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


_COLUMN_FIELDS: dict[str, tuple[Kind, bool, str]] = {
    "category": (Kind.CATEGORY, True, "从下拉列表中选。"),
    "dimension": (Kind.DIMENSION, True, "先选一级指标，再从下拉列表中选。"),
    "name": (Kind.TEXT, True, "指标叫什么，例如 发放人数。"),
    "description": (Kind.TEXT, True, "指标怎么算、算什么。"),
    "target_value": (Kind.TEXT, True, "写成 ≥95%、99人、≤20万元、12月底前 这样的形式。"),
    "target_value.symbol": (Kind.TEXT, False, "从下拉列表中选；日期前不用选。"),
    "target_value.unit": (Kind.TEXT, False, "例如 %、人、万元；日期和文字不用填。"),
    "target_basis": (Kind.TEXT, True, "文件、合同或标准的名称。"),
    "weight": (Kind.SCORE, True, "这条指标占多少分，只写数字。"),
}
"""Kind, whether it must be filled, and hint of each field an indicator's column may have."""


@lru_cache(maxsize=8)
def _indicator_fields(scheme_name: str) -> tuple[Field, ...]:
    from budgetsheet.form.scheme import load_scheme

    scheme, found = load_scheme(scheme_name), []
    for column in scheme.columns:
        kind, required, hint = _COLUMN_FIELDS[column.field]
        cure = "数字形式的分值，例如 10" if kind is Kind.SCORE else ""
        label = scheme.plain_label(column.label)
        said = column.hint or hint
        found.append(Field(column.field, label, kind, required, said, cure, column.choices))
    return tuple(found)


def indicator_fields(scheme: Scheme) -> tuple[Field, ...]:
    """The fields of an indicator row, in the order of the columns."""
    return _indicator_fields(scheme.id)
