"""The shipped samples are what they say they are."""

import tomllib
from pathlib import Path

from budgetsheet import rules
from budgetsheet.form.scheme import load_scheme
from budgetsheet.interchange import dumps, loads
from budgetsheet.model import Filing
from budgetsheet.narrative.render import render

SAMPLES = Path(__file__).parent.parent / "samples"
SCHEME = load_scheme("hebei")


def hits(filing: Filing) -> set[tuple[str, str]]:
    return {(hit.rule, hit.path) for hit in rules.check(filing, SCHEME)}


def test_the_sample_passes_every_check(sample_path: Path) -> None:
    filing = loads(sample_path.read_bytes())
    assert hits(filing) == set()
    assert render(filing).unknown == ()
    assert 6 <= len(filing.projects) <= 10
    assert all(5 <= len(project.indicators) <= 12 for project in filing.projects)
    assert any(project.other_funds for project in filing.projects)


def test_the_samples_are_in_the_normal_form() -> None:
    text = (SAMPLES / "sample.json").read_text("utf-8")
    assert dumps(loads(text)) == text


def test_every_fault_of_the_second_sample_is_documented() -> None:
    documented = tomllib.loads((SAMPLES / "faults.toml").read_text("utf-8"))["fault"]
    found = hits(loads((SAMPLES / "faulty.json").read_bytes()))
    assert found == {(fault["rule"], fault["path"]) for fault in documented}
    assert all(fault["what"] and fault["cure"] for fault in documented)
