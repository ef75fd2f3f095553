"""Where each value of a filing stands in the workbook that is written of it."""

from collections.abc import Callable

from budgetsheet.form import book as names
from budgetsheet.form.book import Book
from budgetsheet.model import Filing
from budgetsheet.workbook.reading import Location


def fresh_places(filing: Filing, form: Book) -> Callable[[str], Location]:
    """The place of a path; of its nearest whole where it has no cell of its own."""
    places = form.places(filing)
    sheets = {f"projects.{i}": n for i, n in enumerate(names.project_sheet_names(filing.projects))}
    sheets["department"] = names.DEPARTMENT

    def locate(path: str) -> Location:
        while path not in places and "." in path:
            path = path.rpartition(".")[0]
        place = places.get(path)
        if place is None:
            return Location("", "", "")
        return Location(sheets[place.sheet], place.area.cell, place.label)

    return locate
