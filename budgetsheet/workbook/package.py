"""XlsxWriter with the two things it lacks for a form: a locked structure, fixed times."""

from functools import lru_cache
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter.worksheet import CellFormulaTuple

from budgetsheet.plain_xlsx import PlainPackager, PlainWorkbook, PlainWorksheet, result
from budgetsheet.workbook.calculation.operands import Fault


class _Pending:
    """What a formula comes to is worked out when all cells are written."""


PENDING = _Pending()


class _Part(StringIO):
    """A part's text, kept as UTF-8 once it is written: half the room of a Chinese `str`."""

    _written: bytes | None = None

    def keep(self) -> None:
        """Turn what was written so far into bytes."""
        self._written = super().getvalue().encode()
        self.seek(0)
        self.truncate()

    def getvalue(self) -> str:
        """The text, whichever way it is kept."""
        return super().getvalue() if self._written is None else self._written.decode()


class _FormPackager(PlainPackager):
    """A packager whose parts can be kept small."""

    def _filename(self, xml_filename: str) -> Any:
        part = _Part()
        self.filenames.append((part, xml_filename, False))
        return part


class SharedFormula(str):
    """A formula that several rows share: the first bears its text and area, the others none.

    Source: ECMA-376 18.3.1.40; a sheet of 20 rows is a fifth as long so.
    """

    __slots__ = ("attributes", "number")
    attributes: str
    number: int

    def __new__(cls, text: str, number: int, ref: str = "") -> "SharedFormula":
        """The formula of that number on its sheet; `ref` is the area of those that share it."""
        made = super().__new__(cls, text)
        made.number = number
        where = f' ref="{ref}"' if ref else ""
        made.attributes = f' t="shared"{where} si="{number}"'
        return made


class InlineText(str):
    """A text that stands in its cell, not among the strings that every reading goes through.

    Source: the words of the live checks took a tenth of the time of reading.
    """

    __slots__ = ()


class FormWorksheet(PlainWorksheet):
    """A sheet whose formulas are written as they stand."""

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0
    ) -> int:
        """Store a formula without a look for functions that would make it another kind."""
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(self._prepare_formula(formula), cell_format, value)
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """Our formulas use no function newer than Excel 2010, so none needs a prefix.

        Source: looking for such functions took three quarters of the time of writing.
        """
        ours = isinstance(formula, (SharedFormula, InlineText))
        return formula if ours else formula.removeprefix("=")

    def _xml_formula_element(self, formula: str, value: Any, attributes: Any) -> None:
        kind, shown = _stored(value, ("t", "b") in attributes)
        cell = "".join(f' {key}="{each}"' for key, each in attributes if key != "t")
        text = _escaped(formula)
        if isinstance(formula, InlineText):
            self.fh.write(f'<c{cell} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
            return
        begun = f"<c{cell}{kind}><f{getattr(formula, 'attributes', '')}"
        begun += "/>" if text == "=" else f">{text}</f>"
        said = self._escape_data(shown) if isinstance(shown, str) and shown else shown
        self.fh.write(f"{begun}<v>{said}</v></c>")

    def _assemble_xml_file(self) -> None:
        """Write the sheet's part and let go of its cells, which nothing needs any more.

        Source: 1000 projects took 526 MB with the cells of all sheets kept to the end.
        """
        super()._assemble_xml_file()
        self.fh.keep()
        self.table.clear()
        self.validations.clear()
        self.cond_formats.clear()
        self.merged_cells.clear()


@lru_cache(maxsize=512)
def _escaped(formula: str) -> str:
    """A formula as XML; all sheets of one layout have the same ones."""
    return formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stored(value: Any, truth: bool) -> tuple[str, Any]:
    """A cell's type, as its attribute, and what a formula comes to."""
    if truth:
        return ' t="b"', value
    if isinstance(value, Fault):
        return ' t="e"', value.code
    return (' t="str"', value and result(value)) if isinstance(value, str) else ("", value)


class FormWorkbook(PlainWorkbook):
    """A workbook in memory whose sheets cannot be added, removed, renamed or moved by hand.

    No password: the lock is a courtesy, not security.
    """

    worksheet_class = FormWorksheet

    def __init__(self, target: BytesIO) -> None:
        super().__init__(
            target,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.set_calc_mode("auto")
        self._formats_by_key: dict[Any, Any] = {}

    def _get_packager(self) -> _FormPackager:
        return _FormPackager()

    def style(self, *names: str) -> Any:
        """The cell format of named styles laid over each other, made once."""
        from budgetsheet.workbook.styles import properties

        if names not in self._formats_by_key:
            self._formats_by_key[names] = self.add_format(properties(names))
        return self._formats_by_key[names]

    def mark(self, name: str, number: int = 0) -> Any:
        """The format that a conditional format lays over a cell, made once.

        With a number, `1.` is shown before the cell's text without being put into it.
        """
        from budgetsheet.workbook.styles import MARKS

        key = (name, number)
        if key not in self._formats_by_key:
            shown = {"num_format": f'"{number}."@'} if number else {}
            self._formats_by_key[key] = self.add_format({**MARKS.get(name, {}), **shown})
        return self._formats_by_key[key]

    def _write_workbook_pr(self) -> None:
        """Source: ECMA-376 18.2.27 puts workbookProtection right after workbookPr."""
        super()._write_workbook_pr()
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
