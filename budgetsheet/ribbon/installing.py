"""The add-in is put into Excel's start folder, repaired, taken out."""

import os
import sys
from collections.abc import Mapping
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from budgetsheet import storage
from budgetsheet.errors import UnusableError

FILE = "BudgetSheet.xlam"
WINDOW_PROGRAM = "预算绩效填报.exe"
PLACE_OF_PROGRAM = "{program}"
_SHEET = "xl/worksheets/sheet1.xml"
_THEN = (1980, 1, 1, 0, 0, 0)
"""The time of every part: the same content gives the same bytes."""


class State(Enum):
    """How the add-in stands in Excel's start folder."""

    ABSENT = "没有安装"
    CURRENT = "已安装"
    STALE = "需要修复"


class Ribbon(NamedTuple):
    """The add-in that ships, where Excel looks for it, and the program that it starts."""

    shipped: Path
    target: Path
    program: Path

    @property
    def ships(self) -> bool:
        """Whether this program has an add-in to install."""
        return self.shipped.is_file() and self.program.is_file()

    def state(self) -> State:
        """Whether Excel will find this program's add-in."""
        try:
            found = self.target.read_bytes()
        except FileNotFoundError:
            return State.ABSENT
        except OSError:
            return State.STALE
        right = self.ships and found == self._wanted()
        return State.CURRENT if right else State.STALE

    def install(self) -> None:
        """Put the add-in there, or set it right.

        Raises: UnusableError when Excel holds it, or this program has none to install.
        """
        wanted = self._wanted()
        try:
            aside = self.target.parent.parent  # Excel opens whatever lies beside it
            storage.write_file(self.target, wanted, keep=False, aside=aside)
        except UnusableError as error:
            raise UnusableError(
                "没能写入 Excel 的启动文件夹，可能 Excel 正开着。"
                f"请关闭所有 Excel 窗口再试一次；位置：{self.target.parent}。"
            ) from error

    def remove(self) -> None:
        """Take the add-in out; nothing else there is touched. Raises: UnusableError."""
        try:
            self.target.unlink(missing_ok=True)
        except OSError as error:
            raise UnusableError(
                f"没能删除 {self.target}，可能 Excel 正开着。请关闭所有 Excel 窗口再试一次。"
            ) from error

    def _wanted(self) -> bytes:
        if not self.ships:
            raise UnusableError(
                "功能区按钮只随打包好的 Windows 程序提供；这里的程序文件夹不完整。"
                "请重新解压或重新安装“预算绩效填报”。"
            )
        return with_program(self.shipped.read_bytes(), self.program)


def this_ribbon(environment: Mapping[str, str] = os.environ) -> Ribbon:
    """The add-in of the program that runs, in the place where this person's Excel looks."""
    shipped = Path(__file__).parent / FILE
    program = Path(sys.executable).with_name(WINDOW_PROGRAM)
    return Ribbon(shipped, start_folder(environment) / FILE, program)


def start_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Excel's start folder of this person: what lies there is opened with Excel, and trusted."""
    base = environment.get("APPDATA") or str(Path.home() / "AppData" / "Roaming")
    return Path(base) / "Microsoft" / "Excel" / "XLSTART"


def with_program(addin: bytes, program: Path) -> bytes:
    """The add-in with the program's place laid onto its sheet, where its macro reads it."""
    import zipfile
    from xml.sax.saxutils import escape

    with zipfile.ZipFile(BytesIO(addin)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = escape(str(program).replace("_x", "_x005F_x"))  # Excel reads _x0041_ as a letter
    place = f"<t>{PLACE_OF_PROGRAM}</t>".encode()
    parts[_SHEET] = parts[_SHEET].replace(place, f"<t>{text}</t>".encode())
    return packed(parts)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """An office package of these parts, the list of kinds first."""
    import zipfile

    out = BytesIO()
    first = "[Content_Types].xml"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])
    return out.getvalue()
