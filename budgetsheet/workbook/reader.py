"""Reads a workbook back into values: every entry with its cell, every doubt as a hit.

Anchors come first, then labels, formulas and locks; a moved anchor is followed and told,
a stray note elsewhere blinds nothing. No formula of a read file is ever evaluated.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from budgetsheet.errors import UnusableError
from budgetsheet.findings import Hit, Normalised
from budgetsheet.form import book as names
from budgetsheet.form.book import Book
from budgetsheet.form.department_sheet import DepartmentSheet
from budgetsheet.form.fields import Anchor, Entry, Label
from budgetsheet.form.grid import Area, area
from budgetsheet.form.project_sheet import ProjectSheet
from budgetsheet.form.results_sheet import ANCHOR, PATH_COLUMN, REASON_COLUMN, RULE_COLUMN
from budgetsheet.form.scheme import SCHEMES
from budgetsheet.model import (
    Department,
    Filing,
    Indicator,
    Measure,
    PlanNode,
    Project,
    Safeguard,
    SubObjective,
    Unplaced,
    Unreadable,
    Waiver,
    replace,
)
from budgetsheet.text import without_blanks
from budgetsheet.workbook import parts
from budgetsheet.workbook.archive import Archive
from budgetsheet.workbook.parts import Cell, SheetPart, Style
from budgetsheet.workbook.values import Value, blank, read_entry

_NOT_OURS = "这不是本工具生成的填报工作簿。请打开本工具生成的文件，或用“导入”读入已发布的文档。"
_TOO_NEW = "这份工作簿由更新的版本生成（表样版本 {found}），请先升级本工具再打开。"
_PLAIN = Style()


class Location(NamedTuple):
    """Where a path stands in the workbook that was read."""

    sheet: str
    cell: str
    label: str


class Reading:
    """A workbook's filing, with the cell of every value and all that was noticed.

    `lost` names what cannot be read because its sheet is not there; writing afresh would
    lose it.
    """

    def __init__(self, filing: Filing, form: Book) -> None:
        self.filing, self.form = filing, form
        self.hits: list[Hit] = []
        self.normalised: list[Normalised] = []
        self.places: dict[str, Location] = {}
        self.sheet_names: dict[str, str] = {}
        self.lost: list[str] = []

    def locate(self, path: str) -> Location:
        """The place of a path; of a part's nearest whole where the part has no cell."""
        while path not in self.places and "." in path:
            path = path.rpartition(".")[0]
        return self.places.get(path) or Location(self.sheet_names.get(path, ""), "", "")


def read_workbook(data: bytes) -> Reading:
    """The filing that a workbook holds.

    Raises: UnusableError (BS001, BS002) when the file is no sound workbook of ours.
    """
    return _Reader(Archive(data)).read()


