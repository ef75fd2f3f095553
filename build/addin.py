"""Makes BudgetSheet.xlam out of macros/: the ribbon, its callbacks, its words. No Excel needed.

The same sources give the same bytes.
"""

import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "build"), str(ROOT)]

from vba_project import without_cache  # noqa: E402  # found through the line above

from budgetsheet.ribbon.installing import PLACE_OF_PROGRAM, packed  # noqa: E402

SOURCES = ROOT / "macros"
MODULE = SOURCES / "BudgetSheetRibbon.bas"
RIBBON = "customUI/customUI14.xml"
PROJECT = "xl/vbaProject.bin"
_DOCUMENTS = ("ThisWorkbook", "Sheet1")
_RELATION = (
    '<Relationship Id="rIdRibbon" Target="customUI/customUI14.xml" Type="http://schemas.microsoft'
    '.com/office/2007/relationships/ui/extensibility"/>'
)
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>预算绩效填报</dc:title>'
    "<dc:creator>budgetsheet</dc:creator></cp:coreProperties>"
)


def words() -> dict[str, str]:
    """What stands on the add-in's sheet; where the program is, is laid in by the program."""
    said = tomllib.loads((SOURCES / "words.toml").read_text("utf-8"))
    return {"program": PLACE_OF_PROGRAM} | said


def make(target: Path) -> None:
    """Write the add-in."""
    parts = _template()
    _replace(parts, "_rels/.rels", "</Relationships>", f"{_RELATION}</Relationships>")
    _replace(parts, "xl/worksheets/sheet1.xml", "<sheetData/>", _sheet_data())
    _replace(parts, "xl/worksheets/sheet1.xml", '<dimension ref="A1"/>', "")
    parts["docProps/core.xml"] = _CORE.encode()
    parts[RIBBON] = (SOURCES / "customUI14.xml").read_bytes()
    target.write_bytes(packed(parts))


def _template() -> dict[str, bytes]:
    """An add-in as Excel made it, with our module in the place of its empty one."""
    from pyopenvba import ExcelFile

    source = MODULE.read_bytes().decode("ascii")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.xlam"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.rename_module("Module1", MODULE.stem)
            book.set_module(MODULE.stem, source)
            for name in _DOCUMENTS:  # written anew, they begin with their source
                book.set_module(name, book.get_module(name))
            book.save()
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    parts[PROJECT] = without_cache(parts[PROJECT])
    return parts


def _sheet_data() -> str:
    rows = "".join(
        f'<row r="{i}">{_cell(f"A{i}", name)}{_cell(f"B{i}", text)}</row>'
        for i, (name, text) in enumerate(words().items(), 1)
    )
    return f"<sheetData>{rows}</sheetData>"


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _replace(parts: dict[str, bytes], name: str, before: str, after: str) -> None:
    text = parts[name].decode()
    if text.count(before) != 1:
        raise SystemExit(f"{name} of the template is not what it was: {before}")
    parts[name] = text.replace(before, after).encode()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
