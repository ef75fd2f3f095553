"""What keeps Excel from loading the add-in: policies, settings, a crash before, no Excel at all."""

import sys
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from budgetsheet.ribbon.installing import FILE

_VERSIONS = ("16.0", "15.0", "14.0")
_POLICIES = "Software\\Policies\\Microsoft\\Office\\"
_SETTINGS = "Software\\Microsoft\\Office\\"
_PROGRAMS = "Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\"
_INSTEAD = "功能区按钮不会出现，请在窗口里操作"


class Registry(Protocol):
    """What is asked of Windows' registry: the person's part before the machine's."""

    def value(self, key: str, name: str) -> object:
        """A value, or None."""

    def values(self, key: str) -> list[bytes]:
        """All binary values of a key of the person's part."""


class _Switch(NamedTuple):
    """A value that keeps add-ins out, where it may stand, and what a person is told."""

    under: str
    name: str
    policy_only: bool
    sentence: str


_SWITCHES = (
    _Switch("common", "VBAOff", True, f"本单位的策略关闭了 Office 的宏，{_INSTEAD}。"),
    _Switch("excel\\security", "DisableAllAddins", False,
            f"Excel 设置成停用所有加载项，{_INSTEAD}；"
            "或在 Excel 的“信任中心—加载项”里取消“禁用所有应用程序加载项”。"),
    _Switch("excel\\security", "RequireAddinSig", False,
            f"Excel 设置成只装载有签名的加载项，{_INSTEAD}；"
            "或在 Excel 的“信任中心—加载项”里取消“要求应用程序加载项由受信任的发布者签署”。"),
    _Switch("excel\\security\\trusted locations", "AllLocationsDisabled", False,
            f"Excel 设置成停用所有受信任位置，{_INSTEAD}；"
            "或在 Excel 的“信任中心—受信任位置”里取消“禁用所有受信任位置”。"),
)  # fmt: skip


def obstacles(registry: Registry | None = None) -> list[str]:
    """A sentence for each thing that stands in the way of the add-in; none where none is known.

    Source: the policy templates of Office 2016, and Excel's list of what it disabled.
    """
    found = registry or this_registry()
    if found is None:
        return []
    excel = found.value(f"{_PROGRAMS}excel.exe", "")
    if excel is None:
        return [_without_excel(found)]
    return [*_switched_off(found), *_disabled_after_a_crash(found)]


def _without_excel(registry: Registry) -> str:
    program = "这台电脑上没有找到 Microsoft Excel"
    if registry.value(f"{_PROGRAMS}et.exe", "") or registry.value(f"{_PROGRAMS}wps.exe", ""):
        program += "，用的是 WPS 表格；WPS 不装载这种按钮"
    return f"{program}。请在窗口里操作，功能完全一样。"


def _switched_off(registry: Registry) -> Iterator[str]:
    for switch in _SWITCHES:
        roots = (_POLICIES,) if switch.policy_only else (_POLICIES, _SETTINGS)
        keys = (f"{root}{version}\\{switch.under}" for root in roots for version in _VERSIONS)
        if any(registry.value(key, switch.name) == 1 for key in keys):
            yield switch.sentence


def _disabled_after_a_crash(registry: Registry) -> Iterator[str]:
    name = FILE.casefold()
    for version in _VERSIONS:
        items = registry.values(f"{_SETTINGS}{version}\\Excel\\Resiliency\\DisabledItems")
        texts = (item.decode("utf-16-le", "replace").casefold() for item in items)
        if any(name in text for text in texts):
            yield (
                "Excel 上次出错后停用了这个加载项。请在 Excel 的"
                "“文件—选项—加载项—管理：禁用项目—转到”里选中 BudgetSheet，点“启用”。"
            )


def this_registry() -> Registry | None:
    """Windows' registry, where this is Windows."""
    return _Windows() if sys.platform == "win32" else None


class _Windows:
    """The registry through Python's own door to it."""

    def value(self, key: str, name: str) -> object:
        """A value of the person's part, or else of the machine's; None where neither has it."""
        if sys.platform != "win32":
            return None
        import winreg

        for part in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            try:
                with winreg.OpenKey(part, key) as opened:
                    return winreg.QueryValueEx(opened, name)[0]
            except OSError:
                continue
        return None

    def values(self, key: str) -> list[bytes]:
        """All binary values of a key of the person's part."""
        if sys.platform != "win32":
            return []
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                count = winreg.QueryInfoKey(opened)[1]
                found = [winreg.EnumValue(opened, i)[1] for i in range(count)]
        except OSError:
            return []
        return [value for value in found if isinstance(value, bytes)]
