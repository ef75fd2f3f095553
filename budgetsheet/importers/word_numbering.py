"""The numbers that Word puts before paragraphs by itself: they are part of what a person reads."""

from typing import Any, NamedTuple

_CHINESE = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE_FORMATS = (
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"),
    *("taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified"),
)
_LEVELS = 9
_LONGEST_NUMBER = 60


class Level(NamedTuple):
    """How a level counts: its format, its pattern (`（%1）`), where it begins."""

    format: str
    pattern: str
    start: int


class Numbering:
    """Counts the paragraphs of each list as they come."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._of_style: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read(self, root: Any) -> None:
        for element in root:
            tag = local(element)
            if tag == "abstractNum":
                levels = {_depth(value(e, "ilvl")): _level(e) for e in children(element, "lvl")}
                self._levels[value(element, "abstractNumId")] = levels
            elif tag == "num":
                abstract = next(children(element, "abstractNumId"), None)
                self._lists[value(element, "numId")] = value(abstract, "val")

    def _read_styles(self, root: Any) -> None:
        for style in children(root, "style"):
            found = _number_of(next(children(style, "pPr"), None))
            if found:
                self._of_style[value(style, "styleId")] = found

    def text(self, paragraph: Any) -> str:
        """What stands before a paragraph; blank where it has no number, or a bullet."""
        settings = next(children(paragraph, "pPr"), None)
        found = _number_of(settings)
        if found is None and settings is not None:
            style = next(children(settings, "pStyle"), None)
            found = self._of_style.get(value(style, "val"))
        if found is None or found[0] not in self._lists:
            return ""
        return self._next(self._lists[found[0]], found[1])

    def _next(self, abstract: str, depth: int) -> str:
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None or level.format in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(
            abstract, [levels[i].start - 1 if i in levels else 0 for i in range(_LEVELS)]
        )
        counts[depth] += 1
        for below in range(depth + 1, _LEVELS):
            counts[below] = levels[below].start - 1 if below in levels else 0
        shown = level.pattern
        for i in range(depth + 1):
            form = levels[i].format if i in levels else "decimal"
            shown = shown.replace(f"%{i + 1}", _shown(counts[i], form))
        return shown


def _level(element: Any) -> Level:
    parts = {local(child): value(child, "val") for child in element}
    start = parts.get("start", "1")
    return Level(
        parts.get("numFmt", "decimal"),
        parts.get("lvlText", "")[:_LONGEST_NUMBER],
        int(start) if start.isascii() and start.isdecimal() and len(start) < 6 else 1,
    )


def _depth(text: str) -> int:
    """A list's level; what is none of the nine counts as the first."""
    return int(text) if len(text) == 1 and text in "012345678" else 0


def _number_of(settings: Any) -> tuple[str, int] | None:
    """List and level of a paragraph or style; a list 0 means that it has none."""
    if settings is None:
        return None
    for number in children(settings, "numPr"):
        parts = {local(child): value(child, "val") for child in number}
        level = parts.get("ilvl", "0")
        if parts.get("numId", "0") != "0":
            return parts["numId"], _depth(level)
    return None


def _shown(number: int, form: str) -> str:
    if form in _CHINESE_FORMATS and 0 < number < 100:
        tens, ones = divmod(number, 10)
        head = "" if not tens else "十" if tens == 1 else f"{_CHINESE[tens]}十"
        return head + (_CHINESE[ones] if ones else "")
    if form.startswith("decimalEnclosedCircle") and 0 < number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if form in ("upperLetter", "lowerLetter") and 0 < number <= 26:
        return chr(number + (64 if form == "upperLetter" else 96))
    return str(number)


def local(element: Any) -> str:
    """An element's name without its namespace; blank for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, tag: str) -> Any:
    """The children of a name."""
    return (child for child in element if local(child) == tag)


def value(element: Any, name: str) -> str:
    """An attribute of the main namespace, blank without one."""
    if element is None:
        return ""
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")
