"""Characters that a person does not see, or takes for another, by their Unicode properties.

Nothing here asks what a text is for: a number passes the unseen over, a text keeps them and is
told. Patterns are ranges of code points, which a test holds to the properties.
"""

import re
import unicodedata
from collections.abc import Iterator

from budgetsheet.lazy import LazyPattern

UNSEEN = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What shows nothing: Default_Ignorable_Code_Point, annotation marks, control characters.

A class of a regular expression, without its brackets. Tab and line ends are layout.
Source: Unicode, DerivedCoreProperties.txt.
"""
PRIVATE = r"\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
"""What only the font of its maker shows: category Co, as in Word's bullets."""
ODD_BLANKS = r"\xa0\u1680\u2000-\u200a\u202f\u205f"
"""Blanks (category Zs) that no keyboard types here; the ideographic one is as usual as ours."""
LINE_ENDS = r"\x0b\x0c\x85\u2028\u2029"
"""What ends a line beside the usual ones."""
_SYMBOL = (
    r"\xa9\xae\u203c\u2049\u2100-\u214f\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff"
    r"\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_JOINING = r"\u0600-\u0dff\u1000-\u109f\u1780-\u18af"
KEPT = (
    r"\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f|[0-9#*]\ufe0f\u20e3"
    rf"|(?<=[{_SYMBOL}])[\ufe0e\ufe0f](?:\u200d(?=[{_SYMBOL}]))?|(?<=[{_SYMBOL}])\u200d(?=[{_SYMBOL}])"
    rf"|(?<=[{_JOINING}])[\u200c\u200d\u180b-\u180f\u202f]"
)
"""Unseen characters that are part of what is seen: emoji, and scripts whose letters join.

A variation selector behind a Chinese character is none: our standards know no such pairs, and
without it the same character stands there.
"""
_STRAY = LazyPattern(f"[{UNSEEN}{PRIVATE}{ODD_BLANKS}{LINE_ENDS}]")
_UNSEEN = LazyPattern(f"[{UNSEEN}]+")
_OUTER = LazyPattern(rf"^[{UNSEEN}]+|(?<![{UNSEEN}{_SYMBOL}])[{UNSEEN}]+$", re.MULTILINE)
_FILLERS = "\u115f\u1160\u3164\uffa0"
"""The unseen that count as letters (category Lo)."""
_LOOK_ALIKE = r"\u2e80-\u2fd5\u31c0-\u31e3\uf900-\ufad9\U0002f800-\U0002fa1d"
_FOLDED = LazyPattern(f"[{_LOOK_ALIKE}{LINE_ENDS}\\ufffe\\uffff]")
_NOTICED = LazyPattern(f"[{UNSEEN}{PRIVATE}{ODD_BLANKS}{LINE_ENDS}{_LOOK_ALIKE}]")
_NOTICED_OR_KEPT = LazyPattern(f"(?P<kept>{KEPT})|{_NOTICED.pattern}")
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄"
    "⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗"
    "⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西"
    "⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页"
    "⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙"
    "⻱龜⻲亀㇆𠃌㇏乀㇐一㇑丨㇒丿㇓丿㇔丶㇕𠃍㇖乛㇗𠃊㇘𠃎㇙𠄌㇚亅㇛𡿨㇜𠃋㇝乀㇞𠃑㇟乚㇠乙㇡𠄎"
)
"""Radicals and strokes, each with the ideograph it looks like, where NFKC does not know it.

Source: Unicode, EquivalentUnifiedIdeograph.txt 14.0.
"""
_IDEOGRAPHS = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
_NAMES = (
    ("\xad", "软连字符"), ("\u034f", "组合连接符"), ("\u061c", "阿拉伯字母标记"),
    (_FILLERS, "谚文填充符"), ("\u180e", "蒙古文元音分隔符"),
    ("\u180b\u180c\u180d\u180f", "变体选择符"), ("\u200b", "零宽空格"), ("\u200c", "零宽不连字"),
    ("\u200d", "零宽连字"), ("\u200e", "从左到右标记"), ("\u200f", "从右到左标记"),
    ("\u202a\u202b\u202c\u202d\u202e", "双向控制符"), ("\u2060", "词连接符"),
    ("\u2061\u2062\u2063\u2064", "不可见运算符"), ("\u2066\u2067\u2068\u2069", "双向隔离符"),
    ("\ufeff", "零宽不换行空格"), ("\ufff9\ufffa\ufffb", "注音标记"), ("\xa0", "不换行空格"),
    ("\u2000\u2002", "半身空格"), ("\u2001\u2003", "全身空格"), ("\u2009", "窄空格"),
    ("\u200a", "极窄空格"), ("\u202f", "窄不换行空格"), ("\u0085\u2028\x0b", "换行符"),
    ("\u2029\x0c", "分段符"),
)  # fmt: skip
_MOST_PLACES = 5


