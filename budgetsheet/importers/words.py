"""The form's words in the shape in which they are compared, other editions' words beside them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from budgetsheet.characters import bare
from budgetsheet.form.scheme import Scheme
from budgetsheet.importers.objectives import chinese_value
from budgetsheet.money_units import without_unit
from budgetsheet.resources import load_toml
from budgetsheet.text import half_width, without_blanks

_DATA = Path(__file__).parent / "data" / "words.toml"
_HEADING_MARK = re.compile(
    r"(?:第[一二三四五六七八九十]++部分|(?<![一二三四五六七八九十])[一二三四五六七八九十]++[、.．])"
)
_TITLE_MARK = re.compile(
    r"\s*(?:[（(]\s*(?:\d+|[一二三四五六七八九十]+)\s*[)）]|(?:\d+|[一二三四五六七八九十]+)\s*[.．、])\s*"
)
_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_UNIT_ENDS = ("元", "万", "亿", "币")
_YEAR_MARK = re.compile(r"(?:[(（]|(?<!\s))\s*+((?:[1１][9９]|[2２][0０])\d\d)\s*+年度?\s*+[)）]?")
_YEAR_ALONE = re.compile(r"\(?((?:19|20)\d\d)(?:年度?)?\)?")
_INLINE = re.compile(r"([^:：\n]{2,16})[:：][^\S\n]*(?=\S)")
_LONGEST_TITLE = 320
_MOST_TITLE_BREAKS = 2
"""Ends of lines in a title: one that is too long for its cell, its year below it."""
GOAL_LABELS = ("objectives", "annual", "long_term")
BLOCK_LABELS = ("budget_block", "plan_block", "indicators")
FACT_LABELS = (
    *("code", "name", "budget_amount", "fiscal_funds", "other_funds", "purpose"),
    *("department_name", "department_code", "year"),
)
_TABLE_LABELS = (*FACT_LABELS, *BLOCK_LABELS, *GOAL_LABELS)


def key(text: str) -> str:
    """Text as it is compared: half-width, no blanks, nothing that only some fonts show."""
    return without_blanks(half_width(bare(text)))


def label_key(text: str) -> str:
    """A label without what does not count: brackets, a leading 其中, a unit or colon at the end."""
    plain = key(text).removeprefix("其中:").rstrip(":")
    inner = _BRACKETS.sub("", plain)
    plain = _BRACKETS.sub("", inner) or inner or plain
    return (without_unit(plain) or plain) if plain.endswith(_UNIT_ENDS) else plain


@cache
def other_words() -> Mapping[str, Any]:
    """What other editions of the form call the same things."""
    return load_toml(_DATA)


def _index(own: Mapping[str, str], kind: str) -> dict[str, str]:
    """Names by the words for them: a scheme's own first, then other editions'."""
    others = other_words()[kind]
    found = {label_key(word): name for name, word in own.items() if word}
    for name, words in others.items():
        for word in words:
            found.setdefault(label_key(word), name)
    return found


def _headings(scheme: Scheme) -> dict[str, str]:
    """The document's headings by their words: a label's name, or `part`."""
    others = other_words()["headings"]
    found = dict.fromkeys(map(key, others["whole"]), "overall_heading")
    for word in (*scheme.part_one, *scheme.part_two, *others["part"]):
        found.setdefault(key(word), "part")
    for name in ("overall_heading", "sub_heading", "safeguards_heading"):
        for word in (scheme.labels[name], *others[name]):
            found.setdefault(key(word), name)
    return found


def _number(mark: str) -> int | None:
    """The number in a title's mark: `（3）`, `三、`."""
    digits = re.search(r"\d+", mark)
    numeral = re.search(r"[一二三四五六七八九十]+", mark)
    if digits:
        return int(digits[0])
    return chinese_value(numeral[0]) if numeral else None


class Title(NamedTuple):
    """A table's title: the project's name in it, which may be blank, its number, and the year.

    A year inside a project's name is part of the name, and none of the budget.
    """

    name: str
    number: int | None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The scheme's words and other editions' for the same, by the form they are compared in."""

    scheme: Scheme
    labels: Mapping[str, str] = field(init=False)
    columns: Mapping[str, str] = field(init=False)
    row_starts: frozenset[str] = field(init=False)
    categories: frozenset[str] = field(init=False)
    headings: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Index the words."""
        own = self.scheme.labels
        labels = _index({name: own.get(name, "") for name in _TABLE_LABELS}, "labels")
        heads = {column.field: own[column.label] for column in self.scheme.columns}
        starts = ("code", "budget_block", "plan_block", "objectives", "category")
        categories = frozenset(key(category.name) for category in self.scheme.categories)
        rows = {key(self.scheme.labels[name]) for name in starts}
        object.__setattr__(self, "labels", labels)
        object.__setattr__(self, "columns", _index(heads, "columns"))
        object.__setattr__(self, "row_starts", frozenset(rows | categories))
        object.__setattr__(self, "categories", categories)
        object.__setattr__(self, "headings", _headings(self.scheme))

    def label(self, text: str) -> str:
        """The name of the label that a cell's text is, blank where it is none."""
        return self.labels.get(label_key(text), "") if text else ""

    def column(self, text: str) -> str:
        """The field of the indicator column that a cell heads, blank where it heads none."""
        return self.columns.get(label_key(text), "") if text else ""

    def inline(self, text: str) -> tuple[str, str]:
        """A fact's label and the value in the same text (`项目名称：…`); blanks without one."""
        found = _INLINE.match(text)
        name = self.label(found[1]) if found else ""
        if not found or name not in FACT_LABELS:
            return "", ""
        return name, text[found.end() :].strip()

    def title(self, text: str) -> Title | None:
        """Read a table's title line, None for any other line."""
        plain = bare(text).strip()
        if len(plain) > _LONGEST_TITLE or plain.count("\n") > _MOST_TITLE_BREAKS:
            return None
        plain = plain.replace("\n", "")
        titles = other_words()["titles"]
        undated = _YEAR_MARK.sub("", plain).strip()
        endings = sorted({self.scheme.labels["title_suffix"], *titles["endings"]}, key=len)
        ending = next((e for e in reversed(endings) if undated.endswith(e)), None)
        if ending is None:
            return None
        name = (
            plain.removesuffix(ending) if plain.endswith(ending) else undated.removesuffix(ending)
        )
        mark = _TITLE_MARK.match(name)
        number = _number(mark[0]) if mark else None
        name = (name[mark.end() :] if mark else name).strip().strip("“”\"'《》")
        if _YEAR_MARK.sub("", name).strip() in ("", *titles["fillers"]):
            name = ""
        year = _YEAR_MARK.search(plain) if not name or not plain.endswith(ending) else None
        return Title(name, number, int(year[1]) if year else None)

    def year(self, text: str) -> int | None:
        """The year in a text that holds nothing else (`（2027年度）`)."""
        found = _YEAR_ALONE.fullmatch(key(text))
        return int(found[1]) if found else None

    def heading(self, text: str) -> str | None:
        """Tell which heading of the document a line is: a label's name, `part`, or None."""
        if len(text) > _LONGEST_TITLE:
            return None
        plain = key(_HEADING_MARK.sub("", text.strip(), count=1)).rstrip(":。")
        return self.headings.get(plain) if plain else "part"
