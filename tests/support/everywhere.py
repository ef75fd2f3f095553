"""A filing with one text in every text field that the model has, found from the model's types.

A field that joins the model later is covered without a word here.
"""

from __future__ import annotations

from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from budgetsheet.form.scheme import load_scheme
from budgetsheet.model import Filing, PlanNode, Unreadable, Waiver, replace

_NUMBERS = {int: 2027, Decimal: Decimal("1.00")}


def text_fields(record: type = Filing, path: str = "") -> list[str]:
    """Return the path of every text field of a record and of what it holds."""
    found: list[str] = []
    for name, kind in get_type_hints(record).items():
        here = f"{path}.{name}" if path else name
        inner = _inner(kind)
        if inner is str:
            found.append(here)
        elif _is_record(inner):
            found += text_fields(inner, here)
    return found


def filing_of(text: str) -> Filing:
    """Return a filing that holds the text wherever the model takes one."""
    scheme = load_scheme("hebei")
    made: Filing = _filled(Filing, text)
    project = replace(
        made.projects[0],
        spending_plan=tuple(PlanNode(month, Decimal("1.00")) for month in scheme.plan_months),
        indicators=tuple(replace(row, weight=None) for row in made.projects[0].indicators),
        budget_amount=None,
    )
    return replace(
        made,
        scheme=scheme.id,
        projects=(project, project),
        waivers=(Waiver("projects.0.name", "BS304", text),),
        unreadable=(Unreadable("projects.0.budget_amount", text),),
    )


def _filled(record: Any, text: str) -> Any:
    return record(**{name: _value(kind, text) for name, kind in get_type_hints(record).items()})


def _value(kind: Any, text: str) -> Any:
    inner = _inner(kind)
    single = (
        text if inner is str else _filled(inner, text) if _is_record(inner) else _NUMBERS[inner]
    )
    return (single,) if get_origin(kind) is tuple else single


def _inner(kind: Any) -> Any:
    """Return what a field holds, whether it holds one, several or none."""
    if get_origin(kind) is tuple or isinstance(kind, UnionType):
        return get_args(kind)[0]
    return kind


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields")
