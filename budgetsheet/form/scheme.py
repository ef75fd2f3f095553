"""A scheme: one region's edition of the form, as data under `form/schemes/`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from budgetsheet.errors import UnusableError

DEFAULT_SCHEME = "hebei"
SCHEMES = ("hebei",)
_FOLDER = Path(__file__).parent / "schemes"


class Category(NamedTuple):
    """A 一级指标, the 二级指标 it may hold, and those a new sheet offers."""

    name: str
    dimensions: tuple[str, ...]
    offered: tuple[str, ...]


class Scheme(NamedTuple):
    """Taxonomy, labels, plan months and requirements of one edition of the form."""

    id: str
    title: str
    plan_months: tuple[int, ...]
    required_dimensions: tuple[str, ...]
    required_categories: tuple[str, ...]
    part_one: tuple[str, ...]
    part_two: tuple[str, ...]
    categories: tuple[Category, ...]
    labels: Mapping[str, str]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every allowed 一级指标 with each of its 二级指标."""
        return tuple((c.name, d) for c in self.categories for d in c.dimensions)

    def plain_label(self, key: str) -> str:
        """A label without its wrapping hints, as messages name it."""
        return self.labels[key].replace("\n", "")

    def month_label(self, month: int) -> str:
        """What the plan calls the end of a month."""
        return self.labels["plan_node"].format(month=month)


@cache
def load_scheme(name: str) -> Scheme:
    """The scheme of that id.

    Raises: UnusableError when there is none, naming those there are.
    """
    if name not in SCHEMES:
        raise UnusableError(f"没有名为“{name}”的表样；可用的有：{'、'.join(SCHEMES)}。")
    data = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    return Scheme(
        id=data["id"],
        title=data["title"],
        plan_months=tuple(data["plan_months"]),
        required_dimensions=tuple(data["required_dimensions"]),
        required_categories=tuple(data["required_categories"]),
        part_one=tuple(data["part_one"]),
        part_two=tuple(data["part_two"]),
        categories=tuple(
            Category(c["name"], tuple(c["dimensions"]), tuple(c["offered"]))
            for c in data["category"]
        ),
        labels=data["labels"],
    )
