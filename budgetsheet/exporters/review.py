"""The review copy: the document with the origin of every figure, the findings, and pictures."""

from typing import NamedTuple

from markupsafe import Markup

from budgetsheet.document import DRAFT_MARK, Figure, Heading, Paragraph
from budgetsheet.exporters.base import Export
from budgetsheet.exporters.page import Piece, column_shares, parts_of
from budgetsheet.exporters.pictures import pictures_of
from budgetsheet.exporters.svg import svg_of
from budgetsheet.findings import Severity
from budgetsheet.form.scheme import load_scheme
from budgetsheet.resources import render_template
from budgetsheet.trace import Origin, origin_of, totals_of


class Note(NamedTuple):
    """The numbered origin of a figure."""

    number: int
    origin: Origin


def make_review(export: Export) -> bytes:
    """One self-contained page; the notes show on hover and focus, and under each text in print."""
    notes = _Notes(export)
    parts = parts_of(export.document, notes.pieces)
    scheme = load_scheme(export.filing.scheme)
    drawn = [
        (picture, Markup(svg_of(picture, number)))  # noqa: S704  # every text in it is escaped
        for number, picture in enumerate(pictures_of(export.filing), start=1)
    ]
    text = render_template(
        "review.html.j2",
        title=export.title,
        draft_mark=DRAFT_MARK if export.draft else "",
        parts=parts,
        shares=column_shares(export.document),
        notes=notes.made,
        totals=totals_of(export.filing, scheme, export.locate, export.narrative.totals),
        findings=export.findings,
        counts=[(s.label, sum(f.severity is s for f in export.findings)) for s in Severity],
        pictures=drawn,
    )
    return text.encode("utf-8", "replace")


class _Notes:
    """Numbers the figures of the narrative in the order in which they come; one a token."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._figures = {part.path: part for part in export.narrative.rendered}
        self.made: dict[int, Note] = {}
        self._numbers: dict[str, int] = {}

    def pieces(self, block: Paragraph | Heading) -> tuple[Piece, ...]:
        """A text parted at its figures; what the layout put before the text has none."""
        part = self._figures.get(block.path)
        if part is None or not part.figures or not block.text.endswith(part.text):
            return ((block.text, 0),)
        shift = len(block.text) - len(part.text)
        pieces: list[Piece] = []
        at = 0
        for figure in part.figures:
            start, end = figure.start + shift, figure.end + shift
            pieces += [(block.text[at:start], 0), (block.text[start:end], self._number(figure))]
            at = end
        return tuple(piece for piece in (*pieces, (block.text[at:], 0)) if piece[0])

    def _number(self, figure: Figure) -> int:
        number = self._numbers.setdefault(figure.token, len(self._numbers) + 1)
        if number not in self.made:
            origin = origin_of(figure, self._export.filing, self._export.locate)
            self.made[number] = Note(number, origin)
        return number
