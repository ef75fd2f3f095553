"""Part one of a published document: objectives and safeguards out of running text."""

import re

from budgetsheet.importers.lines import Line, Words, key
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

    def line(self, line: Line) -> bool:
        """Place one line; tells whether it has a place."""
        heading = self._words.heading(line.text)
        if heading:
            self._section = "" if heading == "part" else heading
            return True
        place = {
            "overall_heading": self._overall_line,
            "sub_heading": self._sub_line,
            "safeguards_heading": self._safeguard_line,
        }.get(self._section)
        return place is not None and place(line.text)

    def _overall_line(self, text: str) -> bool:
        self.overall.append(text)
        return True

    def _sub_line(self, text: str) -> bool:
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
                return True
        mark = _PART_MARK.match(text)
        begins = mark or not self.sub_objectives or last.objective or last.indicators
        body = text[mark.end() :] if mark else text
        if begins:
            self.sub_objectives.append(SubObjective(body))
        else:
            self.sub_objectives[-1] = replace(last, statement=_joined(last.statement, body))
        return True

    def _safeguard_line(self, text: str) -> bool:
        mark = _PART_MARK.match(text)
        if mark:
            self.safeguards.append(Safeguard(text[mark.end() :]))
        elif self.safeguards:
            last = self.safeguards[-1]
            self.safeguards[-1] = replace(last, paragraphs=(*last.paragraphs, text))
        else:
            return False
        return True


def _joined(before: str, text: str) -> str:
    return f"{before}\n{text}" if before else text
