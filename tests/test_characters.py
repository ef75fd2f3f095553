"""Odd characters by their Unicode properties: what is seen, what looks like another, what stays."""

import re
import unicodedata
from itertools import chain

import pytest

from budgetsheet import characters
from budgetsheet.money import parse_amount, parse_number, parse_percent
from budgetsheet.target_value import Kind, TargetValue
from budgetsheet.text import bare_code, bare_text, half_width, tidy, western_digits

ALL = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
VISIBLE_FORMATS = {
    *map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)),
    *map(chr, range(0x13430, 0x13460)),
}
"""Source: Unicode, the property Prepended_Concatenation_Mark, and Egyptian format controls."""
OTHER_IGNORABLE = {
    *map(
        chr,
        chain(
            (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x3164, 0xFFA0),
            range(0xFFF0, 0xFFF9),
            range(0xE0000, 0xE1000),
        ),
    ),
    *map(chr, chain(range(0x180B, 0x1810), range(0xFE00, 0xFE10))),
}
"""Source: Unicode 14, PropList.txt: Other_Default_Ignorable_Code_Point, Variation_Selector."""
LINE_ENDS = set("\x0b\x0c\x85\u2028\u2029")


def members(listed: str) -> set[str]:
    return set(re.findall(f"[{listed}]", "".join(ALL)))


def test_the_unseen_are_those_that_unicode_says_show_nothing() -> None:
    formats = {c for c in ALL if unicodedata.category(c) == "Cf"} - VISIBLE_FORMATS
    controls = {c for c in ALL if unicodedata.category(c) == "Cc"} - LINE_ENDS - set("\t\n\r")
    found = members(characters.UNSEEN)
    assert found - {"\r"} == formats | controls | OTHER_IGNORABLE


def test_every_unseen_character_alone_shows_nothing() -> None:
    found = members(characters.UNSEEN)
    assert [c for c in found if tidy(c) != "" or tidy(f"{c}甲") != f"{c}甲".strip()] == []


def test_private_characters_and_odd_blanks_are_whole_categories() -> None:
    private = {c for c in ALL if unicodedata.category(c) == "Co"}
    blanks = {c for c in ALL if unicodedata.category(c) == "Zs"} - {" ", "\u3000"}
    assert members(characters.PRIVATE) == private
    assert members(characters.ODD_BLANKS) == blanks


def test_every_ideograph_that_unicode_says_is_another_is_folded() -> None:
    compatible = {c for c in ALL if unicodedata.name(c, "").startswith("CJK COMPATIBILITY IDEO")}
    for c in compatible:
        assert characters.folded(c) == unicodedata.normalize("NFC", c)
    for code in range(0x2F00, 0x2FD6):
        assert characters.folded(chr(code)) == unicodedata.normalize("NFKC", chr(code))
    radicals = [chr(c) for c in range(0x2E80, 0x2EF4) if c not in (0x2E80, 0x2E9A)]
    for c in radicals:
        assert unicodedata.name(characters.folded(c)).startswith("CJK UNIFIED"), c
    changed = {c for c in ALL if characters.folded(c) != c} - LINE_ENDS - set("\ufffe\uffff")
    assert {unicodedata.name(c).split("-")[0].split()[0] for c in changed} == {"CJK", "KANGXI"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("⼈⽉⼀⽬", "人月一目"),
        ("⺠⽣⻢路", "民生马路"),
        ("⻅⻓⻔⻋⻛⻚⻘⻄", "见长门车风页青西"),
        ("\uf900\uf901\uf902", "\u8c48\u66f4\u8eca"),
        ("\U0002f804", "你"),
        ("㇐", "一"),
        ("一\u2028二\x0b三\x85四", "一\n二\n三\n四"),
        ("a\r\nb", "a\nb"),
        ("\ufffe", "\ufffd"),
    ],
)
def test_look_alikes_and_line_ends_have_one_form(written: str, read: str) -> None:
    assert tidy(written) == read
    assert tidy(tidy(written)) == tidy(written)


