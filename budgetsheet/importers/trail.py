"""Where each piece of a source went: nothing of it is dropped in silence."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from budgetsheet.importers.items import Cell, Line, Note, place_words
from budgetsheet.importers.words import key
from budgetsheet.model import Unplaced
from budgetsheet.text import tidy

_LONGEST = 16_000
"""A longer text is kept in pieces: a cell holds 32767 UTF-16 units."""
KEPT = "已留在“未归位”中。"


class Fate(Enum):
    """What became of a piece of the source."""

    PLACED = "归位"
    LABEL = "表头"
    UNPLACED = "未归位"
    LEFT_OUT = "略去"


@dataclass(frozen=True, slots=True)
class Placement:
    """One piece of the source, where it stood, what became of it and where it stands now.

    `path` is a path of the model for what was placed; `message` says why for the rest.
    """

    line: int
    at: str
    text: str
    fate: Fate
    path: str = ""
    message: str = ""

    @property
    def where(self) -> str:
        """The place in the source, in words."""
        return place_words(self.line, self.at)


@dataclass(slots=True)
class Step:
    """A placement while the document is read; `owner` is the project's draft, by identity."""

    line: int
    at: str
    text: str
    fate: Fate
    path: str = ""
    message: str = ""
    owner: object = None


class Trail:
    """Takes down what becomes of each piece, in the order of the source."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.decisions: list[Note] = []

    def place(self, piece: Line | Cell, path: str, owner: object = None) -> Step:
        """A piece that stands in the model now; a path of a draft where there is an owner."""
        return self._step(piece, piece.text, Fate.PLACED, path, owner=owner)

    def label(self, piece: Line | Cell) -> Step:
        """Fixed words of the form, which the workbook writes itself."""
        return self._step(piece, piece.text, Fate.LABEL)

    def leave(self, piece: Line | Cell, message: str, text: str | None = None) -> Step:
        """A piece without a place: kept for the person, and told."""
        return self._step(piece, piece.text if text is None else text, Fate.UNPLACED,
                          message=message)  # fmt: skip

    def omit(self, line: int, at: str, text: str, message: str) -> None:
        """Text that is no part of the document: told, not kept."""
        self.steps.append(Step(line, at, tidy(text), Fate.LEFT_OUT, message=message))

    def decide(self, piece: Line | Cell | None, message: str) -> None:
        """Something the importer decided and the person should look at once."""
        line, text, at = (piece.line, piece.text, piece.at) if piece else (0, "", "")
        self.decisions.append(Note(line, text, message, at))

    def turn(self, step: Step, message: str, text: str | None = None) -> None:
        """A piece that turned out to have no place after all."""
        step.fate, step.path, step.owner, step.message = Fate.UNPLACED, "", None, message
        step.text = step.text if text is None else text

    def settle(self, text: str, path: str) -> None:
        """What was left, and turns out to say what stands at a path anyway."""
        for step in self.steps:
            if text and step.fate is Fate.UNPLACED and key(step.text) == key(text):
                step.fate, step.path, step.message = Fate.PLACED, path, ""

    def _step(
        self, piece: Line | Cell, text: str, fate: Fate, path: str = "", message: str = "",
        owner: object = None,
    ) -> Step:  # fmt: skip
        self.steps.append(Step(piece.line, piece.at, tidy(text), fate, path, message, owner))
        return self.steps[-1]

    def placements(self, owners: list[object]) -> tuple[Placement, ...]:
        """Everything in order, each project's paths numbered as the projects stand now."""
        numbers = {id(owner): i for i, owner in enumerate(owners)}
        return tuple(
            Placement(s.line, s.at, s.text, s.fate, self._path(s, numbers), s.message)
            for s in self.steps
        )

    def _path(self, step: Step, numbers: dict[int, int]) -> str:
        return (
            step.path if step.owner is None else f"projects.{numbers[id(step.owner)]}.{step.path}"
        )

    def unplaced(self) -> Iterator[Unplaced]:
        """What the workbook keeps for the person, with the reason."""
        for step in self.steps:
            if step.fate is Fate.UNPLACED:
                for i in range(0, len(step.text), _LONGEST):
                    part = step.text[i : i + _LONGEST]
                    yield Unplaced(step.line, part, f"{step.at}　{step.message}".strip())

    def notes(self) -> Iterator[Note]:
        """What the person is told: what was left over, and what was decided."""
        for step in self.steps:
            if step.fate is Fate.UNPLACED:
                yield Note(step.line, step.text, f"{step.message}，{KEPT}", step.at)
        yield from self.decisions
