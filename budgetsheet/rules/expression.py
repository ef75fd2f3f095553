"""BS406–BS411: objectives, measures and sentences; the words are `data/language.toml`."""

import re
from collections.abc import Iterator
from decimal import Decimal

from budgetsheet.findings import Hit, Operand, Severity
from budgetsheet.lazy import LazyPattern
from budgetsheet.model import Filing, Indicator, Measure, Project
from budgetsheet.rules.base import Context, Rule, declare, later, of_filing, of_project
from budgetsheet.rules.wording import (
    GOOD_FORM,
    TOKEN,
    Level,
    any_of,
    clause,
    field_of,
    levels,
    texts,
    without_document_numbers,
    words,
)
from budgetsheet.target_value import COMPARISONS
from budgetsheet.text import half_width, without_blanks

_MEASURABLE = "财预〔2021〕101号：绩效目标和指标应当细化、量化、可衡量"

_NO_FIGURE = LazyPattern(r"(?<!\d)(?:19|20)\d\d年度?|^\s*[(（]?\d{1,2}[.．、)）](?!\d)")
_FIGURE = LazyPattern(
    r"\d|百分之|千分之|零(?:事故|差错|投诉|伤亡|违规|报告)"
    r"|(?:[二两三四五六七八九十百千万]|一(?=[十百千万])){1,12}[余多]?"
    r"(?:个|名|人|次|台|套|辆|座|场|所|处|件|户|家|村|期|天|日|月|年|倍|成|亩|吨|间|部|条|万|项)"
)


def _has_figure(text: str) -> bool:
    plain = _NO_FIGURE.sub("", without_document_numbers(text))
    return _FIGURE.search(plain) is not None


@of_project(declare(
    "BS406", Severity.INFO, "绩效目标里没有数字",
    "{count}条绩效目标里没有一个数字。", "请写明数量、比率或期限，例如“发放12人，每月25日前到位”。",
    why="目标没有数字，年底就说不清做到了没有。",
    example="“保障单位正常运转”“提高工作质量”。", source=_MEASURABLE,
    found="没有数字", expected="至少一个数字",
))  # fmt: skip
def objectives_without_figure(project: Project, context: Context) -> Iterator[Hit]:
    """None of a project's objectives holds a figure. A deadline is one, a year alone is not.

    Silent when: there is no objective (BS104).
    """
    if project.objectives and not any(_has_figure(text) for text in project.objectives):
        yield objectives_without_figure.hit("objectives", count=len(project.objectives))


_LAST_STOPS = "。；;.！!，,、"


def _said(project: Project) -> frozenset[str]:
    plain = (without_blanks(half_width(text)).rstrip(_LAST_STOPS) for text in project.objectives)
    return frozenset(text for text in plain if text)


@of_filing(declare(
    "BS407", Severity.INFO, "绩效目标照抄别的项目",
    "这个项目的绩效目标与{others}相同。", "请写这个项目自己的目标：做什么、做多少、何时做到。",
    why="项目不同，钱花在不同的事上，目标不会一字不差。",
    example="三个项目的目标都是“保障单位正常运转”等三条。", source=_MEASURABLE,
    found="与{others}相同", expected="本项目自己的目标",
))  # fmt: skip
def objectives_copied(filing: Filing, context: Context) -> Iterator[Hit]:
    """A project's objectives are all those of an earlier project, in whatever order.

    Told at each later project, with the first it repeats. An objective or two in common
    is no copy.
    """
    first: dict[frozenset[str], int] = {}
    for i, project in enumerate(filing.projects):
        said = _said(project)
        if said and said in first:
            earlier = first[said]
            others = f"第 {earlier + 1} 个项目“{filing.projects[earlier].name}”"
            yield objectives_copied.hit(f"projects.{i}.objectives", others=others)
        first.setdefault(said, i)


@of_project(declare(
    "BS408", Severity.WARNING, "该量化的指标值用了含糊的词",
    "指标值“{found}”用了“{vague}”这样含糊的词，没有数字。",
    "请写成可以衡量的数，例如 ≥90%、≥12次、12月底前。",
    why="“明显”“有所”到什么程度，考核时各有各的说法。",
    example="读者满意度的指标值写“明显提升”。", source=_MEASURABLE,
    expected="可以衡量的数值",
    live=later("language", "vague_targets"),
    live_coarser="含有“一”以外的中文数字的留给校验",
))  # fmt: skip
def vague_target(project: Project, context: Context) -> Iterator[Hit]:
    """A target value holds a vague word and no figure.

    Some words are vague anywhere, others only where the row is due a measure: output and
    satisfaction, or a name such as 率. Which, and what is right (基本医疗), is data.
    Silent when: the value only repeats the description (BS311 tells).
    """
    measured = context.scheme.categories_of(words("vague", "categories"))
    for i, row in enumerate(project.indicators):
        text = row.target_value
        if not text or without_blanks(text) == without_blanks(row.description):
            continue
        vague = _vague_word(text, _due_a_measure(row, measured))
        if vague and not _has_figure(text):
            yield vague_target.hit(f"indicators.{i}.target_value", found=text, vague=vague)


