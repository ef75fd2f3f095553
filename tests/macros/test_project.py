"""The add-in's VBA project as [MS-OVBA] asks of a writer: Excel compiles it from its source."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import addin
import olefile
import pytest
from macros.conftest import olevba
from pyopenvba import ExcelFile
from vba_project import without_cache

MODULES = ["ThisWorkbook", "Sheet1", addin.MODULE.stem]
NAME, OFFSET, PROJECT_COOKIE, MODULE_COOKIE = 0x0019, 0x0031, 0x0013, 0x002C
VERSION, TERMINATOR = 0x0009, 0x0010


@pytest.fixture(scope="module")
def project(built: Path) -> olefile.OleFileIO:
    with zipfile.ZipFile(built) as package:
        return olefile.OleFileIO(io.BytesIO(package.read(addin.PROJECT)))


@pytest.fixture(scope="module")
def records(project: olefile.OleFileIO) -> list[tuple[int, bytes]]:
    """What the stream `dir` tells, record by record (2.3.4.2)."""
    told, place, found = _plain(project, "dir"), 0, []
    while (kind := struct.unpack_from("<H", told, place)[0]) != TERMINATOR:
        size = 6 if kind == VERSION else struct.unpack_from("<I", told, place + 2)[0]
        found.append((kind, told[place + 6 : place + 6 + size]))
        place += 6 + size
    return found


def _plain(project: olefile.OleFileIO, name: str) -> bytes:
    with project.openstream(["VBA", name]) as stream:
        return bytes(olevba().decompress_stream(bytearray(stream.read())))


def test_no_version_is_named_and_no_cache_is_kept(project: olefile.OleFileIO) -> None:
    with project.openstream("VBA/_VBA_PROJECT") as stream:
        assert stream.read() == bytes.fromhex("CC61 FFFF 00 0100")
    kept = {path[-1] for path in project.listdir() if path[0] == "VBA"}
    assert kept == {*MODULES, "dir", "_VBA_PROJECT"}


def test_every_module_is_its_source_from_the_first_byte(
    project: olefile.OleFileIO, records: list[tuple[int, bytes]]
) -> None:
    assert [data.decode() for kind, data in records if kind == NAME] == MODULES
    assert [data for kind, data in records if kind == OFFSET] == [bytes(4)] * len(MODULES)
    for name in MODULES:
        assert _plain(project, name).startswith(f'Attribute VB_Name = "{name}"\r\n'.encode())


def test_the_sheet_and_the_workbook_keep_what_binds_them(project: olefile.OleFileIO) -> None:
    for name, kind in (("ThisWorkbook", "00020819"), ("Sheet1", "00020820")):
        base = f'Attribute VB_Base = "0{{{kind}-0000-0000-C000-000000000046}}"\r\n'
        assert base.encode() in _plain(project, name)


def test_every_cookie_is_as_a_writer_gives_it(records: list[tuple[int, bytes]]) -> None:
    cookies = [(kind, data) for kind, data in records if kind in (PROJECT_COOKIE, MODULE_COOKIE)]
    assert cookies == [(PROJECT_COOKIE, b"\xff\xff"), *[(MODULE_COOKIE, b"\xff\xff")] * 3]


def test_pyopenvba_reads_every_module_back(built: Path) -> None:
    with ExcelFile(built) as book:
        assert [module.name for module in book.vba_project().modules] == MODULES
        source = book.get_module(addin.MODULE.stem)
    assert addin.MODULE.read_bytes().decode("ascii").endswith(source)


def test_a_project_that_is_clean_already_stays_what_it_is(built: Path) -> None:
    with zipfile.ZipFile(built) as package:
        clean = package.read(addin.PROJECT)
    assert without_cache(clean) == clean
