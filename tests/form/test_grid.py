"""Areas of cells."""

from __future__ import annotations

import random

from budgetsheet.form.grid import Area, area


def cells(place: Area) -> set[tuple[int, int]]:
    return {
        (row, column)
        for row in range(place.top, place.bottom + 1)
        for column in range(place.left, place.right + 1)
    }


def test_what_lies_around_a_cell() -> None:
    around = area(0, 0, 2, 2).without([area(1, 1)])
    assert [part.ref for part in around] == ["A1:C1", "A2", "C2", "A3:C3"]
    assert area(0, 0, 2, 2).without([area(5, 5)]) == (area(0, 0, 2, 2),)
    assert area(1, 1).without([area(0, 0, 2, 2)]) == ()


def test_an_area_without_others_holds_every_other_cell_once() -> None:
    dice = random.Random(6)
    for _ in range(300):
        top, left = dice.randrange(3), dice.randrange(3)
        whole = area(top, left, top + dice.randrange(6), left + dice.randrange(6))
        holes = []
        for _ in range(dice.randrange(5)):
            top, left = dice.randrange(8), dice.randrange(8)
            holes.append(area(top, left, top + dice.randrange(3), left + dice.randrange(3)))
        parts = whole.without(holes)
        assert sum(len(cells(part)) for part in parts) == len(set().union(*map(cells, parts)))
        left_over = cells(whole).difference(*map(cells, holes))
        assert set().union(*map(cells, parts)) == left_over
