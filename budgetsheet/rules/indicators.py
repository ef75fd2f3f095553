"""BS307–BS315: indicators whose name, description and value do not go together.

The words are data: `data/indicators.toml`.
"""

from collections.abc import Iterator
from decimal import Decimal

from budgetsheet.findings import Hit, Severity
from budgetsheet.form.project_sheet import INDICATOR_PARTS
from budgetsheet.model import Indicator, Project
from budgetsheet.rules.base import Context, Rule, declare, later, of_project
from budgetsheet.rules.indicator_words import belonging
from budgetsheet.rules.indicator_words import indicator_words as _words
from budgetsheet.target_value import Kind, TargetValue
from budgetsheet.text import one_apart, without_blanks

_SOURCE = "财预〔2021〕101号：指标应当指向明确、细化量化、合理可行"
_SATISFACTION = "满意"
_FULL = Decimal(100)
_DATES = (Kind.DEADLINE, Kind.RECURRING)


def _has(text: str, table: str, key: str) -> bool:
    return any(word in text for word in _words(table, key))


def _rows(project: Project) -> Iterator[tuple[str, Indicator, TargetValue]]:
    """Path, row and value of every whole row; a half filled one is BS102's."""
    for i, row in enumerate(project.indicators):
        if all(getattr(row, part) for part in INDICATOR_PARTS):
            yield f"indicators.{i}", row, TargetValue.parse(row.target_value)


def _plain(text: str) -> str:
    return without_blanks(text).strip("。．.，,；;")


def _clash(row: Indicator, target: TargetValue) -> tuple[str, str] | None:
    """What the name says and what the value is, where they exclude each other."""
    bare = target.kind is Kind.QUANTITY and not target.unit and not _has(row.name, "rate", "plain")
    if row.name.endswith(_words("rate", "endings")) and (bare or target.kind in _DATES):
        return "比率", "百分比，例如 ≥98%"
    if row.name.endswith(_words("time", "endings")) and target.kind is Kind.RATE:
        changes = _has(row.name + row.description, "rate", "growth") or "缩短" in row.description
        return None if changes else ("时间", "期限或时长，例如 12月底前、≤4小时")
    return None


@of_project(declare(
    "BS307", Severity.WARNING, "方向写反了",
    "“{name}”的指标值是 {found}：{reason}。", "请核对方向，多半应写成 {expected}。",
    why="方向反了，做得越差越合格。", example="“发放成功率”写成 ≤95%。", source=_SOURCE,
    live=later("indicators", "wrong_directions"),
    live_coarser="范围、“以上”“左右”这样的写法留给校验",
))  # fmt: skip
def wrong_direction(project: Project, context: Context) -> Iterator[Hit]:
    """At most is said of a rate or a state that should be high, or at least of a cost.

    Silent when: the kinds clash (BS308); a word tells that less is better, or money saved.
    """
    for path, row, target in _rows(project):
        said = row.name + row.description
        if _clash(row, target):
            continue
        names = (*_words("rate", "endings"), *_words("rate", "states"))
        low = target.kind is Kind.RATE and row.name.endswith(names)
        if low and target.symbol in ("≤", "<") and not _has(said, "rate", "low"):
            yield _turned(path, row, "越高越好的比率不应写“不超过”", "≥")
        cost = row.dimension == context.scheme.dimension("cost") and target.kind is Kind.MONEY
        if cost and target.symbol in ("≥", ">") and not _has(said, "cost", "saved"):
            yield _turned(path, row, "成本不应写“不低于”", "≤")


def _turned(path: str, row: Indicator, reason: str, sign: str) -> Hit:
    right = sign + row.target_value.lstrip("≤<≥>=＜＞＝≦≧不超过低于大小高少多等 ")
    return wrong_direction.hit(
        f"{path}.target_value", name=row.name, found=row.target_value, reason=reason,
        expected=right,
    )  # fmt: skip


