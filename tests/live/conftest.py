"""The open workbook in a real LibreOffice, reached as a second start reaches it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest
from support.office import Document, Office

from budgetsheet import services
from budgetsheet.live import host
from budgetsheet.live.libreoffice import LibreOffice
from budgetsheet.model import Filing, replace


@pytest.fixture(scope="session")
def sample(sample: Filing) -> Filing:
    """Give two projects of the sample: a program opens and saves them in half the time."""
    return replace(sample, projects=sample.projects[:2])


@pytest.fixture
def book(sample: Filing, tmp_path: Path) -> Path:
    return services.new(tmp_path / "预算 2027" / "县图书馆.xlsx", sample)


@pytest.fixture
def opened(book: Path, office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Document]:
    """The workbook, open in LibreOffice and found there."""
    command = office.command
    found = LibreOffice(command, pipe=f"budgetsheet-{crc32(command[1].encode())}")
    monkeypatch.setattr(host, "hosts", lambda _: [found])
    with office.open(book) as document:
        yield document
