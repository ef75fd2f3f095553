"""Whatever comes back by e-mail ends in findings or in one sentence, never in a traceback.

A short run belongs to the tests; `python3 dev.py fuzz [minutes] [seed]` is the long one.
"""

from __future__ import annotations

import faulthandler
import io
import random
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from support.waiting import CEILING, for_minutes, within_cpu

from budgetsheet import rules, services
from budgetsheet.errors import UnusableError
from budgetsheet.narrative.render import render
from budgetsheet.workbook.reader import read_workbook

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "sample.json"
TIMES = 24
"""That each kind is tried in the tests."""
SLOWEST = 10.0
"""Seconds of the processor that one file may take."""
WORDS = (
    *("", "0", "-1", "1e309", "NaN", "99999999999999999999", "A1", "ZZZ9999999", "#REF!", "\x00"),
    *("&#0;", "&lt;", "]]>", "<!DOCTYPE a>", "true", "s", "e", "d", "inlineStr", "’", "_x0041_"),
    *(
        "_xD83D_",
        "_xFFFE_",
        "1048576",
        "A1:XFD1048576",
        "2",
        "万元",
        "９",
        "³",
        "bs.projects.0.code",
    ),
    *("'01'!$A$1:$G$1048576", "9" * 5000, "长" * 40_000, "{甲}", "2027-13-45", "=1", "<r><t/></r>"),
)
Mutation = Callable[[bytes, random.Random], bytes]


def flip(data: bytes, dice: random.Random) -> bytes:
    """Change some bytes."""
    made = bytearray(data or b"\0")
    for _ in range(dice.randrange(1, 6)):
        made[dice.randrange(len(made))] = dice.randrange(256)
    return bytes(made)


def cut(data: bytes, dice: random.Random) -> bytes:
    """Leave out a piece."""
    start = dice.randrange(len(data) + 1)
    return data[:start] + data[start + dice.randrange(1, 400) :]


def double(data: bytes, dice: random.Random) -> bytes:
    """Say a piece twice."""
    start = dice.randrange(len(data) + 1)
    piece = data[start : start + dice.randrange(1, 400)]
    return data[:start] + piece + data[start:]


def value(data: bytes, dice: random.Random) -> bytes:
    """Put something odd into an attribute or between two tags."""
    places = list(re.finditer(rb'"([^"]*)"|>([^<]+)<', data))
    if not places:
        return data
    place = dice.choice(places)
    group = 1 if place[1] is not None else 2
    return data[: place.start(group)] + dice.choice(WORDS).encode() + data[place.end(group) :]


def element(data: bytes, dice: random.Random) -> bytes:
    """Drop or double an element that has no children."""
    places = list(re.finditer(rb"<\w+[^<>]*/>", data))
    if not places:
        return data
    place = dice.choice(places)
    return data[: place.start()] + place[0] * dice.choice((0, 2)) + data[place.end() :]


def swap(data: bytes, dice: random.Random) -> bytes:
    """Exchange two attributes' values, or two texts."""
    places = list(re.finditer(rb'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)', data))
    if len(places) < 2:
        return data
    a, b = sorted(dice.sample(places, 2), key=lambda place: place.start())
    return data[: a.start()] + b[0] + data[a.end() : b.start()] + a[0] + data[b.end() :]


def line(data: bytes, dice: random.Random) -> bytes:
    """Move, double, drop or replace a line of a text."""
    lines = data.split(b"\n")
    at = dice.randrange(len(lines))
    piece = lines.pop(at)
    many = dice.choice((0, 1, 2))
    new = dice.choice((piece, piece, dice.choice(WORDS).encode()))
    to = dice.randrange(len(lines) + 1)
    return b"\n".join([*lines[:to], *[new] * many, *lines[to:]])


MUTATIONS: tuple[Mutation, ...] = (
    *(flip, cut, double, value, value, value, value, element, element, swap, swap),
)
ON_TEXT: tuple[Mutation, ...] = (flip, cut, double, line, line, line)


def mutated_package(package: bytes, dice: random.Random) -> bytes:
    """Mutate the package's bytes, or some of its parts."""
    if dice.random() < 0.15:
        return flip(package, dice)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w") as made:
        names = source.namelist()
        chosen = set(dice.choices(names, k=dice.choice((1, 1, 1, 2, 3))))
        for name in names:
            data = source.read(name)
            if name in chosen:
                if dice.random() < 0.05:
                    continue
                for _ in range(dice.choice((1, 1, 2, 5))):
                    data = dice.choice(MUTATIONS)(data, dice)
            made.writestr(name, data)
    return target.getvalue()


