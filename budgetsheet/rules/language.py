"""BS401–BS404: what is written wrong, word by word; the words are `data/language.toml`."""

import re
from collections.abc import Iterator
from itertools import islice

from budgetsheet.findings import Hit, Operand, Severity
from budgetsheet.lazy import LazyPattern
from budgetsheet.model import Filing, Project
from budgetsheet.rules.base import Context, Rule, declare, later, of_filing, of_project
from budgetsheet.rules.wording import (
    BEGINNINGS,
    DOCUMENT_NUMBER,
    GOOD_FORM,
    TOKEN,
    Slip,
    any_of,
    clause,
    may_cite,
    named_elsewhere,
    slip_pattern,
    slips,
    texts,
    without_document_numbers,
    words,
)
from budgetsheet.text import half_width, without_blanks

_OFFICIAL = "GB/T 9704-2012 党政机关公文格式"

_TITLED = LazyPattern(r"《[^《》\n]*》")
_SPAN = LazyPattern(
    r"(?<!\d)(?P<first>(?:19|20)\d\d)年?(?:度|\d{1,2}月(?:\d{1,2}日)?)?[底末初]?"
    r"[-—–~～至到]+(?P<last>(?:19|20)\d\d)年"
)
_YEAR = LazyPattern(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:年度?(?!第?\d*号)|(?=[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)))"
)
_BEFORE_A_DAY = LazyPattern(
    r"(?:第?[一二三四]季度)?(?:\d{1,2}月份?)?(?:\d{1,2}[日号])?[底末初]?(?:之|以)?前"
)


@of_filing(declare(
    "BS401", Severity.WARNING, "文中的年份不是预算年度",
    "文中写的是 {found}，而预算年度是 {expected}。",
    "上一年留下的请改成 {expected}；确是比较或往年的事，请写成“与{found}相比”，或说明理由。",
    why="照抄上一年的文本，最容易漏改的就是年份。",
    example="2024年的预算里写“预计2023年12月底前完成”。", source=GOOD_FORM,
    live=later("language", "stale_years"),
    live_coarser="只查前五年，附近有比较、往年等字样的留给校验；依据不查",
))  # fmt: skip
def year_not_of_budget(filing: Filing, context: Context) -> Iterator[Hit]:
    """A text bears a year that is not the budget's.

    Silent when: the year is part of a document's number, of a title in 《》, or of a project's
    name that cites a document; it is compared with, or tells what was (words in the data);
    its sentence names the budget's year too, or a span holds it (but for a deadline); a basis
    is an older paper; the budget's year is blank (BS101).
    """
    if not filing.year:
        return
    citing = [p.name for p in filing.projects if without_document_numbers(p.name) != p.name]
    for path, text in texts(filing):
        if "年" not in text and "20" not in half_width(text):
            continue
        for name in citing:
            text = text.replace(name, "\n")  # noqa: PLW2901
        years = _wrong_years(text, filing.year, path.endswith("target_basis"))
        if years:
            found = "、".join(f"{year}年" for year in years)
            yield year_not_of_budget.hit(path, found=found, expected=f"{filing.year}年")


def _wrong_years(text: str, budget: int, is_basis: bool) -> list[int]:
    text = half_width(text)
    if "19" not in text and "20" not in text:
        return []
    plain = _TITLED.sub("\n", without_document_numbers(TOKEN.sub("\n", text)))
    plain = _SPAN.sub(lambda m: "" if int(m["first"]) <= budget <= int(m["last"]) else m[0], plain)
    found = {
        int(match["year"]): None
        for match in _YEAR.finditer(plain)
        if int(match["year"]) != budget and not _right_year(plain, match, budget, is_basis)
    }
    return list(found)


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(stop, 0, at) for stop in "。;\n") + 1
    return re.split(r"[。;\n]", text[start:], maxsplit=1)[0]


def _right_year(text: str, match: re.Match[str], budget: int, is_basis: bool) -> bool:
    """Whether the words around tell that another year is meant."""
    before, behind = clause(text, *match.span())
    if is_basis and not any_of("years", "basis").search(behind):
        return True
    if before.rstrip("(").endswith(words("years", "before")):
        return True
    if int(match["year"]) > budget and (
        before.endswith(words("years", "horizon_before"))
        or any_of("years", "horizon_behind").search(behind)
    ):
        return True
    if _BEFORE_A_DAY.match(behind):
        return any_of("years", "deadline").search(behind) is not None
    return (
        f"{budget}年" in _sentence(text, match.end())
        or before.endswith(words("years", "until"))
        or behind.startswith(words("years", "behind"))
        or any_of("years", "clause").search(behind) is not None
    )


