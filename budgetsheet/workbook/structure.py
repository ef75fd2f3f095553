"""Holds a workbook's sheets to the form: which sheet is which, what was moved, changed, lost."""

from collections import Counter
from collections.abc import Iterable

from budgetsheet.findings import Hit, Severity
from budgetsheet.form import book as names
from budgetsheet.form.editions import TODAY, Layout
from budgetsheet.form.fields import Anchor
from budgetsheet.form.grid import Area
from budgetsheet.form.live_places import department_live, project_live
from budgetsheet.text import shortened, without_blanks
from budgetsheet.workbook.live_reading import Damaged, LiveReader
from budgetsheet.workbook.locks import in_words
from budgetsheet.workbook.opened import Opened, plain_name
from budgetsheet.workbook.placement import Axis, Placement, jumps_in_words, placed
from budgetsheet.workbook.reading import Location, Reading
from budgetsheet.workbook.record import Record, alike, copy_of
from budgetsheet.workbook.sheet_part import column_number

ALIKE = 0.6
"""A sheet is a project's, or a copy of one, when so many of its fixed texts are there."""
_STILL = Axis(())
_MOST_CHECKS = 4
"""So many damaged checks of a sheet are told one by one."""
_OWN = plain_name(f"{TODAY.prefix}.projects.")
"""How the names begin that a copy of a project's sheet brings along."""


