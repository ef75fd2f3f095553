"""What people and programs do to a workbook between two readings, as edits of its parts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

Edit = Callable[[str], str]
FIRST_PROJECT = "xl/worksheets/sheet3.xml"
DEPARTMENT = "xl/worksheets/sheet2.xml"
WORKBOOK = "xl/workbook.xml"


def edited(data: bytes, **edits: Edit) -> bytes:
    """Return the package with parts edited; keys are `workbook`, `department`, `project`."""
    parts = {"workbook": WORKBOOK, "department": DEPARTMENT, "project": FIRST_PROJECT}
    return rewritten(data, {parts[name]: edit for name, edit in edits.items()})


def rewritten(data: bytes, edits: dict[str, Edit]) -> bytes:
    """Return the package with the named parts edited; an edit that changes nothing fails."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name in edits:
                before = part.decode()
                part = edits[name](before).encode()
                assert part.decode() != before, f"the edit of {name} changed nothing"
            made.writestr(name, part)
    return target.getvalue()


def cell(address: str, inner: str, kind: str = "", style: str = "") -> Edit:
    """Put a value of a type into a cell, keeping its style unless another is given."""

    def edit(xml: str) -> str:
        found = re.search(rf'<c r="{address}"([^>]*?)(/>|>.*?</c>)', xml)
        assert found, f"no cell {address}"
        kept = style or re.sub(r' t="\w+"', "", found[1])
        typed = f' t="{kind}"' if kind else ""
        return xml.replace(found[0], f'<c r="{address}"{kept}{typed}>{inner}</c>')

    return edit


def text(address: str, words: str) -> Edit:
    """Put an inline text into a cell, as other producers write it."""
    return cell(address, f'<is><t xml:space="preserve">{words}</t></is>', "inlineStr")


def number(address: str, figure: str) -> Edit:
    """Put a number into a cell."""
    return cell(address, f"<v>{figure}</v>")


def formula(address: str, expression: str, value: str) -> Edit:
    """Put a formula with a stored value into a cell."""
    return cell(address, f"<f>{expression}</f><v>{value}</v>")


def error(address: str, shown: str) -> Edit:
    """Put an error value into a cell."""
    return cell(address, f"<v>{shown}</v>", "e")


def without(pattern: str) -> Edit:
    """Remove what a pattern matches."""
    return lambda xml: re.sub(pattern, "", xml)


def instead(pattern: str, words: str) -> Edit:
    """Replace what a pattern matches."""
    return lambda xml: re.sub(pattern, words, xml)


def row_inserted(before: int) -> Edit:
    """Shift every row from one on down by one, as Excel does when a row is put in."""

    def edit(xml: str) -> str:
        def row(match: re.Match[str]) -> str:
            at = int(match[2])
            return f"{match[1]}{at + 1 if at >= before else at}{match[3]}"

        xml = re.sub(r'(<row r=")(\d+)(")', row, xml)
        xml = re.sub(r'(<c r="[A-Z]+)(\d+)(")', row, xml)
        return re.sub(r'(<mergeCell ref=")([^"]+)(")', _shift_merge(before), xml)

    return edit


def _shift_merge(before: int) -> Callable[[re.Match[str]], str]:
    def shift(match: re.Match[str]) -> str:
        moved = re.sub(
            r"([A-Z]+)(\d+)",
            lambda m: f"{m[1]}{int(m[2]) + (int(m[2]) >= before)}",
            match[2],
        )
        return f"{match[1]}{moved}{match[3]}"

    return shift


def names_shifted(prefix: str, before: int) -> Edit:
    """Shift the defined names of one sheet as Excel does when a row is put in."""

    def edit(xml: str) -> str:
        def name(match: re.Match[str]) -> str:
            body = re.sub(
                r"(\$[A-Z]+\$)(\d+)",
                lambda m: f"{m[1]}{int(m[2]) + (int(m[2]) >= before)}",
                match[2],
            )
            return match[1] + body + match[3]

        pattern = rf'(<definedName name="{re.escape(prefix)}[^"]*">)([^<]*)(</definedName>)'
        return re.sub(pattern, name, xml)

    return edit


def chain(*edits: Edit) -> Edit:
    """Do one edit after the other."""

    def edit(xml: str) -> str:
        for each in edits:
            xml = each(xml)
        return xml

    return edit
