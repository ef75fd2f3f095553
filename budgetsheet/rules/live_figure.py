"""A 指标值 taken apart in Excel formulas, for the checks that need its kind, sign and figure.

Two hidden cells a row. `plain` is the value half-width, without blanks, its comparison as
one sign in front (a blank where there is none): `≥95%`, ` 12月底前`. `figure` has fixed
places, so that any formula can take it apart: whole row (1), kind (1), sign (1), figure
(19), decimals (1), unit. The forms that it does not know, ranges and sentences among them,
have no kind: checks then stay silent, so that they never tell more than the program.
"""

from itertools import product

from budgetsheet.form.live import Helper, WordList, is_blank
from budgetsheet.form.number_text import score
from budgetsheet.form.project_sheet import INDICATOR_PARTS
from budgetsheet.form.scheme import Scheme
from budgetsheet.money_units import MONEY_UNITS
from budgetsheet.target_value import COMPARISONS

_SIGNS = "≥≤><="
_DIGITS = "0123456789"
_LONGEST_FIGURE = 12
_RATE_UNIT = "%"
DATE, MONEY, RATE, QUANTITY, OTHER = "DMRQ-"
"""The letters of the kinds."""
WHOLE = 'LEFT({figure})="1"'
"""Excel: all parts of the row are filled."""
SIGN, AMOUNT, UNIT = "MID({figure},3,1)", "(0+MID({figure},4,19))", "MID({figure},24,40)"


def is_kind(kind: str) -> str:
    """Excel: the value is of the kind."""
    return f'(MID({{figure}},2,1)="{kind}")'


def sign_in(signs: str, sign: str = SIGN) -> str:
    """Excel: 1 where a value's sign is one of these, else 0."""
    same = "+".join(f'EXACT({sign},"{each}")' for each in signs)
    return f"({same})"


def in_money(figure: str) -> str:
    """Excel: the sum of money of a `figure`. Units: 万元, or 万元 per what follows the slash."""
    head = f'LEFT(MID({figure},24,40),FIND("/",MID({figure},24,40)&"/")-1)'
    factor = f"SUMPRODUCT(EXACT({{words.money}},{head})*{{words.money_factors}})"
    return f"((0+MID({figure},4,19))*{factor})"


def helpers(scheme: Scheme) -> tuple[Helper, ...]:
    """The helpers of an indicator row; its points where the scheme gives any."""
    worked = (Helper("plain", _plain()), Helper("figure", _figure()))
    if scheme.weight_total is None:
        return worked
    points = score("{cell.weight}")
    return (*worked, Helper("weight", f'IFERROR({points},"")'))


def _plain() -> str:
    text = "ASC({row.target_value})"
    for blank in ("CHAR(10)", '" "', '"　"'):  # LibreOffice's ASC leaves the wide blank wide
        text = f'SUBSTITUTE({text},{blank},"")'
    for word in sorted(COMPARISONS, key=len, reverse=True):
        if word not in _SIGNS:
            text = f'SUBSTITUTE({text},"{word}","{COMPARISONS[word]}")'
    begins = f'ISNUMBER(FIND(LEFT({text}&" "),"{_SIGNS}"))'
    return f'IF(COUNTA({{row}})=0,"",MID(" "&{text},1+{begins},99))'


def _figure() -> str:
    whole = ",".join(f"NOT({is_blank(f'row.{part}')})" for part in INDICATOR_PARTS)
    length = (
        "(SUMPRODUCT(MIN({words.figure_places}+100*ISNUMBER("
        f'FIND(MID({{plain}}&"{"#" * (_LONGEST_FIGURE + 2)}",1+{{words.figure_places}},1),'
        f'"{_DIGITS}."))))-1)'
    )
    number, unit = f"MID({{plain}},2,{length})", f"MID({{plain}},2+{length},40)"
    sound = (
        f'ISERROR(FIND(".",MID({{plain}},2,1)&MID({{plain}},1+{length},1))),'
        f'LEN({number})-LEN(SUBSTITUTE({number},".",""))<2'
    )
    head = f'LEFT({unit},FIND("/",{unit}&"/")-1)'
    kind = (
        f'IF({unit}="{_RATE_UNIT}","{RATE}",'
        f'IF(SUMPRODUCT(--EXACT({{words.money}},{head}))>0,"{MONEY}","{QUANTITY}"))'
    )
    decimals = f'MAX(0,{length}-FIND(".",{number}&"."))'
    known = (
        f'IFERROR(IF(AND({sound}),{kind}&LEFT({{plain}})&TEXT(0+{number},"{"0" * 12}.{"0" * 6}")'
        f'&{decimals}&{unit},"{OTHER}"),"{OTHER}")'
    )
    parts = f'IF(AND({whole}),"1","0")&IF(IFERROR({_is_date()},FALSE),"{DATE}",{known})'
    return f'IF(COUNTA({{row}})=0,"",{parts})'


def _is_date() -> str:
    """Excel: the value has the shape of a deadline, or of what comes again."""
    body = 'SUBSTITUTE({plain},{year}&"年","")'
    shape = body
    for month in ("10月", "11月", "12月"):
        shape = f'SUBSTITUTE({shape},"{month}","1月")'
    for digit in _DIGITS[1:]:
        shape = f'SUBSTITUTE({shape},"{digit}","0")'
    day = f'IFERROR(0+MID({body},FIND("日",SUBSTITUTE({body},"号","日"))-2,2)<32,TRUE)'
    led = 'ISNUMBER(FIND(LEFT({plain}&"#")," ≤<="))'
    return f"AND({led},SUMPRODUCT(--EXACT({{words.dates}},MID({shape},2,40)))>0,{day})"


_MONTH_ENDS = ("", "底", "末", "初", "上旬", "中旬", "下旬", "0日", "00日", "0号", "00号")
_BEFORE = ("", "前", "之前", "以前")
_DONE = ("", "完成", "发放", "支付", "到位")
_PERIODS = ("月", "季度", "年", "周")


def date_shapes() -> tuple[str, ...]:
    """Dates as people write them, every figure a 0: `0月底前完成`, `每月00号`."""
    deadlines = [f"0月{end}{before}" for end, before in product(_MONTH_ENDS, _BEFORE)]
    deadlines += [f"{year}{before}" for year, before in product(("年底", "年末"), _BEFORE)]
    ends = ("", "底前", "底", *(f"{day}{before}" for day, before in
                               product(("0日", "00日", "0号", "00号"), ("", "前"))))  # fmt: skip
    recurring = [f"每{period}" for period in _PERIODS] + [f"按{period}" for period in _PERIODS]
    recurring += [f"每月{end}" for end in ends[1:]]
    return tuple(f"{date}{done}" for date, done in product((*deadlines, *recurring), _DONE))


def figure_words() -> tuple[WordList, ...]:
    """The lists that the helpers look through."""
    units = sorted(MONEY_UNITS)
    return (
        WordList("money", tuple(units)),
        WordList("money_factors", tuple(float(MONEY_UNITS[unit]) for unit in units)),
        WordList("dates", date_shapes()),
        WordList("figure_places", tuple(range(1, _LONGEST_FIGURE + 2))),
    )
