"""Builds the Windows program into dist/: on Windows as it is, on Debian under Wine."""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT)]

import addin  # noqa: E402  # found through the line above
import installer  # noqa: E402
from icon import write_icon  # noqa: E402
from manual import write_html  # noqa: E402
from wine import Wine, why_absent, windows_path  # noqa: E402

from budgetsheet import __version__  # noqa: E402

WORK = ROOT / "dist" / "work"
FOLDER = ROOT / "dist" / "budgetsheet"
MOST_MEGABYTES = 120
_BUILD_SECONDS = 900
_VERSION = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004,
                    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[StringFileInfo([StringTable("080404b0", [
      StringStruct("FileDescription", "预算绩效填报"), StringStruct("ProductName", "budgetsheet"),
      StringStruct("FileVersion", "{version}"), StringStruct("ProductVersion", "{version}"),
      StringStruct("LegalCopyright", "MIT")])]),
    VarFileInfo([VarStruct("Translation", [2052, 1200])])])
"""


def main(arguments: list[str]) -> int:
    """Build, pack, and print what it weighs; `--where-possible` is content without Wine."""
    absent = "" if sys.platform == "win32" else why_absent()
    if absent:
        print(f"not built: {absent}")
        return 0 if "--where-possible" in arguments else 1
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    WORK.mkdir(parents=True)
    write_icon(WORK / "budgetsheet.ico")
    write_html(WORK / "manual.html")
    addin.make(WORK / "BudgetSheet.xlam")
    numbers = (*(int(part) for part in __version__.split(".")), 0)
    version = _VERSION.format(numbers=numbers, version=__version__)
    (WORK / "version.txt").write_text(version, "utf-8")
    failed = _build()
    if failed:
        print(failed)
        return 1
    made, failed = results()
    if failed:
        print(failed)
        return 1
    total = weigh(FOLDER)
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in made}
    lines = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
    (ROOT / "dist" / "SHA256SUMS.txt").write_text(lines, "utf-8")
    for path in made:
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1e6:.0f} MB  {sums[path.name]}")
    return 0 if total < MOST_MEGABYTES else 1


def results() -> tuple[list[Path], str]:
    """What people get: the zip, and the installer where NSIS is; and why one was not made."""
    package = pack(FOLDER, ROOT / "dist" / f"budgetsheet-{__version__}-win64.zip")
    absent = installer.why_absent()
    if absent:
        print(f"no installer: {absent}")
        return [package], ""
    target = ROOT / "dist" / f"budgetsheet-{__version__}-setup.exe"
    failed = installer.make_installer(FOLDER, WORK, target, __version__)
    return [package, target], failed


def _build() -> str:
    """Run PyInstaller; the end of its words where it failed."""
    path = str if sys.platform == "win32" else windows_path
    words = ["--noconfirm", "--distpath", path(ROOT / "dist"), "--workpath", path(WORK),
             path(HERE / "budgetsheet.spec")]  # fmt: skip
    if sys.platform == "win32":
        done = subprocess.run(
            [sys.executable, "-m", "PyInstaller", *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
    else:
        wine = Wine()
        wine.prepare(print)
        done = wine.run(wine.python, "-m", "PyInstaller", *words, seconds=_BUILD_SECONDS)
    made = sorted(FOLDER.glob("*.exe"))
    return "" if done.returncode == 0 and len(made) == 2 else done.stdout[-4000:]


def pack(folder: Path, target: Path) -> Path:
    """The folder as a zip to carry on a stick."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                package.write(path, Path(folder.name) / path.relative_to(folder))
    return target


def weigh(folder: Path) -> float:
    """Print what takes the room; the whole in MB."""
    parts: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            inside = path.relative_to(folder).parts
            parts["/".join(inside[:2])] += path.stat().st_size
    total = sum(parts.values()) / 1e6
    for name, size in parts.most_common(12):
        print(f"  {size / 1e6:7.1f} MB  {name}")
    print(f"  {total:7.1f} MB  in all (limit {MOST_MEGABYTES})")
    return total


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
