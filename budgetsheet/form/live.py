"""A rule's second engine: Excel formulas that tell the same fault while a person types.

A formula names fields, not cells. It may use

- `{here}` : the entry at which the check is told
- `{budget_amount}`, `{department.name}`, … : the cell of that entry
- `{number.budget_amount}`, … : a hidden cell with an amount or percentage as a number, also
  where the entry holds it as a text; blank where there is none or none that a sheet can read
- `{objectives}`, `{indicators.name}`, `{measures.name}` : all cells of that column
- `{row.name}` : that part of the row the check stands beside; a target value in several
  cells is their texts joined
- `{cell.name}`, `{row}` : one cell of that row, and its cells from first to last
- `{above.name}` : that column in the rows above
- `{plain}`, `{figure}`, `{weight}` : a row's helpers, each in a hidden cell of its own;
  `{all.figure}` and `{above.figure}` : those of all rows, and of the rows above
- `{year}`, `{unit}` : the budget year and the unit's name, on the department's sheet
- `{codes}`, `{names}` : the codes and names of all projects, on the directory sheet
- `{pairs.category}`, `{pairs.dimension}` : the scheme's allowed pairs, row by row
- `{words.slips}`, … : a list of words on the very hidden sheet of words

Only functions that Excel 2010 knew: WPS and LibreOffice know them too. Ranges meet each
other inside SUMPRODUCT and LOOKUP alone, which need no array entry. A check of a table's rows
is written once for all of them, so it may hold no array constant: a list of words stands for
it. What lies on another sheet is reached through a name of the workbook.
"""

from collections.abc import Callable
from typing import NamedTuple

from budgetsheet.lazy import LazyPattern

EMPTY_SHEET = "BS105"
"""The rule whose live check, beside the title, silences all others on an empty sheet."""

PLACEHOLDER = LazyPattern(r"\{([a-z][a-z_.0-9]*)\}")
_MESSAGE = LazyPattern(r"[●▲]([^【】●▲]+)【(BS\d{3})】")


INDICATOR_HELPERS = ("plain", "figure", "weight")
"""The helpers of an indicator row in their order; the last where a scheme gives points."""


class LiveCheck(NamedTuple):
    """One fault as a formula on a sheet.

    `at` is the entry it is told at: a field, `indicators.*.name` for each row of a table,
    `objectives` or `indicators` for a whole table, and `""` for the sheet. `fault` is an
    Excel expression that is TRUE when the fault is there, and anything else, an error
    too, when it is not; `text` is the plain sentence shown; `shows` an Excel text
    expression added after it. `mark` tells the rule's severity without colour.
    """

    rule: str
    at: str
    fault: str
    text: str
    shows: str = ""
    mark: str = ""

    def formula(self, label: str, cell_of: Callable[[str], str]) -> str:
        """The expression that gives the message, or an empty text."""
        said = f'"{message_head(self.rule, label, self.mark)}{self.text}'
        said += f'"&{placed(self.shows, cell_of)}&"；"' if self.shows else '；"'
        return f'IF(IFERROR({placed(self.fault, cell_of)},FALSE),{said},"")'


class Helper(NamedTuple):
    """What several checks of an indicator row need to know, worked out once a row."""

    name: str
    expression: str


class WordList(NamedTuple):
    """A list that formulas look through: words, numbers, or formulas that begin with `=`.

    `across` lays it along a row, so that it meets a list that stands upright word by word.
    """

    name: str
    items: tuple[str | int | float, ...]
    across: bool = False


class LivePlan(NamedTuple):
    """Everything that a scheme's sheets check while a person types."""

    checks: tuple[LiveCheck, ...] = ()
    helpers: tuple[Helper, ...] = ()
    words: tuple[WordList, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules that are checked."""
        return tuple(dict.fromkeys(check.rule for check in self.checks))


NO_LIVE = LivePlan()
"""Sheets without live checks."""


def placed(expression: str, cell_of: Callable[[str], str]) -> str:
    """A formula with its cells in it."""
    return str(PLACEHOLDER.sub(lambda match: cell_of(match[1]), expression))


def message_head(rule: str, label: str, mark: str) -> str:
    """How each live message begins: `●预算数【BS101】`."""
    return f"{label_mark(label, mark)}{rule}】"


def label_mark(label: str, mark: str) -> str:
    """The part of a message by which an entry's conditional format finds itself meant."""
    return f"{mark}{short_label(label)}【"


def short_label(label: str) -> str:
    """A label as messages name it: `其中：财政资金` is 财政资金."""
    return label.replace("\n", "").rpartition("：")[2]


def read_messages(text: str) -> list[tuple[str, str]]:
    """Rule and label of each message in a check cell."""
    return [(rule, label) for label, rule in _MESSAGE.findall(text)]


def is_blank(placeholder: str) -> str:
    """Excel expression: the entry holds nothing but blanks, full-width ones included."""
    return f"{_length(placeholder)}=0"


def all_blank(*placeholders: str) -> str:
    """Excel expression: none of these columns holds anything but blanks."""
    return "+".join(f"SUMPRODUCT({_length(each)})" for each in placeholders) + "=0"


def _length(placeholder: str) -> str:
    return f'LEN(TRIM(SUBSTITUTE(SUBSTITUTE({{{placeholder}}},"　",""),CHAR(10),"")))'
