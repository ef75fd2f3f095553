"""Other programs on this machine, each by its absolute path.

The current folder is where a person's files lie, and whoever sends a file can put a program
beside it: nothing is ever looked for there.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_SUFFIX = ".exe" if os.name == "nt" else ""
_WINDOWS_HOMES = ("PROGRAMW6432", "PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
_SOFFICE_FOLDERS = (
    "/usr/lib/libreoffice/program",
    "/opt/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
)


def find_program(name: str, environment: Mapping[str, str] = os.environ) -> Path | None:
    """A program on the search path, without the current folder and any other relative one.

    Source: `shutil.which`, and Windows itself for a bare name, look into the current folder
    first, and take `.bat` and `.cmd` for programs.
    """
    for folder in environment.get("PATH", "").split(os.pathsep):
        program = Path(folder.strip('"'), name + _SUFFIX)
        if program.is_absolute() and _can_run(program):
            return program
    return None


def soffice() -> Path | None:
    """LibreOffice's program: on the path, or where its installers put it."""
    found = find_program("soffice") or find_program("libreoffice")
    if found:
        return found
    if sys.platform == "win32":
        homes = [Path(os.environ[name]) for name in _WINDOWS_HOMES if os.environ.get(name)]
        places = [home / "LibreOffice" / "program" / "soffice.exe" for home in homes]
    else:
        places = [Path(folder) / "soffice" for folder in _SOFFICE_FOLDERS]
    return next((path for path in places if path.is_absolute() and _can_run(path)), None)


def system_program(name: str) -> Path:
    """A program of Windows itself."""
    return Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / name


def _can_run(program: Path) -> bool:
    try:
        return program.is_file() and os.access(program, os.X_OK)
    except OSError:
        return False
