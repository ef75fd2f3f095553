"""What a rule is for, in the filler's language: `budgetsheet rules BS201`."""

from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.rules.base import Rule

_FILLED: dict[str, dict[str, str]] = {
    "BS008": {"expected": "以万元为单位的数字，例如 73.20"},
    "BS101": {"label": "预算数"},
    "BS102": {"missing": "指标值确定依据"},
    "BS103": {"missing": "时效指标"},
    "BS208": {"rounded": "73.21"},
    "BS307": {"expected": "≥95%"},
    "BS308": {"expected": "百分比，例如 ≥98%"},
    "BS401": {"expected": "2024年", "found": "2023年"},
    "BS403": {"expected": "冀财建〔2023〕247号"},
    "BS404": {"found": "惊醒打分", "expected": "进行打分"},
    "BS405": {"kinds": "空格"},
    "BS409": {"expected": "全县"},
    "BS503": {"expected": "“消防经费”"},
}
"""What a finding on the rule's example would say in its cure."""


def explain(rule: Rule) -> str:
    """The rule's title, why it is there, an example, the cure and its source."""
    return "\n".join(
        (
            f"{rule.id}　{rule.title}（{rule.severity.label}）",
            f"为什么：{rule.words.why}",
            f"例如：　{rule.words.example}",
            f"怎么改：{rule.fix.format_map(_FILLED.get(rule.id, {}))}",
            f"依据：　{rule.words.source}",
            f"何时查：{_when(rule)}",
        )
    )


def _when(rule: Rule) -> str:
    """When the rule is checked, and what its live check leaves for later."""
    if not any(rule.live(load_scheme(name)) for name in SCHEMES):
        return "校验时检查"
    rest = f"（当场只提示有把握的：{rule.live_coarser}）" if rule.live_coarser else ""
    return f"填写时当场提示，校验时再查一遍{rest}"
