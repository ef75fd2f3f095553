"""BS412: what stands in braces in the narrative and will not become a figure."""

from collections.abc import Iterator, Mapping

from budgetsheet.document import COMPUTED_TOKENS
from budgetsheet.findings import Hit, Severity
from budgetsheet.lazy import LazyPattern
from budgetsheet.model import Filing
from budgetsheet.rules.base import Context, Rule, declare, later, of_filing
from budgetsheet.rules.wording import TOKEN

_NEARLY = LazyPattern(r"[{｛]\s*+([^{}｛｝\n]{1,60}?)\s*[}｝]")
"""A token as people mistype it: full-width braces, blanks inside."""
_OPENED = LazyPattern(r"[{｛]([^{}｛｝\n]{0,60})([}｝]?)")
_BARE = "什么也没写"
_ALWAYS = dict.fromkeys(COMPUTED_TOKENS, True)


@of_filing(declare(
    "BS412", Severity.ERROR, "花括号里的名称引不出数字",
    "花括号里的“{found}”{what}，公开时会原样印出来或者空着。",
    "请改成“部门整体”第四部分里有的指标名称，或改写成普通文字。",
    why="花括号里写的是量化指标的名称，生成概述时换成它的数字；名称对不上，就没有数字可换。",
    example="花括号里写“读者满意率”，指标表里的名称是“读者满意度”。",
    source="概述由各表生成，每个数字都有出处",
    expected="量化指标的名称", live=later("language", "unknown_tokens"),
    live_coarser="名称对得上、指标本身没有数值的留给校验",
))  # fmt: skip
def token_without_figure(filing: Filing, context: Context) -> Iterator[Hit]:
    """A brace in the narrative that opens no known name, or a name whose measure is blank.

    Full-width braces and blanks inside are certainly mended where the name is known.
    Silent when: the value that a computed token shows is blank (BS101 tells).
    """
    names = _ALWAYS | {m.name: bool(m.shown) for m in reversed(filing.measures) if m.name}
    for path, text in filing.narrative_sources():
        fault = _fault(text, names) if "{" in text or "｛" in text else None
        if fault:
            found, what, fix = fault
            yield token_without_figure.hit(path, found=found, what=what, **fix)


def _fault(text: str, names: Mapping[str, bool]) -> tuple[str, str, dict[str, str]] | None:
    """The piece, what is wrong with it, the certain correction; None where all is well."""
    rest = TOKEN.sub(lambda m: "" if m[0][1:-1] in names else m[0], text)
    opened = _OPENED.search(rest)
    if opened is None:
        blank = (m[0][1:-1] for m in TOKEN.finditer(text) if not names.get(m[0][1:-1], True))
        found = next(blank, None)
        return (found, "没有数值，也没有文字", {}) if found else None
    found = opened[1].strip() or _BARE
    if not opened[2]:
        return found, "缺了右边的括号", {}
    mended = _NEARLY.sub(lambda m: f"{{{m[1]}}}" if m[1] in names else m[0], text)
    if found in names and mended != text:
        return found, "用了全角的括号或多了空格", {"certain_fix": mended}
    return found, "不是量化指标的名称", {}


RULES: tuple[Rule, ...] = (token_without_figure,)