@of_project(declare(
    "BS308", Severity.WARNING, "指标名称与指标值不是一类",
    "“{name}”说的是{kind}，指标值却是 {found}。", "请改指标值为{expected}，或改指标名称。",
    why="名称是比率、值是日期，到期无法核对是否达到。",
    example="“发放及时率”的指标值写成“每月25号”。", source=_SOURCE,
    live=later("indicators", "clashing_kinds"),
    live_coarser="少见的日期和百分点写法、没有写 % 的数留给校验",
))  # fmt: skip
def kinds_clash(project: Project, context: Context) -> Iterator[Hit]:
    """A rate has a date or a bare figure for its value, or a time has a percentage.

    Silent when: the time is told as a change in percent (缩短50%).
    """
    for path, row, target in _rows(project):
        clash = _clash(row, target)
        if clash:
            yield kinds_clash.hit(f"{path}.target_value", name=row.name, kind=clash[0],
                                  found=row.target_value, expected=clash[1])  # fmt: skip


@of_project(declare(
    "BS309", Severity.INFO, "指标值没有写方向",
    "“{found}”没有写是至少还是至多。", "如果不是恰好等于，请加上 ≥ 或 ≤。",
    why="没有方向的数，多一点少一点都说不清算不算完成。",
    example="“改造面积”写成 2860平方米。", source=_SOURCE, expected="带方向的数",
))  # fmt: skip
def no_direction(project: Project, context: Context) -> Iterator[Hit]:
    """A measured figure has no sign.

    Silent when: things are counted one by one (99人); a rate is full (100%); it is money,
    a range, or the satisfaction of BS314.
    """
    for path, row, target in _rows(project):
        if target.symbol or target.upper is not None or target.number is None:
            continue
        counted = target.unit in _words("counted", "units") and target.number % 1 == 0
        if (target.kind is Kind.RATE and target.number != _FULL) or (
            target.kind is Kind.QUANTITY and target.unit and not counted and not target.per
        ):
            yield no_direction.hit(f"{path}.target_value", found=row.target_value)


@of_project(declare(
    "BS310", Severity.WARNING, "比率超出 0% 到 100%",
    "“{name}”的指标值是 {found}，应在 0% 到 100% 之间。",
    "请核对；确是增长幅度的，名称里写明“增长率”。",
    why="部分占全部的比率不会超过 100%。", example="“验收合格率”写成 ≥980%。", source=_SOURCE,
    expected="0%–100%",
    live=later("indicators", "rates_out_of_range"),
    live_coarser="范围、负数和“以上”这样的写法留给校验",
))  # fmt: skip
def rate_outside_range(project: Project, context: Context) -> Iterator[Hit]:
    """A rate is below nought or above 100%. Silent when: it tells a growth."""
    for path, row, target in _rows(project):
        if target.kind is not Kind.RATE or target.number is None or "%" not in target.unit:
            continue
        highest = target.number if target.upper is None else target.upper
        growth = _has(row.name + row.description, "rate", "growth")
        if (highest > _FULL or target.number < 0) and not growth:
            yield rate_outside_range.hit(
                f"{path}.target_value", name=row.name, found=row.target_value
            )


@of_project(declare(
    "BS311", Severity.WARNING, "指标值只是重复描述",
    "指标值与绩效指标描述{how}：“{found}”。", "请写出要达到的程度，最好是一个数，例如 ≥95%。",
    why="值和描述一样，等于没有定目标。",
    example="描述和指标值都写“促进地方经济发展”。", source=_SOURCE, expected="要达到的程度",
    live=later("indicators", "repeated_values"),
    live_coarser="只差标点或一个字的留给校验",
))  # fmt: skip
def value_repeats_description(project: Project, context: Context) -> Iterator[Hit]:
    """The value is the description over again, or all but one character of it.

    Silent when: it holds a figure, which one character makes another.
    """
    for path, row, target in _rows(project):
        value, said = _plain(row.target_value), _plain(row.description)
        wording = target.kind is Kind.QUALITATIVE and not any(c.isdigit() for c in value)
        how = "一字不差" if value == said else "只差一个字"
        if value == said or (wording and one_apart(value, said)):
            yield value_repeats_description.hit(
                f"{path}.target_value", found=row.target_value, how=how
            )


