"""Excel's objects as far as we use them, held in memory: what is done to them is noted.

An instance fails as its setting says:

busy      so many first uses are refused, as while a cell is being edited
types     a member's name: from its use on the person types into a cell
dies      a member's name: when it is used Excel ends, as when it crashes
closes    a member's name: from its use on the workbook is no more
"""

import re
import shutil

REJECTED = -2147418111
EDITING = -2146777998
NO_OBJECT = -2146827864
REFUSED = -2146827284
NO_MEMBER = -2147352573
CELL = re.compile(r"([A-Z]+)(\d+)")


class RefusalError(Exception):
    """What Excel answers when it does not do something."""

    def __init__(self, code, text="拒绝"):
        super().__init__(text)
        self.code, self.text = code, text


def use(thing, name, arguments, called):
    """Read a property or call a method by name, as a client asks for it."""
    thing.excel.ask(name)
    if name == "_value_":
        return thing.item(*arguments)
    member = getattr(thing, name, None)
    if member is None and name in thing.puts:
        return thing.puts[name]
    if member is None or (callable(member) and not called and not isinstance(member, Thing)):
        raise RefusalError(NO_MEMBER)
    return member(*arguments) if callable(member) else member


def put(thing, name, value):
    """Set a property by name."""
    thing.excel.ask(name)
    thing.put(name, value)


class Thing:
    """An object of Excel's: what it holds are attributes, what it does are methods."""

    def __init__(self, excel, **held):
        self.__dict__.update(held, excel=excel, puts={})

    def put(self, name, value):
        """Keep what is put; a thing with consequences does more."""
        self.puts[name] = value

    def item(self, *_):
        """Answer when it is called itself, as collections are."""
        raise RefusalError(NO_MEMBER)


class Many(Thing):
    """A collection counted from one."""

    @property
    def Count(self):
        return len(self.members)

    def item(self, key):
        """Find by number or name."""
        if isinstance(key, (int, float)) and 1 <= key <= len(self.members):
            return self.members[int(key) - 1]
        for member in self.members:
            if getattr(member, "Name", None) == key:
                return member
        raise RefusalError(REFUSED, "下标越界")

    Item = item


class Name(Thing):
    """A defined name."""

    def put(self, name, value):
        self.excel.state["names"][self.Name] = value
        super().put(name, value)


class Sheet(Thing):
    """A worksheet; `state` is what the test looks at."""

    def _need_open(self):
        if self.state["locked"]:
            raise RefusalError(REFUSED, "工作表受保护")

    @property
    def ProtectContents(self):
        return self.state["locked"]

    ProtectDrawingObjects = ProtectScenarios = True

    @property
    def Protection(self):
        return Thing(self.excel, **self.state["allowed"])

    def Unprotect(self, password):
        """Lift the lock; a wrong password is refused as Excel does."""
        if self.state["password"] and password != self.state["password"]:
            raise RefusalError(REFUSED, "密码不正确")
        self.state["locked"] = False
        self.excel.note(f"unlock {self.Name}")

    def Protect(self, _password, _objects, contents, _scenarios, _interface, *allowed):
        """Lock again with what is allowed."""
        self.state["locked"] = contents
        self.state["allowed"] = dict(zip(self.state["allowed"], allowed, strict=True))
        self.excel.note(f"lock {self.Name}")

    def Activate(self):
        """Come to the front."""
        self.excel.state["front"] = self.Name

    def Range(self, address):
        """Find cells by their address."""
        return Cells(self.excel, sheet=self, address=address.replace("$", ""))

    def Rows(self, number):
        """Find a row."""
        return Row(self.excel, sheet=self, number=int(number))

    @property
    def UsedRange(self):
        rows = [int(CELL.match(cell)[2]) for cell in self.state["cells"]] or [1]
        return Thing(self.excel, Row=1, Rows=Thing(self.excel, Count=max(rows)))

    @property
    def Cells(self):
        return Thing(self.excel, FormatConditions=self.formats())

    @property
    def Hyperlinks(self):
        return Links(self.excel, sheet=self)

    def formats(self, address=""):
        """Find the conditional formats."""
        members = [Format(self.excel, sheet=self, data=one) for one in self.state["formats"]]
        return Formats(self.excel, sheet=self, members=members, address=address)


