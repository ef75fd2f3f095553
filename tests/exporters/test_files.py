"""The files that leave the house: text, trace, table and docx."""

import csv
import dataclasses
import io
import json
import re
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from exporting import MOMENT, export_of
from hypothesis import given, settings
from strategies import ODDITIES, texts
from support.office import Office, pdf_text
from support.validator import Validator

from budgetsheet import services
from budgetsheet.document import TOTAL_TOKENS, Heading, Table, TableCell
from budgetsheet.exporters import FORMATS
from budgetsheet.exporters.data_json import make_json
from budgetsheet.exporters.pictures import pictures_of
from budgetsheet.exporters.plain_text import make_txt
from budgetsheet.exporters.table_csv import make_csv, safe
from budgetsheet.exporters.word import make_docx
from budgetsheet.form.scheme import load_scheme
from budgetsheet.importers.word_document import import_docx
from budgetsheet.interchange import from_json
from budgetsheet.model import Department, Filing, Indicator, Project, Safeguard, replace
from budgetsheet.text import tidy

SCHEME = load_scheme("hebei")
BOOKMARK = re.compile(r"\[bookmark:[^\]\n]*\]")
STARTS = ("=", "+", "-", "@", "\t", "\r")
CONTROLS = "".join(map(chr, range(32))) + "\x7f\ufffe\uffff"


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Filing:
    return services.load_model(sample_path)


