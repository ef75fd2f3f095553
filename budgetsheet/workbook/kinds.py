"""What a file is that is no workbook of ours, and what its owner can do, in one sentence."""

from collections.abc import Collection

from budgetsheet.ciphertext import SEALED, sealed
from budgetsheet.errors import UnusableError

REMADE = "请让发来文件的人重新发一份，或用本工具新建一份再填。"
_AS_XLSX = "请在 Excel 或 WPS 里打开，另存为 .xlsx 再试。"
_IMPORT = "要读入已发布的文档，请用“导入”。"
EMPTY = f"文件是空的。{REMADE}"
ENCRYPTED = "文件加了密码。请在 Excel 里取消密码、另存后再打开。"
CUT_SHORT = f"文件不完整，可能没有下载或复制完。{REMADE}"
DAMAGED = f"文件已损坏，打不开。{REMADE}"
TOO_MANY = f"文件里的内容多得不正常，不予打开。{REMADE}"
TOO_LARGE = f"文件解开后大得不正常，不予打开。{REMADE}"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = (
    (b"%PDF", f"这是 PDF 文件，不是工作簿。{_IMPORT}"),
    (b"{\\rtf", "这是 RTF 文档，不是工作簿。请在 Word 里另存为 .docx，再用“导入”。"),
    (b"Rar!", "这是 RAR 压缩包。请先解压，再打开里面的工作簿。"),
    (b"7z\xbc\xaf\x27\x1c", "这是 7z 压缩包。请先解压，再打开里面的工作簿。"),
    (b"\x1f\x8b", "这是 gzip 压缩包。请先解压，再打开里面的工作簿。"),
    (b"\x89PNG", "这是图片，不是工作簿。请选择本工具生成的 .xlsx 文件。"),
    (b"\xff\xd8\xff", "这是图片，不是工作簿。请选择本工具生成的 .xlsx 文件。"),
)
_MARKUP = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", f"这是旧式的 XML 表格。{_AS_XLSX}"),
    (b"<html", f"这是网页，只是名字像表格。{_AS_XLSX}"),
    (b"<table", f"这是网页，只是名字像表格。{_AS_XLSX}"),
)
_PARTS = (
    ("xl/workbook.bin", f"这是二进制工作簿（.xlsb）。{_AS_XLSX}"),
    ("word/document.xml", f"这是 Word 文档，不是工作簿。{_IMPORT}"),
    ("ppt/presentation.xml", "这是演示文稿，不是工作簿。请选择本工具生成的 .xlsx 文件。"),
    ("index/document.iwa", "这是 Numbers 表格。请在 Numbers 里导出为 Excel（.xlsx）再试。"),
    ("content.xml", f"这是 OpenDocument 表格（.ods）。{_AS_XLSX}"),
)
_NO_WORKBOOK = "这是压缩包，里面没有工作簿。请先解压，再打开里面的 .xlsx 文件。"


_OF_A_PACKAGE = (b"PK\x01\x02", b"PK\x05\x06")
"""What stands in a package whose head is damaged."""


class DamagedPartError(UnusableError):
    """One part of a package is missing or broken; the others may be sound."""


def not_a_package(data: bytes) -> str | None:
    """The sentence for a file that is no zip package; None for one that may be."""
    if not data:
        return EMPTY
    if data.startswith(b"PK"):
        return None
    if data.startswith(_OLE):
        return _old_office(data)
    for start, sentence in _STARTS:
        if data.startswith(start):
            return sentence
    head = data[:4096]
    if not head.strip(b"\x00"):
        return f"文件里全是空白，可能是网盘还没有下载完。{REMADE}"
    lower = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, sentence in _MARKUP if lower.startswith(b"<") else ():
        if mark in lower:
            return sentence
    if lower.startswith(b"{") and b'"budgetsheet/' in lower:
        return "这是数据文件（JSON）。请用 budgetsheet new --from 生成工作簿。"
    if b"\x00" not in head and _is_text(head):
        return f"这是文本文件（例如 csv），只是名字像表格，不是 Excel 工作簿。{_IMPORT}"
    if sealed(data):
        return SEALED
    if any(mark in data for mark in _OF_A_PACKAGE):
        return DAMAGED
    return "这不是 Excel 工作簿（.xlsx）。请选择本工具生成的工作簿。"


def _old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ENCRYPTED
    if "WordDocument".encode("utf-16-le") in data:
        return "这是旧式 Word 文档（.doc）。请在 Word 里另存为 .docx，再用“导入”。"
    if "PowerPoint Document".encode("utf-16-le") in data:
        return "这是旧式演示文稿（.ppt），不是工作簿。请选择本工具生成的 .xlsx 文件。"
    return f"这是旧式 .xls 或 .et 文件。{_AS_XLSX}"


def _is_text(head: bytes) -> bool:
    """Whether bytes read as Chinese text in the encodings that tables are saved in."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = head[:4000].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(head[:4000]) - 4:
                continue
            text = head[: error.start].decode(encoding)
        return all(character.isprintable() or character in "\r\n\t\ufeff" for character in text)
    return False


def not_a_workbook(names: Collection[str]) -> str | None:
    """The sentence for a zip package that holds something else; None where a workbook may be."""
    for part, sentence in _PARTS:
        if part in names:
            return sentence
    return None if "[content_types].xml" in names or "xl/workbook.xml" in names else _NO_WORKBOOK