class _Reader:
    """One workbook on its way to values; holds what every step needs."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        main, self._workbook = parts.read_workbook_part(archive)
        related = dict(parts.relations(archive, main).values())
        shared, styles = related.get("sharedStrings", ""), related.get("styles", "")
        self._strings = parts.read_shared_strings(archive, shared) if shared in archive else []
        self._styles = parts.read_styles(archive, styles) if styles in archive else []
        self._references = {n: parts.parse_reference(t) for n, t in self._workbook.names.items()}
        self._by_name = {entry.name: entry for entry in self._workbook.sheets}
        self._parsed: dict[str, SheetPart] = {}
        self._unreadable: list[Unreadable] = []

    def read(self) -> Reading:
        """All sheets, one after another, into one reading."""
        form = self._form()
        self.out = Reading(Filing(form.scheme.id), form)
        self._check_workbook()
        department = self._department(form.department)
        projects = tuple(self._project(sheet, i) for i, sheet in enumerate(form.projects))
        self.out.filing = replace(
            department,
            projects=projects,
            waivers=self._waivers(),
            unplaced=self._unplaced(),
            unreadable=tuple(self._unreadable),
        )
        return self.out

    # ---- the form's own record

    def _form(self) -> Book:
        reference = self._references.get(names.FORM_ANCHOR)
        sheet_name = reference[0] if reference else names.FORM
        if sheet_name not in self._by_name:
            raise UnusableError(_NOT_OURS, "BS001")
        cells = self._sheet(sheet_name).cells
        rows = [(_text(cells, f"A{r}"), _text(cells, f"B{r}")) for r in range(1, len(cells) + 1)]
        record = dict(rows)
        version = record.get("version", "")
        if not version.isdigit() or record.get("scheme") not in SCHEMES:
            raise UnusableError(_NOT_OURS, "BS001")
        if int(version) > names.FORM_VERSION:
            raise UnusableError(_TOO_NEW.format(found=version), "BS002")
        try:
            department = tuple(_sizes(record.get("department", "")))
            sizes = tuple(_pair(value) for key, value in rows if key == "project")
            return names.make_book(record["scheme"], department, sizes)
        except ValueError as error:
            raise UnusableError(_NOT_OURS, "BS001") from error

    # ---- sheets, anchors, checks of the structure

    def _sheet(self, name: str) -> SheetPart:
        if name not in self._parsed:
            part = self._by_name[name].part
            self._parsed[name] = parts.read_sheet(self._archive, part, self._strings)
        return self._parsed[name]

    def _check_workbook(self) -> None:
        if not self._workbook.protected:
            self._hit("BS004", "department", sheet="工作簿结构")

    def _hit(self, rule: str, path: str, **values: object) -> None:
        self.out.hits.append(Hit(rule, path, values))

    def _lose(self, key: str, what: str) -> None:
        self.out.lost.append(what)
        self._hit("BS005", key, what=what)

    def _home(self, key: str, anchors: tuple[Anchor, ...]) -> str | None:
        """The sheet on which most of a layout's anchors stand."""
        found: dict[str, int] = {}
        for anchor in anchors:
            reference = self._references.get(names.anchor_name(key, anchor.name))
            if reference and reference[0] in self._by_name:
                found[reference[0]] = found.get(reference[0], 0) + 1
        return max(found, key=lambda name: found[name]) if found else None

    def _moves(self, key: str, home: str, anchors: tuple[Anchor, ...]) -> dict[str, Area]:
        """Where each anchor stands now; told where that is not where it was made."""
        now = {}
        for anchor in anchors:
            reference = self._references.get(names.anchor_name(key, anchor.name))
            if reference is None or reference[0] != home:
                self._hit("BS006", key, what=f"“{anchor.name}”的定位名称丢失，按原位置读取")
                now[anchor.name] = anchor.area
                continue
            now[anchor.name] = reference[1]
            if reference[1] != anchor.area:
                what = f"{anchor.area.ref} 移到了 {reference[1].ref}，已按新位置读取"
                self._hit("BS006", key, what=what)
        return now

    def _verify(
        self, key: str, name: str, labels: tuple[Label, ...], moved: bool, formulas: list[Area]
    ) -> None:
        """Labels, locked formulas, lock and state of one sheet against the form."""
        sheet = self._sheet(name)
        if not sheet.protected:
            self._hit("BS004", key, sheet=name)
        if self._by_name[name].state != "visible":
            self._hit("BS005", key, what=f"工作表“{name}”被隐藏")
        if moved:
            return
        for label in labels:
            found = _text(sheet.cells, label.area.cell)
            if without_blanks(found) != without_blanks(label.text):
                place = f"{key}.{label.area.cell}"
                self.out.places[place] = Location(name, label.area.cell, label.text)
                self._hit("BS003", place, found=found, expected=without_blanks(label.text))
        for place_area in formulas:
            cell = sheet.cells.get(place_area.cell)
            if cell is None or cell.formula is None:
                place = f"{key}.{place_area.cell}"
                self.out.places[place] = Location(name, place_area.cell, "公式")
                self._hit("BS007", place, found=cell.value if cell else "", kind="formula")

    # ---- entries

    def _value(self, path: str, name: str, entry: Entry, address: str) -> Value:
        """One entry's value; its place, its faults and its changes of form are noted."""
        self.out.places[path] = Location(name, address, entry.field.label)
        cell = self._parsed[name].cells.get(address)
        if cell is None:
            return blank(entry.field).value
        style = self._styles[cell.style] if cell.style < len(self._styles) else _PLAIN
        read = read_entry(entry.field, cell, style)
        if read.fault == "BS008":
            self._unreadable.append(Unreadable(path, read.typed))
            self._hit("BS008", path, found=read.typed, expected=entry.field.cure)
        elif read.fault:
            self._hit(read.fault, path, found=read.typed, kind="entry")
        elif read.shown:
            self.out.normalised.append(Normalised(path, read.typed, read.shown))
        return read.value

    def _project(self, sheet: ProjectSheet, number: int) -> Project:
        key = f"projects.{number}"
        name = self._home(key, sheet.anchors)
        if name is None:
            self._lose(key, f"第 {number + 1} 个项目的工作表不见了")
            return Project()
        self.out.sheet_names[key] = name
        self._sheet(name)
        now = self._moves(key, name, sheet.anchors)
        moved = any(now[a.name] != a.area for a in sheet.anchors)
        self._verify(key, name, sheet.labels, moved, [sheet.title, sheet.unit_line])
        self.out.places[key] = Location(name, "A1", "本表")
        singles: dict[str, Any] = {
            e.path: self._value(f"{key}.{e.path}", name, e, now[e.path].cell)
            for e in sheet.single_fields
        }
        return Project(
            **singles,
            spending_plan=self._plan(sheet, key, name, now["spending_plan"]),
            objectives=self._objectives(sheet, key, name, now["objectives"]),
            indicators=self._indicators(sheet, key, name, now["indicators"]),
        )

    def _plan(self, sheet: ProjectSheet, key: str, name: str, now: Area) -> tuple[PlanNode, ...]:
        left = now.left - sheet.plan_entries[0].area.left
        nodes = []
        for month, entry in zip(sheet.scheme.plan_months, sheet.plan_entries, strict=True):
            address = area(now.top, entry.area.left + left).cell
            percent = self._value(f"{key}.{entry.path}", name, entry, address)
            nodes.append(PlanNode(month, percent))  # type: ignore[arg-type]
        return tuple(nodes)

    def _objectives(self, sheet: ProjectSheet, key: str, name: str, now: Area) -> tuple[str, ...]:
        entry = sheet.objective_entries[0]
        first = area(now.top, now.left).cell
        self.out.places[f"{key}.objectives"] = Location(name, first, entry.field.label)
        found: list[str] = []
        for row in range(now.top, now.bottom + 1):
            path, address = f"{key}.objectives.{len(found)}", area(row, now.left).cell
            if self._filled(name, address):
                found.append(str(self._value(path, name, entry, address)))
        return tuple(text for text in found if text)

    def _indicators(
        self, sheet: ProjectSheet, key: str, name: str, now: Area
    ) -> tuple[Indicator, ...]:
        row_entries = sheet.indicator_entries[0]
        head = area(now.top - 1, now.left).cell
        self.out.places[f"{key}.indicators"] = Location(name, head, "绩效指标")
        shift = now.left - sheet.indicators_area.left
        found: list[Indicator] = []
        for row in range(now.top, now.bottom + 1):
            addresses = [area(row, e.area.left + shift).cell for e in row_entries]
            if not any(self._filled(name, address) for address in addresses):
                continue
            path = f"{key}.indicators.{len(found)}"
            texts = {
                e.field.name: str(self._value(f"{path}.{e.field.name}", name, e, address))
                for e, address in zip(row_entries, addresses, strict=True)
            }
            found.append(Indicator(**texts))
        return tuple(found)

    def _filled(self, name: str, address: str) -> bool:
        cell = self._parsed[name].cells.get(address)
        return cell is not None and bool(cell.value.strip() or cell.formula)

    # ---- the department

    def _department(self, sheet: DepartmentSheet) -> Filing:
        name = self._home("department", sheet.anchors)
        filing = Filing(sheet.scheme.id)
        if name is None:
            self._lose("department", f"工作表“{names.DEPARTMENT}”不见了")
            return filing
        self.out.sheet_names["department"] = name
        self._sheet(name)
        now = self._moves("department", name, sheet.anchors)
        moved = any(now[a.name] != a.area for a in sheet.anchors)
        self._verify("department", name, sheet.labels, moved, [])
        self.out.places["department"] = Location(name, "A1", "本表")
        code, title, year = (self._value(e.path, name, e, now[e.path].cell) for e in sheet.identity)
        rows = {t.name: list(self._rows(sheet, t.name, name, now[t.name])) for t, _ in sheet.tables}
        return replace(
            filing,
            year=year if isinstance(year, int) else None,
            department=Department(str(code), str(title)),
            overall_objective=tuple(texts[0] for texts in rows["overall_objective"]),
            sub_objectives=tuple(SubObjective(*texts) for texts in rows["sub_objectives"]),
            safeguards=_safeguards(rows["safeguards"]),
            measures=tuple(Measure(*texts) for texts in rows["measures"]),
        )

    def _rows(
        self, sheet: DepartmentSheet, table: str, name: str, now: Area
    ) -> Iterator[tuple[str, ...]]:
        """The filled rows of a table, each at the path that the model gives it."""
        entries = sheet.row_entries(table, 0)
        paths = _SafeguardPaths() if table == "safeguards" else _RowPaths(table)
        for row in range(now.top, now.bottom + 1):
            addresses = [area(row, e.area.left).cell for e in entries]
            filled = [self._filled(name, address) for address in addresses]
            if any(filled):
                here = paths.next(filled, [e.path.split(".")[2:] for e in entries])
                yield tuple(
                    str(self._value(path, name, e, address))
                    for path, e, address in zip(here, entries, addresses, strict=True)
                )

    # ---- what the person and the importer left

    def _waivers(self) -> tuple[Waiver, ...]:
        found = []
        for cells, row in self._listed(names.anchor_name(ANCHOR, "rows")):
            rule, reason, path = (
                _text(cells, area(row, column).cell)
                for column in (RULE_COLUMN, REASON_COLUMN, PATH_COLUMN)
            )
            if rule and reason.strip():
                found.append(Waiver(path, rule, reason.strip()))
        return tuple(found)

    def _unplaced(self) -> tuple[Unplaced, ...]:
        return tuple(
            Unplaced(int(float(_text(cells, f"A{row + 1}") or 0)), _text(cells, f"B{row + 1}"))
            for cells, row in self._listed(names.anchor_name("unplaced", "rows"))
        )

    def _listed(self, anchor: str) -> Iterator[tuple[dict[str, Cell], int]]:
        reference = self._references.get(anchor)
        if reference is None or reference[0] not in self._by_name:
            return
        cells = self._sheet(reference[0]).cells
        for row in range(reference[1].top, reference[1].bottom + 1):
            yield cells, row


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


def _text(cells: dict[str, Cell], address: str) -> str:
    cell = cells.get(address)
    return cell.value if cell else ""


def _sizes(text: str) -> list[int]:
    sizes = [int(part) for part in text.split(",")]
    if not all(0 < size <= 10_000 for size in sizes):
        raise ValueError(text)
    return sizes


def _pair(text: str) -> tuple[int, int]:
    first, second = _sizes(text)
    return first, second
