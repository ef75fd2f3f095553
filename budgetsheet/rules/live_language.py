"""The formulas of the language rules: what a cell's own text decides while it is typed.

Each formula is coarser than its rule in one direction: where the words around would have
to be read one by one, it stays silent and leaves the fault to the check.
"""

from budgetsheet.form.live import LiveCheck, is_blank
from budgetsheet.form.scheme import Scheme
from budgetsheet.rules.live_words import NO_NUMBER_BEHIND, POSITIONS

_NARRATIVE = (
    "overall_objective.*",
    "sub_objectives.*.statement",
    "sub_objectives.*.objective",
    "sub_objectives.*.indicators",
    "safeguards.*.paragraph",
)
_TITLE = ("safeguards.*.title",)
_TOKENS = (*_NARRATIVE, *_TITLE)
_MEASURES = ("measures.*.name", "measures.*.text")
_NAMES = ("name", "indicators.*.name")
_BASIS = ("indicators.*.target_basis",)
_LEVELLED = ("purpose", "objectives.*", "indicators.*.description", "indicators.*.target_value")
_TEXTS = (*_NAMES, *_LEVELLED, *_BASIS, *_NARRATIVE, *_TITLE, *_MEASURES)
_ONE_LINE = (*_NAMES, "indicators.*.target_value", *_TITLE, *_MEASURES, "department.name")


def found(words: str, text: str = "{here}") -> str:
    """Excel: how many words of a list, or of two lists joined, a text holds."""
    return f"SUMPRODUCT(--ISNUMBER(FIND({words},{text})))"


def ends_in(words: str, text: str) -> str:
    """Excel: a text ends in one of a list's words."""
    return f"SUMPRODUCT(--EXACT(RIGHT({text},LEN({words})),{words}))>0"


def last_found(words: str, shown: str) -> str:
    """Excel: what a list shows at the last of its words that the text holds."""
    return f"LOOKUP(2,1/ISNUMBER(FIND({words},{{here}})),{shown})"


def _everywhere(
    rule: str, at: tuple[str, ...], fault: str, text: str, shows: str = ""
) -> tuple[LiveCheck, ...]:
    return tuple(LiveCheck(rule, place, fault, text, shows) for place in at)


def _outside_tokens(checks: tuple[LiveCheck, ...], word: str) -> tuple[LiveCheck, ...]:
    """The checks, in the narrative silent where a token's name may hold what they look for."""
    tokens = f'OR(ISERROR(FIND("{{",{{here}})),{found(word, "{words.measure_names}")}=0)'
    return tuple(
        check._replace(fault=f"AND({check.fault},{tokens})") if check.at in _TOKENS else check
        for check in checks
    )


