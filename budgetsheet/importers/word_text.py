"""The words of one paragraph of a docx, as a person reads them with all changes accepted."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from budgetsheet.importers.word_numbering import local, value

_SILENT = ("pPr", "rPr", "instrText", "delInstrText", "rt", "tblPr", "sdtPr", "Fallback")
_DELETED = ("del", "moveFrom")
_BOXES = ("drawing", "pict", "object")


_SYMBOL_FONT = {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB8: "÷",
                0xB9: "≠", 0xBB: "≈"}  # fmt: skip
"""Signs of Word's font Symbol that say something. Source: Adobe's encoding of the font."""


class Found(NamedTuple):
    """A paragraph's text; what was left out of it and why; the notes it refers to."""

    text: str
    left_out: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]


def text_of(paragraph: Any) -> Found:
    """Read a paragraph: links, insertions and fields count; deletions and boxes are told."""
    left_out: list[tuple[str, str]] = []
    notes: list[tuple[str, str]] = []
    text = "".join(_pieces(paragraph, left_out, notes))
    return Found(text, tuple(left_out), tuple(notes))


def _pieces(
    element: Any, left_out: list[tuple[str, str]], notes: list[tuple[str, str]]
) -> Iterator[str]:
    for child in element:
        kind = local(child)
        if kind == "t":
            yield child.text or ""
        elif kind in ("tab", "ptab"):
            yield "\t"
        elif kind in ("br", "cr"):
            yield "\n"
        elif kind == "sym":
            yield _symbol(child)
        elif kind == "noBreakHyphen":
            yield "-"
        elif kind in ("footnoteReference", "endnoteReference"):
            notes.append((kind.removesuffix("Reference") + "s", value(child, "id")))
        elif kind in _DELETED:
            _leave(child, "修订中已删除的文字", left_out)
        elif kind in _BOXES:
            _leave(child, "文本框，没有读入", left_out)
        elif kind and kind not in _SILENT:
            yield from _pieces(child, left_out, notes)


def _symbol(element: Any) -> str:
    """A sign out of a font of symbols: what the font Symbol shows, else its private character."""
    digits = value(element, "char")
    try:
        code = int(digits, 16)
    except ValueError:
        return ""
    known = _SYMBOL_FONT.get(code & 0xFF, "") if value(element, "font") == "Symbol" else ""
    return known or (chr(0xF000 | code & 0xFF) if code else "")


def _leave(element: Any, message: str, left_out: list[tuple[str, str]]) -> None:
    text = "".join(_words(element)).strip()
    if text:
        left_out.append((text, message))


def _words(element: Any) -> Iterator[str]:
    """All words below an element; a second version for older programs is left out."""
    for child in element:
        kind = local(child)
        if kind in ("t", "delText"):
            yield child.text or ""
        elif kind == "p":
            yield from _words(child)
            yield " "
        elif kind not in ("Fallback", ""):
            yield from _words(child)
