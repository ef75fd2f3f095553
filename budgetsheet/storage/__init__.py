"""The one place that reads and changes a person's files: whole or not at all, the old one kept."""

from budgetsheet.storage.places import same_place
from budgetsheet.storage.reading import read_file
from budgetsheet.storage.writing import Over, write_file

__all__ = ["Over", "read_file", "same_place", "write_file"]
