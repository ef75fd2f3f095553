"""What a rule is for, in the filler's language: `budgetsheet rules BS201`."""

from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.rules.base import Rule


class _Plain(dict[str, str]):
    """Words for the values that only a real finding has."""

    def __missing__(self, name: str) -> str:
        return _WORDS.get(name, "应有的内容")


_WORDS = {
    "found": "现在的内容",
    "label": "空着的那一项",
    "missing": "缺的内容",
    "kinds": "空格、换行",
    "rounded": "73.21",
}


def explain(rule: Rule) -> str:
    """The rule's title, why it is there, an example, the cure and its source."""
    return "\n".join(
        (
            f"{rule.id}　{rule.title}（{rule.severity.label}）",
            f"为什么：{rule.words.why}",
            f"例如：　{rule.words.example}",
            f"怎么改：{rule.fix.format_map(_Plain())}",
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
