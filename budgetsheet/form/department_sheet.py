"""The sheet 部门整体: identity, objectives, safeguards and measures of the unit."""

from functools import cached_property
from typing import NamedTuple

from budgetsheet.form.fields import Anchor, Entry, Field, Kind, Label
from budgetsheet.form.grid import Area, area
from budgetsheet.form.scheme import Scheme

COLUMN_WIDTHS = (9, 22, 15, 15, 15, 26)
CHECK_COLUMN = 7
CHECK_WIDTH = 44
LAST_COLUMN = len(COLUMN_WIDTHS) - 1
_IDENTITY_TOP = 2
_NAMES_FOLLOW = (
    "改了名称，更新后文中跟着改；与另一行同名就合并，留前一行的数值；清空名称，文中变回文字。"
)


class Table(NamedTuple):
    """A table of the sheet: heading row, hint row, head row, then entry rows."""

    name: str
    heading: str
    hint: str
    columns: tuple[tuple[Field, int, int], ...]
    min_rows: int
    spare_rows: int


def tables(scheme: Scheme) -> tuple[Table, ...]:
    """The four tables, in the order of the published document."""
    words = scheme.plain_label
    use_of_tokens = "文中的数字可写成 {指标名称}，数字改在第四部分的表里，概述会自动跟着变。"
    return (
        Table(
            "overall_objective",
            f"一、{words('overall_heading')}",
            f"一行写一段。{use_of_tokens}",
            ((Field("paragraph", "内容", hint=use_of_tokens), 1, 5),),
            6,
            2,
        ),
        Table(
            "sub_objectives",
            f"二、{words('sub_heading')}",
            "一行写一项：做什么、要达到的目标、用哪些指标衡量。",
            (
                (Field("statement", "工作内容"), 1, 1),
                (Field("objective", words("objectives")), 2, 4),
                (Field("indicators", "绩效指标"), 5, 5),
            ),
            4,
            2,
        ),
        Table(
            "safeguards",
            f"三、{words('safeguards_heading')}",
            "一行写一段；同一项措施有几段时，后几段的标题留空。",
            (
                (Field("title", "标题", hint="不用写（一）（二），导出时自动编号。"), 1, 1),
                (Field("paragraph", "内容"), 2, 5),
            ),
            8,
            2,
        ),
        Table(
            "measures",
            "四、部门层面的量化指标",
            "名称可以在上面的文字里用 {名称} 引用；没有数值的，在“文字表述”里写要显示的文字。",
            (
                (Field("name", "指标名称", hint=_NAMES_FOLLOW), 1, 1),
                (
                    Field("symbol", "方向", hint="≥、≤、＝，或下降、缩短。", centred=True),
                    2,
                    2,
                ),
                (Field("value", "数值", hint="只写数字，例如 95。", centred=True), 3, 3),
                (Field("unit", "单位", hint="例如 %、人、小时。", centred=True), 4, 4),
                (Field("text", "文字表述", hint="没有数值时显示这里的文字。"), 5, 5),
            ),
            8,
            4,
        ),
    )


class DepartmentSheet:
    """Layout of the department's sheet with so many rows in each of its tables."""

    def __init__(self, scheme: Scheme, rows: tuple[int, ...]) -> None:
        self.scheme, self.rows = scheme, rows

    @cached_property
    def tables(self) -> tuple[tuple[Table, Area], ...]:
        """Each table with the area of its entry rows."""
        placed = []
        top = _IDENTITY_TOP + 3
        for table, rows in zip(tables(self.scheme), self.rows, strict=True):
            first = top + 4
            placed.append((table, area(first, 1, first + rows - 1, LAST_COLUMN)))
            top = first + rows
        return tuple(placed)

    @property
    def checks_area(self) -> Area:
        """The column of live checks."""
        return area(_IDENTITY_TOP, CHECK_COLUMN, self.tables[-1][1].bottom, CHECK_COLUMN)

    @cached_property
    def identity(self) -> tuple[Entry, ...]:
        """Unit code, unit name and budget year."""
        words = self.scheme.plain_label
        fields = (
            ("department.code", Field("code", words("department_code"), Kind.TEXT, True,
                                      "预算单位编码，例如 807001。")),
            ("department.name", Field("name", words("department_name"), Kind.TEXT, True,
                                      "与公章一致的全称。")),
            ("year", Field("year", words("year"), Kind.YEAR, True, "四位数字，例如 2027。",
                           "四位数字的年份，例如 2027")),
        )  # fmt: skip
        return tuple(
            Entry(path, field, area(_IDENTITY_TOP + i, 1, right=LAST_COLUMN))
            for i, (path, field) in enumerate(fields)
        )

    def table(self, name: str) -> tuple[Table, Area]:
        """A table of the sheet and its entry rows."""
        return next((t, place) for t, place in self.tables if t.name == name)

    def row_entries(self, name: str, row: int) -> tuple[Entry, ...]:
        """The entries of one row of a table; a table of one column has no field in its paths."""
        table, place = self.table(name)
        single = len(table.columns) == 1
        return tuple(
            Entry(
                f"{name}.{row}" if single else f"{name}.{row}.{field.name}",
                field,
                area(place.top + row, left, right=right),
            )
            for field, left, right in table.columns
        )

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry of the sheet, in reading order."""
        rows = (
            entry
            for table, place in self.tables
            for row in range(place.bottom - place.top + 1)
            for entry in self.row_entries(table.name, row)
        )
        return (*self.identity, *rows)

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """Every fixed text of the sheet."""
        title = Label(self.scheme.part_one[-1], area(0, 0, right=LAST_COLUMN), "title")
        identity = (Label(e.field.label, area(e.area.top, 0)) for e in self.identity)
        return (title, *identity, *(x for t, place in self.tables for x in _labels(t, place)))

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """The names by which the reader finds this sheet's entries again."""
        return (
            *(Anchor(entry.path, entry.area, entry.field.label) for entry in self.identity),
            *(Anchor(table.name, place, table.heading) for table, place in self.tables),
        )


def _labels(table: Table, place: Area) -> tuple[Label, ...]:
    head = place.top - 1
    rows = range(place.bottom - place.top + 1)
    return (
        Label(table.heading, area(head - 2, 0, right=LAST_COLUMN), "heading"),
        Label(table.hint, area(head - 1, 0, right=LAST_COLUMN), "hint"),
        Label("序号", area(head, 0)),
        *(Label(f.label, area(head, left, right=right)) for f, left, right in table.columns),
        *(Label(str(row + 1), area(place.top + row, 0), "number") for row in rows),
    )
