"""Files that cannot be used, or mean harm: one sentence each, within time and memory."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import Workbook
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas
from support.waiting import within_cpu

from budgetsheet import services
from budgetsheet.errors import UnusableError
from budgetsheet.importers import sources
from budgetsheet.importing import Found, read_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MOST_SECONDS = 10
KEY = "x"


def read(data: bytes, suffix: str) -> Found:
    return read_document(data, suffix, "hebei", None, lambda _: pytest.fail("not ours"))


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/"), data)
    return target.getvalue()


def pdf(draw: Callable[[Canvas], object], pages: int = 1, password: str = "") -> bytes:
    target = io.BytesIO()
    locked = pdfencrypt.StandardEncryption(password) if password else None
    canvas = Canvas(target, encrypt=locked)
    for _ in range(pages):
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def words(canvas: Canvas) -> None:
    canvas.drawString(100, 700, "nothing of the form, but words enough to read")


def lines(canvas: Canvas) -> None:
    for i in range(2000):
        canvas.line(100 + i % 50, 100, 100 + i % 50, 700)
        canvas.line(100, 100 + i % 50, 500, 100 + i % 50)
    words(canvas)


def blank_book() -> bytes:
    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


def with_dtd() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank_book())) as source, zipfile.ZipFile(made, "w") as package:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = b'<!DOCTYPE x [<!ENTITY a "aa">]>' + part
            package.writestr(name, part)
    return made.getvalue()


REFUSED: tuple[tuple[str, bytes, str], ...] = (
    ("去年.doc", OLE, "旧式 Word 文件（.doc）"),
    ("去年.wps", OLE, "WPS 文字自己的格式（.wps）"),
    ("去年.xls", OLE, "旧式 Excel 文件（.xls）"),
    ("去年.et", OLE, "WPS 表格自己的格式（.et）"),
    ("改名.docx", OLE, "旧式 Word 文件（.doc）"),
    ("改名.docx", OLE + "Workbook".encode("utf-16-le"), "旧式 Excel 文件（.xls）"),
    ("加密.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
    ("去年.rtf", b"{\\rtf1 abc}", "RTF"),
    ("数据.json", b'{"schema": "budgetsheet/1"}', "--from"),
    ("数据.csv", "\ufeff预算年度,单位编码,单位名称,序号\r\n".encode(), "CSV"),
    ("照片.pdf", b"\x89PNG\r\n", "图片"),
    ("打包.rar", b"Rar!\x1a\x07", "压缩包"),
    ("打包.zip", zipped(a=b"x"), "压缩包"),
    ("版式.ofd", zipped(**{"OFD.xml": b"<a/>"}), "OFD"),
    ("坏.pdf", b"%PDF-1.7\n1 0 obj <<", "可能已损坏"),
    ("空.pdf", b"", "可能已损坏"),
    ("锁.pdf", pdf(words, password=KEY), "加了密码"),
    ("扫描.pdf", pdf(lambda c: c.rect(50, 50, 400, 600, fill=1)), "扫描的图片"),
    ("别的.pdf", pdf(words), "没有在文件里找到"),
    ("乱线.pdf", pdf(lines), "没有在文件里找到"),
    ("多页.pdf", pdf(words, pages=401), "超过 400 页"),
    ("空.html", b"", "空的或已损坏"),
    ("深.html", b"<table><tr><td>" * 3000 + "项目编码".encode(), "嵌套得不正常"),
    ("多.html", b"<p>x</p>" * 510_000, "多得不正常"),
    ("实体.html", b'<!DOCTYPE x [<!ENTITY a "b">]><html><body>&a;</body></html>', "没有在文件里"),
    ("空.mht", b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", ".mht 里没有网页"),
    ("炸弹.docx", zipped(word__document=bytes(210 * 2**20)), "大得不正常"),
    ("定义.xlsx", with_dtd(), "已损坏"),
    ("空表.xlsx", blank_book(), "没有在文件里"),
)


@pytest.mark.parametrize(("name", "data", "sentence"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_each_gets_its_sentence(name: str, data: bytes, sentence: str) -> None:
    match = sentence.replace("（", ".").replace("）", ".")
    with within_cpu(MOST_SECONDS), pytest.raises(UnusableError, match=match) as caught:
        read(data, Path(name).suffix)
    assert caught.value.message.count("\n") == 0
    assert caught.value.message.endswith("。")


def test_spans_without_end_make_no_grid_without_end() -> None:
    rows = (
        "<tr><td colspan=999999999 rowspan=999999999>项目名称</td></tr>"
        + "<tr><td>甲</td></tr>" * 500
    )
    with within_cpu(MOST_SECONDS):
        read(f"<table>{rows}</table>".encode(), ".html")


def test_a_text_that_no_cell_holds_is_kept_in_pieces(tmp_path: Path) -> None:
    long = "长" * 70_000
    source = tmp_path / "长.html"
    row = f"<tr><td>项目编码</td><td>X</td><td>资金用途</td><td>{long}</td></tr>"
    source.write_text(f"<p>{long}</p><table>{row}</table>", "utf-8")
    made = services.import_document(source, tmp_path / "读入.xlsx")
    left = services.check(made.path).reading.filing.unplaced
    assert sum(entry.text.count("长") for entry in left) == 2 * len(long)


def test_damaged_pdfs_end_in_a_sentence_or_a_reading() -> None:
    whole = pdf(lines)
    for at in range(0, len(whole), max(1, len(whole) // 15)):
        for data in (whole[:at], whole[:at] + b"\xff" * 9 + whole[at + 9 :]):
            try:
                read(data, ".pdf")
            except UnusableError as error:
                assert error.message.endswith("。")


def test_nothing_but_the_file_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("the network was asked")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    page = (
        '<html><head><base href="http://example.invalid/"><link rel="stylesheet" href="a.css">'
        '</head><body><img src="http://example.invalid/a.png"><iframe src="file:///etc/passwd">'
        "</iframe><table><tr><td>项目编码</td><td>X</td></tr></table></body></html>"
    )
    found = read(page.encode(), ".html")
    assert found.filing.projects[0].code == "X"
    assert not any("root:" in placed.text for placed in found.placements)


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        (b"<html><body></body></html>", ".txt", ".html"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", ".docx", ".html"),
        (b"%PDF-1.4", ".docx", ".pdf"),
        ("一、总体绩效目标".encode(), ".text", ".txt"),
        (zipped(word__document=b"<a/>"), ".xlsx", ".docx"),
        (zipped(xl__workbook=b"<a/>"), ".docx", ".xlsx"),
        (b"From: <Saved by Blink>\r\n", "", ".mht"),
    ],
)
def test_the_kind_is_told_by_what_stands_in_a_file(data: bytes, suffix: str, kind: str) -> None:
    assert sources.kind_of(data, suffix) == kind


def test_pdfium_is_closed_even_when_the_file_is_refused() -> None:
    for _ in range(3):
        with pytest.raises(UnusableError):
            read(pdf(words, pages=401), ".pdf")
    assert pypdfium2.PdfDocument(pdf(words))[0].get_textpage().count_chars() > 0


@pytest.mark.parametrize("draft", [False, True])
def test_our_own_flat_tables_are_told_as_what_they_are(
    sample_path: Path, tmp_path: Path, draft: bool
) -> None:
    book = services.new(tmp_path / "a.xlsx", services.load_model(sample_path))
    _, (tables,) = services.export(book, tmp_path, ["xlsx"], draft)
    with pytest.raises(UnusableError, match=r"数据表.*JSON"):
        services.import_document(tables, tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()
