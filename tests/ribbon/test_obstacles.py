"""What keeps Excel from loading the add-in, told from a registry that the test lays out."""

from __future__ import annotations

import pytest

from budgetsheet.ribbon.obstacles import obstacles

EXCEL = ("Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\excel.exe", "")
WPS = ("Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\et.exe", "")
POLICIES = "Software\\Policies\\Microsoft\\Office\\16.0\\"
SETTINGS = "Software\\Microsoft\\Office\\16.0\\"


class Laid:
    """A registry of these values."""

    def __init__(
        self, values: dict[tuple[str, str], object], disabled: tuple[bytes, ...] = ()
    ) -> None:
        self._values = {(k.casefold(), n.casefold()): v for (k, n), v in values.items()}
        self._disabled = disabled

    def value(self, key: str, name: str) -> object:
        return self._values.get((key.casefold(), name.casefold()))

    def values(self, key: str) -> list[bytes]:
        return (
            list(self._disabled) if key.endswith("16.0\\Excel\\Resiliency\\DisabledItems") else []
        )


def with_excel(**values: int) -> dict[tuple[str, str], object]:
    found: dict[tuple[str, str], object] = {EXCEL: "C:\\Office\\EXCEL.EXE"}
    return found | {(place.partition("|")[0], place.partition("|")[2]): v
                    for place, v in values.items()}  # fmt: skip


def test_an_excel_with_the_usual_settings_has_none() -> None:
    assert obstacles(Laid(with_excel())) == []


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (f"{POLICIES}common|VBAOff", "关闭了 Office 的宏"),
        (f"{POLICIES}excel\\security|DisableAllAddins", "停用所有加载项"),
        (f"{SETTINGS}Excel\\Security|DisableAllAddins", "停用所有加载项"),
        (f"{SETTINGS}Excel\\Security|RequireAddinSig", "有签名的加载项"),
        (f"{POLICIES}excel\\security\\trusted locations|AllLocationsDisabled", "受信任位置"),
    ],
)
def test_each_switch_is_told(place: str, told: str) -> None:
    (sentence,) = obstacles(Laid(with_excel(**{place: 1})))
    assert told in sentence
    assert "窗口里" in sentence
    assert obstacles(Laid(with_excel(**{place: 0}))) == []


def test_a_person_s_own_setting_of_a_policy_does_not_count() -> None:
    assert obstacles(Laid(with_excel(**{f"{SETTINGS}Common|VBAOff": 1}))) == []


def test_wps_without_excel_is_said_plainly() -> None:
    (sentence,) = obstacles(Laid({WPS: "C:\\WPS\\et.exe"}))
    assert "WPS 不装载这种按钮" in sentence
    (sentence,) = obstacles(Laid({}))
    assert "没有找到 Microsoft Excel" in sentence
    assert "WPS" not in sentence


def test_what_excel_disabled_after_a_crash_is_told() -> None:
    item = b"\x01\x00\x00\x00" + "c:\\xlstart\\budgetsheet.xlam\0".encode("utf-16-le")
    (sentence,) = obstacles(Laid(with_excel(), (item,)))
    assert "禁用项目" in sentence
    other = "c:\\others.xlam\0".encode("utf-16-le")
    assert obstacles(Laid(with_excel(), (other,))) == []


def test_elsewhere_than_on_windows_nothing_is_asked() -> None:
    assert obstacles() == []
