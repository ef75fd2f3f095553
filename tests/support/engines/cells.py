"""A workbook's cells as they lie in the file, and the workbook without what engines could repeat.

Formulas lose their cached values, so that what an engine shows it has calculated; sheets lose
their locks, for engines type through interfaces that keep to them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BOOK, BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedStrings.xml"

Value = str | float | bool | None


class Cell(NamedTuple):
    """What a cell holds. A cell whose formula is shared holds the number of the share."""

    formula: str = ""
    share: str = ""
    value: Value = None


Sheets = dict[str, dict[str, Cell]]


class Opened(NamedTuple):
    """A workbook taken apart."""

    frame: tuple[tuple[str, str], ...]
    """The sheets, and the defined names that formulas use with what they stand for."""
    sheets: Sheets
    stripped: bytes


def opened(data: bytes) -> Opened:
    """Take a workbook apart."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    strings, sheets = _strings(parts), {}
    for name, part in _sheet_parts(parts):
        root = etree.fromstring(parts[part])
        sheets[name] = _cells(root, strings)
        _strip(root)
        parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return Opened(_frame(parts[BOOK], sheets), sheets, _packed(parts))


def _frame(book: bytes, sheets: Sheets) -> tuple[tuple[str, str], ...]:
    used = "\n".join({cell.formula for cells in sheets.values() for cell in cells.values()})
    names = (
        (name.get("name"), name.text) for name in etree.fromstring(book).iter(f"{MAIN}definedName")
    )
    return (*((name, "") for name in sheets), *(pair for pair in names if pair[0] in used))


def _sheet_parts(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    targets = {r.get("Id"): r.get("Target") for r in etree.fromstring(parts[BOOK_RELATIONS])}
    for sheet in etree.fromstring(parts[BOOK]).iter(f"{MAIN}sheet"):
        target = targets[sheet.get(RELATION)].lstrip("/")
        yield sheet.get("name"), target if target.startswith("xl/") else f"xl/{target}"


def _strings(parts: dict[str, bytes]) -> list[str]:
    if STRINGS not in parts:
        return []
    items = etree.fromstring(parts[STRINGS])
    return ["".join(_unescaped(t.text or "") for t in item.iter(f"{MAIN}t")) for item in items]


def _unescaped(text: str) -> str:
    """`_x000A_` is a sign that XML cannot hold, or keeps badly."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def _cells(root: etree._Element, strings: list[str]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for c in root.iter(f"{MAIN}c"):
        ref, formula = c.get("r"), c.find(f"{MAIN}f")
        if formula is not None:
            share = f"{formula.get('si')} {formula.get('ref')}" if formula.get("si") else ""
            cells[ref] = Cell(formula.text or "", share)
        elif (value := _value(c, strings)) is not None:
            cells[ref] = Cell(value=value)
    return cells


def _value(c: etree._Element, strings: list[str]) -> Value:
    found, kind = c.find(f"{MAIN}v"), c.get("t", "n")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in c.iter(f"{MAIN}t"))
    if found is None or found.text is None:
        return None
    if kind == "s":
        return strings[int(found.text)]
    if kind == "b":
        return found.text == "1"
    return float(found.text) if kind == "n" else _unescaped(found.text)


def _strip(root: etree._Element) -> None:
    for c in root.iter(f"{MAIN}c"):
        value = c.find(f"{MAIN}v")
        if c.find(f"{MAIN}f") is not None:
            c.attrib.pop("t", None)
            if value is not None:
                c.remove(value)
    for lock in root.findall(f"{MAIN}sheetProtection"):
        root.remove(lock)


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


class Typed(NamedTuple):
    """A cell to be filled anew: with a formula, a number or text, or with nothing."""

    sheet: str
    ref: str
    formula: str
    value: Value


def typed_to(before: Opened, after: Opened) -> list[Typed] | None:
    """What must be typed to make one workbook of another; None when typing does not do it."""
    if before.frame != after.frame:
        return None
    found = [
        Typed(sheet, ref, cell.formula, cell.value)
        for sheet, cells in after.sheets.items()
        for ref, cell in _differing(before.sheets[sheet], cells)
    ]
    return None if any(_shared(one, before, after) for one in found) else found


def _differing(before: dict[str, Cell], after: dict[str, Cell]) -> Iterator[tuple[str, Cell]]:
    for ref in before.keys() | after.keys():
        cell = after.get(ref, Cell())
        if before.get(ref, Cell()) != cell:
            yield ref, cell


def _shared(typed: Typed, *books: Opened) -> bool:
    return any(book.sheets[typed.sheet].get(typed.ref, Cell()).share for book in books)