@pytest.fixture(scope="module")
def reference(reference_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Filing:
    out = tmp_path_factory.mktemp("reference") / "读入.xlsx"
    return services.import_document(reference_path, out).filing


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


# ---- text


def test_the_text_of_the_reference_is_the_published_one(
    reference: Filing, reference_text: str
) -> None:
    text = make_txt(export_of(reference)).decode()
    published = BOOKMARK.sub("", reference_text)
    assert " ".join(text.split()) == " ".join(published.split())


def test_the_text_read_in_again_is_the_same_filing(
    reference: Filing, sample: Filing, tmp_path: Path
) -> None:
    for number, filing in enumerate((reference, sample)):
        source = tmp_path / f"{number}.txt"
        source.write_bytes(make_txt(export_of(filing)))
        read = services.import_document(source, tmp_path / f"{number}.xlsx", filing.year)
        assert read.filing.projects == filing.projects
        assert make_txt(export_of(read.filing)) == make_txt(export_of(filing))
        assert read.filing.unplaced == ()


def test_the_text_runs_nothing_that_a_person_wrote() -> None:
    wicked = ("{{ 7 * 7 }}", "{% for x in y %}", "{# 注 #}", "{协调率}", "<b>&amp;", "{{x}}")
    project = Project(name="{{ 6 * 7 }}", purpose="{% raw %}", objectives=wicked)
    text = make_txt(export_of(Filing("hebei", overall_objective=wicked, projects=(project,))))
    for written in (*wicked, "{{ 6 * 7 }}", "{% raw %}"):
        assert written in text.decode()


def test_a_draft_of_the_text_says_so_first(sample: Filing) -> None:
    plain, draft = (make_txt(export_of(sample, draft=d)).decode() for d in (False, True))
    mark, rest = draft.split("\n", 1)
    assert mark.startswith("草稿")
    assert rest == plain


# ---- the trace


@pytest.mark.parametrize("name", ["sample", "reference"])
def test_every_figure_leads_to_its_cells(name: str, request: pytest.FixtureRequest) -> None:
    filing = request.getfixturevalue(name)
    book = services.fresh_workbook(filing)
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    told = json.loads(make_json(export_of(filing, book)))
    figures = [(part, figure) for part in told["narrative"] for figure in part["figures"]]
    assert len(figures) >= len(filing.measures) > 0
    for part, figure in figures:
        assert list(figure) == ["token", "start", "end", "shown", "sources"]
        assert part["text"][figure["start"] : figure["end"]] == figure["shown"]
        assert figure["sources"]
        values = [sheets[s["sheet"]][s["cell"]].value for s in figure["sources"]]
        if figure["token"] in TOTAL_TOKENS:
            assert sum(Decimal(str(value)) for value in values) == Decimal(figure["shown"])
        elif figure["token"] == "项目个数":
            assert figure["shown"] == str(len({s["sheet"] for s in figure["sources"]}))
        else:
            assert "".join(str(value or "") for value in values) == figure["shown"]


def test_each_token_of_the_source_is_a_figure(sample: Filing) -> None:
    told = json.loads(make_json(export_of(sample)))
    for part, (path, source) in zip(told["narrative"], sample.narrative_sources(), strict=True):
        assert part["path"] == path
        assert [f["token"] for f in part["figures"]] == re.findall(r"\{([^{}]+)\}", source)


def test_sums_list_all_their_operands(sample: Filing) -> None:
    told = json.loads(make_json(export_of(sample, services.fresh_workbook(sample))))
    assert set(told["totals"]) == set(TOTAL_TOKENS)
    for token, part in TOTAL_TOKENS.items():
        held = {f"projects.{i}.{part}": getattr(p, part) for i, p in enumerate(sample.projects)}
        added = {path: amount for path, amount in held.items() if amount is not None}
        operands = told["totals"][token]["operands"]
        assert [operand["path"] for operand in operands] == list(added)
        assert all(operand["sheet"] and operand["cell"] for operand in operands)
        assert Decimal(told["totals"][token]["shown"]) == sum(added.values())


def test_a_measure_in_words_leads_to_its_words(sample: Filing) -> None:
    words = replace(sample.measures[0], value="", unit="", text="显著增加")
    filing = replace(sample, measures=(words, *sample.measures[1:]))
    told = json.loads(make_json(export_of(filing)))
    (figure,) = (f for p in told["narrative"] for f in p["figures"] if f["token"] == words.name)
    assert figure["shown"] == "显著增加"
    assert [s["path"] for s in figure["sources"]] == ["measures.0.text"]


def test_the_model_in_the_data_is_the_filing(sample: Filing, reference: Filing) -> None:
    for filing in (sample, reference):
        told = json.loads(make_json(export_of(filing)))
        assert from_json(told["model"]) == filing
        assert list(told) == ["model", "draft", "narrative", "totals", "findings"]


# ---- the table


def rows_of(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_table_has_a_row_for_each_indicator(reference: Filing) -> None:
    rows = rows_of(make_csv(export_of(reference)))
    held = [(p, row) for p in reference.projects for row in p.indicators]
    assert len(rows) == len(held) == 63
    for row, (project, indicator) in zip(rows, held, strict=True):
        assert row["项目编码"] == project.code
        assert row["项目名称"] == project.name
        assert Decimal(row["预算数（万元）"]) == project.budget_amount
        assert row["三级指标"] == indicator.name
        assert row["指标值"] == indicator.target_value
        assert row["预算年度"] == "2024"


def test_the_table_opens_in_excel(sample: Filing) -> None:
    data = make_csv(export_of(sample))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == len(rows_of(data)) + 1
    assert data.endswith(b"\r\n")


def test_a_project_without_indicators_has_a_row_and_blank_is_no_zero() -> None:
    project = Project(name="甲", fiscal_funds=Decimal("0.00"))
    (row,) = rows_of(make_csv(export_of(Filing("hebei", projects=(project,)))))
    assert (row["项目名称"], row["三级指标"], row["预算年度"]) == ("甲", "", "")
    assert (row["预算数（万元）"], row["财政资金（万元）"]) == ("", "0.00")


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "-甲", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠甲"),
        *(" =1", "　=1", "\n=1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0"),
    ],
)
def test_no_text_becomes_a_formula(text: str) -> None:
    unit = Department(text, text)
    row = Indicator(*(text,) * 6)
    project = Project(code=text, name=text, indicators=(row,))
    (held,) = rows_of(make_csv(export_of(Filing("hebei", 2027, unit, projects=(project,)))))
    touched = [value for value in held.values() if text in value]
    assert len(touched) == 10
    assert touched == [f"'{text}"] * 10


@pytest.mark.parametrize("text", ["", "≥95%", "1-2", "a=b", "'引", "12月底前", "0012", 'a\nb,"c"'])
def test_other_text_stays_what_it_is(text: str) -> None:
    assert safe(text) == text
    project = Project(name="甲", indicators=(Indicator("产出指标", target_value=text),))
    (row,) = rows_of(make_csv(export_of(Filing("hebei", projects=(project,)))))
    assert row["指标值"] == text


@settings(deadline=None, max_examples=200)
@given(texts())
def test_any_text_is_harmless_and_whole(text: str) -> None:
    assert safe(text).removeprefix("'") == text.removeprefix("'")
    assert not safe(text).lstrip().startswith(STARTS)


# ---- the docx


def cells_of(table: Any) -> list[list[str]]:
    return [
        ["\n".join(p.text for p in cell.p_lst) for cell in row.tc_lst] for row in table._tbl.tr_lst
    ]


def shown(cell: TableCell) -> str:
    return "" if cell.joined else cell.text


