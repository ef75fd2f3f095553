"""Pieces of WordprocessingML as text: runs, paragraphs, bookmarks, fields."""

import re
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BREAKS = {"\n": "<w:br/>", "\r": "<w:br/>", "\t": "<w:tab/>"}


def legal(text: str) -> str:
    """Text without what XML cannot hold."""
    return _ILLEGAL.sub("", text)


def run(text: str, dress: str = "") -> str:
    """A run; line breaks and tabs are what they are."""
    pieces = re.split(r"([\n\r\t])", legal(text))
    inner = "".join(
        _BREAKS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in pieces
        if piece
    )
    return f"<w:r>{f'<w:rPr>{dress}</w:rPr>' if dress else ''}{inner}</w:r>" if inner else ""


def paragraph(content: str, style: str, form: str = "") -> str:
    """A paragraph of runs in a style; `form` is what differs from the style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{form}</w:pPr>{content}</w:p>'


def bookmarked(content: str, number: int, name: str) -> str:
    """Runs that a link or a table of contents can lead to."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def field(instruction: str, shown: str, dress: str = "") -> str:
    """A field with what it shows until it is brought up to date."""
    return field_begin(instruction, dress) + run(shown, dress) + field_end(dress)


def field_begin(instruction: str, dress: str = "") -> str:
    """The runs before what a field shows."""
    head = f"<w:r>{f'<w:rPr>{dress}</w:rPr>' if dress else ''}"
    return (
        f'{head}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'{head}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'{head}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end(dress: str = "") -> str:
    """The run after what a field shows."""
    head = f"<w:r>{f'<w:rPr>{dress}</w:rPr>' if dress else ''}"
    return f'{head}<w:fldChar w:fldCharType="end"/></w:r>'


def gallery(name: str, content: str) -> str:
    """A part that Word made itself would mark so: cover page, table of contents."""
    return (
        f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="{name}"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def control(title: str, content: str) -> str:
    """A part under a title of its own, which a reader of the document can tell from its text."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{escape(title)}"/><w:tag w:val="budgetsheet"/></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )
