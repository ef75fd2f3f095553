"""Reads a file that a person named."""

import stat
from pathlib import Path

from budgetsheet.errors import UnusableError
from budgetsheet.storage import patience
from budgetsheet.system_errors import reason


def read_file(path: Path, limit: int = 200 * 2**20) -> bytes:
    """The bytes of a file a person named.

    Raises: UnusableError with one sentence for whatever cannot be read.
    """
    _refuse_mark(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnusableError(f"“{path}”是文件夹，请选择其中的文件。", "BS001")
        if not stat.S_ISREG(status.st_mode):
            raise UnusableError(f"“{path}”不是文件，请选择一个文件。", "BS001")
        if status.st_size > limit:
            raise UnusableError(f"“{path.name}”超过 {limit >> 20} MB，不予打开。", "BS001")
        return patience.outlast(path.read_bytes, lambda: patience.may_read(path))
    except FileNotFoundError as error:
        raise UnusableError(_not_found(path), "BS001") from error
    except PermissionError as error:
        raise UnusableError(
            f"没有权限读取“{path.name}”，可能正被别的程序占用；请关闭它再试。", "BS001"
        ) from error
    except OSError as error:
        raise UnusableError(f"读不出“{path.name}”（{reason(error)}）。", "BS001") from error


def _refuse_mark(path: Path) -> None:
    """Raises: UnusableError for what an office program lays beside a file it has open."""
    if path.name.startswith("~$"):
        raise UnusableError(
            f"“{path.name}”是 Excel 打开文件时的临时文件，请选择去掉 ~$ 的那一个。", "BS001"
        )
    if path.name.startswith(".~lock.") and path.name.endswith("#"):
        raise UnusableError(
            f"“{path.name}”是 LibreOffice 打开文件时的标记，请选择它旁边的那个文件。", "BS001"
        )


def _not_found(path: Path) -> str:
    if path.is_symlink():
        return f"“{path.name}”是链接，它指向的文件不存在，请直接选择要用的文件。"
    return f"找不到文件“{path}”，请检查路径和文件名。"
