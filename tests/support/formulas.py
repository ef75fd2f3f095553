"""Every formula of a workbook, read from its parts without any of the program's own code."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Formula(NamedTuple):
    """One formula: where it stands, what for (cell, shared, cf, dv, name, chart), its text."""

    sheet: str
    at: str
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind} {self.sheet}!{self.at}: {self.text[:120]}"


class CellFormula(NamedTuple):
    """A cell with a formula: its type, its stored value (None without), its formula."""

    kind: str
    value: str | None
    text: str


class Parts:
    """A workbook's parts: its sheets, its names, its formulas."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        book = self._xml("xl/workbook.xml")
        rels = {r.get("Id"): r.get("Target", "") for r in self._xml("xl/_rels/workbook.xml.rels")}
        self.sheets = {
            sheet.get("name", ""): self._xml(str(PurePosixPath("xl") / rels[sheet.get(_REL)]))
            for sheet in book.iter(f"{MAIN}sheet")
        }
        self.names = [
            (name.get("name", ""), name.get("localSheetId"), name.text or "")
            for name in book.iter(f"{MAIN}definedName")
        ]
        self.charts = [self._xml(n) for n in self._zip.namelist() if n.startswith("xl/charts/")]

    def _xml(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(self._zip.read(part))

    def formulas(self) -> Iterator[Formula]:
        """Give every formula, the masters of shared ones as `shared`."""
        for name, sheet in self.sheets.items():
            yield from _of_cells(name, sheet)
            for block in sheet.iter(f"{MAIN}conditionalFormatting"):
                for each in block.iter(f"{MAIN}formula"):
                    yield Formula(name, block.get("sqref", ""), "cf", each.text or "")
            for rule in self.validations(name):
                for tag in ("formula1", "formula2"):
                    text = rule.findtext(f"{MAIN}{tag}")
                    if text is not None:
                        yield Formula(name, rule.get("sqref", ""), "dv", text)
        for name, _, text in self.names:
            yield Formula("", name, "name", text)
        for chart in self.charts:
            for each in chart.iter(f"{CHART}f"):
                yield Formula("", "", "chart", each.text or "")

    def validations(self, sheet: str) -> Iterator[ElementTree.Element]:
        """Give the data validations of a sheet."""
        return self.sheets[sheet].iter(f"{MAIN}dataValidation")

    def cells(self, sheet: str) -> dict[str, CellFormula]:
        """Return the formula cells of a sheet, those that share a formula without its text."""
        return {
            cell.get("r", ""): CellFormula(
                cell.get("t", "n"), cell.findtext(f"{MAIN}v"), cell.findtext(f"{MAIN}f") or ""
            )
            for cell in self.sheets[sheet].iter(f"{MAIN}c")
            if cell.find(f"{MAIN}f") is not None
        }


def _of_cells(name: str, sheet: ElementTree.Element) -> Iterator[Formula]:
    for cell in sheet.iter(f"{MAIN}c"):
        formula = cell.find(f"{MAIN}f")
        if formula is not None and formula.text:
            kind = "shared" if formula.get("t") == "shared" else "cell"
            yield Formula(name, cell.get("r", ""), kind, formula.text)


_RESULT = re.compile(rb"(</f>|<f[^>]*/>)<v>[^<]*</v>|(</f>|<f[^>]*/>)<v\s*/>")
_TYPE = re.compile(rb'(<c [^>]*?) t="(?:str|b|e)"([^>]*><f)')


def without_results(data: bytes) -> bytes:
    """Return the workbook without the stored results of its formulas."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                part = _TYPE.sub(rb"\1\2", _RESULT.sub(lambda m: m[1] or m[2], part))
            new.writestr(item, part)
    return made.getvalue()
