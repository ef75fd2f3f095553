"""The one place that reads and changes a person's files: whole or not at all, the old one kept.

What only writing needs is imported when it is first asked for: a check writes nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from budgetsheet.storage.reading import read_file

if TYPE_CHECKING:
    from budgetsheet.storage.places import same_place
    from budgetsheet.storage.writing import Over, refuse_unfit, write_file

__all__ = ["Over", "read_file", "refuse_unfit", "same_place", "write_file"]
_LATE = {
    "Over": "writing", "refuse_unfit": "writing", "same_place": "places", "write_file": "writing",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
