"""Part one of a published document: objectives and safeguards out of running text."""

import re

from budgetsheet.importers.items import Line
from budgetsheet.importers.words import Words, key
from budgetsheet.model import Safeguard, SubObjective, replace

_PART_MARK = re.compile(r"[（(]([一二三四五六七八九十]+|\d+)[）)]\s*")


class OpeningReader:
    """Takes the lines before the tables and sorts them under the three headings."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._section = ""
        self.overall: list[str] = []
        self.sub_objectives: list[SubObjective] = []
        self.safeguards: list[Safeguard] = []

    @property
    def inside(self) -> bool:
        """Whether a heading is open under which lines have a place."""
        return bool(self._section)

    def close(self) -> None:
        """The tables begin: what follows needs a heading of its own."""
        self._section = ""

    def line(self, line: Line) -> str | None:
        """Place one line: the path where it stands now, blank for a heading, None for no place."""
        heading = self._words.heading(line.text)
        if heading:
            self._section = "" if heading == "part" else heading
            return ""
        place = {
            "overall_heading": self._overall_line,
            "sub_heading": self._sub_line,
            "safeguards_heading": self._safeguard_line,
        }.get(self._section)
        return place(line.text) if place else None

    def _overall_line(self, text: str) -> str:
        self.overall.append(text)
        return f"overall_objective.{len(self.overall) - 1}"

    def _sub_line(self, text: str) -> str:
        labels = self._words.scheme.labels
        last = self.sub_objectives[-1] if self.sub_objectives else SubObjective()
        for part, prefix in (("objective", "sub_objective_prefix"),
                             ("indicators", "sub_indicators_prefix")):  # fmt: skip
            if key(text).startswith(key(labels[prefix])):
                body = re.split("[:：]", text, maxsplit=1)[1].strip()
                if not self.sub_objectives:
                    self.sub_objectives.append(last)
                changed = {part: _joined(getattr(last, part), body)}
                self.sub_objectives[-1] = replace(last, **changed)
                return f"sub_objectives.{len(self.sub_objectives) - 1}.{part}"
        mark = _PART_MARK.match(text)
        begins = mark or not self.sub_objectives or last.objective or last.indicators
        body = text[mark.end() :] if mark else text
        if begins:
            self.sub_objectives.append(SubObjective(body))
        else:
            self.sub_objectives[-1] = replace(last, statement=_joined(last.statement, body))
        return f"sub_objectives.{len(self.sub_objectives) - 1}.statement"

    def _safeguard_line(self, text: str) -> str | None:
        mark = _PART_MARK.match(text)
        if mark:
            self.safeguards.append(Safeguard(text[mark.end() :]))
            return f"safeguards.{len(self.safeguards) - 1}.title"
        if not self.safeguards:
            return None
        last = self.safeguards[-1]
        self.safeguards[-1] = replace(last, paragraphs=(*last.paragraphs, text))
        return f"safeguards.{len(self.safeguards) - 1}.paragraphs.{len(last.paragraphs)}"


def _joined(before: str, text: str) -> str:
    return f"{before}\n{text}" if before else text
