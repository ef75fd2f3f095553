"""What is said: short, grouped, without commands to the terminal; and pasted paths are found."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from random import Random

import pytest
from support import damage

from budgetsheet import services
from budgetsheet.ciphertext import SEALED, sealed
from budgetsheet.cli import main
from budgetsheet.errors import UnusableError
from budgetsheet.findings import Finding, Severity
from budgetsheet.importers.sources import kind_of
from budgetsheet.interchange import loads
from budgetsheet.pasted_path import path_of
from budgetsheet.printing import _groups, _sentence
from budgetsheet.terminal import SafeStream, escaped, safe
from budgetsheet.workbook import kinds

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture(scope="module")
def book(sample_path: Path) -> bytes:
    return services.fresh_workbook(loads(sample_path.read_bytes()))


@pytest.mark.parametrize("addresses", [("A3",), ("B3",), ("C4",), ("D17", "F17")])
def test_a_message_shows_sixty_characters_of_a_cell(
    book: bytes, addresses: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "书.xlsx"
    edit = damage.chain(*(damage.text(address, "长" * 5000) for address in addresses))
    path.write_bytes(damage.edited(book, project=edit))
    main(["check", str(path)])
    assert "长" * 61 not in capsys.readouterr().out
    main(["check", str(path), "--json"])
    told = json.loads(capsys.readouterr().out)["findings"]
    assert told
    assert not any("长" * 61 in each["message"] + each["fix"] for each in told)


ODD = ("\x1b[2J", "\x07", "\x9b31m", "\u202e", "\u2066", "\x7f", "\x08", "\r", "\u200f")


@pytest.mark.parametrize("sign", ODD)
def test_no_command_reaches_the_terminal(sign: str) -> None:
    target = io.StringIO()
    print(f"甲{sign}乙\t丙", file=SafeStream(target))
    assert target.getvalue() == f"甲{safe(sign)}乙\t丙\n"
    assert not set(target.getvalue()) & set(ODD)
    assert sign[0] not in escaped(json.dumps(f"甲{sign}", ensure_ascii=False))
    assert json.loads(escaped(json.dumps(f"甲{sign}", ensure_ascii=False))) == f"甲{sign}"


def test_no_name_of_a_file_commands_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path / "书\x1b[2J\u202e.xlsx")]) == 2
    assert not set(capsys.readouterr().err) & set("\x1b\u202e")


def finding(number: int, sheet: str, rule: str = "BS101") -> Finding:
    place = (f"p.{number}", sheet, f"C{number}", "用途")
    return Finding(rule, Severity.ERROR, *place, "", "", "空着。", "请填写。")


def test_few_findings_are_told_one_by_one() -> None:
    few = tuple(finding(n, "01") for n in range(60))
    assert [len(group) for group in _groups(few)] == [1] * 60


def test_two_thousand_findings_are_grouped_by_rule_and_sheet() -> None:
    many = tuple(finding(n, f"{n % 4}", rule) for n in range(500) for rule in ("BS101", "BS404"))
    groups = list(_groups(many))
    assert [len(group) for group in groups] == [125] * 8
    said = _sentence(groups[0])
    assert "共 125 处" in said
    assert "C4、C8" in said
    assert len(said) < 300


def test_findings_on_hundreds_of_sheets_are_grouped_by_rule() -> None:
    many = tuple(finding(n, f"表{n}", rule) for n in range(400) for rule in ("BS101", "BS404"))
    assert [len(group) for group in _groups(many)] == [400, 400]
    assert "表1!C1、表2!C2" in _sentence(next(iter(_groups(many))))


MARKED = (
    "\u202a{}",
    "\u202a{}\u202c",
    '"{}"',
    " {} ",
    "“{}”",
    '\u202a"{}" ',
    "'{}'",
    "\ufeff{}\u200e",
)


@pytest.mark.parametrize("marked", MARKED)
@pytest.mark.parametrize("name", ["书.xlsx", "书 一（2027）.xlsx", "a%20b#1.xlsx"])
def test_a_pasted_path_is_found(marked: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    assert path_of(marked.format(path)) == path


@pytest.mark.parametrize("name", ["书.xlsx", "书 一.xlsx", "a%20b#1?.xlsx"])
def test_an_address_of_a_file_is_found(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    assert path_of(path.as_uri()) == path
    assert path_of(f'"{path.as_uri()}"') == path


@pytest.mark.parametrize("name", ["'书'.xlsx", " 书.xlsx", "“书”"])
def test_a_path_that_is_there_stays_as_it_is(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    assert path_of(str(path)) == path


@pytest.mark.parametrize("text", ["", "a\0b", '"', "\u202a", "file://[", "长" * 5000])
def test_any_text_is_a_path(text: str) -> None:
    assert isinstance(path_of(text), Path)


# ---- what a file is


SCRAMBLED = bytes((i * 197 + (i >> 8) * 91 + 13) % 256 for i in range(8192))


@pytest.mark.parametrize(
    "data",
    [
        SCRAMBLED,
        b"%TSD-Header-###%" + bytes(4000),
        b"b\x14#e\x03\0\0\0E-SafeNet\0\0\0LOCK\0" + SCRAMBLED,
    ],
)
def test_ciphertext_has_its_own_sentence(data: bytes) -> None:
    assert "密文" in str(kinds.not_a_package(data))
    for suffix in (".xlsx", ".docx", ".pdf"):
        with pytest.raises(UnusableError, match="密文"):
            kind_of(data, suffix)


@pytest.mark.parametrize("head", [b"", b"\x13\x88", b"mark of another maker", bytes(range(1, 200))])
@pytest.mark.parametrize("padded", [0, 512, 4096])
def test_ciphertext_behind_any_mark_is_told(head: bytes, padded: int) -> None:
    content = Random(len(head) + padded).randbytes(12_000)
    data = b"\xee" + head + bytes(padded) + content
    assert kinds.not_a_package(data) == SEALED


DAMAGES = {
    "without its first bytes": lambda data: data[4:],
    "a head of zeros": lambda data: bytes(16) + data[16:],
    "one byte before it": lambda data: b"x" + data,
    "another head": lambda data: b"\x13\x88\x07\x99" * 8 + data[32:],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_workbook_with_a_damaged_head_is_no_ciphertext(damage: str, book: bytes) -> None:
    assert kinds.not_a_package(DAMAGES[damage](book)) == kinds.DAMAGED


@pytest.mark.parametrize(
    "head",
    [b"GIF89a", b"BM", b"II*\0", b"RIFF\0\0\0\0WEBP", b"MZ", b"\xfd7zXZ\0", b"BZh9", b"\x1f\x8b",
     b"\0\0\0\x18ftypmp42", b"ID3", b"PK\x03\x04", b"%PDF-1.4"],
)  # fmt: skip
def test_a_film_or_an_archive_is_no_ciphertext(head: bytes) -> None:
    assert not sealed(head + Random(1).randbytes(9000))


def test_what_people_write_is_no_ciphertext(sample_path: Path) -> None:
    text = sample_path.read_text("utf-8")
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert not sealed(text.encode(encoding))


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


@pytest.mark.parametrize(
    ("suffix", "data", "words"),
    [
        (".xls", stream("Workbook"), r"（\.xls）.*\.xlsx"),
        (".doc", stream("WordDocument"), r"（\.doc）.*\.docx"),
        (".doc", stream("Workbook"), r"（\.xls）.*\.xlsx"),
        (".xls", stream("WordDocument"), r"（\.doc）.*\.docx"),
        (".xls", stream("Book\0"), r"（\.xls）.*\.xlsx"),
        (".et", stream("Workbook"), r"（\.et）.*\.xlsx"),
        (".wps", stream("WordDocument"), r"（\.wps）.*\.docx"),
        (".xls", OLE, r"（\.xls）.*\.xlsx"),
        (".doc", stream("PowerPoint Document"), "演示文稿"),
        (".xls", b'<?xml version="1.0"?><Workbook '
                 b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', r"XML 表格.*\.xlsx"),
    ],
)  # fmt: skip
def test_each_old_kind_has_its_own_sentence(suffix: str, data: bytes, words: str) -> None:
    with pytest.raises(UnusableError, match=words):
        kind_of(data, suffix)


def test_no_sentence_reads_as_important() -> None:
    assert "重要" not in kinds.REMADE


@pytest.mark.parametrize(
    "option", [["--projects", "9" * 5000], ["--year", "二" * 900], ["--scheme", "x" * 3000]]
)
def test_what_was_typed_is_shown_short(
    option: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.suppress(SystemExit):
        main(["new", str(tmp_path / "a.xlsx"), *option])
    last = capsys.readouterr().err.splitlines()[-1]
    assert option[1][:61] not in last
    assert option[1][:20] in last


def test_no_name_of_a_sheet_fills_a_message(book: bytes, tmp_path: Path) -> None:
    """Excel allows 31 characters; a damaged file may hold any number."""
    path, long = tmp_path / "长.xlsx", "长" * 9000
    named = f'<sheet name="{long}" sheetId="99" r:id="rId3"/></sheets>'
    path.write_bytes(
        damage.rewritten(book, {"xl/workbook.xml": lambda xml: xml.replace("</sheets>", named)})
    )
    found = services.check(path).findings
    assert any("长" * 30 in each.message for each in found)
    assert max(len(each.message) for each in found) < 600
