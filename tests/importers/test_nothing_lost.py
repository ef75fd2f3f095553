"""Whatever a document looks like, each of its texts is in the model or among the unplaced."""

import json
from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from budgetsheet.errors import UnusableError
from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.importers.items import Break, Cell, Item, Line, Row
from budgetsheet.importers.text_document import Imported, import_items, import_text
from budgetsheet.importers.trail import Fate
from budgetsheet.importers.words import Words, other_words
from budgetsheet.interchange import to_json
from budgetsheet.narrative.render import render

LABELS = [word for kind in ("labels", "columns") for words in other_words()[kind].values()
          for word in words]  # fmt: skip
HEADINGS = [f"一、{words[0]}" for words in other_words()["headings"].values()]
FIXED = [*LABELS, "3月底", "6月底", "9月底", "第四季度", "单位：元", "产出指标", "数量指标"]
MARKS = (
    "",
    "",
    "",
    "1.",
    "（一）",
    "①",
    "绩效目标：",
    "项目名称：",
    "填报单位：",
    "预算年度：",
    "目标2：",
)
ENDINGS = ("", "", "", "%", "万元", "绩效目标表", "\n2.", "，达到90%")


@st.composite
def written(draw: st.DrawFn) -> str:
    """A text that no other place of the document has; filled in later."""
    return draw(st.sampled_from(MARKS)) + "\0" + draw(st.sampled_from(ENDINGS))


def cells() -> st.SearchStrategy[Cell]:
    text = st.one_of(st.just(""), st.sampled_from(FIXED), written())
    return st.builds(
        Cell, st.just(0), text, st.just(""), st.sampled_from((False, False, False, True))
    )


def rows() -> st.SearchStrategy[Row]:
    some = st.lists(cells(), min_size=1, max_size=7).map(tuple)
    return st.builds(Row, some, st.booleans())


HEAD = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据", "备注")
KNOWN = (
    Row(tuple(Cell(0, text) for text in HEAD)),
    Row(tuple(Cell(0, text) for text in ("预算数", "\0", "财政资金", "\0", "其他资金", "\0"))),
    Row(tuple(Cell(0, text) for text in ("资金支出计划", "3月底", "5月底", "10月底", "12月底"))),
    Row(tuple(Cell(0, text) for text in ("绩效目标", "中长期目标", "", "年度目标", ""))),
)  # fmt: skip


def documents() -> st.SearchStrategy[list[Item]]:
    lines = st.builds(Line, st.just(0), st.one_of(written(), st.sampled_from(HEADINGS)))
    items = st.one_of(lines, rows(), rows(), st.sampled_from(KNOWN), st.just(Break("表")))
    return st.lists(items, min_size=1, max_size=14)


def numbered(items: list[Item]) -> tuple[list[Item], int]:
    """Give each written text a word of its own, and each piece its line."""
    count = 0

    def fresh(text: str) -> str:
        nonlocal count
        while "\0" in text:
            text = text.replace("\0", f"词{count:03d}尾", 1)
            count += 1
        return text

    made: list[Item] = []
    for number, item in enumerate(items, start=1):
        if isinstance(item, Row):
            cut = (
                Cell(number, "" if c.joined else fresh(c.text), "", c.joined) for c in item.cells
            )
            made.append(Row(tuple(cut), item.goes_on))
        elif isinstance(item, Line):
            made.append(Line(number, fresh(item.text)))
        else:
            made.append(item)
    return made, count


def held(result: Imported) -> str:
    shown = "\n".join(part.text for part in render(result.filing).rendered)
    return shown + json.dumps(to_json(result.filing), ensure_ascii=False)


@settings(max_examples=400)
@given(documents(), st.sampled_from(SCHEMES))
@example([KNOWN[0], Row((Cell(0, "备注"), Cell(0, "\0"))), Line(0, "填报单位：\0")], "hebei")
@example(
    [Row((Cell(0, "项目名称"), Cell(0, "\0"))), Row((Cell(0, "项目名称"), Cell(0, "\0")))], "hebei"
)
def test_every_word_is_somewhere(items: list[Item], scheme: str) -> None:
    made, count = numbered(items)
    try:
        result = import_items(made, Words(load_scheme(scheme)))
    except UnusableError:
        return
    text = held(result)
    assert [n for n in range(count) if f"词{n:03d}尾" not in text] == []
    pieces = sum(
        len([c for c in item.cells if c.text]) if isinstance(item, Row) else isinstance(item, Line)
        for item in made
    )
    fates = Counter(placement.fate for placement in result.placements)
    joined = sum(p.text.count("　") for p in result.placements if p.fate is Fate.UNPLACED)
    assert fates.total() + joined >= pieces
    assert fates[Fate.UNPLACED] == len(result.filing.unplaced)


@settings(max_examples=200)
@given(st.lists(st.one_of(st.sampled_from(["", "", *FIXED, *HEAD]), written()), max_size=40))
def test_every_line_of_a_text_without_marks_is_somewhere(lines: list[str]) -> None:
    made, count = numbered([Line(0, line) for line in ("项目编码", *HEAD[:4], *lines)])
    text = "\n".join(line.text for line in made if isinstance(line, Line))
    result = import_text(text, load_scheme("hebei"))
    told = held(result)
    assert [n for n in range(count) if f"词{n:03d}尾" not in told] == []


@settings(max_examples=150)
@given(documents())
def test_what_is_placed_stands_where_it_is_said_to_stand(items: list[Item]) -> None:
    made, _ = numbered(items)
    try:
        result = import_items(made, Words(load_scheme("hebei")))
    except UnusableError:
        return
    model = to_json(result.filing)
    for placement in result.placements:
        if placement.fate is Fate.PLACED:
            value = model
            for part in placement.path.split("."):
                value = value[int(part)] if isinstance(value, list) else value[part]
