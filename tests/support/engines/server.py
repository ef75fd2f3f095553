"""Runs in the engines' own Python: calculates workbooks, asked line by line in JSON.

    python server.py onlyoffice|formulon

`load` opens a workbook, `type` fills cells anew, `area` returns the values of an area.
"""

import json
import os
import re
import sys
from pathlib import Path


def corners(area):
    """Rows and columns of an area, counted from zero."""
    ends = [re.match(r"\$?([A-Z]+)\$?(\d+)$", end).groups() for end in area.split(":")]
    found = [(int(row) - 1, number(letters) - 1) for letters, row in ends]
    return (*found[0], *found[-1])


def number(letters):
    """A column's number, counted from one."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


class Formulon:
    """The engine that is held to Excel's own results, compiled to WebAssembly."""

    PROFILE = "win-365-zh_CN"
    LOOKS_THROUGH = re.compile(r"(?<=LOOKUP\(2,1/ISNUMBER\(FIND\()@")
    """Where it takes a name for one of its cells, in a formula loaded and not typed.

    The mark stands for a formula of before dynamic arrays; but of LOOKUP's second argument
    Excel has always made an array, without being told.
    """

    def __init__(self):
        self.book, self.numbers = None, {}

    def load(self, path):
        """Open and calculate."""
        from formulon import Workbook

        if self.book is not None:
            self.book.close()
        self.book = Workbook.load(Path(path).read_bytes())
        self.book.set_excel_profile_id(self.PROFILE)
        count = self.book.sheet_count()
        self.numbers = {self.book.sheet_name(i): i for i in range(count)}
        self._type_lookups()
        self.book.recalc()

    def _type_lookups(self):
        for number in self.numbers.values():
            loaded = [(cell.row, cell.col, cell.formula or "") for cell in
                      self.book.iter_cells(number)]  # fmt: skip
            for row, column, formula in loaded:
                if (typed := self.LOOKS_THROUGH.sub("", formula)) != formula:
                    self.book.set_formula(number, row, column, typed)

    def type(self, cells):
        """Fill cells, and calculate."""
        for sheet, ref, formula, value in cells:
            row, column, *_ = corners(ref)
            place = (self.numbers[sheet], row, column)
            if formula:
                self.book.set_formula(*place, "=" + formula)
            elif value is None:
                self.book.set_blank(*place)
            elif isinstance(value, str):
                self.book.set_text(*place, value)
            else:
                self.book.set_number(*place, value)
        self.book.recalc()

    def area(self, sheet, area):
        """The values of an area."""
        top, left, bottom, right = corners(area)
        columns = range(left, right + 1)
        return [
            [self._value(sheet, row, column) for column in columns]
            for row in range(top, bottom + 1)
        ]

    def _value(self, sheet, row, column):
        found = self.book.get_value(self.numbers[sheet], row, column)
        if found.kind.name == "ERROR":
            return self.book.get_display_text(self.numbers[sheet], row, column)[0]
        value = found.to_python()
        return value if value is None or isinstance(value, (str, float, bool)) else str(value)


class OnlyOffice:
    """ONLYOFFICE's editor without its window."""

    FREE = "XFA1"
    """A cell that nothing uses: the first thing typed makes the editor calculate all."""

    def __init__(self):
        import docbuilder

        self.builder, self.answer, self.is_open = docbuilder.CDocBuilder(), None, False

    def load(self, path):
        """Open, and have everything calculated."""
        if self.is_open:
            self.builder.CloseFile()
        if self.builder.OpenFile(path, ""):
            raise ValueError("not opened: " + path)
        self.is_open = True
        self.answer = self.builder.GetContext().CreateUndefined()
        self._run(f"Api.GetActiveSheet().GetRange('{self.FREE}').SetValue('=1+1');")

    def type(self, cells):
        """Fill cells; a text that was not taken for the text it is, is an error.

        All is calculated anew: left to itself the editor remembers what COUNTIF has counted.
        """
        plain = [[s, ref, "=" + f if f else "" if v is None else v] for s, ref, f, v in cells]
        self._run(
            f"return JSON.stringify({json.dumps(plain)}.filter(function (c) {{"
            "  var cell = Api.GetSheet(c[0]).GetRange(c[1]);"
            "  cell.SetValue(c[2]);"
            "  return c[2] !== '' && c[2][0] !== '=' && cell.GetValue() !== c[2];"
            "}));"
        )
        other = json.loads(self.answer.ToString())
        if other:
            raise ValueError(f"taken otherwise: {other[:3]}")
        self._run("Api.RecalculateAllFormulas();")

    def area(self, sheet, area):
        """The values of an area; a blank cell and an empty text are the same here."""
        cells = f"Api.GetSheet({json.dumps(sheet)}).GetRange({json.dumps(area)})"
        self._run(f"return JSON.stringify({cells}.GetValue());")
        found = json.loads(self.answer.ToString())
        return found if isinstance(found, list) else [[found]]

    def _run(self, script):
        if not self.builder.ExecuteCommand(f"(function () {{{script}}})()", self.answer):
            raise ValueError("not run: " + script[:200])


def main():
    """Answer until there are no more questions."""
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what an engine prints is no answer
    engine = {"onlyoffice": OnlyOffice, "formulon": Formulon}[sys.argv[1]]()
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"ok": getattr(engine, asked["op"])(*asked["arguments"])}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        lines.write(json.dumps(answer) + "\n")
        lines.flush()
    os._exit(0)  # one of the engines falls over its own feet when it is torn down


if __name__ == "__main__":
    main()
