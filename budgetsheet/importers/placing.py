"""How a reader of rows says where each cell went."""

from collections.abc import Mapping
from typing import NamedTuple


class Left(NamedTuple):
    """A cell that is understood but has no place in this form: kept with the reason."""

    message: str
    text: str


Taken = dict[int, "str | Left | None"]
"""Cells that a reader took: the path in the project, None for a label, or why it is left."""


def over(columns: Mapping[int, str], at: int) -> str:
    """What the head over a column says: the nearest one at or left of it."""
    return next((columns[i] for i in sorted(columns, reverse=True) if i <= at), "")
