"""What documents may hold is bounded by counting; each comes to a reading or to one sentence."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from budgetsheet.errors import UnusableError
from budgetsheet.form.scheme import load_scheme
from budgetsheet.importers.pdf_grid import MAX_RULES, Grid, frames
from budgetsheet.importers.pdf_page import Rule
from budgetsheet.importers.text_document import MAX_PROJECTS, import_text

resource = pytest.importorskip("resource", reason="limits are the system's own")
SECONDS, MEGABYTES = 10, 500
"""CPU of one import, twice what it takes on a quiet machine, and its memory."""
HEAD = "<w:p><w:r><w:t>一、总体绩效目标</w:t></w:r></w:p>"


def docx(body: str) -> bytes:
    """The least that is a docx, its parts as they are: nothing looks like a bomb."""
    target = io.BytesIO()
    relation = '<Relationship Type="a/officeDocument" Target="word/document.xml"/>'
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("_rels/.rels", f'<R xmlns="x">{relation}</R>')
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>',
        )
    return target.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def squeezed(body: str) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx(body))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            made.writestr(name, source.read(name))
    return target.getvalue()


def pdf(draw: Callable[[Canvas], object]) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.drawString(60, 20, "nothing of the form, but words enough to be read by it")
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def boxes(canvas: Canvas, side: int, apart: float, wide: float) -> None:
    for i in range(side):
        for j in range(side):
            canvas.rect(30 + i * apart, 30 + j * apart, wide, wide)


def scattered(canvas: Canvas) -> None:
    for i in range(20_000):
        x, y = 30 + i * 7919 % 500, 30 + i * 104_729 % 700
        canvas.line(x, y, x + 8, y) if i % 2 else canvas.line(x, y, x, y + 8)


def sheet(cells: str, behind: str = "") -> bytes:
    """A workbook of one sheet that is not ours."""
    target = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="x"/>',
        "_rels/.rels": f'<R xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{office}/officeDocument" Target="xl/workbook.xml"/></R>',
        "xl/_rels/workbook.xml.rels": '<R xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="a" Type="{office}/worksheet" Target="s.xml"/></R>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/s.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>{behind}</worksheet>',
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return target.getvalue()


CELL = '<row r="{r}"><c r="A{r}" t="inlineStr"><is><t>项目编码</t></is></c></row>'
WHOLE = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
OVER = "".join(f'<mergeCell ref="A{n}:GR{n + 40}"/>' for n in range(1, 900))
CASES: dict[str, Callable[[], tuple[str, bytes]]] = {
    "twenty million paragraphs": lambda: (".docx", squeezed("<w:p/>" * 20_000_000)),
    "paragraphs": lambda: (".docx", docx("<w:p/>" * 600_000)),
    "lines of an objective": lambda: (".docx", docx(HEAD + paragraph("1.（乙）12月底前") * 99_000)),
    "cells": lambda: (".docx", docx("<w:tbl>" + ("<w:tr>" + "<w:tc><w:p/></w:tc>" * 63 + "</w:tr>")
                                    * 1900 + "</w:tbl>")),
    "tables": lambda: (".docx", docx(("<w:tbl><w:tr>" + f"<w:tc>{paragraph('产出指标')}</w:tc>" * 7
                                      + "</w:tr></w:tbl>") * 12_000)),
    "attributes": lambda: (".docx", docx("<w:p " + " ".join(f'a{i}="1"' for i in range(300_000))
                                         + "/>")),
    "nested": lambda: (".docx", docx("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)),
    "styles": lambda: (".docx", docx('<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr></w:p>' * 120_000)),
    "deadlines": lambda: (".docx", docx(HEAD + paragraph("12月底前完成95%，" * 3000) * 20)),
    "bookmarks": lambda: (".txt", ("一、总体绩效目标\n" + "[bookmark:" * 1_000_000).encode()),
    "blank lines": lambda: (".txt", ("一、总体绩效目标\n" + " \t \n" * 3_000_000).encode()),
    "lines": lambda: (".txt", ("一、总体绩效目标\n" + "甲\n" * 2_000_000).encode()),
    "blanks": lambda: (".txt", ("一、总体绩效目标\n" + "甲" + " " * 5_000_000).encode()),
    "numerals": lambda: (".txt", ("一、总体绩效目标\n" + ("十百" * 15_000 + "\n") * 100).encode()),
    "figures": lambda: (".txt", ("一、总体绩效目标\n" + "甲3个，" * 400_000).encode()),
    "elements": lambda: (".html", ("<p>一、总体绩效目标</p>" + "<b>x</b>" * 600_000).encode()),
    "rows": lambda: (".html", ("<table>" + "<tr><td colspan=200>甲</td></tr>" * 60_000).encode()),
    "attributes of a page": lambda: (".html", ("<p " + " ".join(f'a{i}="1"' for i in range(400_000))
                                               + ">一、总体绩效目标</p>").encode()),
    "boxes 80": lambda: (".pdf", pdf(lambda c: boxes(c, 80, 6, 6))),
    "boxes 140": lambda: (".pdf", pdf(lambda c: boxes(c, 140, 4, 4))),
    "boxes apart": lambda: (".pdf", pdf(lambda c: boxes(c, 60, 9, 5))),
    "scattered lines": lambda: (".pdf", pdf(scattered)),
    "a merge over the sheet": lambda: (".xlsx", sheet(CELL.format(r=1_048_576), WHOLE)),
    "merges over each other": lambda: (".xlsx", sheet(
        CELL.format(r=1000), f"<mergeCells>{OVER}</mergeCells>")),
    "cells of a sheet": lambda: (".xlsx", sheet("".join(CELL.format(r=n)
                                                        for n in range(1, 310_000)))),
}  # fmt: skip


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES * 2**20, MEGABYTES * 2**20))


def unwatched() -> dict[str, str]:
    """Return the environment without what watches which lines run: that costs time of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return {**kept, "OPENBLAS_NUM_THREADS": "1"}


