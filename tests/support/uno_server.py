"""A LibreOffice of its own, driven by JSON lines on stdin and stdout.

Run by a Python that has the `uno` module: uno_server.py PROFILE_DIR SOFFICE.
A request is {"op": name, ...arguments}; an answer {"ok": result} or {"error": text}.
When stdin ends, LibreOffice is killed, even in the middle of a request.
"""
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import uuid

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

START_SECONDS = 140
"""A start that takes so long hangs; all tries end before whoever asked gives up."""
START_TRIES = 4
SAVE_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}
NO_LOCKS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="UseLocking"
 oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="UseDocumentOOoLockFile"
 oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="UseDocumentSystemFileLocking"
 oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""
PDF_FILTERS = {
    "com.sun.star.sheet.SpreadsheetDocument": "calc_pdf_Export",
    "com.sun.star.text.TextDocument": "writer_pdf_Export",
    "com.sun.star.presentation.PresentationDocument": "impress_pdf_Export",
}


def props(**values):
    """Return UNO property values."""
    made = []
    for name, value in values.items():
        one = PropertyValue()
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


class Process:
    """The soffice process and the connection to it."""

    def __init__(self, profile, soffice):
        self.profile, self.soffice, self.child = profile, soffice, None
        self._drop_locks()

    def _drop_locks(self):
        """Make the profile leave no lock files, which would outlive a killed office."""
        user = os.path.join(self.profile, "user")
        os.makedirs(user, exist_ok=True)
        with open(os.path.join(user, "registrymodifications.xcu"), "w", encoding="utf-8") as file:
            file.write(NO_LOCKS)

    def start(self):
        """Start soffice and return its component context; a fresh profile may need two tries."""
        for _ in range(START_TRIES):
            pipe = "budgetsheet" + uuid.uuid4().hex
            self._spawn(pipe)
            context = self._connect(pipe)
            if context is not None:
                return context
            self.kill()
        raise RuntimeError("LibreOffice did not start")

    def _spawn(self, pipe):
        self.child = subprocess.Popen(
            [self.soffice, "-env:UserInstallation=" + uno.systemPathToFileUrl(self.profile),
             "--headless", "--norestore", "--nologo", "--nodefault",
             "--accept=pipe,name=%s;urp;" % pipe],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)

    def _connect(self, pipe):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local)
        address = "uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.child.poll() is None:
            try:
                return resolver.resolve(address)
            except NoConnectException:
                time.sleep(0.1)
        return None

    def kill(self):
        """Kill soffice with all it started."""
        if self.child is None:
            return
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.child.wait()


