"""Tells what kind of file a document is, by what stands in it more than by its name."""

from budgetsheet.errors import UnusableError
from budgetsheet.form.scheme import Scheme
from budgetsheet.importers.text_document import Imported

DOCUMENT_SUFFIXES = (".docx", ".txt", ".html", ".htm", ".mht", ".pdf", ".xlsx")
"""What a person may choose."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD = {
    ".doc": "这是旧式 Word 文件（.doc）。请用 Word 或 WPS 打开，另存为 .docx 再导入。",
    ".wps": "这是 WPS 文字自己的格式（.wps）。请在 WPS 里另存为 .docx 再导入。",
    ".xls": "这是旧式 Excel 文件（.xls）。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。",
    ".et": "这是 WPS 表格自己的格式（.et）。请在 WPS 里另存为 .xlsx 再导入。",
}
_OLD[".ppt"] = "这是旧式演示文稿（.ppt），里面没有绩效目标表。请选择 Word、Excel 或 PDF 文件。"
_STREAMS = ((".doc", "WordDocument"), (".xls", "Workbook"), (".xls", "Book\0"),
            (".ppt", "PowerPoint Document"))  # fmt: skip
_FAMILY = {".doc": "text", ".wps": "text", ".xls": "table", ".et": "table", ".ppt": "slides"}
_ENCRYPTED = "文件加了密码。请打开它取消密码、另存后再导入。"
_REFUSED = (
    (b"{\\rtf", "这是 RTF 文件。请用 Word 或 WPS 打开，另存为 .docx 再导入。"),
    (b"\x89PNG", "这是图片，里面没有文字。请导入 Word、PDF 或纯文本文件。"),
    (b"\xff\xd8\xff", "这是图片，里面没有文字。请导入 Word、PDF 或纯文本文件。"),
    (b"Rar!", "这是压缩包。请先解压，再导入里面的文件。"),
    (b"7z\xbc\xaf", "这是压缩包。请先解压，再导入里面的文件。"),
)
_OLD_MARKUP = (
    (b"urn:schemas-microsoft-com:office:spreadsheet",
     "这是旧式的 XML 表格。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。"),
    (b"schemas.microsoft.com/office/word/2003/wordml",
     "这是旧式的 XML 文档。请用 Word 或 WPS 打开，另存为 .docx 再导入。"),
    (b"schemas.microsoft.com/office/2006/xmlpackage",
     "这是 XML 格式的 Word 文档。请用 Word 或 WPS 打开，另存为 .docx 再导入。"),
)  # fmt: skip
_BINARY = (".docx", ".docm", ".xlsx", ".xlsm", ".pdf", ".doc", ".xls", ".wps", ".et")
_DATA = "这是导出的数据（JSON）。请用命令 budgetsheet new 工作簿.xlsx --from 数据.json 读回来。"
_CSV = "这是导出的表格数据（CSV），不能导入。请用一同导出的 JSON 数据，或 Word、网页文件。"
_ZIPS = (("word/", ".docx"), ("xl/", ".xlsx"))


def kind_of(data: bytes, suffix: str) -> str:
    """The kind of a document as a suffix: `.docx`, `.xlsx`, `.pdf`, `.html`, `.mht` or `.txt`.

    Raises: UnusableError for kinds that cannot be read, with what to do.
    """
    suffix = suffix.lower()
    if data.startswith(_OLE):
        raise UnusableError(_refusal(data, suffix))
    for mark, sentence in _REFUSED:
        if data.startswith(mark):
            raise UnusableError(sentence)
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, suffix)
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"%pdf-" in data[:1024].lower():
        return ".pdf"
    if head.startswith(b"{") and b'"budgetsheet/' in head:
        raise UnusableError(_DATA)
    if head.startswith("预算年度,单位编码,单位名称,".encode()):
        raise UnusableError(_CSV)
    if suffix in _BINARY or b"\0" in data[:2048]:
        _refuse_sealed(data)
    if suffix in (".mht", ".mhtml") or head.startswith((b"mime-version:", b"from: <saved by")):
        return ".mht"
    if head.startswith((b"<!doctype html", b"<html")) or suffix in (".html", ".htm", ".xhtml"):
        return ".html"
    for mark, sentence in _OLD_MARKUP:
        if mark in head:
            raise UnusableError(sentence)
    return suffix if suffix in (".docx", ".xlsx", ".xlsm", ".pdf") else ".txt"


def _refuse_sealed(data: bytes) -> None:
    """Raises: UnusableError for what encryption software keeps sealed."""
    from budgetsheet.ciphertext import SEALED, sealed

    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and sealed(data):
        raise UnusableError(SEALED)


def _refusal(data: bytes, suffix: str) -> str:
    """The sentence for a file of the old kind, which says what it holds in its directory."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _ENCRYPTED
    kind = next((k for k, name in _STREAMS if name.encode("utf-16-le") in data), "")
    if suffix in _OLD and _FAMILY.get(suffix) == _FAMILY.get(kind or suffix):
        return _OLD[suffix]
    return _OLD[kind] if kind else _OLD.get(suffix, _OLD[".doc"])


def _zipped(data: bytes, suffix: str) -> str:
    """Which package it is; a package that is none of ours is refused."""
    import io
    import zipfile

    from budgetsheet.zipped import FAULTS

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except FAULTS:
        return suffix if suffix in (".docx", ".xlsx") else ".xlsx"
    if "OFD.xml" in names:
        raise UnusableError("这是 OFD 版式文件。请用阅读器把它转成 PDF 或 Word 再导入。")
    for folder, kind in _ZIPS:
        if any(name.startswith(folder) for name in names):
            return kind
    if suffix in (".docx", ".docm", ".xlsx", ".xlsm"):
        return suffix[:-1] + "x"
    raise UnusableError("这是压缩包或别的格式。请解压或另存为 .docx、.pdf、.txt 再导入。")


def import_document(data: bytes, kind: str, scheme: Scheme, year: int | None = None) -> Imported:
    """Read a document of a kind that `kind_of` told, workbooks apart.

    Raises: UnusableError when it cannot be used.
    """
    match kind:
        case ".docx":
            from budgetsheet.importers.word_document import import_docx

            return import_docx(data, scheme, year)
        case ".pdf":
            from budgetsheet.importers.pdf_document import import_pdf

            return import_pdf(data, scheme, year)
        case ".html" | ".mht":
            from budgetsheet.importers.web_page import import_html, unpacked

            return import_html(unpacked(data) if kind == ".mht" else data, scheme, year)
    from budgetsheet.importers.lines import decode_document
    from budgetsheet.importers.text_document import import_text

    return import_text(decode_document(data), scheme, year)
