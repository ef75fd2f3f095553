"""A bridge to a running LibreOffice: JSON lines in, JSON lines out.

Run by a Python that has the `uno` module (LibreOffice's own, on Debian the system's):
uno_bridge.py PIPE_NAME. It knows nothing of the project and imports none of it.
A request is {"op": name, ...}, an answer {"ok": result} or {"error": kind, "text": text}.
"""

import json
import re
import sys
import time
import urllib.parse

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException, IllegalArgumentException
from com.sun.star.table import BorderLine2

CONNECT_SECONDS = 8
XLSX = "Calc MS Excel 2007 XML"
POINT = 2540 / 72
"""Units: 1/100 mm."""
INDENT = 353
"""Units: 1/100 mm; a step of LibreOffice's own indent."""
ALIGN = {"left": "LEFT", "center": "CENTER", "right": "RIGHT"}


class LockedError(Exception):
    """A sheet that a password keeps shut."""


def constant(name):
    """Return a UNO constant."""
    return uno.getConstantByName("com.sun.star." + name)


def enum(kind, value):
    """Return a UNO enum's value."""
    return uno.Enum("com.sun.star." + kind, value)


def prop(name, value):
    """Return a UNO property value."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    """Return the component context of the LibreOffice that listens on a pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    end = time.monotonic() + CONNECT_SECONDS
    while True:
        try:
            return resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def calc_formula(excel):
    """Return an Excel formula as LibreOffice's API wants it: `;` and `$'sheet'.A1`."""

    def part(match):
        text, sheet = match.group(1), match.group(2)
        if text:
            return text
        if sheet:
            return "$%s." % sheet
        return ";"

    return "=" + re.sub(r"""("(?:[^"]|"")*")|('(?:[^']|'')*')!|,""", part, excel)


