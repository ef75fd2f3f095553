"""Whatever comes back by e-mail ends in findings or in one sentence, never in a traceback.

A short run belongs to the tests; `python3 dev.py fuzz [minutes] [seed]` is the long one.
"""

from __future__ import annotations

import faulthandler
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path

import pytest
from support.makers import pdf_makers
from support.mutations import (
    Mutation,
    mutated_bytes,
    mutated_json,
    mutated_package,
    mutated_page,
    mutated_text,
    mutated_zip,
)
from support.waiting import CEILING, for_minutes, within_cpu

from budgetsheet import packages, rules, services
from budgetsheet.errors import UnusableError
from budgetsheet.narrative.render import render
from budgetsheet.workbook.reader import read_workbook

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "sample.json"
TIMES = 24
"""That each kind is tried in the tests."""
SLOWEST = 10.0
"""Seconds of the processor that one file may take."""


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


def use_json(data: bytes, suffix: str) -> None:
    """Make a workbook of the data, read it back, and ask for a figure."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "数据.json", Path(folder) / "新.xlsx"
        source.write_bytes(data)
        services.new(out, services.load_model(source))
        assert not services.check(out).reading.lost
        services.explain(out, "1e999")


def use_verify(data: bytes, suffix: str) -> None:
    """Hold a package against its list."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "包.zip"
        source.write_bytes(data)
        assert packages.verify(source).said.endswith("。")


def archived(page: bytes) -> bytes:
    """A page as a browser saves it in one file."""
    whole, inner = EmailMessage(), EmailMessage()
    inner.set_content(page.decode(), subtype="html")
    whole.set_content("甲")
    whole.make_mixed()
    whole.attach(inner)
    return bytes(whole)


@lru_cache(maxsize=1)
def seeds() -> dict[str, bytes]:
    """What is mutated: our workbook, and the document in every form that can be read back."""
    with tempfile.TemporaryDirectory() as folder:
        book = services.new(Path(folder) / "书.xlsx", services.load_model(SAMPLE))
        wanted = ["docx", "txt", "html"]
        _, written = services.export(book, Path(folder), wanted, draft=True)
        made = {path.suffix: path.read_bytes() for path in written}
        package = Path(folder) / "包.zip"
        services.export_package(book, package, ["txt", "html"], draft=True)
        made |= {".xlsx": book.read_bytes(), ".zip": package.read_bytes()}
        made[".json"] = SAMPLE.read_bytes()
        return made | {".pdf": pdf_makers.archive(), ".mht": archived(made[".html"])}


KINDS: dict[str, tuple[str, Mutation, Callable[[bytes, str], None]]]
KINDS = {
    "check": (".xlsx", mutated_package, use_workbook),
    "rescue": (".xlsx", mutated_package, use_rescue),
    "import xlsx": (".xlsx", mutated_package, use_import),
    "import docx": (".docx", mutated_package, use_import),
    "import txt": (".txt", mutated_text, use_import),
    "import html": (".html", mutated_page, use_import),
    "import mht": (".mht", mutated_page, use_import),
    "import pdf": (".pdf", mutated_bytes, use_import),
    "json": (".json", mutated_json, use_json),
    "verify": (".zip", mutated_zip, use_verify),
}


SELDOM_REFUSED = ("import txt", "import html", "import mht", "import pdf")


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
    assert came[f"{kind}: read"] > 2
    assert came[f"{kind}: refused"] > 0 or kind in SELDOM_REFUSED


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