@pytest.mark.parametrize(
    "text",
    [
        "𠮷野家",
        "㐂寿",
        "﨑﨔",
        "々〇〆",
        "二〇二七年",
        "m²㎡①Ⅲ",
        "ｱﾊﾟｰﾄ",
        "❤️👨‍👩‍👧",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "1️⃣",
        "王\U00030edd名",
        "㎜㏄℃",
        "ᠪᠢᠴᠢᠭ\u180b",
        "की\u200dक",
        "中　文",
        "e\u0301",
    ],
)
def test_what_is_meant_stays(text: str) -> None:
    assert tidy(text) == text
    assert (
        characters.noticed(tidy(text)) == ""
        or "\u200d" in text
        or "\ufe0f" in text
        or ("\u180b" in text)
    )


@pytest.mark.parametrize("text", ["\u200b", "\u3164", " \ufeff \u2060", "\u200b\u200b\n\u00ad"])
def test_a_text_that_shows_nothing_is_blank(text: str) -> None:
    assert tidy(text) == ""


UNSEEN = [
    "\u200b",
    "\u200f",
    "\u2060",
    "\ufeff",
    "\u2066",
    "\u2069",
    "\u202a",
    "\ufe0f",
    "\U000e0101",
    "\u00ad",
    "\uf0b7",
    "\uf06c",
    "\u3164",
    "\u115f",
    "\uffa0",
    "\u034f",
    "\U000e0041",
    "\x07",
    "\x7f",
    "\u061c",
    "\u180e",
]


@pytest.mark.parametrize("odd", [*UNSEEN, "\xa0", "\u2003", "\u2009", "\u202f", "\u2028", "\x85"])
def test_numbers_codes_and_choices_pass_it_over(odd: str) -> None:
    assert parse_amount(bare_text(f"{odd}64.80{odd}")) == parse_amount("64.80")
    assert parse_percent(bare_text(f"30%{odd}")) == 30
    assert bare_code(f"1309{odd}9026p") == "13099026P"
    assert bare_text(f"产出指标{odd}") == "产出指标"
    said = characters.noticed(f"64.8{odd}0")
    assert f"U+{ord(odd):04X}" in said
    assert said.startswith("第 5 个字符是")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("64.8\u200b0", "第 5 个字符是看不见的零宽空格（U+200B）"),
        ("\u200b1\u200b", "第 1、3 个字符是看不见的零宽空格（U+200B）"),
        (
            "\uf0b7甲\xa0",
            "第 1 个字符是只有特定字体才显示的私用区字符（U+F0B7）；"
            "第 3 个字符是不换行空格（U+00A0）",
        ),
        ("12⽉", "第 3 个字符是与“月”同形的“⽉”（U+2F49）"),
        ("\u00ad" * 8, "第 1、2、3、4、5 等 8 个字符是看不见的软连字符（U+00AD）"),
        ("甲 乙　丙\t丁\n戊", ""),
    ],
)
def test_odd_characters_are_told_by_place_and_name(text: str, said: str) -> None:
    assert characters.noticed(text) == said


@pytest.mark.parametrize("text", ["５", "𝟓", "٥", "५", "᠕"])
def test_decimal_digits_of_every_script_count(text: str) -> None:
    assert parse_number(text) == 5
    assert western_digits(half_width(text)) == "5"


@pytest.mark.parametrize("text", ["5²", "①", "⑴5", "½", "5⁰", "₅", "Ⅴ", "五", "㈤", "㊄"])
def test_what_is_no_decimal_digit_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_number(text)


def test_a_raised_figure_belongs_to_its_unit_alone() -> None:
    assert half_width("１０m²、ｍ³、㎡") == "10m2、m3、m2"
    assert half_width("10²、①１、½") == "10²、①1、½"
    area = TargetValue.parse("≥1200m²")
    assert (area.kind, area.number, area.unit) == (Kind.QUANTITY, 1200, "m2")
    assert TargetValue.parse("≥10²").number is None
    assert TargetValue.parse("\u2066≥99%\u2069").number == 99
    assert TargetValue.parse("≥99\u200b%").unit == "%"
