"""Cancel stops an import while it reads: at the next page, sheet, row or block, nothing written."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from support import documents
from support.waiting import CEILING

from budgetsheet import pace, services
from budgetsheet.desktop.jobs import CancelledError, Done, Job, Progress

NAMES = documents.names()


class StoppedError(Exception):
    """Raised where the person cancels."""


class Listener:
    """Counts what it is told while a document is read, and cancels at one of the steps."""

    def __init__(self, at: int = -1) -> None:
        self.at, self.steps = at, 0

    def __call__(self, done: int, of: int) -> None:
        assert of > 0, "whoever divides by it must not fail"
        if not done:
            if self.steps == self.at:
                raise StoppedError
            self.steps += 1


@pytest.fixture(params=NAMES)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "原件" / str(request.param)
    path.parent.mkdir()
    path.write_bytes(documents.document(str(request.param)))
    return path


def test_every_kind_of_document_can_be_stopped_at_every_step(source: Path, tmp_path: Path) -> None:
    out, report = tmp_path / "出" / "出.xlsx", tmp_path / "出" / "单.csv"
    counted = Listener()
    services.import_document(source, tmp_path / "整.xlsx", progress=counted)
    assert counted.steps > 10, "the reading tells too seldom that it goes on"
    for at in sorted({0, 1, 2, counted.steps // 3, counted.steps // 2, counted.steps - 2}):
        listener = Listener(at)
        with pytest.raises(StoppedError):
            services.import_document(source, out, report=report, progress=listener)
        assert listener.steps == at, "it read on after it was stopped"
        assert not out.parent.exists()


@pytest.mark.parametrize("at", [0, 5, 50])
def test_a_workbook_of_ours_can_be_stopped(sample_path: Path, tmp_path: Path, at: int) -> None:
    book = services.new(tmp_path / "填报.xlsx", services.load_model(sample_path))
    before = book.read_bytes()
    for job in (
        lambda: services.import_document(book, tmp_path / "出.xlsx", progress=Listener(at)),
        lambda: services.rescue(book, tmp_path / "出.xlsx", progress=Listener(at)),
        lambda: services.refresh(book, Listener(at)),
        lambda: services.export(book, tmp_path / "出", ["txt"], True, progress=Listener(at)),
        lambda: services.change_projects(book, services.adding("新"), Listener(at)),
    ):
        with pytest.raises(StoppedError):
            job()
        assert [path.name for path in tmp_path.iterdir()] == ["填报.xlsx"]
    assert book.read_bytes() == before


def test_cancel_in_the_window_stops_the_reading(tmp_path: Path) -> None:
    """The job is cancelled in the middle of its reading, as by Esc."""
    source, out = tmp_path / NAMES[0], tmp_path / "出.xlsx"
    source.write_bytes(documents.document(NAMES[0]))
    reading, cancelled = threading.Event(), threading.Event()
    steps: list[int] = []

    def work(progress: Progress) -> object:
        def told(done: int, of: int) -> None:
            steps.append(done)
            reading.set()
            assert cancelled.wait(CEILING)
            progress(done, of)

        return services.import_document(source, out, progress=told)

    job = Job(work)
    assert reading.wait(CEILING)
    job.cancel()
    cancelled.set()
    job.wait(CEILING)
    assert job.poll() == Done(cancelled=True)
    assert steps == [0]
    assert not out.exists()


def test_no_reader_takes_a_cancel_for_a_fault_of_its_own() -> None:
    assert not issubclass(CancelledError, Exception)


def test_a_step_that_nobody_hears_is_none() -> None:
    heard: list[str] = []
    pace.step()
    with pace.heard_by(lambda: heard.append("outer")):
        pace.step()
        with pace.heard_by(lambda: heard.append("inner")):
            pace.step()
        thread = threading.Thread(target=pace.step)
        thread.start()
        thread.join()
        pace.step()
    pace.step()
    assert heard == ["outer", "inner", "outer"]
