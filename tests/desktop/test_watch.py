"""The watch over the open workbook."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import waiting

from budgetsheet.desktop.watch import Change, Watch, stamp_of


@pytest.fixture
def watch() -> Iterator[Watch]:
    made = Watch(every=0.02)
    yield made
    made.end()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(b"one")
    return path


def heard(watch: Watch) -> Change:
    change = waiting.until("no news came", watch.news)
    assert change
    return change


class Turns(threading.Event):
    """Counts how often the watch's thread has looked and lain down again."""

    count = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.count += 1
        return super().wait(timeout)


def nothing_heard(watch: Watch) -> bool:
    """Tell whether there is no news after the watch has looked several times."""
    turns = watch._ended = Turns()
    waiting.until("the watch does not look", lambda: turns.count > 4)
    return watch.news() is None


def test_an_untouched_file_is_no_news(watch: Watch, book: Path) -> None:
    watch.look_at(book, stamp_of(book))
    assert nothing_heard(watch)


def test_a_file_written_in_place_was_saved(watch: Watch, book: Path) -> None:
    watch.look_at(book, stamp_of(book))
    book.write_bytes(b"other")
    assert heard(watch) is Change.SAVED
    assert nothing_heard(watch)


def test_a_file_replaced_by_renaming_was_saved(watch: Watch, book: Path, tmp_path: Path) -> None:
    """Excel writes beside the file, takes the old one away and renames."""
    watch.look_at(book, stamp_of(book))
    other = tmp_path / "B2F1.tmp"
    other.write_bytes(b"two")
    book.rename(tmp_path / "old.tmp")
    other.rename(book)
    assert heard(watch) is Change.SAVED


def test_a_file_missing_for_a_moment_is_not_gone(book: Path) -> None:
    watch = Watch(every=60)
    watch.look_at(book, stamp_of(book))
    watch._compare(book, None)
    assert watch.news() is None
    watch._compare(book, stamp_of(book))
    assert watch.news() is None
    watch._compare(book, None)
    watch._compare(book, None)
    assert watch.news() is Change.GONE
    watch.end()


def test_a_save_while_it_was_read_is_heard(watch: Watch, book: Path) -> None:
    before = stamp_of(book)
    book.write_bytes(b"written meanwhile")
    watch.look_at(book, before)
    assert heard(watch) is Change.SAVED


def test_a_file_that_went_away_and_came_back(watch: Watch, book: Path, tmp_path: Path) -> None:
    watch.look_at(book, stamp_of(book))
    book.rename(tmp_path / "moved.xlsx")
    assert heard(watch) is Change.GONE
    assert nothing_heard(watch)
    (tmp_path / "moved.xlsx").rename(book)
    assert heard(watch) is Change.SAVED


def test_nothing_is_heard_of_a_file_that_was_closed(watch: Watch, book: Path) -> None:
    watch.look_at(book, stamp_of(book))
    watch.look_at(None)
    book.write_bytes(b"other")
    assert nothing_heard(watch)
