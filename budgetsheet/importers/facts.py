"""What a project says once, label by label, and the units its amounts stand in."""

from budgetsheet.importers.drafts import AMOUNTS, PARTS, Draft
from budgetsheet.importers.items import Cell, Line, Row
from budgetsheet.importers.placing import Taken
from budgetsheet.importers.trail import Trail
from budgetsheet.importers.words import BLOCK_LABELS, FACT_LABELS, Words, key
from budgetsheet.money_units import MONEY_UNITS, USUAL, money_unit, unit_in_head, unit_noted

_PATHS = {"department_name": "department.name", "department_code": "department.code"}
_LINE_FACTS = ("department_name", "department_code", "year")
"""Facts of the unit that may stand on a line of their own anywhere."""


_REMARKS = ("注", "说明", "备注")
"""What begins a remark under a table: a unit there is that of the table above."""
OF_A_PROJECT = ("code", "name")
"""Facts that may stand on a line of their own over a project's table."""


class Facts:
    """Reads labels and values, whatever their order, and keeps what the unit says once.

    A table that tells no unit for its amounts has the one before it; `assumed` says that
    this is to be told.
    """

    def __init__(self, words: Words, trail: Trail) -> None:
        self._words, self._trail = words, trail
        self.money = USUAL
        self.assumed = False
        self.year: int | None = None
        self.code = ""
        self.unit = ""

    def row(self, draft: Draft, row: Row, names: dict[int, str], above: bool = False) -> Taken:
        """Labels, and the first text behind each up to the next label.

        Where a row stands `above` a table, a unit alone is a note.
        """
        taken: Taken = {}
        waiting, at, last = "", -1, ""
        for i, name in names.items():
            cell = row.cells[i]
            own, value = ("", "") if name else self._words.inline(cell.text)
            is_value = waiting == "name" and i == at + 1
            if note := self.unit_note(cell, above):
                self._convert(draft, note, cell)
                taken[i] = None
            elif last in AMOUNTS and money_unit(cell.text):
                self._unit_in_label(draft, cell, last, f"({cell.text})")
                taken[i] = None
            elif own and self._keep(draft, own, value):
                self._unit_in_label(draft, cell, own, cell.text.removesuffix(value))
                taken[i], waiting, last = _PATHS.get(own, own), "", own
            elif name in (*FACT_LABELS, *BLOCK_LABELS) and not is_value:
                self._unit_in_label(draft, cell, name, cell.text)
                taken[i], waiting, at = None, self._behind(draft, name), i
            elif waiting and self._keep(draft, waiting, cell.text):
                taken[i], waiting, last = _PATHS.get(waiting, waiting), "", waiting
        return taken

    def _behind(self, draft: Draft, label: str) -> str:
        """What stands behind a label: behind the block's name, repeated, the purpose."""
        return "purpose" if label == "budget_block" and "budget_amount" in draft.texts else label

    def value_after(self, row: Row, names: dict[int, str], label: str) -> str:
        """The text behind a label of a row, blank where the next label follows."""
        found = False
        for i, name in names.items():
            if found:
                return "" if name else row.cells[i].text
            found = name == label
            own, value = self._words.inline(row.cells[i].text)
            if own == label:
                return value
        return ""

    def line(self, draft: Draft | None, line: Line, above: bool = False) -> str | None:
        """The path of a fact on a line of its own, blank for a label, None for other text."""
        if self._note(draft, line, above):
            return ""
        year = self._words.year(line.text)
        if year is not None:
            return "year" if self._take_year(year) else None
        name, value = self._words.inline(line.text)
        usable = name in _LINE_FACTS or (draft is not None and name in OF_A_PROJECT)
        other = name == "department_name" and self.unit and key(self.unit) != key(value)
        if not usable or other or not self._keep(draft or Draft(0), name, value):
            return None
        if draft is None and name == "department_name":
            self.unit = value
        return _PATHS.get(name, name)

    def purpose(self, draft: Draft, row: Row) -> Taken | None:
        """The row under the amounts: one text, which says what the money is for."""
        texts = [i for i, cell in enumerate(row.cells) if cell.text]
        if len(texts) != 1 or draft.texts.get("purpose"):
            return None
        draft.texts["purpose"] = row.cells[texts[0]].text
        return {texts[0]: "purpose"}

    def unit_note(self, piece: Cell | Line, above: bool = False) -> str:
        """The unit that a note such as `单位：万元` names; above a table a unit alone is one."""
        return unit_noted(piece.text, above)

    def unit_row(self, draft: Draft, row: Row) -> Taken:
        """The line over a table: the unit that files, and the amounts' unit."""
        names = {i: self._words.label(cell.text) for i, cell in enumerate(row.cells) if cell.text}
        taken = self.row(draft, row, names, above=True)
        for i in names:
            year = None if i in taken else self._words.year(row.cells[i].text)
            if year is not None and self._take_year(year):
                taken[i] = "year"
        bare = next((i for i in names if i not in taken and _may_be_name(row.cells[i].text)), None)
        if bare is not None and self._keep(draft, "department_name", row.cells[bare].text):
            taken[bare] = "department.name"
        return taken

    def _keep(self, draft: Draft, name: str, text: str) -> bool:
        """Take a fact; one that is there already, and differs, has no place."""
        if name == "department_name":
            draft.unit = draft.unit or text
            return key(draft.unit) == key(text)
        if name == "department_code":
            self.code = self.code or text
            return self.code == text
        if name == "year":
            year = self._words.year(text)
            return year is not None and self._take_year(year)
        if name in BLOCK_LABELS:
            return False
        return key(draft.texts.setdefault(name, text)) == key(text)

    def _take_year(self, year: int) -> bool:
        self.year = self.year or year
        return self.year == year

    def _note(self, draft: Draft | None, line: Line, above: bool) -> bool:
        """A line that tells the amounts' unit, for the table here and those to come."""
        note = self.unit_note(line, above)
        if not note:
            return False
        self.money, self.assumed = note, False
        below = key(line.text).lstrip("([【〔").startswith(_REMARKS)
        if draft and (not draft.indicators or (below and (draft.assumed or draft.money == USUAL))):
            draft.money, draft.assumed = note, False
        self._tell_unit(line, note)
        return True

    def _convert(self, draft: Draft, unit: str, cell: Cell) -> None:
        """The unit of a table's amounts, which the tables behind it are taken to share."""
        draft.money, draft.assumed = unit, False
        self.money, self.assumed = unit, unit != USUAL
        self._tell_unit(cell, unit)

    def _tell_unit(self, piece: Cell | Line, unit: str) -> None:
        if unit not in MONEY_UNITS:
            told = f"金额单位是“{unit}”，没有换算；金额已连同单位留在格里，请换算成万元再填。"
            self._trail.decide(piece, told)
        elif unit != USUAL:
            self._trail.decide(piece, f"金额由{unit}换算成万元。")

    def _unit_in_label(self, draft: Draft, cell: Cell, name: str, text: str) -> None:
        """A unit in a label: of the whole table, or of the one part of the budget it heads."""
        unit = unit_in_head(text)
        if not unit:
            return
        if name in AMOUNTS:
            draft.own_money[name] = unit
        if unit == draft.money:
            draft.assumed = False
        elif name in PARTS:
            self._tell_unit(cell, unit)
        else:
            self._convert(draft, unit, cell)


def _may_be_name(text: str) -> bool:
    """Whether a text can be a unit's name: one with a label of its own (`填报日期：…`) is none."""
    return ":" not in key(text)
