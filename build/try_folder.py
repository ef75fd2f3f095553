"""Makes the folder that a person with Windows and Excel or WPS runs once, in dist/.

    python build/try_folder.py

Out of build/try_in_excel/ and the samples: the workbooks, the add-in, what their cells must
show, and a script that compares. What the cells must show is what our own calculation stored
in them; what must follow from typing is what it stores where the filing has that content.
"""

import re
import shutil
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT)]

import addin  # noqa: E402  # found through the line above
from exe import pack  # noqa: E402

from budgetsheet import __version__, services  # noqa: E402
from budgetsheet.form import book as names  # noqa: E402
from budgetsheet.form.book import book_for, project_sheet_names  # noqa: E402
from budgetsheet.model import Filing, PlanNode, replace  # noqa: E402

SOURCES = HERE / "try_in_excel"
RIBBON = ROOT / "macros" / "customUI14.xml"
BOOKS = {"sample": "样例 县图书馆.xlsx", "central-2021": "样例 中央部门表样.xlsx",
         "faulty": "样例 有错的.xlsx"}  # fmt: skip
STARTER, GUIDE = "双击运行.cmd", "说明.txt"
ASKS_FIRST = {"OnAddProject": "（它会先问要不要保存并关闭，请点“确定”：关的是副本）"}
"""Buttons that ask a question before they start the program; pressed by hand only."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Row = tuple[str, ...]


class Typed(NamedTuple):
    """What is typed into an entry, and the filing that says the same."""

    path: str
    value: str | float
    title: str
    meant: Filing | None = None
    """None where no filing can say it: nothing is compared then."""
    refused: bool = False
    """Whether the cell's validation must not allow it."""
    shown: tuple[tuple[str, str, str], ...] = ()
    """Sheet, cell and beginning of what else must show."""


def typings(filing: Filing) -> Iterator[Typed]:
    """What is tried on the first sample: right, wrong and full-width."""
    first, *rest = filing.projects

    def project(**changes: object) -> Filing:
        return replace(filing, projects=(replace(first, **changes), *rest))

    def indicator(number: int, **changes: object) -> Filing:
        rows = list(first.indicators)
        rows[number] = replace(rows[number], **changes)
        return project(indicators=tuple(rows))

    at = next(i for i, row in enumerate(first.indicators) if row.target_value.startswith("≥"))
    value = f"projects.0.indicators.{at}.target_value"
    yield Typed(value, "≤95%", "应高的指标写成 ≤95%", indicator(at, target_value="≤95%"))
    yield Typed(value, "", "指标值留空", indicator(at, target_value=""))
    yield Typed(value, "＞＝９５％", "全角的 ＞＝９５％", indicator(at, target_value="＞＝９５％"))
    yield Typed("projects.0.fiscal_funds", 1.5, "财政资金改成 1.5",
                project(fiscal_funds=Decimal("1.50")))  # fmt: skip
    yield Typed("projects.0.budget_amount", "", "预算数留空", project(budget_amount=None))
    last = first.spending_plan[-1]
    plan = (*first.spending_plan[:-1], PlanNode(last.month, Decimal("90")))
    yield Typed(f"projects.0.spending_plan.{last.month}", 0.9, "最后一期 90%",
                project(spending_plan=plan))  # fmt: skip
    yield Typed("projects.0.code", first.code[:-1] + "0", "项目编码错一位",
                project(code=first.code[:-1] + "0"))  # fmt: skip
    yield Typed("projects.0.budget_amount", "六十万", "预算数填文字", refused=True)
    yield Typed("projects.0.budget_amount", "６４．８０", "预算数填全角数字")
    yield Typed(f"projects.0.spending_plan.{last.month}", 5, "计划填 5（500%）", refused=True)
    stale = ((names.OVERVIEW, "A2", "来源已改"),)
    yield Typed("measures.0.value", "987654", "量化指标改数，概述应变红", shown=stale)


def expectations() -> Iterator[Row]:
    """What the script compares, row by row; the first word says what a row is."""
    yield "version", __version__
    for name, file in BOOKS.items():
        filing = services.load_model(ROOT / "samples" / f"{name}.json")
        data = services.fresh_workbook(filing)
        yield "book", name, file
        yield from _cells("cell", (name,), calculated(data).items())
        yield from _places(name, filing, data)
        if name == "sample":
            yield from _typed(name, filing, data)
    for button in buttons():
        yield "button", *button
    for question in QUESTIONS:
        yield "question", *question


QUESTIONS = (
    ("要填的格子是浅黄色", "请点开任一张项目表：空着的、要填的格子是浅黄色吗？没有 #### 吗？"),
    ("下拉框能用", "请在项目表的“一级指标”格点右边的小三角：能选出指标类别吗？"),
    ("填错会变红", "请在项目表把“预算数”改成 1：格子变红、右边写出原因了吗？（试完按 Ctrl+Z）"),
    ("目录的链接能跳", "请在“目录”点一个项目的名字：跳到那张表了吗？"),
    ("打印预览一页", "请对一张项目表按 Ctrl+P 看打印预览：是完整的一页表吗？（看完按 Esc）"),
)  # fmt: skip
"""What only a person sees: the report's words, and the question."""


