"""Texts that make a regular expression go back and forth, made from the expression itself."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Callable, Iterator
from itertools import product
from types import ModuleType
from typing import Any, NamedTuple

import budgetsheet
from budgetsheet.lazy import LazyPattern
from support.waiting import cpu_seconds

SHORT, LONG = 1_500, 6_000
"""Lengths that are compared: four times the text costs a linear expression four times as much."""
MOST_TIMES = 9.0
NOTICED = 0.02
"""CPU seconds below which nothing is told: on so short a text only a square reaches them."""
_USES = ("fullmatch", "match", "search", "finditer", "findall", "sub", "split")
_LEFT_OUT = ("budgetsheet.desktop", "budgetsheet.live", "budgetsheet.__main__")


class Expression(NamedTuple):
    """An expression of the program, and the ways in which it is used."""

    name: str
    pattern: re.Pattern[str]
    uses: tuple[str, ...]


def expressions() -> list[Expression]:
    """Every expression that a module keeps under a name of its own, or writes where it uses it."""
    found = []
    for module in pkgutil.walk_packages(budgetsheet.__path__, "budgetsheet."):
        if not module.name.startswith(_LEFT_OUT):
            loaded = importlib.import_module(module.name)
            source = inspect.getsource(loaded)
            found += _kept(loaded, source) + _written(module.name, source)
    return found


def _kept(module: ModuleType, source: str) -> list[Expression]:
    """Those under a name; where no use is to be seen, every use is tried."""
    found = []
    for name, value in vars(module).items():
        if not re.search(rf"^{name}\b.*=", source, re.MULTILINE):
            continue
        uses = tuple(dict.fromkeys(re.findall(rf"\b{name}\.(\w+)\b", source)))
        known = tuple(use for use in uses if use in _USES)
        for i, pattern in enumerate(_patterns(value)):
            full = f"{module.__name__.removeprefix('budgetsheet.')}.{name}.{i}"
            found.append(Expression(full, pattern, known or _USES))
    return found


def _written(module: str, source: str) -> list[Expression]:
    """Those that stand in a call of `re` itself."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            use, first = ast.unparse(node.func).removeprefix("re."), node.args[:1]
            if use in _USES and first and isinstance(first[0], ast.Constant):
                pattern = re.compile(first[0].value)
                found.append(Expression(f"{module}:{node.lineno}", pattern, (use,)))
    return found


def _patterns(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, LazyPattern):
        yield re.compile(value.pattern)
    elif isinstance(value, re.Pattern):
        yield value if isinstance(value.pattern, str) else _of_text(value)
    elif isinstance(value, (tuple, list, frozenset)):
        for each in value:
            yield from _patterns(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _patterns(each)


def _of_text(pattern: re.Pattern[Any]) -> re.Pattern[str]:
    return re.compile(pattern.pattern.decode("latin-1"), pattern.flags & ~re.UNICODE)


def characters(pattern: str) -> list[str]:
    """One character for each sign and class that an expression names, and one it does not."""
    found: dict[str, None] = {}
    _collect(parser.parse(pattern), found)
    return [*found, "\u3400"][:14]


def _collect(node: Any, found: dict[str, None]) -> None:
    for kind, value in node:
        if kind is op.LITERAL:
            found.setdefault(chr(value))
        elif kind is op.NOT_LITERAL:
            found.setdefault("x" if value != ord("x") else "y")
        elif kind is op.IN:
            _collect_class(value, found)
        elif kind is op.ANY:
            found.setdefault("x")
        else:
            _collect_inside(value, found)


def _collect_class(value: Any, found: dict[str, None]) -> None:
    for kind, inner in value[:3]:
        if kind is op.RANGE:
            found.setdefault(chr(inner[0]))
        elif kind is op.LITERAL:
            found.setdefault(chr(inner))
        elif kind is op.CATEGORY:
            name = str(inner)
            found.setdefault("1" if "DIGIT" in name else " " if "SPACE" in name else "a")


def _collect_inside(value: Any, found: dict[str, None]) -> None:
    if isinstance(value, parser.SubPattern):
        _collect(value, found)
    elif isinstance(value, (tuple, list)):
        for each in value:
            _collect_inside(each, found)


def runs(pattern: str) -> list[str]:
    """The runs of signs that an expression demands, as it writes them."""
    found = re.findall(r"(?:[^\\()\[\]{}|?*+.^$]|\\.){2,}", pattern)
    return list(dict.fromkeys(re.sub(r"\\(.)", r"\1", run) for run in found))[:8]


def pumps(pattern: str) -> Iterator[tuple[str, str]]:
    """Beginnings, and what is repeated behind them."""
    signs = characters(pattern)
    words = runs(pattern)
    units = [*signs, *words, *(a + b for a, b in product(signs[:8], signs[:8]) if a != b)]
    units += [word + sign for word in words for sign in signs[:6]]
    for unit in units:
        yield "", unit
    for head in (*words[:4], *signs[:4]):
        for unit in signs[:8]:
            yield head, unit


def cost(use: Callable[[str], object], text: str) -> float:
    """CPU seconds, the less of two runs where one would be noticed."""
    spent = NOTICED
    for _ in range(2):
        again = cpu_seconds(lambda: use(text))
        spent = min(spent, again) if _ else again
        if spent < NOTICED:
            break
    return spent


def slow_text(expression: Expression) -> str:
    """What makes an expression cost more than its length explains; blank where nothing does."""
    _, pattern, uses = expression
    whole = [pattern.fullmatch, pattern.match]
    ways: list[Callable[[str], object]] = [w for w in whole if w.__name__ in uses]
    if set(uses) - {"fullmatch", "match"}:
        ways.append(lambda text: sum(1 for _ in pattern.finditer(text)))
    for head, unit in pumps(pattern.pattern):
        short, long = (head + unit * (n // min(len(unit), 3)) + "\u3401" for n in (SHORT, LONG))
        for use in ways:
            much = cost(use, long)
            few = cost(use, short) if much > NOTICED else much
            if much > MOST_TIMES * few:
                return f"{head!r} and then {unit!r}: {few * 1000:.1f} → {much * 1000:.0f} ms"
    return ""
