"""What each command of the command line says and returns."""

import sys
from argparse import Namespace
from pathlib import Path

from budgetsheet import characters, services
from budgetsheet.errors import UnusableError
from budgetsheet.printing import (
    Progress,
    checked_json,
    explained_json,
    print_explained,
    print_findings,
    print_import,
    print_json,
    suggest_rescue,
)
from budgetsheet.text import differing, shortened

OK, ERRORS_FOUND = 0, 1
_ALL = "all"
"""Stands for every format."""
_MAX_PROJECTS = 2000
_MOST_TOLD = 20
"""Sentences on what was done with single texts; a sheet full of notes would push the rest away."""


def new(options: Namespace) -> int:
    """Write a new workbook, blank or from an interchange file."""
    if options.model:
        filing = services.load_model(options.model)
    else:
        if not 1 <= options.projects <= _MAX_PROJECTS:
            raise UnusableError(f"项目个数应在 1 到 {_MAX_PROJECTS} 之间。")
        from datetime import date

        year = options.year or date.today().year + 1
        filing = services.blank_filing(options.scheme, options.projects, year)
    with Progress("正在生成") as progress:
        out = services.new(options.out, filing, options.force, progress.tell)
    print(f"已生成：{out}（{len(filing.projects)} 个项目）")
    return OK


def import_(options: Namespace) -> int:
    """Read a document into a fresh workbook and say where everything went."""
    with Progress("正在导入") as progress:
        result = services.import_document(
            options.document, options.out, options.year, options.force, options.scheme,
            options.report, progress.tell,
        )  # fmt: skip
    if options.json:
        from budgetsheet.importing import report_json

        print_json({"book": str(result.path)} | report_json(result.found))
    else:
        print_import(result)
    return OK


def map_(options: Namespace) -> int:
    """Print every field with its cell."""
    rows = services.field_map(options.book)
    if options.json:
        print_json(rows)
    else:
        for row in rows:
            access = "可填" if row["access"] == "open" else "锁定"
            print(f"{row['sheet']}!{row['cell']}\t{access}\t{row['label']}\t{row['path']}")
    return OK


def check(options: Namespace) -> int:
    """Print the findings."""
    if options.live:
        return _check_live(options)
    changes: list[services.Change] = []
    if options.fix:
        checked, changes = services.fix(options.book)
    else:
        checked = services.check(options.book)
    if options.json:
        fixed = {"fixed": [change._asdict() for change in changes]} if options.fix else {}
        print_json(checked_json(checked) | fixed)
        return ERRORS_FOUND if checked.blocked else OK
    for change in changes:
        before, after = map(shortened, differing(change.before, change.after))
        note = characters.noticed(change.before, change.after)
        why = f"（{note}）" if note else ""
        print(f"已改　{change.sheet}!{change.cell}　“{before}”→“{after}”{why}")
    if changes:
        print(f"共改 {len(changes)} 处；改之前的版本留作 {options.book.name}.bak。")
    _tell(checked)
    print_findings(checked)
    suggest_rescue(checked)
    return ERRORS_FOUND if checked.blocked else OK


def _check_live(options: Namespace) -> int:
    """Check the workbook where it is open, and mark the faulty cells there."""
    from budgetsheet.live import session

    if options.fix:
        raise UnusableError("--live 只标出问题，不改内容，不能和 --fix 一起用；请去掉其中一个。")
    told = session.check(options.book)
    if told.checked is None:
        raise UnusableError(told.said)
    if options.json:
        print_json(checked_json(told.checked) | {"live": told.said})
    else:
        print_findings(told.checked)
        print(told.said)
    return ERRORS_FOUND if told.checked.blocked else OK


def rescue(options: Namespace) -> int:
    """Carry what can be read into a fresh workbook, and list what was not in order."""
    with Progress("正在转入") as progress:
        checked, told = services.rescue(options.book, options.out, options.force, progress.tell)
    print(f"已转入新表：{options.out}（{len(checked.reading.filing.projects)} 个项目）")
    for sentence in told:
        print(f"  {sentence}")
    print(f"共有 {len(told)} 处不合原样，请逐处核对新表。" if told else "原表完好，内容全部转入。")
    return ERRORS_FOUND if checked.blocked else OK


