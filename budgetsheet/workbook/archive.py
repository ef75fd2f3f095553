"""Opens a workbook's package with suspicion: what it is, how large, which parts."""

import zipfile
from io import BytesIO

from budgetsheet.errors import UnusableError
from budgetsheet.workbook import kinds
from budgetsheet.zipped import FAULTS, squeezed

MAX_FILE = 100 * 2**20
MAX_PART = 64 * 2**20
MAX_TOTAL = 400 * 2**20
MAX_PARTS = 20_000


class Archive:
    """The parts of a package, each read whole within the limits.

    Raises: UnusableError for anything that is no sound .xlsx package.
    """

    def __init__(self, data: bytes) -> None:
        sentence = kinds.not_a_package(data)
        if sentence:
            raise UnusableError(sentence, "BS001")
        if len(data) > MAX_FILE:
            raise UnusableError("文件超过 100 MB，不予打开。请删去无关的图片后再试。", "BS001")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._infos = {_plain(info.filename): info for info in self._zip.infolist()}
        except FAULTS as error:
            whole = b"PK\x05\x06" in data[-(2**16 + 22) :]
            sentence = kinds.DAMAGED if whole else kinds.CUT_SHORT
            raise UnusableError(sentence, "BS001") from error
        self._left = MAX_TOTAL
        if len(self._infos) > MAX_PARTS:
            raise UnusableError(kinds.TOO_MANY, "BS001")
        sentence = kinds.not_a_workbook(self._infos)
        if sentence:
            raise UnusableError(sentence, "BS001")

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._infos

    def names(self) -> list[str]:
        """Every part's name, in lower case."""
        return list(self._infos)

    def read(self, name: str) -> bytes:
        """One part. Raises: UnusableError for too large a part, DamagedPartError."""
        info = self._infos.get(_plain(name))
        if info is None:
            sentence = f"文件里缺少 {name or '工作表'}，不是完整的工作簿。{kinds.REMADE}"
            raise kinds.DamagedPartError(sentence, "BS001")
        if info.flag_bits & 1:
            raise UnusableError(kinds.ENCRYPTED, "BS001")
        if squeezed(info):
            raise UnusableError(kinds.TOO_LARGE, "BS001")
        try:
            with self._zip.open(info) as part:
                data = part.read(MAX_PART + 1)
        except FAULTS as error:
            sentence = f"文件已损坏（{name}）。{kinds.REMADE}"
            raise kinds.DamagedPartError(sentence, "BS001") from error
        self._left -= len(data)
        if len(data) > MAX_PART or self._left < 0:
            raise UnusableError(kinds.TOO_LARGE, "BS001")
        return data


def _plain(name: str) -> str:
    """A part's name as two programs' spellings of it agree: parts do not tell upper from lower."""
    return name.replace("\\", "/").lstrip("/").lower()
