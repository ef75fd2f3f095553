"""The lists of words that live checks look through, from the data the rules themselves read."""

from functools import cache

from budgetsheet import characters
from budgetsheet.document import COMPUTED_TOKENS
from budgetsheet.form.live import WordList
from budgetsheet.form.scheme import Scheme
from budgetsheet.rules.indicator_words import indicator_words
from budgetsheet.rules.live_figure import figure_words
from budgetsheet.rules.wording import BEGINNINGS, Slip, levels, slips, words

POSITIONS = 300
"""Characters of a text that are looked at one by one."""
YEARS_BEFORE, YEARS_AFTER = 5, 10
_HAN = ((0x3001, 0x3011), (0x3014, 0x301F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF))
_HAN_SIGNS = frozenset("‘’“”…，。；：！？（）％")
_OPEN, _CLOSE = "[［(（【〖｛{〈《", "]］)）】〗｝}〉》"
_INNER_STOPS = "，。；：！？,;"
_OTHER_DATES = ("季", "半年", "年底", "年末", "年初", "旬", "每", "日", "号", *BEGINNINGS)
"""What tells a date that is not the end of one month."""
NO_NUMBER_BEHIND = "楼院线店馆房井站泵闸桥路门窗机车灯台仓"


def word_lists(scheme: Scheme) -> tuple[WordList, ...]:
    """Every list, under the name that formulas use."""
    return (
        *figure_words(), *_indicators(), *_years(), *_slips(), *_vague(scheme), *_levels(),
        WordList("number_opens", tuple(f"{sign}20" for sign in _OPEN)),
        WordList("number_closes", (_CLOSE,)),
        WordList("no_han", (no_han(),)),
        WordList("passed_over", (passed_over(scheme),)),
        WordList("computed_tokens", COMPUTED_TOKENS),
        WordList("measure_names", ("={measure_names}",)),
        WordList("positions", tuple(range(1, POSITIONS + 1))),
        WordList("inner_stops", tuple(_INNER_STOPS)),
        WordList("other_dates", _OTHER_DATES),
        WordList("stops", ("".join((*words("ends", "stops"), *words("ends", "closers"), "}")),)),
    )  # fmt: skip


@cache
def no_han() -> str:
    """Every sign, letter and figure of GBK that is no Chinese character or its punctuation."""
    rows = bytes(b for lead in range(0xA1, 0xAA) for trail in range(0xA1, 0xFF)
                 for b in (lead, trail)).decode("gbk", "ignore")  # fmt: skip
    typed = "".join(map(chr, range(0x20, 0x7F))) + rows + "①②③④⑤㎡㎏㎜℃\t\n\u3000"
    return "A" + "".join(dict.fromkeys(c for c in typed if not _is_han(c)))


def passed_over(scheme: Scheme) -> str:
    """What the program passes over or reads as another in a code or a choice, in one cell."""
    return _passed_over("".join(category + dimension for category, dimension in scheme.pairs))


@cache
def _passed_over(words: str) -> str:
    full_width = "".join(map(chr, range(0xFF01, 0xFF5F)))
    lower_case = "abcdefghijklmnopqrstuvwxyz"
    return f"a{characters.passed_over(words)}{full_width}{lower_case} \u3000"


def nothing_passed_over(text: str) -> str:
    """Excel: a text holds no character that the program passes over, so that its fault is one.

    Tab and line break stand in the formula: LibreOffice makes another sign of a tab that it
    loads in a cell of several lines.
    """
    padded = f'{text}&REPT("A",{POSITIONS})'
    found = f"FIND(MID({padded},{{words.positions}},1),{{words.passed_over}}&CHAR(9)&CHAR(10))"
    return f"SUMPRODUCT(--ISNUMBER({found}))=0"


def _is_han(character: str) -> bool:
    code = ord(character)
    return character in _HAN_SIGNS or any(first <= code <= last for first, last in _HAN)


