"""What a document's characters are before anything is read: as usual, and the odd ones told."""

from dataclasses import replace

from budgetsheet import characters
from budgetsheet.importers.items import Aside, Break, Item, Line, Row
from budgetsheet.importers.trail import Trail

_WHAT_NOW = "编码、金额、百分比和选项里的没有读，文字里看不见的在校验时逐处指出。"


class Entrance:
    """Gives each piece with usual characters, and remembers where an odd one stood first."""

    def __init__(self) -> None:
        self._first: dict[str, Line] = {}
        self._counts: dict[str, int] = {}

    def item(self, item: Item) -> Item:
        """The same piece; ideographs for what looks like them, nothing unseen around a line."""
        if isinstance(item, Break | Aside):
            return item
        if isinstance(item, Line):
            return replace(item, text=self._text(item.text, item.line, item.at))
        cells = (replace(c, text=self._text(c.text, c.line, c.at)) for c in item.cells)
        return Row(tuple(cells), item.goes_on)

    def _text(self, text: str, line: int, at: str) -> str:
        if text.isascii() and text.isprintable():
            return text
        for character in characters.odd(text):
            self._first.setdefault(character, Line(line, text, at))
            self._counts[character] = self._counts.get(character, 0) + 1
        return characters.folded(characters.without_outer(text)).strip()

    def tell(self, trail: Trail) -> None:
        """One note, at the first place, names every odd character of the document."""
        if self._first:
            named = "、".join(f"{characters.called(c)} {n} 处" for c, n in self._counts.items())
            trail.decide(next(iter(self._first.values())), f"文件里有{named}；{_WHAT_NOW}")
