"""BS301–BS305: project codes and names.

Source: the check character's formula was found from the nine codes of a published document
and confirmed on seven published codes of another province.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from budgetsheet.findings import Hit, Severity
from budgetsheet.form.live import LiveCheck, is_blank
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import Filing, Project
from budgetsheet.rules.base import Context, Rule, declare, of_filing, of_project
from budgetsheet.text import shortened

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Characters of a P code, each standing for its position; no I O S V Z."""
CODE_LENGTH = 21
_BASE = len(ALPHABET)
_POWERS = tuple(pow(3, i, _BASE) for i in range(CODE_LENGTH - 1))
_ANY = re.compile(r"\d{8}[A-Z][0-9A-Z]{12}", re.ASCII)
_TYPE_P = re.compile(rf"\d{{8}}P[{ALPHABET}]{{6}}\d{{5}}[{ALPHABET}]", re.ASCII)
_SOURCE = "预算管理一体化系统的项目编码：区划6位、年度2位、类别1位、单位6位、序号5位、校验1位"
_FEWEST_NEIGHBOURS = 3


def check_character(first_twenty: str) -> str:
    """The character that ends a P code, from the twenty before it.

    Raises: ValueError for a character outside the alphabet.
    """
    values = (ALPHABET.index(character) for character in first_twenty)
    total = sum(value * power for value, power in zip(values, _POWERS, strict=True))
    return ALPHABET[(_BASE - 1 - total) % _BASE]


def well_formed(code: str) -> bool:
    """Whether a code has the shape of its type."""
    if not _ANY.fullmatch(code):
        return False
    return code[8] != "P" or _TYPE_P.fullmatch(code) is not None


def _constants(values: Sequence[object]) -> str:
    return "{" + ",".join(str(value) for value in values) + "}"


_PADDED = f'{{code}}&"{"#" * CODE_LENGTH}"'
"""Excel: the code, so long that none of its places is blank."""


def _all_in(start: int, count: int, alphabet: str) -> str:
    """Excel: each of so many characters of the code stands in the alphabet."""
    places = _constants(range(start, start + count))
    return f'SUMPRODUCT(--ISNUMBER(FIND(MID({_PADDED},{places},1),"{alphabet}")))={count}'


_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = ",".join((
    f"LEN({{code}})={CODE_LENGTH}",
    _all_in(1, 8, _DIGITS),
    _all_in(9, 1, _LETTERS),
    f'IF(EXACT(MID({{code}},9,1),"P"),AND({_all_in(10, 6, ALPHABET)},{_all_in(16, 5, _DIGITS)},'
    f"{_all_in(21, 1, ALPHABET)}),{_all_in(10, 12, _DIGITS + _LETTERS)})",
))  # fmt: skip


def _malformed_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    from budgetsheet.rules.live_words import nothing_passed_over

    wrong = f"AND(NOT({is_blank('code')}),NOT(AND({_SHAPE})))"
    fault = f"IF({wrong},{nothing_passed_over('{code}')})"
    return (LiveCheck("BS301", "code", fault, "编码的位数或字符不对"),)


@of_project(declare(
    "BS301", Severity.ERROR, "项目编码格式不对",
    "项目编码“{code}”格式不对：{reason}。",
    "请从预算系统复制完整的21位编码，不要手工输入。",
    why="编码是系统里认项目的唯一依据，错一位就对不上。",
    example="少抄一位，或把数字 0 抄成字母 O。", source=_SOURCE,
    found="{code}", expected="21位编码", live=_malformed_live,
))  # fmt: skip
def code_malformed(project: Project, context: Context) -> Iterator[Hit]:
    """The code has not the shape that its type asks for. Silent when: blank (BS101)."""
    if project.code and not well_formed(project.code):
        yield code_malformed.hit("code", code=project.code, reason=_reason(project.code))


def _reason(code: str) -> str:
    if len(code) != CODE_LENGTH:
        return f"应为 {CODE_LENGTH} 位，现在是 {len(code)} 位"
    wrong = [f"第 {i} 位“{c}”" for i, c in enumerate(code, start=1) if not _fits(code, i, c)]
    return "、".join(wrong) + "不该是这个字符"


def _fits(code: str, place: int, character: str) -> bool:
    if place <= 8 or (code[8] == "P" and 16 <= place <= 20):
        return character in _DIGITS
    if place == 9:
        return character in _LETTERS
    return character in (ALPHABET if code[8] == "P" else _DIGITS + _LETTERS)


def _check_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    places = _constants(range(1, CODE_LENGTH))
    values = f'(FIND(MID({_PADDED},{places},1),"{ALPHABET}")-1)'
    total = f"SUMPRODUCT({values}*{_constants(_POWERS)})"
    right = f'MID("{ALPHABET}",MOD({_BASE - 1}-MOD({total},{_BASE}),{_BASE})+1,1)'
    ours = 'EXACT(MID({code},9,1),"P")'
    fault = f"AND({_SHAPE},{ours},NOT(EXACT(RIGHT({{code}},1),{right})))"
    return (LiveCheck("BS302", "code", fault, "校验位不对，按前20位算应为 ", right),)