def _places(name: str, filing: Filing, data: bytes) -> Iterator[Row]:
    """Sheets that are locked, entries that are open, formulas that must not change."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        for sheet in filter(None, visible_sheets(package)):
            yield "sheet", name, sheet
    for sheet, cell in entries(filing).values():
        yield "entry", name, sheet, cell
    for sheet, cell in dict(reversed(calculated(data))).items():
        yield "locked", name, sheet, cell
    for sheet in project_sheet_names(filing.projects):
        yield "page", name, sheet


def entries(filing: Filing) -> dict[str, tuple[str, str]]:
    """Sheet and cell of every entry, by its path."""
    form = book_for(filing)
    found = {e.path: (names.DEPARTMENT, e.area.cell) for e in form.department.entries}
    sheets = zip(project_sheet_names(filing.projects), form.projects, strict=True)
    for i, (name, sheet) in enumerate(sheets):
        found |= {f"projects.{i}.{e.path}": (name, e.area.cell) for e in sheet.entries}
    return found


def _typed(name: str, filing: Filing, data: bytes) -> Iterator[Row]:
    before, places = calculated(data), entries(filing)
    for number, typed in enumerate(typings(filing)):
        sheet, cell = places[typed.path]
        kind, value = _told(typed.value)
        yield "type", name, str(number), sheet, cell, kind, value, typed.title
        if typed.refused:
            yield "refused", name, str(number)
        for place, text in (((s, c), text) for s, c, text in typed.shown):
            yield "after", name, str(number), *place, "p", text
        if typed.meant is not None:
            after = calculated(services.fresh_workbook(typed.meant))
            changed = ((at, value) for at, value in after.items()
                       if at[0] not in _REWRITTEN and before.get(at) != value)  # fmt: skip
            yield from _cells("after", (name, str(number)), changed)


_REWRITTEN = (names.OVERVIEW, names.RESULTS)
"""Sheets whose texts a refresh would write anew: typing alone does not change them so."""


def calculated(data: bytes) -> dict[tuple[str, str], object]:
    """The stored value of every formula cell that a person may see."""
    found: dict[tuple[str, str], object] = {}
    with zipfile.ZipFile(BytesIO(data)) as package:
        for number, name in enumerate(visible_sheets(package), start=1):
            if name:
                root = ET.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314
                for cell in root.iter(f"{_MAIN}c"):
                    if cell.find(f"{_MAIN}f") is not None:
                        value = cell.findtext(f"{_MAIN}v") or ""
                        number_kind = cell.get("t", "n") == "n" and value
                        found[name, cell.get("r", "")] = float(value) if number_kind else value
    return found


def visible_sheets(package: zipfile.ZipFile) -> list[str]:
    """The sheets in order, a hidden one without its name."""
    root = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314  # a file of our own
    sheets = root.iter(f"{_MAIN}sheet")
    return ["" if sheet.get("state") else sheet.get("name", "") for sheet in sheets]


def _cells(kind: str, head: Row, cells: Iterable[tuple[tuple[str, str], object]]) -> Iterator[Row]:
    for (sheet, cell), value in cells:
        yield kind, *head, sheet, cell, *_told(value)


def _told(value: object) -> tuple[str, str]:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "n", repr(float(value))
    return "s", "" if value is None else str(value)


def buttons() -> Iterator[Row]:
    """Macro, label, what the program is asked for, and what to mind, of each ribbon button."""
    source = addin.MODULE.read_text("ascii")
    actions = dict(re.findall(r'Sub (On\w+)\(.*?\)\s+Launch "([\w-]+)"', source))
    for element in ET.parse(RIBBON).iter():  # noqa: S314  # a file of our own
        if element.tag.endswith("}button"):
            macro, label = element.get("onAction", ""), element.get("label", "")
            yield macro, label, actions[macro], ASKS_FIRST.get(macro, "")


def escaped(text: str) -> str:
    """A text as it stands between two tabs."""
    for sign, name in (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(sign, name)
    return text


def script() -> str:
    """The script in ASCII: Windows reads a script in whatever its code page is."""
    source = (SOURCES / "try.js").read_text("utf-8")
    return "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in source)


def guide() -> str:
    """The instructions, each ribbon button named."""
    labels = "、".join(f"“{label}”" for _, label, _, _ in buttons())
    return (SOURCES / "guide.txt").read_text("utf-8").format(
        version=__version__, buttons=labels, starter=STARTER
    )  # fmt: skip


def make(folder: Path) -> None:
    """Write the folder, whatever stood there before."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, file in BOOKS.items():
        filing = services.load_model(ROOT / "samples" / f"{name}.json")
        (folder / file).write_bytes(services.fresh_workbook(filing))
    addin.make(folder / "BudgetSheet.xlam")
    rows = ["\t".join(map(escaped, row)) for row in expectations()]
    _write(folder / "expected.txt", "\n".join(rows), "utf-16")
    _write(folder / "try.js", script(), "ascii")
    _write(folder / STARTER, (SOURCES / "start.cmd").read_text("ascii"), "ascii")
    _write(folder / "pressed.cmd", (SOURCES / "pressed.cmd").read_text("ascii"), "ascii")
    _write(folder / GUIDE, guide(), "utf-8-sig")


def _write(path: Path, text: str, encoding: str) -> None:
    path.write_text(text, encoding, newline="\r\n")


def main() -> int:
    """Make the folder and the zip, and say where they are."""
    folder = ROOT / "dist" / "在Excel里试一遍"
    make(folder)
    package = pack(folder, ROOT / "dist" / f"budgetsheet-{__version__}-try-in-excel.zip")
    print(f"{package.relative_to(ROOT)}  {package.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
