"""BS501–BS503: what one part of a filing says against another.

BS502 needs the workbook's overview and totals beside the filing: `staleness` tells it.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from budgetsheet.findings import Hit, Operand, Severity
from budgetsheet.lazy import LazyPattern
from budgetsheet.model import Filing, Project
from budgetsheet.rules.base import Context, Rule, declare, later, of_filing, told_by_reader
from budgetsheet.rules.wording import any_of, words
from budgetsheet.target_value import TargetValue
from budgetsheet.text import half_width, without_blanks

_ONE_TRUTH = "预算绩效目标的填报要求：各表口径一致"


class _Count(NamedTuple):
    """A number of people and where it stands."""

    path: str
    shown: str
    symbol: str | None
    number: Decimal


@of_filing(declare(
    "BS501", Severity.WARNING, "同一依据的人数不同",
    "依据都是“{basis}”，这里是 {found}，别处是 {expected}。",
    "请核对人数；口径确实不同的，在三级指标里写明是哪些人（例如“领取考核奖人数”），或说明理由。",
    why="同一份编制或名册，数出来的人数应当一样。",
    example="依据都是“三定方案”，一个项目99人，另一个6人。", source=_ONE_TRUTH,
))  # fmt: skip
def headcounts_differ(filing: Filing, context: Context) -> Iterator[Hit]:
    """Counts of people by the same establishment or roll differ, under like names.

    Told at those that are not the commonest number, or not the first where none is.
    Silent when: the basis is no count of the unit's people; the names tell other people
    (编外人数); a bound admits the commonest number.
    """
    for (basis, _), counts in _headcounts(filing).items():
        commonest = Counter(count.number for count in counts).most_common(1)[0][0]
        usual = next(count for count in counts if count.number == commonest)
        for count in counts:
            if not _admits(count, commonest):
                yield headcounts_differ.hit(
                    count.path, basis=basis, found=count.shown,
                    expected=Operand(usual.path, usual.shown),
                )  # fmt: skip


def _headcounts(filing: Filing) -> dict[tuple[str, str], list[_Count]]:
    """Counts of people by their basis and by whom their name tells."""
    known, filler = any_of("headcount", "basis"), any_of("headcount", "filler")
    found: dict[tuple[str, str], list[_Count]] = {}
    for i, project in enumerate(filing.projects):
        for j, row in enumerate(project.indicators):
            target = TargetValue.parse(row.target_value)
            if target.number is None or target.unit not in words("headcount", "units"):
                continue
            if known.search(row.target_basis):
                people = filler.sub("", without_blanks(row.name))
                count = _Count(f"projects.{i}.indicators.{j}.target_value", row.target_value,
                               target.symbol, target.number)  # fmt: skip
                found.setdefault((without_blanks(row.target_basis), people), []).append(count)
    return found


def _admits(count: _Count, number: Decimal) -> bool:
    if count.symbol in ("≥", ">"):
        return number >= count.number
    if count.symbol in ("≤", "<"):
        return number <= count.number
    return number == count.number


_NUMBERED = LazyPattern(
    r"\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,3}[、.](?![一二三四五六七八九十])"
    r"|\([一二三四五六七八九十\d]{1,3}\)"
)
_USED_FOR = LazyPattern(r"(?:主要)?(?:用于|用作|保障|支付|安排|拨付|发放)?[“《]?")
_SHORTEST = 5
"""A shorter name of another project may be any word."""


@of_filing(declare(
    "BS503", Severity.WARNING, "标题与表中的名称对不上",
    "{what}：“{found}”。", "请改成{expected}。",
    why="表的标题由项目名称生成，名称不干净，标题就会重复或张冠李戴。",
    example="项目名称写成“1.消防经费绩效目标表”，标题就成了“1.1.消防经费绩效目标表绩效目标表”。",
    source=_ONE_TRUTH,
    live=later("language", "headings"),
    live_coarser="全角和中文的序号，“主要用于”“保障”开头的用途留给校验",
))  # fmt: skip
def heading_disagrees(filing: Filing, context: Context) -> Iterator[Hit]:
    """A table's heading, which is made from the project's name, will not agree with its table.

    The name brings the heading's own words or number along; or the purpose begins with the
    name of another project.
    Silent when: a figure belongs to the name (119宣传、二三级消防站); the purpose says its own
    project's name too, or the other's name is a part of its own.
    """
    suffix = context.scheme.labels["title_suffix"]
    for i, project in enumerate(filing.projects):
        plain = half_width(project.name)
        clean = _NUMBERED.sub("", plain, count=1) if _NUMBERED.match(plain) else plain
        clean = clean.removesuffix(half_width(suffix)).strip() or plain
        if clean != plain:
            yield heading_disagrees.hit(
                f"projects.{i}.name", what="项目名称里带着标题的序号或“绩效目标表”字样",
                found=project.name, expected=f"“{_tail(project.name, clean)}”",
            )  # fmt: skip
        other = _purpose_of_another(project, filing)
        if other:
            yield heading_disagrees.hit(
                f"projects.{i}.purpose", what="资金用途写的是另一个项目的名称", found=other,
                expected=f"本项目“{project.name}”的用途",
            )  # fmt: skip


def _tail(name: str, clean: str) -> str:
    """The clean name as it was typed, widths and all, where that is possible."""
    at = half_width(name).find(clean)
    same_places = len(half_width(name)) == len(name)
    return name[at : at + len(clean)] if same_places else clean


def _purpose_of_another(project: Project, filing: Filing) -> str:
    purpose = project.purpose
    begins = _USED_FOR.match(purpose)
    rest = purpose[begins.end() :] if begins else purpose
    if not rest or (project.name and project.name in purpose):
        return ""
    names = (p.name for p in filing.projects if p is not project and len(p.name) >= _SHORTEST)
    return next((n for n in names if rest.startswith(n) and n not in project.name), "")


OUT_OF_DATE = told_by_reader(declare(
    "BS502", Severity.WARNING, "概述或汇总没有更新",
    "“{sheet}”与各表不一致：{what}。", "请点“更新概述与汇总”。",
    why="改了项目表或量化指标以后，概述和汇总还是上一次生成的，拿去用就两头对不上。",
    example="把“读者满意度”改成 92%，概述里还是 90%。", source=_ONE_TRUTH,
))  # fmt: skip


RULES: tuple[Rule, ...] = (headcounts_differ, OUT_OF_DATE, heading_disagrees)
