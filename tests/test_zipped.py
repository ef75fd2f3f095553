"""Zips as other programs make them: names in the code page, folders, doubles, ways out."""

from __future__ import annotations

import io
import struct
import unicodedata
import warnings
import zipfile
from pathlib import Path
from zlib import crc32

import pytest

from budgetsheet import packages
from budgetsheet.cli import main
from budgetsheet.errors import UnusableError

FILES = {"2027年云溪县图书馆预算绩效目标.docx": b"docx", "数据，第〇一页.json": b"{}"}


class Named(zipfile.ZipInfo):
    """A member whose name is written as these very bytes."""

    raw = b""
    flags = 0

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.raw, self.flag_bits | self.flags


def packed(
    target: Path, members: list[tuple[str, bytes]], encoding: str = "gbk", flags: int = 0,
    unicode_path: bool = False,
) -> Path:  # fmt: skip
    """Lay out a zip whose names are in an encoding that it does not tell."""
    with zipfile.ZipFile(target, "w") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name are meant
        for name, data in members:
            info = Named("x")
            info.raw, info.flags = name.encode(encoding, "replace"), flags
            info.filename = info.raw.decode("utf-8" if flags else "cp437")
            if unicode_path:
                field = struct.pack("<BI", 1, crc32(info.raw)) + name.encode()
                info.extra = struct.pack("<HH", 0x7075, len(field)) + field
            package.writestr(info, data)
    return target


def whole(folder: str = "") -> list[tuple[str, bytes]]:
    members = {**FILES, packages.MANIFEST: packages.manifest_of(FILES)}
    return [(folder + name, data) for name, data in members.items()]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
@pytest.mark.parametrize("folder", ["", "2027年云溪县/", "送审 & 稿\\"])
def test_names_in_any_usual_code_are_read(tmp_path: Path, encoding: str, folder: str) -> None:
    package = packed(tmp_path / "包.zip", whole(folder), encoding)
    verdict = packages.verify(package)
    assert verdict.whole
    assert verdict.listed == len(FILES)


def test_a_name_whose_code_holds_a_backslash_is_read(tmp_path: Path) -> None:
    files = {"誠信報告.docx": b"1"}
    assert b"\\" in "誠".encode("gbk")
    members = [*files.items(), (packages.MANIFEST, packages.manifest_of(files))]
    assert packages.verify(packed(tmp_path / "包.zip", members)).whole


def test_the_extra_field_tells_the_name(tmp_path: Path) -> None:
    package = packed(tmp_path / "包.zip", whole(), "ascii", unicode_path=True)
    assert packages.verify(package).whole


@pytest.mark.parametrize("flags", [0, 0x800])
def test_a_change_is_found_under_its_name(tmp_path: Path, flags: int) -> None:
    members = whole()
    members[0] = (members[0][0], b"changed")
    encoding = "utf-8" if flags else "gbk"
    verdict = packages.verify(packed(tmp_path / "包.zip", members, encoding, flags))
    assert verdict.changed == (next(iter(FILES)),)
    assert not verdict.missing
    assert not verdict.added


@pytest.mark.parametrize("place", [0, 1, 3])
def test_two_entries_of_one_name_are_refused(tmp_path: Path, place: int) -> None:
    members = whole()
    members.insert(place, (members[0][0], b"another"))
    with pytest.raises(UnusableError, match="分不清哪个是导出的"):
        packages.verify(packed(tmp_path / "包.zip", members))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A.docx", "a.DOCX"), ("甲.docx", "甲.docx."), ("甲.docx", "./甲.docx"),
        ("夹/甲.docx", "夹\\甲.docx"), ("甲.docx", "甲.docx "),
        (unicodedata.normalize("NFC", "é.docx"), unicodedata.normalize("NFD", "é.docx")),
        (packages.MANIFEST, packages.MANIFEST),
    ],
)  # fmt: skip
def test_names_that_one_system_cannot_tell_apart_are_refused(
    tmp_path: Path, one: str, other: str
) -> None:
    members = [*whole(), (one, b"1"), (other, b"2")]
    with pytest.raises(UnusableError, match="互相覆盖"):
        packages.verify(packed(tmp_path / "包.zip", members, "utf-8", 0x800))


@pytest.mark.parametrize(
    "name",
    ["/etc/甲.docx", "\\甲.docx", "../甲.docx", "夹/../../甲.docx", "..\\甲.docx", "C:\\甲.docx",
     "c:甲.docx", "\\\\机器\\夹\\甲.docx", "甲.docx:流", ".."],
)  # fmt: skip
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    package = packed(tmp_path / "包.zip", [*whole(), (name, b"")], "utf-8", 0x800)
    with pytest.raises(UnusableError, match="指向包外面"):
        packages.verify(package)


def test_what_a_system_adds_is_no_addition(tmp_path: Path) -> None:
    members = [*whole("夹/"), ("__MACOSX/._甲.docx", b"x"), ("夹/.DS_Store", b"x")]
    assert packages.verify(packed(tmp_path / "包.zip", members)).whole
    verdict = packages.verify(packed(tmp_path / "多.zip", [*whole("夹/"), ("外.docx", b"x")]))
    assert verdict.added == ("外.docx",)


@pytest.mark.parametrize("name", ["__MACOSX/坏.exe", "__MACOSX/里/坏.exe", "坏/"])
def test_what_only_looks_as_if_a_system_added_it_is_an_addition(tmp_path: Path, name: str) -> None:
    members = [*whole(), (name, b"x")]
    assert packages.verify(packed(tmp_path / "包.zip", members)).added == (name,)


def test_a_password_is_told(tmp_path: Path) -> None:
    package = packed(tmp_path / "包.zip", whole())
    data = bytearray(package.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    package.write_bytes(data)
    with pytest.raises(UnusableError, match="加了密码"):
        packages.verify(package)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_stream_is_a_sentence(
    tmp_path: Path, method: int, capsys: pytest.CaptureFixture[str]
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, data in whole():
            package.writestr(name, data * 500)
    good = buffer.getvalue()
    for at in range(60, 160, 7):
        damaged = bytearray(good)
        damaged[at] ^= 0xFF
        (tmp_path / "坏.zip").write_bytes(damaged)
        code = main(["verify", str(tmp_path / "坏.zip")])
        assert code in (1, 2), at
        assert "Traceback" not in capsys.readouterr().err