@of_project(declare(
    "BS302", Severity.ERROR, "项目编码校验位不对",
    "项目编码“{code}”的最后一位是 {found}，按前20位计算应为 {expected}。",
    "编码里有抄错的字符，请从预算系统重新复制。",
    why="校验位对不上，说明编码里至少有一位抄错了。",
    example="最后一位应为 T，写成了 7。", source=_SOURCE, live=_check_live,
))  # fmt: skip
def check_character_wrong(project: Project, context: Context) -> Iterator[Hit]:
    """The last character does not follow from the others. Only for type P.

    Silent when: the code is malformed (BS301 has told).
    """
    code = project.code
    if well_formed(code) and code[8] == "P":
        expected = check_character(code[:-1])
        if code[-1] != expected:
            yield check_character_wrong.hit("code", code=code, found=code[-1], expected=expected)


def _twice_live(rule: str, field: str, column: str, text: str) -> LiveCheck:
    """Compared as texts, letter by letter: COUNTIF takes digits for numbers."""
    same = f"SUMPRODUCT(--EXACT({{{column}}},{{{field}}}))>1"
    return LiveCheck(rule, field, f"AND(NOT({is_blank(field)}),{same})", text)


def _names_twice_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    same = "SUMPRODUCT(--EXACT({measures.name},{here}))>1"
    measures = f"AND(NOT({is_blank('here')}),{same})"
    return (
        _twice_live("BS304", "name", "names", "与别的项目名称相同"),
        LiveCheck("BS304", "measures.*.name", measures, "与别的指标名称相同"),
    )


@of_filing(declare(
    "BS303", Severity.ERROR, "项目编码重复",
    "项目编码“{code}”用了不止一次，{others}项目也用了它。", "请核对这几个项目的编码，各用各的。",
    why="两个项目共用一个编码，批复时会合成一个。",
    example="复制上一个项目的表，忘了改编码。", source=_SOURCE,
    found="{code}", expected="每个项目一个编码",
    live=lambda scheme: (_twice_live("BS303", "code", "codes", "与别的项目编码相同"),),
))  # fmt: skip
def code_used_twice(filing: Filing, context: Context) -> Iterator[Hit]:
    """Two projects bear one code; told at each of them."""
    codes = [(f"projects.{i}.code", p.code) for i, p in enumerate(filing.projects)]
    for path, code, others in _repeated(codes):
        yield code_used_twice.hit(path, code=code, others=others)


@of_filing(declare(
    "BS304", Severity.ERROR, "名称重复",
    "名称“{shown}”用了不止一次，{others}也叫这个名称。", "请改成不同的名称。",
    why="名称一样，看的人分不清是哪一个；量化指标重名，文中的数字不知取哪个。",
    example="两个项目都叫“设备购置”。", source=_SOURCE,
    found="{name}", expected="名称各不相同",
    live=_names_twice_live,
))  # fmt: skip
def name_used_twice(filing: Filing, context: Context) -> Iterator[Hit]:
    """Two projects, or two measures, bear one name; told at each of them."""
    projects = [(f"projects.{i}.name", p.name) for i, p in enumerate(filing.projects)]
    measures = [(f"measures.{i}.name", m.name) for i, m in enumerate(filing.measures)]
    for path, name, others in (*_repeated(projects), *_repeated(measures)):
        what = "项目" if path.startswith("projects") else "指标"
        yield name_used_twice.hit(path, name=name, shown=shortened(name), others=others + what)


def _repeated(named: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Path, text and a word on the other places of every text that stands twice."""
    places: dict[str, list[str]] = {}
    for path, text in named:
        if text:
            places.setdefault(text, []).append(path)
    for path, text in named:
        others = [other for other in places.get(text, ()) if other != path]
        if others:
            first = "、".join(f"第 {int(other.split('.')[1]) + 1} 个" for other in others[:3])
            yield path, text, first + (f"等 {len(others)} 个" if len(others) > 3 else "")


@of_filing(declare(
    "BS305", Severity.INFO, "编码中的单位与其他项目不同",
    "编码中的单位段是 {unit}，其他 {count} 个项目是 {usual}。",
    "请核对；确是上级或别的单位的项目，可不改。",
    why="同一单位的项目，编码里的单位段一般相同。",
    example="把兄弟单位的项目编码抄了过来。", source=_SOURCE,
    found="{unit}", expected="{usual}",
))  # fmt: skip
def unit_differs_from_neighbours(filing: Filing, context: Context) -> Iterator[Hit]:
    """The unit inside a code is not that of at least three others that agree."""
    units = {i: p.code[9:15] for i, p in enumerate(filing.projects)
             if well_formed(p.code) and p.code[8] == "P"}  # fmt: skip
    if not units:
        return
    usual, count = Counter(units.values()).most_common(1)[0]
    if count < _FEWEST_NEIGHBOURS or count * 2 <= len(units):
        return
    for i, unit in units.items():
        if unit != usual:
            yield unit_differs_from_neighbours.hit(
                f"projects.{i}.code", unit=unit, usual=usual, count=count
            )


RULES: tuple[Rule, ...] = (
    code_malformed, check_character_wrong, code_used_twice, name_used_twice,
    unit_differs_from_neighbours,
)  # fmt: skip
