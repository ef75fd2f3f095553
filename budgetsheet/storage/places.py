"""What a path means: the file behind links, one file spelled twice, names that will not do."""

import os
import re
import unicodedata
from pathlib import Path

from budgetsheet.errors import UnusableError

_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³]) *(\..*)?", re.I)
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')


def followed(path: Path) -> Path:
    """The file that a path leads to: the path itself, or what stands behind its links.

    Raises: UnusableError for a link that leads nowhere or in a circle.
    """
    if not path.is_symlink():
        return path
    try:
        return path.resolve(strict=True)
    except FileNotFoundError as error:
        raise UnusableError(
            f"“{path.name}”是链接，它指向的“{os.readlink(path)}”不存在。"  # noqa: PTH115
            "请删去这个链接，或直接选择要用的文件。"
        ) from error
    except (RuntimeError, OSError) as error:
        raise UnusableError(
            f"“{path.name}”是链接，绕来绕去没有指向文件。请删去这个链接，或直接选择要用的文件。"
        ) from error


def same_place(one: Path, other: Path) -> bool:
    """Whether two paths are one file, or would be: links, letters' case, spellings of a path."""
    try:
        if os.path.samefile(one, other):  # noqa: PTH121
            return True
    except (OSError, ValueError):
        pass
    return _spelled(one) == _spelled(other)


def _spelled(path: Path) -> str:
    """A path as the least careful file system tells it from others."""
    parts = Path(os.path.realpath(path)).parts
    plain = (part.rstrip(". ") or part for part in parts)
    return unicodedata.normalize("NFC", "/".join(plain)).casefold()


def unfit_name(name: str) -> str:
    """Why Windows would take a name for something else than a file of that name; or a blank."""
    if _RESERVED.fullmatch(name):
        return "是 Windows 留给设备的名字"
    if _FORBIDDEN.search(name):
        return "里有 Windows 不许用在文件名里的字符"
    if name != name.rstrip(". "):
        return "以句点或空格结尾，Windows 会把它去掉"
    return ""
