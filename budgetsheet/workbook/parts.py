"""What the workbook's own parts say: relations, sheets, names, texts, formats, notes."""

import posixpath
import re
from typing import NamedTuple

from budgetsheet.errors import UnusableError
from budgetsheet.form.grid import Area
from budgetsheet.workbook.archive import Archive
from budgetsheet.workbook.format_codes import GENERAL, format_code
from budgetsheet.workbook.kinds import TOO_MANY
from budgetsheet.workbook.markup import Attributes, parse
from budgetsheet.workbook.sheet_part import parse_area, unescape

_RELATION_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)


_MOST_SHEETS = 3000
"""More than the projects of any unit; each costs a look at its cells."""
_LONGEST_CODE = 255
"""Source: what Excel takes as a number format."""


class Style(NamedTuple):
    """What reading needs of a cell's format: code, first day, whether its sheet's lock keeps it."""

    code: str = GENERAL
    from_1904: bool = False
    locked: bool = False


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    state: str
    part: str


class DefinedName(NamedTuple):
    """A name of the workbook; `sheet` is the number of the sheet it is local to, or None."""

    name: str
    reference: str
    sheet: int | None = None


class WorkbookPart(NamedTuple):
    """What workbook.xml says: sheets in order, defined names, locked structure, first day."""

    sheets: tuple[SheetEntry, ...]
    names: tuple[DefinedName, ...]
    protected: bool
    from_1904: bool = False


def relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Type and target part of each relationship of a part, external ones left out."""
    folder, _, leaf = part.rpartition("/")
    name = posixpath.join(folder, "_rels", f"{leaf}.rels")
    found: dict[str, tuple[str, str]] = {}
    if name not in archive:
        return found

    def relation(attributes: Attributes) -> None:
        if attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, posixpath.normpath(path))

    parse(archive.read(name), name, {"Relationship": relation}, {})
    return found


def read_workbook_part(archive: Archive) -> tuple[str, WorkbookPart]:
    """The workbook's main part: its name, and what it says."""
    main = next((p for kind, p in relations(archive, "").values() if kind == "officeDocument"), "")
    main = main or "xl/workbook.xml"
    targets = relations(archive, main)
    sheets: list[SheetEntry] = []
    names: list[DefinedName] = []
    locked: list[bool] = []
    from_1904: list[bool] = []
    open_name: list[Attributes] = []
    pieces: list[str] = []

    def sheet(attributes: Attributes) -> None:
        relation = next((attributes[i] for i in _RELATION_IDS if i in attributes), "")
        part = targets.get(relation, ("", ""))[1]
        state = attributes.get("state", "visible")
        sheets.append(SheetEntry(attributes.get("name", ""), state, part))

    def defined_name(attributes: Attributes) -> None:
        open_name.append(attributes)

    def name_ends() -> None:
        found = open_name.pop()
        local = int(found["localSheetId"]) if "localSheetId" in found else None
        names.append(DefinedName(found.get("name", ""), unescape("".join(pieces)), local))
        pieces.clear()

    def protection(attributes: Attributes) -> None:
        """LibreOffice, saving a locked workbook, leaves an element without anything in it."""
        locked.append(not attributes or attributes.get("lockStructure") in ("1", "true"))

    def properties(attributes: Attributes) -> None:
        from_1904.append(attributes.get("date1904") in ("1", "true"))

    def text(data: str) -> None:
        if open_name:
            pieces.append(data)

    starts = {"sheet": sheet, "definedName": defined_name, "workbookProtection": protection,
              "workbookPr": properties}  # fmt: skip
    parse(archive.read(main), main, starts, {"definedName": name_ends}, text)
    if len(sheets) > _MOST_SHEETS:
        raise UnusableError(TOO_MANY, "BS001")
    return main, WorkbookPart(tuple(sheets), tuple(names), any(locked), any(from_1904))


def read_shared_strings(archive: Archive, part: str) -> list[str]:
    """The shared texts, rich text joined, phonetic guides left out."""
    strings: list[str] = []
    pieces: list[str] = []
    into: list[list[str]] = []
    phonetic: list[bool] = []

    def text_begins(_: Attributes) -> None:
        if not phonetic:
            into.append(pieces)

    def string_ends() -> None:
        strings.append(unescape("".join(pieces)))
        pieces.clear()

    def text(data: str) -> None:
        if into:
            pieces.append(data)

    starts = {"t": text_begins, "rPh": lambda _: phonetic.append(True)}
    ends = {"t": into.clear, "rPh": phonetic.clear, "si": string_ends}
    parse(archive.read(part), part, starts, ends, text)
    return strings


def read_styles(archive: Archive, part: str, from_1904: bool = False) -> list[Style]:
    """Each cell format as reading needs it."""
    codes: dict[str, str] = {}
    found: list[Style] = []
    inside: list[str] = []
    formats: list[str] = []
    open_ones: set[int] = set()

    def number_format(attributes: Attributes) -> None:
        codes.setdefault(
            attributes.get("numFmtId", ""), attributes.get("formatCode", "")[:_LONGEST_CODE]
        )

    def cell_format(attributes: Attributes) -> None:
        if inside:
            formats.append(attributes.get("numFmtId", "0"))

    def protection(attributes: Attributes) -> None:
        if inside and attributes.get("locked") in ("0", "false"):
            open_ones.add(len(formats) - 1)

    def formats_end() -> None:
        inside.clear()
        found.extend(
            Style(format_code(number, codes), from_1904, i not in open_ones)
            for i, number in enumerate(formats)
        )

    starts = {"numFmt": number_format, "cellXfs": lambda _: inside.append(""), "xf": cell_format,
              "protection": protection}  # fmt: skip
    parse(archive.read(part), part, starts, {"cellXfs": formats_end})
    return found


_REFERENCE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!([^!]+)$")


def parse_reference(text: str) -> tuple[str, Area] | None:
    """Sheet and area of a defined name, or None where it points nowhere (`#REF!`)."""
    match = _REFERENCE.match(text.strip())
    place = parse_area(match[3]) if match else None
    if match is None or place is None:
        return None
    return (match[1] or match[2]).replace("''", "'"), place