def refresh(options: Namespace) -> int:
    """Write the workbook afresh and print the findings."""
    with Progress("正在更新") as progress:
        checked = services.refresh(options.book, progress.tell)
    print(f"已更新：{options.book}（更新前的版本留作 {options.book.name}.bak）")
    _tell(checked)
    print_findings(checked)
    return ERRORS_FOUND if checked.blocked else OK


def export(options: Namespace) -> int:
    """Write the document, or say what stands in the way."""
    formats = [name.strip().lower() for name in options.format.split(",") if name.strip()]
    write = services.export_package if _is_package(options.out, formats) else services.export
    if _ALL in formats:
        formats = _every_format()
    checked, written = write(options.book, options.out, formats, options.draft, options.appendix)
    if not written:
        print_findings(checked)
        print("有错误未改，没有导出。改好后再试，或在“校验结果”里说明理由；要看样子可加 --draft。")
        return ERRORS_FOUND
    for path in written:
        print(f"已导出：{path}")
    _tell(checked)
    return OK


def _tell(checked: "services.Checked") -> None:
    """Say what writing did with what was typed."""
    for sentence in checked.told[:_MOST_TOLD]:
        print(f"  {sentence}")
    if len(checked.told) > _MOST_TOLD:
        print(f"  另有 {len(checked.told) - _MOST_TOLD} 处。")


def _is_package(out: Path, formats: list[str]) -> bool:
    """Whether the files go together with a list of their sums."""
    return _ALL in formats or out.suffix.lower() == ".zip"


def _every_format() -> list[str]:
    """All formats; says so when pdf cannot be among them."""
    from budgetsheet.publishing import every_format

    formats = every_format()
    if "pdf" not in formats:
        print("没有找到 Word、WPS 或 LibreOffice，这次不含 pdf。", file=sys.stderr)
    return formats


def verify(options: Namespace) -> int:
    """Say which files of a package are not as they were exported."""
    from budgetsheet import packages

    verdict = packages.verify(options.package)
    for line in verdict.differences:
        print(line)
    print(verdict.said)
    return OK if verdict.whole else ERRORS_FOUND


def ribbon(options: Namespace) -> int:
    """Put the ribbon into Excel, take it out, or say how it stands and what is in its way."""
    from budgetsheet.ribbon.installing import State, this_ribbon
    from budgetsheet.ribbon.obstacles import obstacles

    found = this_ribbon()
    if options.what == "install":
        found.install()
    elif options.what == "remove":
        found.remove()
    state = found.state()
    print(f"Excel 功能区按钮：{state.value}。{found.target}")
    for sentence in obstacles() if state is not State.ABSENT else ():
        print(sentence)
    return OK


def explain(options: Namespace) -> int:
    """Say where a figure stands and what it is made of."""
    result = services.explain(options.book, options.figure)
    if options.json:
        print_json(explained_json(result))
    elif result.found:
        print_explained(result)
    elif result.nearest:
        near = result.nearest
        told = f"{near.number:f}{result.unit}"
        where = f"{near.place}　{shortened(near.label)}"
        print(f"没有找到“{shortened(result.asked)}”；最接近的是 {told}，在 {where}。")
    else:
        print(f"没有找到“{shortened(result.asked)}”，也没有相近的数字。")
    return OK if result.found else ERRORS_FOUND


def rules(options: Namespace) -> int:
    """Print the catalogue, or explain one rule."""
    from budgetsheet.rules.catalogue import BY_ID, DECLARED
    from budgetsheet.rules.explain import explain

    if not options.id:
        for rule in DECLARED:
            print(f"{rule.id}  {rule.severity.label}  {rule.title}")
        return OK
    found = BY_ID.get(options.id.strip().upper())
    if found is None:
        asked = shortened(options.id)
        raise UnusableError(f"没有编号为“{asked}”的规则；用 budgetsheet rules 看全部。")
    print(explain(found))
    return OK
