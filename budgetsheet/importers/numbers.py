"""The numbers of a project in a document, read as the workbook's reader will read them again."""

from collections.abc import Callable
from decimal import Decimal

from budgetsheet import money
from budgetsheet.form.project_sheet import indicator_fields, plan_field, project_fields
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import Unreadable
from budgetsheet.money_units import MONEY_UNITS, USUAL, written_amount
from budgetsheet.text import bare_text, tidy


class Entries:
    """Reads the numbers of one project; `unreadable` keeps those that are none."""

    def __init__(self, key: str, scheme: Scheme) -> None:
        self._key = key
        self._required = {
            field.name: field.required
            for field in (
                *project_fields(scheme), *indicator_fields(scheme),
                *(plan_field(scheme, month) for month in scheme.plan_months),
            )
        }  # fmt: skip
        self.unreadable: list[Unreadable] = []

    def read(
        self, path: str, text: str, parse: Callable[[str, str], Decimal], unit: str = USUAL
    ) -> Decimal | None:
        """A number, None for a blank or a word for nothing; what is neither is kept as typed."""
        text = bare_text(text)
        name = path if path in self._required else path.rpartition(".")[2]
        if not text or (not self._required.get(name) and money.says_none(text)):
            return None
        try:
            return parse(text, unit)
        except ValueError:
            self.keep(path, f"{tidy(text)}{unit}" if unit != USUAL and bare_figure(text) else text)
            return None

    def keep(self, path: str, text: str) -> None:
        """Keep as typed what cannot be told for a number."""
        self.unreadable.append(Unreadable(f"{self._key}.{path}", tidy(text)))


def amount(text: str, unit: str) -> Decimal:
    """An amount in 万元; a unit written behind the figure goes before the table's.

    Raises: ValueError when it is no figure, or stands in money that no table knows.
    """
    if unit not in MONEY_UNITS and not written_amount(text).unit:
        raise ValueError(text)
    return money.parse_amount(text, unit if unit in MONEY_UNITS else USUAL, converts=True)


def percent(text: str, unit: str) -> Decimal:
    """A percentage. Raises: ValueError when it is none."""
    return money.parse_percent(text)


def score(text: str, unit: str) -> Decimal:
    """Points. Raises: ValueError when it is no figure."""
    return money.parse_score(text)


def bare_figure(text: str) -> bool:
    """Whether a text is a figure without a unit."""
    try:
        money.parse_number(text)
    except ValueError:
        return False
    return True