class Server:
    """The operations a test can ask for."""

    def __init__(self, context):
        make = context.ServiceManager.createInstanceWithContext
        self.desktop = make("com.sun.star.frame.Desktop", context)
        self.dispatcher = make("com.sun.star.frame.DispatchHelper", context)
        self.docs, self.last = {}, 0

    def op_ping(self):
        """Tell that the office answers."""
        return True

    def op_open(self, path, read_only=False):
        """Load a file out of sight and return its id."""
        return self._keep(uno.systemPathToFileUrl(path), Hidden=True, UpdateDocMode=0,
                          ReadOnly=read_only)

    def _keep(self, address, **how):
        doc = self.desktop.loadComponentFromURL(address, "_blank", 0, props(**how))
        if doc is None:
            raise RuntimeError("LibreOffice cannot open " + address)
        self.last += 1
        self.docs[self.last] = doc
        return self.last

    def op_open_addin(self, path):
        """Load an Excel add-in whose macros may run, and return its id."""
        return self._keep(uno.systemPathToFileUrl(path), Hidden=True, MacroExecutionMode=4,
                          FilterName="Calc MS Excel 2007 VBA XML")

    def op_open_shown(self, path):
        """Load a file as the active workbook and return its id."""
        number = self._keep(uno.systemPathToFileUrl(path), UpdateDocMode=0)
        self.docs[number].CurrentController.Frame.activate()
        return number

    def op_run_macro(self, doc, macro, arguments):
        """Run a procedure of an add-in, "Module.Procedure", and return what it returns.

        LibreOffice runs no procedure with None for an object: it gets the add-in instead.
        """
        script = self.docs[doc].getScriptProvider().getScript(
            "vnd.sun.star.script:VBAProject.%s?language=Basic&location=document" % macro)
        given = [self.docs[doc] if each is None else each for each in arguments]
        return script.invoke(tuple(given), (), ())[0]

    def op_close(self, doc):
        """Close a document without saving."""
        self.docs.pop(doc).close(True)

    def op_recalculate(self, doc):
        """Calculate every formula anew."""
        self.docs[doc].calculateAll()

    def op_sheet_names(self, doc):
        """Return the names of all sheets, hidden ones too."""
        return list(self.docs[doc].Sheets.ElementNames)

    def op_visible(self, doc, sheet):
        """Tell whether a sheet is shown."""
        return bool(self._sheet(doc, sheet).IsVisible)

    def op_is_protected(self, doc, sheet):
        """Tell whether a sheet is protected."""
        return bool(self._sheet(doc, sheet).isProtected())

    def op_document_protected(self, doc):
        """Tell whether the workbook's structure is protected."""
        return bool(self.docs[doc].isProtected())

    def op_cells(self, doc, sheet, area):
        """Return the cells of an area, row by row."""
        return [[{"value": cell.Value, "string": cell.String, "formula": cell.Formula,
                  "error": cell.getError()} for cell in row]
                for row in self._rows(doc, sheet, area)]

    def op_results(self, doc, sheet, area):
        """Return what the cells of an area come to: numbers, texts, none for an error."""
        return [list(row) for row in self._sheet(doc, sheet).getCellRangeByName(area).DataArray]

    def op_strings(self, doc, sheet, area):
        """Return what the cells of an area show, row by row; texts come all in one call."""
        place = self._sheet(doc, sheet).getCellRangeByName(area)
        return [[value if isinstance(value, str) else place.getCellByPosition(column, row).String
                 for column, value in enumerate(values)]
                for row, values in enumerate(place.getDataArray())]

    def op_set_value(self, doc, sheet, cell, value):
        """Put a number into a cell."""
        self._cell(doc, sheet, cell).Value = value

    def op_set_string(self, doc, sheet, cell, text):
        """Put a text into a cell."""
        self._cell(doc, sheet, cell).String = text

    def op_type_into(self, doc, sheet, cell, text):
        """Go to a cell and type; tell whether the cell changed."""
        target = self._cell(doc, sheet, cell)
        controller = self.docs[doc].CurrentController
        controller.setActiveSheet(self._sheet(doc, sheet))
        address = target.CellAddress
        self._dispatch(controller, ".uno:GoToCell", ToPoint=cell)
        if not self._stands_at(controller, address):
            return False
        before = (target.Type.value, target.Formula)
        self._dispatch(controller, ".uno:EnterString", StringName=text)
        return (target.Type.value, target.Formula) != before

    def op_go_to(self, doc, sheet, cell):
        """Put the cursor into a cell."""
        controller = self.docs[doc].CurrentController
        controller.setActiveSheet(self._sheet(doc, sheet))
        controller.select(self._sheet(doc, sheet).getCellRangeByName(cell))

    def op_selection(self, doc):
        """Return the sheet in front and the first cell selected on it."""
        controller = self.docs[doc].CurrentController
        area = controller.getSelection().RangeAddress
        cell = controller.ActiveSheet.getCellByPosition(area.StartColumn, area.StartRow)
        return [controller.ActiveSheet.Name, cell.AbsoluteName.rpartition(".")[2].replace("$", "")]

    def op_protect(self, doc, sheet, password):
        """Lock a sheet with a password."""
        page = self._sheet(doc, sheet)
        page.unprotect("")
        page.protect(password)

    def op_rearrange(self, doc, sheet, what, at=0, count=1, name=""):
        """Take the lock off a sheet and put rows, columns or sheets in or out of their places."""
        page, sheets = self._sheet(doc, sheet), self.docs[doc].Sheets
        page.unprotect("")
        if what == "rows in":
            page.Rows.insertByIndex(at, count)
        elif what == "rows out":
            page.Rows.removeByIndex(at, count)
        elif what == "columns in":
            page.Columns.insertByIndex(at, count)
        elif what == "copy":
            sheets.copyByName(sheet, name, sheets.Count)
            sheets.getByName(name).unprotect("")
        elif what == "rename":
            page.Name = name
        elif what == "remove":
            sheets.removeByName(sheet)
        else:
            raise ValueError(what)

    def op_validation(self, doc, sheet, cell):
        """Return the data validation of a cell."""
        rule = self._cell(doc, sheet, cell).Validation
        return {"type": rule.Type.value, "operator": rule.getOperator().value,
                "formula1": rule.getFormula1(), "formula2": rule.getFormula2(),
                "input_title": rule.InputTitle, "input_message": rule.InputMessage,
                "error_title": rule.ErrorTitle, "error_message": rule.ErrorMessage,
                "alert": rule.ErrorAlertStyle.value, "ignore_blank": bool(rule.IgnoreBlankCells),
                "show_input": bool(rule.ShowInputMessage),
                "show_error": bool(rule.ShowErrorMessage)}

    def op_heights(self, doc, sheet, areas):
        """Return for each area of one text the height it needs and the height it has.

        The text is laid out anew in a cell as wide as the area, in the area's own font.
        Units: 1/100 mm.
        """
        scratch = self.desktop.loadComponentFromURL(
            "private:factory/scalc", "_blank", 0, props(Hidden=True))
        page, found = scratch.Sheets.getByIndex(0), []
        for number, name in enumerate(areas):
            place = self._sheet(doc, sheet).getCellRangeByName(name)
            source, target = place.getCellByPosition(0, 0), page.getCellByPosition(number, number)
            columns, rows = place.Columns, place.Rows
            page.Columns.getByIndex(number).Width = sum(
                columns.getByIndex(i).Width for i in range(columns.Count))
            target.String, target.IsTextWrapped = source.String, True
            for font in ("CharFontName", "CharFontNameAsian", "CharHeight", "CharHeightAsian"):
                setattr(target, font, getattr(source, font))
            page.Rows.getByIndex(number).OptimalHeight = True
            found.append([page.Rows.getByIndex(number).Height,
                          sum(rows.getByIndex(i).Height for i in range(rows.Count))])
        scratch.close(True)
        return found

    def op_save_as(self, doc, path):
        """Save a copy as xlsx or ods."""
        name = SAVE_FILTERS[os.path.splitext(path)[1].lower()]
        self._store(doc, path, name)

    def op_to_pdf(self, doc, path):
        """Export a document as PDF."""
        model = self.docs[doc]
        for service, name in PDF_FILTERS.items():
            if model.supportsService(service):
                return self._store(doc, path, name)
        raise RuntimeError("no PDF export for this kind of document")

    def _store(self, doc, path, name):
        self.docs[doc].storeToURL(
            uno.systemPathToFileUrl(path), props(FilterName=name, Overwrite=True))

    def _sheet(self, doc, sheet):
        sheets = self.docs[doc].Sheets
        if not sheets.hasByName(sheet):
            raise KeyError("no sheet named %s" % sheet)
        return sheets.getByName(sheet)

    def _cell(self, doc, sheet, cell):
        return self._sheet(doc, sheet).getCellRangeByName(cell).getCellByPosition(0, 0)

    def _rows(self, doc, sheet, area):
        cells = self._sheet(doc, sheet).getCellRangeByName(area)
        for row in range(cells.Rows.Count):
            yield [cells.getCellByPosition(column, row) for column in range(cells.Columns.Count)]

    def _dispatch(self, controller, command, **values):
        self.dispatcher.executeDispatch(controller.Frame, command, "", 0, props(**values))

    def _stands_at(self, controller, address):
        """Tell whether the cursor is in the cell: protection may keep it away."""
        chosen = controller.getSelection()
        if not hasattr(chosen, "RangeAddress"):
            return False
        area = chosen.RangeAddress
        return (area.Sheet, area.StartColumn, area.StartRow) == (
            address.Sheet, address.Column, address.Row)


def answer(server, line):
    """Carry out one request."""
    try:
        request = json.loads(line)
        return {"ok": getattr(server, "op_" + request.pop("op"))(**request)}
    except Exception as problem:
        return {"error": "%s: %s" % (type(problem).__name__, problem)}


def read_requests(lines, process):
    """Pass on the lines of stdin; at its end kill soffice and leave."""
    for line in sys.stdin:
        lines.put(line)
    process.kill()
    os._exit(0)


def main():
    """Start LibreOffice, say so, then answer requests."""
    process = Process(sys.argv[1], sys.argv[2])
    lines = queue.Queue()
    threading.Thread(target=read_requests, args=(lines, process), daemon=True).start()
    try:
        server = Server(process.start())
        print(json.dumps({"ok": "ready"}), flush=True)
        while True:
            print(json.dumps(answer(server, lines.get())), flush=True)
    except Exception as problem:
        print(json.dumps({"error": str(problem)}), flush=True)
    finally:
        process.kill()


if __name__ == "__main__":
    main()
