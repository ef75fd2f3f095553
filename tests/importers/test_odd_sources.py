"""Documents whose parts say odd things: each is read, or refused with its sentence."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from support.makers import word_makers as word

from budgetsheet.errors import UnusableError
from budgetsheet.importing import Found, read_document

ROW = "<tr><td>项目编码</td><td>X1</td></tr>"
CODE = "X1"


def read(data: bytes, suffix: str) -> Found:
    return read_document(data, suffix, "hebei", None, lambda _: pytest.fail("not ours"))


def code_of(found: Found) -> str:
    return found.filing.projects[0].code


@pytest.mark.parametrize(
    "name", ["undefined", "base64", "rot13", "idna", "punycode", "unicode_escape", "hex", "utf-9",
             "zlib_codec", "oem", "gbk", "utf-7", "none", "x" * 20]
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_that_declares_an_odd_encoding_is_read(name: str, encoding: str) -> None:
    page = f'<html><head><meta charset="{name}"></head><table>{ROW}</table></html>'
    assert code_of(read(page.encode(encoding), ".html")) == CODE


@pytest.mark.parametrize(
    "span", ["9" * 5000, "-1", "1e9", "³", "٣", "", " 2 ", "0", "0x10", "9" * 4]
)
@pytest.mark.parametrize("name", ["colspan", "rowspan"])
def test_a_span_of_any_size_is_read(name: str, span: str) -> None:
    page = f"<table><tr><td>项目编码</td><td {name}='{span}'>X1</td></tr></table>"
    assert code_of(read(page.encode(), ".html")) == CODE


def archive(kind: str, inside: bytes) -> bytes:
    return f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n".encode() + inside


HTML = archive('text/html; charset="utf-8"', f"<table>{ROW}</table>".encode())


def nested(depth: int, kind: str) -> bytes:
    """An archive inside of an archive, so many times over."""
    made = HTML
    for level in range(depth):
        mark = f"b{level}"
        if kind == "message/rfc822":
            made = archive(kind, made)
        else:
            body = f"--{mark}\r\n".encode() + made + f"\r\n--{mark}--\r\n".encode()
            made = archive(f'{kind}; boundary="{mark}"', body)
    return made


@pytest.mark.parametrize("kind", ["message/rfc822", "multipart/related", "multipart/mixed"])
def test_an_archive_in_an_archive_is_read(kind: str) -> None:
    assert code_of(read(nested(3, kind), ".mht")) == CODE


@pytest.mark.parametrize("kind", ["message/rfc822", "multipart/related"])
@pytest.mark.parametrize("depth", [50, 400, 3000])
def test_archives_without_end_are_refused(kind: str, depth: int) -> None:
    with pytest.raises(UnusableError, match="嵌套得不正常"):
        read(nested(depth, kind), ".mht")


@pytest.mark.parametrize(
    "head",
    ['text/html; charset="undefined"', "text/html; charset*=a'b'%e4%ff", "text/html; charset=\x00",
     "text/html; charset*0=ut; charset*1=f-8", 'text/html; charset="', "text/html; charset=gbk",
     "text/html; charset*=utf-9''%ff"],
)  # fmt: skip
def test_an_archive_with_an_odd_head_is_read(head: str) -> None:
    assert code_of(read(archive(head, f"<table>{ROW}</table>".encode()), ".mht")) == CODE


# ---- Word


def document() -> bytes:
    made = docx.Document()
    word.table(made, [["项目编码", CODE, "项目名称", "甲"]], 4)
    return word.saved(made)


def renamed(data: bytes, before: str, after: str) -> bytes:
    """The package with one text of its parts replaced by another, wherever it stands."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith((".xml", ".rels")):
                part = part.decode().replace(before, after).encode()
            made.writestr(name, part)
    return target.getvalue()


MAIN = "wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    "kind", ["ms-word.document.macroEnabled.main+xml",
             "ms-word.template.macroEnabledTemplate.main+xml",
             "openxmlformats-officedocument.wordprocessingml.template.main+xml"]
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".docm", ".docx", ".dotx"])
def test_documents_with_macros_and_templates_are_read(kind: str, suffix: str) -> None:
    data = renamed(document(), f"openxmlformats-officedocument.{MAIN}", kind)
    assert code_of(read(data, suffix)) == CODE


def test_a_strict_document_is_read() -> None:
    """Word's “Strict Open XML”: other namespaces for the same. Source: ISO/IEC 29500-1."""
    data = renamed(document(), "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                   "http://purl.oclc.org/ooxml/officeDocument/relationships")  # fmt: skip
    data = renamed(data, "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                   "http://purl.oclc.org/ooxml/wordprocessingml/main")  # fmt: skip
    assert code_of(read(data, ".docx")) == CODE


@pytest.mark.parametrize("root", ["w:hdr", "w:styles", "x", "w:body"])
def test_another_root_is_no_document(root: str) -> None:
    data = renamed(renamed(document(), "<w:document ", f"<{root} "), "</w:document>", f"</{root}>")
    if root == "x":
        data = renamed(data, "<w:body>", "<w:bodies>")
        data = renamed(data, "</w:body>", "</w:bodies>")
    with pytest.raises(UnusableError, match=r"另存为 \.docx"):
        read(data, ".docx")


@pytest.mark.parametrize("level", ["12", "01", "-1", "９", "", "9" * 50, "x", "8"])
def test_a_list_of_an_impossible_level_is_read(level: str) -> None:
    made = docx.Document()
    word.table(made, [["项目编码", CODE]], 2)
    paragraph = made.add_paragraph("甲", style="List Number")
    paragraph._p.get_or_add_pPr().append(
        word.xml(f'<w:numPr {{ns}}><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
    )
    data = renamed(word.saved(made), 'w:ilvl="0"', f'w:ilvl="{level}"')
    assert code_of(read(data, ".docx")) == CODE
