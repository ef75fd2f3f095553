"""Files that cannot be used: each gets its own sentence, exit 2, in bounded time and memory."""

import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.waiting import CEILING, within_cpu

from budgetsheet import services
from budgetsheet.cli import main
from budgetsheet.errors import UnusableError
from budgetsheet.interchange import loads
from budgetsheet.workbook.reader import read_workbook

resource = pytest.importorskip("resource", reason="limits are the system's own")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TYPES, BOOK = "[Content_Types].xml", "xl/workbook.xml"
SECONDS, MEGABYTES = 20, 1500
"""What one file may cost at most, whatever it holds."""


@pytest.fixture(scope="module")
def book(sample_path: Path) -> bytes:
    return services.fresh_workbook(loads(sample_path.read_bytes()))


def packed(**members: bytes | str) -> bytes:
    """Pack parts: `xl__workbook_xml` stands for `xl/workbook.xml`."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return target.getvalue()


def other_workbook() -> bytes:
    target = io.BytesIO()
    openpyxl.Workbook().save(target)
    return target.getvalue()


def locked_zip(name: str = BOOK) -> bytes:
    """A package whose part says that it needs a password."""
    data = bytearray(packed(xl__workbook_xml=b"x"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(mark) + at
        data[start] |= 1
    return bytes(data)


def overlapping(copies: int) -> bytes:
    """Many entries of the directory over the same compressed data."""
    data = zlib.compress(bytes(30 * 2**20), 9)[2:-4]
    crc, size = zlib.crc32(bytes(30 * 2**20)), 30 * 2**20
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(data), size, 1, 0)
    made = bytearray(local + b"a" + data)
    at = len(made)
    for n in range(copies):
        name = (BOOK if n == 0 else f"xl/worksheets/sheet{n}.xml").encode()
        made += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc,
                            len(data), size, len(name), 0, 0, 0, 0, 0, 0) + name  # fmt: skip
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, copies % 65536, copies % 65536,
                      len(made) - at, at, 0)  # fmt: skip
    return bytes(made) + end


def lying(book: bytes) -> bytes:
    """A package whose part unpacks to far more than its directory says."""
    data = bytearray(packed(xl__workbook_xml=bytes(70 * 2**20)))
    start = data.index(b"PK\x01\x02")
    data[start + 24 : start + 28] = struct.pack("<I", 100)
    return bytes(data)


def around(sheets: str) -> str:
    return f'<workbook xmlns="{MAIN}">{sheets}</workbook>'


def entities(depth: int) -> str:
    """The billion laughs."""
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth))
    return f'<!DOCTYPE a [<!ENTITY e0 "lol">{lines}]>{around(f"&e{depth - 1};")}'


def noise(count: int, one: Callable[[int], str]) -> str:
    """Many elements, each different, so that they do not look like a bomb."""
    return "".join(one(n * 2654435761 % 2**32) for n in range(count))


def many_cells(book: bytes) -> bytes:
    """A workbook of ours whose first project holds more cells than anyone fills."""
    rows = noise(510_000, lambda n: f'<c r="K{n}"><v>{n}</v></c>')
    return with_first_project(book, rows)


def deep(book: bytes) -> bytes:
    """A workbook of ours whose first project is nested a million deep."""
    return with_first_project(book, noise(1_000_000, lambda n: f"<b{n % 97}>"))


def long_names(book: bytes) -> bytes:
    """A workbook of ours with a hundred thousand defined names."""
    names = noise(100_000, lambda n: f'<definedName name="n{n}">Sheet1!$A$1</definedName>')
    return replaced(book, BOOK, "</definedNames>", f"{names}</definedNames>")


def with_first_project(book: bytes, inside: str) -> bytes:
    return replaced(book, "xl/worksheets/sheet3.xml", "</sheetData>", f"{inside}</sheetData>")


def replaced(book: bytes, part: str, what: str, by: str) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                data = data.decode().replace(what, by, 1).encode()
            made.writestr(name, data)
    return target.getvalue()


UNUSABLE: dict[str, tuple[bytes | Callable[[bytes], bytes], str]] = {
    "empty": (b"", "空的"),
    "zeros": (bytes(9000), "网盘"),
    "text": ("甲,乙\r\n1,2\r\n".encode("gb18030"), "文本文件"),
    "text with a mark": ("\ufeff甲,乙\r\n1,2\r\n".encode(), "文本文件"),
    "random bytes": (bytes(range(1, 256)) * 40, "密文"),
    "unknown bytes": (b"\x01\x02abc" * 400, "不是 Excel"),
    "json": (b'{"schema": "budgetsheet/1"}', "JSON"),
    "html": (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
    "html with a doctype": (b'<!DOCTYPE html>\n<HTML lang="zh">', "网页"),
    "xml table": (b'<?xml version="1.0"?><Workbook '
                  b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML 表格"),
    "pdf": (b"%PDF-1.7\n", "PDF"),
    "rtf": (b"{\\rtf1 x}", "RTF"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "图片"),
    "rar": (b"Rar!\x1a\x07\x00", "RAR"),
    "old excel": (OLE, ".xls"),
    "old word": (OLE + "WordDocument".encode("utf-16-le"), ".doc"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "encrypted part": (lambda _: locked_zip(), "密码"),
    "head of a package": (b"PK\x03\x04" + bytes(50), "不完整"),
    "half a workbook": (lambda book: book[: len(book) // 2], "不完整"),
    "directory overwritten": (lambda book: book[:-900] + bytes(600) + book[-300:], "损坏"),
    "names of the sheets lost": (lambda book: replaced(book, BOOK, "<sheets>", "<sheets"), "损坏"),
    "plain zip": (packed(readme=b"x"), "压缩包"),
    "docx": (packed(**{TYPES: b"x", "word__document_xml": b"x"}), "Word"),
    "pptx": (packed(**{TYPES: b"x", "ppt__presentation_xml": b"x"}), "演示"),
    "ods": (packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml=b"x"),
            ".ods"),
    "xlsb": (packed(**{TYPES: b"x", "xl/workbook.bin": b"x"}), ".xlsb"),
    "no workbook part": (packed(**{TYPES: b"x"}), "缺少"),
    "another workbook": (lambda _: other_workbook(), "不是本工具"),
    "no sheets": (packed(xl__workbook_xml=around("")), "不是本工具"),
    "not xml": (packed(xl__workbook_xml=b"<workbook"), "损坏"),
    "doctype": (packed(xl__workbook_xml=f'<!DOCTYPE a>{around("")}'), "损坏"),
    "external entity": (packed(xl__workbook_xml='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/'
                               f'passwd">]>{around("&b;")}'), "损坏"),
    "xml bomb": (packed(xl__workbook_xml=entities(12)), "损坏"),
    "zip bomb": (lambda _: packed(xl__workbook_xml=bytes(300 * 2**20)), "大得不正常"),
    "zip bomb that lies": (lying, "损坏"),
    "zip bomb of one piece": (lambda _: overlapping(2000), "大得不正常"),
    "many parts": (lambda _: packed(**{f"a{n}": b"" for n in range(21_000)}), "多得不正常"),
    "many cells": (many_cells, "多得不正常"),
    "many sheets of one part": (
        lambda book: replaced(book, BOOK, "</sheets>", "".join(
            f'<sheet name="x{n}" sheetId="{n + 100}" r:id="rId3"/>' for n in range(10_000)
        ) + "</sheets>"), "多得不正常"),
    "deep": (deep, "损坏"),
    "shared texts gone": (lambda book: replaced(book, "xl/sharedStrings.xml", "<si>", "<x>"),
                          "损坏"),
}  # fmt: skip


@pytest.mark.parametrize("kind", UNUSABLE)
def test_an_unusable_file_gets_its_own_sentence(kind: str, book: bytes) -> None:
    made, words = UNUSABLE[kind]
    data = made if isinstance(made, bytes) else made(book)
    with within_cpu(SECONDS), pytest.raises(UnusableError) as caught:
        read_workbook(data)
    assert words in caught.value.message
    assert (caught.value.rule, caught.value.message[-1]) == ("BS001", "。")
    assert "\n" not in caught.value.message


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))


HEAVY = ("xml bomb", "zip bomb", "zip bomb that lies", "zip bomb of one piece", "many parts",
         "many cells", "many sheets of one part", "deep", "random bytes")  # fmt: skip


@pytest.mark.parametrize("kind", HEAVY)
def test_the_command_stays_within_time_and_memory(kind: str, book: bytes, tmp_path: Path) -> None:
    """Exit 2 and one sentence, under hard limits of the operating system."""
    made, words = UNUSABLE[kind]
    path = tmp_path / "坏 的.xlsx"
    path.write_bytes(made if isinstance(made, bytes) else made(book))
    done = subprocess.run([sys.executable, "-m", "budgetsheet", "check", path],
                          capture_output=True, text=True, encoding="utf-8", check=False,
                          preexec_fn=limited, timeout=CEILING)  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("BS001：")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_workbook_with_a_hundred_thousand_names_is_read(book: bytes, sample_path: Path) -> None:
    with within_cpu(SECONDS):
        assert read_workbook(long_names(book)).filing == loads(sample_path.read_bytes())


def test_places_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder, a missing file, the lock file of an open workbook, a forbidden file."""
    (tmp_path / "~$书.xlsx").write_bytes(b"\x05user")
    (tmp_path / "禁.xlsx").write_bytes(b"PK")
    said = {}
    for name in (".", "没有.xlsx", "~$书.xlsx"):
        assert main(["check", str(tmp_path / name)]) == 2
        said[name] = capsys.readouterr().err
    monkeypatch.setattr(Path, "read_bytes", _forbidden)
    assert main(["check", str(tmp_path / "禁.xlsx")]) == 2
    said["禁.xlsx"] = capsys.readouterr().err
    for name, words in ((".", "文件夹"), ("没有.xlsx", "找不到"), ("~$书.xlsx", "临时文件"),
                        ("禁.xlsx", "没有权限")):  # fmt: skip
        assert words in said[name], name
        assert len(said[name].splitlines()) == 1


def _forbidden(self: Path) -> bytes:
    raise PermissionError(13, os.strerror(13))


@pytest.mark.parametrize("command", ["check", "refresh", "map"])
def test_every_command_says_the_same(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"<html></html>")
    assert main([command, str(path)]) == 2
    assert "网页" in capsys.readouterr().err
    assert path.read_bytes() == b"<html></html>"


def test_rescue_of_an_unusable_file_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "表.xlsx", tmp_path / "新.xlsx"
    path.write_bytes(OLE)
    assert main(["rescue", str(path), str(out)]) == 2
    assert ".xls" in capsys.readouterr().err
    assert not out.exists()
