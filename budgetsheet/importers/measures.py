"""Quantities in running text become measures, and tokens where they stood."""

import re

from budgetsheet.document import COMPUTED_TOKENS
from budgetsheet.model import Filing, Measure, Safeguard, SubObjective, replace
from budgetsheet.target_value import AFTERWARDS, COMPARISONS

_UNITS = (
    *("个百分点", "百分点", "%", "％", "‰"),
    *("小时", "分钟", "秒", "天", "周", "个月", "工作日", "个工作日", "学时", "课时"),
    *("元", "平方公里", "平方千米", "平方米", "立方米", "公里", "千米", "米", "公顷", "亩"),
    *("吨", "公斤", "千克", "度", "千瓦时"),
    *("人次", "人", "名", "户次", "户", "家", "剂次", "剂", "例", "床", "班次", "车次"),
    *("册次", "册", "卷", "页", "篇", "次", "场次", "场", "期", "批次", "批", "起", "件", "项"),
    *("条", "份", "个", "座", "辆", "台", "套", "处", "所", "支", "张", "间", "株", "棵", "盏"),
    *("部", "栋", "幢", "门", "只", "头", "站", "艘", "块", "本", "盘", "枚", "面", "顶", "口"),
)
_MULTIPLES = "[十百千]?[万亿]?"
_NUMBER = r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?<![0-9０-９.．第〔\[{{])(?<![0-9０-９][年月])(?P<value>{_NUMBER})(?P<unit>{_MULTIPLES}(?:{_UNIT}))"
)
_CLAUSE_END = re.compile(r"[，。；：:;,！？\n]")
_LIST_BREAK = re.compile(r"[、和及与]")
_CHANGES = (
    *("下降", "上升", "提高", "提升", "增长", "增加", "减少", "降低", "缩短", "延长", "压减"),
    *("压缩", "扩大", "新增", "节约"),
)
_TO = ("到", "至", "了", "为")
_SYMBOLS = sorted(
    {*COMPARISONS, *_CHANGES, *(change + to for change in _CHANGES for to in _TO),
     "达到", "达", "为", "至少有", "控制在", "保持在", "稳定在"},
    key=len, reverse=True,
)  # fmt: skip
"""Words before a figure that say which way it goes, the longest first."""
_INSIDE = re.compile(rf"^(?P<before>.*)(?P<symbol>{'|'.join(_CHANGES)})(?P<name>[^了到至]{{2,}})$")
"""A change whose object stands between it and the figure: `缩短轮灌周期3天`."""
_AFTER = re.compile("|".join(sorted(AFTERWARDS, key=len, reverse=True)))
_ADVERBS = r"(?:(?:较|比)?(?:上年|去年|往年|同期)|同比|环比|均|的|约)"
_TRAILING = re.compile(rf"(?:{_ADVERBS}|在|到|至){{1,9}}$")
_BEFORE_SYMBOL = re.compile(rf"{_ADVERBS}{{1,9}}$")
_LEADING = re.compile(
    r"^(?:并|且|同时|其中|力争|努力|继续|切实|保证|确保|保障|实现|使|将|把|对|全年|本年度|年度)+"
)
_LONGEST_NAME = 40
_LONGEST_CLAUSE = 200
"""Characters before a figure that are looked at for what it is called."""
_FAR = 1000
MOST_MEASURES = 2000
"""Quantities that get a measure each; the text keeps what is over, as it was written."""


def extract_measures(filing: Filing) -> Filing:
    """The filing with a measure for each quantity of its narrative.

    The same wording with the same figure shares one measure, so that a change reaches all
    its places. Rendering the result gives the same text again.
    """
    finder = _Finder(filing)
    return replace(
        filing,
        overall_objective=tuple(map(finder.tokens, filing.overall_objective)),
        sub_objectives=tuple(
            SubObjective(*map(finder.tokens, (s.statement, s.objective, s.indicators)))
            for s in filing.sub_objectives
        ),
        safeguards=tuple(
            Safeguard(finder.tokens(s.title), tuple(map(finder.tokens, s.paragraphs)))
            for s in filing.safeguards
        ),
        measures=tuple(finder.measures),
    )


class _Finder:
    def __init__(self, filing: Filing) -> None:
        self.measures = list(filing.measures)
        written = "\n".join(text for _, text in filing.narrative_sources())
        self._taken = {*COMPUTED_TOKENS, *re.findall(r"\{([^{}\n]*)\}", written)}

    def tokens(self, text: str) -> str:
        """The text with a token for each quantity."""
        parts, at = [], 0
        for found in _QUANTITY.finditer(text):
            if len(self.measures) >= MOST_MEASURES:
                break
            clause = _CLAUSE_END.split(text[max(0, found.start() - _FAR) : found.start()])[-1]
            name, symbol = _name_of(clause)
            behind = _AFTER.match(text, found.end())
            symbol = symbol or (behind[0] if behind else "")
            token = self._measure(name, symbol, found["value"], found["unit"])
            parts += [text[at : found.start()], f"{{{token}}}"]
            at = found.end()
        return "".join(parts) + text[at:]

    def _measure(self, name: str, symbol: str, value: str, unit: str) -> str:
        """The name of the measure that says this, a new one where there is none."""
        base, number = name, 1
        while True:
            wanted = Measure(name, symbol, value, unit)
            if wanted in self.measures:
                return name
            if name not in self._taken and all(m.name != name for m in self.measures):
                self.measures.append(wanted)
                return name
            number += 1
            name = f"{base}（{number}）"


def _name_of(clause: str) -> tuple[str, str]:
    """What a clause calls its quantity, and the word or sign that compares."""
    rest = _BEFORE_SYMBOL.sub("", clause.strip()[-_LONGEST_CLAUSE:])
    symbol = next((s for s in _SYMBOLS if rest.endswith(s)), "")
    rest = _TRAILING.sub("", rest.removesuffix(symbol).strip())
    inside = None if symbol else _INSIDE.match(rest)
    parts = [_LIST_BREAK.split(rest)[-1], rest]
    if inside:
        symbol, parts = inside["symbol"], [inside["name"], *parts]
    for part in parts:
        name = _LEADING.sub("", re.sub(r"[{}\[\]（）()“”\"\s]", "", part))
        if len(name) >= 2:
            return name[-_LONGEST_NAME:], symbol
    return "量化指标", symbol
