"""Whether a sheet's live checks are still what was written: in their cells, about their row.

The workbook records a sum over them as they were written: where it holds, nothing more is
looked at. Where it does not, a program may only have saved the workbook, which writes shared
formulas out and words some anew; and versions of this program word their checks differently.
So no text is compared with today's, but what always holds: a formula stands beside each row,
it names its own row and the form's entries, and the rows of one table say the same. Cutting
and pasting an entry drags the references of formulas along, which breaks the second.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from budgetsheet.form.grid import area, column_letters
from budgetsheet.form.live_places import Block, LiveSheet
from budgetsheet.lazy import LazyPattern
from budgetsheet.workbook.sheet_part import SheetPart, column_number

_ELSEWHERE = LazyPattern(
    r"(?:'(?:[^']|'')*+(?:'|$)|(?<![^\s!,;()&=<>*+\-/^:{}'])[^\s!,;()&=<>*+\-/^:{}']++(?=!))"
    r"(?:!\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)?"
)
"""A reference to another sheet. A name in quotes is taken whole, whatever follows it, and a
bare one from its begin, so that no text is gone through twice."""
_OWN = LazyPattern(r"(?<![\w.$\]])(\$?)([A-Z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(!])")
_LOST = "#REF!"
_FEW = 3
_HERE = "0"
"""How a shape writes the row that a check stands in; one that names none was never ours."""


class Damaged(NamedTuple):
    """A live check that is none any more: its cell, and what stands there now."""

    cell: str
    found: str


class LiveReader:
    """Looks through the live checks of a workbook's sheets.

    `sums` are those that the workbook records. Formulas are compared as texts first: what was
    sound in one sheet is so in the next of the same layout.
    """

    def __init__(self, sums: frozenset[str] = frozenset()) -> None:
        self._sums = sums
        self._sound: dict[tuple[int, int, str], bool] = {}
        self._shapes: dict[tuple[int, str], str] = {}
        self._as_written: list[tuple[str, str]] = []

    def damaged(self, part: SheetPart, live: LiveSheet) -> list[Damaged]:
        """The checks of one sheet that were overwritten, emptied or dragged along."""
        if self._sums and self._is_as_written(_checks_of(part, live.column)):
            return []
        found = [each for row in _own_rows(live) for each in self._one(part, live, row)]
        for row in live.single_rows:
            found += self._numbers(part, live, row)
        for block in live.blocks:
            for column in _columns(part, live, block):
                found += self._block(part, live, block, column)
        return found

    def _is_as_written(self, checks: list[tuple[str, str]]) -> bool:
        """Whether the workbook records the sum of these; most sheets have the last one's."""
        if checks != self._as_written:
            if check_sum(checks) not in self._sums:
                return False
            self._as_written = checks
        return True

    def _one(self, part: SheetPart, live: LiveSheet, row: int) -> Iterator[Damaged]:
        cell = area(row, live.column).cell
        formula = _formula(part, cell)
        if formula is None:
            yield Damaged(cell, part.text(cell))
        elif formula and not (self._is_sound(live, row, formula) and "【BS" in formula):
            yield Damaged(cell, f"={formula}")

    def _numbers(self, part: SheetPart, live: LiveSheet, row: int) -> Iterator[Damaged]:
        """The hidden numbers of a row, where the version that wrote them has any."""
        for number, _ in enumerate(live.numbers(row), start=1):
            cell = area(row, live.helper(number)).cell
            if not part.filled(cell):
                continue
            formula = _formula(part, cell)
            if formula is None:
                yield Damaged(cell, part.text(cell))
            elif not self._is_sound(live, row, formula):
                yield Damaged(cell, f"={formula}")

    def _block(
        self, part: SheetPart, live: LiveSheet, block: Block, column: int
    ) -> Iterator[Damaged]:
        """One column of a table's checks; its first row may say something for all."""
        letters = column_letters(column)
        cells = {row: f"{letters}{row + 1}" for row in range(block.rows.top, block.rows.bottom + 1)}
        written = {row: _formula(part, cell) for row, cell in cells.items()}
        usual = self._usual(written, first=block.told_at < block.rows.top)
        for row, formula in written.items():
            if formula is None:
                yield Damaged(cells[row], part.text(cells[row]))
            elif formula and not self._fits(live, block, row, formula, usual):
                yield Damaged(cells[row], f"={formula}")

    def _fits(self, live: LiveSheet, block: Block, row: int, formula: str, usual: str) -> bool:
        """Whether a row says what most say; where there is no most, whether it may."""
        alone = row == block.rows.top == block.told_at
        if usual and not alone:
            return self._shape(row, formula) == usual
        speaks = any(_own(formula)) if alone else f"[{_HERE}]" in self._shape(row, formula)
        return speaks and self._is_sound(live, row, formula)

    def _usual(self, written: dict[int, str | None], first: bool) -> str:
        """What most rows of a table say, blank where few bear a text or most are damaged.

        Rows that share a formula bear no text and are as the one that does.
        """
        rows = [row for row, formula in written.items() if formula]
        if not first:
            rows = [row for row in rows if row != min(written)]
        if len(rows) < _FEW:
            return ""
        shapes = Counter(self._shape(row, written[row] or "") for row in rows)
        (usual, count), *_ = shapes.most_common(1)
        speaks = _LOST not in usual and f"[{_HERE}]" in usual
        return usual if count * 2 > len(rows) and speaks else ""

    def _shape(self, row: int, formula: str) -> str:
        key = (row, formula)
        if key not in self._shapes:
            self._shapes[key] = _shape(row, formula)
        return self._shapes[key]

    def _is_sound(self, live: LiveSheet, row: int, formula: str) -> bool:
        """Whether a formula speaks of its own row and of the form's entries alone."""
        key = (id(live), row, formula)
        if key not in self._sound:
            own = (_belongs(live, row, *each) for each in _own(formula))
            self._sound[key] = _LOST not in formula and all(own)
        return self._sound[key]


