"""A package: exported files in a folder or a zip, with a list of their SHA-256 sums.

The list has the form that `sha256sum -c` reads, so that it can be checked without this program.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from budgetsheet import storage, system_errors, zipped
from budgetsheet.errors import UnusableError
from budgetsheet.storage.owners import marks_beside

MANIFEST = "校验清单.txt"
_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *]([^/\\:\x00-\x1f]{1,255})")
_MOST_BYTES = 500 * 2**20
_MOST_LIST_BYTES = 2**20
_LEFTOVERS = ("desktop.ini", "thumbs.db", ".ds_store")
"""What systems put into folders by themselves, in small letters."""
_APPLES = re.compile(r"__MACOSX/(?:.*/)?\._[^/]*")
"""What macOS puts into a zip beside each file."""


class Verdict(NamedTuple):
    """How many files the list names, and which are not as it says."""

    listed: int
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every file is as it was exported, and there is no other."""
        return not (self.changed or self.missing or self.added)

    @property
    def differences(self) -> tuple[str, ...]:
        """A line for each file that is not as the list says."""
        return tuple(f"{word}：{name}" for word, names in self._kinds() for name in names)

    @property
    def said(self) -> str:
        """The whole in a sentence, and what to do."""
        if self.whole:
            return f"清单所列 {self.listed} 个文件都在，都与导出时一致。"
        counts = "、".join(f"{word} {len(names)} 个" for word, names in self._kinds())
        return f"清单所列 {self.listed} 个文件：{counts}。请用原来的工作簿重新导出。"

    def _kinds(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (("被改动", self.changed), ("缺少", self.missing), ("多出", self.added))


def write_package(out: Path, files: Mapping[str, bytes], moment: datetime) -> list[Path]:
    """Write files and list into a folder, or into one zip when `out` ends so; gives what it wrote.

    The list comes last: a folder without it was not written to its end.
    Raises: UnusableError when the place cannot be written.
    """
    members = {**files, MANIFEST: manifest_of(files)}
    if is_zip(out):
        storage.write_file(out, _zipped(members, moment))
        return [out]
    storage.refuse_unfit([out / name for name in members])
    for name, data in members.items():
        storage.write_file(out / name, data, aside=out.parent)
    return [out / name for name in members]


def is_zip(path: Path) -> bool:
    """Whether a package of this name is one file."""
    return path.suffix.lower() == ".zip"


def manifest_of(files: Mapping[str, bytes]) -> bytes:
    """A line for each file: its sum and its name."""
    lines = (f"{hashlib.sha256(data).hexdigest()} *{name}\n" for name, data in files.items())
    return "".join(lines).encode()


def verify(target: Path) -> Verdict:
    """Compare a package with its list: given as its folder, the one around it, its list or its zip.

    Raises: UnusableError when there is no list, or it cannot be read.
    """
    _look_for(target)
    if target.is_dir():
        target = _list_in(target)
    if is_zip(target):
        return _verify_zip(target)
    if not target.is_file():
        raise UnusableError(
            f"“{target.parent}”里没有“{MANIFEST}”，不能核对。请选择用 --format all 导出的文件夹。"
        )
    listed = read_manifest(storage.read_file(target, _MOST_LIST_BYTES))
    folder = target.parent
    found = [
        path for path in folder.iterdir() if path != target and not _is_leftover(path.name, listed)
    ]
    sums = {
        path.name: _sum(storage.read_file(path, _MOST_BYTES))
        if path.name in listed and path.is_file()
        else ""
        for path in found
    }
    return compare(listed, sums)


def _look_for(target: Path) -> None:
    """Raises: UnusableError where nothing of that name is there, or can be."""
    try:
        target.stat()
    except FileNotFoundError as error:
        raise UnusableError(f"找不到“{target}”，请检查路径和文件名。") from error
    except OSError as error:
        raise UnusableError(f"读不出“{target.name}”（{system_errors.reason(error)}）。") from error


def _list_in(folder: Path) -> Path:
    """The list of a folder; an export makes a folder inside the one it was told."""
    inside = [] if (folder / MANIFEST).exists() else list(folder.glob(f"*/{MANIFEST}"))
    return inside[0] if len(inside) == 1 else folder / MANIFEST


def read_manifest(data: bytes) -> dict[str, str]:
    """The sum of each name in a list. Raises: UnusableError when it is no such list."""
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UnusableError(_NO_LIST) from error
    found = [_LINE.fullmatch(line) for line in lines if line.strip()]
    names = [match[2] for match in found if match]
    if not names or len(names) != len(found) or len(set(names)) != len(names):
        raise UnusableError(_NO_LIST)
    return {match[2]: match[1].lower() for match in found if match}


_NO_LIST = f"“{MANIFEST}”的内容不完整或被改动，不能核对。请重新导出，或找原来的清单。"


def compare(listed: Mapping[str, str], found: Mapping[str, str]) -> Verdict:
    """What is not as listed, in the list's order."""
    return Verdict(
        len(listed),
        tuple(name for name in listed if name in found and found[name] != listed[name]),
        tuple(name for name in listed if name not in found),
        tuple(sorted(name for name in found if name not in listed)),
    )


def _is_leftover(name: str, listed: Iterable[str]) -> bool:
    """Whether a file is none of the package: a version before, an open file's mark, a system's."""
    ours = map(Path, (*listed, MANIFEST))
    beside = (left for path in ours for left in (f"{path.name}.bak", *marks_beside(path)))
    return (
        name.lower() in _LEFTOVERS or _APPLES.fullmatch(name) is not None or name in tuple(beside)
    )


def _verify_zip(target: Path) -> Verdict:
    try:
        with zipfile.ZipFile(io.BytesIO(storage.read_file(target))) as package:
            data = _unpacked(package, target.name)
    except zipped.FAULTS as error:
        raise UnusableError(f"“{target.name}”打不开，可能没有下载完整；请重新取得。") from error
    if MANIFEST not in data:
        raise UnusableError(f"“{target.name}”里没有“{MANIFEST}”，不能核对。")
    listed = read_manifest(data.pop(MANIFEST))
    sums = {name: _sum(content) for name, content in data.items()}
    return compare(listed, {name: s for name, s in sums.items() if not _is_leftover(name, listed)})


def _unpacked(package: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    """What each file holds; those of the one folder with the list, where it was zipped whole."""
    found = zipped.members(package)
    if sum(info.file_size for info in found.values()) > _MOST_BYTES:
        raise UnusableError(f"“{name}”解开后大得不正常，不予打开。")
    lists = [each for each in found if each.count("/") == 1 and each.endswith(f"/{MANIFEST}")]
    folder = lists[0].removesuffix(MANIFEST) if MANIFEST not in found and len(lists) == 1 else ""
    return {each.removeprefix(folder): package.read(info) for each, info in found.items()}


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _zipped(members: Mapping[str, bytes], moment: datetime) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            part = zipfile.ZipInfo(name, moment.timetuple()[:6])
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            package.writestr(part, data)
    return target.getvalue()
