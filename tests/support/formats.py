"""Cells under number formats of their own, put into a workbook."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import quoteattr

from support.damage import FIRST_PROJECT, cell, chain, edited, instead, rewritten
from support.packages import parts_of

STYLES = "xl/styles.xml"
Made = tuple[str, str, str]
"""A cell's address, its stored value (`t:` before a text), and its format's code or number."""


def with_cells(book: bytes, *cells: Made, part: str = FIRST_PROJECT) -> bytes:
    """Put cells into a sheet, each under the format that it is given."""
    codes = [code for _, _, code in cells]
    edits = {STYLES: _formats(codes), part: chain(*_edits(book, cells))}
    return rewritten(book, edits)


def from_1904(book: bytes) -> bytes:
    """Let the workbook count its days from 1904."""
    return edited(book, workbook=instead(r"<workbookPr\b", '<workbookPr date1904="1"'))


def _edits(book: bytes, cells: tuple[Made, ...]) -> list[Callable[[str], str]]:
    styles = parts_of(book)[STYLES].decode()
    first = styles.split("<cellXfs ")[1].split("</cellXfs>")[0].count("<xf ")
    made = []
    for i, (address, value, _) in enumerate(cells):
        style = f' s="{first + i}"'
        if value.startswith("t:"):
            made.append(cell(address, f"<is><t>{value[2:]}</t></is>", "inlineStr", style))
        else:
            made.append(cell(address, f"<v>{value}</v>", style=style))
    return made


def _formats(codes: list[str]) -> Callable[[str], str]:
    """Formats behind those that the workbook has; a number is a built-in one."""
    numbers = [code if code.isdecimal() and len(code) < 3 else str(900 + i)
               for i, code in enumerate(codes)]  # fmt: skip
    written = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>'
        for number, code in zip(numbers, codes, strict=True) if number != code
    )  # fmt: skip
    used = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" applyProtection="1">'
        '<protection locked="0"/></xf>'
        for number in numbers
    )

    def edit(xml: str) -> str:
        assert "</numFmts>" in xml
        return xml.replace("</numFmts>", f"{written}</numFmts>").replace(
            "</cellXfs>", f"{used}</cellXfs>"
        )

    return edit
