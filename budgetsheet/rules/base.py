"""What a rule is: id, severity, message, check and live formula of one fault, together."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from budgetsheet.findings import Hit, Severity
from budgetsheet.form.live import LiveCheck
from budgetsheet.form.scheme import Scheme
from budgetsheet.model import Filing, Project

LiveBuilder = Callable[[Scheme], tuple[LiveCheck, ...]]


def no_live(scheme: Scheme) -> tuple[LiveCheck, ...]:
    """For a rule that a sheet cannot decide from its own cells."""
    return ()


def later(theme: str, name: str) -> LiveBuilder:
    """The builder of that name among a theme's, imported when a sheet is written.

    Source: the formulas' modules took 3 ms of each check, which needs none of them.
    """

    def build(scheme: Scheme) -> tuple[LiveCheck, ...]:
        from budgetsheet.rules import live_indicators, live_language

        module = {"indicators": live_indicators, "language": live_language}[theme]
        return tuple(getattr(module, name)(scheme))

    return build


class Context(NamedTuple):
    """What a rule may know beside its subject.

    `unreadable` holds the paths, relative to the subject, of entries told by BS008; `told` the
    rules that reading the workbook has told of the subject.
    """

    scheme: Scheme
    unreadable: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()


ProjectCheck = Callable[[Project, Context], Iterator[Hit]]
FilingCheck = Callable[[Filing, Context], Iterator[Hit]]


class Words(NamedTuple):
    """What the catalogue tells of a rule, in the filler's language."""

    why: str
    example: str
    source: str


class Rule(NamedTuple):
    """One fault. `message`, `found`, `expected` and `fix` are templates over a hit's values.

    Of `of_project` and `of_filing` one is set; neither for faults that reading tells.
    `live_coarser` says what the live formula leaves to the check; blank where both tell the
    same. A live formula never tells what the check does not.
    """

    id: str
    severity: Severity
    title: str
    message: str
    fix: str
    words: Words
    found: str = "{found}"
    expected: str = "{expected}"
    of_project: ProjectCheck | None = None
    of_filing: FilingCheck | None = None
    live: LiveBuilder = no_live
    live_coarser: str = ""
    tells_on_empty_sheet: bool = False

    def hit(self, path: str, **values: object) -> Hit:
        """A hit of this rule."""
        return Hit(self.id, path, values)


class Spec(NamedTuple):
    """The declaration that `rule_of_project` and `rule_of_filing` turn into a Rule."""

    id: str
    severity: Severity
    title: str
    message: str
    fix: str
    words: Words
    options: Mapping[str, Any]


def declare(
    id: str, severity: Severity, title: str, message: str, fix: str,
    *, why: str, example: str, source: str, **options: Any,
) -> Spec:  # fmt: skip
    """A rule's declaration; options are the optional fields of Rule."""
    return Spec(id, severity, title, message, fix, Words(why, example, source), options)


def _rule(spec: Spec, **checks: Any) -> Rule:
    return Rule(
        spec.id, spec.severity, spec.title, spec.message, spec.fix, spec.words,
        **spec.options, **checks,
    )  # fmt: skip


def told_by_reader(spec: Spec) -> Rule:
    """A rule without a check of its own: reading the workbook tells its fault."""
    return _rule(spec)


def of_project(spec: Spec) -> Callable[[ProjectCheck], Rule]:
    """Turn a check of one project into a rule; its hits bear paths relative to the project."""
    return lambda check: _rule(spec, of_project=check)


def of_filing(spec: Spec) -> Callable[[FilingCheck], Rule]:
    """Turn a check of the whole filing into a rule."""
    return lambda check: _rule(spec, of_filing=check)
