"""BS306: categories and dimensions that the scheme does not know."""

from collections.abc import Iterator

from budgetsheet.findings import Hit, Severity
from budgetsheet.form.live import LiveCheck, is_blank
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import Project
from budgetsheet.rules.base import Context, Rule, declare, of_project


def _live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    from budgetsheet.rules.live_words import nothing_passed_over

    no_category = "COUNTIF({pairs.category},{row.category})=0"
    no_pair = "COUNTIFS({pairs.category},{row.category},{pairs.dimension},{row.dimension})=0"
    known = "COUNTIF({pairs.category},{row.category})>0"
    has_category = f"NOT({is_blank('row.category')})"
    has_dimension = f"NOT({is_blank('row.dimension')})"
    return (
        LiveCheck("BS306", "indicators.*.category",
                  f"IF(AND({has_category},{no_category}),{nothing_passed_over('{row.category}')})",
                  "不在规定的一级指标中"),
        LiveCheck("BS306", "indicators.*.dimension",
                  f"IF(AND({has_dimension},{known},{no_pair}),{nothing_passed_over('{row.dimension}')})",
                  "不是这个一级指标下的二级指标"),
    )  # fmt: skip


@of_project(declare(
    "BS306", Severity.ERROR, "指标类型不在规定之内",
    "“{found}”不在规定的指标类型中，这里可以是：{expected}。", "请从下拉列表中选一项。",
    why="指标类型由财政部门统一规定，自造的类型系统不认。",
    example="二级指标写成“产量指标”，或在满意度指标下选了数量指标。",
    source="财预〔2021〕101号规定的指标框架", live=_live,
    live_coarser="夹着空格、全角字符或看不见的字符的留给校验",
))  # fmt: skip
def outside_taxonomy(project: Project, context: Context) -> Iterator[Hit]:
    """A category that the scheme lacks, or a dimension that is not under its category.

    Silent when: blank (BS102); a dimension under an unknown category.
    """
    allowed = {category.name: category.dimensions for category in context.scheme.categories}
    for i, row in enumerate(project.indicators):
        if row.category and row.category not in allowed:
            yield outside_taxonomy.hit(
                f"indicators.{i}.category", found=row.category, expected="、".join(allowed)
            )
        elif row.category and row.dimension and row.dimension not in allowed[row.category]:
            yield outside_taxonomy.hit(
                f"indicators.{i}.dimension",
                found=row.dimension,
                expected="、".join(allowed[row.category]),
            )


RULES: tuple[Rule, ...] = (outside_taxonomy,)
