"""A damaged workbook's way out, in the window."""

from pathlib import Path

import openpyxl
import pytest

from budgetsheet import services
from budgetsheet.desktop import rescuing
from budgetsheet.form import book as names
from desktop.conftest import Hand

SAMPLE = Path(__file__).parents[2] / "samples" / "sample.json"
STRAY = "别处写的一句话"


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A workbook that lacks a project's sheet, and bears a text where there is no entry."""
    path = services.new(tmp_path / "县图书馆 2027.xlsx", services.load_model(SAMPLE))
    book = openpyxl.load_workbook(path)
    del book[book.sheetnames[3]]
    book[names.DEPARTMENT]["Z3"] = STRAY
    book.save(path)
    return path


def opened(hand: Hand, path: Path) -> None:
    hand.app.doors.open_path(path)
    hand.wait()
    assert hand.book.path == path


def test_a_damaged_workbook_is_offered_the_way_out(
    hand: Hand, damaged: Path, tmp_path: Path
) -> None:
    opened(hand, damaged)
    assert hand.said == rescuing.DAMAGED
    before, out = damaged.read_bytes(), tmp_path / "新表.xlsx"
    hand.answers.ready = [out]
    hand.app.notice.offer.invoke()
    hand.wait()
    assert (hand.book.path, damaged.read_bytes()) == (out, before)
    ((sentence, lines),) = hand.answers.reported
    assert f"有 {len(lines)} 处" in sentence == hand.said
    assert any(STRAY in line for line in lines)
    hand.app.notice.offer.invoke()
    assert len(hand.answers.reported) == 2


def test_a_refused_refresh_leads_there_too(hand: Hand, damaged: Path) -> None:
    opened(hand, damaged)
    hand.app.notice.say("")
    hand.press("<Control-r>")
    assert "没有更新" in hand.said
    assert hand.app.notice.offer.winfo_ismapped()
    hand.answers.ready = [""]
    hand.app.notice.offer.invoke()
    assert (hand.answers.asked[-1], hand.book.path) == ("新表保存到", damaged)


def test_the_damaged_file_itself_is_not_written_over(hand: Hand, damaged: Path) -> None:
    opened(hand, damaged)
    before = damaged.read_bytes()
    hand.answers.ready = [damaged]
    hand.page.rescue.invoke()
    hand.wait()
    assert "换一个名字" in hand.said
    assert damaged.read_bytes() == before


def test_a_sound_workbook_has_nothing_to_list(hand: Hand, tmp_path: Path) -> None:
    path = services.new(tmp_path / "好的.xlsx", services.load_model(SAMPLE))
    opened(hand, path)
    assert hand.said == ""
    hand.answers.ready = [tmp_path / "又一份.xlsx"]
    hand.page.rescue.invoke()
    hand.wait()
    assert "原表完好" in hand.said
    assert hand.answers.reported == []
