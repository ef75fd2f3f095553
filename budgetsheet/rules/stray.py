"""BS405: what strays in a text: blanks, tabs, breaks, characters that nobody sees."""

import re
from collections.abc import Iterator

from budgetsheet import characters
from budgetsheet.findings import Hit, Severity
from budgetsheet.lazy import LazyPattern
from budgetsheet.model import Filing
from budgetsheet.rules.base import Context, Rule, declare, later, of_filing
from budgetsheet.rules.wording import GOOD_FORM, TOKEN, field_of, named_elsewhere, texts

_HAN = r"\u3001-\u3011\u3014-\u301f\u3400-\u4dbf\u4e00-\u9fff‘’“”…，。；：！？（）％"
_BLANK = r"[^\S\n\x0b-\x1f\x85\u2028\u2029]"
_RUN = rf"(?<!{_BLANK}){_BLANK}*"
"""A run of blanks from its beginning; begun at each of its blanks it would cost their square."""
_STRAY = LazyPattern(
    rf"(?P<token>{TOKEN.pattern})|(?P<kept>{characters.KEPT})"
    rf"|(?P<hidden>[{characters.UNSEEN}]+)"
    rf"|(?P<bullet>[\uf000-\uf0ff]+{_BLANK}*)|(?P<private>[{characters.PRIVATE}]+)"
    rf"|(?P<tab>{_RUN}\t{_BLANK}*)"
    rf"|(?P<blank>(?<=[{_HAN}]){_BLANK}+(?=[{_HAN}]))"
    rf"|(?P<odd>[{characters.ODD_BLANKS}]+)"
    rf"|(?P<line>{_RUN}\n\s*)"
)
_STRAY_NAMES = {"hidden": "不可见字符", "bullet": "符号字体的字符", "private": "私用区字符",
                "tab": "制表符", "blank": "空格", "odd": "特殊空格", "line": "换行"}  # fmt: skip
_LEFT = ("token", "kept")
_SIGNS = "\uf0a3\uf0b3\uf0b1\uf0b4\uf0b8\uf0b9\uf0bb\uf0b0"
"""What in Word's font Symbol are ≤ ≥ ± × ÷ ≠ ≈ °: no bullets, so that nothing takes them out."""
_ONE_LINE = ("name", "title", "target_value", "text")
_STOPPED = LazyPattern(r"[，。；、：]")


@of_filing(declare(
    "BS405", Severity.WARNING, "多余的空格、制表符、换行或控制字符",
    "文字里有多余的{kinds}：“{found}”{which}。", "请删去多余的{kinds}。",
    why="看不见的字符会让名称对不上，公开的文本里也会出现空档。",
    example="“保障 单位正常运转”、名称里夹着制表符。", source=GOOD_FORM,
    expected="没有多余的{kinds}",
    live=later("language", "stray_blanks"),
    live_coarser="只查前 300 个字；看不见的字符和特殊空格留给校验",
))  # fmt: skip
def stray_blanks(filing: Filing, context: Context) -> Iterator[Hit]:
    """A text holds a tab, a blank between Chinese characters or a character that is not seen.

    A line break is one in a name, a title, a target value or a measure. The fix is certain
    unless the text may be a list, or its wording is held to another place.
    Silent when: a blank stands beside a digit or a letter, or begins a paragraph; an unseen
    character is part of an emoji, or of a script whose letters join.
    """
    for path, text in (("department.name", filing.department.name), *texts(filing)):
        if _plain(text):
            continue
        one_line = field_of(path) in _ONE_LINE
        found = [m for m in _STRAY.finditer(text)
                 if m.lastgroup not in _LEFT and (one_line or not m["line"])]  # fmt: skip
        if found:
            clean = _STRAY.sub(lambda m: _unstrayed(m, one_line), text)  # noqa: B023
            token = path.startswith("measures.") and named_elsewhere(path)
            sure = clean != text and not (token or _may_be_a_list(found))
            kinds = dict.fromkeys(_STRAY_NAMES[str(m.lastgroup)] for m in found)
            yield stray_blanks.hit(
                path, kinds="、".join(kinds), found=_marked(text, found), which=_which(text, found),
                **{"certain_fix": clean} if sure else {},
            )  # fmt: skip


def _plain(text: str) -> bool:
    """Whether a text is quickly seen to hold nothing that strays."""
    return text.isprintable() and " " not in text and not characters.unseen(text)


def _which(text: str, found: list[re.Match[str]]) -> str:
    """The names of what is not seen, with their places."""
    odd = "".join(m[0] for m in found if m.lastgroup in ("hidden", "bullet", "private", "odd"))
    named = characters.noticed(text, "".join(set(text) - set(odd))) if odd else ""
    return f"（{named}）" if named else ""


def _unstrayed(match: re.Match[str], one_line: bool) -> str:
    """What a stray place becomes: nothing, or a blank between words that need one."""
    kind, written = match.lastgroup, match[0]
    if kind in (*_LEFT, "private") or (kind == "line" and not one_line):
        return written
    if kind == "bullet":
        return written if any(sign in written for sign in _SIGNS) else ""
    before, behind = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    if kind == "odd":
        return " " if before.strip() and behind.strip() else ""
    return " " if kind != "hidden" and (before + behind).isascii() and before and behind else ""


def _may_be_a_list(found: list[re.Match[str]]) -> bool:
    """Whether blanks or breaks may stand for 、: several, or one between two long parts."""
    parting = [m for m in found if m.lastgroup in ("tab", "blank", "line")]
    if not parting or _STOPPED.search(parting[0].string):
        return any(m["line"] for m in parting if not _beside_a_stop(m))
    parts = re.split(r"\s+", parting[0].string)
    return len(parts) > 2 or min(map(len, parts)) >= 4


def _beside_a_stop(match: re.Match[str]) -> bool:
    before, behind = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return before in "，、；：（(《“≥≤" or behind in "，、；：）)》”（("


def _marked(text: str, found: list[re.Match[str]]) -> str:
    """The stray places with their names, a few characters on either side."""
    seen = characters.without_unseen
    shown = (
        f"{seen(text[max(0, m.start() - 4) : m.start()])}［{_STRAY_NAMES[str(m.lastgroup)]}］"
        f"{seen(text[m.end() : m.end() + 4])}"
        for m in found[:3]
    )
    return "…".join(shown)


RULES: tuple[Rule, ...] = (stray_blanks,)
