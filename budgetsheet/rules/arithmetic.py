"""BS201–BS209: sums, plans, costs and weights that do not come out."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from budgetsheet import money
from budgetsheet.findings import Hit, Operand, Severity
from budgetsheet.form.live import LiveCheck
from budgetsheet.form.project_sheet import AMOUNT_PARTS, indicator_fields
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import PlanNode, Project
from budgetsheet.rules.base import Context, Rule, declare, later, of_project
from budgetsheet.target_value import TargetValue

_BUDGET = "部门预算编制：收支平衡、数字准确"
_PLAN = "预算执行进度：资金支出计划按月底累计"


def _live(rule: str, at: str, fault: str, text: str, shows: str = "") -> LiveCheck:
    return LiveCheck(rule, at, fault, text, shows)


def _sum_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    budget, *parts = (f"{{number.{part}}}" for part in AMOUNT_PARTS)
    off = f"ROUND(N({budget})-{'-'.join(f'N({part})' for part in parts)},8)"
    fault = f"AND(COUNT({','.join((budget, *parts))})={len(AMOUNT_PARTS)},{off}<>0)"
    shown = f'TEXT({off},"0.00######")'
    return (_live("BS201", "budget_amount", fault, "与财政资金加其他资金之和不等，差 ", shown),)


@of_project(declare(
    "BS201", Severity.ERROR, "预算数与资金之和不等",
    "预算数 {budget} 与 财政资金 {fiscal} 加 其他资金 {other} 之和 {total} 不等，"
    "差 {difference} 万元。",
    "请核对三个数，使预算数等于财政资金加其他资金。",
    why="一个项目的钱从哪里来、一共多少，两头必须对得上。",
    example="预算数 73.20，财政资金 73.19，其他资金空白。", source=_BUDGET,
    found="{budget}", expected="{total}", live=_sum_live,
))  # fmt: skip
def budget_differs_from_its_parts(project: Project, context: Context) -> Iterator[Hit]:
    """The budget is not the sum of its funds.

    Units: 万元, compared exactly; blank other funds count as zero.
    Silent when: a part is blank (BS101) or unreadable (BS008).
    """
    budget, fiscal = project.budget_amount, project.fiscal_funds
    if budget is None or fiscal is None or "other_funds" in context.unreadable:
        return
    other = project.other_funds or Decimal(0)
    total = fiscal + other
    if budget != total:
        yield budget_differs_from_its_parts.hit(
            "budget_amount",
            budget=Operand("budget_amount", money.format_amount(budget)),
            fiscal=Operand("fiscal_funds", money.format_amount(fiscal)),
            other=Operand("other_funds", money.format_amount(project.other_funds) or "空白"),
            total=money.format_amount(total),
            difference=money.format_amount(budget - total),
        )


def _points(more: Decimal | None, less: Decimal | None) -> str:
    """How far two percentages are apart. Units: percentage points."""
    return money.format_score(money.normal_percent((more or Decimal(0)) - (less or Decimal(0))))


def _known_nodes(project: Project) -> list[PlanNode]:
    return [node for node in project.spending_plan if node.percent is not None]


def _outside(project: Project, context: Context) -> bool:
    """Whether BS203 tells of the plan, so that its order and its end cannot be judged yet."""
    percents = (node.percent for node in _known_nodes(project))
    return "BS203" in context.told or any(not 0 <= p <= 100 for p in percents if p is not None)


def _inside_live(scheme: Scheme) -> str:
    """Excel: each filled node of the plan can be read, and none is outside 0% to 100%."""
    typed = ",".join(f"{{spending_plan.{month}}}" for month in scheme.plan_months)
    nodes = typed.replace("{", "{number.")
    return f"COUNTA({typed})=COUNT({nodes}),MIN(0,{nodes})>=0,ROUND(MAX(0,{nodes}),8)<=1"


def _falls_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """Against the nearest filled node before; blank ones between are BS101's."""
    checks = []
    months, inside = scheme.plan_months, _inside_live(scheme)
    for i in range(1, len(months)):
        before = ",".join(f"{{number.spending_plan.{m}}}" for m in months[:i])
        here = f"{{number.spending_plan.{months[i]}}}"
        last = f"{{number.spending_plan.{months[0]}}}"
        for month in months[1:i]:
            cell = f"{{number.spending_plan.{month}}}"
            last = f"IF(ISNUMBER({cell}),{cell},{last})"
        fault = f"AND(COUNT({before})>0,ISNUMBER({here}),ROUND({here}-N({last}),8)<0,{inside})"
        checks.append(_live("BS202", f"spending_plan.{months[i]}", fault, "比前一期还少"))
    return tuple(checks)


