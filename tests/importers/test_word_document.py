"""A docx, ours or another's, becomes the filing it shows."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from budgetsheet.errors import UnusableError
from budgetsheet.exporters import Export
from budgetsheet.exporters.word import make_docx
from budgetsheet.form.scheme import load_scheme
from budgetsheet.importers.text_document import import_text
from budgetsheet.importers.word_document import import_docx
from budgetsheet.interchange import loads
from budgetsheet.making import now
from budgetsheet.model import Filing
from budgetsheet.narrative.compose import compose
from budgetsheet.narrative.render import render

SCHEME = load_scheme("hebei")


def exported(filing: Filing) -> bytes:
    narrative = render(filing)
    document = compose(filing, narrative, SCHEME)
    return make_docx(Export(filing, document, narrative, (), lambda path: ("", ""), False, now()))


def test_our_own_document_reads_back(sample_path: Path) -> None:
    filing = loads(sample_path.read_bytes())
    result = import_docx(exported(filing), SCHEME, 2027)
    assert result.filing.projects == filing.projects
    assert result.filing.safeguards == filing.safeguards
    assert render(result.filing).rendered[0].text == render(filing).rendered[0].text
    assert (result.filing.unplaced, result.notes) == ((), ())


def test_the_references_document_is_the_same_from_text_and_docx(reference_text: str) -> None:
    filing = import_text(reference_text, SCHEME).filing
    assert import_docx(exported(filing), SCHEME).filing == filing


def test_another_makers_table_without_merged_cells() -> None:
    made = docx.Document()
    made.add_paragraph("关于公开绩效目标的说明")
    table = made.add_table(rows=0, cols=6)
    for texts in (
        ("项目编码", "X1", "", "项目名称", "设备购置", ""),
        ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"),
        ("产出指标", "数量指标", "台数", "购置台数", "5台", "合同"),
    ):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    target = io.BytesIO()
    made.save(target)
    result = import_docx(target.getvalue(), SCHEME)
    assert result.filing.projects[0].name == "设备购置"
    assert result.filing.projects[0].indicators[0].target_value == "5台"
    assert [entry.text for entry in result.filing.unplaced] == ["关于公开绩效目标的说明"]


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"hello", zipped(a=b"x"), zipped(bomb=bytes(210 * 2**20))]
)
def test_what_is_no_document_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(UnusableError) as caught:
        import_docx(data, SCHEME)
    assert "\n" not in caught.value.message
