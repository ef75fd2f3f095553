"""No test measures the clock: what looks at it, or sets a limit of its own, is found here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
AT_THE_CLOCK = {
    "support/waiting.py",  # the one place
    "support/uno_server.py",  # runs in LibreOffice's Python, and only waits
    "support/word_stand_in.py",  # runs under Wine, and only waits
}
CEILING = "CEILING"


def faults(source: str) -> Iterator[tuple[int, str]]:
    """Find line and kind of whatever makes a test depend on how fast the machine is."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names) if any(name.name == "time" for name in names):
                yield node.lineno, "the clock"
            case ast.ImportFrom(module="time"):
                yield node.lineno, "the clock"
            case ast.keyword(arg="deadline", value=ast.Constant(value=value)) if value is not None:
                yield node.value.lineno, "a deadline"
            case ast.Call() if any(map(short, limits(node))):
                yield node.lineno, "a time limit"


def limits(call: ast.Call) -> Iterator[ast.expr]:
    """Give what a call sets as its time limit."""
    yield from (word.value for word in call.keywords if word.arg == "timeout")
    if isinstance(call.func, ast.Attribute) and call.func.attr == "wait":
        yield from call.args[:1]


def short(limit: ast.expr) -> bool:
    """Tell whether a limit is a number, or a constant other than the one no machine reaches."""
    parts = list(ast.walk(limit))
    names = [n.id if isinstance(n, ast.Name) else n.attr for n in parts
             if isinstance(n, (ast.Name, ast.Attribute))]  # fmt: skip
    number = any(isinstance(n, ast.Constant) and n.value is not None for n in parts)
    return CEILING not in names and (number or any(name.isupper() for name in names))


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda path: path.name)
def test_nothing_depends_on_the_machine_s_speed(path: Path) -> None:
    """Wait with `support.waiting.until`, bound work with `within_cpu`, limit with CEILING."""
    if path.relative_to(TESTS).as_posix() not in AT_THE_CLOCK:
        assert list(faults(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("import os, time", "the clock"),
        ("def f():\n    from time import monotonic as now", "the clock"),
        ("subprocess.run(words, timeout=30)", "a time limit"),
        ("subprocess.run(words, timeout=SECONDS)", "a time limit"),
        ("process.communicate('', timeout=2 * here.SECONDS)", "a time limit"),
        ("released.wait(0.5)", "a time limit"),
        ("@settings(deadline=200)\ndef test(): ...", "a deadline"),
    ],
)
def test_each_kind_is_found(source: str, kind: str) -> None:
    assert [found for _, found in faults(source)] == [kind]


@pytest.mark.parametrize(
    "source",
    [
        "subprocess.run(words, timeout=CEILING)",
        "process.wait(waiting.CEILING)",
        "process.wait()",
        "super().wait(timeout)",
        "subprocess.run(words, timeout=None)",
        "settings(deadline=None)",
        "'\\n'.join(lines)",
        "datetime.time(8, 30)",
    ],
)
def test_what_waits_as_long_as_it_takes_is_fine(source: str) -> None:
    assert list(faults(source)) == []