@of_project(declare(
    "BS312", Severity.INFO, "描述只是重复名称",
    "绩效指标描述与三级指标一字不差：“{found}”。", "请说明这个指标怎么算、算什么。",
    why="描述应说明算法和口径，照抄名称没有信息。",
    example="名称和描述都写“所需成本”。", source=_SOURCE, expected="算法和口径",
))  # fmt: skip
def description_repeats_name(project: Project, context: Context) -> Iterator[Hit]:
    """The description is the name over again. Silent when: the value repeats it too (BS311)."""
    for path, row, _ in _rows(project):
        same = _plain(row.description) == _plain(row.name)
        if same and _plain(row.target_value) != _plain(row.description):
            yield description_repeats_name.hit(f"{path}.description", found=row.description)


def _expected_dimension(row: Indicator, target: TargetValue, context: Context) -> str:
    """Where an indicator belongs by its name or value; blank where that is where it stands."""
    dimension = context.scheme.dimension
    for word, role in belonging():
        wanted = dimension(role)
        if word in row.name and wanted:
            return "" if row.dimension == wanted else wanted
    if target.kind is Kind.MONEY and row.dimension in (
        dimension("quality"),
        dimension("timeliness"),
    ):
        return dimension("cost")
    dated_cost = target.kind in _DATES and row.dimension == dimension("cost")
    return dimension("timeliness") if dated_cost else ""


@of_project(declare(
    "BS313", Severity.WARNING, "二级指标与内容不符",
    "“{name}”放在{found}下，看内容应属于{expected}。", "请改二级指标，或改指标的名称和内容。",
    why="放错了类，这一类实际上就缺了指标。",
    example="“可持续效益”放在经济效益指标下。", source=_SOURCE,
    live=later("indicators", "contradicting_dimensions"),
    live_coarser="少见的日期和金额写法留给校验",
))  # fmt: skip
def dimension_contradicts_content(project: Project, context: Context) -> Iterator[Hit]:
    """The name or the value belongs to another dimension.

    Silent when: the dimension is not of the scheme (BS306).
    """
    known = {dimension for _, dimension in context.scheme.pairs}
    for path, row, target in _rows(project):
        expected = _expected_dimension(row, target, context)
        if expected and row.dimension in known:
            yield dimension_contradicts_content.hit(
                f"{path}.dimension", name=row.name, found=row.dimension, expected=expected
            )


@of_project(declare(
    "BS314", Severity.WARNING, "满意度定为 100%",
    "满意度的指标值是 {found}。", "请按往年调查的实际情况填写，例如 ≥90%。",
    why="人人满意做不到，也无法用问卷证明，审核时会被退回。",
    example="“职工满意度”写成 100%。", source=_SOURCE, expected="低于 100%",
    live=later("indicators", "full_satisfaction"),
    live_coarser="“100%以上”这样的写法留给校验",
))  # fmt: skip
def satisfaction_is_full(project: Project, context: Context) -> Iterator[Hit]:
    """Everybody is to be satisfied."""
    for path, row, target in _rows(project):
        full = target.kind is Kind.RATE and target.number == _FULL
        asked = _SATISFACTION in row.dimension or _SATISFACTION in row.name
        if full and asked and target.symbol not in ("<", "≤"):
            yield satisfaction_is_full.hit(f"{path}.target_value", found=row.target_value)


@of_project(declare(
    "BS315", Severity.WARNING, "同一个指标写了两遍",
    "“{found}”在这张表的{expected}里已经有了一条。", "请删去一条，或改成不同的名称。",
    why="重复的指标会让同一件事算两次。", example="两条数量指标都叫“发放人数”。", source=_SOURCE,
    live=later("indicators", "repeated_indicators"),
    live_coarser="只差空格、标点的留给校验",
))  # fmt: skip
def indicator_written_twice(project: Project, context: Context) -> Iterator[Hit]:
    """A dimension has two indicators of one name; told at the later one."""
    seen: set[tuple[str, str]] = set()
    for path, row, _ in _rows(project):
        key = (row.dimension, _plain(row.name))
        if key in seen:
            yield indicator_written_twice.hit(
                f"{path}.name", found=row.name, expected=row.dimension
            )
        seen.add(key)


RULES: tuple[Rule, ...] = (
    wrong_direction, kinds_clash, no_direction, rate_outside_range, value_repeats_description,
    description_repeats_name, dimension_contradicts_content, satisfaction_is_full,
    indicator_written_twice,
)  # fmt: skip
