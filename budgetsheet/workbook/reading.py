"""What reading a workbook gives: its values, their cells, and all that was noticed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from budgetsheet.findings import Hit, Normalised
from budgetsheet.form.book import FORM, Book
from budgetsheet.form.editions import TODAY, Edition
from budgetsheet.model import Filing, Project
from budgetsheet.workbook.derived import Derived

if TYPE_CHECKING:
    from budgetsheet.measure_names import Move


class Location(NamedTuple):
    """Where a path stands in the workbook that was read."""

    sheet: str
    cell: str
    label: str


class Copy(NamedTuple):
    """A project's sheet that stands in the workbook beside those of the form, and what it says.

    `same_as` is the sheet of the filing's project that says the same, or blank; `cells` are
    those it was read from.
    """

    sheet: str
    project: Project
    same_as: str = ""
    cells: frozenset[str] = frozenset()


class Reading:
    """A workbook's filing, with the cell of every value and all that was noticed.

    `lost` names what writing afresh would lose: a sheet that is not there, or a copy of a
    sheet with other contents. `renamed` gives each renamed sheet's own name.
    `overwritten` are cells that are told without being read: live checks that hold something
    else now, contents outside the form.
    `moves` are the measures that were renamed, merged or taken out; the texts follow already.
    `derived` reads what the workbook made of its entries, when it is asked for.
    """

    def __init__(
        self, filing: Filing, form: Book, edition: Edition = TODAY, record_sheet: str = FORM
    ) -> None:
        self.filing, self.form = filing, form
        self.edition, self.record_sheet = edition, record_sheet
        self.hits: list[Hit] = []
        self.normalised: list[Normalised] = []
        self.places: dict[str, Location] = {}
        self.sheet_names: dict[str, str] = {}
        self.renamed: dict[str, str] = {}
        self.copies: list[Copy] = []
        self.lost: list[str] = []
        self.overwritten: set[tuple[str, str]] = set()
        self.moves: list[Move] = []
        self.derived: Callable[[], Derived] = Derived

    def locate(self, path: str) -> Location:
        """The place of a path; of a part's nearest whole where the part has no cell."""
        while path not in self.places and "." in path:
            path = path.rpartition(".")[0]
        return self.places.get(path) or Location(self.sheet_names.get(path, ""), "", "")
