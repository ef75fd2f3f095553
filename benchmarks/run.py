"""The speed table: ratios against the named peers, on the same content, in one run.

    python3 dev.py bench [--quick]

CPU time of one process where nothing else is said; medians, ours and the peer's by turns.
"""

import gc
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import windows  # noqa: E402
from table import Row, milliseconds  # noqa: E402  # found through the line above

from budgetsheet import services  # noqa: E402
from budgetsheet.making import now  # noqa: E402
from budgetsheet.model import Filing, replace  # noqa: E402
from budgetsheet.workbook.reader import read_workbook  # noqa: E402
from budgetsheet.workbook.writer import Contents, write_workbook  # noqa: E402

QUICK = "--quick" in sys.argv
MEGABYTES = 1024.0


def filing_of(projects: int) -> Filing:
    """So many projects: the sample's, over and over, each under a name of its own."""
    sample = services.load_model(ROOT / "samples" / "sample.json")
    return replace(
        sample,
        projects=tuple(
            replace(sample.projects[i % 8], name=f"{sample.projects[i % 8].name}{i}")
            for i in range(projects)
        ),
    )


def contents_of(filing: Filing) -> Contents:
    """What the program writes for a filing, findings and narrative included."""
    from budgetsheet import rules
    from budgetsheet.form.scheme import load_scheme
    from budgetsheet.narrative.render import render

    checks = rules.live_plan(load_scheme(filing.scheme))
    return Contents(filing, checks, render(filing).rendered)


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one call, the collector at rest."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    work()
    spent = time.process_time() - began
    gc.enable()
    return spent


