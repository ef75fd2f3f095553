"""Runs the catalogue over a filing, and turns bare hits into findings for a person."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from budgetsheet.findings import Finding, Hit, Operand
from budgetsheet.form.live import LiveCheck, LivePlan, WordList
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import Filing
from budgetsheet.rules.base import Context, Rule
from budgetsheet.rules.catalogue import BY_ID, CATALOGUE, DECLARED
from budgetsheet.rules.completeness import is_empty
from budgetsheet.text import shortened

_OF_THE_RULE = ("what", "which", "others", "missing", "parts", "kinds", "how")
"""Values that a rule words itself, from addresses, labels and amounts."""
_LONGEST_NAMED, _LONGEST_LIST = 60, 400


class Place(Protocol):
    """Where a path stands: sheet, cell, label."""

    @property
    def sheet(self) -> str:
        """The sheet's name."""

    @property
    def cell(self) -> str:
        """The cell's address."""

    @property
    def label(self) -> str:
        """What the form calls it."""


Locate = Callable[[str], Place]
_OF_FILING = tuple(rule for rule in CATALOGUE if rule.of_filing)
_OF_PROJECT = tuple(rule for rule in CATALOGUE if rule.of_project)
_ON_EMPTY = tuple(rule for rule in _OF_PROJECT if rule.tells_on_empty_sheet)


def check(filing: Filing, scheme: Scheme, told: Iterable[Hit] = ()) -> list[Hit]:
    """Every hit of every rule: the whole filing's first, then project by project.

    `told` is what reading the workbook told already.
    """
    said = [(hit.path, hit.rule) for hit in told]
    unreadable = filing.unreadable_at()
    hits: list[Hit] = []
    whole = Context(scheme, frozenset(unreadable))
    for rule in _OF_FILING:
        assert rule.of_filing
        hits += rule.of_filing(filing, whole)
    for i in range(len(filing.projects)):
        head = f"projects.{i}."
        here = frozenset(rule for path, rule in said if path.startswith(head))
        hits += _project_hits(filing, i, scheme, unreadable, here)
    return hits


def _project_hits(
    filing: Filing, number: int, scheme: Scheme, unreadable: dict[str, str], told: frozenset[str]
) -> Iterator[Hit]:
    project, prefix = filing.projects[number], f"projects.{number}"
    here = (path for path in unreadable if path.startswith(prefix + ".")) if unreadable else ()
    context = Context(scheme, frozenset(path[len(prefix) + 1 :] for path in here), told)
    for rule in _ON_EMPTY if is_empty(project, context) else _OF_PROJECT:
        assert rule.of_project
        for hit in rule.of_project(project, context):
            yield hit._replace(path=_joined(prefix, hit.path), values=_absolute(prefix, hit.values))


def _joined(prefix: str, path: str) -> str:
    return f"{prefix}.{path}" if path else prefix


def _absolute(prefix: str, values: object) -> dict[str, object]:
    assert isinstance(values, dict)
    return {
        name: Operand(_joined(prefix, value.path), value.shown)
        if isinstance(value, Operand)
        else value
        for name, value in values.items()
    }


def findings(hits: Iterable[Hit], filing: Filing, locate: Locate) -> list[Finding]:
    """Hits as findings: placed, worded, with the person's reason where there is one."""
    reasons = {(waiver.path, waiver.rule): waiver.reason for waiver in filing.waivers}
    return [_finding(hit, BY_ID[hit.rule], reasons, locate) for hit in hits]


def _finding(hit: Hit, rule: Rule, reasons: dict[tuple[str, str], str], locate: Locate) -> Finding:
    place = locate(hit.path)
    said = {name: _shown(name, value, locate, place.sheet) for name, value in hit.values.items()}
    plain = {name: _bare(value) for name, value in hit.values.items()}
    return Finding(
        rule=rule.id,
        severity=hit.severity or rule.severity,
        path=hit.path,
        sheet=place.sheet,
        cell=place.cell,
        label=place.label,
        found=rule.found.format_map(plain),
        expected=rule.expected.format_map(plain),
        message=rule.message.format_map(said),
        fix=rule.fix.format_map({name: _short(name, text) for name, text in plain.items()}),
        waiver=reasons.get((hit.path, rule.id), ""),
    )


def _shown(name: str, value: object, locate: Locate, here: str) -> str:
    """A value in a message; an operand bears its cell, and its sheet where that is another."""
    if isinstance(value, Operand):
        there = locate(value.path)
        where = there.cell if there.sheet == here else f"{there.sheet} {there.cell}".rstrip()
        shown = _short(name, value.shown)
        return f"{shown}（{where}）" if where else shown
    return _short(name, str(value))


def _short(name: str, text: str) -> str:
    """As much of a text as a sentence names; a list or sentence of the rule's own has more room.

    A damaged workbook's sheet may have a name of any length, and a list any number of places.
    """
    room = _LONGEST_LIST if name in _OF_THE_RULE else _LONGEST_NAMED
    return text if len(text) <= room else shortened(text, room)


def _bare(value: object) -> str:
    return value.shown if isinstance(value, Operand) else str(value)


def live_plan(scheme: Scheme) -> LivePlan:
    """The Excel formulas of every rule that has one, in the catalogue's order, and their words."""
    from budgetsheet.rules.live_figure import helpers
    from budgetsheet.rules.live_words import word_lists

    checks = tuple(check for rule in DECLARED for check in _marked(rule, scheme))
    rules = tuple(dict.fromkeys(check.rule for check in checks))
    return LivePlan(checks, helpers(scheme), (*word_lists(scheme), WordList("live_rules", rules)))


def _marked(rule: Rule, scheme: Scheme) -> Iterator[LiveCheck]:
    for check in rule.live(scheme):
        yield check._replace(mark=rule.severity.mark)