def _indicators() -> tuple[WordList, ...]:
    keys = (("rate", "endings"), ("rate", "states"), ("rate", "low"), ("rate", "growth"),
            ("time", "endings"), ("cost", "saved"))  # fmt: skip
    return tuple(WordList(f"{t}_{k}", indicator_words(t, k)) for t, k in keys)


def _years() -> tuple[WordList, ...]:
    """The years just past, and what makes a text with one of them right."""
    past = tuple(f'=IF(ISNUMBER({{year}}),({{year}}-{n})&"年","〓")'
                 for n in range(YEARS_BEFORE, 0, -1))  # fmt: skip
    coming = tuple(f'=({{year}}+{n})&"年"' for n in range(YEARS_AFTER + 1))
    before = (*words("years", "before"), *words("years", "until"), "(", "（")
    behind = words("years", "behind")
    anywhere = (*words("years", "clause"), *words("years", "deadline"), "《", "号", "２")
    return (
        WordList("past_years", past, across=True),
        WordList("year_before", tuple(dict.fromkeys(before))),
        WordList("year_behind", (*behind, *(f"度{word}" for word in behind))),
        WordList("year_right", (*dict.fromkeys(anywhere), *coming)),
    )


def _slips() -> tuple[WordList, ...]:
    """Slips that the text alone decides; those that need no look around stand last.

    A formula shows the last that it finds.
    """
    known = sorted((s for s in slips().values() if not s.needs), key=lambda s: not _context(s))
    return (
        WordList("slips", tuple(slip.wrong for slip in known)),
        WordList("slips_right", tuple(slip.right for slip in known)),
        WordList(
            "no_slips",
            tuple(word for slip in known for word in _context(slip)),
        ),
    )


def _context(slip: Slip) -> tuple[str, ...]:
    """Longer words that hold the slip and are right."""
    return (
        *(before + slip.wrong for before in slip.not_after),
        *(slip.wrong + behind for behind in slip.not_before),
    )


def _vague(scheme: Scheme) -> tuple[WordList, ...]:
    keys = ("always", "measured", "right", "names", "not_names")
    figures = "0123456789０１２３４５６７８９二两三四五六七八九十百千万零"
    lists = tuple(WordList(f"vague_{key}", words("vague", key)) for key in keys)
    due = scheme.categories_of(words("vague", "categories"))
    return (
        *lists,
        WordList("vague_categories", tuple(sorted(due))),
        WordList("figures", tuple(figures)),
    )


def _levels() -> tuple[WordList, ...]:
    """The words of other levels than the unit's own, and what makes them right.

    The level is worked out from the unit's name: the lowest whose mark it bears.
    """
    name = "{unit}"
    for word in sorted(words("levels", "not_marks"), key=len, reverse=True):
        name = f'SUBSTITUTE({name},"{word}","")'
    known = levels()
    most = max(len(level.others) for level in known)
    others = tuple(f"={_of_level(name, [level.others for level in known], i)}" for i in range(most))
    own = f"={_of_level(name, [(level.own,) for level in known], 0)}"
    beyond = (*words("beyond", "before"), *words("beyond", "not_after"))
    return (
        WordList("other_levels", others, across=True),
        WordList("own_level", (own,)),
        WordList("level_before", (*beyond, "}")),
        WordList("level_behind", (*words("beyond", "not_before"), "{")),
        WordList("level_right", (*words("beyond", "behind"), "《", "“")),
    )


def _of_level(name: str, of: list[tuple[str, ...]], place: int) -> str:
    """Excel: the text at a place of the list that the unit's level has; else one never typed."""
    found = '"〓"'
    for level, texts in reversed(list(zip(levels(), of, strict=True))):
        marks = ",".join(f'ISNUMBER(FIND("{mark}",{name}))' for mark in level.marks)
        text = f'"{texts[place]}"' if place < len(texts) else '"〓"'
        found = f"IF(OR({marks}),{text},{found})"
    return found
