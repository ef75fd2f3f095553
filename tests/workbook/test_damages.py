"""Every documented damage: what is told, what is read, and that nothing typed gets lost."""

from pathlib import Path

import pytest
from support.damages import DAMAGES, Damage

from budgetsheet import services
from budgetsheet.errors import UnusableError
from budgetsheet.form.fit import fit
from budgetsheet.interchange import loads
from budgetsheet.model import Filing, replace
from budgetsheet.narrative.render import render
from budgetsheet.workbook.reader import read_workbook


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Filing:
    return loads(sample_path.read_bytes())


@pytest.fixture(scope="module")
def book(sample: Filing) -> bytes:
    return services.fresh_workbook(sample)


def test_there_are_many_and_each_has_a_name() -> None:
    assert len({damage.id for damage in DAMAGES}) == len(DAMAGES) >= 60


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.id)
def test_damage(damage: Damage, book: bytes, sample: Filing) -> None:
    """The findings are exactly these, and so is the filing."""
    reading = read_workbook(damage.make(book))
    assert sorted((hit.rule, hit.path) for hit in reading.hits) == sorted(damage.told)
    assert reading.filing == damage.filing(sample)
    assert tuple(note.path for note in reading.normalised) == damage.normalised
    assert bool(reading.lost) == damage.lost


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.id)
def test_rescue(damage: Damage, book: bytes, sample: Filing, tmp_path: Path) -> None:
    """A fresh workbook holds all that could be read, and what was typed outside the entries."""
    bad, out = tmp_path / "坏.xlsx", tmp_path / "新.xlsx"
    bad.write_bytes(damage.make(book))
    checked, told = services.rescue(bad, out)
    saved = checked.reading.filing
    wanted = (damage.rescued or damage.filing)(sample)
    assert replace(saved, unplaced=()) == fit(replace(wanted, unplaced=()))
    left = [(each.place, each.text) for each in saved.unplaced]
    assert damage.left is None or left == [
        (f"{sheet} {cell}".strip(), text) for sheet, cell, text in damage.left
    ]
    assert not [hit for hit in checked.reading.hits if hit.rule not in ("BS008", "BS009")]
    assert bool(told) == bool(damage.told or damage.left)


def test_the_narrative_of_a_lost_department_is_kept(
    book: bytes, sample: Filing, tmp_path: Path
) -> None:
    """The paragraphs that 概述 still shows find their way onto 未归位."""
    damage = next(each for each in DAMAGES if each.id == "department-deleted")
    (tmp_path / "坏.xlsx").write_bytes(damage.make(book))
    checked, _ = services.rescue(tmp_path / "坏.xlsx", tmp_path / "新.xlsx")
    kept = {each.text for each in checked.reading.filing.unplaced}
    assert {part.text for part in render(sample).rendered if part.source} <= kept


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.id)
def test_refresh_loses_nothing_either(
    damage: Damage, book: bytes, sample: Filing, tmp_path: Path
) -> None:
    """Writing afresh refuses what it would lose, and keeps the rest."""
    path = tmp_path / "书.xlsx"
    path.write_bytes(damage.make(book))
    if damage.lost:
        with pytest.raises(UnusableError, match="没有更新"):
            services.refresh(path)
        return
    saved = services.refresh(path).reading.filing
    wanted = (damage.rescued or damage.filing)(sample)
    assert replace(saved, unplaced=()) == fit(replace(wanted, unplaced=()))
    assert [each.text for each in saved.unplaced] == [text for *_, text in damage.left or ()]
