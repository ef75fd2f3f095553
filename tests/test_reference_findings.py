"""What the rules say of the published document: every finding is written down with a verdict."""

import tomllib
from pathlib import Path

from budgetsheet import rules
from budgetsheet.form.scheme import load_scheme
from budgetsheet.importers.text_document import import_text

TABLE = Path(__file__).with_name("reference_findings.toml")
SCHEME = load_scheme("hebei")


def test_every_finding_on_the_reference_is_written_down(reference_text: str) -> None:
    filing = import_text(reference_text, SCHEME).filing
    found = {(hit.rule, hit.path) for hit in rules.check(filing, SCHEME)}
    table = tomllib.loads(TABLE.read_text("utf-8"))["finding"]
    assert found == {(row["rule"], row["path"]) for row in table}
    assert len(table) == len(found)
    assert {row["verdict"] for row in table} == {"right", "arguable"}
    assert all(("why" in row) == (row["verdict"] == "arguable") for row in table)


def test_what_is_right_is_not_called_wrong(reference_text: str) -> None:
    """Its sums, plans, codes and rounded unit costs come out."""
    filing = import_text(reference_text, SCHEME).filing
    told = {hit.rule for hit in rules.check(filing, SCHEME)}
    arithmetic = {f"BS20{n}" for n in range(1, 9)}
    assert not told & (arithmetic | {"BS301", "BS302", "BS303", "BS304", "BS306", "BS402", "BS411"})
