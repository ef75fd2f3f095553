"""The formats that a workbook names by number alone, as a Chinese Excel shows them.

Source: ECMA-376 18.8.30, the common list and that of zh-cn. Where the standard names a date by
the system's own order (14, 22, 30), Chinese Windows puts the year first.
"""

GENERAL = "General"
_YUAN = "¥"
_MONTH, _DAY, _WHOLE = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_NOON, _NOON_EXACT = '上午/下午h"时"mm"分"', '上午/下午h"时"mm"分"ss"秒"'


def _money(plain: str) -> dict[int, str]:
    """Formats 5 to 8 and 37 to 44: with a sign of money and without, flat and as accounts."""
    found = {}
    for first, sign, end in ((5, _YUAN, ""), (37, "", " ")):
        for step, digits in enumerate((plain, f"{plain}.00")):
            negative = f"({digits})" if end else f"{sign}-{digits}"
            found[first + step * 2] = f"{sign}{digits}{end};{negative}"
            found[first + step * 2 + 1] = f"{sign}{digits}{end};[Red]{negative}"
    for number in (41, 42, 43, 44):
        sign, digits = "" if number % 2 else _YUAN, "" if number < 43 else ".00"
        idle = "??" if digits else ""
        found[number] = (
            f'_ {sign}* {plain}{digits}_ ;_ {sign}* -{plain}{digits}_ ;_ {sign}* "-"{idle}_ ;_ @_ '
        )
    return found


BUILT_IN: dict[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", **_money("#,##0"),
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: _MONTH, 28: _DAY, 29: _DAY, 30: "yyyy/m/d", 31: _WHOLE, 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: _NOON, 35: _NOON_EXACT, 36: _MONTH,
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    50: _MONTH, 51: _DAY, 52: _MONTH, 53: _DAY, 54: _DAY, 55: _NOON, 56: _NOON_EXACT,
    57: _MONTH, 58: _DAY,
}  # fmt: skip
"""Code by number; a number that is not here is General."""
AS_STORED = {GENERAL, "@", "0.00", "#,##0.00"}
"""Codes under which a number is what is stored, whatever it is for."""


def format_code(number: str, written: dict[str, str]) -> str:
    """The code of a format: what the workbook writes for its number, else the built-in one."""
    if number in written:
        return written[number]
    plain = number.isascii() and number.isdecimal() and len(number) < 6
    return BUILT_IN.get(int(number), GENERAL) if plain else GENERAL
