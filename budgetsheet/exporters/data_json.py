"""The filing as `budgetsheet/1`, with the trace of every figure to sheet and cell."""

import json
from typing import Any

from budgetsheet.document import Figure
from budgetsheet.exporters.base import Export


def make_json(export: Export) -> bytes:
    """The interchange format under `model`; trace, totals and findings beside it."""
    from budgetsheet.interchange import to_json

    data = {
        "model": to_json(export.filing),
        "draft": export.draft,
        "narrative": [
            {
                "path": part.path,
                "text": part.text,
                "figures": [_figure(figure, export) for figure in part.figures],
            }
            for part in export.narrative.rendered
        ],
        "totals": _totals(export),
        "findings": [f._asdict() | {"severity": f.severity.value} for f in export.findings],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _figure(figure: Figure, export: Export) -> dict[str, Any]:
    return {
        "token": figure.token,
        "start": figure.start,
        "end": figure.end,
        "shown": figure.shown,
        "sources": [_source(path, export) for path in figure.sources],
    }


def _source(path: str, export: Export) -> dict[str, str]:
    sheet, cell = export.locate(path)
    return {"path": path, "sheet": sheet, "cell": cell}


def _totals(export: Export) -> dict[str, Any]:
    return {
        total.token: {
            "shown": total.shown,
            "operands": [_source(path, export) for path in total.sources],
        }
        for total in export.narrative.totals
    }