def _vague_word(text: str, measured: bool) -> str:
    plain = any_of("vague", "right").sub("", text)
    found = any_of("vague", "always").search(plain)
    if not found and measured:
        found = any_of("vague", "measured").search(plain)
    return found[0] if found else ""


def _due_a_measure(row: Indicator, measured: frozenset[str]) -> bool:
    if row.category in measured:
        return True
    return row.name.endswith(words("vague", "names")) and not row.name.endswith(
        words("vague", "not_names")
    )


_REACH = 12
"""How far behind a level's word its reason may stand."""
_QUOTED = LazyPattern(r"《[^《》\n]*》|“[^“”\n]*”")
_LEVEL_FIELDS = ("purpose", "objectives", "description", "target_value", "text", "paragraphs",
                 "overall_objective", "statement", "objective", "indicators")  # fmt: skip


@of_filing(declare(
    "BS409", Severity.WARNING, "行政层级与本单位不符",
    "文中写了“{found}”，而{unit}的范围是“{expected}”。",
    "说的是本单位的工作就改成“{expected}”；确是与上级比较或上级的活动，请写明或说明理由。",
    why="套用别的单位的文本，容易把“全市”“全县”混在一起。",
    example="县消防大队的目标写“全市消防工作整体效能”。", source=GOOD_FORM,
    live=later("language", "mixed_levels"),
    live_coarser="附近有比较、评比、上级等字样，或带书名号的留给校验",
))  # fmt: skip
def level_mixed(filing: Filing, context: Context) -> Iterator[Hit]:
    """全国, 全省, 全市 or 全县 stands where the unit's own level is meant.

    Silent when: the unit's name tells no level; the words around compare, rank or tell of
    something from above (words in the data); in 《》 or “”; in names and bases, which cite.
    """
    level = _level_of(filing.department.name)
    for path, text in texts(filing) if level else ():
        if level is None or "全" not in text or field_of(path) not in _LEVEL_FIELDS:
            continue
        found = dict.fromkeys(_foreign_words(text, level))
        if found:
            yield level_mixed.hit(
                path, found="”“".join(found), expected=level.own, unit=filing.department.name
            )


def _level_of(name: str) -> Level | None:
    plain = any_of("levels", "not_marks").sub("", name)
    return next((level for level in levels() if any(m in plain for m in level.marks)), None)


def _foreign_words(text: str, level: Level) -> Iterator[str]:
    plain = _QUOTED.sub(lambda m: "\n" * len(m[0]), TOKEN.sub("", text))
    for word in level.others:
        for at in _places(plain, word):
            before, behind = clause(plain, at, at + len(word))
            if not (
                before.endswith((*words("beyond", "before"), *words("beyond", "not_after")))
                or behind.startswith(words("beyond", "not_before"))
                or any_of("beyond", "behind").search(behind[:_REACH])
            ):
                yield word


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


@of_filing(declare(
    "BS410", Severity.WARNING, "段落没有写完或没有句号",
    "这一段以“{found}”结尾，没有结束的标点。", "请补完这句话，用句号结尾。",
    why="以逗号结尾的段落，往往是删改时丢了后半句。",
    example="“做实情报信息、社会面管控等工作，”", source=GOOD_FORM,
    expected="以句号结尾",
    live=later("language", "unfinished_paragraphs"),
    live_coarser="以括号、引号结尾的，和整段没有标点的资金用途留给校验",
))  # fmt: skip
def paragraph_unfinished(filing: Filing, context: Context) -> Iterator[Hit]:
    """A paragraph of the narrative, or a purpose, ends in a comma or in nothing.

    Silent when: a title; a short sub-objective's statement without any stop, which is one;
    a purpose without any stop where no purpose of the filing has one.
    """
    for path, text in filing.narrative_sources():
        if text and not path.endswith(".title"):
            shown = _as_read(text, filing.measures) if "{" in text else text
            if not _finished(shown) and not (path.endswith(".statement") and _no_stop(shown)):
                yield paragraph_unfinished.hit(path, found=shown[-8:])
    stopped = any(_finished(project.purpose) for project in filing.projects)
    for i, project in enumerate(filing.projects):
        text = project.purpose
        if text and not _finished(text) and (stopped or not _no_stop(text)):
            yield paragraph_unfinished.hit(f"projects.{i}.purpose", found=text[-8:])


_NOTE_BEHIND = LazyPattern(r"[（(][^（()）]*[）)]$")
_INNER_STOP = LazyPattern(r"[，。；：！？,;]")


def _no_stop(text: str) -> bool:
    return not _INNER_STOP.search(text)


def _finished(text: str) -> bool:
    """Whether a text ends in a stop; quotes, brackets and a note in brackets may follow it."""
    stops = words("ends", "stops")
    bare = text.rstrip("".join(words("ends", "closers")))
    return bare.endswith(stops) or _NOTE_BEHIND.sub("", text).endswith(stops)


def _as_read(text: str, measures: tuple[Measure, ...]) -> str:
    """The text with its measures in it, each of which may end the sentence."""
    shown = {f"{{{measure.name}}}": measure.shown for measure in reversed(measures)}
    return str(TOKEN.sub(lambda match: shown.get(match[0], match[0]), text))