class Structure:
    """The sheets of one workbook against the form; what differs goes into the reading."""

    def __init__(self, opened: Opened, record: Record, out: Reading) -> None:
        self._opened, self._record, self._out = opened, record, out
        self._edition = record.edition
        self.layouts: dict[str, Layout] = {
            "department": self._edition.department(record.book.department),
            **{
                f"projects.{i}": self._edition.project(sheet)
                for i, sheet in enumerate(record.book.projects)
            },
        }
        self.homes = self._homes()
        self._live = LiveReader(record.checks)

    def hit(self, rule: str, path: str, severity: Severity | None = None, **said: object) -> None:
        """Note a fault."""
        self._out.hits.append(Hit(rule, path, said, severity))

    # ---- which sheet is which

    def _homes(self) -> dict[str, str]:
        """The sheet of each layout: where its anchors stand, else by its name, else by its look."""
        homes: dict[str, str] = {}
        taken: set[str] = set()
        for key, layout in self.layouts.items():
            home = self._by_anchors(key, layout.anchors, taken)
            if home:
                homes[key] = home
                taken.add(home)
        lost = [key for key in self.layouts if key not in homes]
        for key in lost:
            home = self._by_name_or_look(key, taken)
            if home:
                homes[key] = home
                taken.add(home)
        return homes

    def _by_anchors(self, key: str, anchors: tuple[Anchor, ...], taken: set[str]) -> str | None:
        found: Counter[str] = Counter()
        for anchor in anchors:
            reference = self._opened.reference(self._edition.anchor_name(key, anchor.name))
            if reference and reference[0] not in taken:
                found[reference[0]] += 1
        return found.most_common(1)[0][0] if found else None

    def _by_name_or_look(self, key: str, taken: set[str]) -> str | None:
        """A sheet without any anchor left: the one of that name if it looks the part.

        Where the anchors still say that their sheet was deleted, no other sheet is it; nor is
        one that was copied from another.
        """
        written = self._written_name(key)
        candidates = [entry.name for entry in self._opened.workbook.sheets]
        if self._deleted(key) and written not in candidates:
            return None
        for name in sorted(candidates, key=lambda name: name != written):
            free = name not in taken and (name == written or not self._copied(name))
            if free and alike(self._opened.sheet(name), self.layouts[key]) >= ALIKE:
                return name
        return None

    def _deleted(self, key: str) -> bool:
        """Whether a sheet's anchors are still there and point to no sheet of the workbook."""
        named = [self._edition.anchor_name(key, a.name) for a in self.layouts[key].anchors]
        return any(self._opened.astray(name) for name in named)

    def _copied(self, name: str) -> bool:
        """Whether a sheet bears a copy's name, or anchors of its own as Excel gives to a copy."""
        if name in self._record.sheets:
            return False
        present = (each for each in self._record.sheets if each in self._opened.by_name)
        own = self._opened.local.get(name, {})
        return copy_of(name, present) or any(key.startswith(_OWN) for key in own)

    def _written_name(self, key: str) -> str:
        if key == "department":
            return names.DEPARTMENT
        projects = [name for name in self._record.sheets if name not in names.FIXED_SHEETS]
        number = int(key.rpartition(".")[2])
        return projects[number] if 0 <= number < len(projects) else ""

    # ---- the workbook as a whole

    def check_workbook(self) -> None:
        """The lock of the workbook's structure, its record, its sheets and their names."""
        if not self._opened.workbook.protected:
            self.hit("BS004", "department", sheet="工作簿结构")
        if not self._record.whole:
            what = f"隐藏的表“{names.FORM}”损坏或不见了，已按定位名称读取"
            self.hit("BS005", "department", Severity.WARNING, what=what)
        if self._opened.doubled:
            what = f"有 {len(self._opened.doubled)} 个定位名称重复，按排在前面的读取"
            self.hit("BS006", "department", what=what)
        if self._edition.changes:
            what = "；".join(self._edition.changes)
            version = self._edition.version
            self.hit("BS002", "department", Severity.INFO, version=version, what=what)
        self._check_names()

    def _check_names(self) -> None:
        """Sheets that bear another name than they were given, or are gone."""
        present = [entry.name for entry in self._opened.workbook.sheets]
        written = self._record.sheets or names.FIXED_SHEETS[:-3]
        project_homes = {self._written_name(key): home for key, home in self.homes.items()
                         if key != "department"}  # fmt: skip
        project_homes[names.DEPARTMENT] = self.homes.get("department", "")
        for at, name in enumerate(written):
            if name in present or name == names.FORM:
                continue
            now = project_homes.get(name, "")
            fixed = name in names.FIXED_SHEETS and len(present) == len(written)
            if not now and fixed and self._may_be(present[at]):
                now = present[at]
            if now:
                self._out.renamed[now] = name
                what = f"工作表“{name}”改名为“{now}”，内容照读"
                self._told(now, Severity.WARNING, what)
            elif name in names.FIXED_SHEETS and name != names.DEPARTMENT:
                what = f"工作表“{name}”不见了，更新时会重新生成"
                self.hit("BS005", f"sheets.{name}", Severity.WARNING, what=what)

    def _may_be(self, sheet: str) -> bool:
        """Whether a sheet under another name may be a generated one: none that people fill."""
        layouts = self.layouts.values()
        filled = any(alike(self._opened.sheet(sheet), each) >= ALIKE for each in layouts)
        return sheet not in self._record.sheets and not filled

    def _told(self, sheet: str, severity: Severity | None, what: str) -> None:
        path = f"sheets.{sheet}"
        self._out.places[path] = Location(sheet, "A1", "本表")
        self.hit("BS005", path, severity, what=what)

    def ours(self) -> set[str]:
        """The names of the sheets that belong to the form."""
        return {*self.homes.values(), *names.FIXED_SHEETS, *self._out.renamed, self._record.sheet}

    def copied(self, sheet: str, original: str) -> None:
        """Tell a copy of a project's sheet, which is not part of the filing."""
        what = f"工作表“{sheet}”是复制出来的项目表，没有读入"
        if original:
            self._told(sheet, Severity.WARNING, f"{what}（内容与“{original}”相同）")
            return
        self._told(sheet, None, what)
        self._out.lost.append(f"工作表“{sheet}”是复制出来的，不在填报内容里")

    def foreign(self, what: str, path: str, sheet: str, severity: Severity | None = None) -> None:
        """Tell what does not belong into the workbook, and is left alone."""
        if sheet:
            self._out.places[path] = Location(sheet, "A1", "本表")
        self.hit("BS010", path, severity, what=what)

    def missing(self, key: str) -> None:
        """Tell a sheet that is not there, by the name it had."""
        written = self._written_name(key)
        which = f"第 {int(key.rpartition('.')[2]) + 1} 个项目的" if key != "department" else ""
        named = f"“{written}”" if written else ""
        self.lose(key, f"{which}工作表{named}不见了")

    def lose(self, key: str, what: str) -> None:
        """Tell contents that are not there."""
        self._out.lost.append(what)
        self.hit("BS005", key, what=what)

    # ---- one sheet

    def placement(self, key: str, home: str) -> Placement:
        """Where a sheet's anchors stand now; told where that is not where they were made."""
        anchors = self.layouts[key].anchors
        seen: dict[str, Area] = {}
        for anchor in anchors:
            reference = self._opened.reference(self._edition.anchor_name(key, anchor.name))
            if reference is None:
                reference = self._local(home, self._edition.anchor_name(key, anchor.name))
            if reference and reference[0] == home:
                seen[anchor.name] = reference[1]
        if len(seen) == len(anchors) and all(seen[a.name] == a.area for a in anchors):
            return Placement({a.name: a.area for a in anchors}, _STILL, _STILL)
        found = self._with_cut_cells(home, anchors, seen, placed(anchors, seen))
        self._tell_moves(key, anchors, seen, found)
        return found

    def _local(self, home: str, name: str) -> tuple[str, Area] | None:
        """A name that some program made local to its sheet."""
        return self._opened.local.get(home, {}).get(plain_name(name))

    def _with_cut_cells(
        self, home: str, anchors: tuple[Anchor, ...], seen: dict[str, Area], found: Placement
    ) -> Placement:
        """Follow an anchor that moved alone where only its new place holds anything.

        Cutting a cell and pasting it elsewhere takes its name along.
        """
        sheet, here = self._opened.sheet(home), dict(found.anchors)
        for anchor in anchors:
            now, inferred = seen.get(anchor.name), found.anchors[anchor.name]
            if now is None or now == inferred or not now.single:
                continue
            taken = any(now.cell == place.cell for place in here.values() if place)
            alone = inferred is not None and not sheet.filled(inferred.cell) and not taken
            if alone and sheet.filled(now.cell) and not self._fixed(sheet.text(now.cell)):
                here[anchor.name] = now
        return found._replace(anchors=here)

    def _fixed(self, text: str) -> bool:
        plain = without_blanks(text)
        layouts: Iterable[Layout] = self.layouts.values()
        return any(plain == without_blanks(label.text) for each in layouts for label in each.labels)

    def _tell_moves(
        self, key: str, anchors: tuple[Anchor, ...], seen: dict[str, Area], found: Placement
    ) -> None:
        """One sentence a sheet for each kind of move."""
        jumps = jumps_in_words(found)
        if jumps:
            self.hit("BS006", key, what=f"{'；'.join(jumps)}，已按新位置读取")
        nowhere = [a.label for a in anchors if found.anchors[a.name] is None]
        if nowhere:
            self.hit("BS006", key, what=f"{_quoted(nowhere)}的格子被删除，内容读不到了")
        lost = [a.label for a in anchors if a.name not in seen and found.anchors[a.name]]
        if lost:
            self.hit("BS006", key, what=f"{_quoted(lost)}的定位名称丢失，按原位置读取")
        for anchor in anchors:
            now, used = seen.get(anchor.name), found.anchors[anchor.name]
            if now and used and now != used:
                what = f"“{anchor.label}”的定位名称指到了 {now.cell}，按 {used.cell} 读取"
                self.hit("BS006", key, what=what)
            elif now and used and not self._in_line(anchor.area, now, found):
                what = f"“{anchor.label}”从 {anchor.area.cell} 移到了 {now.cell}，已按新位置读取"
                self.hit("BS006", key, what=what)

    @staticmethod
    def _in_line(then: Area, now: Area, found: Placement) -> bool:
        return found.rows.where(then.top) == now.top and found.columns.where(then.left) == now.left

    def verify(self, key: str, name: str, where: Placement) -> None:
        """Labels, locked formulas, lock and state of one sheet against the form."""
        sheet, layout = self._opened.sheet(name), self.layouts[key]
        if sheet.damaged:
            self.lose(key, f"工作表“{name}”损坏，损坏之后的内容读不出来")
            return
        if not sheet.protected:
            self.hit("BS004", key, sheet=name)
        if self._opened.by_name[name].state != "visible":
            self.hit("BS005", key, what=f"工作表“{name}”被隐藏")
        for label in layout.labels:
            place = where.cell(label.area) if where.moved else label.area
            if place is None:
                continue
            found = sheet.text(place.cell)
            if found != label.text and without_blanks(found) != without_blanks(label.text):
                path = f"{key}.{place.cell}"
                self._out.places[path] = Location(name, place.cell, label.text)
                self.hit("BS003", path, found=found, expected=without_blanks(label.text))
        for area in layout.formulas:
            place = where.cell(area) if where.moved else area
            cell = sheet.cells.get(place.cell) if place else None
            if place and (cell is None or cell.formula is None):
                path = f"{key}.{place.cell}"
                self._out.places[path] = Location(name, place.cell, "公式")
                self.hit("BS007", path, found=cell.value if cell else "", kind="formula")
        if self._edition is TODAY and not where.moved:
            self._verify_checks(key, name)

    def _verify_checks(self, key: str, name: str) -> None:
        """The live checks of one sheet: what typing or pasting over them left."""
        book = self._record.book
        if key == "department":
            live = department_live(book.department)
        else:
            live = project_live(book.projects[int(key.rpartition(".")[2])])
        found = self._live.damaged(self._opened.sheet(name), live)
        self._out.overwritten |= {(name, each.cell) for each in found}
        seen = [each for each in found if column_number(each.cell) == live.column] or found
        for each in seen[:1] if len(seen) > _MOST_CHECKS else seen:
            path = f"{key}.{each.cell}"
            self._out.places[path] = Location(name, each.cell, "当场校验")
            self.hit("BS007", path, found=self._said(each, seen), kind="check")

    @staticmethod
    def _said(each: Damaged, found: list[Damaged]) -> str:
        """What stands in place of a check; of many, their cells once."""
        if len(found) > _MOST_CHECKS:
            cells = in_words(other.cell for other in found)
            return f"{cells} 共 {len(found)} 格的当场校验公式被改动或盖掉"
        said = shortened(each.found, 40) or "空白"
        return f"{said}（当场校验的公式被改动，多半是剪切粘贴带走的）" if said[0] == "=" else said


def _quoted(words: list[str]) -> str:
    return "".join(f"“{word}”" for word in words)
