"""A published web page, or one saved to disk: its text as lines, its tables as rows."""

import re
from collections.abc import Iterator
from typing import Any

from budgetsheet import pace
from budgetsheet.errors import UnusableError
from budgetsheet.form.scheme import Scheme
from budgetsheet.importers.items import Aside, Item, Line, Span, grid_rows
from budgetsheet.importers.text_document import Imported, import_items
from budgetsheet.importers.words import Words

MAX_BYTES = 20 * 2**20
MAX_ELEMENTS = 500_000
MAX_DEPTH = 250
MAX_ATTRIBUTES = 5000
"""Attributes of one element: libxml2 compares each with every other."""
_LONG_TAG = re.compile(r"<[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*'){10000,}+")
MAX_NESTED = 30
"""Parts of an archive that hold parts; a saved page has one."""
_NESTED = re.compile(rb"content-type:\s{0,9}(?:multipart|message)/", re.I)
_TOO_LARGE = "网页超过 20 MB，不像是绩效目标，请只保存正文再导入。"
_DIGITS = 6
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I)
_ENCODINGS = {
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("iso-8859-1", "latin1", "windows-1252"), "cp1252"),
    **{"utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"},
    **{"hz-gb-2312": "hz", "euc-jp": "euc_jp", "shift_jis": "shift_jis", "euc-kr": "euc_kr"},
}
"""Names of encodings that a page of ours may declare, and Python's for them.

Python has others under such names that are none of text, or take the square of the length.
"""
_SILENT = ("script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object")
_ASIDE = {
    "nav": "网页的导航",
    "header": "网页的页眉",
    "footer": "网页的页脚",
    "aside": "网页的侧栏",
    "form": "网页的搜索框等",
    "button": "网页的按钮",
    "select": "网页的选项",
}
_BLOCK_NAMES = (
    "address article blockquote body center dd details div dl dt fieldset figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr html li main ol p pre section summary ul caption table tr td th "
    "tbody thead tfoot nav header footer aside form"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_KEEPS_BREAKS = re.compile(r"white-space\s*:\s*(?:pre-line|pre-wrap|pre\b|break-spaces)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WIDE = r"[\u2e80-\uffef]"
_SOURCE_BREAK = re.compile(rf"(?<={_WIDE})[^\S\xa0]*\n[^\S\xa0]*(?={_WIDE})")
"""A line end of the source between two Chinese signs: no blank is meant."""
_BLANKS = re.compile(r"[^\S\u3000\xa0]+|\xa0+")


def import_html(data: bytes, scheme: Scheme, year: int | None = None) -> Imported:
    """Read a whole page. Line numbers in notes count paragraphs and rows.

    Raises: UnusableError when it is too large, or holds nothing of the form.
    """
    root = _tree(data)
    return import_items(_Page(_keeps_breaks(root)).items(root), Words(scheme), year)


def unpacked(data: bytes) -> bytes:
    """The page inside a single-file archive (.mht). Raises: UnusableError when it has none."""
    from email import message_from_bytes

    if len(data) > MAX_BYTES:
        raise UnusableError(_TOO_LARGE)
    if len(_NESTED.findall(data)) > MAX_NESTED:
        raise UnusableError("这个 .mht 嵌套得不正常，不予打开。请在浏览器里另存为 .html 再导入。")
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return _decoded(page, _charset(part)).encode("utf-8-sig", "replace")
    raise UnusableError("这个 .mht 里没有网页，请在浏览器里另存为 .html 再导入。")


def _charset(part: Any) -> str | None:
    """The encoding that a part of an archive declares, if it says it in an orderly way."""
    try:
        return part.get_content_charset()  # type: ignore[no-any-return]
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _decoded(data: bytes, charset: str | None = None) -> str:
    """The page's text: by its mark, then as declared, UTF-8, or GB 18030."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    declared = _CHARSET.search(data[:4096])
    name = (declared[1].decode() if declared else charset or "utf-8").lower()
    told = [_ENCODINGS[name]] if name in _ENCODINGS else []
    for encoding in ("utf-8-sig", *told, "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _tree(data: bytes) -> Any:
    """The page as elements; nothing is fetched, no entity but HTML's own is known."""
    from lxml import etree, html

    if len(data) > MAX_BYTES:
        raise UnusableError(_TOO_LARGE)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    text = _decoded(data).replace("\0", "")
    if any(len(tag[0].split()) > MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        raise UnusableError("网页里的内容多得不正常，不予打开。请只保存正文再导入。")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnusableError("网页是空的或已损坏，请在浏览器里重新保存再导入。") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnusableError("网页嵌套得不正常，读不全，不予打开。请只保存正文再导入。")
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise UnusableError("网页里的内容多得不正常，不予打开。请只保存正文再导入。")
    return root


class _Page:
    """Walks a page in reading order."""

    def __init__(self, keeps_breaks: bool) -> None:
        self._keeps = keeps_breaks
        self._number = 0
        self._pieces: list[str] = []

    def items(self, root: Any) -> Iterator[Item]:
        """Every line, row and aside."""
        body = root.find("body")
        yield from self._walk(root if body is None else body, 0)
        yield from self._flush()

    def _walk(self, element: Any, depth: int) -> Iterator[Item]:
        pace.step()
        tag = _tag(element)
        if not tag or tag in _SILENT:
            return
        if depth > MAX_DEPTH:
            yield from self._aside(element, "网页嵌套太深的部分")
        elif tag in _ASIDE:
            yield from self._aside(element, f"{_ASIDE[tag]}，不是正文")
        elif _jumps(element):
            yield from self._aside(element, "网页内的跳转，不是正文")
        elif (element.get("title") or "") in ("header", "footer"):
            yield from self._aside(element, "页眉或页脚，不是正文")
        elif _hidden(element):
            yield from self._aside(element, "网页里隐藏的文字")
        elif tag == "table" and not _lays_out(element):
            yield from self._flush()
            yield from self._table(element)
        else:
            yield from self._flow(element, tag, depth)

    def _flow(self, element: Any, tag: str, depth: int) -> Iterator[Item]:
        if tag in _BLOCKS:
            yield from self._flush()
        self._pieces.append("\n" if tag == "br" else element.text or "")
        for child in element:
            yield from self._walk(child, depth + 1)
            self._pieces.append(child.tail or "")
        if tag in _BLOCKS:
            yield from self._flush()

    def _flush(self) -> Iterator[Item]:
        text, self._pieces = _joined(self._pieces), []
        for line in text.split("\n"):
            if line.strip():
                self._number += 1
                yield Line(self._number, line.strip())

    def _aside(self, element: Any, message: str) -> Iterator[Item]:
        text = " ".join(cell_text(element).split())
        if text:
            self._number += 1
            yield Aside(self._number, text, message)

    def _table(self, table: Any) -> Iterator[Item]:
        """Its rows; those of a table inside a cell follow the cell's row."""
        for caption in (child for child in table if _tag(child) == "caption"):
            self._pieces.append(cell_text(caption, self._keeps))
            yield from self._flush()
        rows, inner = [], []
        for row in _own(table, "tr"):
            self._number += 1
            cells = [cell for cell in row if _tag(cell) in ("td", "th")]
            rows.append((self._number, [_span(cell, self._keeps) for cell in cells]))
            inner.append([each for cell in cells for each in _own(cell, "table")])
        for made, tables in zip(grid_rows(rows), inner, strict=True):
            yield made
            for each in tables:
                yield from self._table(each)


def _tag(element: Any) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _jumps(element: Any) -> bool:
    """A link to another place of the same page, that stands by itself."""
    parent = element.getparent()
    here = _tag(element) == "a" and (element.get("href") or "").startswith("#")
    return here and parent is not None and _tag(parent) in ("body", "div")


def _own(element: Any, tag: str) -> list[Any]:
    """The elements of a kind inside one, not those inside a table within it."""
    found, stack = [], list(reversed(element))
    while stack:
        child = stack.pop()
        if _tag(child) == tag:
            found.append(child)
        elif _tag(child) != "table":
            stack.extend(reversed(child))
    return found


def _lays_out(table: Any) -> bool:
    """Whether a table only lays out others: they hold at least half of its text."""
    inner = "".join(cell_text(each) for each in table.iterdescendants("table"))
    own = "".join(cell_text(cell) for row in _own(table, "tr") for cell in row)
    return bool(inner) and len(inner) >= len(own)


def _keeps_breaks(root: Any) -> bool:
    """Whether the page's style shows the line ends of the source."""
    return any(_KEEPS_BREAKS.search(style.text or "") for style in root.iter("style"))


def _span(cell: Any, keeps: bool) -> Span:
    return Span(cell_text(cell, keeps), _count(cell.get("colspan")), _count(cell.get("rowspan")))


def _count(text: str | None) -> int:
    """How many columns or rows a cell covers; a number of many digits is as good as all."""
    plain = (text or "").strip()
    return int(plain[:_DIGITS]) if plain.isascii() and plain.isdigit() else 1


def cell_text(cell: Any, keeps_breaks: bool = False) -> str:
    """The text of a cell, a line for each block and each line break in it."""
    pieces: list[str] = []
    for action, element in _events(cell):
        tag = _tag(element)
        if (action == "start" and tag == "br") or (tag in _BLOCKS and element is not cell):
            pieces.append("\n")
        if action == "start":
            silent = tag in _SILENT or not tag or (tag == "table" and element is not cell)
            pieces.append("" if silent else element.text or "")
        elif element is not cell:
            pieces.append(element.tail or "")
    if keeps_breaks:
        pieces = [part for piece in pieces for part in re.split(r"(\n)", piece)]
    return _joined(pieces)


def _events(root: Any) -> Iterator[tuple[str, Any]]:
    """Beginnings and ends of a tree's elements, without recursion."""
    stack: list[tuple[str, Any]] = [("start", root)]
    while stack:
        action, element = stack.pop()
        yield action, element
        if action == "start":
            stack.append(("end", element))
            if _tag(element) not in _SILENT and (element is root or _tag(element) != "table"):
                stack.extend(("start", child) for child in reversed(element))


def _joined(pieces: list[str]) -> str:
    """Pieces as a page shows them: line ends of the source are blanks, marks break lines."""
    shown = "".join("\n" if piece == "\n" else _as_shown(piece) for piece in pieces)
    lines = (line.strip() for line in shown.split("\n"))
    return "\n".join(line for line in lines if line)


def _as_shown(piece: str) -> str:
    return _BLANKS.sub(" ", _SOURCE_BREAK.sub("", piece))
