"""What is wrong, as values: a Hit from a rule or the reader, a Finding for the person."""

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from budgetsheet.text import differing, shortened, without_blanks

_MOST_SHOWN = 60
"""Characters of a cell that a sentence shows."""


class Severity(Enum):
    """How much a fault weighs: an error blocks export, a warning needs a look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """The word a person sees."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]

    @property
    def mark(self) -> str:
        """The sign that tells it without colour."""
        return {"error": "●", "warning": "▲", "info": "○"}[self.value]


class Operand(NamedTuple):
    """A value in a message that is shown with its cell: `73.20（C4）`."""

    path: str
    shown: str


class Hit(NamedTuple):
    """A rule's bare result: which rule, at which path, with which values for its message.

    `severity` is set where the fault weighs less here than the rule says.
    """

    rule: str
    path: str
    values: Mapping[str, object] = {}
    severity: Severity | None = None


class Finding(NamedTuple):
    """A fault as a person and a program see it.

    `sheet` and `cell` are blank where a fault has no cell (a missing sheet). `waiver` is
    the person's reason, or blank.
    """

    rule: str
    severity: Severity
    path: str
    sheet: str
    cell: str
    label: str
    found: str
    expected: str
    message: str
    fix: str
    waiver: str = ""

    @property
    def blocks(self) -> bool:
        """Whether export stops here: an error without a reason."""
        return self.severity is Severity.ERROR and not self.waiver


class Normalised(NamedTuple):
    """A typed form that was understood and brought to the standard one; shown, not a fault.

    `note` names the characters that were passed over or read as others, or is blank.
    """

    path: str
    found: str
    read_as: str
    note: str = ""

    @property
    def seen(self) -> bool:
        """Whether a person sees a difference, or is told of what nobody sees.

        The sheet's checks of a code see every blank.
        """
        same = without_blanks(self.found) == without_blanks(self.read_as)
        return not same or bool(self.note) or self.path.endswith(".code")

    def hit(self, path: str, where: str = "") -> Hit:
        """It as something to be told, at a path; `where` names the cell where no path can.

        Of long texts only the stretch that differs is shown.
        """
        long = max(len(self.found), len(self.read_as)) > _MOST_SHOWN
        found, read_as = differing(self.found, self.read_as) if long else self[1:3]
        said = {"found": shortened(found), "read_as": shortened(read_as), "where": where}
        said["why"] = f"（{self.note}）" if self.note else ""
        return Hit("BS012", path, said)
