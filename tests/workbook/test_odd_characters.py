"""Odd characters typed or pasted into a workbook: passed over and named, or told and mended."""

from decimal import Decimal
from pathlib import Path

import pytest
from support.damage import edited, text

from budgetsheet import services
from budgetsheet.model import Filing
from budgetsheet.workbook.reader import Reading, read_workbook

ODD = {
    "\u200b": "零宽空格（U+200B）",
    "\u2060": "词连接符（U+2060）",
    "\ufeff": "零宽不换行空格（U+FEFF）",
    "\u2068": "双向隔离符（U+2068）",
    "\u200e": "从左到右标记（U+200E）",
    "\ufe0e": "变体选择符（U+FE0E）",
    "\U000e01ef": "变体选择符（U+E01EF）",
    "\u00ad": "软连字符（U+00AD）",
    "\uf0d8": "私用区字符（U+F0D8）",
    "\u3164": "谚文填充符（U+3164）",
    "\uffa0": "谚文填充符（U+FFA0）",
    "\u034f": "组合连接符（U+034F）",
    "\U000e0065": "标签字符（U+E0065）",
    "\x7f": "控制字符（U+007F）",
    "\xa0": "不换行空格（U+00A0）",
    "\u2009": "窄空格（U+2009）",
    "\u2029": "分段符（U+2029）",
}


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Filing:
    return services.load_model(sample_path)


@pytest.fixture(scope="module")
def book(sample: Filing) -> bytes:
    return services.fresh_workbook(sample)


def with_cell(book: bytes, address: str, words: str) -> Reading:
    return read_workbook(edited(book, project=text(address, words)))


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    ("address", "words", "path"),
    [
        ("B3", "13099026P00612030101R{}", "code"),
        ("C4", "64.80{}", "budget_amount"),
        ("C4", "{}６４．８万元", "budget_amount"),
        ("B7", "25%{}", "spending_plan.3"),
        ("A17", "产出指标{}", "indicators.0.category"),
        ("B17", "{}数量指标", "indicators.0.dimension"),
        ("G4", "—{}", "other_funds"),
    ],
)
def test_it_is_passed_over_and_named(
    book: bytes, sample: Filing, address: str, words: str, path: str, odd: str
) -> None:
    reading = with_cell(book, address, words.format(odd))
    assert (reading.filing, reading.hits) == (sample, [])
    (note,) = reading.normalised
    assert (note.path, note.found) == (f"projects.0.{path}", words.format(odd))
    assert ODD[odd] in note.note
    assert note.read_as


@pytest.mark.parametrize("words", ["\u200b", "\u3164", "\u00ad\ufeff"])
@pytest.mark.parametrize(("address", "path"), [("B5", "purpose"), ("G4", "other_funds")])
def test_an_entry_that_shows_nothing_is_blank_and_told(
    book: bytes, address: str, path: str, words: str
) -> None:
    reading = with_cell(book, address, words)
    assert getattr(reading.filing.projects[0], path) in ("", None)
    (note,) = reading.normalised
    assert (note.path, note.read_as) == (f"projects.0.{path}", "（空白）")
    assert "看不见的" in note.note


def test_radicals_are_read_as_the_ideographs_they_look_like(book: bytes) -> None:
    reading = with_cell(book, "B5", "⽤于⼩区⺠⽣，\uf901换设备。")
    assert reading.filing.projects[0].purpose == "用于小区民生，更换设备。"
    (note,) = reading.normalised
    assert "与“民”同形的“⺠”（U+2EA0）" in note.note
    assert "与“更”同形的“\uf901”（U+F901）" in note.note


@pytest.mark.parametrize(
    "words", ["为𠮷老师和㐂女士购置书柜。", "安装❤️标识牌，面积20m²。", "二〇二七年々。"]
)
def test_rare_ideographs_and_emoji_are_kept_and_no_fault(book: bytes, words: str) -> None:
    reading = with_cell(book, "B5", words)
    assert (reading.filing.projects[0].purpose, reading.normalised) == (words, [])


@pytest.mark.parametrize(
    ("words", "clean"),
    [
        ("保障\u200b图书馆正常\ufe0f运转。", "保障图书馆正常运转。"),
        ("\uf0b7 保障运转。\n\uf06c改善馆舍。", "保障运转。\n改善馆舍。"),
        ("保障\u3164运转\U000e0101。", "保障运转。"),
        ("订购 12\xa0种\u2003报刊。", "订购 12 种报刊。"),
        ("第一\x07项\u2066甲\u2069。", "第一项甲。"),
        ("❤️牌\u2060子。", "❤️牌子。"),
    ],
)
def test_in_a_text_it_is_told_and_mended(
    book: bytes, tmp_path: Path, words: str, clean: str
) -> None:
    path = tmp_path / "填报.xlsx"
    path.write_bytes(edited(book, project=text("B5", words.replace("\x07", "_x0007_"))))
    checked = services.check(path)
    assert checked.reading.filing.projects[0].purpose == words
    (found,) = (f for f in checked.findings if f.path == "projects.0.purpose" and f.rule == "BS405")
    assert "U+" in found.message
    mended, changes = services.fix(path)
    assert mended.reading.filing.projects[0].purpose == clean
    assert [c.after for c in changes] == [clean]
    assert not [f for f in mended.findings if f.rule == "BS405"]


@pytest.mark.parametrize("words", ["满意度\uf0b395%。", "给\ue863老师购书。"])
def test_a_private_character_that_may_mean_something_is_told_and_left(
    book: bytes, tmp_path: Path, words: str
) -> None:
    path = tmp_path / "填报.xlsx"
    path.write_bytes(edited(book, project=text("B5", words)))
    told = [f for f in services.check(path).findings if f.path == "projects.0.purpose"]
    assert [f.rule for f in told] == ["BS405"]
    assert services.fix(path)[1] == []


@pytest.mark.parametrize("word", ["—", "－", "/", "无", "──", "\\", "N/A", "（无）", "万元"])
def test_a_word_for_nothing_is_none_where_nothing_need_stand(book: bytes, word: str) -> None:
    reading = with_cell(book, "G4", word)
    assert (reading.filing.projects[0].other_funds, reading.hits) == (None, [])
    assert [n.read_as for n in reading.normalised] == ["（空白）"]
    for address, path in (("C4", "budget_amount"), ("B7", "spending_plan.3")):
        reading = with_cell(book, address, word)
        assert [(h.rule, h.path) for h in reading.hits] == [("BS008", f"projects.0.{path}")]
    assert with_cell(book, "G4", "0").filing.projects[0].other_funds == Decimal("0.00")
