"""The review copy: every figure with its cells, every finding, pictures that stand still."""

import io
import re
from decimal import Decimal

import openpyxl
import pytest
from exporting import export_of
from pages import Page, parsed

from budgetsheet import services
from budgetsheet.exporters.pictures import filled_share, pictures_of
from budgetsheet.exporters.review import make_review
from budgetsheet.exporters.svg import svg_of
from budgetsheet.findings import Finding, Severity
from budgetsheet.form.scheme import load_scheme
from budgetsheet.model import Filing, Project, replace


@pytest.fixture(scope="module")
def book(sample: Filing) -> bytes:
    return services.fresh_workbook(sample)


def page_of(filing: Filing, book: bytes | None = None, *findings: Finding) -> Page:
    return parsed(make_review(export_of(filing, book, findings=findings)))


def test_every_figure_is_marked_and_tells_its_cells(sample: Filing, book: bytes) -> None:
    page = page_of(sample, book)
    figures = [f for part in export_of(sample).narrative.rendered for f in part.figures]
    marked = page.with_class("figure")
    tips = {a["id"]: a for a in page.with_class("tip")}
    assert len(marked) == len(tips) == len(figures)
    assert all(a["aria-describedby"] in tips and a["tabindex"] == "0" for a in marked)
    text = " ".join("".join(page.text).split())
    assert "预算合计 306.71万元 汇总!D12 =SUM(D4:D11)" in text
    assert "读者满意度 90% 部门整体!D46 =部门整体!D46&部门整体!E46" in text
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    apart = " ".join(" ".join(page.text).split())
    operands = re.findall(r"(?<!\d)(\d+\.\d\d) (\d\d [^!]+)!(C4) ", apart)
    assert len(operands) >= len(sample.projects)
    for shown, sheet, cell in operands:
        assert Decimal(str(sheets[sheet][cell].value)) == Decimal(shown)


def test_the_notes_are_numbered_once_a_figure_and_printed_under_the_text(
    sample: Filing, book: bytes
) -> None:
    page = page_of(sample, book)
    tokens = {f.token for part in export_of(sample).narrative.rendered for f in part.figures}
    notes = [a["id"] for a in page.attributes("li") if (a.get("id") or "").startswith("note-")]
    assert notes == [f"note-{i + 1}" for i in range(len(tokens))]
    ids = {a["id"] for _, a in page.tags if "id" in a}
    assert {str(a["href"])[1:] for a in page.attributes("a")} <= ids
    paragraphs = [part for part in export_of(sample).narrative.rendered if part.figures]
    assert len(page.with_class("under")) == len(paragraphs)


def test_the_text_is_the_documents(sample: Filing) -> None:
    for part in export_of(sample).narrative.rendered:
        for figure in part.figures:
            assert part.text[figure.start : figure.end] == figure.shown
    page = page_of(sample)
    assert len(page.attributes("table")) == 2 * len(sample.projects) + 1


def test_findings_and_reasons_are_listed(sample: Filing) -> None:
    found = Finding("BS307", Severity.WARNING, "projects.0", "01 甲", "F20", "指标值", "≤", "≥",
                    "方向写反了", "改成 ≥", "上级文件如此规定")  # fmt: skip
    open_one = found._replace(rule="BS101", severity=Severity.ERROR, waiver="")
    text = " ".join("".join(page_of(sample, None, found, open_one).text).split())
    assert "共 2 处：错误 1 处、警告 1 处、提示 0 处；其中 1 处已说明理由" in text
    assert "方向写反了 改成 ≥ 上级文件如此规定" in " ".join(page_of(sample, None, found).text)
    assert "没有发现问题" in "".join(page_of(sample).text)


def test_nothing_in_it_runs_or_is_fetched(sample: Filing) -> None:
    wicked = '<script>alert(1)</script>"><img src=x onerror=y>'
    project = replace(sample.projects[0], name=wicked)
    measure = replace(sample.measures[0], text=wicked, value="", unit="")
    filing = replace(sample, projects=(project,), measures=(measure, *sample.measures[1:]))
    page = page_of(filing)
    assert not {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe", "animate"}
    assert not [a for _, a in page.tags for name in a if name.startswith("on")]
    links = [str(v) for _, a in page.tags for k, v in a.items() if k in ("href", "src")]
    assert all(link.startswith("#") for link in links)
    assert "".join(page.text).count(wicked) >= 2


def test_the_pictures_show_the_figures(sample: Filing) -> None:
    budget, nodes, kinds, filled = pictures_of(sample)
    assert sum(budget.total(i) for i in range(len(budget.labels))) == Decimal("306.71")
    assert [series.name for series in budget.series] == ["财政资金", "其他资金"]
    assert nodes.total(3) == Decimal("306.71")
    assert sum(kinds.series[0].values) == sum(len(p.indicators) for p in sample.projects)
    assert set(filled.series[0].values) == {Decimal(100)}
    assert pictures_of(Filing("hebei")) == ()


def test_an_empty_project_is_hardly_filled(sample: Filing) -> None:
    scheme = load_scheme("hebei")
    assert filled_share(Project(), scheme) == 0
    missing = replace(sample.projects[0], purpose="")
    assert 0 < filled_share(missing, scheme) < filled_share(sample.projects[0], scheme) == 1


def test_bars_are_told_apart_without_colour_and_in_words(sample: Filing) -> None:
    budget = pictures_of(sample)[0]
    drawing = svg_of(budget, 1)
    assert 'fill="url(#hatch-1)"' in drawing
    assert f'<title id="picture-1">{budget.told()}</title>' in drawing
    lengths = [float(w) for w in re.findall(r'width="([\d.]+)" height="18.0"', drawing)]
    assert max(lengths) < 760 - 250
    assert all(length > 0 for length in lengths)