@pytest.mark.parametrize("name", ["sample", "reference"])
def test_the_docx_holds_the_document(name: str, request: pytest.FixtureRequest) -> None:
    filing = request.getfixturevalue(name)
    export = export_of(filing)
    made = opened(make_docx(export))
    assert len(made.tables) == 2 * len(filing.projects)
    blocks = export.document.blocks
    tables = [block for block in blocks if isinstance(block, Table)]
    for table, block in zip(made.tables, tables, strict=True):
        assert cells_of(table) == [[shown(cell) for cell in row] for row in block.rows]
    lines = [block.text for block in blocks if not isinstance(block, Table)]
    assert [p.text for p in made.paragraphs if p.text] == lines


def test_the_headings_are_headings(sample: Filing) -> None:
    export = export_of(sample)
    made = opened(make_docx(export))
    names = {0: "Heading 1", 1: "Heading 2", 2: "Heading 3", 3: "项目表标题"}
    found = [(p.style.name, p.text) for p in made.paragraphs if p.style.name in names.values()]
    headings = [block for block in export.document.blocks if isinstance(block, Heading)]
    titles = [block for block in headings if block.text not in ("第一部分", "第二部分")]
    assert found == [(names[block.level], block.text) for block in titles]
    assert [p.text for p in made.paragraphs if p.style.name == "部分序号"] == [
        "第一部分",
        "第二部分",
    ]
    assert made.styles["项目表标题"].base_style.name == "Heading 2"
    texts_of = {p.text: p for p in made.paragraphs}
    assert texts_of["第一部分"].paragraph_format.page_break_before is None
    assert texts_of["第二部分"].paragraph_format.page_break_before


def test_the_tables_span_and_join_as_the_official_ones(sample: Filing) -> None:
    facts, indicators = opened(make_docx(export_of(sample))).tables[:2]
    for table in (facts, indicators):
        for row in table._tbl.tr_lst:
            assert sum(cell.grid_span for cell in row.tc_lst) == 7
    merges = [row.tc_lst[0].vMerge for row in facts._tbl.tr_lst]
    assert merges == [None, None, "restart", "continue", "restart", "continue", None]
    heads = [bool(row.findall(f".//{qn('w:tblHeader')}")) for row in indicators._tbl.tr_lst]
    assert heads == [True] + [False] * (len(heads) - 1)
    held = [row.category for row in sample.projects[0].indicators]
    joined = [row.tc_lst[0].vMerge == "continue" for row in indicators._tbl.tr_lst[1:]]
    assert joined == [i > 0 and held[i - 1] == word for i, word in enumerate(held)]


def test_every_page_has_its_number(sample: Filing) -> None:
    made = opened(make_docx(export_of(sample)))
    assert made.settings.odd_and_even_pages_header_footer
    (section,) = made.sections
    for footer in (section.footer, section.even_page_footer):
        fields = footer._element.findall(f".//{qn('w:instrText')}")
        assert [field.text.strip() for field in fields] == ["PAGE"]
        assert footer.paragraphs[0].text == "— 1 —"
    sides = [f.paragraphs[0].alignment for f in (section.footer, section.even_page_footer)]
    assert len(set(sides)) == 2


def test_a_draft_of_the_docx_says_so_on_every_page(sample: Filing) -> None:
    for draft in (False, True):
        (section,) = opened(make_docx(export_of(sample, draft=draft))).sections
        for header in (section.header, section.even_page_header):
            told = "".join(p.text for p in header.paragraphs)
            assert told.startswith("草稿") == draft


def test_the_same_export_is_the_same_bytes(sample: Filing) -> None:
    for form in FORMATS:
        if form.name != "pdf":  # the program that prints puts its own clock in
            assert form.make(export_of(sample)) == form.make(export_of(sample)), form.name
    with zipfile.ZipFile(io.BytesIO(make_docx(export_of(sample)))) as package:
        assert {info.date_time for info in package.infolist()} == {MOMENT.timetuple()[:6]}
    later = dataclasses.replace(export_of(sample), moment=datetime(2028, 1, 1))
    assert make_docx(later) != make_docx(export_of(sample))


def test_control_characters_do_not_break_the_files() -> None:
    text = f"前{CONTROLS}后]]>&<"
    project = Project(
        code=text,
        name=text,
        purpose=text,
        objectives=(text,),
        indicators=(Indicator(*(text,) * 6),),
    )
    filing = Filing(
        "hebei",
        overall_objective=(text,),
        safeguards=(Safeguard(text, (text,)),),
        projects=(project,),
    )
    export = export_of(filing)
    made = opened(make_docx(export))
    assert len(made.tables) == 2
    for words in (*(p.text for p in made.paragraphs), *cells_of(made.tables[1])[1]):
        assert not words.startswith("前") or words.endswith("后]]>&<")
    assert from_json(json.loads(make_json(export))["model"]).projects[0].code == tidy(text)
    assert rows_of(make_csv(export))[0]["项目编码"].replace("\r\n", "") != ""