_NUMERALS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_MONTH = r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月份?"
_DAY = r"(?:(?P<day>\d{1,2})[日号]|(?P<part>底|末|初|上旬|中旬|下旬))"
_DEADLINE = LazyPattern(
    rf"(?P<every>每个?月)(?:的)?(?P<each>\d{{1,2}}[日号]|[底末初]|[上中下]旬)"
    rf"|(?<![\d每个一二三四五六七八九十]){_MONTH}{_DAY}?(?P<end>(?:之|以)?前|完成|完工|竣工|发放|到位)?"
    r"|(?<![前至到—-])(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年|(?P<year_end>年[底末])"
)
_BEGINS = LazyPattern(rf".{{0,3}}(?:{'|'.join(BEGINNINGS)})")
_PARTS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (28, 31),
          "末": (28, 31)}  # fmt: skip
_ANY_DAY = (1, 31)
_MOST_NAMED = 50
_Deadline = tuple[bool, frozenset[int], tuple[int, int]]
"""Whether it recurs each month, the months it may mean, the first and the last day."""


@of_project(declare(
    "BS402", Severity.WARNING, "描述与指标值的期限不同",
    "指标值的期限是 {found}，而绩效指标描述（{description}）写的是另一个期限。",
    "请核对哪一个对，把两处改成同一个期限。",
    why="同一条指标有两个期限，考核时不知以哪个为准。",
    example="描述“10月底前完成”，指标值“12月底前”。", source=GOOD_FORM,
    expected="与描述“{description}”一致",
    live=later("language", "other_deadlines"),
    live_coarser="只比两处都写“某月底”的",
))  # fmt: skip
def deadlines_differ(project: Project, context: Context) -> Iterator[Hit]:
    """Description and target value of an indicator name different deadlines.

    12月前 may mean the end of November; 年底 is the end of December.
    Silent when: any of the deadlines named agree; one is monthly and the other is not; only
    the years differ (BS401 has told).
    """
    for i, row in enumerate(project.indicators):
        target = _different(_deadlines(row.target_value, bare=True))
        told = _different(_deadlines(row.description, bare=False)) if target else []
        pairs = [(a, b) for a in target for b in told if a[0] == b[0]]
        if pairs and not any(_agree(a, b) for a, b in pairs):
            yield deadlines_differ.hit(
                f"indicators.{i}.target_value",
                found=row.target_value,
                description=Operand(f"indicators.{i}.description", row.description),
            )


def _different(found: Iterator[_Deadline]) -> list[_Deadline]:
    """The first deadlines that differ; a text that names more names no deadline at all."""
    return list(islice(dict.fromkeys(islice(found, _MOST_NAMED * 10)), _MOST_NAMED))


def _deadlines(text: str, bare: bool) -> Iterator[_Deadline]:
    """Every deadline of a text; a month with nothing behind it only where `bare`."""
    if "月" not in text and "年" not in text and "季" not in text:
        return
    for match in _DEADLINE.finditer(half_width(text)):
        if not bare and _BEGINS.match(match.string, match.end()):
            continue
        if match["every"]:
            yield True, frozenset(), _days(match["each"])
        elif match["month"]:
            if bare or match["part"] or match["end"]:
                yield _by_month(match)
        elif match["quarter"]:
            last = 3 * _numeral(match["quarter"])
            yield False, frozenset(range(last - 2, last + 1)), _ANY_DAY
        elif match["half"]:
            first = 1 if match["half"] == "上" else 7
            yield False, frozenset(range(first, first + 6)), _ANY_DAY
        else:
            yield False, frozenset({12}), _PARTS["底"]


def _by_month(match: re.Match[str]) -> _Deadline:
    month = _numeral(match["month"])
    written = match["part"] or (match["day"] and match["day"] + "日")
    before = {month - 1} if not written and (match["end"] or "").endswith("前") else set()
    return False, frozenset({month} | before), _days(written) if written else _ANY_DAY


def _numeral(text: str) -> int:
    return _NUMERALS.get(text) or int(text)


def _days(text: str) -> tuple[int, int]:
    return _PARTS.get(text) or (int(text[:-1]), int(text[:-1]))


def _agree(one: _Deadline, other: _Deadline) -> bool:
    same_month = one[0] or bool(one[1] & other[1])
    return same_month and one[2][0] <= other[2][1] and other[2][0] <= one[2][1]


