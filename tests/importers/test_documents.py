"""Documents of many makers, each with the model it is to become; and nothing of them is lost."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pypdfium2
import pytest
from lxml import html
from support import documents

from budgetsheet import services
from budgetsheet.form.scheme import load_scheme
from budgetsheet.importers.lines import decode_document
from budgetsheet.importers.objectives import split_objectives
from budgetsheet.importers.words import Words, key, other_words
from budgetsheet.importing import Found, read_document
from budgetsheet.interchange import to_json
from budgetsheet.narrative.render import render

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module", params=documents.names())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def read(name: str) -> Found:
    scheme = documents.expected(name)["scheme"]
    data = documents.document(name)
    return read_document(data, Path(name).suffix, scheme, None, lambda _: pytest.fail("not ours"))


def test_the_document_becomes_its_model(name: str) -> None:
    found, wanted = read(name), documents.expected(name)
    assert to_json(found.filing) == wanted["model"]
    assert [list(note) for note in found.notes] == wanted["notes"]


def test_every_text_of_the_source_is_somewhere(name: str) -> None:
    found = read(name)
    home = Home(found)
    assert [piece for piece in pieces(name) if not home.has(piece)] == []


def test_the_scheme_is_told_from_the_document(name: str) -> None:
    wanted = "central-2021" if name.startswith(("08", "14")) else "hebei"
    data = documents.document(name)
    found = read_document(data, Path(name).suffix, "", None, lambda _: pytest.fail("not ours"))
    assert found.filing.scheme == wanted


def test_there_are_enough_of_each_kind() -> None:
    kinds = [Path(name).suffix for name in documents.names()]
    assert len(kinds) >= 12
    assert {".txt", ".docx", ".html", ".mht", ".pdf", ".xlsx"} <= set(kinds)


def test_the_report_tells_sheet_and_cell(tmp_path: Path) -> None:
    source = tmp_path / "水利站.txt"
    source.write_bytes(documents.document("01-water-station.txt"))
    report = tmp_path / "去向.csv"
    made = services.import_document(source, tmp_path / "读入.xlsx", report=report)
    book = openpyxl.load_workbook(made.path)
    placed = [p for p in made.found.placements if p.fate == "归位" and "项目" not in p.text]
    assert len(placed) > 60
    for entry in placed:
        shown = str(book[entry.sheet][entry.cell].value)
        assert shown == "None" or key(shown)[:2] in key(entry.text) or shown.isdigit() or (
            re.search(r"[{}.%]", shown)
        ), (entry, shown)  # fmt: skip
    lines = report.read_text("utf-8-sig").splitlines()
    assert lines[0] == "原文位置,原文,去向,工作表,单元格,说明"
    assert any("未归位" in line and "9月底 80%" in line for line in lines)


class Home:
    """Where a text of the source may have gone, in the form in which texts are compared."""

    def __init__(self, found: Found) -> None:
        filing = found.filing
        self._words = Words(load_scheme(filing.scheme))
        texts = [text.text for text in render(filing).rendered]
        unit = filing.department
        texts += [f"{unit.code}{unit.name}", unit.name, f"({filing.year}年度)"]
        texts += [entry.text for entry in (*filing.unplaced, *filing.unreadable)]
        texts += [placed.text for placed in found.placements if placed.fate == "略去"]
        self._numbers: set[Decimal] = set()
        for project in filing.projects:
            texts += [project.code, project.name, project.purpose, *project.objectives]
            texts += [str(part) for row in project.indicators for part in row if part]
            amounts = (project.budget_amount, project.fiscal_funds, project.other_funds)
            percents = [node.percent for node in project.spending_plan]
            self._numbers |= {n for n in (*amounts, *percents) if n is not None}
        self._text = "\n".join(map(key, texts))
        words = other_words()
        lists = [each for kind in ("labels", "columns") for each in words[kind].values()]
        labels = [word for each in lists for word in each]
        self._labels = "\n".join(map(key, [*labels, *load_scheme(filing.scheme).labels.values()]))

    def has(self, piece: str) -> bool:
        """Whether a text is in the model, is a label, or is kept; marks and units do not count."""
        plain = key(piece)
        if not plain or plain in self._text or self._is_label(piece):
            return True
        name, value = self._words.inline(piece)
        if name:
            return self.has(value)
        goals = split_objectives(piece)
        if len(goals) > 1:
            return all(self.has(goal) for goal in goals)
        return self._is_number(plain) or self._without_mark(piece)

    def _is_label(self, piece: str) -> bool:
        words = self._words
        title = words.title(piece)
        return bool(
            key(piece) in self._labels or words.label(piece) or words.column(piece)
            or words.heading(piece)
            or (title and (not title.name or key(title.name) in self._text))
            or re.fullmatch(r"(金额)?单位[:：](人民币)?.?[万千百亿]?元", piece.strip())
            or re.fullmatch(r"\d{1,2}月底|第?[一二三四]季度|＝", piece.strip())
        )  # fmt: skip

    def _is_number(self, plain: str) -> bool:
        found = re.fullmatch(r"(?:.季度:|\d+月底:?)?(\D?[\d,.]+)(%|万元|分)?", plain)
        try:
            number = Decimal(found[1].replace(",", "")) if found else None
        except InvalidOperation:
            return False
        scales = (1, 10, 10_000, Decimal("0.01"))
        return number is not None and any(number / scale in self._numbers for scale in scales)

    def _without_mark(self, piece: str) -> bool:
        mark = re.match(
            r"\s*([（(]?[\d一二三四五六七八九十]+[)）.、]|[①-⑨]|(绩效|目标|指标)+\d?[:：]|=)", piece
        )
        return bool(mark) and self.has(piece[mark.end() :])


def pieces(name: str) -> Iterator[str]:
    """Every text of a source, read without the importers."""
    data, kind = documents.document(name), Path(name).suffix
    readers = {".txt": of_text, ".docx": of_word, ".html": of_page, ".mht": of_archive,
               ".pdf": of_pdf, ".xlsx": of_book}  # fmt: skip
    return (piece for text in readers[kind](data) for piece in text.split("\n"))


def of_text(data: bytes) -> Iterable[str]:
    return re.split(r"[\n\t]|　{2,}", decode_document(data))


def of_word(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [n for n in package.namelist() if re.match(r"word/(doc|foot|head)\w+\.xml", n)]
        for part in parts:
            for paragraph in ElementTree.fromstring(package.read(part)).iter(f"{WORD}p"):
                own = (e for e in paragraph.iter() if e.tag in (f"{WORD}t", f"{WORD}delText"))
                yield from (element.text or "" for element in own)


def of_page(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8" if b"UTF-8" in data or b"utf-8" in data else "gb18030")
    root = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    for element in root.find("body").iter():
        if element.tag not in ("script", "style"):
            yield from (part or "" for part in (element.text, element.tail))


def of_archive(data: bytes) -> Iterable[str]:
    import email

    parts = email.message_from_bytes(data).walk()
    return [t for p in parts if p.get_content_type() == "text/html"
            for t in of_page(p.get_payload(decode=True))]  # type: ignore[arg-type]  # fmt: skip


def of_pdf(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        for token in page.get_textpage().get_text_bounded().split():
            if not re.fullmatch(r"[—第页\d]+", token):
                yield re.sub(r"^其中：|[①-⑨]$", "", token)


def of_book(data: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if value is None:
                    continue
                if hasattr(value, "year"):
                    yield f"{value.year}年{value.month}月{value.day}日"
                elif isinstance(value, float) and "%" in cell.number_format:
                    yield f"{value * 100:.10g}%"
                else:
                    yield str(value)
