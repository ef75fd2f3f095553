"""What the command line prints, for people and for programs."""

import sys
import time
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from budgetsheet import services
from budgetsheet.findings import Finding, Normalised, Severity
from budgetsheet.terminal import drawn, escaped
from budgetsheet.text import shortened

if TYPE_CHECKING:
    from budgetsheet.explaining import Explained, Standing

_MOST_PLACES = 30
_MOST_NOTES = 40
_MOST_SENTENCES = 60
"""Findings that are told one by one; more are told by sheet, or by rule."""
_FIRST_PLACES = 8


def print_import(result: services.Imported) -> None:
    """Say what an import made, and where each piece of the source went."""
    from budgetsheet.importing import counts

    filing = result.filing
    print(
        f"已读入：{result.path}（{len(filing.projects)} 个项目，"
        f"{sum(len(p.indicators) for p in filing.projects)} 条指标，"
        f"{len(filing.measures)} 个量化指标）"
    )
    for where, text, message in result.notes[:_MOST_NOTES]:
        print(f"  {where}：{message}　{text[:60]}" if text else f"  {message}")
    if len(result.notes) > _MOST_NOTES:
        print(f"  还有 {len(result.notes) - _MOST_NOTES} 条，用 --report 文件名.csv 看全部。")
    if result.found.placements:
        told = "、".join(f"{fate} {n} 处" for fate, n in counts(result.found).items() if n)
        print(f"原文各处的去向：{told}。逐处清单用 --report 文件名.csv 写出。")
    if filing.unplaced:
        print(f"有 {len(filing.unplaced)} 处没有位置，已原样留在工作表“未归位”中。")


def suggest_rescue(checked: services.Checked) -> None:
    """Show the way out of a damaged workbook."""
    if checked.damaged:
        fresh = checked.path.with_stem(f"{checked.path.stem}（新表）")
        print(f'把数据转入新表：budgetsheet rescue "{checked.path}" "{fresh}"')


def print_findings(checked: services.Checked) -> None:
    """Print each finding, those alike as one, and their counts."""
    for alike in _groups(checked.findings):
        print(_sentence(alike))
    counts = _counts(checked.findings)
    if not checked.findings:
        print("没有发现问题。")
        return
    print("、".join(f"{s.label} {counts[s.value]} 处" for s in Severity) + "。")


def _groups(findings: tuple[Finding, ...]) -> Iterable[list[Finding]]:
    """Findings of one rule on one sheet together where there are many, of one rule where legion."""
    for alike in (id, _by_sheet, _by_rule):
        found: dict[object, list[Finding]] = {}
        for finding in findings:
            found.setdefault(alike(finding), []).append(finding)
        if len(found) <= _MOST_SENTENCES:
            break
    return found.values()


def _by_rule(finding: Finding) -> object:
    return finding.rule, finding.severity, bool(finding.waiver)


def _by_sheet(finding: Finding) -> object:
    return _by_rule(finding), finding.sheet


def _sentence(alike: list[Finding]) -> str:
    finding = alike[0]
    waived = f"　（已说明理由：{shortened(finding.waiver)}）" if finding.waiver else ""
    label = shortened(finding.label)
    head = f"{finding.severity.label} {finding.rule}　{_where(finding)}　{label}"
    more = f"\n    {_also(alike)}" if len(alike) > 1 else ""
    return f"{head}\n    {finding.message}{waived}{more}\n    怎么改：{finding.fix}"


def _where(finding: Finding) -> str:
    sheet = shortened(finding.sheet)
    return f"{sheet}!{finding.cell}" if finding.cell else sheet or "整个文件"


def _also(alike: list[Finding]) -> str:
    """How many more of the same there are, and where the first of them stand."""
    sheet = alike[0].sheet
    places = (f.cell if f.cell and f.sheet == sheet else _where(f) for f in alike[1:])
    first = list(dict.fromkeys(islice(places, _FIRST_PLACES)))
    rest = "等处" if len(alike) - 1 > len(first) else ""
    return f"同样的问题共 {len(alike)} 处，还有 {'、'.join(first)}{rest}；加 --json 看全部。"


def _counts(findings: tuple[Finding, ...]) -> dict[str, int]:
    return {s.value: sum(f.severity is s for f in findings) for s in Severity}


def checked_json(checked: services.Checked) -> dict[str, Any]:
    """Return the findings as programs read them."""
    return {
        "book": checked.path.name,
        "blocked": checked.blocked,
        "counts": _counts(checked.findings),
        "findings": [f._asdict() | {"severity": f.severity.value} for f in checked.findings],
        "normalised": [
            {**_told(n), "sheet": place.sheet, "cell": place.cell}
            for n in checked.reading.normalised
            for place in (checked.reading.locate(n.path),)
        ],
    }


def _told(note: Normalised) -> dict[str, str]:
    """A typed form and its standard one; why, only where there is something to say."""
    return {name: value for name, value in note._asdict().items() if value or name != "note"}


def print_json(value: object) -> None:
    """Print a value as JSON, Chinese as it is."""
    import json

    print(escaped(json.dumps(value, ensure_ascii=False, indent=2)))


class Progress:
    """A progress line on the terminal for work that takes over a second."""

    def __init__(self, what: str) -> None:
        self._what, self._began, self._shown = what, time.monotonic(), False

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print(file=sys.stderr)

    def tell(self, done: int, of: int) -> None:
        """Show how far the work has come."""
        if (
            done
            and sys.stderr is not None
            and sys.stderr.isatty()
            and time.monotonic() - self._began > 1
        ):
            bar = "█" * (done * 30 // of)
            drawn(f"{self._what} {bar:<30} {done}/{of}")
            self._shown = True


def print_explained(result: "Explained") -> None:
    """Each place, then each origin once with all that it is made of."""
    print(f"“{shortened(result.asked)}”在 {len(result.found)} 处：")
    for number, standing in enumerate(result.found[:_MOST_PLACES], start=1):
        label = shortened(standing.label)
        print(f"{number}. {standing.place}　{label}　{standing.context}".rstrip())
    if len(result.found) > _MOST_PLACES:
        print(f"另有 {len(result.found) - _MOST_PLACES} 处；加 --json 看全部。")
    for origin in dict.fromkeys(s.origin for s in result.found if s.origin):
        print(f"\n{origin.name} {origin.shown}{origin.unit}　{origin.place}　{origin.formula}")
        for source in origin.sources:
            print(f"    {source.shown}　{source.place}　{source.beside}".rstrip())


def explained_json(result: "Explained") -> dict[str, Any]:
    """Return an explanation as programs read it."""

    def plain(standing: "Standing") -> dict[str, Any]:
        origin = standing.origin
        told = None if origin is None else origin._asdict() | {
            "sources": [source._asdict() for source in origin.sources]}  # fmt: skip
        return standing._asdict() | {"number": str(standing.number), "origin": told}

    return {
        "asked": result.asked,
        "found": [plain(standing) for standing in result.found],
        "nearest": plain(result.nearest) if result.nearest else None,
    }