_COMPARED = "|".join(sorted(map(re.escape, COMPARISONS), key=len, reverse=True))
_WRITTEN = LazyPattern(
    r"(?:总体|平均|全年|稳定|保持|力争|确保|均|应|要|须|将|能){0,6}[(]?"
    r"(?P<change>[\u4e00-\u9fff]{2})??(?P<to>到|至|在|为)?"
    rf"(?:{_COMPARED}|达到|达|为|是|:|控制在)?(?:约|近)?"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>[万亿]?)"
)
_NEAR = 60
"""A figure stands no farther behind the name; to look for a digit first is quick."""
_LONGER_UNIT = ("次", "百分点", "工作日", "月", "小时", "学时", "课时")
_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


@of_filing(declare(
    "BS411", Severity.WARNING, "文中的数字与量化指标不一致",
    "文中写“{name}”是 {found}，而量化指标里是 {expected}。",
    "请核对哪个对；文中的数字换成花括号里的指标名，以后改一处，处处跟着改。",
    why="同一个指标两处两个数，公开后无法解释。",
    example="量化指标“读者满意度”是 90%，文中写“读者满意度达到95%”。", source=GOOD_FORM,
))  # fmt: skip
def figure_contradicts_measure(filing: Filing, context: Context) -> Iterator[Hit]:
    """A figure written out right behind a measure's name is not the measure's value.

    Units: as written, 万 and 亿 counted in.
    Silent when: the name is part of a longer one (到馆读者满意度); the units differ; the text
    tells a change (提高5%) and the measure a level; a measure of the same name, but for its
    number in brackets, has that value.
    """
    named = _measures_by_name(filing.measures)
    for path, source in filing.narrative_sources():
        text = half_width(source)
        for name, held in named.items():
            found = _written_behind(text, name, held, filing)
            if found:
                i, shown = held[0], filing.measures[held[0]].shown
                yield figure_contradicts_measure.hit(
                    path, name=name, found=found, expected=Operand(f"measures.{i}.value", shown)
                )


_SERIAL = LazyPattern(r"\(\d+\)$")


def _measures_by_name(measures: tuple[Measure, ...]) -> dict[str, list[int]]:
    """Measures with a figure, by their names as texts say them: 自评率（2） is 自评率."""
    named: dict[str, list[int]] = {}
    for i, measure in enumerate(measures):
        name = _SERIAL.sub("", half_width(measure.name))
        if name and measure.unit and _amount(measure.value) is not None:
            named.setdefault(name, []).append(i)
    return named


def _amount(text: str) -> Decimal | None:
    plain = half_width(text).replace(",", "").strip()
    return Decimal(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None


def _written_behind(text: str, name: str, held: list[int], filing: Filing) -> str:
    """The figure behind a name that none of its measures has; blank where all is well."""
    for at in _places(text, name):
        behind = at + len(name)
        if not any(map(str.isdigit, text[behind : behind + _NEAR])):
            continue
        match = _WRITTEN.match(text, behind)
        if match and _begins_here(text[:at], filing.year):
            verdicts = [_differs(match, filing.measures[i]) for i in held]
            if True in verdicts and False not in verdicts:
                unit = _unit(filing.measures[held[0]])[1]
                return text[match.start("number") : match.end() + len(unit)]
    return ""


def _begins_here(before: str, year: int | None) -> bool:
    """Whether a name is not the tail of a longer one."""
    ours = (f"{year}年", f"{year}年度", "{年度}年", "{年度}年度")
    starts = not before or not (before[-1].isalnum() or before[-1] == "}")
    return starts or before.endswith((*words("figures", "before"), *ours))


def _unit(measure: Measure) -> tuple[str, str]:
    """A measure's unit taken apart: 万册次 is 万 and 册次."""
    unit = half_width(measure.unit).strip()
    scale = unit[:1] if unit[:1] in _SCALES else ""
    return scale, unit.removeprefix(scale)


def _differs(match: re.Match[str], measure: Measure) -> bool | None:
    """Whether a written figure contradicts a measure; None where they cannot be compared."""
    (scale, base), rest = _unit(measure), match.string[match.end() :]
    same_unit = rest.startswith(base) and not rest[len(base) :].startswith(_LONGER_UNIT)
    written, value = _amount(match["number"]), _amount(measure.value)
    if not (same_unit and _same_sort(match, measure)) or written is None or value is None:
        return None
    return written * _SCALES[match["scale"]] != value * _SCALES[scale]


def _same_sort(match: re.Match[str], measure: Measure) -> bool:
    """Whether text and measure both tell a level, or the same change."""
    word, changes = match["change"], words("figures", "changes")
    if word and word not in changes:
        return False
    if word and not match["to"]:
        return word == measure.symbol
    return measure.symbol not in changes


RULES: tuple[Rule, ...] = (
    objectives_without_figure, objectives_copied, vague_target, level_mixed,
    paragraph_unfinished, figure_contradicts_measure,
)  # fmt: skip