def _own_rows(live: LiveSheet) -> Iterator[int]:
    """The rows with a check of their own, those that speak for a table included."""
    if live.gate:
        yield 0
    yield from live.single_rows
    yield from (block.told_at for block in live.blocks if block.told_at < block.rows.top)


def _columns(part: SheetPart, live: LiveSheet, block: Block) -> Iterator[int]:
    """The columns of a table's checks: the messages', and each helper's that is there at all."""
    column, number = live.column, 0
    rows = range(block.rows.top + 1, block.rows.bottom + 2)
    while number == 0 or any(f"{column_letters(column)}{row}" in part.cells for row in rows):
        yield column
        number += 1
        column = live.helper(number)


def _formula(part: SheetPart, address: str) -> str | None:
    """A cell's formula, blank for a row that shares another's; None without."""
    cell = part.cells.get(address)
    return None if cell is None else cell.formula


def _own(formula: str) -> Iterator[tuple[str, str, str, str]]:
    """The references of a formula to its own sheet; texts in quotes hold none."""
    for code in formula.split('"')[::2]:
        yield from _OWN.findall(_ELSEWHERE.sub(" ", code) if "!" in code else code)


def _belongs(live: LiveSheet, row: int, _: str, letters: str, fixed: str, number: str) -> bool:
    """Whether a reference is one that the form's checks make."""
    column, at = column_number(letters), int(number) - 1
    if column >= live.column:
        return True
    if not fixed:
        held = (b for b in live.blocks if b.rows.top <= row <= b.rows.bottom)
        return at in (row, row - 1) and any(column in _lefts(block) for block in held)
    if any((at, column) == (e.area.top, e.area.left) for e in live.singles):
        return True
    return any(b.rows.top - 1 <= at <= b.rows.bottom and column in _lefts(b) for b in live.blocks)


def _lefts(block: Block) -> set[int]:
    """The columns in which a table's entries begin, and its last."""
    return {*(entry.area.left for entry in block.entries), block.rows.left, block.rows.right}


def _shape(row: int, formula: str) -> str:
    """A formula with the rows of its references told from its own."""
    here, above = str(row + 1), str(row)

    def relative(code: str) -> str:
        return str(_OWN.sub(
            lambda m: m[0] if m[3] else
            f"{m[2]}[{_HERE if m[4] == here else '-1' if m[4] == above else m[4]}]", code
        ))  # fmt: skip

    pieces = formula.split('"')
    return '"'.join(relative(each) if i % 2 == 0 else each for i, each in enumerate(pieces))


def check_sum(formulas: Iterable[tuple[str, str]]) -> str:
    """One number for the check cells of a sheet, given as address and formula."""
    text = "\n".join(sorted([f"{address}={formula}" for address, formula in formulas]))
    return f"{zlib.crc32(text.encode()):08x}"


def _checks_of(part: SheetPart, column: int) -> list[tuple[str, str]]:
    """Address and formula of each check cell of a sheet."""
    return [
        (address, formula)
        for address, (_, _, formula, _) in part.cells.items()
        if formula is not None and column_number(address) >= column
    ]
