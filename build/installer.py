"""Makes the installer out of the program's folder, where NSIS is."""

import os
import shutil
import subprocess
from pathlib import Path

from icon import write_banner

SCRIPT = Path(__file__).with_name("installer.nsi")
_SECONDS = 600


def why_absent() -> str:
    """Why no installer can be made here, or nothing."""
    return "" if _maker() else "NSIS (makensis) is not installed"


def make_installer(folder: Path, work: Path, target: Path, version: str) -> str:
    """Write the installer; the end of NSIS' words where it failed."""
    banner = work / "banner.bmp"
    write_banner(banner)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    given = {
        "FOLDER": folder,
        "ICON": work / "budgetsheet.ico",
        "BANNER": banner,
        "TARGET": target,
        "VERSION": version,
        "KILOBYTES": size // 1024,
    }
    sign = "/" if os.name == "nt" else "-"
    words = [f"{sign}D{name}={value}" for name, value in given.items()]
    done = subprocess.run(
        [_maker(), f"{sign}V2", f"{sign}INPUTCHARSET", "UTF8", *words, str(SCRIPT)],
        env=os.environ | {"LC_ALL": "C.UTF-8"},  # Chinese file names in the folder
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace", timeout=_SECONDS, check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 and target.is_file() else done.stdout[-4000:]


def _maker() -> str:
    usual = r"C:\Program Files (x86)\NSIS\makensis.exe"
    return shutil.which("makensis") or (usual if Path(usual).is_file() else "")
