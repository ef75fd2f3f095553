"""What people write beside the cells of a sheet: comments, text boxes, page heads."""

import re
from collections.abc import Iterator
from contextlib import suppress

from budgetsheet.form.grid import area
from budgetsheet.workbook.archive import Archive
from budgetsheet.workbook.kinds import DamagedPartError
from budgetsheet.workbook.markup import Attributes, parse
from budgetsheet.workbook.parts import relations

Note = tuple[str, str, str]
_CODES = re.compile(r"&(?:[LCRPNDTFAGBIUESXYZ+-]|\d+|\"[^\"]*\"|K[0-9A-F]{6})")
"""Source: ECMA-376 18.3.1.46, the codes in a page head."""
_PAGE = re.compile(r"[\s—–\-/第页共]*")


def notes(archive: Archive, part: str) -> Iterator[Note]:
    """Cell, text and kind of each thing written beside the cells of a sheet's part."""
    try:
        yield from _notes(archive, part)
    except DamagedPartError:
        yield "", "（损坏，读不出来）", "批注等"


def _notes(archive: Archive, part: str) -> Iterator[Note]:
    related = list(relations(archive, part).values())
    threads = {cell for kind, target in related if kind == "threadedComment"
               for cell, _, _ in _of(archive, kind, target)}  # fmt: skip
    for kind, target in related:
        for cell, text, what in _of(archive, kind, target):
            if kind != "comments" or cell not in threads:
                yield cell, text, what
    with suppress(DamagedPartError):  # a sheet's own damage is told where its cells are read
        yield from _page_heads(archive, part)


def _of(archive: Archive, kind: str, target: str) -> list[Note]:
    if target not in archive:
        return []
    if kind == "comments":
        return _comments(archive, target, "comment", "t", "批注")
    if kind == "threadedComment":
        return _comments(archive, target, "threadedComment", "text", "批注")
    return _boxes(archive, target) if kind == "drawing" else []


def _comments(archive: Archive, part: str, element: str, leaf: str, what: str) -> list[Note]:
    found: list[Note] = []
    here: list[str] = []
    pieces: list[str] = []
    inside: list[bool] = []

    def begins(attributes: Attributes) -> None:
        here.append(attributes.get("ref", ""))
        pieces.clear()

    def ends() -> None:
        text = "".join(pieces).strip()
        if text:
            found.append((here.pop(), text, what))

    starts = {element: begins, leaf: lambda _: inside.append(True)}
    parse(archive.read(part), part, starts, {element: ends, leaf: inside.clear},
          lambda data: pieces.append(data) if inside else None)  # fmt: skip
    return found


def _boxes(archive: Archive, part: str) -> list[Note]:
    """Text boxes with the cell they begin at, and pictures, which cannot be carried over."""
    found: list[Note] = []
    corner: list[str] = []
    pieces: list[str] = []
    into: list[list[str]] = []

    def box_begins(_: Attributes) -> None:
        corner.clear()
        pieces.clear()

    def box_ends() -> None:
        text = "".join(pieces).strip()
        if text:
            found.append((_cell(corner), text, "文本框"))

    def picture(_: Attributes) -> None:
        found.append((_cell(corner), "（图片）", "图片"))

    starts = {
        "twoCellAnchor": box_begins, "oneCellAnchor": box_begins, "absoluteAnchor": box_begins,
        "col": lambda _: into.append(corner), "row": lambda _: into.append(corner),
        "t": lambda _: into.append(pieces), "pic": picture,
    }  # fmt: skip
    ends = {
        "twoCellAnchor": box_ends, "oneCellAnchor": box_ends, "absoluteAnchor": box_ends,
        "col": into.clear, "row": into.clear, "t": into.clear, "p": lambda: pieces.append("\n"),
    }  # fmt: skip
    parse(archive.read(part), part, starts, ends,
          lambda data: into[-1].append(data) if into else None)  # fmt: skip
    return found


def _cell(corner: list[str]) -> str:
    """The address of a corner told as column and row."""
    if len(corner) < 2 or not all(n.isdecimal() and len(n) < 8 for n in corner[:2]):
        return ""
    return area(int(corner[1]), int(corner[0])).cell


def _page_heads(archive: Archive, part: str) -> list[Note]:
    """Words that someone put into the head or foot of the printed page."""
    pieces: list[str] = []
    inside: list[bool] = []
    elements = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")

    def ends() -> None:
        inside.clear()
        pieces.append("\n")

    parse(archive.read(part), part, {e: lambda _: inside.append(True) for e in elements},
          dict.fromkeys(elements, ends),
          lambda data: pieces.append(data) if inside else None)  # fmt: skip
    lines = (_CODES.sub("", line).strip() for line in "".join(pieces).splitlines())
    return [("", line, "页眉页脚") for line in lines if not _PAGE.fullmatch(line)]
