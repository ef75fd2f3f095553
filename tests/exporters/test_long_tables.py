"""A docx of twice the indicators is twice the work: calls counted, and what lxml is given."""

import sys
from types import FrameType
from typing import Any

import pytest
from exporting import export_of

from budgetsheet.exporters import word
from budgetsheet.exporters.base import Export
from budgetsheet.model import Filing, replace

MOST = 2.2


def export_with(sample: Filing, count: int, projects: int = 1) -> Export:
    held = sample.projects[0].indicators
    rows = tuple(replace(held[i * len(held) // count], name=f"指标{i}") for i in range(count))
    project = replace(sample.projects[0], indicators=rows)
    return export_of(replace(sample, projects=(project,) * projects))


def calls_of(export: Export) -> int:
    """The calls, of Python and of what is written in C, that making a docx takes."""
    count = 0

    def count_one(frame: FrameType, event: str, _: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(count_one)
    try:
        word.make_docx(export)
    finally:
        sys.setprofile(None)
    return count


def test_the_calls_grow_as_the_rows_do(sample: Filing) -> None:
    few, more, most = (calls_of(export_with(sample, n)) for n in (100, 200, 400))
    assert most - more <= MOST * (more - few)


def test_the_calls_grow_as_the_projects_do(sample: Filing) -> None:
    few, more, most = (calls_of(export_with(sample, 7, n)) for n in (20, 40, 80))
    assert most - more <= MOST * (more - few)


def test_the_tree_of_the_library_holds_no_row(
    sample: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Putting rows into it was what took four times as long for twice as many."""
    given: list[int] = []
    parse = word.parse_xml
    packed = word._packed

    def counted(xml: Any) -> Any:
        given.append(len(xml))
        return parse(xml)

    def saved(data: bytes, *rest: Any) -> bytes:
        given.append(len(data))
        return packed(data, *rest)

    monkeypatch.setattr(word, "parse_xml", counted)
    monkeypatch.setattr(word, "_packed", saved)
    word.make_docx(export_with(sample, 10))
    few = given.copy()
    given.clear()
    word.make_docx(export_with(sample, 1000))
    assert given == few
