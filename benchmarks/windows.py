"""The packaged program under Wine, against bare PyInstaller programs built in the same run.

    python3 benchmarks/windows.py

Wall time, medians, ours and the peer's by turns, with Wine's server up. Needs the program
that `python3 dev.py exe` builds, Xvfb and xdotool.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "build"), str(ROOT / "benchmarks")]

from table import Row, milliseconds  # noqa: E402  # found through the line above
from wine import WINE, Wine, why_absent, windows_path  # noqa: E402

from budgetsheet import services  # noqa: E402
from budgetsheet.desktop import settings  # noqa: E402
from budgetsheet.desktop.app import App  # noqa: E402
from budgetsheet.model import Filing  # noqa: E402

PROGRAM = ROOT / "dist" / "budgetsheet"
ROUNDS = 15
BUILD_SECONDS = 600
SHOW_SECONDS = 60
POLL_SECONDS = 0.005
MOST_MEGABYTES = 120
FIXED_SECONDS = 0.3
"""What `check` may take beside one and a half times a bare program."""
BARE_TITLE = "a bare window"
BARE_PROGRAM = "import sys\n"
BARE_WINDOW = f"""
import tkinter
root = tkinter.Tk()
root.title({BARE_TITLE!r})
root.geometry("1160x760")
root.mainloop()
"""


def why_not() -> str:
    """Why nothing can be measured here, or nothing."""
    if not (PROGRAM / "budgetsheet.exe").is_file():
        return "the Windows program is not built: python3 dev.py exe"
    tools = [tool for tool in ("Xvfb", "xdotool") if not shutil.which(tool)]
    return why_absent() or (f"{', '.join(tools)} not installed" if tools else "")


def rows() -> Iterator[Row]:
    """Start to a visible window, a whole check, and the folder's size."""
    wine = Wine()
    with screen(), tempfile.TemporaryDirectory() as folder:
        wine.start()
        try:
            peers = Path(folder)
            build(wine, peers, "window", BARE_WINDOW, "--windowed")
            build(wine, peers, "program", BARE_PROGRAM, "--console")
            yield window_row(wine, peers / "window" / "window.exe")
            yield check_row(wine, peers / "program" / "program.exe", peers)
        finally:
            wine.stop()
    yield size_row()


def build(wine: Wine, folder: Path, name: str, source: str, kind: str) -> None:
    """Build a bare program with the same PyInstaller, one folder as ours."""
    script = folder / f"{name}.py"
    script.write_text(source)
    done = wine.run(
        wine.python, "-m", "PyInstaller", "--noconfirm", "--onedir", kind, "--name", name,
        "--distpath", windows_path(folder), "--workpath", windows_path(folder / "work"),
        "--specpath", windows_path(folder), windows_path(script), seconds=BUILD_SECONDS,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"the bare {name} was not built:\n{done.stdout[-2000:]}")


def window_row(wine: Wine, bare: Path) -> Row:
    """From the start to the first window on the screen."""
    for user in wine.prefix.glob("drive_c/users/*/AppData/Roaming"):
        settings.save(settings.Settings(asked_about_ribbon=True), user / "budgetsheet")
    ours_path = PROGRAM / f"{App.title}.exe"
    ours, peer = by_turns(
        lambda: until_visible(wine, ours_path, App.title),
        lambda: until_visible(wine, bare, BARE_TITLE),
    )
    return Row("window visible / bare Tk window (Wine, wall)", milliseconds(ours),
               milliseconds(peer), ours / peer, 1.5)  # fmt: skip


def check_row(wine: Wine, bare: Path, folder: Path) -> Row:
    """`budgetsheet.exe check` on nine projects, start and end included."""
    book = services.new(folder / "nine.xlsx", nine_projects())
    ours, peer = by_turns(
        lambda: whole_run(wine, PROGRAM / "budgetsheet.exe", "check", windows_path(book)),
        lambda: whole_run(wine, bare),
    )
    allowed = 1.5 * peer + FIXED_SECONDS
    return Row("check 9 projects / 1.5 bare + 0.3 s (Wine, wall)", milliseconds(ours),
               milliseconds(peer), ours / allowed, 1)  # fmt: skip


def nine_projects() -> Filing:
    """The filing that the other benchmarks check."""
    from run import filing_of

    return filing_of(9)


def size_row() -> Row:
    """The folder that people carry."""
    size = sum(path.stat().st_size for path in PROGRAM.rglob("*") if path.is_file()) / 1e6
    return Row("the program's folder (MB)", f"{size:.0f} MB", "—", size, MOST_MEGABYTES)


def by_turns(ours: Callable[[], float], peer: Callable[[], float]) -> tuple[float, float]:
    """Median seconds of both, after a warm-up of each."""
    ours(), peer()
    pairs = [(ours(), peer()) for _ in range(ROUNDS)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def until_visible(wine: Wine, program: Path, title: str) -> float:
    """Seconds until a window of this title shows; the program is then ended."""
    began = time.perf_counter()
    process = subprocess.Popen([str(WINE), str(program)], env=wine.environment,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)  # fmt: skip
    search = ["xdotool", "search", "--onlyvisible", "--name", f"^{title}$"]
    while subprocess.run(search, capture_output=True, check=False).returncode:
        if time.perf_counter() - began > SHOW_SECONDS:
            raise SystemExit(f"no window “{title}”")
        time.sleep(POLL_SECONDS)
    spent = time.perf_counter() - began
    process.kill()
    process.wait()
    while not subprocess.run(search, capture_output=True, check=False).returncode:
        time.sleep(POLL_SECONDS)
    return spent


def whole_run(wine: Wine, program: Path, *arguments: str) -> float:
    """Seconds of a console program from start to end."""
    began = time.perf_counter()
    wine.run(program, *arguments)
    return time.perf_counter() - began


@contextmanager
def screen() -> Iterator[None]:
    """A virtual screen of its own."""
    ours, theirs = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[theirs], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(theirs)
    with os.fdopen(ours) as told:
        os.environ["DISPLAY"] = f":{told.readline().strip()}"
    try:
        yield
    finally:
        server.kill()
        server.wait()


def main() -> int:
    """Measure and print; the exit code tells whether every limit is kept."""
    reason = why_not()
    if reason:
        print(f"not measured: {reason}")
        return 0
    held = True
    for row in rows():
        row.show()
        held = held and row.held
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
