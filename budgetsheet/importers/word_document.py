"""A published document as docx: its paragraphs as lines, its tables as rows."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from budgetsheet.errors import UnusableError
from budgetsheet.form.scheme import Scheme
from budgetsheet.importers.items import Cell, Item, Line, Row
from budgetsheet.importers.text_document import Imported, import_items
from budgetsheet.importers.words import Words

MAX_BYTES = 200 * 2**20
_DAMAGED = "文档打不开，可能已损坏。请在 Word 里打开、另存为 .docx 再导入。"


def import_docx(data: bytes, scheme: Scheme, year: int | None = None) -> Imported:
    """Read a whole docx. Line numbers in notes count paragraphs and rows.

    Raises: UnusableError when it is no sound docx, or holds nothing of the form.
    """
    return import_items(_items(_body(data)), Words(scheme), year)


def _body(data: bytes) -> Any:
    """The document's body. python-docx's parser expands no entity and loads no DTD."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > MAX_BYTES:
                raise UnusableError("文档解开后大得不正常，不予打开。请另存为新的 .docx 再导入。")
        return docx.Document(io.BytesIO(data)).element.body
    except (
        *(zipfile.BadZipFile, PackageNotFoundError, XMLSyntaxError),
        *(KeyError, ValueError, OSError, NotImplementedError, AttributeError),
    ) as error:
        raise UnusableError(_DAMAGED) from error


def _items(body: Any) -> Iterator[Item]:
    number = 0
    for element in body:
        kind = element.tag.rpartition("}")[2]
        if kind == "p":
            number += 1
            for text in _text(element).split("\n"):
                if text.strip():
                    yield Line(number, text.strip())
        elif kind == "tbl":
            for row in element.tr_lst:
                number += 1
                yield Row(tuple(_cells(row, number)))


def _cells(row: Any, number: int) -> Iterator[Cell]:
    """The cells of a row, an empty one for each column that a wide one covers.

    A cell that continues the one above is empty, as in the published text.
    """
    for cell in row.tc_lst:
        text = "" if cell.vMerge == "continue" else "\n".join(_text(p) for p in cell.p_lst)
        yield Cell(number, text.strip())
        for _ in range(cell.grid_span - 1):
            yield Cell(number, "")


def _text(paragraph: Any) -> str:
    """The words of a paragraph, those in links and smart tags too; text boxes left out."""
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        kind = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if kind == "t":
            yield child.text or ""
        elif kind == "tab":
            yield "\t"
        elif kind in ("br", "cr"):
            yield "\n"
        elif kind not in ("pPr", "rPr", "del", "drawing", "pict", "AlternateContent", "instrText"):
            yield from _pieces(child)
