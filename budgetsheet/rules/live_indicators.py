"""The formulas of the indicator rules and of costs against the budget.

They go by the helpers of `live_figure`: a value of a form that those do not know is left to
the check, so that a sheet never tells more than the program.
"""

from budgetsheet.form.live import LiveCheck
from budgetsheet.form.scheme import Scheme
from budgetsheet.rules.indicator_words import belonging
from budgetsheet.rules.live_figure import (
    AMOUNT,
    DATE,
    MONEY,
    QUANTITY,
    RATE,
    UNIT,
    WHOLE,
    in_money,
    is_kind,
    sign_in,
)
from budgetsheet.rules.live_language import ends_in, found

_SATISFACTION = "满意"
_SAID = "{row.name}&{row.description}"
_IS_RATE = ends_in("{words.rate_endings}", "{row.name}")
_IS_STATE = ends_in("{words.rate_states}", "{row.name}")
_IS_TIME = ends_in("{words.time_endings}", "{row.name}")


def _stands_in(scheme: Scheme, *roles: str) -> str:
    """Excel: the row's dimension has one of the roles."""
    names = ",".join(f'{{row.dimension}}="{scheme.dimension(role)}"' for role in roles)
    return f"OR({names})"


def _row(rule: str, at: str, fault: str, text: str, shows: str = "") -> LiveCheck:
    return LiveCheck(rule, f"indicators.*.{at}", fault, text, shows)


def wrong_directions(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS307."""
    low = (
        f"AND({WHOLE},{is_kind(RATE)},{sign_in('≤<')},OR({_IS_RATE},{_IS_STATE}),"
        f"{found('{words.rate_low}', _SAID)}=0)"
    )
    cost = (
        f"AND({WHOLE},{is_kind(MONEY)},{sign_in('≥>')},{_stands_in(scheme, 'cost')},"
        f"{found('{words.cost_saved}', _SAID)}=0)"
    )
    return (
        _row("BS307", "target_value", low, "方向多半写反了，越高越好的比率应写 ≥"),
        _row("BS307", "target_value", cost, "方向多半写反了，成本应写 ≤"),
    )


def clashing_kinds(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS308."""
    changes = f'{found("{words.rate_growth}", _SAID)}+ISNUMBER(FIND("缩短",{{row.description}}))'
    rate = f"AND({WHOLE},{is_kind(DATE)},{_IS_RATE})"
    time = f"AND({WHOLE},{is_kind(RATE)},{_IS_TIME},{changes}=0)"
    return (
        _row("BS308", "target_value", rate, "名称是比率，值却是日期"),
        _row("BS308", "target_value", time, "名称是时间，值却是百分比"),
    )


def rates_out_of_range(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS310."""
    fault = f"AND({WHOLE},{is_kind(RATE)},{AMOUNT}>100,{found('{words.rate_growth}', _SAID)}=0)"
    return (_row("BS310", "target_value", fault, "比率应在 0% 到 100% 之间"),)


def _bare(text: str) -> str:
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text}," ",""),"　",""),CHAR(10),"")'


def repeated_values(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS311: alike but for blanks and a full stop."""
    value, said = _bare("{row.target_value}"), _bare("{row.description}")
    alike = ",".join((f"EXACT({value},{said})", f'EXACT({value}&"。",{said})',
                      f'EXACT({value},{said}&"。")'))  # fmt: skip
    return (_row("BS311", "target_value", f"AND({WHOLE},OR({alike}))", "只是重复描述"),)


def contradicting_dimensions(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS313: the dimension where the name, or else the value, belongs."""
    cost, time = scheme.dimension("cost"), scheme.dimension("timeliness")
    date = f"AND({is_kind(DATE)},{_stands_in(scheme, 'cost')})"
    money = f"AND({is_kind(MONEY)},{_stands_in(scheme, 'quality', 'timeliness')})"
    belongs = f'IF({money},"{cost}",IF({date},"{time}",{{row.dimension}}))'
    for word, role in reversed(belonging()):
        if scheme.dimension(role):
            wanted = scheme.dimension(role)
            belongs = f'IF(ISNUMBER(FIND("{word}",{{row.name}})),"{wanted}",{belongs})'
    is_known = "COUNTIF({pairs.dimension},{row.dimension})>0"
    fault = f"AND({WHOLE},NOT(EXACT({belongs},{{row.dimension}})),{is_known})"
    return (_row("BS313", "dimension", fault, "看内容应属于", belongs),)


def full_satisfaction(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS314."""
    asked = f'ISNUMBER(FIND("{_SATISFACTION}",{{row.dimension}}&{{row.name}}))'
    fault = f"AND({WHOLE},{is_kind(RATE)},{AMOUNT}=100,{asked},NOT({sign_in('<≤')}))"
    return (_row("BS314", "target_value", fault, "满意度不宜定为 100%"),)


def repeated_indicators(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS315: an indicator above has the same dimension and the same name, letter by letter."""
    same = (
        'SUMPRODUCT((LEFT({above.figure})="1")*EXACT({above.dimension},{row.dimension})'
        "*EXACT({above.name},{row.name}))>0"
    )
    return (_row("BS315", "name", f"AND({WHOLE},{same})", "这个指标上面已经有了"),)


def costs_over_budget(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS205: a sum of money, not per anything."""
    total = f'AND({is_kind(MONEY)},ISERROR(FIND("/",{UNIT})),NOT({sign_in(">≥")}))'
    more = f"ROUND({in_money('{figure}')}-{{number.budget_amount}},8)>0"
    fault = f"AND(ISNUMBER({{number.budget_amount}}),{_stands_in(scheme, 'cost')},{total},{more})"
    return (_row("BS205", "target_value", fault, "成本超过预算数"),)


def unexplained_budgets(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """BS206: the unit that the cost is told per is borne by quantities, and by none that explains.

    Silent where a quantity that mentions the unit is of a form that the helpers do not know.
    """
    per = f'MID({UNIT},FIND("/",{UNIT})+1,20)'
    quantities = f'({{indicators.dimension}}="{scheme.dimension("quantity")}")'
    bears = f"{quantities}*ISNUMBER(FIND({per},{{all.plain}}))"
    number = "(0+MID({all.figure}&REPT(0,23),4,19))"
    alike = f'(MID({{all.figure}},2,1)="{QUANTITY}")*EXACT(MID({{all.figure}},24,40),{per})'
    ours = f"{alike}*({number}>0)"
    cost, signs = in_money("{figure}"), "MID({all.figure},3,1)"
    off = f"ROUND({cost}*{number}-{{number.budget_amount}},8)"
    step = f"{cost}/{AMOUNT}/10^MID({{figure}},23,1)"
    explains = (
        f"((ABS({off})<=ROUND({step}/2*{number},8))"
        f"+({off}>0)*({sign_in('≤<')}+{sign_in('≤<', signs)})"
        f"+({off}<0)*({sign_in('≥>')}+{sign_in('≥>', signs)})>0)"
    )
    fault = (
        f"AND(ISNUMBER({{number.budget_amount}}),{_stands_in(scheme, 'cost')},{is_kind(MONEY)},"
        f"IF(LEN({per})>0,AND(SUMPRODUCT({bears})>0,SUMPRODUCT({bears})=SUMPRODUCT({bears}*{ours}),"
        f"SUMPRODUCT({bears}*{explains})=0)))"
    )
    return (_row("BS206", "target_value", fault, "单位成本乘数量不等于预算数"),)
