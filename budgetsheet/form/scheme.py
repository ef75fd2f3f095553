"""A scheme: one region's edition of the form, as data under `form/schemes/`."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from budgetsheet.errors import UnusableError
from budgetsheet.resources import load_toml
from budgetsheet.text import shortened

DEFAULT_SCHEME = "hebei"
SCHEMES = ("hebei", "central-2021")
_FOLDER = Path(__file__).parent / "schemes"


class Category(NamedTuple):
    """A 一级指标, the 二级指标 it may hold, and those a new sheet offers.

    `role` says what it is whatever a scheme calls it: output, benefit, satisfaction, cost.
    """

    name: str
    dimensions: tuple[str, ...]
    offered: tuple[str, ...]
    role: str = ""


class Column(NamedTuple):
    """A column of the indicator table: its field, the sheet's columns it takes, its looks.

    A target value may take three columns: `target_value` holds the figure or the whole
    wording, `target_value.symbol` and `target_value.unit` what stands around a figure.
    `label` is a key of the scheme's labels; `choices` make a drop-down.
    """

    field: str
    left: int
    right: int
    label: str
    centred: bool = False
    hint: str = ""
    choices: tuple[str, ...] = ()


class Places(NamedTuple):
    """First and last column of the entries above the indicators; labels fill what is between."""

    code: tuple[int, int]
    name: tuple[int, int]
    budget_amount: tuple[int, int]
    fiscal_funds: tuple[int, int]
    other_funds: tuple[int, int]
    plan: tuple[tuple[int, int], ...]


class Scheme(NamedTuple):
    """Taxonomy, labels, table, plan months and requirements of one edition of the form.

    `wraps` are the labels that the sheet breaks into lines, which the document does not.
    `roles` names the dimension that is quantity, quality, timeliness, cost, and so on.
    `weight_total` is what the weights of a project add up to, None where there are none.
    """

    id: str
    title: str
    plan_months: tuple[int, ...]
    required_dimensions: tuple[str, ...]
    required_categories: tuple[str, ...]
    part_one: tuple[str, ...]
    part_two: tuple[str, ...]
    categories: tuple[Category, ...]
    roles: Mapping[str, str]
    column_widths: tuple[float, ...]
    places: Places
    columns: tuple[Column, ...]
    weight_total: Decimal | None
    labels: Mapping[str, str]
    wraps: Mapping[str, str]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every allowed 一级指标 with each of its 二级指标."""
        return tuple((c.name, d) for c in self.categories for d in c.dimensions)

    @property
    def last_column(self) -> int:
        """The last column of the project table."""
        return len(self.column_widths) - 1

    @property
    def symbols(self) -> tuple[str, ...]:
        """The signs that have a column of their own; none where a target value is one cell."""
        return next((c.choices for c in self.columns if c.field == "target_value.symbol"), ())

    def dimension(self, role: str) -> str:
        """The dimension in a role, blank where the scheme has none."""
        return self.roles.get(role, "")

    def categories_of(self, roles: tuple[str, ...]) -> frozenset[str]:
        """The categories in any of some roles."""
        return frozenset(c.name for c in self.categories if c.role in roles)

    def plain_label(self, key: str) -> str:
        """A label without its wrapping hints, as messages name it."""
        return self.labels[key].replace("\n", "")

    def sheet_label(self, key: str) -> str:
        """A label as the sheet shows it, broken into lines where that helps."""
        return self.wraps.get(key, self.labels[key])

    def month_label(self, month: int) -> str:
        """What the plan calls the end of a month."""
        return self.labels["plan_node"].format(month=month)


@cache
def load_scheme(name: str) -> Scheme:
    """The scheme of that id.

    Raises: UnusableError when there is none, naming those there are.
    """
    if name not in SCHEMES:
        known = "、".join(SCHEMES)
        raise UnusableError(f"没有名为“{shortened(name)}”的表样；可用的有：{known}。")
    data = load_toml(_FOLDER / f"{name}.toml")
    return Scheme(
        id=data["id"],
        title=data["title"],
        plan_months=tuple(data["plan_months"]),
        required_dimensions=tuple(data["required_dimensions"]),
        required_categories=tuple(data["required_categories"]),
        part_one=tuple(data["part_one"]),
        part_two=tuple(data["part_two"]),
        categories=tuple(
            Category(c["name"], tuple(c["dimensions"]), tuple(c["offered"]), c["role"])
            for c in data["category"]
        ),
        roles=data["roles"],
        column_widths=tuple(data["column_widths"]),
        places=_places(data["places"]),
        columns=_columns(data["columns"]),
        weight_total=Decimal(data["weight_total"]) if "weight_total" in data else None,
        labels=data["labels"],
        wraps=data.get("wraps", {}),
    )


def _places(data: dict[str, Any]) -> Places:
    singles = {name: tuple(place) for name, place in data.items() if name != "plan"}
    return Places(**singles, plan=tuple((first, last) for first, last in data["plan"]))


def _columns(data: list[dict[str, Any]]) -> tuple[Column, ...]:
    """The columns from left to right, each as many of the sheet's as it spans."""
    found, left = [], 0
    for each in data:
        right = left + each.get("span", 1) - 1
        label = each.get("label", each["field"])
        looks = (each.get("centred", False), each.get("hint", ""), tuple(each.get("choices", ())))
        found.append(Column(each["field"], left, right, label, *looks))
        left = right + 1
    return tuple(found)