class Row(Thing):
    """A whole row."""

    def put(self, name, value):
        self.sheet._need_open()
        if name == "RowHeight":
            self.sheet.state["heights"][str(self.number)] = value


class Links(Thing):
    """The hyperlinks of a sheet."""

    def Add(self, anchor, _address, place):
        """Make a cell jump."""
        self.sheet.state["links"][anchor.Address.replace("$", "")] = place


class Formats(Many):
    """Conditional formats of a sheet or of cells."""

    def Add(self, kind, _operator, formula):
        """Put in one more."""
        self.sheet._need_open()
        made = {"kind": int(kind), "formula": formula, "cells": self.address}
        self.sheet.state["formats"].append(made)
        return Format(self.excel, sheet=self.sheet, data=made)


class Format(Thing):
    """A conditional format."""

    @property
    def Type(self):
        return self.data["kind"]

    @property
    def Formula1(self):
        return self.data["formula"]

    @property
    def Interior(self):
        return Look(self.excel, data=self.data, part="fill ")

    @property
    def Font(self):
        return Look(self.excel, data=self.data, part="font ")

    def SetFirstPriority(self):
        """Win over all others."""
        self.sheet.state["formats"].remove(self.data)
        self.sheet.state["formats"].insert(0, self.data)

    def Delete(self):
        """Go away."""
        self.sheet._need_open()
        self.sheet.state["formats"].remove(self.data)


class Look(Thing):
    """A font, fill or border, noted with what it belongs to."""

    def put(self, name, value):
        self.data[self.part + name] = value


class Cells(Thing):
    """Cells named by an address."""

    def each(self):
        """List the addresses, row by row."""
        first, _, last = self.address.partition(":")
        (left, top), (right, bottom) = (CELL.match(a).groups() for a in (first, last or first))
        for row in range(int(top), int(bottom) + 1):
            for column in range(number_of(left), number_of(right) + 1):
                yield f"{chr(64 + column)}{row}"

    @property
    def Address(self):
        return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", self.address)

    @property
    def Row(self):
        return int(CELL.match(self.address)[2])

    @property
    def Column(self):
        return number_of(CELL.match(self.address)[1])

    @property
    def MergeArea(self):
        return self

    @property
    def FormatConditions(self):
        return self.sheet.formats(self.address)

    @property
    def Hyperlinks(self):
        return Removal(self.excel, cells=self)

    def Select(self):
        """Be selected; only on the sheet in front."""
        if self.excel.state["front"] != self.sheet.Name:
            raise RefusalError(REFUSED, "只能选中活动工作表上的单元格")
        self.excel.state["selected"][self.sheet.Name] = self.Address

    def ClearContents(self):
        """Empty the cells."""
        self.sheet._need_open()
        for cell in self.each():
            self.sheet.state["cells"].pop(cell, None)

    def ClearFormats(self):
        """Let the cells look like new ones."""
        self.sheet._need_open()
        for cell in self.each():
            self.sheet.state["looks"].pop(cell, None)

    def put(self, name, value):
        self.sheet._need_open()
        if name == "Value":
            rows = value if isinstance(value, tuple) else ((value,),)
            flat = [one for row in rows for one in row]
            for cell, one in zip(self.each(), flat, strict=True):
                self.sheet.state["cells"][cell] = self._taken(cell, one)
        elif name == "Formula":
            self.sheet.state["cells"][self.address] = value
        else:
            self._dress(name, value)

    def _taken(self, cell, value):
        """Take a value as Excel does: a text that looks like a formula is one."""
        if not isinstance(value, str):
            return value
        if self.sheet.state["looks"].get(cell, {}).get("NumberFormat") == "@":
            return value
        if value.startswith("'"):
            return value[1:]
        raise RefusalError(REFUSED, f"“{value}”会被当作公式或数")

    def _dress(self, name, value):
        for cell in self.each():
            self.sheet.state["looks"].setdefault(cell, {})[name] = value

    @property
    def Font(self):
        return Dress(self.excel, cells=self, part="Font.")

    @property
    def Interior(self):
        return Dress(self.excel, cells=self, part="Interior.")

    @property
    def Borders(self):
        return Dress(self.excel, cells=self, part="Borders.")


