"""Excel expressions that read a number as the program does, also where it stands as a text.

Pasting leaves 64.80, ６４．８０, 64.8万元, 1,234.5 or 25% as texts. What an expression cannot
read is an error value, so that a check stays silent and a total says so; it never reads what
the program does not. An exponent behind the figure keeps dates and fractions from being numbers.
"""

_NOTHING = ("-", "--", "—", "——", "/", "无", "没有")
"""What people write into an amount that need not be there; other words are left to the check."""
_END = "|"


def amount(cell: str) -> str:
    """The amount in a cell; an error where it is blank or not read. Units: 万元."""
    figure = f'{_plain(cell)}&"{_END}"'
    for unit in ("万元", "万", " "):
        figure = f'SUBSTITUTE({figure},"{unit}{_END}","{_END}")'
    figure = f'SUBSTITUTE({figure},".{_END}","?")'
    number = f'(0+SUBSTITUTE(SUBSTITUTE({figure},",",""),"{_END}","e0"))'
    by_threes = f'IF(FIND(TEXT(INT({number}),"#,##0"),{figure})=1,{number},1/0)'
    read = f'IF(ISERROR(FIND(",",ASC({cell}))),{number},{by_threes})'
    return f"IF(ISNUMBER({cell}),{cell},{read})"


def percent(cell: str) -> str:
    """The part of one that a percentage in a cell is; an error where it is blank or not read.

    A text without the sign is left to the program, which looks at its neighbours.
    """
    figure = f'SUBSTITUTE({_plain(cell)}&"{_END}"," %","%")'
    return f'IF(ISNUMBER({cell}),{cell},0+SUBSTITUTE({figure},"%{_END}","e-2"))'


def score(cell: str) -> str:
    """The points in a cell; an error where it is blank or not read."""
    figure = f'SUBSTITUTE({_plain(cell)}&"{_END}","分{_END}","{_END}")'
    figure = f'SUBSTITUTE(SUBSTITUTE({figure}," {_END}","{_END}"),".{_END}","?")'
    return f'IF(ISNUMBER({cell}),{cell},0+SUBSTITUTE({figure},"{_END}","e0"))'


def year(cell: str) -> str:
    """The year in a cell as a text of four digits; blank where it is none that a sheet can read."""
    figure = f'SUBSTITUTE(SUBSTITUTE({_plain(cell)},"年度",""),"年","")'
    return f'IF(AND(LEN({figure})=4,ISNUMBER(0+({figure}&"e0"))),{figure},"")'


def is_nothing(cell: str) -> str:
    """Whether a cell is blank, or says that there is no money: `—`, `/`, `无`."""
    words = "|".join(_NOTHING)
    return f'ISNUMBER(FIND("|"&{_plain(cell)}&"|","||{words}|"))'


def is_empty(cell: str) -> str:
    """Whether a cell holds nothing but blanks."""
    return f'TRIM(SUBSTITUTE({cell},"　"," "))=""'


def _plain(cell: str) -> str:
    """A cell's text half-width, without blanks around it; not every ASC turns the wide blank."""
    return f'TRIM(SUBSTITUTE(ASC({cell}),"　"," "))'
