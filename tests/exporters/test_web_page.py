"""The page for a unit's website: sound, self-contained, and nothing in it runs."""

from itertools import pairwise

import pytest
from exporting import export_of
from pages import Page, parsed

from budgetsheet.document import Table
from budgetsheet.exporters.web_page import make_html
from budgetsheet.model import Filing, replace


def page_of(filing: Filing, draft: bool = False) -> Page:
    return parsed(make_html(export_of(filing, draft=draft)))


def test_every_tag_is_closed_and_every_link_leads_somewhere(sample: Filing) -> None:
    page = page_of(sample)
    assert page.open == []
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    links = [attributes["href"] or "" for attributes in page.attributes("a")]
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    assert len(links) == 1 + 2 + 3 + len(sample.projects)


def test_the_headings_go_down_one_by_one(sample: Filing) -> None:
    levels = [int(tag[1]) for tag, _ in page_of(sample).tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_a_label_names_the_column_or_the_row_it_stands_before(sample: Filing) -> None:
    page = page_of(replace(sample, projects=sample.projects[:1]))
    scopes = [attributes["scope"] for attributes in page.attributes("th")]
    facts = ["row"] * 2 + ["row"] * 4 + ["row"] + ["col"] * 4 + ["row"]
    assert scopes == facts + ["col"] * 6


def test_it_needs_nothing_beside_it(sample: Filing) -> None:
    page = page_of(sample)
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe"}
    assert all(attributes.get("lang") == "zh-CN" for attributes in page.attributes("html"))


def test_every_row_fills_its_seven_columns(sample: Filing) -> None:
    export = export_of(sample)
    page = page_of(sample)
    tables = [block for block in export.document.blocks if isinstance(block, Table)]
    assert len(page.attributes("table")) == len(tables)
    cells = [a for tag, a in page.tags if tag in ("td", "th")]
    area = sum(int(a.get("colspan") or 1) * int(a.get("rowspan") or 1) for a in cells)
    assert area == sum(7 * len(table.rows) for table in tables)
    assert all(a.get("scope") in ("row", "col") for a in page.attributes("th"))


def test_it_holds_every_word(sample: Filing) -> None:
    text = "".join(page_of(sample).text)
    for project in sample.projects:
        assert project.code in text
        assert all(row.target_basis in text for row in project.indicators)


@pytest.mark.parametrize(
    "wicked",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</table><h1>", "&lt;b&gt;"],
)
def test_what_people_type_is_shown_not_run(sample: Filing, wicked: str) -> None:
    row = replace(sample.projects[0].indicators[0], name=wicked, target_basis=wicked)
    project = replace(sample.projects[0], name=wicked, indicators=(row,), objectives=(wicked,))
    filing = replace(sample, projects=(project,), overall_objective=(wicked,),
                     department=replace(sample.department, name=wicked))  # fmt: skip
    page = page_of(filing)
    assert page.open == []
    assert not page.attributes("script")
    assert not page.attributes("img")
    assert "".join(page.text).count(wicked) >= 5


def test_a_draft_says_so(sample: Filing) -> None:
    assert "草稿" in "".join(page_of(sample, draft=True).text)
    assert "草稿" not in "".join(page_of(sample).text)
