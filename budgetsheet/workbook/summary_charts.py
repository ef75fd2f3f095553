"""The charts below the table of 汇总: budget by project, whole on its page however many there are.

A page break falls between rows, in every program and under every scale: a chart that stands in
one row is never cut. A row has its greatest height, so many projects take several charts.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from budgetsheet.form import book as names
from budgetsheet.form.derived_sheets import SUMMARY_AMOUNTS, SUMMARY_FIRST, SUMMARY_NAME

if TYPE_CHECKING:
    from budgetsheet.workbook.package import FormWorkbook

_MOST_BARS = 10
"""Of one chart: two charts fit a page, and one a small screen, where old Excel scrolls by rows."""
_WIDTH, _FRAME, _BAR, _AIR = 1000, 96, 23, 8
"""Units: pixels; the frame is title, axis and legend, the air above and below a chart."""
_POINTS = 0.75
"""Of a pixel."""
_TITLE = "各项目预算（万元）"
_FUNDS = ((SUMMARY_AMOUNTS + 1, "#2F5D8C"), (SUMMARY_AMOUNTS + 2, "#E0A030"))
"""Column and colour of each part of a bar."""


def write_charts(book: "FormWorkbook", ws: Any, count: int, below: int) -> int:
    """Draw the charts of that many projects under a row; returns the last row that they take."""
    row = below + 1
    for first, last in _parts(count):
        row += 1
        height = _FRAME + _BAR * (last - first + 1)
        ws.set_row(row, (height + 2 * _AIR) * _POINTS)
        chart = _chart(book, first, last, several=count > _MOST_BARS)
        chart.set_size({"width": _WIDTH, "height": height})
        ws.insert_chart(row, 1, chart, {"y_offset": _AIR})
    return row


def _parts(count: int) -> Iterator[tuple[int, int]]:
    """First and last project of each chart, counted from 0; the charts are of like length."""
    charts = max(1, -(-count // _MOST_BARS))
    edges = [max(1, count) * i // charts for i in range(charts + 1)]
    return ((edge, after - 1) for edge, after in pairwise(edges))


def _chart(book: "FormWorkbook", first: int, last: int, several: bool) -> Any:
    """Native bars of some projects, split into fiscal and other funds."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    top, bottom = SUMMARY_FIRST + first, SUMMARY_FIRST + last
    for column, colour in _FUNDS:
        chart.add_series(
            {
                "name": [names.SUMMARY, SUMMARY_FIRST - 1, column],
                "categories": [names.SUMMARY, top, SUMMARY_NAME, bottom, SUMMARY_NAME],
                "values": [names.SUMMARY, top, column, bottom, column],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    title = f"{_TITLE}：序号 {first + 1}—{last + 1}" if several else _TITLE
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "interval_unit": 1})
    chart.set_x_axis({"num_format": "0", "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    return chart
