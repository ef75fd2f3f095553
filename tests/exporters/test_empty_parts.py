"""What is not filled is not headed: no format shows a title with nothing below it."""

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from exporting import export_of

from budgetsheet.document import Document, Heading, Paragraph, Table
from budgetsheet.exporters import FORMATS
from budgetsheet.exporters.plain_text import make_txt
from budgetsheet.exporters.review import make_review
from budgetsheet.exporters.web_page import make_html
from budgetsheet.exporters.word import make_docx
from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.importers.word_document import import_docx
from budgetsheet.model import Filing, Project, Safeguard, SubObjective, replace
from budgetsheet.narrative.compose import compose
from budgetsheet.narrative.render import render


def without_indicators(filing: Filing) -> Filing:
    return replace(filing, projects=tuple(replace(p, indicators=()) for p in filing.projects))


GONE: dict[str, Callable[[Filing], Filing]] = {
    "nothing": lambda f: f,
    "overall": lambda f: replace(f, overall_objective=()),
    "items": lambda f: replace(f, sub_objectives=()),
    "both": lambda f: replace(f, overall_objective=(), sub_objectives=()),
    "safeguards": lambda f: replace(f, safeguards=()),
    "the whole opening": lambda f: replace(
        f, overall_objective=(), sub_objectives=(), safeguards=()
    ),
    "projects": lambda f: replace(f, projects=()),
    "indicators": without_indicators,
    "objectives": lambda f: replace(
        f, projects=tuple(replace(p, objectives=()) for p in f.projects)
    ),
    "everything": lambda f: Filing(f.scheme),
    "all but an untouched project": lambda f: Filing(f.scheme, projects=(Project(),)),
    "texts that are blank once rendered": lambda f: replace(
        f,
        department=f.department._replace(name=""),
        overall_objective=("{单位名称}", "　"),
        sub_objectives=(SubObjective("{单位名称}", " ", ""),),
        safeguards=(Safeguard("{单位名称}", ("{单位名称}",)), Safeguard("", (" ",))),
    ),
}


def composed(filing: Filing, draft: bool = False) -> Document:
    return compose(filing, render(filing), load_scheme(filing.scheme), draft)


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("gone", GONE)
def test_every_heading_has_something_below_it(
    sample: Filing, gone: str, scheme: str, draft: bool
) -> None:
    document = composed(replace(GONE[gone](sample), scheme=scheme), draft)
    blocks = document.blocks
    assert not isinstance(blocks[-1], Heading)
    for block, below in itertools.pairwise(blocks):
        if isinstance(block, Heading) and isinstance(below, Heading):
            assert below.level > block.level or below.level == block.level == 0
        if isinstance(block, Heading):
            assert re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)、.]", "", block.text).strip()
        if isinstance(block, Paragraph):
            assert block.text.strip()
        if isinstance(block, Table):
            assert len(block.rows) > block.head_rows


def numbered(filing: Filing) -> list[str]:
    return [b.text for b in composed(filing).blocks if isinstance(b, Heading) and b.level == 1]


def test_the_headings_that_are_left_are_numbered_as_they_come(sample: Filing) -> None:
    assert numbered(sample) == ["一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施"]
    assert numbered(GONE["overall"](sample)) == ["一、分项绩效目标", "二、工作保障措施"]
    assert numbered(GONE["items"](sample)) == ["一、总体绩效目标", "二、工作保障措施"]
    assert numbered(GONE["both"](sample)) == ["一、工作保障措施"]


def test_a_safeguard_without_a_title_takes_no_number(sample: Filing) -> None:
    safeguards = (Safeguard("甲", ("一。",)), Safeguard("", ("二。",)), Safeguard("乙", ("三。",)))
    blocks = composed(replace(sample, safeguards=safeguards)).blocks
    texts = [block.text for block in blocks if not isinstance(block, Table)]
    at = texts.index("三、工作保障措施")
    assert texts[at + 1 : at + 6] == ["（一）甲", "一。", "二。", "（二）乙", "三。"]


@pytest.mark.parametrize("make", [make_txt, make_html, make_review])
def test_no_format_of_text_names_what_is_not_there(sample: Filing, make: Any) -> None:
    text = make(export_of(GONE["both"](sample))).decode()
    assert "总体绩效目标" not in text
    assert "分项绩效目标" not in text
    assert "一、工作保障措施" in text
    assert "二、" not in text


def test_the_docx_read_in_again_is_the_same_without_what_is_gone(sample: Filing) -> None:
    filing = GONE["both"](sample)
    read = import_docx(make_docx(export_of(filing)), load_scheme(filing.scheme)).filing
    assert (read.overall_objective, read.sub_objectives) == ((), ())
    assert [each.title for each in read.safeguards] == [s.title for s in filing.safeguards]
    assert len(read.projects) == len(filing.projects)


@pytest.mark.parametrize("gone", GONE)
def test_every_format_can_be_made(sample: Filing, gone: str) -> None:
    export = export_of(GONE[gone](sample), draft=True, appendix=True)
    assert all(form.make(export) for form in FORMATS if form.name != "pdf")
