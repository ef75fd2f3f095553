"""Workbooks of the official table that are not ours: one table a sheet, found by its words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from budgetsheet.errors import UnusableError
from budgetsheet.form.grid import Area
from budgetsheet.form.scheme import Scheme
from budgetsheet.importers.items import UNDER_MERGE, Aside, Break, Cell, Item, Row
from budgetsheet.importers.text_document import Imported, import_items
from budgetsheet.importers.words import Words

_WIDEST = 200
MAX_COVERED = 400_000
"""Places under merged areas; a project has two hundred."""
_TOO_MERGED = "工作表里合并的格子多得不正常，不像是绩效目标表。请取消多余的合并、另存后再导入。"
_HIDDEN = "在隐藏的工作表里，没有读入"
_NOT_CERTAIN = "看不准单元格显示的是什么，没有填入"
_FAR = "在表格之外很远的地方"


class Sheet(Protocol):
    """What is needed of a sheet: its filled cells by row and column, and merged areas."""

    @property
    def name(self) -> str:
        """What the sheet is called."""

    @property
    def hidden(self) -> bool:
        """Whether a person does not see it."""

    @property
    def cells(self) -> Mapping[tuple[int, int], str]:
        """Texts as shown, by row and column from zero."""

    @property
    def merged(self) -> Sequence[Area]:
        """The merged areas."""

    @property
    def doubts(self) -> Mapping[tuple[int, int], str]:
        """Why what a cell shows cannot be told for certain, where it cannot."""

    @property
    def rounded(self) -> Mapping[tuple[int, int], str]:
        """The number that is stored where a cell shows fewer of its digits."""


def import_sheets(sheets: Iterable[Sheet], scheme: Scheme, year: int | None = None) -> Imported:
    """Read every visible sheet.

    Raises: UnusableError when there is nothing of the form in them.
    """
    return import_items((item for sheet in sheets for item in _items(sheet)), Words(scheme), year)


def _items(sheet: Sheet) -> Iterator[Item]:
    at = f"工作表“{sheet.name}”"
    yield Break(sheet.name)
    joined, covered = _covered(sheet)
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in sorted(sheet.cells.items()):
        if sheet.hidden or column >= _WIDEST:
            yield Aside(row + 1, text, _HIDDEN if sheet.hidden else _FAR, at, not sheet.hidden)
        elif (row, column) in covered or (row, column) in joined:
            yield Aside(row + 1, text, UNDER_MERGE, at, keep=True)
        elif doubt := sheet.doubts.get((row, column)):
            yield Aside(row + 1, text, f"{_NOT_CERTAIN}：{doubt}", at, keep=True)
        else:
            rows.setdefault(row, {})[column] = text
    for row in sorted(rows):
        held = rows[row]
        width = max(held) + 1
        yield Row(
            tuple(
                Cell(
                    row + 1,
                    held.get(column, ""),
                    at,
                    (row, column) in joined,
                    sheet.rounded.get((row, column), ""),
                )
                for column in range(width)
            )
        )


def _covered(sheet: Sheet) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Places that continue a cell above, and those that continue one on their left."""
    above: set[tuple[int, int]] = set()
    beside: set[tuple[int, int]] = set()
    used = max((row for row, _ in sheet.cells), default=0)
    room = MAX_COVERED
    for area in sheet.merged:
        height = min(area.bottom, used) - area.top + 1
        room -= max(0, height) * max(0, min(area.right, _WIDEST) - area.left + 1)
        if room < 0:
            raise UnusableError(_TOO_MERGED)
        for row in range(area.top, min(area.bottom, used) + 1):
            for column in range(area.left, min(area.right, _WIDEST) + 1):
                if (row, column) == (area.top, area.left):
                    continue
                (above if row > area.top else beside).add((row, column))
    return above, beside