@of_project(declare(
    "BS202", Severity.ERROR, "支出计划倒退",
    "{month}月底 {here} 比 {month_before}月底 {before} 少 {difference} 个百分点。",
    "计划是累计数，请改成不少于前一期。",
    why="支出计划填的是到该月底的累计百分比，只会增加。",
    example="6月底 60%，10月底 50%。", source=_PLAN,
    found="{here}", expected="不少于 {before}", live=_falls_live,
))  # fmt: skip
def plan_falls(project: Project, context: Context) -> Iterator[Hit]:
    """A node of the plan is below the one before.

    Units: %, cumulative. Silent when: a node is out of range (BS203).
    """
    nodes = [] if _outside(project, context) else _known_nodes(project)
    for before, here in pairwise(nodes):
        if here.percent < before.percent:  # type: ignore[operator]
            yield plan_falls.hit(
                f"spending_plan.{here.month}",
                month=here.month,
                month_before=before.month,
                here=money.format_percent(here.percent),
                difference=_points(before.percent, here.percent),
                before=Operand(
                    f"spending_plan.{before.month}", money.format_percent(before.percent)
                ),
            )


def _outside_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    return tuple(
        _live(
            "BS203",
            f"spending_plan.{m}",
            f"AND(ISNUMBER({{number.spending_plan.{m}}}),OR({{number.spending_plan.{m}}}<0,"
            f"ROUND({{number.spending_plan.{m}}},8)>1))",
            "应在 0% 到 100% 之间",
        )
        for m in scheme.plan_months
    )


@of_project(declare(
    "BS203", Severity.ERROR, "支出计划超出 0% 到 100%",
    "{month}月底填的是 {here}，应在 0% 到 100% 之间。",
    "请填 0% 到 100% 之间的百分比，例如 30%。",
    why="累计支出不会少于没有，也不会多于全部。", example="3月底填成 3000%。", source=_PLAN,
    found="{here}", expected="0%–100%", live=_outside_live,
))  # fmt: skip
def plan_outside_range(project: Project, context: Context) -> Iterator[Hit]:
    """A node of the plan is below 0 or above 100. Units: %."""
    for node in _known_nodes(project):
        if not 0 <= node.percent <= 100:  # type: ignore[operator]
            yield plan_outside_range.hit(
                f"spending_plan.{node.month}",
                month=node.month,
                here=money.format_percent(node.percent),
            )


def _end_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    path = f"spending_plan.{scheme.plan_months[-1]}"
    cell = f"{{number.{path}}}"
    fault = f"AND(ISNUMBER({cell}),ROUND({cell},8)<1,{_inside_live(scheme)})"
    return (_live("BS204", path, fault, "最后一期应为 100%"),)


@of_project(declare(
    "BS204", Severity.ERROR, "支出计划没有到 100%",
    "最后一期（{month}月底）是 {here}，应为 100%，还差 {difference} 个百分点。",
    "请把最后一期改为 100%。",
    why="年底应把全年预算安排完。", example="12月底填 98%。", source=_PLAN,
    found="{here}", expected="100%", live=_end_live,
))  # fmt: skip
def plan_does_not_end_full(project: Project, context: Context) -> Iterator[Hit]:
    """The plan's last node is not 100. Units: %. Silent when: a node is out of range (BS203)."""
    last = project.spending_plan[-1] if project.spending_plan else None
    if last and last.percent is not None and last.percent < 100 and not _outside(project, context):
        yield plan_does_not_end_full.hit(
            f"spending_plan.{last.month}",
            month=last.month,
            here=money.format_percent(last.percent),
            difference=_points(Decimal(100), last.percent),
        )


def _targets(project: Project, dimension: str) -> Iterator[tuple[str, TargetValue]]:
    for i, row in enumerate(project.indicators):
        if row.dimension == dimension and row.target_value:
            yield f"indicators.{i}.target_value", TargetValue.parse(row.target_value)