def by_turns(
    ours: Callable[[], object], peer: Callable[[], object], times: int
) -> tuple[float, float]:
    """Median CPU seconds of both, called by turns after a warm-up."""
    ours()
    peer()
    pairs = [(cpu(ours), cpu(peer)) for _ in range(times)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def writing() -> Row:
    """Nine projects, against XlsxWriter doing the same calls."""
    from recorder import recorded, replay

    contents, moment = contents_of(filing_of(9)), now()
    calls = recorded(contents, moment)
    ours, peer = by_turns(
        lambda: write_workbook(contents, moment), lambda: replay(calls), 3 if QUICK else 15
    )
    return Row("write 9 projects / XlsxWriter, same calls", milliseconds(ours), milliseconds(peer),
               ours / peer, 1.3)  # fmt: skip


def reading() -> Row:
    """Nine projects with their verification, against openpyxl loading twice without any."""
    import openpyxl

    data = services.fresh_workbook(filing_of(9))

    def ours() -> None:
        read_workbook(data)

    def peer() -> None:
        openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        openpyxl.load_workbook(io.BytesIO(data))

    fast, slow = by_turns(ours, peer, 2 if QUICK else 7)
    return Row("read and verify 9 projects / openpyxl twice", milliseconds(fast),
               milliseconds(slow), slow / fast, 20, at_least=True)  # fmt: skip


def many_workbooks() -> Row:
    """200 workbooks read and checked from files, a second of CPU."""
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "0.xlsx"
        services.new(first, filing_of(9))
        books = [first]
        for i in range(1, 20 if QUICK else 200):
            books.append(Path(shutil.copy(first, Path(folder) / f"{i}.xlsx")))
        spent = cpu(lambda: [services.check(book) for book in books])
    rate = len(books) / spent
    return Row(f"read and check {len(books)} workbooks", f"{rate:.0f} /s", "—", rate, 40,
               at_least=True)  # fmt: skip


_LARGE = """
import resource, sys, time
sys.path[:0] = {paths!r}
from run import contents_of, filing_of
from budgetsheet.making import now
from budgetsheet.workbook.writer import write_workbook
contents, moment = contents_of(filing_of({count})), now()
began = time.process_time()
write_workbook(contents, moment)
print(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def large() -> list[Row]:
    """1000 projects against nine, each in a process of its own."""

    def measured(count: int) -> tuple[float, float]:
        script = _LARGE.format(paths=[str(ROOT), str(ROOT / "benchmarks")], count=count)
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                              check=True)  # fmt: skip
        seconds, kilobytes = map(float, done.stdout.split())
        return seconds, kilobytes / MEGABYTES

    nine = statistics.median(measured(9)[0] for _ in range(1 if QUICK else 5))
    seconds, megabytes = measured(1000)
    return [
        Row("write 1000 projects / 9", f"{seconds:.2f} s", milliseconds(nine), seconds / nine, 130),
        Row("memory for 1000 projects (MB)", f"{megabytes:.0f} MB", "—", megabytes, 400),
    ]


def documents() -> list[Row]:
    """The docx of a hundred projects: in seconds, and ten times ten projects' time at most."""
    from budgetsheet.exporters import Export
    from budgetsheet.exporters.word import make_docx
    from budgetsheet.form.scheme import load_scheme
    from budgetsheet.narrative.compose import compose
    from budgetsheet.narrative.render import render

    def subject(projects: int) -> Export:
        filing = filing_of(projects)
        narrative = render(filing)
        document = compose(filing, narrative, load_scheme(filing.scheme))
        return Export(filing, document, narrative, (), lambda path: ("", ""), False,
                      now())  # fmt: skip

    hundred, ten = subject(100), subject(10)
    many, few = by_turns(
        lambda: make_docx(hundred), lambda: make_docx(ten), 2 if QUICK else 7
    )  # fmt: skip
    return [
        Row("docx of 100 projects (s)", f"{many:.2f} s", "—", many, 2),
        Row("docx of 100 projects / 10", milliseconds(many), milliseconds(few), many / few, 10),
    ]


def starting() -> list[Row]:
    """Wall time of whole processes, against a bare Python with argparse."""
    bare = [sys.executable, "-c", "import argparse; argparse.ArgumentParser().parse_args([])"]
    program = [sys.executable, "-m", "budgetsheet"]
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "nine.xlsx"
        services.new(book, filing_of(9))
        commands = (bare, [*program, "--version"], [*program, "check", str(book)])
        rounds = [[_wall(command) for command in commands] for _ in range(5 if QUICK else 25)]
    peer, version, check = (statistics.median(column) for column in zip(*rounds, strict=True))
    return [
        Row("--version / bare argparse (wall)", milliseconds(version), milliseconds(peer),
            version / peer, 2),
        Row("check 9 projects / bare argparse (wall)", milliseconds(check), milliseconds(peer),
            check / peer, 4),
    ]  # fmt: skip


def _wall(command: list[str]) -> float:
    """Seconds of one process; an installed program keeps its byte code, so this one does."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=kept, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - began


def imports() -> Row:
    """Heavy libraries that `check` imports; there should be none."""
    heavy = (
        "pandas",
        "xlwings",
        "docx",
        "openpyxl",
        "numpy",
        "jinja2",
        "lxml",
        "tkinter",
        "xlsxwriter",
    )
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "nine.xlsx"
        services.new(book, filing_of(9))
        script = (
            "import sys; from budgetsheet.cli import main; "
            f"main(['check', {str(book)!r}]); print(*sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True,
                              text=True, check=True)  # fmt: skip
    found = sorted(set(heavy) & {name.partition(".")[0] for name in done.stdout.split()})
    return Row("heavy imports of check", ", ".join(found) or "none", "—", len(found), 0)


def main() -> int:
    """Measure and print; the exit code tells whether every limit is kept."""
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores")
    print(f"{'what':<46}{'ours':>12}{'peer':>12}{'ratio':>9}{'limit':>9}")
    held = True
    for measure in (writing, reading, many_workbooks, large, documents, starting, imports):
        result = measure()
        for row in result if isinstance(result, list) else [result]:
            row.show()
            held = held and row.held
    return 0 if held and windows.main() == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
