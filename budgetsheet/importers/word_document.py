"""A published document as docx: its paragraphs as lines, its tables as rows."""

from collections.abc import Iterator
from typing import Any

from budgetsheet import pace
from budgetsheet.form.scheme import Scheme
from budgetsheet.importers.items import CONTENTS, UNDER_MERGE, Aside, Item, Line, Span, grid_rows
from budgetsheet.importers.text_document import Imported, import_items
from budgetsheet.importers.word_numbering import Numbering, children, local, value
from budgetsheet.importers.word_package import WordPackage
from budgetsheet.importers.word_text import Found, text_of
from budgetsheet.importers.words import Words

MAX_DEPTH = 12
_WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
"""Elements that stand around others and say nothing themselves."""
_PARTS = {
    "header": "页眉，不是正文",
    "footer": "页脚，不是正文",
    "comments": "批注，不是正文",
}


def import_docx(data: bytes, scheme: Scheme, year: int | None = None) -> Imported:
    """Read a whole docx. Line numbers in notes count paragraphs and rows.

    Raises: UnusableError when it is no sound docx, or holds nothing of the form.
    """
    return import_items(_Document(WordPackage(data)).items(), Words(scheme), year)


class _Document:
    """Walks a document in reading order."""

    def __init__(self, package: WordPackage) -> None:
        self._body = package.body
        self._number = 0
        parts = dict(package.parts(("numbering", "styles", "footnotes", "endnotes")))
        self._numbering = Numbering(parts.get("numbering"), parts.get("styles"))
        self._contents = _contents_styles(parts.get("styles"))
        self._notes = {
            (kind, value(note, "id")): note
            for kind in ("footnotes", "endnotes")
            for note in parts.get(kind, ())
        }
        self._beside = list(package.parts(tuple(_PARTS)))

    def items(self) -> Iterator[Item]:
        """Every line, row and aside; what stands outside of the body last."""
        yield from self._walk(self._body, 0)
        for kind, root in self._beside:
            text = " ".join("".join(_all_text(root)).split())
            if text:
                yield Aside(0, text, _PARTS[kind])

    def _walk(self, container: Any, depth: int) -> Iterator[Item]:
        for element in container:
            pace.step()
            tag = local(element)
            if tag == "p":
                yield from self._paragraph(element)
            elif tag == "tbl":
                yield from self._table(element, depth)
            elif tag == "sdt" and _is_contents(element):
                yield from self._left_out(element, CONTENTS)
            elif tag == "sdt" and _is_appendix(element):
                yield from self._left_out(element, "由数据画出的附图，更新时重新生成")
            elif tag in _WRAPPERS:
                yield from self._walk(element, depth)
            elif tag in ("del", "moveFrom"):
                yield from self._left_out(element, "修订中已删除的文字")

    def _left_out(self, element: Any, message: str) -> Iterator[Item]:
        text = " ".join("".join(_all_text(element)).split())
        if text:
            self._number += 1
            yield Aside(self._number, text, message)

    def _paragraph(self, paragraph: Any) -> Iterator[Item]:
        style = next((value(e, "val") for p in children(paragraph, "pPr")
                      for e in children(p, "pStyle")), "")  # fmt: skip
        if style in self._contents:
            yield from self._left_out(paragraph, CONTENTS)
            return
        self._number += 1
        found = text_of(paragraph)
        number = self._numbering.text(paragraph) if found.text.strip() else ""
        for text in (number + found.text.lstrip()).split("\n"):
            if text.strip():
                yield Line(self._number, text.strip())
        yield from self._asides(found)

    def _asides(self, found: Found) -> Iterator[Item]:
        for text, message in found.left_out:
            yield Aside(self._number, text, message)
        for kind, number in found.notes:
            note = self._notes.get((kind, number))
            text = "".join(_all_text(note)).strip() if note is not None else ""
            if text:
                yield Aside(self._number, text, "脚注，表里没有它的位置", keep=True)

    def _table(self, table: Any, depth: int) -> Iterator[Item]:
        """Its rows; those of a table inside a cell follow the cell's row."""
        if _lays_out(table) or depth > MAX_DEPTH:
            for cell in _inside(table, "tc"):
                yield from self._walk(cell, depth + 1)
            return
        rows: list[tuple[int, list[Span], list[int]]] = []
        behind: list[list[Item]] = []
        for row in _inside(table, "tr"):
            pace.step()
            self._number += 1
            if any(local(e) == "del" for p in children(row, "trPr") for e in p):
                behind.append(list(self._left_out(row, "修订中已删除的行")))
                rows.append((self._number, [], []))
                continue
            spans, joined, later = self._row(row, depth)
            rows.append((self._number, spans, joined))
            behind.append(later)
        for (_, _, joined), made, later in zip(
            rows, grid_rows((line, spans) for line, spans, _ in rows), behind, strict=True
        ):
            yield made.joining(joined)
            yield from later

    def _row(self, row: Any, depth: int) -> tuple[list[Span], list[int], list[Item]]:
        """The cells, which columns continue the row above, and what follows the row."""
        spans: list[Span] = []
        joined: list[int] = []
        later: list[Item] = []
        column = _skipped(row)
        if column:
            spans.append(Span("", column))
        for cell in _inside(row, "tc"):
            text, asides, tables = self._cell(cell)
            later += asides
            for each in tables:
                later += self._table(each, depth + 1)
            width = _width(cell)
            if _continues(cell):
                joined.append(column)
                if text:
                    later.append(Aside(self._number, text, UNDER_MERGE, keep=True))
            spans.append(Span(text, width))
            column += width
        return spans, joined, later

    def _cell(self, cell: Any) -> tuple[str, list[Item], list[Any]]:
        """The text of a cell, a line a paragraph; asides; the tables in it."""
        lines: list[str] = []
        asides: list[Item] = []
        for paragraph in _inside(cell, "p"):
            found = text_of(paragraph)
            number = self._numbering.text(paragraph) if found.text.strip() else ""
            lines.append(f"{number}{found.text.strip()}")
            asides += self._asides(found)
        return "\n".join(lines).strip(), asides, _inside(cell, "tbl")