@of_filing(declare(
    "BS403", Severity.WARNING, "发文字号格式不对",
    "发文字号写成了 {found}，应为 {expected}。",
    "请改成 {expected}；年份用六角括号〔〕，不写“年”和“第”。",
    why="发文字号有国家标准，写法不一就查不到文件。",
    example="冀财建[2023]247号、冀财建2023年247号，应为 冀财建〔2023〕247号。",
    source=f"{_OFFICIAL} 7.2.5：年份用六角括号“〔〕”括入",
    live=later("language", "document_numbers"),
    live_coarser="只查括号写错的；不带括号的留给校验",
))  # fmt: skip
def document_number_malformed(filing: Filing, context: Context) -> Iterator[Hit]:
    """A document's number is not written 〔2023〕247号.

    A fix is certain but for a project's name, which is as the budget system has it.
    Silent when: a notice by year (公告2023年第5号), a building (3号楼), a date.
    """
    for path, text in texts(filing):
        if not may_cite(text):
            continue
        wrong = [m for m in DOCUMENT_NUMBER.finditer(text) if not _well_written(m)]
        if not wrong:
            continue
        values = {
            "found": "、".join(_cited(text, m, m[0].strip()) for m in wrong),
            "expected": "、".join(_cited(text, m, _right_number(m)) for m in wrong),
        }
        yield document_number_malformed.hit(path, **values, **_fix(path, text, wrong))


def _fix(path: str, text: str, wrong: list[re.Match[str]]) -> dict[str, str]:
    if named_elsewhere(path):
        return {}
    for match in reversed(wrong):
        text = text[: match.start()] + _right_number(match) + text[match.end() :]
    return {"certain_fix": text}


def _well_written(match: re.Match[str]) -> bool:
    """Blanks are BS405's; small tortoise-shell brackets look the same."""
    written = without_blanks(match[0]).replace("﹝", "〔").replace("﹞", "〕")
    return written == _right_number(match) or bool(match["bare"] and match["ordinal"])


def _right_number(match: re.Match[str]) -> str:
    ordinal = "第" if match["ordinal"] and "〔" in match[0] and "〕" in match[0] else ""
    year = half_width(match["year"] or match["bare"])
    return f"〔{year}〕{ordinal}{half_width(match['number'])}号"


_ISSUER = LazyPattern(r"[\u4e00-\u9fff]{1,6}$")


def _cited(text: str, match: re.Match[str], number: str) -> str:
    """A number with the word before it, as far as that is short."""
    issuer = _ISSUER.search(text[: match.start()])
    return f"{issuer[0] if issuer else ''}{number}"


@of_filing(declare(
    "BS404", Severity.WARNING, "错别字",
    "“{found}”应为“{expected}”。", "请把“{found}”改成“{expected}”。",
    why="公开的文本里有错别字，群众和财政部门都会看到。",
    example="“惊醒打分”应为“进行打分”。", source=GOOD_FORM,
    live=later("language", "slips_of_the_pen"),
    live_coarser="要对照别处才能判断的留给校验",
))  # fmt: skip
def slip_of_the_pen(filing: Filing, context: Context) -> Iterator[Hit]:
    """A text holds a slip of the pen that the data knows.

    Silent when: the words around make another word of it, or the filing lacks the word that
    makes it a slip (高位补贴 is one where 高危 is said); inside a token.
    """
    known = slips()
    everything = "\n".join(text for _, text in texts(filing))
    if not any(wrong in everything for wrong in known):
        return
    pattern = slip_pattern()
    for path, text in texts(filing):
        if not pattern.search(text):
            continue
        found = [known[m[0]] for m in pattern.finditer(text) if _slipped(m, filing)]
        if not found:
            continue
        fix = {}
        if all(slip.certain for slip in found) and not named_elsewhere(path):
            corrected = pattern.sub(lambda m: _corrected(m, filing), text)
            fix = {"certain_fix": corrected}
        wrong, right = ("”“".join(dict.fromkeys(words)) for words in zip(
            *((slip.wrong, slip.right) for slip in found), strict=True))  # fmt: skip
        yield slip_of_the_pen.hit(path, found=wrong, expected=right, **fix)


def _slipped(match: re.Match[str], filing: Filing) -> Slip | None:
    slip = slips().get(match[0])
    if slip is None or match.string[: match.start()].endswith(slip.not_after):
        return None
    if match.string.startswith(slip.not_before, match.end()):
        return None
    said = not slip.needs or any(w in text for _, text in texts(filing) for w in slip.needs)
    return slip if said else None


def _corrected(match: re.Match[str], filing: Filing) -> str:
    slip = _slipped(match, filing)
    return slip.right if slip else match[0]


RULES: tuple[Rule, ...] = (
    year_not_of_budget, deadlines_differ, document_number_malformed, slip_of_the_pen,
)  # fmt: skip
