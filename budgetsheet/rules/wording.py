"""The words that the language rules go by, and the texts of a filing that they read.

The words are data: `data/language.toml`, read once, when first asked for.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from budgetsheet.lazy import LazyPattern
from budgetsheet.model import Filing, Project
from budgetsheet.resources import load_toml

_DATA = Path(__file__).parent / "data" / "language.toml"
GOOD_FORM = "预算绩效目标的填报要求：文字准确、前后一致"
"""The source of what is asked of a text's wording."""
TOKEN = LazyPattern(r"\{[^{}\n]{1,60}\}")
"""A token of the narrative: a name, no wording."""
DOCUMENT_NUMBER = LazyPattern(
    r"(?<=[\u4e00-\u9fff])\s*"
    r"(?:[\[［(（【〖｛{〈《〔﹝](?P<year>(?:19|20)\d\d)年?[\]］)）】〗｝}〉》〕﹞]"
    r"|(?<![于在自从至到令])(?<!公告|通告)(?P<bare>(?:19|20)\d\d)年)"
    r"\s*(?P<ordinal>第)?(?P<number>\d{1,5})号(?![楼院线店馆房井站泵闸桥路门窗机车灯台仓])"
)
"""A document's number in any of the ways people write it, behind its issuer's sign."""
BEGINNINGS = ("启动", "开工", "开始", "动工", "进场", "招标", "下达", "签订")
"""Behind a date, these tell a beginning and no deadline."""
_BREAK = LazyPattern(r"[，。；：！？,;!?\n]")


class Slip(NamedTuple):
    """A slip of the pen, the right word, and the words around that decide."""

    wrong: str
    right: str
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    certain: bool = True


class Level(NamedTuple):
    """An administrative level: its mark in a unit's name, its own word, those of others."""

    marks: tuple[str, ...]
    own: str
    others: tuple[str, ...]


def may_cite(text: str) -> bool:
    """Whether it is worth looking for a document's number in a text."""
    return "号" in text and ("20" in text or "19" in text)


def without_document_numbers(text: str) -> str:
    """The text without the numbers of documents that it cites."""
    return str(DOCUMENT_NUMBER.sub("", text)) if may_cite(text) else text


@cache
def _data() -> dict[str, Any]:
    return load_toml(_DATA)


@cache
def words(table: str, key: str) -> tuple[str, ...]:
    """A list of words of the data."""
    return tuple(_data()[table][key])


@cache
def any_of(table: str, key: str) -> re.Pattern[str]:
    """A pattern for any word of a list, the longest first."""
    listed = sorted(words(table, key), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, listed)))


@cache
def slips() -> dict[str, Slip]:
    """The known slips of the pen by what was written."""
    found = {}
    for each in _data()["slip"]:
        given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in each.items()}
        found[given["wrong"]] = Slip(**given)
    return found


@cache
def slip_pattern() -> re.Pattern[str]:
    """A pattern for any slip, or a token."""
    listed = sorted(slips(), key=len, reverse=True)
    return re.compile("|".join([TOKEN.pattern, *map(re.escape, listed)]))


@cache
def levels() -> tuple[Level, ...]:
    """The administrative levels, the lowest first."""
    return tuple(
        Level(tuple(each["marks"]), each["own"], tuple(each["others"]))
        for each in _data()["levels"]["level"]
    )


def texts(filing: Filing) -> Iterator[tuple[str, str]]:
    """Path and text of everything a person words: narrative, measures, projects."""
    yield from filing.narrative_sources()
    for i, measure in enumerate(filing.measures):
        yield f"measures.{i}.name", measure.name
        yield f"measures.{i}.text", measure.text
    for i, project in enumerate(filing.projects):
        yield from project_texts(project, f"projects.{i}")


def project_texts(project: Project, at: str) -> Iterator[tuple[str, str]]:
    """Path and text of everything a person words for a project."""
    yield f"{at}.name", project.name
    yield f"{at}.purpose", project.purpose
    for i, objective in enumerate(project.objectives):
        yield f"{at}.objectives.{i}", objective
    for i, row in enumerate(project.indicators):
        yield f"{at}.indicators.{i}.name", row.name
        yield f"{at}.indicators.{i}.description", row.description
        yield f"{at}.indicators.{i}.target_value", row.target_value
        yield f"{at}.indicators.{i}.target_basis", row.target_basis


def field_of(path: str) -> str:
    """The last name of a path, the number of a list's entry left out."""
    head, _, last = path.rpartition(".")
    return head.rpartition(".")[2] if last.isdecimal() else last


def named_elsewhere(path: str) -> bool:
    """Whether an entry's wording is held to another place, so that no program corrects it.

    A project bears the name it has in the budget system, a measure the name its tokens bear.
    """
    head, _, last = path.rpartition(".")
    return last == "name" and ".indicators." not in head and head != "department"


def clause(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a place in its clause."""
    return _BREAK.split(text[:start])[-1], _BREAK.split(text[end:], maxsplit=1)[0]
