"""Which workbooks LibreOffice is asked about, and what its bridge is told."""

import importlib.util
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from budgetsheet.live import host, libreoffice


@pytest.fixture
def bridge(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the bridge's module, on stand-ins for the modules that LibreOffice's Python has."""
    for name, members in (
        ("uno", ()),
        ("com.sun.star.beans", ("PropertyValue",)),
        ("com.sun.star.connection", ("NoConnectException",)),
        ("com.sun.star.lang", ("DisposedException", "IllegalArgumentException")),
        ("com.sun.star.table", ("BorderLine2",)),
    ):
        module = types.ModuleType(name)
        for member in members:
            setattr(module, member, type(member, (Exception,), {}))
        monkeypatch.setitem(sys.modules, name, module)
    spec = importlib.util.spec_from_file_location("uno_bridge", libreoffice._BRIDGE)
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.mark.parametrize(
    ("excel", "calc"),
    [
        ("SUM(D4:D9)", "=SUM(D4:D9)"),
        ("IF(N('01 甲'!C4)=0,\"a,b!\",'二''s, 表'!$B$2)",
         "=IF(N($'01 甲'.C4)=0;\"a,b!\";$'二''s, 表'.$B$2)"),
        ("SUBSTITUTE(A1,\"\"\"\",\",\")", "=SUBSTITUTE(A1;\"\"\"\";\",\")"),
    ],
)  # fmt: skip
def test_a_formula_speaks_libreoffices_dialect(bridge: Any, excel: str, calc: str) -> None:
    assert bridge.calc_formula(excel) == calc


def test_without_a_lock_file_libreoffice_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "甲.xlsx"
    monkeypatch.setattr(libreoffice, "_soffice", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(libreoffice, "_runs", lambda: True)
    assert not libreoffice.has_open(book)
    assert list(host.hosts(book)) == []
    (tmp_path / ".~lock.甲.xlsx#").write_text("")
    assert libreoffice.has_open(book)
    assert len(list(host.hosts(book))) == 1


def test_a_lock_file_left_behind_starts_no_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".~lock.甲.xlsx#").write_text("")
    monkeypatch.setattr(libreoffice, "_soffice", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(libreoffice, "_runs", lambda: False)
    assert not libreoffice.has_open(tmp_path / "甲.xlsx")


def test_a_libreoffice_that_does_not_answer_has_no_workbook(tmp_path: Path) -> None:
    answers = 'print(\'{"error": "absent", "text": ""}\')'
    script = tmp_path / "bridge.py"
    script.write_text(answers)
    found = libreoffice.LibreOffice(("true",), python=sys.executable)
    libreoffice_bridge, libreoffice._BRIDGE = libreoffice._BRIDGE, script
    try:
        assert found.find(tmp_path / "甲.xlsx") is None
    finally:
        libreoffice._BRIDGE = libreoffice_bridge


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (r"C:\预算\甲.xlsx", "c:/预算/甲.XLSX", True),
        ("https://d.docs.live.net/1/甲.xlsx", r"https:\d.docs.live.net\1\甲.xlsx", True),
        (r"C:\预算\甲.xlsx", r"C:\预算\乙.xlsx", False),
    ],
)
def test_paths_that_mean_the_same_file(one: str, other: str, same: bool) -> None:
    assert host.same_file(one, other) is same