def _contents_styles(styles: Any) -> frozenset[str]:
    """The styles of lines in a table of contents, whatever they are numbered."""
    found = set()
    for style in children(styles, "style") if styles is not None else ():
        name = next((value(e, "val") for e in children(style, "name")), "")
        if name.lower().startswith("toc ") and name.lower() != "toc heading":
            found.add(value(style, "styleId"))
    return frozenset(found)


def _is_contents(block: Any) -> bool:
    """Whether a content control is Word's table of contents."""
    return any(
        value(e, "val") == "Table of Contents" for e in block.iter() if local(e) == "docPartGallery"
    )


def _is_appendix(block: Any) -> bool:
    """Whether a content control holds the pictures that our own export ends in."""
    return any(
        value(tag, "val") == "budgetsheet"
        for properties in children(block, "sdtPr")
        for tag in children(properties, "tag")
    )


def _inside(element: Any, tag: str) -> list[Any]:
    """The elements of a kind in one, through wrappers, not inside tables or text boxes."""
    found: list[Any] = []
    for child in element:
        name = local(child)
        if name == tag:
            found.append(child)
        elif name in _WRAPPERS or (name == "tr" and tag == "tc"):
            found += _inside(child, tag)
    return found


def _lays_out(table: Any) -> bool:
    """Whether a table only lays out others: they hold at least half of its text."""
    whole = sum(len(text) for text in _all_text(table))
    inner = sum(
        len(text)
        for row in _inside(table, "tr")
        for cell in _inside(row, "tc")
        for each in _inside(cell, "tbl")
        for text in _all_text(each)
    )
    return inner > 0 and inner * 2 >= whole


def _all_text(element: Any) -> Iterator[str]:
    """Every word in an element, deleted ones too; paragraphs are parted by a blank."""
    for child in element.iter():
        tag = local(child)
        if tag in ("t", "delText"):
            yield child.text or ""
        elif tag == "p":
            yield " "


def _settings(element: Any, tag: str) -> dict[str, str]:
    found = next(children(element, tag), None)
    return {local(child): value(child, "val") for child in found} if found is not None else {}


def _skipped(row: Any) -> int:
    """Columns that a row leaves out before its first cell."""
    return _number(_settings(row, "trPr").get("gridBefore", "0"), 0)


def _width(cell: Any) -> int:
    return _number(_settings(cell, "tcPr").get("gridSpan", "1"), 1)


def _continues(cell: Any) -> bool:
    """Whether a cell is merged with the one above: named so, or without a word."""
    return _settings(cell, "tcPr").get("vMerge", "restart") in ("continue", "")


def _number(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else usual
