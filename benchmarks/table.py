"""One line of the speed table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, ours and the peer's, and the limit that holds."""

    what: str
    ours: str
    peer: str
    ratio: float
    limit: float
    at_least: bool = False

    @property
    def held(self) -> bool:
        """Whether the limit is kept."""
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    def show(self) -> None:
        """Print the line."""
        sign = "≥" if self.at_least else "≤"
        verdict = "ok" if self.held else "MISSED"
        print(f"{self.what:<46}{self.ours:>12}{self.peer:>12}{self.ratio:>9.2f}"
              f"{sign + format(self.limit, 'g'):>9}  {verdict}", flush=True)  # fmt: skip


def milliseconds(seconds: float) -> str:
    """As the table shows it."""
    return f"{seconds * 1000:.1f} ms"
