"""What reading a workbook gives: its values, their cells, and all that was noticed."""

from typing import NamedTuple

from budgetsheet.findings import Hit, Normalised
from budgetsheet.form.book import Book
from budgetsheet.model import Filing, Project


class Location(NamedTuple):
    """Where a path stands in the workbook that was read."""

    sheet: str
    cell: str
    label: str


class Copy(NamedTuple):
    """A project's sheet that stands in the workbook beside those of the form, and what it says.

    `same_as` is the sheet of the filing's project that says the same, or blank.
    """

    sheet: str
    project: Project
    same_as: str = ""


class Reading:
    """A workbook's filing, with the cell of every value and all that was noticed.

    `lost` names what writing afresh would lose: a sheet that is not there, or a copy of a
    sheet with other contents.
    """

    def __init__(self, filing: Filing, form: Book) -> None:
        self.filing, self.form = filing, form
        self.hits: list[Hit] = []
        self.normalised: list[Normalised] = []
        self.places: dict[str, Location] = {}
        self.sheet_names: dict[str, str] = {}
        self.copies: list[Copy] = []
        self.lost: list[str] = []

    def locate(self, path: str) -> Location:
        """The place of a path; of a part's nearest whole where the part has no cell."""
        while path not in self.places and "." in path:
            path = path.rpartition(".")[0]
        return self.places.get(path) or Location(self.sheet_names.get(path, ""), "", "")
