"""Reads the entries of the sheets, each into the reading with its cell and its doubts."""

from collections.abc import Iterator, Sequence
from typing import Any

from budgetsheet.errors import UnusableError
from budgetsheet.findings import Hit, Normalised, Severity
from budgetsheet.form.department_sheet import LAST_COLUMN, DepartmentSheet
from budgetsheet.form.editions import TODAY
from budgetsheet.form.fields import Entry, Kind
from budgetsheet.form.grid import Area, area
from budgetsheet.form.indicator_row import (
    FIGURE,
    SYMBOL,
    UNIT,
    bare_figure,
    indicator_of,
    same_sign,
    sign_of,
)
from budgetsheet.form.live_places import LiveSheet, department_live, project_live
from budgetsheet.form.project_sheet import ProjectSheet
from budgetsheet.model import (
    Department,
    Filing,
    Indicator,
    Measure,
    PlanNode,
    Project,
    Safeguard,
    SubObjective,
    Unreadable,
    replace,
)
from budgetsheet.text import MAX_CELL, too_long, without_blanks
from budgetsheet.workbook import kinds
from budgetsheet.workbook.locks import locked_entries
from budgetsheet.workbook.opened import Opened
from budgetsheet.workbook.outside import outside, outside_in_words
from budgetsheet.workbook.pasted import (
    RowShape,
    Spread,
    beside_in_words,
    pasted_in_words,
    row_shape,
    spread_row,
)
from budgetsheet.workbook.placement import Placement
from budgetsheet.workbook.plan_row import in_words, judged, miscounted
from budgetsheet.workbook.reading import Location, Reading
from budgetsheet.workbook.sheet_part import parse_area
from budgetsheet.workbook.values import Read, Value, blank, read_entry

_MOST_TEXT = 20_000_000
"""Characters in all entries together; a thousand projects have three million."""
_MOST_ROWS = 20_000
"""Rows of one table that are looked through, however far a name reaches."""


