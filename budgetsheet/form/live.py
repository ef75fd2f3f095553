"""A rule's second engine: an Excel formula that tells the same fault while a person types.

A formula names fields, not cells. On a project sheet it may use

- `{budget_amount}`, `{spending_plan.3}`, … : the cell of that entry
- `{objectives}`, `{indicators.name}` : all cells of that column of entries
- `{row.name}` : that part of the indicator row the check stands beside; a target value in
  several cells is their texts joined
- `{cell.name}`, `{row}` : one cell of that row, and its cells from first to last
- `{codes}`, `{names}` : the codes and names of all projects, on the directory sheet
- `{pairs.category}`, `{pairs.dimension}` : the scheme's allowed pairs, row by row
"""

import re
from collections.abc import Callable
from typing import NamedTuple

EMPTY_SHEET = "BS105"
"""The rule whose live check, beside the title, silences all others on an empty sheet."""

_PLACEHOLDER = re.compile(r"\{([a-z][a-z_.0-9]*)\}")
_MESSAGE = re.compile(r"【(BS\d{3})】([^：]+)：")


class LiveCheck(NamedTuple):
    """One fault as a formula on a project sheet.

    `at` is the entry it is told at: a field, `indicators.*.name` for each indicator row,
    `objectives` or `indicators` for a whole table, and `""` for the sheet. `fault` is an
    Excel expression that is TRUE when the fault is there; `text` is the plain sentence
    shown; `shows` an Excel text expression added after it.
    """

    rule: str
    at: str
    fault: str
    text: str
    shows: str = ""

    def formula(self, label: str, cell_of: Callable[[str], str]) -> str:
        """The expression that gives the message, or an empty text."""
        said = f'"{message_head(self.rule, label)}{self.text}'
        said += f'"&{self._placed(self.shows, cell_of)}&"；"' if self.shows else '；"'
        return f'IF(IFERROR({self._placed(self.fault, cell_of)},FALSE),{said},"")'

    def _placed(self, expression: str, cell_of: Callable[[str], str]) -> str:
        return _PLACEHOLDER.sub(lambda match: cell_of(match[1]), expression)


def message_head(rule: str, label: str) -> str:
    """How each live message begins; the red mark on the cell looks for its second half."""
    return f"【{rule}】{short_label(label)}："


def label_mark(label: str) -> str:
    """The part of a message by which an entry's conditional format finds itself meant."""
    return f"】{short_label(label)}："


def short_label(label: str) -> str:
    """A label as messages name it: `其中：财政资金` is 财政资金."""
    return label.rpartition("：")[2]


def read_messages(text: str) -> list[tuple[str, str]]:
    """Rule and label of each message in a check cell."""
    return _MESSAGE.findall(text)


def is_blank(placeholder: str) -> str:
    """Excel expression: the entry holds nothing but blanks, full-width ones included."""
    return f'LEN(TRIM(SUBSTITUTE(SUBSTITUTE({{{placeholder}}},"　",""),CHAR(10),"")))=0'
