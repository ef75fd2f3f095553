"""Whole workbooks changed: rows and columns, sheets and names, parts put in or taken out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from support.damage import WORKBOOK, rewritten

SHEET = "xl/worksheets/sheet{}.xml"
FIRST_SHEET = "01 编外人员工资及社会保险"


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return every part of a package by its name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def package_of(parts: dict[str, bytes]) -> bytes:
    """Return a package of parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return target.getvalue()


def with_parts(data: bytes, **added: tuple[str, str]) -> bytes:
    """Return the package with parts added: (name, text) each."""
    parts = parts_of(data)
    return package_of({**parts, **{name: text.encode() for name, text in added.values()}})


def everywhere(data: bytes, edit: Callable[[str, str], str], only: str = ".xml") -> bytes:
    """Return the package with every part of a kind edited; the edit is given name and text."""
    return package_of(
        {
            name: edit(name, part.decode()).encode() if only in name else part
            for name, part in parts_of(data).items()
        }
    )


# ---- rows and columns put in or taken out, as a spreadsheet program does it

Shift = Callable[[int], int | None]
CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")


def shift(at: int, by: int) -> Shift:
    """Return where an index counted from one goes; None where it is taken out."""

    def to(index: int) -> int | None:
        if index < at:
            return index
        return index + by if by > 0 or index >= at - by else None

    return to


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _area_moved(text: str, rows: Shift, columns: Shift) -> str:
    """Return a range after the move, `#REF!` when all of it is gone."""
    found = [(_column(m[2]), int(m[4])) for m in CELL.finditer(text)]
    (left, top), (right, bottom) = found[0], found[-1]
    kept_rows = [r for r in map(rows, range(top, bottom + 1)) if r]
    kept_columns = [c for c in map(columns, range(left, right + 1)) if c]
    if not kept_rows or not kept_columns:
        return "#REF!"
    first = f"{_letters(min(kept_columns))}|{min(kept_rows)}"
    last = f"{_letters(max(kept_columns))}|{max(kept_rows)}"
    mark = "$" if "$" in text else ""
    ends = [mark + end.replace("|", mark) for end in dict.fromkeys((first, last))]
    return ":".join(ends)


def _same(index: int) -> int | None:
    return index


def moved(data: bytes, sheet: int, name: str, rows: Shift = _same, columns: Shift = _same) -> bytes:
    """Return the workbook after rows or columns of one sheet moved; its names follow."""

    def on_sheet(xml: str) -> str:
        def one(match: re.Match[str]) -> str:
            row, column = rows(int(match[3])), columns(_column(match[2]))
            return f'<c r="{_letters(column)}{row}"{match[4]}' if row and column else ""

        def line(match: re.Match[str]) -> str:
            row = rows(int(match[2]))
            cells = re.sub(
                r'(<c r=")([A-Z]+)(\d+)"((?:[^>]*/>)|(?:[^>]*>.*?</c>))', one, match[4], flags=re.S
            )
            return f'<row r="{row}"{match[3]}>{cells}</row>' if row else ""

        def merge(match: re.Match[str]) -> str:
            area = _area_moved(match[1], rows, columns)
            return "" if "#" in area else f'<mergeCell ref="{area}"/>'

        xml = re.sub(r'(<row r=")(\d+)"([^>]*?)>(.*?)</row>', line, xml, flags=re.S)
        return re.sub(r'<mergeCell ref="([^"]+)"/>', merge, xml)

    def on_names(xml: str) -> str:
        pattern = rf"(<definedName name=\"bs[^>]*>'{re.escape(name)}'!)([^<]*)(</definedName>)"
        return re.sub(
            pattern, lambda m: m[1] + _area_moved(m[2], rows, columns) + m[3], xml
        ).replace(f"'{name}'!#REF!", "#REF!")

    return rewritten(data, {SHEET.format(sheet): on_sheet, WORKBOOK: on_names})


# ---- sheets and names

RELS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"


def without_sheet(data: bytes, name: str) -> bytes:
    """Return the workbook after a sheet was deleted: names to it point nowhere."""

    def edit(xml: str) -> str:
        at = [m[1] for m in re.finditer(r'<sheet name="([^"]*)"', xml)].index(name)
        xml = re.sub(rf'<sheet name="{re.escape(name)}"[^>]*/>', "", xml)
        xml = re.sub(rf"<definedName [^>]*localSheetId=\"{at}\"[^>]*>[^<]*</definedName>", "", xml)
        return re.sub(rf"(>)'?{re.escape(name)}'?![^<]*(</definedName>)", r"\1#REF!\2", xml)

    return rewritten(data, {WORKBOOK: edit})


def with_sheet(
    data: bytes, name: str, xml: str, local_names: dict[str, str] | None = None
) -> bytes:
    """Return the workbook with one more sheet at the end, and names of its own."""
    parts = parts_of(data)
    book = parts[WORKBOOK].decode()
    count = book.count("<sheet ")
    number = 1 + max(int(n) for n in re.findall(r"sheet(\d+)\.xml", " ".join(parts)))
    parts[SHEET.format(number)] = xml.encode()
    entry = f'<sheet name="{name}" sheetId="{900 + number}" r:id="rIdX{number}"/>'
    names = "".join(
        f'<definedName name="{key}" localSheetId="{count}">\'{name}\'!{place}</definedName>'
        for key, place in (local_names or {}).items()
    )
    book = book.replace("</sheets>", f"{entry}</sheets>").replace(
        "</definedNames>", f"{names}</definedNames>"
    )
    parts[WORKBOOK] = book.encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relation = (
        f'<Relationship Id="rIdX{number}" Type="{kind}" Target="worksheets/sheet{number}.xml"/>'
    )
    rels = parts[RELS].decode().replace("</Relationships>", f"{relation}</Relationships>")
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    override = f'<Override PartName="/{SHEET.format(number)}" ContentType="{content}"/>'
    types = parts[TYPES].decode().replace("</Types>", f"{override}</Types>")
    return package_of({**parts, RELS: rels.encode(), TYPES: types.encode()})


def anchors_of(data: bytes, prefix: str) -> dict[str, str]:
    """Return the places of the names that begin with a prefix, without their sheet."""
    book = parts_of(data)[WORKBOOK].decode()
    pattern = rf'<definedName name="({re.escape(prefix)}[^"]*)">[^!]*!([^<]*)</definedName>'
    return dict(re.findall(pattern, book))


def sheet_of(*rows: tuple[str, ...]) -> str:
    """Return a plain sheet that holds rows of inline texts."""
    lines = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{_letters(c)}{r}" t="inlineStr"><is><t>{text}</t></is></c>'
            for c, text in enumerate(row, start=1)
            if text
        )
        + "</row>"
        for r, row in enumerate(rows, start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{lines}</sheetData></worksheet>"
    )


def with_relation(data: bytes, part: str, kind: str, target: str, added: dict[str, str]) -> bytes:
    """Return the package with a part related to another, and the parts it needs."""
    parts = parts_of(data)
    folder, _, leaf = part.rpartition("/")
    rels = f"{folder}/_rels/{leaf}.rels"
    base = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    before = parts.get(rels, f"{base}</Relationships>".encode()).decode()
    relation = f'<Relationship Id="rIdZ" Type="http://x/relationships/{kind}" Target="{target}"/>'
    parts[rels] = before.replace("</Relationships>", f"{relation}</Relationships>").encode()
    return package_of({**parts, **{name: text.encode() for name, text in added.items()}})
