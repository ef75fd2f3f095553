"""Opens a workbook's package with suspicion: what it is, how large, which parts."""

import zipfile
import zlib
from io import BytesIO

from budgetsheet.errors import UnusableError

MAX_FILE = 100 * 2**20
MAX_PART = 64 * 2**20
MAX_TOTAL = 400 * 2**20
MAX_PARTS = 20_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REMADE = "请向发来文件的人重要一份，或用本工具新建一份再填。"


class Archive:
    """The parts of a package, each read whole within the limits.

    Raises: UnusableError for anything that is no sound .xlsx package.
    """

    def __init__(self, data: bytes) -> None:
        _refuse_other_files(data)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._infos = {_plain(info.filename): info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnusableError(f"文件已损坏，打不开。{_REMADE}", "BS001") from error
        self._left = MAX_TOTAL
        if len(self._infos) > MAX_PARTS:
            raise UnusableError(f"文件里的内容多得不正常，不予打开。{_REMADE}", "BS001")

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._infos

    def names(self) -> list[str]:
        """Every part's name, in lower case."""
        return list(self._infos)

    def read(self, name: str) -> bytes:
        """One part. Raises: UnusableError when it is missing, damaged or too large."""
        info = self._infos.get(_plain(name))
        if info is None:
            raise UnusableError(f"文件里缺少 {name}，不是完整的工作簿。{_REMADE}", "BS001")
        if info.flag_bits & 1:
            raise UnusableError("文件加了密码。请在 Excel 里取消密码、另存后再打开。", "BS001")
        try:
            with self._zip.open(info) as part:
                data = part.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise UnusableError(f"文件已损坏（{name}）。{_REMADE}", "BS001") from error
        self._left -= len(data)
        if len(data) > MAX_PART or self._left < 0:
            raise UnusableError(f"文件解开后大得不正常，不予打开。{_REMADE}", "BS001")
        return data


def _plain(name: str) -> str:
    """A part's name as two programs' spellings of it agree: parts do not tell upper from lower."""
    return name.replace("\\", "/").lstrip("/").lower()


def _refuse_other_files(data: bytes) -> None:
    if not data:
        raise UnusableError(f"文件是空的。{_REMADE}", "BS001")
    if len(data) > MAX_FILE:
        raise UnusableError("文件超过 100 MB，不予打开。请删去无关的图片后再试。", "BS001")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnusableError("文件加了密码。请在 Excel 里取消密码、另存后再打开。", "BS001")
        raise UnusableError("这是旧式 .xls 文件。请在 Excel 里另存为 .xlsx 再打开。", "BS001")
    if not data.startswith(b"PK"):
        raise UnusableError("这不是 Excel 工作簿（.xlsx）。请选择本工具生成的工作簿。", "BS001")