class Entries:
    """The entries of one workbook on their way into a reading."""

    def __init__(self, opened: Opened, out: Reading) -> None:
        self._opened, self._out = opened, out
        self.unreadable: list[Unreadable] = []
        self._entered: dict[str, str] = {}
        self._pasted: list[Spread] = []
        self._beside: list[tuple[str, str]] = []
        self._room = _MOST_TEXT

    def _hit(self, rule: str, path: str, **said: object) -> None:
        self._out.hits.append(Hit(rule, path, said))

    # ---- one entry

    def _value(self, path: str, name: str, entry: Entry, address: str) -> Value:
        """One entry's value; its place, its faults and its changes of form are noted."""
        read = self._read(path, name, entry, address)
        return self._noted(path, entry, read)

    def _read(self, path: str, name: str, entry: Entry, address: str) -> Read:
        """What one entry says; its place is noted."""
        self._out.places[path] = Location(name, address, entry.field.label)
        self._entered[path] = address
        cell = self._opened.sheet(name).cells.get(address)
        if cell is None:
            return blank(entry.field)
        return read_entry(entry.field, cell, self._opened.style(cell))

    def _noted(self, path: str, entry: Entry, read: Read) -> Value:
        """An entry's value, its fault or its change of form told."""
        value = read.value
        if read.fault == "BS008":
            found = f"{read.typed}（{read.doubt}）" if read.doubt else read.typed
            if not value:
                kept = found if read.bare is None else read.typed
                self.unreadable.append(Unreadable(path, kept))
            self._hit("BS008", path, found=found, expected=entry.field.wanted)
        elif read.fault:
            self._hit(read.fault, path, found=read.typed, kind="entry")
        elif read.shown:
            self._out.normalised.append(Normalised(path, read.typed, read.shown, read.note))
        if isinstance(value, str):
            self._tell_length(path, value)
        return value

    def _tell_length(self, path: str, value: str) -> None:
        """Tell a text that no cell holds; refuse more text than anyone writes."""
        self._room -= len(value)
        if self._room < 0:
            raise UnusableError(kinds.TOO_MANY, "BS001")
        if too_long(value):
            found = f"{value[:20]}…（共 {len(value)} 字）"
            self._hit("BS008", path, found=found, expected=f"{MAX_CELL} 字以内的文字")

    def _single(self, key: str, name: str, entry: Entry, place: Area | None) -> Value:
        """An entry of its own."""
        path = f"{key}.{entry.path}" if key else entry.path
        return self._noted(path, entry, self._single_read(path, name, entry, place))

    def _single_read(self, path: str, name: str, entry: Entry, place: Area | None) -> Read:
        """What it says; where its merge was undone, any of its cells may hold it."""
        if place is None:
            self._out.places[path] = Location(name, "", entry.field.label)
            return blank(entry.field)
        sheet, address = self._opened.sheet(name), place.cell
        if not place.single:
            row = (area(place.top, column).cell for column in range(place.left, place.right + 1))
            filled = [cell for cell in row if sheet.filled(cell)]
            address, *others = filled or [address]
            self._beside += ((cell, place.cell) for cell in others)
        return self._read(path, name, entry, address)

    # ---- a project

    def project(self, sheet: ProjectSheet, key: str, name: str, where: Placement) -> Project:
        """One project's sheet."""
        self._out.places[key] = Location(name, "A1", "本表")
        now = where.anchors
        singles: dict[str, Any] = {
            e.path: self._single(key, name, e, now[e.path]) for e in sheet.single_fields
        }
        found = Project(
            **singles,
            spending_plan=self._plan(sheet, key, name, now["spending_plan"]),
            objectives=self._objectives(sheet, key, name, now["objectives"]),
            indicators=self._indicators(sheet, key, name, now["indicators"]),
        )
        self._tell_outside(
            key, name, project_live(sheet), where, _form_of(sheet, now["indicators"])
        )
        self._tell_cells(key, name)
        return found

    def _tell_outside(
        self, key: str, name: str, live: LiveSheet, where: Placement, form: tuple[Area, ...]
    ) -> None:
        """Tell contents that no entry has; where columns moved nothing tells the form's end."""
        if self._out.edition is not TODAY or not form or where.columns.moved:
            return
        read = frozenset(self._entered.values())
        checks = Area(0, live.column, form[0].bottom, live.column)
        cells = outside(self._opened.sheet(name), read, (*form, checks), live.helper(1))
        if cells:
            path = f"{key}.{cells[0]}"
            self._out.places[path] = Location(name, cells[0], "表格之外")
            self._out.overwritten.add((name, cells[0]))
            said = {"what": outside_in_words(cells)}
            self._out.hits.append(Hit("BS010", path, said, Severity.WARNING))

    def _tell_cells(self, key: str, name: str) -> None:
        """Tell what pasting did to a sheet: cells that moved, that have no place, that lock."""
        if self._pasted:
            cell = self._pasted[0].moved[0][1]
            self._tell_at(f"{key}.{cell}", name, cell, pasted_in_words(self._pasted))
        read = set(self._entered.values())
        beside = [each for each in self._beside if each[0] not in read]
        if beside:
            cells, owners = zip(*beside, strict=True)
            self._tell_at(f"{key}.{cells[0]}", name, owners[0], beside_in_words(cells))
        if self._out.edition is TODAY:
            self._out.hits += locked_entries(self._opened, name, self._entered)
        self._entered, self._pasted, self._beside = {}, [], []

    def _tell_at(self, path: str, name: str, cell: str, what: str) -> None:
        self._out.places[path] = Location(name, cell, "粘贴的内容")
        self._hit("BS006", path, what=what)

    def _plan(
        self, sheet: ProjectSheet, key: str, name: str, now: Area | None
    ) -> tuple[PlanNode, ...]:
        then = sheet.plan_entries
        before = area(0, then[0].area.left, right=then[-1].area.right)
        columns = self._columns(key, name, then, before, now)
        places = self._plan_places(name, then, columns, now)
        reads = judged(
            [
                self._single_read(f"{key}.{entry.path}", name, entry, place)
                for entry, place in zip(then, places, strict=True)
            ]
        )
        values = [self._noted(f"{key}.{e.path}", e, r) for e, r in zip(then, reads, strict=True)]
        months = sheet.scheme.plan_months
        for i in miscounted(reads):
            self._hit("BS203", f"{key}.{then[i].path}", month=months[i], here=in_words(reads[i]))
        return tuple(PlanNode(*each) for each in zip(months, values, strict=True))  # type: ignore[arg-type]

    def _plan_places(
        self, name: str, then: Sequence[Entry], columns: list[int | None], now: Area | None
    ) -> list[Area | None]:
        """Where each node of the plan stands, a pasted row of them included."""
        if now is None:
            return [None] * len(then)
        spread = self._spread(name, now.top, row_shape(then, columns))
        if spread.moved:
            return [parse_area(cell) for cell in spread.cells]
        wide = (entry.area.right - entry.area.left for entry in then)
        return [
            None if left is None else area(now.top, left, right=left + more)
            for left, more in zip(columns, wide, strict=True)
        ]

    def _objectives(
        self, sheet: ProjectSheet, key: str, name: str, now: Area | None
    ) -> tuple[str, ...]:
        found: list[str] = []
        entry = sheet.objective_entries[0]
        self._table_at(f"{key}.objectives", name, now, entry.field.label)
        part = self._opened.sheet(name)
        shape = row_shape((entry,), (now.left if now else None,))
        for row in self._rows_of(name, now):
            path = f"{key}.objectives.{len(found)}"
            (address,) = self._spread(name, row, shape).cells
            if part.filled(address):
                found.append(str(self._value(path, name, entry, address) or ""))
        return tuple(text for text in found if text)

    def _indicators(
        self, sheet: ProjectSheet, key: str, name: str, now: Area | None
    ) -> tuple[Indicator, ...]:
        entries = sheet.indicator_entries[0]
        then = sheet.indicators_area
        columns = self._columns(key, name, entries, then, now)
        head = area(now.top - 1, now.left).cell if now else ""
        self._out.places[f"{key}.indicators"] = Location(name, head, "绩效指标")
        part, shape = self._opened.sheet(name), row_shape(entries, columns)
        found: list[Indicator] = []
        for row in self._rows_of(name, now):
            addresses = self._spread(name, row, shape).cells
            if not any(part.filled(address) for address in addresses):
                continue
            path = f"{key}.indicators.{len(found)}"
            held = {}
            for e, address, column in zip(entries, addresses, columns, strict=True):
                value = self._value(f"{path}.{e.field.name}", name, e, address)
                chosen = e.field.kind in (Kind.CATEGORY, Kind.DIMENSION)
                if chosen and not value and column is not None:
                    value = self._merged_above(name, row, column)
                held[e.field.name] = value
            if SYMBOL in held:
                parts = (str(held[part] or "") for part in (SYMBOL, FIGURE, UNIT))
                held[FIGURE] = self._bare(f"{path}.{FIGURE}", *parts)
            found.append(indicator_of(held))
        return tuple(found)

    def _bare(self, path: str, symbol: str, figure: str, unit: str) -> str:
        """A figure without the sign and unit that stand beside it too; told, as another sign is."""
        bare, own = bare_figure(symbol, figure, unit), sign_of(figure)
        if bare != figure:
            self._out.normalised.append(Normalised(path, figure, bare))
        if symbol and own and not same_sign(own, symbol):
            found = f"{figure}（前面的符号是“{symbol}”，看不出以哪个为准）"
            self._hit("BS008", path, found=found, expected="数值，不带符号和单位")
        return bare

    def _merged_above(self, name: str, row: int, column: int) -> str:
        """The text of a merge over several rows, as people make one over equal categories."""
        for merge in self._opened.merges(name):
            if merge.left == column and merge.top < row <= merge.bottom:
                return self._opened.sheet(name).text(merge.cell).strip()
        return ""

    # ---- tables

    def _table_at(self, path: str, name: str, now: Area | None, label: str) -> None:
        """Note where a table as a whole is told: at its first entry."""
        cell = area(now.top, now.left).cell if now else ""
        self._out.places[path] = Location(name, cell, label)

    def _spread(self, name: str, row: int, shape: RowShape) -> Spread:
        """The cells of one row's entries; a block that was pasted over them is noted."""
        found = spread_row(self._opened.sheet(name), row, shape)
        if found.moved:
            self._pasted.append(found)
        self._beside += found.beside
        return found

    def _rows_of(self, name: str, now: Area | None) -> range:
        """The rows of a table that can hold anything."""
        if now is None:
            return range(0)
        last = min(now.bottom + 1, self._opened.sheet(name).last_row, now.top + _MOST_ROWS)
        return range(now.top, last)

    def _columns(
        self, key: str, name: str, entries: Sequence[Entry], then: Area, now: Area | None
    ) -> list[int | None]:
        """The column of each of a table's entries; by its heads where columns moved."""
        if now is None:
            return [None] * len(entries)
        columns: list[int | None] = [e.area.left + now.left - then.left for e in entries]
        if now.right - now.left == then.right - then.left or now.top == 0:
            return columns
        sheet = self._opened.sheet(name)
        heads = {
            without_blanks(sheet.text(area(now.top - 1, column).cell)): column
            for column in range(now.left, min(now.right, now.left + 50) + 1)
        }
        found = [_under(heads, entry) for entry in entries]
        if not any(column is not None for column in found):
            return columns
        gone = [e.field.label for e, c in zip(entries, found, strict=True) if c is None]
        if gone:
            what = f"{''.join(f'“{label}”' for label in gone)}一列不见了，没有读"
            self._hit("BS006", key, what=what)
        return found

    # ---- the department

    def department(self, sheet: DepartmentSheet, name: str, where: Placement) -> Filing:
        """The department's sheet: a filing without its projects."""
        self._out.places["department"] = Location(name, "A1", "本表")
        now = where.anchors
        code, title, year = (self._single("", name, e, now[e.path]) for e in sheet.identity)
        rows = {
            table.name: list(self._rows(sheet, table.name, name, then, now[table.name]))
            for table, then in sheet.tables
        }
        last = now[sheet.tables[-1][0].name]
        form = (Area(0, 0, last.bottom, LAST_COLUMN),) if last else ()
        self._tell_outside("department", name, department_live(sheet), where, form)
        self._tell_cells("department", name)
        return replace(
            Filing(sheet.scheme.id),
            year=year if isinstance(year, int) else None,
            department=Department(str(code or ""), str(title or "")),
            overall_objective=tuple(texts[0] for texts in rows["overall_objective"]),
            sub_objectives=tuple(SubObjective(*texts) for texts in rows["sub_objectives"]),
            safeguards=_safeguards(rows["safeguards"]),
            measures=tuple(self._measure(*each) for each in enumerate(rows["measures"])),
        )

    def _measure(self, number: int, texts: tuple[str, ...]) -> Measure:
        measure = Measure(*texts)
        bare = self._bare(f"measures.{number}.value", measure.symbol, measure.value, measure.unit)
        return measure._replace(value=bare)

    def _rows(
        self, sheet: DepartmentSheet, table: str, name: str, then: Area, now: Area | None
    ) -> Iterator[tuple[str, ...]]:
        """The filled rows of a table, each at the path that the model gives it."""
        entries = sheet.row_entries(table, 0)
        columns = self._columns("department", name, entries, then, now)
        paths = _SafeguardPaths() if table == "safeguards" else _RowPaths(table)
        self._table_at(table, name, now, sheet.table(table)[0].heading)
        part, shape = self._opened.sheet(name), row_shape(entries, columns)
        for row in self._rows_of(name, now):
            addresses = self._spread(name, row, shape).cells
            filled = [part.filled(address) for address in addresses]
            if any(filled):
                here = paths.next(filled, [e.path.split(".")[2:] for e in entries])
                yield tuple(
                    str(self._value(path, name, e, address) or "")
                    for path, e, address in zip(here, entries, addresses, strict=True)
                )