class Bridge:
    """One workbook in a running LibreOffice."""

    def __init__(self, context):
        self.context = context
        self.desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        self.doc, self.path = None, ""
        self.held = None

    # ---- finding and keeping

    def op_attach(self, plain):
        """Take the workbook whose path is this; tell whether there is one."""
        for path, doc in self._workbooks():
            if path == plain:
                self.doc, self.path = doc, plain
                return True
        return False

    def op_paths(self):
        """Return the full paths of all open workbooks."""
        return [path for path, _ in self._workbooks()]

    def _workbooks(self):
        documents = self.desktop.Components.createEnumeration()
        while documents.hasMoreElements():
            doc = documents.nextElement()
            if hasattr(doc, "Sheets") and doc.URL:
                try:
                    yield uno.fileUrlToSystemPath(doc.URL), doc
                except Exception:
                    yield urllib.parse.unquote(doc.URL), doc

    def closed(self):
        """Tell whether the workbook was there and is no more."""
        try:
            return bool(self.path) and self.path not in self.op_paths()
        except Exception:
            return True

    def op_read_only(self):
        """Tell whether the workbook was opened read-only."""
        return bool(self.doc.isReadonly())

    def op_save_copy(self, path):
        """Save what is on the screen to another file."""
        self.doc.storeToURL(
            uno.systemPathToFileUrl(path), (prop("FilterName", XLSX), prop("Overwrite", True))
        )

    def op_sheet_names(self):
        """Return the names of all sheets in order."""
        return list(self.doc.Sheets.ElementNames)

    # ---- what is put back

    def op_hold(self):
        """Hold the screen still and remember where the person is."""
        controller = self.doc.CurrentController
        area = self._selected(controller)
        self.held = (
            controller.ActiveSheet.Name,
            area,
            controller.FirstVisibleRow,
            controller.FirstVisibleColumn,
        )
        self.doc.lockControllers()

    def op_release(self):
        """Put the person back where they were."""
        if self.held is None:
            return
        (sheet, area, row, column), self.held = self.held, None
        self.doc.unlockControllers()
        self._show(sheet, area)
        controller = self.doc.CurrentController
        controller.FirstVisibleRow, controller.FirstVisibleColumn = row, column

    def op_unlock(self, sheet):
        """Lift a sheet's lock; tell whether there was one."""
        page = self._sheet(sheet)
        if not page.isProtected():
            return False
        try:
            page.unprotect("")
        except IllegalArgumentException:
            raise LockedError(sheet) from None
        if page.isProtected():
            raise LockedError(sheet)
        return True

    def op_lock(self, sheet):
        """Put a sheet's lock back; LibreOffice keeps what it allows."""
        self._sheet(sheet).protect("")

    # ---- writing

    def op_write(self, sheet, cleared, writes, heights):
        """Empty an area down to the last used row, then write runs of cells."""
        page = self._sheet(sheet)
        top, left, bottom, right = cleared
        cursor = page.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = max(bottom, cursor.RangeAddress.EndRow)
        content = sum(
            constant("sheet.CellFlags." + f)
            for f in ("VALUE", "DATETIME", "STRING", "FORMULA", "EDITATTR")
        )
        page.getCellRangeByPosition(left, top, right, end).clearContents(content)
        if end > bottom:
            page.getCellRangeByPosition(left, bottom + 1, right, end).clearContents(
                constant("sheet.CellFlags.HARDATTR") | constant("sheet.CellFlags.STYLES")
            )
        for place, look, cells in writes:
            top, left, bottom, right = place
            if look:
                self._dress(page.getCellRangeByPosition(left, top, right, bottom), look)
            for row, (value, formula, jump) in enumerate(cells, start=top):
                self._fill(page.getCellByPosition(left, row), value, formula, jump)
        for row, height in heights:
            line = page.Rows.getByIndex(row)
            line.IsVisible, line.Height = True, round(height * POINT)

    def _fill(self, cell, value, formula, jump):
        if formula:
            cell.Formula = calc_formula(formula)
        elif jump:
            cell.String = ""
            field = self.doc.createInstance("com.sun.star.text.TextField.URL")
            sheet, _, place = jump.rpartition("!")
            field.URL, field.Representation = "#%s.%s" % (sheet, place), value
            cell.insertTextContent(cell.createTextCursor(), field, False)
        elif isinstance(value, str):
            cell.String = value
        else:
            cell.Value = value

    def _dress(self, place, look):
        place.IsTextWrapped = bool(look.get("text_wrap"))
        place.HoriJustify = enum(
            "table.CellHoriJustify", ALIGN.get(look.get("align", ""), "STANDARD")
        )
        place.ParaIndent = INDENT * look.get("indent", 0)
        place.VertJustify = constant("table.CellVertJustify2.CENTER")
        place.CellBackColor = self._colour(look.get("bg_color", ""))
        for kind in ("", "Asian", "Complex"):
            setattr(place, "CharFontName" + kind, look["font_name"])
            setattr(place, "CharHeight" + kind, float(look["font_size"]))
            setattr(place, "CharWeight" + kind, 150.0 if look.get("bold") else 100.0)
        place.CharColor = self._colour(look.get("font_color", ""))
        place.CharUnderline = 1 if look.get("underline") else 0
        place.NumberFormat = self._number_format(look.get("num_format", "General"))
        protection = place.CellProtection
        protection.IsLocked = look.get("locked", True)
        place.CellProtection = protection
        line = BorderLine2()
        line.Color = max(0, self._colour(look.get("border_color", "")))
        line.OuterLineWidth = line.LineWidth = 26 if look.get("border") else 0
        for side in ("TopBorder", "BottomBorder", "LeftBorder", "RightBorder"):
            setattr(place, side, line)

    def _colour(self, text):
        return int(text[1:], 16) if text else -1

    def _number_format(self, code):
        if code == "General":
            return 0
        formats, locale = self.doc.NumberFormats, uno.createUnoStruct("com.sun.star.lang.Locale")
        found = formats.queryKey(code, locale, False)
        return formats.addNew(code, locale) if found == -1 else found

    def op_name(self, name, content):
        """Let a defined name mean another area."""
        ranges = self.doc.NamedRanges
        if ranges.hasByName(name):
            ranges.getByName(name).Content = content

    # ---- marks

    def op_marked(self, sheet, mark):
        """Tell whether a sheet bears marks."""
        return bool(self._ours(sheet, mark))

    def _ours(self, sheet, mark):
        found = []
        for one in self._sheet(sheet).ConditionalFormats.getConditionalFormats():
            for number in range(one.getCount()):
                if getattr(one.getByIndex(number), "Formula1", "") == mark:
                    found.append(one.ID)
                    break
        return found

    def op_mark(self, sheet, mark, marks):
        """Make these the marks of a sheet."""
        page = self._sheet(sheet)
        formats = page.ConditionalFormats
        for number in self._ours(sheet, mark):
            formats.removeByID(number)
        for look in sorted({tuple(one[1:]) for one in marks}):
            cells = [one[0] for one in marks if tuple(one[1:]) == look]
            self._add_marks(page, formats, cells, mark, self._style(*map(self._colour, look)))

    def _add_marks(self, page, formats, cells, mark, style):
        places = self.doc.createInstance("com.sun.star.sheet.SheetCellRanges")
        for cell in cells:
            cursor = page.createCursorByRange(page.getCellRangeByName(cell))
            cursor.collapseToMergedArea()
            places.addRangeAddress(cursor.RangeAddress, False)
        number = formats.createByRange(places)
        made = next(f for f in formats.getConditionalFormats() if number == f.ID)
        made.createEntry(constant("sheet.ConditionEntryType.CONDITION"), 0)
        entry = made.getByIndex(0)
        entry.Operator = constant("sheet.ConditionFormatOperator.EXPRESSION")
        entry.Formula1, entry.StyleName = mark, style

    def _style(self, fill, font):
        """Return a style of these colours: the workbook's own, or a new one."""
        family = self.doc.StyleFamilies.getByName("CellStyles")
        for name in family.ElementNames:
            style = family.getByName(name)
            if (style.CellBackColor, style.CharColor) == (fill, font):
                return name
        return self._new_style(family, "校验 %06X" % fill, fill, font)

    def _new_style(self, family, name, fill, font):
        """Make a style; LibreOffice sets none while any sheet is locked.

        Where a password keeps one locked, a style that every document has must do.
        """
        shut = [page for page in self._pages() if page.isProtected()]
        try:
            for page in shut:
                page.unprotect("")
            family.insertByName(name, self.doc.createInstance("com.sun.star.style.CellStyle"))
            style = family.getByName(name)
            style.CellBackColor, style.CharColor = fill, font
        except IllegalArgumentException:
            return "Neutral" if fill >> 8 & 0xFF > 0xD8 else "Bad"
        finally:
            for page in shut:
                if not page.isProtected():
                    page.protect("")
        return name

    # ---- going somewhere

    def op_selection(self):
        """Return the sheet in front and the first cell selected."""
        controller = self.doc.CurrentController
        area = self._selected(controller)
        return [controller.ActiveSheet.Name, area[0] if area else 0, area[1] if area else 0]

    def op_select(self, sheet, cell):
        """Show the workbook and select a cell."""
        place = self._sheet(sheet).getCellRangeByName(cell).RangeAddress
        area = (place.StartRow, place.StartColumn, place.EndRow, place.EndColumn)
        self._show(sheet, area)
        window = self.doc.CurrentController.Frame.ContainerWindow
        if window is not None and window.isVisible():
            window.toFront()

    def _show(self, sheet, area):
        controller = self.doc.CurrentController
        page = self._sheet(sheet)
        controller.setActiveSheet(page)
        if area:
            top, left, bottom, right = area
            controller.select(page.getCellRangeByPosition(left, top, right, bottom))

    def _selected(self, controller):
        chosen = controller.getSelection()
        if hasattr(chosen, "RangeAddresses"):
            chosen = chosen.getByIndex(0)
        if not hasattr(chosen, "RangeAddress"):
            return None
        area = chosen.RangeAddress
        return (area.StartRow, area.StartColumn, area.EndRow, area.EndColumn)

    def _sheet(self, name):
        return self.doc.Sheets.getByName(name)

    def _pages(self):
        return [self.doc.Sheets.getByIndex(i) for i in range(self.doc.Sheets.Count)]


def answer(bridge, line):
    """Carry out one request."""
    try:
        request = json.loads(line)
        return {"ok": getattr(bridge, "op_" + request.pop("op"))(**request)}
    except LockedError as problem:
        return {"error": "locked", "text": str(problem)}
    except DisposedException:
        return {"error": "closed", "text": ""}
    except Exception as problem:
        return {
            "error": "closed" if bridge.closed() else "failed",
            "text": "%s: %s" % (type(problem).__name__, problem),
        }


def main():
    """Connect, say so, then answer requests until stdin ends."""
    try:
        bridge = Bridge(connect(sys.argv[1]))
    except Exception as problem:
        print(json.dumps({"error": "absent", "text": str(problem)}), flush=True)
        return
    print(json.dumps({"ok": "ready"}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(bridge, line)), flush=True)


if __name__ == "__main__":
    main()