def stale_years(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS401: one of the five years just past, and nothing near that makes it right."""
    past = "{words.past_years}"
    right = "+".join((
        found(f"{{words.year_before}}&{past}"), found(f"{past}&{{words.year_behind}}"),
        found("{words.year_right}"),
    ))  # fmt: skip
    fault = f'IF(FIND("20",{{here}}),IF({found(past)}>0,{right}=0))'
    at, said = tuple(p for p in _TEXTS if p not in _BASIS), "年份不是预算年度："
    return _outside_tokens(_everywhere("BS401", at, fault, said, last_found(past, past)), '"20"')


def document_numbers(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS403: the year in brackets of another kind, right behind a Chinese character."""
    at = "FIND({words.number_opens},{here})"
    behind = f'FIND("号",{{here}},{at}+6)'
    digits = f"({behind}-{at}-6)"
    number = f'(0+("0"&MID({{here}},{at}+6,{digits})&".0")>=0)'
    fault = (
        f'IF(FIND("号",{{here}}),SUMPRODUCT('
        f'ISNUMBER(FIND(MID({{here}}&"   ",{at}+5,1),{{words.number_closes}}))'
        f"*ISNUMBER(1/({number}*({digits}>0)*({digits}<6)))"
        f'*ISERROR(FIND(MID("A"&{{here}},{at},1),{{words.no_han}}))'
        f'*ISERROR(FIND(MID({{here}}&"。",{behind}+1,1),"{NO_NUMBER_BEHIND}")))>0)'
    )
    return _everywhere("BS403", _TEXTS, fault, "发文字号的年份应写在六角括号〔〕里")


def slips_of_the_pen(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS404: more known slips than longer words that hold one and are right."""
    more = f"{found('{words.slips}')}>{found('{words.no_slips}')}"
    shows = (
        f'"“"&{last_found("{words.slips}", "{words.slips}")}&"”应为“"&'
        f'{last_found("{words.slips}", "{words.slips_right}")}&"”"'
    )
    return _outside_tokens(_everywhere("BS404", _TEXTS, more, "错别字，", shows), "{words.slips}")


_BLANKS = '" 　"&CHAR(10)'


def stray_blanks(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS405: a tab, a blank between two Chinese characters, a break in what is one line."""
    said, checks = "多余的空格、制表符或换行", []
    for place in (*_TEXTS, "department.name"):
        faults = [_blank_inside(place in _TOKENS), _inside("CHAR(9)")]
        if place in _TOKENS:
            faults[1] = f'IF(ISERROR(FIND("{{",{{here}})),{faults[1]})'
        if place in _ONE_LINE:
            faults.append(_inside("CHAR(10)"))
        any_of = ",".join(f"IFERROR({fault},FALSE)" for fault in faults)
        checks.append(LiveCheck("BS405", place, f"OR({any_of})", said))
    return tuple(checks)


def _blank_inside(tokens: bool) -> str:
    """Excel: a blank stands between two Chinese characters, and not inside a token."""
    text = f'"A"&SUBSTITUTE(SUBSTITUTE({{here}},"　"," "),"  "," ")&REPT("A",{POSITIONS + 2})'
    before = f"LEFT({text},{{words.positions}})"
    outside = (
        f'*(LEN(SUBSTITUTE({before},"{{",""))=LEN(SUBSTITUTE({before},"}}","")))' if tokens else ""
    )
    return (
        f'IF(FIND(" ",SUBSTITUTE({{here}},"　"," ")),SUMPRODUCT('
        f'ISNUMBER(FIND(MID({text},{{words.positions}}+1,1)," "))'
        f"*ISERROR(FIND(MID({text},{{words.positions}},1),{{words.no_han}}))"
        f"*ISERROR(FIND(MID({text},{{words.positions}}+2,1),{{words.no_han}})){outside})>0)"
    )


def _inside(character: str) -> str:
    """Excel: the character stands within the text, not beside a blank, nor at an end."""
    at = f"FIND({character},{{here}})"
    return (
        f'IF({at},AND(ISERROR(FIND(MID(" "&{{here}},{at},1),{_BLANKS})),'
        f'ISERROR(FIND(MID({{here}}&" ",{at}+1,1),{_BLANKS}))))'
    )


def vague_targets(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS408: a vague word where there is no figure, nor a character that might be part of one."""
    due = (
        f"OR({found('{words.vague_categories}', '{row.category}')}>0,"
        f"AND({ends_in('{words.vague_names}', '{row.name}')},"
        f"NOT({ends_in('{words.vague_not_names}', '{row.name}')})))"
    )
    fault = (
        f"AND({found('{words.figures}')}=0,{found('{words.vague_right}')}=0,"
        f"NOT(EXACT({_bare('{here}')},{_bare('{row.description}')})),"
        f"OR({found('{words.vague_always}')}>0,AND({found('{words.vague_measured}')}>0,{due})))"
    )
    return (LiveCheck("BS408", "indicators.*.target_value", fault, "用了含糊的词，请写成数字"),)


def _bare(text: str) -> str:
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text}," ",""),"　",""),CHAR(10),"")'


def mixed_levels(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS409: the word of another level, and nothing near that makes it right."""
    others = "{words.other_levels}"
    before, behind = f"{{words.level_before}}&{others}", f"{others}&{{words.level_behind}}"
    excused = f"{found(before)}+{found(behind)}"
    fault = (
        f'IF(FIND("全",{{here}}),IF({found(others)}>0,'
        f"IF({found(others)}>{excused},{found('{words.level_right}')}=0)))"
    )
    at = (*_LEVELLED, *_NARRATIVE, "measures.*.text")
    shows = f'{last_found(others, others)}&"，本单位是"&{{words.own_level}}'
    return _outside_tokens(_everywhere("BS409", at, fault, "行政层级与本单位不符：", shows), '"全"')


def unfinished_paragraphs(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS410: no stop at the end; for a purpose, and a short statement, where one is inside."""
    said, text = "没有写完，或没有句号", "TRIM({here})"
    last = f'FIND(RIGHT("　"&{text}),{{words.stops}}&CHAR(10)&"　")'
    open_end = f"AND(NOT({is_blank('here')}),ISERROR({last}))"
    inside = f"{found('{words.inner_stops}')}>0"
    return (
        *_everywhere("BS410", ("purpose", "sub_objectives.*.statement"),
                     f"AND({open_end},{inside})", said),
        *_everywhere("BS410", tuple(p for p in _NARRATIVE if not p.endswith(".statement")),
                     open_end, said),
    )  # fmt: skip


def unknown_tokens(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS412: more braces than known names in braces, or a full-width brace."""
    opened = 'LEN({here})-LEN(SUBSTITUTE({here},"{",""))'

    def known(names: str) -> str:
        without = f'SUBSTITUTE({{here}},"{{"&TRIM({names})&"}}","")'
        return f"SUMPRODUCT((LEN({{here}})-LEN({without}))/(LEN(TRIM({names}))+2))"

    held = f"{known('{measures.name}')}+{known('{words.computed_tokens}')}"
    fault = f'OR(ISNUMBER(FIND("｛",{{here}})),{opened}>{held})'
    return _everywhere("BS412", _TOKENS, fault, "花括号里的名称不在第四部分的指标里")


def other_deadlines(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS402: value and description name the end of one month each, and not the same."""
    told = "ASC({row.description})"
    one = (
        f'LEN({{plain}}&{told})-LEN(SUBSTITUTE({{plain}}&{told},"月",""))=2,'
        f"{found('{words.other_dates}', f'{{plain}}&{told}')}=0"
    )
    fault = f"AND({one},{_month('{plain}')}<>{_month(told)})"
    return (LiveCheck("BS402", "indicators.*.target_value", fault, "与描述里的期限不同"),)


def _month(text: str) -> str:
    """Excel: the figure before 月底."""
    at = f'FIND("月底",{text})'
    two = f'ISNUMBER(FIND(MID({text},{at}-2,1),"0123456789"))'
    return f"IF({two},0+MID({text},{at}-2,2),0+MID({text},{at}-1,1))"


def headings(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS503: the heading's own words or number in the name; the name of another project."""
    suffix, digits = scheme.labels["title_suffix"], '"0123456789"'
    titled = f'AND(LEN({{here}})>{len(suffix)},RIGHT({{here}},{len(suffix)})="{suffix}")'
    width = f'1+ISNUMBER(FIND(MID({{here}}&"  ",2,1),{digits}))'
    numbered = (
        f'AND(ISNUMBER(FIND(LEFT({{here}}&" "),{digits})),LEN({{here}})>4,'
        f'ISNUMBER(FIND(MID({{here}}&"    ",1+{width},1),".、．")),'
        f'ISERROR(FIND(MID({{here}}&"    ",2+{width},1),"０１２３４５６７８９ "&{digits})))'
    )
    told = 'MID({here},1+2*(LEFT({here},2)="用于"),200)'
    other = (
        "AND(IF(LEN({name})>0,ISERROR(FIND({name},{here})),TRUE),SUMPRODUCT((LEN({names})>4)"
        f"*EXACT(LEFT({told},LEN({{names}})),{{names}})"
        '*(LEN(SUBSTITUTE({name},{names},""))=LEN({name})))>0)'
    )
    return (
        LiveCheck("BS503", "name", f"OR({titled},{numbered})", "名称里不要写序号和“绩效目标表”"),
        LiveCheck("BS503", "purpose", other, "写的是另一个项目的名称"),
    )
