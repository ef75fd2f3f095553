"""The documents that the importers must read: where each comes from, and what it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support.makers import MAKERS

FOLDER = Path(__file__).resolve().parent.parent / "importers" / "documents"
STORED = (".txt", ".html", ".mht", ".pdf", ".docx", ".xlsx")


def names() -> list[str]:
    """Every document's file name."""
    stored = [path.name for path in FOLDER.iterdir() if path.suffix in STORED]
    return sorted({*stored, *MAKERS})


def document(name: str) -> bytes:
    """The document itself: stored, or made by another maker's tool."""
    return MAKERS[name]() if name in MAKERS else (FOLDER / name).read_bytes()


def expected(name: str) -> dict[str, Any]:
    """What it says: `scheme`, `notes` told to the person, and the whole `model`."""
    found: dict[str, Any] = json.loads((FOLDER / f"{Path(name).stem}.json").read_text("utf-8"))
    return found
