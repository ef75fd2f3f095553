"""The parts of a docx that are read, opened with suspicion: .docm, templates, strict ones too."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from budgetsheet.errors import UnusableError
from budgetsheet.importers.word_numbering import children, local
from budgetsheet.zipped import FAULTS, squeezed

MAX_PACKAGE = 200 * 2**20
MAX_BYTES = 64 * 2**20
MAX_MARKS = 1_000_000
"""Angle brackets and attributes of a part; a project has 2200 in what we write."""
MAX_PIECES = 250_000
"""Paragraphs and cells; a project has 400."""
DAMAGED = "文档打不开，可能已损坏。请在 Word 里打开、另存为 .docx 再导入。"
TOO_LARGE = "文档解开后大得不正常，不予打开。请另存为新的 .docx 再导入。"


class WordPackage:
    """A docx as its body and the parts beside it, each parsed when it is asked for.

    Source: ECMA-376 part 2; kinds are told by the last word of a relationship's type, which
    the strict format shares, and no content type is looked at, so that one with macros is
    read as any other. No macro is run, no entity expanded, nothing fetched.
    Raises: UnusableError when it is no sound package, or larger than any such document.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = {info.filename.lower(): info for info in self._zip.infolist()}
        except FAULTS as error:
            raise UnusableError(DAMAGED) from error
        if sum(info.file_size for info in self._names.values()) > MAX_PACKAGE:
            raise UnusableError(TOO_LARGE)
        self._left = MAX_BYTES
        self._main = next((p for k, p in self._relations("") if k == "officedocument"), "")
        root = self._parsed(self._main or "word/document.xml")
        self.body = None if root is None else next(children(root, "body"), None)
        if self.body is None or local(root) != "document":
            raise UnusableError(DAMAGED)
        if sum(1 for _ in self.body.iter("{*}p", "{*}tc")) > MAX_PIECES:
            raise UnusableError(TOO_LARGE)

    def parts(self, kinds: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        """The parts of some kinds with their root elements; broken ones are passed over."""
        for kind, name in self._relations(self._main):
            if kind in kinds:
                root = self._parsed(name)
                if root is not None:
                    yield kind, root

    def _relations(self, part: str) -> Iterator[tuple[str, str]]:
        """Kind and name of each part that one refers to inside of the package."""
        folder, leaf = posixpath.split(part)
        root = self._parsed(posixpath.join(folder, "_rels", f"{leaf}.rels"))
        for each in root if root is not None else ():
            if local(each) == "Relationship" and each.get("TargetMode") != "External":
                target = posixpath.join("/", folder, each.get("Target") or "")
                kind = (each.get("Type") or "").rpartition("/")[2].lower()
                yield kind, posixpath.normpath(target).lstrip("/")

    def _parsed(self, name: str) -> Any:
        """A part's root, or None where it is missing or broken."""
        from lxml import etree

        info = self._names.get(name.lower())
        if info is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(self._read(info), parser)
        except (etree.XMLSyntaxError, ValueError):
            return None
        return None if root.getroottree().docinfo.doctype else root

    def _read(self, info: zipfile.ZipInfo) -> bytes:
        if squeezed(info) or info.file_size > self._left:
            raise UnusableError(TOO_LARGE)
        self._left -= info.file_size
        try:
            data = self._zip.read(info)
        except FAULTS as error:
            raise UnusableError(DAMAGED) from error
        if data.count(b"<") + data.count(b'="') > MAX_MARKS:
            raise UnusableError(TOO_LARGE)
        return data
