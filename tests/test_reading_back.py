"""A workbook that does not say what it was written of: told, kept beside, and still written."""

from pathlib import Path

import pytest

from budgetsheet import making, services
from budgetsheet.errors import UnusableError
from budgetsheet.model import Filing, Unplaced, Unreadable, replace
from budgetsheet.workbook.reader import read_workbook


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Filing:
    return services.load_model(sample_path)


def first(filing: Filing, **changes: object) -> Filing:
    return replace(filing, projects=(replace(filing.projects[0], **changes), *filing.projects[1:]))


def test_a_workbook_that_says_the_same_has_nothing_to_tell(sample: Filing) -> None:
    assert making.made_workbook(sample).changed == ()


@pytest.mark.parametrize(
    ("changes", "place", "before", "after"),
    [
        ({"purpose": "第一行\r\n第二行"}, "（资金用途）", "第一行\r\n第二行", "第一行\n第二行"),
        ({"name": " 名称 "}, "（项目名称）", " 名称 ", "名称"),
        ({"objectives": ("完成\uffff。",)}, "（绩效目标）", "完成\uffff。", "完成\ufffd。"),
    ],
)
def test_what_reads_otherwise_is_told_with_its_place_and_kept(
    sample: Filing, changes: dict[str, object], place: str, before: str, after: str
) -> None:
    filing = first(sample, **changes)
    made = making.made_workbook(filing)
    told = made.changed[0]
    assert (told.before, told.after) == (before, after)
    assert told.place.endswith(place)
    assert "未归位" in told.message
    read = read_workbook(made.data).filing
    assert [u.text.strip() for u in read.unplaced][:1] == [
        before.replace("\r\n", "\n").replace("\uffff", "\ufffd").strip()
    ]
    assert read.projects[1:] == filing.projects[1:]


def test_an_entry_said_to_be_unreadable_that_reads_well_is_told(sample: Filing) -> None:
    filing = replace(
        first(sample, other_funds=None),
        unreadable=(Unreadable("projects.0.other_funds", "—"),),
    )
    made = making.made_workbook(filing)
    assert [(each.place[-6:], each.before) for each in made.changed] == [("（其他资金）", "—")]
    read = read_workbook(made.data).filing
    assert (read.unreadable, [u.text for u in read.unplaced]) == ((), ["—"])


def test_what_no_sheet_keeps_is_refused_with_place_and_text(
    sample: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that never says the same is a fault of ours; it must not pass for success."""
    rounds = iter("一二三四")

    def forgetful(data: bytes) -> object:
        reading = read_workbook(data)
        reading.filing = first(reading.filing, purpose=next(rounds))
        return reading

    monkeypatch.setattr(making, "read_workbook", forgetful)
    with pytest.raises(UnusableError, match="（资金用途）的“一”写进工作簿读不回原样"):
        making.made_workbook(sample)


def test_an_import_tells_it_beside_its_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from budgetsheet import reading_back

    source = tmp_path / "原文.txt"
    source.write_text("一、总体绩效目标\n服务读者。\n", encoding="utf-8")
    told = reading_back.Changed("部门整体 B9", "原", "后")
    real = making.made_workbook
    monkeypatch.setattr(
        services, "made_workbook", lambda f, p: making.Made(real(f, p).data, (told,))
    )
    made = services.import_document(source, tmp_path / "读入.xlsx")
    assert made.notes[-1] == ("部门整体 B9", "原", told.message)


def test_the_kept_words_name_their_cell() -> None:
    from budgetsheet.reading_back import Changed, kept

    filing = kept(Filing("hebei"), (Changed("甲表 B2（名称）", "原", ""),))
    assert filing.unplaced == (Unplaced(0, "原", "甲表 B2（名称）"),)