def mutated_text(text: bytes, dice: random.Random) -> bytes:
    """Mutate a text some times over; mostly it stays a text of its encoding."""
    whole = dice.random() < 0.8
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        text = dice.choice(ON_TEXT)(text, dice)
    return text.decode("utf-8", "ignore").encode() if whole else text


def use_workbook(data: bytes, suffix: str) -> None:
    """Do all that the program does with a workbook."""
    reading = read_workbook(data)
    hits = [*reading.hits, *rules.check(reading.filing, reading.form.scheme)]
    rules.findings(hits, reading.filing, reading.locate)
    render(reading.filing)
    if not reading.lost:
        services.fresh_workbook(reading.filing)


def use_rescue(data: bytes, suffix: str) -> None:
    """Carry a workbook over, and see that the fresh one is sound."""
    with tempfile.TemporaryDirectory() as folder:
        bad, out = Path(folder) / "坏.xlsx", Path(folder) / "新.xlsx"
        bad.write_bytes(data)
        checked, told = services.rescue(bad, out)
        left = [h for h in checked.reading.hits if h.rule not in ("BS008", "BS009")]
        assert not left, left
        assert all(sentence.strip() for sentence in told)


def use_import(data: bytes, suffix: str) -> None:
    """Read a document into a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / f"文{suffix}", Path(folder) / "新.xlsx"
        source.write_bytes(data)
        services.import_document(source, out)
        assert services.check(out).reading.hits is not None


@lru_cache(maxsize=1)
def seeds() -> dict[str, bytes]:
    """What is mutated: our workbook, and the document in every form that can be read back."""
    with tempfile.TemporaryDirectory() as folder:
        book = services.new(Path(folder) / "书.xlsx", services.load_model(SAMPLE))
        wanted = ["docx", "txt", "html"]
        _, written = services.export(book, Path(folder), wanted, draft=True)
        made = {path.suffix: path.read_bytes() for path in written}
        return {".xlsx": book.read_bytes(), **made}


KINDS: dict[str, tuple[str, Callable[[bytes, random.Random], bytes], Callable[[bytes, str], None]]]
KINDS = {
    "check": (".xlsx", mutated_package, use_workbook),
    "rescue": (".xlsx", mutated_package, use_rescue),
    "import xlsx": (".xlsx", mutated_package, use_import),
    "import docx": (".docx", mutated_package, use_import),
    "import txt": (".txt", mutated_text, use_import),
    "import html": (".html", mutated_text, use_import),
}


def one(kind: str, seed: int) -> str:
    """Mutate once and use what came of it; a traceback or a slow run ends with its seed."""
    suffix, mutate, use = KINDS[kind]
    data = mutate(seeds()[suffix], random.Random(seed))
    faulthandler.dump_traceback_later(CEILING, exit=True)
    try:
        with within_cpu(SLOWEST, f"{kind}, seed {seed}"):
            use(data, suffix)
        outcome = "read"
    except UnusableError as error:
        assert error.message.endswith(("。", "）")), f"{kind} {seed}: {error.message}"
        assert "\n" not in error.message, f"{kind} {seed}: {error.message}"
        outcome = "refused"
    except Exception as error:
        raise AssertionError(f"{kind}, seed {seed}: {error!r}") from error
    finally:
        faulthandler.cancel_dump_traceback_later()
    return outcome


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_files_end_in_findings_or_one_sentence(kind: str) -> None:
    came = Counter(f"{kind}: {one(kind, seed)}" for seed in range(2027, 2027 + TIMES))
    assert came[f"{kind}: read"] > 5
    assert came[f"{kind}: refused"] > 0 or "txt" in kind or "html" in kind


def long_run(minutes: float, seed: int) -> int:
    """Run on, past what fails, and tell every fault once."""
    faults: dict[str, str] = {}
    came: Counter[str] = Counter()
    print(f"seed {seed}", flush=True)
    for _ in for_minutes(minutes):
        for kind in KINDS:
            seed += 1
            try:
                came[f"{kind}: {one(kind, seed)}"] += 1
            except AssertionError as fault:
                said = str(fault)
                where = _where(fault)
                if where not in faults:
                    print(f"{said}\n    {where}", flush=True)
                faults.setdefault(where, said)
    for what, times in sorted(came.items()):
        print(f"{times:7} {what}")
    print(f"{len(faults)} faults")
    return 1 if faults else 0


def _where(fault: BaseException) -> str:
    """The line of the program from which an error came."""
    trace, found = (fault.__cause__ or fault).__traceback__, ""
    while trace:
        code = trace.tb_frame.f_code
        if "budgetsheet" in code.co_filename and "test" not in Path(code.co_filename).name:
            found = f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next
    return found or str(fault)[:60]


if __name__ == "__main__":
    sys.exit(
        long_run(
            float(sys.argv[1]) if len(sys.argv) > 1 else 10,
            int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**9),
        )
    )
