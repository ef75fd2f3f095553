"""The ribbon from the window: the button on the first page, the question at the first start."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetsheet.desktop import ribbon_offer, settings
from budgetsheet.desktop.app import App
from budgetsheet.desktop.ribbon_offer import RibbonOffer
from budgetsheet.desktop.start_page import StartPage
from budgetsheet.ribbon.installing import PLACE_OF_PROGRAM, Ribbon, State, packed
from desktop.conftest import Hand


class Barren:
    """A registry with nothing in it."""

    def value(self, key: str, name: str) -> object:
        return None

    def values(self, key: str) -> list[bytes]:
        return []


@pytest.fixture
def ribbon(tmp_path: Path) -> Ribbon:
    sheet = f"<t>{PLACE_OF_PROGRAM}</t>".encode()
    shipped = tmp_path / "BudgetSheet.xlam"
    shipped.write_bytes(packed({"xl/worksheets/sheet1.xml": sheet}))
    program = tmp_path / "预算绩效填报.exe"
    program.touch()
    return Ribbon(shipped, tmp_path / "XLSTART" / "BudgetSheet.xlam", program)


@pytest.fixture
def offer(hand: Hand, ribbon: Ribbon, monkeypatch: pytest.MonkeyPatch) -> RibbonOffer:
    monkeypatch.setattr(ribbon_offer, "this_ribbon", lambda: ribbon)
    return RibbonOffer(hand.app, ribbon, Barren())


def pressed(hand: Hand) -> str:
    """Press what the sentence offers; give what it was."""
    text = str(hand.app.notice.offer.cget("text"))
    assert hand.app.notice.offer.winfo_ismapped()
    hand.app.notice.offer.invoke()
    hand.app.root.update()
    return text


def test_the_first_start_asks_once_and_installs_on_a_yes(
    hand: Hand, offer: RibbonOffer, ribbon: Ribbon
) -> None:
    offer.at_the_start()
    hand.app.root.update()
    assert "功能区装上" in hand.said
    assert ribbon.state() is State.ABSENT
    assert pressed(hand) == "装上"
    assert ribbon.state() is State.CURRENT
    assert "重启 Excel" in hand.said
    assert "没有找到 Microsoft Excel" in hand.said
    hand.app.notice.say("")
    ribbon.remove()
    offer.at_the_start()
    assert hand.said == ""
    assert settings.load(hand.app.folder).asked_about_ribbon


def test_what_is_said_is_not_talked_over(hand: Hand, offer: RibbonOffer) -> None:
    hand.app.notice.say("别的话")
    offer.at_the_start()
    assert hand.said == "别的话"
    assert not settings.load(hand.app.folder).asked_about_ribbon


def test_a_start_sets_right_what_an_older_program_left(
    hand: Hand, offer: RibbonOffer, ribbon: Ribbon
) -> None:
    ribbon.install()
    ribbon.target.write_bytes(b"older")
    offer.at_the_start()
    assert ribbon.state() is State.CURRENT
    assert hand.said == ""


def test_the_button_installs_repairs_and_removes(
    hand: Hand, offer: RibbonOffer, ribbon: Ribbon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "has_ribbon", True)
    hand.app.back()
    assert isinstance(hand.app.page, StartPage)
    button = hand.app.page.ribbon
    hand.app.root.update()
    assert button.winfo_ismapped()
    button.invoke()
    assert ribbon.state() is State.CURRENT
    ribbon.target.write_bytes(b"broken")
    button.invoke()
    assert ribbon.state() is State.CURRENT
    button.invoke()
    hand.app.root.update()
    assert pressed(hand) == "去掉按钮"
    assert ribbon.state() is State.ABSENT
    assert "重启 Excel 后消失" in hand.said


def test_what_excel_holds_is_a_sentence(hand: Hand, offer: RibbonOffer, ribbon: Ribbon) -> None:
    ribbon.target.mkdir(parents=True)
    offer.manage()
    assert "关闭所有 Excel 窗口" in hand.said
    offer.remove()
    assert "关闭所有 Excel 窗口" in hand.said
    offer.at_the_start()


def test_without_the_packaged_program_nothing_is_offered(
    hand: Hand, offer: RibbonOffer, ribbon: Ribbon
) -> None:
    ribbon.program.unlink()
    offer.at_the_start()
    assert hand.said == ""
    offer.manage()
    assert "重新安装" in hand.said


def test_elsewhere_than_on_windows_there_is_no_button(hand: Hand) -> None:
    assert isinstance(hand.app.page, StartPage)
    assert not hand.app.page.ribbon.winfo_ismapped()