class Dress(Thing):
    """The font, fill or borders of cells."""

    def put(self, name, value):
        self.cells._dress(self.part + name, value)


class Removal(Thing):
    """The hyperlinks of cells, to be deleted; their looks go with them, as in Excel."""

    def Delete(self):
        """Take the links off."""
        for cell in self.cells.each():
            if self.cells.sheet.state["links"].pop(cell, None):
                self.cells.sheet.state["looks"].pop(cell, None)


class Window(Thing):
    """The workbook's window."""

    @property
    def RangeSelection(self):
        sheet = self.book.sheets.item(self.excel.state["front"])
        return sheet.Range(self.excel.state["selected"].get(sheet.Name, "A1"))

    @property
    def ScrollRow(self):
        return self.excel.state["scroll"][0]

    @property
    def ScrollColumn(self):
        return self.excel.state["scroll"][1]

    def put(self, name, value):
        self.excel.state["scroll"][name == "ScrollColumn"] = value


class Workbook(Thing):
    """The open workbook."""

    def __init__(self, excel, setting):
        super().__init__(excel, FullName=setting["path"], ReadOnly=setting["read_only"])
        self.screen = setting["screen"]
        self.sheets = Many(excel, members=[
            Sheet(excel, Name=name, state=excel.state["sheets"][name])
            for name in excel.state["sheets"]
        ])  # fmt: skip
        self.Sheets = self.Worksheets = self.sheets
        self.Windows = Many(excel, members=[Window(excel, book=self)])
        self.Names = Many(excel, members=[Name(excel, Name=n) for n in excel.state["names"]])

    @property
    def Application(self):
        return self.excel.application

    @property
    def ActiveSheet(self):
        return self.sheets.item(self.excel.state["front"])

    def Activate(self):
        """Come to the front."""
        self.excel.note("activate")

    def SaveCopyAs(self, target):
        """Save what the test says is on the screen."""
        shutil.copy(self.screen, target)
        self.excel.note("copy")


class Application(Thing):
    """Excel itself."""

    @property
    def Application(self):
        return self

    ScreenUpdating = property(lambda self: self.excel.state["screen_updating"])

    def put(self, name, value):
        if name == "ScreenUpdating":
            self.excel.state["screen_updating"] = value
        self.excel.note(f"{name} {value}")


class Excel:
    """The whole: one workbook, its windows, its notes."""

    def __init__(self, setting, end):
        self.setting, self.end = setting, end
        self.calls, self.closed = 0, False
        self.state = {"sheets": {}, "names": {"bs.results.rows": ""}, "notes": [],
                      "front": setting["front"], "selected": setting["selected"],
                      "scroll": [7, 1], "screen_updating": True}  # fmt: skip
        for name in setting["sheets"]:
            self.state["sheets"][name] = {
                "locked": True, "password": setting["passwords"].get(name, ""),
                "allowed": setting["allowed"], "cells": {}, "looks": {}, "links": {},
                "heights": {}, "formats": setting["formats"].get(name, []),
            }  # fmt: skip
        self.book = Workbook(self, setting)
        self.application = Application(self)
        self.application.Workbooks = Many(self, members=[self.book])

    def ask(self, name):
        """Refuse or die as the setting says, at any use of any member."""
        self.calls += 1
        if self.calls <= self.setting["busy"]:
            raise RefusalError(REJECTED if self.calls % 2 else EDITING, "Excel 正忙")
        if name == self.setting["types"]:
            self.setting["busy"] = 10**9
        if name == self.setting["dies"]:
            self.end()
        self.closed = self.closed or name == self.setting["closes"]
        if self.closed:
            raise RefusalError(NO_OBJECT, "要求对象")

    def told(self):
        """Everything that was done, and how things are now."""
        return self.state | {"calls": self.calls}

    def note(self, what):
        """Note what was done, in order."""
        self.state["notes"].append(what)


def number_of(letters):
    """Count a column's letters from one; the forms stay within Z."""
    return ord(letters) - 64
