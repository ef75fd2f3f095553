"""Zips: members by the names that a person sees, what goes wrong, what was made to harm."""

import lzma
import struct
import unicodedata
import zipfile
import zlib

from budgetsheet.errors import UnusableError

_IS_UTF8, _IS_ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
"""The extra field with a name in UTF-8, as WinRAR and Info-ZIP write it."""
_MOST_SHOWN = 60

FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, LookupError, OverflowError),
)
"""All that opening a zip or reading a member may raise.

Source: bytes missing in the middle give ValueError (a place before the file's begin), flipped
ones zlib.error, a password RuntimeError, an unknown method NotImplementedError, an impossible
field struct.error or OverflowError.
"""
_LARGE, _MOST_SQUEEZED = 8 * 2**20, 100
"""A text shrinks to a tenth; a large member that shrinks to a hundredth was made to."""


def members(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files by name, folders apart.

    Raises: UnusableError where one is encrypted, leads out of the package, or has a name that
    another has too, as the least careful system tells names apart.
    """
    found: dict[str, zipfile.ZipInfo] = {}
    seen: dict[str, str] = {}
    for info in package.infolist():
        name = name_of(info)
        if _leads_out(name):
            raise UnusableError(f"压缩包里的“{_shown(name)}”指向包外面，不予核对。请重新取得。")
        if name.endswith("/") and not info.file_size:
            continue
        if info.flag_bits & _IS_ENCRYPTED:
            raise UnusableError("压缩包加了密码，不能核对。请解压后核对解开的文件夹。")
        other = seen.setdefault(_plain(name), name)
        if name in found or other != name:
            raise UnusableError(_twice(other, name))
        found[name] = info
    return found


def name_of(info: zipfile.ZipInfo) -> str:
    """A member's name: UTF-8 where it says so, else GBK as Windows and WPS write it in China."""
    if info.flag_bits & _IS_UTF8:
        return info.orig_filename.replace("\\", "/")
    raw = info.orig_filename.encode("cp437", "replace")
    return (_unicode_path(info.extra, raw) or _decoded(raw)).replace("\\", "/")


def squeezed(member: zipfile.ZipInfo) -> bool:
    """Whether a member is far larger unpacked than anything that people fill or write."""
    return member.file_size > max(_LARGE, _MOST_SQUEEZED * member.compress_size)


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """The name in the extra field, if it was made for this very name."""
    while len(extra) >= 4:
        kind, length = (int.from_bytes(extra[i : i + 2], "little") for i in (0, 2))
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
    return ""


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ":" in name or "\0" in name or ".." in name.split("/")


def _plain(name: str) -> str:
    parts = (part.rstrip(". ") for part in name.split("/") if part not in ("", "."))
    return unicodedata.normalize("NFC", "/".join(parts)).casefold()


def _twice(one: str, other: str) -> str:
    told = f"两个“{_shown(one)}”" if one == other else f"“{_shown(one)}”和“{_shown(other)}”"
    return f"压缩包里有{told}，解开会互相覆盖，分不清哪个是导出的，不予核对。请重新取得。"


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:_MOST_SHOWN]