@of_project(declare(
    "BS205", Severity.ERROR, "成本超过预算",
    "成本指标 {target} 超过预算数 {budget}，多 {difference} 万元。",
    "请核对成本指标和预算数，成本不应超过预算。",
    why="总成本超过预算，说明钱不够或数写错了。",
    example="预算数 20.00，成本指标 ≤200万元。", source=_BUDGET,
    found="{target}", expected="不超过 {budget}",
    live=later("indicators", "costs_over_budget"),
    live_coarser="范围、“以内”这样的写法留给校验",
))  # fmt: skip
def total_cost_exceeds_budget(project: Project, context: Context) -> Iterator[Hit]:
    """A total-cost target is more than the project's budget. Units: 万元."""
    if project.budget_amount is None:
        return
    for path, target in _targets(project, context.scheme.dimension("cost")):
        cost = target.amount
        if target.per or target.symbol in (">", "≥") or cost is None:
            continue
        if cost > project.budget_amount:
            yield total_cost_exceeds_budget.hit(
                path,
                target=target.text,
                budget=Operand("budget_amount", money.format_amount(project.budget_amount)),
                difference=money.format_amount(money.normal_amount(cost - project.budget_amount)),
            )


@of_project(declare(
    "BS206", Severity.WARNING, "单位成本乘数量不等于预算",
    "{cost} × {quantity} = {product} 万元，与预算数 {budget} 相差 {difference} 万元，"
    "超出四舍五入能解释的范围。",
    "请核对单位成本、数量和预算数。",
    why="单价乘数量应当等于总价，除非单价是四舍五入来的。",
    example="2.50万元/人、6人，预算数 12.00。", source=_BUDGET,
    found="{product}", expected="{budget}",
    live=later("indicators", "unexplained_budgets"),
    live_coarser="数量写成范围、“约”这样的写法留给校验",
))  # fmt: skip
def unit_cost_does_not_explain_budget(project: Project, context: Context) -> Iterator[Hit]:
    """Unit cost times quantity misses the budget by more than rounding explains.

    The unit cost may be off by half a unit of its last written decimal for each item.
    Units: 万元. Silent when: no quantity bears the unit that the cost is told per, or
    either is only a bound in the direction that allows the difference.
    """
    budget = project.budget_amount
    if budget is None:
        return
    scheme = context.scheme
    for path, cost in _targets(project, scheme.dimension("cost")):
        quantities = [
            q for _, q in _targets(project, scheme.dimension("quantity"))
            if cost.per and q.unit == cost.per and q.number and q.upper is None
        ]  # fmt: skip
        if cost.amount is None or not quantities or cost.upper is not None:
            continue
        if any(_explains(cost, quantity, budget) for quantity in quantities):
            continue
        products = ((cost.amount * (q.number or Decimal(0)), q) for q in quantities)
        product, quantity = min(products, key=lambda pair: abs(pair[0] - budget))
        yield unit_cost_does_not_explain_budget.hit(
            path,
            cost=cost.text,
            quantity=quantity.text,
            product=money.format_amount(money.normal_amount(product)),
            budget=Operand("budget_amount", money.format_amount(budget)),
            difference=money.format_amount(money.normal_amount(abs(product - budget))),
        )


def _explains(cost: TargetValue, quantity: TargetValue, budget: Decimal) -> bool:
    number, amount = quantity.number or Decimal(0), cost.amount or Decimal(0)
    written = cost.number or Decimal(1)
    step = amount / written * Decimal(1).scaleb(int(written.as_tuple().exponent))
    difference = amount * number - budget
    if abs(difference) <= step / 2 * number:
        return True
    ceiling = cost.symbol in ("≤", "<") or quantity.symbol in ("≤", "<")
    floor = cost.symbol in ("≥", ">") or quantity.symbol in ("≥", ">")
    return (ceiling and difference > 0) or (floor and difference < 0)


def _positive_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    fault = "AND(ISNUMBER({number.budget_amount}),N({number.budget_amount})<=0)"
    return (_live("BS207", "budget_amount", fault, "应大于 0"),)


