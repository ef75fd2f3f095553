"""What a person did to the names of the measures on the sheet, and what follows in the texts.

The workbook remembers the names as it was written. A name typed over is a measure renamed;
the name of another measure typed over it merges the two; a name taken out turns the measure
back into text. The tokens in the narrative follow.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from budgetsheet.editing import set_texts
from budgetsheet.lazy import LazyPattern
from budgetsheet.model import Filing, Measure, replace

_TOKEN = LazyPattern(r"\{([^{}\n]{1,60})\}")
_FIGURE = LazyPattern(r"[\d.,，．]+")


class Written(NamedTuple):
    """A measure as the workbook was last written: its name, and what its token printed."""

    name: str
    shown: str


class Move(NamedTuple):
    """One change of a name: what the token becomes, what to tell, which row is done with.

    `row` is the place of the measure in the filing, None where nothing is left of it.
    """

    name: str
    becomes: str
    told: str
    row: int | None = None


def moves(written: Sequence[Written], now: Iterable[tuple[int, int, Measure]]) -> list[Move]:
    """What happened to each name that is gone.

    `now` gives each measure's row on the sheet, its place in the filing, and the measure.
    """
    rows = {offset: (place, measure) for offset, place, measure in now}
    names = {measure.name for _, measure in rows.values()}
    known = {each.name for each in written}
    found: list[Move] = []
    taken: set[str] = set()
    for offset, each in enumerate(written):
        if each.name and each.name not in names and each.name not in taken:
            taken.add(each.name)
            new = _new_names(found)
            same = [
                m for m in rows.values() if offset in rows and m[1].name == rows[offset][1].name
            ]
            found.append(_move(each, rows.get(offset), sorted(same), known, new))
    return found


def _new_names(found: Iterable[Move]) -> set[str]:
    return {move.becomes[1:-1] for move in found if _TOKEN.fullmatch(move.becomes)}


def _move(
    each: Written, held: tuple[int, Measure] | None, same: list[tuple[int, Measure]],
    known: set[str], new: set[str],
) -> Move:  # fmt: skip
    """`same` are all measures that bear the row's name now; of several, the first one stays."""
    if held is None or (held[1].name and _is_another(each, held[1], len(same), known)):
        return Move(each.name, each.shown, f"“{each.name}”已变回文字“{each.shown}”。")
    place, measure = held
    if not measure.name:
        text = measure.shown or each.shown
        return Move(each.name, text, f"“{each.name}”已变回文字“{text}”。", place)
    token = f"{{{measure.name}}}"
    if len(same) > 1 and (measure.name in known or measure.name in new):
        (first, kept), (last, _) = same[0], same[-1]
        told = f"“{each.name}”已并入“{measure.name}”，数值按排在前面的“{kept.shown}”。"
        return Move(each.name, token, told, place if place != first else last)
    return Move(each.name, token, f"“{each.name}”已改名为“{measure.name}”，文中的记号已跟着改。")


def _is_another(each: Written, measure: Measure, bearers: int, known: set[str]) -> bool:
    """Whether the row holds another measure now: one that moved up, or a new one."""
    if measure.name in known:
        return bearers < 2
    same = measure.shown == each.shown
    return not same and _FIGURE.sub("", measure.shown) != _FIGURE.sub("", each.shown)


def followed(filing: Filing, found: Sequence[Move]) -> Filing:
    """The filing whose texts follow the names; its measures stand as they are."""
    becomes = {move.name: move.becomes for move in found}
    texts = {}
    for path, text in filing.narrative_sources():
        new = _TOKEN.sub(lambda token: becomes.get(token[1], token[0]), text)
        if new != text:
            texts[path] = new
    return set_texts(texts)(filing) if texts else filing


def without_done(filing: Filing, found: Sequence[Move]) -> Filing:
    """The filing without the rows that are done with; reasons go with their measures."""
    done = {move.row for move in found if move.row is not None}
    if not done:
        return filing
    kept = [i for i in range(len(filing.measures)) if i not in done]
    now_at = {str(old): str(now) for now, old in enumerate(kept)}
    waivers = []
    for waiver in filing.waivers:
        head, _, rest = waiver.path.partition(".")
        number, _, part = rest.partition(".")
        if head != "measures":
            waivers.append(waiver)
        elif number in now_at:
            waivers.append(waiver._replace(path=f"measures.{now_at[number]}.{part}"))
    measures = tuple(filing.measures[i] for i in kept)
    return replace(filing, measures=measures, waivers=tuple(waivers))
