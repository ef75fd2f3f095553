"""Forms that earlier programs wrote: how each differs from today's, so that it still reads.

A change of the form that moves or renames anything raises `FORM_VERSION` and adds an edition
here that says what the form was before. Reading lays it over today's layout; writing knows
today's form alone, so a workbook is carried over when it is first written afresh.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from budgetsheet.form.book import FORM_VERSION
from budgetsheet.form.department_sheet import DepartmentSheet
from budgetsheet.form.fields import Anchor, Label
from budgetsheet.form.grid import Area
from budgetsheet.form.project_sheet import UNIT, ProjectSheet


class Layout(NamedTuple):
    """What reading holds a sheet to: names, fixed texts, locked formulas."""

    anchors: tuple[Anchor, ...]
    labels: tuple[Label, ...]
    formulas: tuple[Area, ...] = ()


class Edition(NamedTuple):
    """A form as it was: what its names began with, and where it differs from today's.

    `missing_rows` are rows of today's project sheet that it lacked; `anchors` and `labels`
    give the name and the words of that time; `changes` tells a person what is different now.
    """

    version: int
    prefix: str = "bs"
    missing_rows: tuple[int, ...] = ()
    anchors: Mapping[str, str] = {}
    labels: Mapping[str, str] = {}
    changes: tuple[str, ...] = ()

    @property
    def form_anchor(self) -> str:
        """The name of the form's own record."""
        return f"{self.prefix}.form"

    def anchor_name(self, sheet_key: str, anchor: str) -> str:
        """The defined name that an anchor had."""
        return f"{self.prefix}.{sheet_key}.{self.anchors.get(anchor, anchor)}"

    def project(self, sheet: ProjectSheet) -> Layout:
        """A project's sheet as it was."""
        return _project(self.version, sheet)

    def department(self, sheet: DepartmentSheet) -> Layout:
        """The department's sheet as it was."""
        return Layout(sheet.anchors, self._labels(sheet.labels))

    def _labels(self, labels: tuple[Label, ...]) -> tuple[Label, ...]:
        if not self.labels:
            return labels
        return tuple(each._replace(text=self.labels.get(each.text, each.text)) for each in labels)

    def as_it_was(self, sheet: ProjectSheet) -> Layout:
        """A project's sheet without the rows that came later."""
        gone = self.missing_rows
        return Layout(
            tuple(each._replace(area=_up(each.area, gone)) for each in sheet.anchors),
            tuple(
                each._replace(area=_up(each.area, gone))
                for each in self._labels(sheet.labels)
                if each.area.top not in gone
            ),
            tuple(_up(place, gone) for place in sheet.formulas if place.top not in gone),
        )


def _up(place: Area, gone: tuple[int, ...]) -> Area:
    top = place.top - sum(row < place.top for row in gone)
    return place._replace(top=top, bottom=place.bottom - sum(row < place.bottom for row in gone))


@lru_cache(maxsize=64)
def _project(version: int, sheet: ProjectSheet) -> Layout:
    return edition(version).as_it_was(sheet)


TODAY = Edition(FORM_VERSION)
OLDER: tuple[Edition, ...] = (
    Edition(
        version=0,
        prefix="ys",
        missing_rows=(UNIT,),
        anchors={"budget_amount": "amount", "fiscal_funds": "fiscal", "other_funds": "other"},
        labels={"指标值确定依据": "依据", "绩效指标描述": "指标说明"},
        changes=(
            "项目表第 2 行新增单位名称和“单位：万元”",
            "“指标说明”改称“绩效指标描述”",
            "“依据”改称“指标值确定依据”",
        ),
    ),
)
"""The forms of earlier programs, oldest first. Version 0 was the trial form, before release."""


def edition(version: int) -> Edition:
    """The edition of a version. Raises: KeyError for one that there never was."""
    return {each.version: each for each in (*OLDER, TODAY)}[version]
