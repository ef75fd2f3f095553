"""What can be opened, and a sentence for what cannot: files dropped, or named at the start."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from budgetsheet.pasted_path import path_of

WORKBOOKS = (".xlsx", ".xlsm")
PACKAGE = ".zip"
DOCUMENTS = (".docx", ".pdf", ".html", ".htm", ".mht", ".txt")
_OTHERWISE = "可以打开的有：填报工作簿（.xlsx）、Word 文件（.docx）、PDF、网页、纯文本（.txt）。"
_CURES = {
    ".xls": "请先在 Excel 中另存为 .xlsx，再拖进来。",
    ".et": "请先在 WPS 中另存为 .xlsx，再拖进来。",
    ".doc": "请先在 Word 中另存为 .docx，再拖进来。",
    ".wps": "请先在 WPS 中另存为 .docx，再拖进来。",
    ".bak": "这是更新前的版本。请把名字末尾的 .bak 去掉，再拖进来。",
    ".lnk": "这是快捷方式，请拖它指向的文件。",
}


class Opening(NamedTuple):
    """Which file to open, and what there is to say about the rest."""

    path: Path | None
    sentence: str = ""


def sort_out(names: Sequence[str]) -> Opening:
    """The one file to open among those named: a workbook, else a package, else a document."""
    paths = [path_of(name) for name in names]
    for is_it in (_is_workbook, is_package, is_document):
        fitting = [path for path in paths if is_it(path)]
        if fitting:
            others = len(paths) - 1
            left = f"一次打开一个文件；其余 {others} 个没有打开。" if others else ""
            return Opening(fitting[0], left)
    return Opening(None, _why_not(paths[0]) if paths else "")


def is_document(path: Path) -> bool:
    """Whether a file is read into a new workbook instead of being opened."""
    return path.suffix.lower() in DOCUMENTS and not path.is_dir()


def is_package(path: Path) -> bool:
    """Whether these are exported files that can be compared with their list."""
    from budgetsheet.packages import MANIFEST

    if path.is_dir():
        return (path / MANIFEST).is_file()
    return path.suffix.lower() == PACKAGE or path.name == MANIFEST


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in WORKBOOKS and not path.is_dir()


def _why_not(path: Path) -> str:
    if path.is_dir():
        return f"“{path.name}”是文件夹。请拖文件夹里面的填报工作簿（.xlsx）。"
    cure = _CURES.get(path.suffix.lower(), _OTHERWISE)
    return f"“{path.name}”不能直接打开。{cure}"
