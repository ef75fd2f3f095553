"""The packaged window on a virtual screen: seen by its titles, driven by keys and mouse."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from support import waiting
from support.waiting import CEILING
from wine import WINE, Wine, windows_path

SETTLE_SECONDS = 0.3
NAME = "预算绩效填报"
FEW_COLOURS = 50


class Desk:
    """The screen that Wine's windows are on."""

    def __init__(self, wine: Wine, screen: str) -> None:
        self._wine = wine
        self._environment = os.environ | {"DISPLAY": screen}
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, program: Path, *arguments: Path | str) -> subprocess.Popen[bytes]:
        """Start a Windows program; `clear` ends it.

        Source: no pipe, for Wine's desktop, which the first window starts, would hold on to it.
        """
        words = [windows_path(a) if isinstance(a, Path) else a for a in arguments]
        process = subprocess.Popen(
            [str(WINE), str(program), *words],
            env=self._wine.environment | {"DISPLAY": self._environment["DISPLAY"]},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._started.append(process)
        return process

    def clear(self) -> None:
        """End everything that was started here."""
        for process in self._started:
            process.kill()
            process.wait()

    @property
    def titles(self) -> list[str]:
        """The titles of all windows that show."""
        windows = self._tool("xdotool", "search", "--onlyvisible", "--name", ".").split()
        return [self._tool("xdotool", "getwindowname", window).strip() for window in windows]

    def until(self, what: str, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        waiting.until(lambda: f"{what}; the windows are {self.titles}", holds)

    def until_title(self, wanted: str) -> None:
        """Wait for a window of just this title that has come to rest: it hears keys then."""
        self.until(f"no window “{wanted}”", lambda: wanted in self.titles)
        self.until(f"“{wanted}” goes on drawing", self._still)

    def _still(self) -> bool:
        before = self._screen()
        waiting.pause(SETTLE_SECONDS)
        return before == self._screen()

    def _screen(self) -> bytes:
        """Give the colours of all points of the screen."""
        command = ["import", "-window", "root", "-depth", "8", "rgb:-"]
        return subprocess.run(command, env=self._environment, capture_output=True, check=True,
                              timeout=CEILING).stdout  # fmt: skip

    def press(self, *keys: str) -> None:
        """Press keys in the window that has the keyboard."""
        for key in keys:
            self._tool("xdotool", "key", key)
            waiting.pause(SETTLE_SECONDS)

    def type(self, text: str) -> None:
        """Type into the window that has the keyboard."""
        self._tool("xdotool", "type", "--delay", "20", text)
        waiting.pause(SETTLE_SECONDS)

    def drag(self, title: str, x: int, y: int) -> None:
        """Drag from the middle of a window to a point of the screen, as a hand would."""
        window = self._tool("xdotool", "search", "--onlyvisible", "--name", title).split()[0]
        self._tool("xdotool", "mousemove", "--window", window, "60", "40")
        self._tool("xdotool", "mousedown", "1")
        at = self._tool("xdotool", "getmouselocation", "--shell", window)
        left, top = (int(line.partition("=")[2]) for line in at.splitlines()[:2])
        steps = 8
        for i in range(1, steps + 1):
            self._tool("xdotool", "mousemove", str(left + (x - left) * i // steps),
                       str(top + (y - top) * i // steps))  # fmt: skip
            waiting.pause(0.15)
        waiting.pause(SETTLE_SECONDS)
        self._tool("xdotool", "mouseup", "1")

    def size(self, title: str) -> tuple[int, int]:
        """Width and height of a window."""
        window = self._tool("xdotool", "search", "--onlyvisible", "--name", title).split()[0]
        shown = self._tool("xdotool", "getwindowgeometry", "--shell", window)
        values = dict(line.split("=") for line in shown.splitlines())
        return int(values["WIDTH"]), int(values["HEIGHT"])

    def picture(self, target: Path) -> None:
        """Take a picture of the screen as soon as a page with its texts is drawn there."""

        def drawn() -> bool:
            self._tool("import", "-window", "root", str(target))
            return int(self._tool("identify", "-format", "%k", str(target))) > FEW_COLOURS

        self.until("the window stays empty", drawn)

    def _tool(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self._environment, capture_output=True, encoding="utf-8", timeout=CEILING,
            check=False,
        )  # fmt: skip
        return done.stdout
