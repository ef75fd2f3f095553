"""Ways to spoil files: bytes, elements, attributes, numbers, lines, members, whole parts."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from functools import lru_cache

from budgetsheet import services

NUMBERS = (
    *("-1", "-0", "999999", "4294967296", "1E+28", "1e308", "1e999", "NaN", "inf", "1_0", "１"),
    *("9" * 400, "1e-300", "0x10", "1048577", "2958466", "13812345678", "", "2.5", "1.", "+1"),
)
ATTRIBUTES = (
    *('colspan="' + "9" * 5000 + '"', 'rowspan="-1"', 'colspan="1e9"', "hidden", "colspan=0"),
    *('style="display:none"', 'style="white-space:pre"', 'href="#a"', "rowspan=65535"),
    *('charset="undefined"', 'charset="punycode"', 'lang="' + "x" * 3000 + '"', 'title="header"'),
)
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


def number(data: bytes, dice: random.Random) -> bytes:
    """Put a number that is out of all range where a number stands."""
    places = list(re.finditer(rb'(?<=[">])[-+]?\d+(?:\.\d+)?(?=["<])', data))
    if not places:
        return data
    place = dice.choice(places)
    return data[: place.start()] + dice.choice(NUMBERS).encode() + data[place.end() :]


def attribute(data: bytes, dice: random.Random) -> bytes:
    """Give an element of a page an odd attribute."""
    places = list(re.finditer(rb"<[a-z]+\d?", data))
    if not places:
        return data
    at = dice.choice(places).end()
    return data[:at] + b" " + dice.choice(ATTRIBUTES).encode() + data[at:]


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
    *(flip, cut, double, value, value, value, value, element, element, swap, swap, number, number),
)
ON_TEXT: tuple[Mutation, ...] = (flip, cut, double, line, line, line)
ON_PAGE: tuple[Mutation, ...] = (*ON_TEXT, attribute, attribute, element, swap, value, number)
ON_BYTES: tuple[Mutation, ...] = (flip, flip, cut, double, swap, number)


@lru_cache(maxsize=1)
def other_workbook() -> bytes:
    """Another workbook of ours, whose parts go astray into the first."""
    return services.fresh_workbook(services.blank_filing("central-2021", 9, 2027))


def mutated_package(package: bytes, dice: random.Random) -> bytes:
    """Mutate the package's bytes, or some of its parts, or take some from another workbook."""
    if dice.random() < 0.15:
        return dice.choice((flip, cut, double))(package, dice)
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(io.BytesIO(other_workbook())) as other,
        zipfile.ZipFile(target, "w") as made,
    ):
        names = source.namelist()
        chosen = set(dice.choices(names, k=dice.choice((1, 1, 1, 2, 3))))
        for name in names:
            data = source.read(name)
            if name in chosen:
                chance = dice.random()
                if chance < 0.05:
                    continue
                if chance < 0.15 and name in other.namelist():
                    data = other.read(name)
                for _ in range(dice.choice((1, 1, 2, 5))):
                    data = dice.choice(MUTATIONS)(data, dice)
            made.writestr(name, data)
    return cut(target.getvalue(), dice) if dice.random() < 0.1 else target.getvalue()


def mutated_text(text: bytes, dice: random.Random, ways: tuple[Mutation, ...] = ON_TEXT) -> bytes:
    """Mutate a text some times over; mostly it stays a text of its encoding."""
    whole = dice.random() < 0.8
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        text = dice.choice(ways)(text, dice)
    return text.decode("utf-8", "ignore").encode() if whole else text


def mutated_page(page: bytes, dice: random.Random) -> bytes:
    """Mutate a page: its text, its elements and their attributes."""
    return mutated_text(page, dice, ON_PAGE)


def mutated_bytes(data: bytes, dice: random.Random) -> bytes:
    """Mutate what is no text as a whole: a PDF, a zip."""
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        data = dice.choice(ON_BYTES)(data, dice)
    return data


def mutated_zip(data: bytes, dice: random.Random) -> bytes:
    """Mutate a package of exported files, its members, their names, or the list of sums."""
    if dice.random() < 0.5:
        return mutated_bytes(data, dice)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if dice.random() < 0.3:
                content = dice.choice(ON_TEXT)(content, dice)
            odd = ("../a", "/a", "a\\b", "长" * 300, "\u202ea", "空", name + ".bak")
            made.writestr(dice.choice(odd) if dice.random() < 0.2 else name, content)
    return target.getvalue()


_JSON_VALUE = re.compile(rb'(?<=: )(?:"[^"\n]*"|-?\d+|null)|(?<=  )"[^"\n]+"(?=,?\n)')


def mutated_json(data: bytes, dice: random.Random) -> bytes:
    """Put something odd in the place of some values, or mutate the text."""
    if dice.random() < 0.2:
        return mutated_text(data, dice)
    places = list(_JSON_VALUE.finditer(data))
    for place in sorted(dice.sample(places, dice.choice((1, 1, 3))), key=lambda p: -p.start()):
        odd = dice.choice((*NUMBERS, *WORDS, "[[" * 400, "{}", "null", "true", "-1e999", "[]"))
        new = odd if dice.random() < 0.5 else json.dumps(odd)
        data = data[: place.start()] + new.encode() + data[place.end() :]
    return data