def _form_of(sheet: ProjectSheet, table: Area | None) -> tuple[Area, ...]:
    """What the form fills: down to its last table, and the line that says how to get more rows."""
    if table is None:
        return ()
    below = area(table.bottom + 1, 0)
    return Area(0, 0, table.bottom, sheet.last_column), below


def _under(heads: dict[str, int], entry: Entry) -> int | None:
    """The column whose head names an entry: a plan's head is the end of its entry's label."""
    label = without_blanks(entry.field.label)
    return next((c for head, c in heads.items() if head and label.endswith(head)), None)


class _RowPaths:
    """Paths of a table's filled rows, counted from zero."""

    def __init__(self, table: str) -> None:
        self._table, self._count = table, 0

    def next(self, filled: list[bool], parts_of: list[list[str]]) -> list[str]:
        """The paths of one more row's entries."""
        here = [".".join((self._table, str(self._count), *part)) for part in parts_of]
        self._count += 1
        return here


class _SafeguardPaths(_RowPaths):
    """Paths of safeguards: a row without a title goes on with the one above."""

    def __init__(self) -> None:
        super().__init__("safeguards")
        self._number, self._paragraph = -1, 0

    def next(self, filled: list[bool], parts_of: list[list[str]]) -> list[str]:
        """The paths of one more row's title and paragraph."""
        if filled[0] or self._number < 0:
            self._number, self._paragraph = self._number + 1, 0
        else:
            self._paragraph += 1
        head = f"safeguards.{self._number}"
        title = f"{head}.title" if self._paragraph == 0 else f"{head}.title.{self._paragraph}"
        return [title, f"{head}.paragraphs.{self._paragraph}"]


def _safeguards(rows: list[tuple[str, ...]]) -> tuple[Safeguard, ...]:
    found: list[tuple[str, list[str]]] = []
    for title, paragraph in rows:
        if title or not found:
            found.append((title, []))
        if paragraph:
            found[-1][1].append(paragraph)
    return tuple(Safeguard(title, tuple(paragraphs)) for title, paragraphs in found)
