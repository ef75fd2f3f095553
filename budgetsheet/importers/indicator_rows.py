"""The indicator table: its head, and an indicator a row."""

from budgetsheet.form.indicator_row import FIGURE, SYMBOL, UNIT, indicator_of
from budgetsheet.importers.drafts import Draft
from budgetsheet.importers.items import Row
from budgetsheet.importers.placing import Left, Taken, over
from budgetsheet.importers.words import Words, key, label_key
from budgetsheet.model import Indicator, replace
from budgetsheet.target_value import COMPARISONS
from budgetsheet.text import bare_text, tidy

_PARTS = ("category", "dimension", "name", "description", SYMBOL, FIGURE, UNIT, "weight",
          "target_basis")  # fmt: skip
_CHOSEN = ("category", "dimension", SYMBOL)
_FOREIGN = "?"
"""What marks a column that the form lacks, before the words in its head."""


class IndicatorRows:
    """Reads the head and the rows of an indicator table."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.columns: dict[int, str] = {}
        self.fields: set[str] = set()
        self._above: dict[str, str] = {}

    def is_head(self, row: Row) -> bool:
        """Whether a row holds the columns' heads: three of them or more."""
        return len({self._words.column(cell.text) for cell in row.cells} - {""}) >= 3

    def head(self, row: Row) -> Taken:
        """Take the heads; what stands under a head that the form lacks is left."""
        self.columns, self._above = {}, {}
        taken: Taken = {}
        for i, cell in enumerate(row.cells):
            field, label = self._words.column(cell.text), self._words.label(cell.text)
            if field and field not in self.columns.values():
                self.columns[i], taken[i] = field, None
                self.fields.add(field)
            elif label in ("indicators", "objectives"):
                self.columns[i], taken[i] = label, None
            elif cell.text:
                self.columns[i] = _FOREIGN + label_key(cell.text)
                taken[i] = Left("表样里没有这一列", cell.text)
        return taken

    def read(self, draft: Draft, row: Row) -> Taken | None:
        """One indicator; a category or dimension left empty is the one above."""
        held, columns, taken = self._held(row)
        if not self._is_indicator(held):
            return taken if taken else None
        written = {part: held[part] if part in columns.values() else "" for part in _PARTS}
        if row.goes_on and draft.indicators and _is_rest(written):
            self._add_to_last(draft, written)
        elif any(held.values()):
            self._append(draft, held)
        number = len(draft.indicators) - 1
        for i, part in columns.items():
            taken[i] = f"indicators.{number}.{FIGURE if part in (SYMBOL, UNIT) else part}"
        return taken

    def _held(self, row: Row) -> tuple[dict[str, str], dict[int, str], Taken]:
        """The texts by part, which column each part's text came from, and what is settled."""
        held = dict.fromkeys(_PARTS, "")
        from_: dict[int, str] = {}
        taken: Taken = {}
        for i, cell in enumerate(row.cells):
            part = over(self.columns, i)
            text = bare_text(cell.text) if part in _CHOSEN else tidy(cell.text)
            text = (self._sign(text) or text) if part == SYMBOL else text
            if cell.joined and part in held and not held[part]:
                held[part] = self._above.get(part, "")
            elif text and part.startswith(_FOREIGN):
                taken[i] = Left(f"表样里没有“{part[1:]}”这一列", text)
            elif text and part == "weight" and self._words.scheme.weight_total is None:
                taken[i] = Left("表样里没有权重", text)
            elif text and part == SYMBOL and not self._sign(text):
                taken[i] = None if key(text) == "=" else Left("表样里没有指标性质", text)
            elif text and part in held:
                held[part] = f"{held[part]}{text}"
                from_[i] = part
            elif text and self._words.label(text) in ("indicators", "objectives"):
                taken[i] = None
        self._above = dict(held)
        return held, from_, taken

    def _is_indicator(self, held: dict[str, str]) -> bool:
        """A remark under the table is none: it begins with a word that is no level."""
        level = key(held["category"] or held["dimension"])
        known = level in self._words.categories or label_key(level).endswith("指标")
        if level and not known:
            return bool(held["name"] and (held[FIGURE] or held["description"]))
        return any(held[part] for part in _PARTS)

    def _sign(self, text: str) -> str:
        """The sign as it is written before a figure; blank for `定量` and a bare `=`.

        A form that offers signs has its own for what is spelled otherwise: `＞=`, `不少于`.
        """
        signs = self._words.scheme.symbols
        if not signs:
            return text if COMPARISONS.get(key(text), "=") != "=" else ""
        meant = COMPARISONS.get(key(text))
        same = (sign for sign in signs if meant and COMPARISONS.get(key(sign)) == meant)
        return next((sign for sign in signs if key(sign) == key(text)), next(same, ""))

    def _append(self, draft: Draft, held: dict[str, str]) -> None:
        above = draft.indicators[-1] if draft.indicators else Indicator()
        own = held["category"] or held["dimension"]
        if held["weight"]:
            draft.weights[len(draft.indicators)] = held["weight"]
        levels = {
            "category": held["category"] or above.category,
            "dimension": held["dimension"] or ("" if own else above.dimension),
        }
        draft.indicators.append(_indicator(held | levels))

    def _add_to_last(self, draft: Draft, held: dict[str, str]) -> None:
        last, more = draft.indicators[-1], _indicator(held)
        parts = ("name", "description", FIGURE, "target_basis")
        added = {part: getattr(last, part) + getattr(more, part) for part in parts}
        draft.indicators[-1] = replace(last, **added)


def _is_rest(written: dict[str, str]) -> bool:
    """Whether a row can be what a page's end cut off: no level, not both name and figure."""
    levels = (written["category"], written["dimension"], written["weight"])
    return not any(levels) and not (written["name"] and written[FIGURE])


def _indicator(held: dict[str, str]) -> Indicator:
    """The indicator of a row; a unit that the figure bears already is not said twice."""
    parts = {part: text for part, text in held.items() if part != "weight"}
    if held[UNIT] and held[FIGURE].endswith(held[UNIT]):
        parts[UNIT] = ""
    return indicator_of(parts)
