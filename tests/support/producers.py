"""Our workbook as other programs would have written it."""

from __future__ import annotations

import re

from support.damage import WORKBOOK, instead, rewritten
from support.packages import RELS, TYPES, everywhere, package_of, parts_of, sheet_of, with_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    "http://schemas.openxmlformats.org/drawingml/2006": "http://purl.oclc.org/ooxml/drawingml",
}


def strict(data: bytes) -> bytes:
    """Return the workbook in the strict namespaces of ISO 29500."""

    def edit(_: str, xml: str) -> str:
        for loose, tight in STRICT.items():
            xml = xml.replace(loose, tight)
        return xml

    return package_of(
        {
            name: edit(name, part.decode()).encode() if name.endswith((".xml", ".rels")) else part
            for name, part in parts_of(data).items()
        }
    )


def prefixed(data: bytes) -> bytes:
    """Return the workbook with a prefix on every element of its sheets."""

    def edit(name: str, xml: str) -> str:
        if "worksheets/sheet" not in name:
            return xml
        xml = re.sub(r"<(/?)(?=[a-zA-Z])(?!\?)", r"<\1x:", xml)
        return xml.replace('xmlns="', 'xmlns:x="', 1)

    return everywhere(data, edit)


def reordered(data: bytes) -> bytes:
    """Return the workbook with every element's attributes in the opposite order."""

    def turned(match: re.Match[str]) -> str:
        attributes = re.findall(r'\s+[\w:.]+="[^"]*"', match[2])
        return f"<{match[1]}{''.join(reversed(attributes))}{match[3]}>"

    def edit(_: str, xml: str) -> str:
        return re.sub(r'<([\w:]+)((?:\s+[\w:.]+="[^"]*")+)\s*(/?)>', turned, xml)

    return everywhere(data, edit)


def google_like(data: bytes) -> bytes:
    """Return the workbook as a web office writes it: texts inline, no stored results."""
    parts = parts_of(data)
    shared = [
        "".join(re.findall(r"<t[^>]*>(.*?)</t>", item, flags=re.S))
        for item in re.findall(r"<si>(.*?)</si>", parts.pop("xl/sharedStrings.xml").decode(), re.S)
    ]

    def cell_of(match: re.Match[str]) -> str:
        text = shared[int(match[2])]
        return f'<c{match[1]} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    for name in parts:
        if "worksheets/sheet" in name and name.endswith(".xml"):
            xml = parts[name].decode()
            xml = re.sub(r'<c([^>]*) t="s"><v>(\d+)</v></c>', cell_of, xml)
            parts[name] = re.sub(r"(</f>)<v>[^<]*</v>", r"\1", xml).encode()
    parts[RELS] = re.sub(rb"<Relationship [^>]*sharedStrings[^>]*/>", b"", parts[RELS])
    parts[TYPES] = re.sub(rb"<Override [^>]*sharedStrings[^>]*/>", b"", parts[TYPES])
    return package_of(parts)


def wps_like(data: bytes) -> bytes:
    """Return the workbook with what WPS adds: its name, its data, its hidden sheet, its guides."""

    def edit(name: str, xml: str) -> str:
        if name == "docProps/app.xml":
            xml = re.sub(r"<Application>[^<]*", "<Application>WPS 表格", xml)
        if "worksheets/sheet" in name:
            extra = (
                '<extLst><ext uri="{x}" xmlns:etc="http://www.wps.cn/officeDocument/2017/'
                'etCustomData"><etc:fcl/></ext></extLst></worksheet>'
            )
            xml = xml.replace("</worksheet>", extra)
        if name == "xl/sharedStrings.xml":
            guide = '<rPh sb="0" eb="1"><t>pinyin</t></rPh><phoneticPr fontId="1"/></si>'
            xml = xml.replace("</si>", guide)
        return xml

    return with_sheet(everywhere(data, edit), "WpsReserved_CellImgList", sheet_of(("img",)))


def shared_formulas(xml: str) -> str:
    """Write the formulas of a sheet's checks as one shared formula."""
    first = re.search(r'<c r="I(\d+)"[^>]*><f>', xml)
    assert first
    xml = xml.replace(first[0], first[0].replace("<f>", '<f t="shared" ref="I1:I40" si="0">'), 1)
    head, tail = xml[: first.end() + 30], xml[first.end() + 30 :]
    return head + re.sub(r'(<c r="I\d+"[^>]*>)<f>[^<]*</f>', r'\1<f t="shared" si="0"/>', tail)


def absolute_targets(data: bytes) -> bytes:
    """Return the workbook with targets written from the root of the package."""
    edit = instead(r'Target="(?!/|\.\.|http)([^"]+)"', r'Target="/xl/\1"')
    return rewritten(data, {RELS: edit})


def other_folder(data: bytes) -> bytes:
    """Return the workbook with its main part elsewhere and targets that climb."""
    parts = parts_of(data)
    parts["office/book.xml"] = parts.pop(WORKBOOK)
    rels = parts.pop(RELS).decode()
    parts["office/_rels/book.xml.rels"] = re.sub(
        r'Target="(?!/|http)([^"]+)"', r'Target="../xl/./\1"', rels
    ).encode()
    for name in ("_rels/.rels", TYPES):
        parts[name] = parts[name].replace(b"xl/workbook.xml", b"office/book.xml")
    return package_of(parts)


def utf_16(data: bytes) -> bytes:
    """Return the workbook with its XML in UTF-16."""
    return package_of(
        {
            name: part.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
            if name.startswith("xl/") and name.endswith(".xml")
            else part
            for name, part in parts_of(data).items()
        }
    )


def with_mark(data: bytes) -> bytes:
    """Return the workbook with a byte order mark before each part."""
    return package_of(
        {
            name: b"\xef\xbb\xbf" + part if name.endswith((".xml", ".rels")) else part
            for name, part in parts_of(data).items()
        }
    )


def backslashes(data: bytes) -> bytes:
    """Return the package with the names of its parts as some zip writers spell them."""
    return package_of({name.replace("/", "\\"): part for name, part in parts_of(data).items()})