@of_project(declare(
    "BS207", Severity.ERROR, "预算数不大于零",
    "预算数是 {budget}，应大于 0。", "请填写实际的预算数；没有预算的项目不必填表。",
    why="没有钱的项目不需要绩效目标。", example="预算数填 0。", source=_BUDGET,
    found="{budget}", expected="大于 0", live=_positive_live,
))  # fmt: skip
def budget_not_positive(project: Project, context: Context) -> Iterator[Hit]:
    """The budget is zero or less. Units: 万元."""
    if project.budget_amount is not None and project.budget_amount <= 0:
        yield budget_not_positive.hit(
            "budget_amount", budget=money.format_amount(project.budget_amount)
        )


def _decimals_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    return tuple(
        _live("BS208", part,
              f"AND(ISNUMBER({{number.{part}}}),"
              f"ABS(N({{number.{part}}})-ROUND(N({{number.{part}}}),2))>0.0000001)",
              "小数多于两位")
        for part in AMOUNT_PARTS
    )  # fmt: skip


@of_project(declare(
    "BS208", Severity.ERROR, "金额多于两位小数",
    "{amount} 的小数多于两位，按两位应为 {rounded}。", "请按万元保留两位小数，例如 {rounded}。",
    why="预算以万元为单位，保留两位小数；多出的位数会让合计对不上。",
    example="预算数填 73.205。", source="预算报表的计量单位：万元，两位小数",
    found="{amount}", expected="{rounded}", live=_decimals_live,
))  # fmt: skip
def more_than_two_decimals(project: Project, context: Context) -> Iterator[Hit]:
    """An amount is finer than 100 yuan. Units: 万元."""
    for part in AMOUNT_PARTS:
        amount: Decimal | None = getattr(project, part)
        if amount is not None and amount != money.round_amount(amount):
            yield more_than_two_decimals.hit(
                part,
                amount=money.format_amount(amount),
                rounded=money.format_amount(money.round_amount(amount)),
            )


def _weights_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """Only where every row that is begun has its weight, as the program waits for BS102."""
    if scheme.weight_total is None:
        return ()
    columns = (f'({{indicators.{field.name}}}<>"")' for field in indicator_fields(scheme))
    begun = f"SUMPRODUCT(--({'+'.join(columns)}>0))"
    total = "SUM({all.weight})"
    known = f"COUNT({{all.weight}})>0,COUNT({{all.weight}})={begun}"
    fault = f"AND({known},ROUND({total}-{scheme.weight_total},8)<>0)"
    text = f"分值合计应为 {scheme.weight_total}，现在是 "
    return (_live("BS209", "indicators", fault, text, f'ROUND({total},8)&""'),)


@of_project(declare(
    "BS209", Severity.ERROR, "分值合计不对",
    "{count} 条指标的分值合计 {total}，应为 {expected}，{which} {difference}。",
    "请调整各条指标的分值，使合计等于表样规定的总分。",
    why="分值合计不是满分，自评打出来的分就没有意义。",
    example="六条指标的分值合计 85，应为 90（另外 10 分是预算执行率）。",
    source="财预〔2021〕101号：指标分值权重，预算执行率 10 分，其余 90 分",
    found="{total}", live=_weights_live,
))  # fmt: skip
def weights_do_not_add_up(project: Project, context: Context) -> Iterator[Hit]:
    """The weights of a project's indicators are not what the scheme says they add up to.

    Units: points. Silent when: the scheme has no weights; one is blank (BS102) or unreadable
    (BS008).
    """
    weights = [row.weight for row in project.indicators]
    known = [weight for weight in weights if weight is not None]
    expected = context.scheme.weight_total
    if expected is None or not known or len(known) < len(weights):
        return
    total = sum(known, Decimal(0))
    if total != expected:
        yield weights_do_not_add_up.hit(
            "indicators",
            count=len(known),
            total=money.format_score(money.normal_percent(total)),
            expected=money.format_score(expected),
            which="少" if total < expected else "多",
            difference=money.format_score(money.normal_percent(abs(total - expected))),
        )


RULES: tuple[Rule, ...] = (
    budget_differs_from_its_parts, plan_falls, plan_outside_range, plan_does_not_end_full,
    total_cost_exceeds_budget, unit_cost_does_not_explain_budget, budget_not_positive,
    more_than_two_decimals, weights_do_not_add_up,
)  # fmt: skip
