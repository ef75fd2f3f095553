"""Nothing a person types is run, in any file that leaves the program."""

import csv
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from budgetsheet import services
from budgetsheet.form import book as names
from budgetsheet.model import Filing, Indicator, Measure, Project, replace

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "＝1+1")
TEMPLATES = (
    *("{{7*7}}", "{% for x in y %}", "{{config}}", "{预算合计.__class__}"),
    *("{0}", "{!r}", "%s", "${x}"),
)  # fmt: skip
PATHS = (
    "../../etc/passwd",
    "C:\\Windows\\x",
    "a/b",
    "CON",
    "甲:乙",
    "x\x00y",
    "." * 40,
    "名 " * 60,
)


def filing_with(text: str, sample: Filing) -> Filing:
    row = replace(sample.projects[0].indicators[0], name=text, description=text,
                  target_value=text, target_basis=text)  # fmt: skip
    project = replace(sample.projects[0], name=text, purpose=text, objectives=(text,),
                      indicators=(row, *sample.projects[0].indicators[1:]))  # fmt: skip
    return replace(
        sample,
        department=replace(sample.department, name=text),
        overall_objective=(text,),
        measures=(Measure(text, text, text, text, text), *sample.measures),
        projects=(project, *sample.projects[1:]),
    )


@pytest.mark.parametrize("text", [*FORMULAS, *TEMPLATES])
def test_no_text_becomes_a_formula_in_the_workbook(text: str, sample: Filing) -> None:
    filing = filing_with(text.strip(), sample)
    data = services.fresh_workbook(filing)
    ours = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in (names.DEPARTMENT, *names.project_sheet_names(filing.projects)):
        for row in ours[sheet].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.protection.locked, (sheet, cell.coordinate)


@pytest.mark.parametrize("text", [*FORMULAS, *TEMPLATES])
def test_exports_hold_the_text_and_run_nothing(text: str, sample: Filing, tmp_path: Path) -> None:
    filing = filing_with(text.strip(), sample)
    book = services.new(tmp_path / "b.xlsx", filing)
    _, written = services.export(book, tmp_path / "out", ["docx", "txt", "json", "csv"], True)
    by_suffix = {path.suffix: path for path in written}
    plain = by_suffix[".txt"].read_text("utf-8")
    assert text.strip() in plain
    assert "49" not in plain.split("二、")[0]
    with zipfile.ZipFile(by_suffix[".docx"]) as package:
        told = re.findall(rb"<w:instrText[^>]*>([^<]*)<", package.read("word/document.xml"))
    ours = rb' TOC \\o "1-2" \\h \\z \\u | PAGEREF _Toc\d{9} \\h '
    assert told
    assert all(re.fullmatch(ours, instruction) for instruction in told)
    table = csv.reader(io.StringIO(by_suffix[".csv"].read_bytes().decode("utf-8-sig")))
    for row in table:
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "＝")), cell


@pytest.mark.parametrize("text", PATHS)
def test_no_name_leads_a_file_elsewhere(text: str, sample: Filing, tmp_path: Path) -> None:
    text = text.replace("\x00", "")
    filing = filing_with(text.strip(), sample)
    book = services.new(tmp_path / "b.xlsx", filing)
    _, written = services.export(book, tmp_path / "out", ["txt"], True)
    assert [path.parent for path in written] == [tmp_path / "out"]
    assert {path.name for path in tmp_path.iterdir()} == {"b.xlsx", "out"}
    for name in names.project_sheet_names(filing.projects):
        assert len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set("[]:*?/\\")


def test_a_token_is_substituted_once_and_never_evaluated(sample: Filing) -> None:
    from budgetsheet.narrative.render import render

    filing = replace(
        sample,
        overall_objective=("{甲}{乙}{预算合计.real}",),
        measures=(Measure("甲", "", "", "", "{乙}"), Measure("乙", "", "", "", "{甲}")),
    )
    assert render(filing).rendered[0].text == "{乙}{甲}{预算合计.real}"


def test_a_project_name_of_300_characters_is_kept_whole(sample: Filing, tmp_path: Path) -> None:
    name = "名" * 300
    project = Project(name=name, indicators=(Indicator("产出指标", "数量指标", "甲"),))
    book = services.new(tmp_path / "长.xlsx", Filing("hebei", 2027, projects=(project, project)))
    assert [p.name for p in services.check(book).reading.filing.projects] == [name, name]
