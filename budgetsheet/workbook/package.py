"""XlsxWriter with the two things it lacks for a form: a locked structure, fixed times."""

from io import BytesIO
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from budgetsheet.form.grid import Area


class FormWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no complete types
    """A sheet whose formulas are written as they stand."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """Our formulas use no function newer than Excel 2010, so none needs a prefix.

        Source: looking for such functions took three quarters of the time of writing.
        """
        return formula.removeprefix("=")


class FormWorkbook(Workbook):  # type: ignore[misc]  # XlsxWriter ships no complete types
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

    def style(self, *names: str) -> Any:
        """The cell format of named styles laid over each other, made once."""
        from budgetsheet.workbook.styles import properties

        if names not in self._formats_by_key:
            self._formats_by_key[names] = self.add_format(properties(names))
        return self._formats_by_key[names]

    def mark(self, name: str) -> Any:
        """The format that a conditional format lays over a cell, made once."""
        from budgetsheet.workbook.styles import MARKS

        if name not in self._formats_by_key:
            self._formats_by_key[name] = self.add_format(MARKS[name])
        return self._formats_by_key[name]

    def numbered(self, ws: Any, place: Area, number: int) -> None:
        """Show `1.` before a text without putting it into the text.

        The cell itself stays a text cell, so what is typed stays what was typed.
        """
        key = ("numbered", number)
        if key not in self._formats_by_key:
            self._formats_by_key[key] = self.add_format({"num_format": f'"{number}."@'})
        rule = {"type": "formula", "criteria": f"=LEN({place.cell})>0"}
        ws.conditional_format(
            place.top, place.left, place.bottom, place.right,
            {**rule, "format": self._formats_by_key[key]},
        )  # fmt: skip

    def _write_workbook_pr(self) -> None:
        """Source: ECMA-376 18.2.27 puts workbookProtection right after workbookPr."""
        super()._write_workbook_pr()
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
