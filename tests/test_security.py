"""Nothing a person types is run or changed, in any file that leaves the program."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import lxml.etree
import lxml.html
import openpyxl
import pytest
from support.everywhere import filing_of, text_fields
from support.waiting import within_cpu

from budgetsheet import publishing, rules, services
from budgetsheet.exporters import FORMATS, Export, Format
from budgetsheet.exporters.pdf import can_print
from budgetsheet.form import book as names
from budgetsheet.form.fit import fit
from budgetsheet.form.indicator_order import in_scheme_order
from budgetsheet.form.scheme import load_scheme
from budgetsheet.interchange import loads
from budgetsheet.model import Filing, Indicator, Measure, Project, replace
from budgetsheet.narrative.render import render
from budgetsheet.text import tidy
from budgetsheet.workbook.reader import Location, read_workbook

FORMULAS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", "＠SUM(A1)", "'=1+1", '"=1+1', "=1\n=1"),
    *('=HYPERLINK("http://x")', "=cmd|'/c calc'!A1", "=WEBSERVICE(A1)", "甲\t=1+1", "甲,=1+1"),
)  # fmt: skip
TEMPLATES = (
    *("{{7777*7}}", "{% for x in y %}", "{{config}}", "{预算合计.__class__}", "{# x #}"),
    *("{0}", "{!r}", "%s", "%(x)s", "${x}", "{{", "}}", "{", "\\n", "\\g<0>", "$1"),
)  # fmt: skip
MARKUP = (
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)"),
    *("</td></table><h1>", "<!--", "]]>", "&lt;b&gt;", "&amp;amp;", "javascript:alert(1)"),
    *("</style><style>", "<a href='http://x'>甲</a>", "&#0;", "_x0041_", "甲\u2028乙"),
    *("<r><t>甲</t></r>", "<r></si><si><t>&x;</t></r>", "<r><rPr/></r>"),
)  # fmt: skip
STRANGE = (
    *("甲\x0b乙", "\x1b[31m红", "甲\ufffe乙", "\u202e逆序", "😀𠮷", "零\u200b宽", "甲\x7f乙"),
)  # fmt: skip
PAYLOADS = tuple(map(tidy, (*FORMULAS, *TEMPLATES, *MARKUP, *STRANGE)))
PLAIN = "普通文字"
PATHS = (
    *("../../etc/passwd", "C:\\Windows\\x", "a/b", "CON", "NUL.txt", "甲:乙", "x\x00y", "." * 40),
    *("甲. . .", "名 " * 60, "名" * 300, "\u202e逆序xslx.exe", "$(rm)", "%TEMP%", "~", "|"),
)  # fmt: skip
MOMENT = datetime(2027, 1, 2, 3, 4, 5)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
SECONDS = 10


@lru_cache(maxsize=len(PAYLOADS) + 1)
def subject(text: str) -> Export:
    """What an export starts from, for a filing that holds a text everywhere."""
    reading = read_workbook(services.fresh_workbook(filing_of(text)))
    hits = rules.check(reading.filing, reading.form.scheme)
    findings = tuple(rules.findings(hits, reading.filing, reading.locate))
    ordered = in_scheme_order(reading.filing)
    return publishing.subject(reading, ordered, findings, MOMENT, True, False)


@lru_cache(maxsize=len(FORMATS))
def harmless(form: Format) -> bytes:
    """The same export of a text that nobody would mind."""
    return form.make(subject(PLAIN))


def formats() -> list[Format]:
    """Every format but those that print a docx, which is held to account as such."""
    return [form for form in FORMATS if form.name != "pdf"]


def test_the_text_fields_of_the_model_are_found() -> None:
    """The walk sees what it must: if it saw nothing, nothing below would be tested."""
    found = text_fields()
    assert {"department.name", "projects.indicators.target_basis", "measures.text",
            "unplaced.text", "waivers.reason", "safeguards.paragraphs"} <= {*found}  # fmt: skip
    everything = json.dumps(filing_of("〖甲〗"), ensure_ascii=False, default=str)
    assert everything.count("〖甲〗") >= len(found) - len(("scheme", "path", "path", "rule"))


@pytest.mark.parametrize("text", PAYLOADS)
def test_the_workbook_holds_every_text_exactly_and_as_text(text: str) -> None:
    filing = fit(filing_of(text))
    data = services.fresh_workbook(filing)
    assert read_workbook(data).filing == filing
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.protection.locked, (sheet.title, cell.coordinate)
                assert cell.hyperlink is None or not cell.hyperlink.target
    assert_no_programs(data)


@pytest.mark.parametrize("text", PAYLOADS)
@pytest.mark.parametrize("form", formats(), ids=lambda form: form.name)
def test_an_export_holds_the_text_and_runs_nothing(form: Format, text: str) -> None:
    data = form.make(subject(text))
    assert b"54439" not in data
    match form.suffix.rpartition(".")[2]:
        case "docx":
            assert_docx_is_still(data, harmless(form))
        case "xlsx":
            assert_only_texts(data)
        case "html":
            assert_same_skeleton(data, harmless(form), text)
        case "csv":
            assert_csv_is_safe(data, text)
        case "json":
            model = json.dumps(json.loads(data)["model"])
            assert loads(model) == subject(text).filing
        case "txt":
            assert printable(text) in printable(data.decode("utf-8"))
        case kind:
            pytest.fail(f"say here how a {kind} is held to account")


def printable(text: str) -> str:
    """A text without what a document may leave out: control characters, kinds of blanks."""
    return re.sub(r"\s", "", "".join(c for c in text if c.isprintable()))


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            yield name, package.read(name)


def assert_no_programs(data: bytes) -> None:
    """No macro, no link to the outside, sound XML."""
    for name, part in parts(data):
        assert not re.search(r"vba|externalLink|activeX|embeddings|oleObject", name)
        if name.endswith((".xml", ".rels")):
            tree = lxml.etree.fromstring(part)
            assert not [e for e in tree.iter() if e.get("TargetMode") == "External"], name


def assert_docx_is_still(data: bytes, plain: bytes) -> None:
    """No field instruction that a harmless text does not bring, nothing from outside."""
    assert_no_programs(data)

    def instructions(docx: bytes) -> set[str]:
        document = lxml.etree.fromstring(dict(parts(docx))["word/document.xml"])
        told = (e.text or "" for e in document.iter("{*}instrText"))
        simple = (e.get(k) or "" for e in document.iter("{*}fldSimple") for k in e.attrib)
        return {re.sub(r"\d+", "#", each) for each in (*told, *simple)}

    assert instructions(data) == instructions(plain)


def assert_only_texts(data: bytes) -> None:
    assert_no_programs(data)
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                assert cell.hyperlink is None or not cell.hyperlink.target


def assert_same_skeleton(data: bytes, plain: bytes, text: str) -> None:
    """The page has the elements and attributes that a harmless text gives it, no others."""

    def skeleton(page: bytes) -> Counter[tuple[str, ...]]:
        tree = lxml.html.document_fromstring(page.decode("utf-8"))
        return Counter(
            (str(e.tag), *sorted(e.keys())) for e in tree.iter() if isinstance(e.tag, str)
        )

    assert set(skeleton(data)) <= set(skeleton(plain))
    tree = lxml.html.document_fromstring(data.decode("utf-8"))
    for element in tree.iter():
        for name, value in element.items():
            assert not name.startswith("on")
            if name in ("href", "src"):
                assert re.match(r"#|data:image/|$", value), value
    assert printable(text) in printable(tree.text_content())


def assert_csv_is_safe(data: bytes, text: str) -> None:
    """No cell begins like a formula; taking the guard away gives the text again."""
    cells = {c for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), "")) for c in row}
    assert not [c for c in cells if c.lstrip(" \n").startswith(FORMULA_STARTS)]
    assert text in {*cells, *(c.removeprefix("'") for c in cells)}


@pytest.mark.skipif(not can_print(), reason="no program here makes a PDF")
def test_a_pdf_runs_nothing() -> None:
    form = next(form for form in FORMATS if form.name == "pdf")
    data = form.make(subject('<script>=HYPERLINK("http://x")'))
    assert not re.search(rb"/(JavaScript|JS|Launch|URI|EmbeddedFile|OpenAction\s*<<)\b", data)


@pytest.mark.parametrize("text", PATHS)
def test_no_name_leads_a_file_elsewhere(text: str, tmp_path: Path) -> None:
    filing = filing_of(tidy(text.replace("\x00", "")))
    book = services.new(tmp_path / "b.xlsx", filing)
    _, written = services.export(book, tmp_path / "out", ["txt", "json"], True)
    assert [path.parent for path in written] == [tmp_path / "out"] * 2
    assert {path.name for path in tmp_path.iterdir()} == {"b.xlsx", "out"}
    for path in written:
        assert not re.search(
            r'[\\/:*?"<>|\x00-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069]', path.name
        )
        assert not path.stem.endswith((".", " "))
        assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", path.name)
        assert len(path.name.encode()) <= 255
    for name in names.project_sheet_names(filing.projects):
        assert len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set("[]:*?/\\")
        assert name.isprintable()


def test_a_token_is_substituted_once_and_never_evaluated(sample: Filing) -> None:
    filing = replace(
        sample,
        overall_objective=("{甲}{乙}{预算合计.real}",),
        measures=(Measure("甲", "", "", "", "{乙}"), Measure("乙", "", "", "", "{甲}")),
    )
    assert render(filing).rendered[0].text == "{乙}{甲}{预算合计.real}"


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_token_of_any_name_is_only_a_name(text: str, sample: Filing) -> None:
    """A measure named like a template gives its own text where its token stands."""
    name = text.strip("{} ") or "名"
    filing = replace(
        sample, overall_objective=(f"前{{{name}}}后",), measures=(Measure(name, "", "", "", text),)
    )
    rendered = render(filing).rendered[0].text
    assert rendered in (f"前{text}后", f"前{{{name}}}后")


HEAVY = (
    *("1" * 30_000, "1,1" * 10_000, "1.1" * 10_000, "至" * 30_000, "（" * 30_000, "、" * 30_000),
    *("2027年" * 7_000, "≥" * 30_000, "甲1" * 15_000, "{" * 30_000, "{甲}" * 10_000, "。" * 30_000),
    *("〔" * 30_000, "12月" * 10_000, "率95%" * 7_000, "一" * 30_000, "<" * 30_000, "a_x" * 10_000),
    *("　 " * 15_000 + "甲", "每月" * 15_000, "第1号" * 10_000, "全县" * 15_000),
    "\t" * 20_000 + "甲",
)  # fmt: skip


@pytest.mark.parametrize("text", HEAVY, ids=lambda text: f"{text[:6]!r}*{len(text)}")
def test_no_text_makes_a_rule_slow(text: str) -> None:
    """Patterns that backtrack without end would hang the program on one cell."""
    filing = filing_of(text)
    with within_cpu(SECONDS):
        hits = rules.check(filing, load_scheme("hebei"))
        rules.findings(hits, filing, lambda path: Location("", "", ""))
        render(filing)


def test_a_project_name_of_300_characters_is_kept_whole(tmp_path: Path) -> None:
    name = "名" * 300
    project = Project(name=name, indicators=(Indicator("产出指标", "数量指标", "甲"),))
    book = services.new(tmp_path / "长.xlsx", Filing("hebei", 2027, projects=(project, project)))
    assert [p.name for p in services.check(book).reading.filing.projects] == [name, name]
