"""What can be opened, and what is said about the rest."""

from pathlib import Path

import pytest

from budgetsheet.desktop.openable import is_document, sort_out
from budgetsheet.packages import MANIFEST


def test_one_workbook_is_opened_without_a_word(tmp_path: Path) -> None:
    assert sort_out([str(tmp_path / "甲.xlsx")]) == (tmp_path / "甲.xlsx", "")


def test_of_several_the_first_workbook_is_opened_and_the_rest_is_told(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in ("说明.docx", "图.png", "甲.XLSX", "乙.xlsx")]
    path, sentence = sort_out(names)
    assert path == tmp_path / "甲.XLSX"
    assert "其余 3 个没有打开" in sentence


def test_a_document_is_opened_where_there_is_no_workbook(tmp_path: Path) -> None:
    path, _ = sort_out([str(tmp_path / "图.png"), str(tmp_path / "公开.txt")])
    assert path == tmp_path / "公开.txt"
    assert is_document(path)


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("旧.xls", "另存为 .xlsx"),
        ("旧.doc", "另存为 .docx"),
        ("通知.wps", "另存为 .docx"),
        ("甲.xlsx.bak", "去掉"),
        ("图.png", "可以打开的有"),
        ("没有后缀", "可以打开的有"),
    ],
)
def test_a_foreign_file_is_a_sentence_with_a_way_out(tmp_path: Path, name: str, cure: str) -> None:
    path, sentence = sort_out([str(tmp_path / name)])
    assert path is None
    assert sentence.startswith(f"“{name}”")
    assert cure in sentence


def test_a_folder_is_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "像工作簿.xlsx"
    folder.mkdir()
    path, sentence = sort_out([str(folder)])
    assert path is None
    assert "是文件夹" in sentence


def test_exported_files_with_their_list_are_opened_together(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).touch()
    for package in (tmp_path, tmp_path / MANIFEST, tmp_path / "包.ZIP"):
        assert sort_out([str(package)]) == (package, "")
    assert sort_out([str(tmp_path), str(tmp_path / "甲.xlsx")]).path == tmp_path / "甲.xlsx"


def test_nothing_named_is_nothing_said() -> None:
    assert sort_out([]) == (None, "")
