"""XlsxWriter, with every text kept a plain text.

Source: XlsxWriter takes a text that begins with `<r>` and ends with `</r>` for the markup of
rich text and writes it into the file as it stands; and it writes what a formula comes to, and
a file's properties, without regard to characters that XML does not know.
"""

from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet
from xlsxwriter.xmlwriter import XMLwriter


class _PlainStrings(SharedStrings):  # type: ignore[misc]  # XlsxWriter ships no complete types
    """Shared texts of which none is markup."""

    def _xml_rich_si_element(self, string: str) -> None:
        self._xml_si_element(string, [])


class PlainPackager(Packager):  # type: ignore[misc]  # XlsxWriter ships no complete types
    """A packager that writes plain shared texts."""

    def _write_shared_strings_file(self) -> None:
        if self.workbook.str_table.count:
            strings = _PlainStrings()
            strings.string_table = self.workbook.str_table
            strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            strings._assemble_xml_file()


class PlainWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no complete types
    """A sheet on which Excel marks with its green triangle only what a person should look at."""

    _meant = ""

    def mean_as_is(self, cells: str) -> None:
        """Say in which cells digits are a text, and a formula unlike its neighbours' is right."""
        self._meant = cells

    def _write_ignored_errors(self) -> None:
        """Source: ECMA-376 18.3.1.50; an error value and a formula in an entry stay marked."""
        if not self._meant:
            return
        kinds = (
            "twoDigitTextYear", "numberStoredAsText", "formula", "formulaRange",
            "emptyCellReference",
        )  # fmt: skip
        self._xml_start_tag("ignoredErrors")
        self._xml_empty_tag("ignoredError", [("sqref", self._meant), *((k, 1) for k in kinds)])
        self._xml_end_tag("ignoredErrors")


class PlainWorkbook(Workbook):  # type: ignore[misc]  # XlsxWriter ships no complete types
    """A workbook whose texts are texts whatever they look like."""

    worksheet_class = PlainWorksheet

    def _get_packager(self) -> PlainPackager:
        return PlainPackager()


def result(value: object) -> object:
    """What a formula comes to, as it must be written."""
    return XMLwriter._escape_control_characters(value) if isinstance(value, str) else value
