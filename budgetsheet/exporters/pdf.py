"""The docx as PDF, by whichever program on this machine can print it."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from budgetsheet.errors import UnusableError
from budgetsheet.exporters.base import Export
from budgetsheet.exporters.printers import PRINTERS, Printer, PrinterError

_ABSENT = (
    "这台电脑上没有找到 Word、WPS 或 LibreOffice，不能生成 pdf；"
    "请先导出 docx，再在装有其中任一软件的电脑上“另存为 PDF”。"
)


def make_pdf(export: Export) -> bytes:
    """The PDF of the docx export.

    Raises: UnusableError when no program is there, or none of those there could print.
    """
    present = [printer for printer in PRINTERS if printer.present()]
    if not present:
        raise UnusableError(_ABSENT)
    from budgetsheet.exporters.word import make_docx

    return print_docx(make_docx(export), present)


def can_print() -> bool:
    """Whether any program is there that can make a PDF."""
    return any(printer.present() for printer in PRINTERS)


def print_docx(docx: bytes, printers: Sequence[Printer]) -> bytes:
    """A docx as PDF by the first printer that manages it, in a folder that is gone after.

    Raises: UnusableError that names what each printer said.
    """
    told = []
    for printer in printers:
        with TemporaryDirectory(prefix="budgetsheet-", ignore_cleanup_errors=True) as folder:
            source, target = Path(folder) / "document.docx", Path(folder) / "document.pdf"
            source.write_bytes(docx)
            try:
                printer.print(source, target)
            except PrinterError as error:
                told.append(f"{printer.title} {error}")
                continue
            data = target.read_bytes() if target.is_file() else b""
            if data.startswith(b"%PDF"):
                return data
            told.append(f"{printer.title} 没有生成文件")
    raise UnusableError(
        f"没能生成 pdf（{'；'.join(told)}）。请关闭这些软件的所有窗口再试，或先导出 docx。"
    )
