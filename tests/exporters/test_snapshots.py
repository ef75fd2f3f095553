"""The structure of every export, held by a text beside the tests.

`python3 dev.py test tests/exporters/test_snapshots.py --renew-snapshots` writes the texts
anew; what changed is then seen in review.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from exporting import export_of
from pages import parsed

from budgetsheet import services
from budgetsheet.exporters import FORMATS
from budgetsheet.form.scheme import load_scheme
from budgetsheet.model import Filing, replace

SNAPSHOTS = Path(__file__).with_name("snapshots")
SHAPED = ("h1", "h2", "h3", "h4", "p", "nav", "table", "thead", "tr", "figure", "li", "section")


def docx_structure(data: bytes) -> Iterator[str]:
    """Give style and words of each paragraph; for each row its cells, spans and merges.

    H is a head that comes again, W a row that stays whole, N one that stays with the next.
    """
    made = docx.Document(io.BytesIO(data))
    for element in made.element.body.iter(qn("w:p"), qn("w:tbl"), qn("w:sectPr"), qn("w:sdt")):
        if element.tag == qn("w:sdt"):
            kind = next(element.iter(qn("w:docPartGallery"), qn("w:alias")))
            yield f"== {kind.get(qn('w:val'))}"
        elif element.tag == qn("w:tbl"):
            yield from map(docx_row, element.tr_lst)
        elif element.tag == qn("w:sectPr"):
            yield "== section: " + " ".join(child.tag.rpartition("}")[2] for child in element)
        elif element.getparent().tag != qn("w:tc"):
            words = "".join(t.text for t in element.iter(qn("w:t")))
            marks = [m.get(qn("w:name")) for m in element.iter(qn("w:bookmarkStart"))]
            yield f"{element.style or 'Normal'} | {words} {' '.join(marks)}".rstrip()


def docx_row(row: Any) -> str:
    cells = []
    for cell in row.tc_lst:
        joined = {"restart": "^", "continue": "v"}.get(cell.vMerge, "")
        words = "/".join("".join(t.text for t in p.iter(qn("w:t"))) for p in cell.p_lst)
        cells.append(f"{joined}{cell.grid_span}:{words}")
    marks = (("H", "w:tblHeader"), ("W", "w:cantSplit"), ("N", "w:keepNext"))
    held = "".join(mark for mark, tag in marks if row.findall(f".//{qn(tag)}"))
    return f"  {held:3} " + " | ".join(cells)


def html_structure(data: bytes) -> Iterator[str]:
    """Give the tags that shape a page, in order, with what names or links them."""
    told = ("id", "scope", "colspan", "rowspan", "class", "href", "aria-labelledby", "role")
    for tag, attributes in parsed(data).tags:
        if tag in (*SHAPED, "th", "td", "a", "svg"):
            shown = " ".join(f"{k}={attributes[k]}" for k in told if attributes.get(k))
            yield f"{tag} {shown}".rstrip()


def xlsx_structure(data: bytes) -> Iterator[str]:
    """Give the heads of each sheet with type and format."""
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        yield f"== {sheet.title} {sheet.dimensions} {sheet.freeze_panes} {sheet.auto_filter.ref}"
        for head, first in zip(*sheet.iter_rows(max_row=2), strict=True):
            yield f"{head.value} | {first.data_type} | {first.number_format}"


def json_structure(data: bytes) -> Iterator[str]:
    """Give every path of the data once, the numbers of lists left out."""
    found: dict[str, None] = {}

    def walk(value: Any, path: str) -> None:
        found[f"{path} {type(value).__name__}"] = None
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{path}.{key}")
        for inner in value if isinstance(value, list) else ():
            walk(inner, f"{path}[]")

    walk(json.loads(data), "")
    yield from found


def csv_structure(data: bytes) -> Iterator[str]:
    yield from next(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def txt_structure(data: bytes) -> Iterator[str]:
    yield from (line.rstrip() for line in data.decode().splitlines())


STRUCTURES: dict[str, Callable[[bytes], Iterator[str]]] = {
    "docx": docx_structure,
    "html": html_structure,
    "review": html_structure,
    "xlsx": xlsx_structure,
    "json": json_structure,
    "csv": csv_structure,
    "txt": txt_structure,
}


def subject(sample: Filing, scheme: str) -> Filing:
    """Give two projects of the sample: enough to show how each thing looks and repeats."""
    months = load_scheme(scheme).plan_months
    projects = tuple(
        replace(
            project,
            spending_plan=tuple(
                replace(node, month=month)
                for node, month in zip(project.spending_plan, months, strict=True)
            ),
        )
        for project in sample.projects[2:4]
    )
    return replace(sample, scheme=scheme, projects=projects)


@pytest.mark.parametrize("scheme", ["hebei", "central-2021"])
@pytest.mark.parametrize("name", STRUCTURES)
def test_the_structure_is_as_it_was(
    name: str, scheme: str, sample: Filing, request: pytest.FixtureRequest
) -> None:
    filing = subject(sample, scheme)
    form = next(form for form in FORMATS if form.name == name)
    made = form.make(export_of(filing, services.fresh_workbook(filing), appendix=True))
    told = "\n".join(STRUCTURES[name](made)) + "\n"
    kept = SNAPSHOTS / f"{name}-{scheme}.txt"
    if request.config.getoption("--renew-snapshots"):
        kept.write_text(told, "utf-8")
    assert told == kept.read_text("utf-8"), "python3 dev.py test tests/exporters --renew-snapshots"


def test_every_format_is_held() -> None:
    assert set(STRUCTURES) == {form.name for form in FORMATS} - {"pdf"}
    assert len(list(SNAPSHOTS.iterdir())) == 2 * len(STRUCTURES)