@pytest.mark.parametrize("text", ODDITIES)
def test_odd_texts_stand_in_the_docx_as_they_are(text: str) -> None:
    project = Project(name=text, purpose=text, indicators=(Indicator(name=text),))
    filing = Filing("hebei", None, Department(text, text), (text,), projects=(project,))
    made = opened(make_docx(export_of(filing)))
    facts, indicators = map(cells_of, made.tables)
    assert (facts[1][3], facts[3][1], indicators[1][2]) == (text, text, text)
    assert text in [paragraph.text for paragraph in made.paragraphs]


def test_the_contents_name_every_heading_and_its_page(
    sample: Filing, office: Office, tmp_path: Path
) -> None:
    """What the contents say before anyone brings them up to date is where LibreOffice puts it."""
    source = tmp_path / "目录.docx"
    source.write_bytes(make_docx(export_of(sample)))
    made = docx.Document(str(source))
    entries = made.element.body.findall(f".//{qn('w:hyperlink')}")
    told = ["".join(t.text for t in entry.iter(qn("w:t"))) for entry in entries]
    marks = {b.get(qn("w:name")) for b in made.element.body.iter(qn("w:bookmarkStart"))}
    assert {entry.get(qn("w:anchor")) for entry in entries} == marks
    assert len(entries) == 2 + 3 + len(sample.projects)
    pages = pdf_text(office.to_pdf(source, tmp_path)).split("\f")
    for line in told:
        title, number = re.fullmatch(r"(.*?)(\d+)", line).groups()
        front = 2
        page = pages[front + int(number) - 1]
        assert "".join(title.split()) in "".join(page.split()), (title, number)


def test_cover_and_contents_are_none_of_the_text(sample: Filing) -> None:
    body = opened(make_docx(export_of(sample))).element.body
    kinds = [part.get(qn("w:val")) for part in body.iter(qn("w:docPartGallery"))]
    assert kinds == ["Cover Pages", "Table of Contents"]
    lines = [
        "".join(t.text for t in p.iter(qn("w:t")))
        for p in next(body.iter(qn("w:sdt"))).iter(qn("w:p"))
    ]
    assert lines == ["云溪县图书馆", "2027年度", "预算绩效目标"]


def test_the_docx_is_valid(
    sample: Filing, reference: Filing, validator: Validator, tmp_path: Path
) -> None:
    central = replace(sample, scheme="central-2021")
    paths = []
    for number, filing in enumerate((sample, reference, central, Filing("hebei"))):
        paths.append(tmp_path / f"{number}.docx")
        paths[-1].write_bytes(make_docx(export_of(filing, draft=number == 1)))
    assert {path.name: errors for path, errors in validator.errors(paths).items() if errors} == {}


def test_a_hundred_projects_are_a_docx(sample: Filing) -> None:
    many = replace(sample, projects=(sample.projects * 13)[:100])
    made = opened(make_docx(export_of(many)))
    assert len(made.tables) == 200
    assert cells_of(made.tables[-2])[1][1] == many.projects[-1].code


def test_a_filing_without_anything_is_still_every_file() -> None:
    for form in FORMATS:
        assert form.make(export_of(Filing("hebei")))


# ---- the appendix


def test_the_appendix_holds_the_pictures_as_charts(
    sample: Filing, validator: Validator, office: Office, tmp_path: Path
) -> None:
    source = tmp_path / "附图.docx"
    source.write_bytes(make_docx(export_of(sample, appendix=True)))
    with zipfile.ZipFile(source) as package:
        charts = [name for name in package.namelist() if name.startswith("word/charts/")]
        assert len(charts) == len(pictures_of(sample)) == 4
        told = package.read("word/document.xml").decode()
        assert all(picture.told() in told for picture in pictures_of(sample))
    assert validator.errors([source])[source] == []
    pages = pdf_text(office.to_pdf(source, tmp_path)).split("\f")
    front = 2
    number = next(i for i, page in enumerate(pages[front:], start=1) if "附图" in page)
    assert re.search(rf"附图\.+{number}\s", pages[1])


def test_without_being_asked_there_is_no_appendix(sample: Filing) -> None:
    assert b"budgetsheet" not in make_docx(export_of(sample))
    with zipfile.ZipFile(io.BytesIO(make_docx(export_of(sample)))) as package:
        assert not any("chart" in name for name in package.namelist())
    nothing = make_docx(export_of(Filing("hebei"), appendix=True))
    assert "附图" not in "".join(p.text for p in opened(nothing).paragraphs)


def test_the_appendix_is_none_of_the_text(sample: Filing) -> None:
    plain, longer = (
        import_docx(make_docx(export_of(sample, appendix=more)), SCHEME) for more in (False, True)
    )
    assert longer.filing == plain.filing
