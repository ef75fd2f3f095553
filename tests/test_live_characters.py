"""What the program passes over in an entry is no fault on the sheet either."""

from pathlib import Path

from support.damage import edited, text
from support.live import told_in
from support.office import Office

from budgetsheet import services

PASSED_OVER = {
    "code, zero width": {"B3": "13099026P00612030101R\u200b"},
    "code, full width": {"B3": "１３０９９０２６Ｐ００６１２０３０１０１Ｒ"},
    "code, blanks and a bullet": {"B3": "\uf0b713099026 P006120\u00a030101R"},
    "code, lower case, isolates": {"B3": "\u206613099026p00612030101r\u2069"},
    "category, zero width": {"A17": "产出指标\u200b"},
    "category, trailing blank": {"A17": "产出指标 "},
    "dimension, selectors": {"B17": "数\ufe0f量\U000e0101指标"},
    "dimension, a filler": {"B17": "数量\u3164指标"},
    "category, a radical": {"A20": "产出指标\u00ad", "B20": "时\u2060效指标\ufeff"},
    "amount": {"C4": "64.80\u200b"},
    "plan": {"B7": "25%\u200b"},
    "other funds": {"G4": "—"},
}


def test_the_sheet_does_not_contradict_the_program(
    sample_path: Path, tmp_path: Path, office: Office
) -> None:
    filing = services.load_model(sample_path)
    fresh = services.fresh_workbook(filing)
    told = {}
    for name, cells in PASSED_OVER.items():
        path, data = tmp_path / "填报.xlsx", fresh
        for address, words in cells.items():
            data = edited(data, project=text(address, words))
        path.write_bytes(data)
        checked = services.check(path)
        assert [f.rule for f in checked.findings if f.rule not in ("BS012", "BS502")] == [], name
        assert len(checked.reading.normalised) == len(cells), name
        with office.open(path) as book:
            book.recalculate()
            told[name] = list(told_in(book, filing))
    assert {name: said for name, said in told.items() if said} == {}


def test_a_fault_with_nothing_passed_over_is_told_on_the_sheet(
    sample_path: Path, tmp_path: Path, office: Office
) -> None:
    filing = services.load_model(sample_path)
    path = tmp_path / "填报.xlsx"
    cells = (text("B3", "13099026P0061203"), text("A17", "产出类指标"))
    data = services.fresh_workbook(filing)
    for edit in cells:
        data = edited(data, project=edit)
    path.write_bytes(data)
    with office.open(path) as book:
        book.recalculate()
        told = sorted(told_in(book, filing))
    assert told == [
        ("BS301", "projects.0.code"), ("BS306", "projects.0.indicators.0.category"),
    ]  # fmt: skip
