"""Whatever comes back by e-mail ends in findings or in one sentence, never in a traceback.

python tests/workbook/test_fuzz.py 600     a long run, in seconds
"""

import io
import random
import re
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from budgetsheet import rules, services
from budgetsheet.errors import UnusableError
from budgetsheet.narrative.render import render
from budgetsheet.workbook.reader import read_workbook

SAMPLE = Path(__file__).parents[2] / "samples" / "sample.json"
SECONDS = 15
SLOWEST = 10.0
WORDS = (
    *("", "0", "-1", "1e309", "NaN", "99999999999999999999", "A1", "ZZZ9999999", "#REF!", "\x00"),
    *("&#0;", "&lt;", "]]>", "<!DOCTYPE a>", "true", "s", "e", "d", "inlineStr", "’", "_x0041_"),
)
Mutation = Callable[[bytes, random.Random], bytes]


def flip(data: bytes, dice: random.Random) -> bytes:
    """Change some bytes."""
    made = bytearray(data)
    for _ in range(dice.randrange(1, 6)):
        made[dice.randrange(len(made))] = dice.randrange(256)
    return bytes(made)


def cut(data: bytes, dice: random.Random) -> bytes:
    """Leave out a piece."""
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randrange(1, 400) :]


def double(data: bytes, dice: random.Random) -> bytes:
    """Say a piece twice."""
    start = dice.randrange(len(data))
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


MUTATIONS: tuple[Mutation, ...] = (flip, cut, double, value, value, value, element, element)


def mutated_part(book: bytes, dice: random.Random) -> bytes:
    """Mutate one part inside the package."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(target, "w") as made:
        chosen = dice.choice(source.namelist())
        for name in source.namelist():
            data = source.read(name)
            if name == chosen:
                if dice.random() < 0.05:
                    continue
                data = dice.choice(MUTATIONS)(data, dice)
            made.writestr(name, data)
    return target.getvalue()


def use(data: bytes) -> str:
    """Do all that the program does with a workbook; give what came of it."""
    try:
        reading = read_workbook(data)
        hits = [*reading.hits, *rules.check(reading.filing, reading.form.scheme)]
        rules.findings(hits, reading.filing, reading.locate)
        render(reading.filing)
        if not reading.lost:
            services.fresh_workbook(reading.filing)
    except UnusableError as error:
        assert error.message.endswith(("。", "）"))
        return "refused"
    return "read"


def fuzz(seconds: float, seed: int) -> dict[str, int]:
    """Mutate and use until the time is over; a traceback ends it with its seed."""
    book = services.fresh_workbook(services.load_model(SAMPLE))
    came: dict[str, int] = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seed += 1
        dice = random.Random(seed)
        data = flip(book, dice) if dice.random() < 0.15 else mutated_part(book, dice)
        began = time.monotonic()
        try:
            outcome = use(data)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error!r}") from error
        assert time.monotonic() - began < SLOWEST, f"seed {seed} took too long"
        came[outcome] = came.get(outcome, 0) + 1
    return came


def test_mutated_workbooks_end_in_findings_or_one_sentence() -> None:
    came = fuzz(SECONDS, seed=2027)
    assert came["read"] > 10
    assert came["refused"] > 10


if __name__ == "__main__":
    print(fuzz(float(sys.argv[1]), seed=time.time_ns() % 10**9))
