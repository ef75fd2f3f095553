"""Chinese numerals, as `[DBNum1]` and `[DBNum2]` write them, and the days of the week."""

_FORMS = {
    1: ("〇一二三四五六七八九", ("", "十", "百", "千"), ("", "万", "亿", "兆")),
    2: ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "兆")),
}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_WEEK = "一二三四五六日"


def weekday(number: int, whole: bool, short: str = "") -> str:
    """A day of the week, Monday being 0: 星期一, or 一 for short."""
    return f"星期{_WEEK[number]}" if whole else f"{short}{_WEEK[number]}"


def digit_by_digit(text: str, form: int) -> str:
    """Every figure of a text as its numeral: 2027 is 二〇二七."""
    if form == 3:
        return text.translate(_FULL_WIDTH)
    return text.translate({ord("0") + i: numeral for i, numeral in enumerate(_FORMS[form][0])})


def counted(number: str, form: int, one_ten: bool = True) -> str:
    """A number as it is counted: 12 is 一十二, or 十二 where `one_ten` is not wanted.

    Takes digits with or without a decimal part, up to sixteen before the point.
    """
    if form == 3:
        return number.translate(_FULL_WIDTH)
    whole, point, decimals = number.partition(".")
    said = _whole(whole, form)
    if not one_ten and said.startswith(("一十", "壹拾")):
        said = said[1:]
    return f"{said}.{digit_by_digit(decimals, form)}" if point else said


def _whole(digits: str, form: int) -> str:
    """Groups of four digits, each with its word, a single nought where some are left out."""
    numerals, tens, groups = _FORMS[form]
    padded = digits.rjust(-(-len(digits) // 4) * 4, "0")
    said, gap = "", False
    for start in range(0, len(padded), 4):
        group, level = padded[start : start + 4], (len(padded) - start) // 4 - 1
        if not group.strip("0"):
            gap = gap or bool(said)
            continue
        for place, digit in enumerate(group):
            if digit == "0":
                gap = gap or bool(said)
                continue
            said += f"{numerals[0] if gap and said else ''}{numerals[int(digit)]}{tens[3 - place]}"
            gap = False
        said, gap = said + groups[level], False
    return said or numerals[0]