def folded(text: str) -> str:
    """The text with ideographs for compatibility ideographs, radicals and strokes that look so.

    Every kind of line end becomes the usual one; two code points that are no characters, and
    that no XML holds, become the replacement mark. Rare ideographs, 々 and 〇 stay as they are.
    """
    return str(_FOLDED.sub(lambda m: _usual(m[0]), text)) if _FOLDED.search(text) else text


def _usual(character: str) -> str:
    if character in "\ufffe\uffff":
        return "\ufffd"
    if character.isspace():
        return "\n"
    return _IDEOGRAPHS.get(character) or unicodedata.normalize("NFKC", character)


def unseen(text: str) -> bool:
    """Whether a text holds a character that shows nothing."""
    return _UNSEEN.search(text) is not None


def without_unseen(text: str) -> str:
    """The text as it is seen."""
    return str(_UNSEEN.sub("", text)) if _UNSEEN.search(text) else text


def bare(text: str) -> str:
    """A number, a code or a choice without what has no place in it, odd blanks as usual ones."""
    if not _STRAY.search(text):
        return text
    return str(_STRAY.sub(lambda m: " " if m[0].isspace() else "", text))


def without_outer(text: str) -> str:
    """The text without what is unseen at either end of its lines."""
    return str(_OUTER.sub("", text)) if _UNSEEN.search(text) else text


def nothing_seen(text: str) -> bool:
    """Whether a text that is not blank shows nothing. Most begin with a letter, and show it."""
    if text[:1].isalnum() and text[0] not in _FILLERS:
        return False
    return bool(_UNSEEN.match(text)) and not without_unseen(text).strip()


def named(character: str) -> str:
    """What a character is called, with its code point: `零宽空格（U+200B）`."""
    name = next((name for some, name in _NAMES if character in some), "") or _kind(character)
    return f"{name}（U+{ord(character):04X}）"


def _kind(character: str) -> str:
    code, category = ord(character), unicodedata.category(character)
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return "变体选择符"
    if 0xE0000 <= code <= 0xE007F:
        return "标签字符"
    return {"Cc": "控制字符", "Co": "私用区字符", "Zs": "特殊空格"}.get(category, "格式字符")


def passed_over(words: str) -> str:
    """The characters that are passed over in a code or a choice, or folded into one of `words`.

    Of the private ones only those of Word's fonts of symbols; of the others none that a cell
    seldom holds (control characters, planes of their own but for variation selectors).
    """
    selectors = map(chr, range(0xE0100, 0xE01F0))
    unseen = (*(c for c in _members(UNSEEN) if " " < c < "\ufff0"), *selectors)
    folded = (c for c in _members(_LOOK_ALIKE) if c < "\U00020000" and _usual(c) in words)
    return "".join((*unseen, *_members(ODD_BLANKS), *map(chr, range(0xF000, 0xF100)), *folded))


def _members(listed: str) -> Iterator[str]:
    """Each character of a class."""
    plain = listed.encode().decode("unicode_escape")
    for first, last in re.findall(r"(.)(?:-(.))?", plain, re.DOTALL):
        yield from map(chr, range(ord(first), ord(last or first) + 1))


def odd(text: str) -> Iterator[str]:
    """Each character of a text that shows nothing, or stands for another that looks like it."""
    yield from (match[0] for match in _odd(text) if match[0] not in "\x0b\x0c")


def noticed(text: str, kept: str = "") -> str:
    """A clause that names each odd character of a text with its place; blank where all is usual.

    Those that are `kept` are not named. `第 5 个字符是看不见的零宽空格（U+200B）`
    """
    places: dict[str, list[int]] = {}
    for match in _odd(text):
        if match[0] not in kept:
            places.setdefault(match[0], []).append(match.start() + 1)
    return "；".join(f"{_places(at)}是{called(c)}" for c, at in places.items())


def _odd(text: str) -> Iterator[re.Match[str]]:
    """Each odd character that is not part of what is seen."""
    for match in _NOTICED_OR_KEPT.finditer(text) if _NOTICED.search(text) else ():
        if not match["kept"] and not (_FOLDED.match(match[0]) and _usual(match[0]) == match[0]):
            yield match


def _places(places: list[int]) -> str:
    shown = "、".join(map(str, places[:_MOST_PLACES]))
    more = f" 等 {len(places)}" if len(places) > _MOST_PLACES else ""
    return f"第 {shown}{more} 个字符"


def called(character: str) -> str:
    """What an odd character is, in words: `看不见的零宽空格（U+200B）`."""
    if character.isspace():
        return named(character)
    if _FOLDED.match(character):
        return f"与“{_usual(character)}”同形的“{character}”（U+{ord(character):04X}）"
    if unicodedata.category(character) == "Co":
        return f"只有特定字体才显示的{named(character)}"
    return f"看不见的{named(character)}"
