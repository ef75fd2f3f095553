"""The manual says what the code says, and ships as one page."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "build"))

from manual import SOURCE, as_html, with_tables  # noqa: E402  # build/ is no package

from budgetsheet.rules.catalogue import DECLARED  # noqa: E402


def test_the_tables_are_those_of_the_code() -> None:
    """Run build/manual.py when this fails."""
    text = SOURCE.read_text("utf-8")
    assert with_tables(text) == text


def test_every_rule_and_every_label_is_in_it() -> None:
    text = SOURCE.read_text("utf-8")
    assert all(rule.id in text and rule.title in text for rule in DECLARED)
    assert all(label in text for label in ("项目编码", "预算数", "支出计划6月底", "指标值确定依据"))


def test_the_page_needs_nothing_beside_it() -> None:
    source = SOURCE.read_text("utf-8")
    page = as_html(source, SOURCE.parent)
    tables = re.findall(r"^\|(?: ?-+ ?\|)+$", source, re.MULTILINE)
    assert page.count("<table>") == len(tables) >= 3
    assert page.count("data:image/png;base64,") == 4
    assert page.count("<img") == 4
    assert not re.search(r'(?:src|href)="(?!data:)', page)
    assert "<!-- " not in page


def test_a_tag_in_the_source_is_shown_not_run() -> None:
    assert "<script>" not in as_html("<script>alert(1)</script>", SOURCE.parent)
