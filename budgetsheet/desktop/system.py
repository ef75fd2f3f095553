"""What the window asks of the system it runs on."""

import os
import sys
from pathlib import Path


def open_file(path: Path) -> None:
    """Open a file or a folder with the program that the system has for it. Raises: OSError."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  # the system's own way
    else:
        import subprocess

        subprocess.Popen(  # noqa: S603
            ["xdg-open", str(path)],  # noqa: S607  # the system's own way
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
