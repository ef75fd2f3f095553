"""What the window asks of the system it runs on."""

import os
import sys
from pathlib import Path

_PATIENCE_SECONDS = 1.0
"""A starter that fails does so at once; one that shows the file may stay as long as it."""


def open_file(path: Path) -> None:
    """Open a file or a folder with the program that the system has for it. Raises: OSError."""
    path = path.absolute()
    if sys.platform == "win32":
        # Without the sign at its end, a program beside the folder and named like it would start.
        os.startfile(f"{path}\\" if path.is_dir() else path)  # noqa: S606  # the system's own way
    else:
        _start(path)


def _start(path: Path) -> None:
    import subprocess

    from budgetsheet.programs import find_program

    starter = find_program("open" if sys.platform == "darwin" else "xdg-open")
    if starter is None:
        raise FileNotFoundError("xdg-open")
    process = subprocess.Popen(  # noqa: S603  # the system's own way
        [str(starter), str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        code = process.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        return
    if code:
        raise OSError(f"xdg-open: {code}")