@pytest.mark.parametrize("name", CASES)
def test_an_import_stays_within_time_and_memory(name: str, tmp_path: Path) -> None:
    """Read, or refused with one sentence, under hard limits of the operating system."""
    suffix, data = CASES[name]()
    source = tmp_path / f"源{suffix}"
    source.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "budgetsheet", "import", source, tmp_path / "新.xlsx"],
        capture_output=True, text=True, encoding="utf-8", check=False, preexec_fn=limited,
        env=unwatched(),
    )  # fmt: skip
    assert done.returncode in (0, 2), (done.returncode, done.stderr[-300:])
    if done.returncode == 2:
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.endswith("。\n")


def test_boxes_side_by_side_are_one_grid() -> None:
    """Joining lines that lie on each other loses no cell."""
    sides = [
        rule
        for i in range(30)
        for j in range(20)
        for rule in (
            *(Rule(True, at, 10 * i, 10 * i + 10) for at in (10.0 * j, 10.0 * j + 10)),
            *(Rule(False, at, 10 * j, 10 * j + 10) for at in (10.0 * i, 10.0 * i + 10)),
        )
    ]
    (frame,) = frames(sides)
    grid = Grid(frame, [10.0 * i for i in range(31)])
    assert len(grid.cells) == 30 * 20
    assert len(frame.levels) + len(frame.uprights) < 60 < MAX_RULES


def test_more_tables_than_any_unit_has_projects_are_refused() -> None:
    """A line is a table of its own where it names a code again."""
    row = "项目编码\t1\t项目名称\t甲"
    fitting = import_text(f"{row}\n" * 30, load_scheme("hebei"))
    assert len(fitting.filing.projects) == 30
    with pytest.raises(UnusableError, match="多得不正常"):
        import_text(f"{row}\n" * (MAX_PROJECTS + 1), load_scheme("hebei"))
