"""The one place that changes a person's files: whole or not at all, the old one kept."""

import os
from pathlib import Path

from budgetsheet.errors import UnusableError


def read_file(path: Path, limit: int = 200 * 2**20) -> bytes:
    """The bytes of a file a person named.

    Raises: UnusableError with one sentence for whatever cannot be read.
    """
    if path.name.startswith("~$"):
        raise UnusableError(
            f"“{path.name}”是 Excel 打开文件时的临时文件，请选择去掉 ~$ 的那一个。", "BS001"
        )
    try:
        if path.is_dir():
            raise UnusableError(f"“{path}”是文件夹，请选择其中的文件。", "BS001")
        if path.stat().st_size > limit:
            raise UnusableError(f"“{path.name}”超过 {limit >> 20} MB，不予打开。", "BS001")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnusableError(f"找不到文件“{path}”，请检查路径和文件名。", "BS001") from error
    except PermissionError as error:
        raise UnusableError(
            f"没有权限读取“{path.name}”，可能正被别的程序占用；请关闭它再试。", "BS001"
        ) from error
    except OSError as error:
        raise UnusableError(f"读不出“{path.name}”（{error.strerror}）。", "BS001") from error


def write_file(path: Path, data: bytes, keep: bool = True) -> None:
    """Replace a file by temp file, fsync and rename; the version before stays as `.bak`.

    `keep` false: nothing stays beside it, for folders whose every file gets opened.
    Whenever the program dies, the path holds the old file whole or the new one whole.
    Raises: UnusableError when the place cannot be written; the old file is then untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = _mode(path)
        if keep and path.exists():
            _replace(path.with_name(path.name + ".bak"), path.read_bytes(), mode)
        _replace(path, data, mode)
        _sync_folder(path.parent)
    except PermissionError as error:
        raise UnusableError(
            f"写不进“{path.name}”：文件可能正在 {_opened_in(path)} 中打开，或文件夹不许写入。"
            "请关闭该文件或换一个文件夹再试；原文件没有改动。"
        ) from error
    except OSError as error:
        raise UnusableError(
            f"写不进“{path}”（{_why(path, error)}）。请换一个位置再试；原文件没有改动。"
        ) from error


def _why(path: Path, error: OSError) -> str:
    """Why a place cannot be written: a file stands where a folder is wanted, or what is told."""
    file = next((parent for parent in path.parents if parent.is_file()), None)
    return f"“{file}”是文件，不是文件夹" if file else error.strerror or str(error)


def _opened_in(path: Path) -> str:
    """The program that most likely has a file open."""
    return {".docx": "Word", ".pdf": "PDF 阅读器"}.get(path.suffix.lower(), "Excel")


def _replace(path: Path, data: bytes, mode: int) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".bs-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """The permissions of the file there, or those a plain new file would have."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system knows how."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
