"""What every export starts from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from budgetsheet.document import Document, Narrative
from budgetsheet.findings import Finding
from budgetsheet.model import Filing


@dataclass(frozen=True)
class Export:
    """The filing, its document and trace, what was found, and where each path stands.

    `locate` gives sheet and cell of a path; `moment` is the time that files bear. With
    `appendix` the docx ends in a page of pictures.
    """

    filing: Filing
    document: Document
    narrative: Narrative
    findings: tuple[Finding, ...]
    locate: Callable[[str], tuple[str, str]]
    draft: bool
    moment: datetime
    appendix: bool = False

    @property
    def title(self) -> str:
        """Whose document of which year it is."""
        year = f"{self.filing.year}年度" if self.filing.year else ""
        return f"{self.document.unit}{year}预算绩效目标"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line, what people call it, its suffix, its maker."""

    name: str
    title: str
    suffix: str
    make: Callable[[Export], bytes]
