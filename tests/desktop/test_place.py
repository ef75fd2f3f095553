"""The window's place, as far as it is on the screen."""

import pytest

from budgetsheet.desktop.place import fitted


@pytest.mark.parametrize(
    ("remembered", "place"),
    [
        ("1000x700+50+60", "1000x700+50+60"),
        ("1000x700+1800+60", "1000x700+400+60"),  # on a second screen that is gone
        ("1000x700+-900+-20", "1000x700+0+0"),
        ("3000x2000+0+0", "1400x900+0+0"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_a_remembered_place_is_brought_onto_the_screen(remembered: str, place: str) -> None:
    assert fitted(remembered, (1400, 900)) == place
