"""Records every call our writer makes on XlsxWriter, to replay them on a stock XlsxWriter."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from budgetsheet.workbook import writer as our_writer
from budgetsheet.workbook.package import FormWorkbook, FormWorksheet
from budgetsheet.workbook.writer import Contents

Call = tuple[str, int, str, tuple[Any, ...], dict[str, Any]]
_SHEET_CALLS = [
    name for name in dir(Worksheet)
    if not name.startswith("_") and callable(getattr(Worksheet, name))
]  # fmt: skip


class _Formats:
    """Formats by their place in the list: a replay makes its own."""

    def __init__(self) -> None:
        self.made: list[tuple[Any, dict[str, Any]]] = []

    def number(self, value: Any) -> Any:
        for i, (made, _) in enumerate(self.made):
            if made is value:
                return _FormatAt(i)
        return value


class _FormatAt:
    def __init__(self, number: int) -> None:
        self.number = number


def recorded(contents: Contents, moment: datetime) -> list[Call]:
    """Every outermost call, in order; cell formats stand as their numbers."""
    calls: list[Call] = []
    formats = _Formats()
    state = {"inside": False, "sheet": -1}

    def note(target: str, number: int, name: str, args: Any, kwargs: Any) -> None:
        plain = tuple(_plain(arg, formats) for arg in args)
        calls.append(
            (target, number, name, plain, {k: _plain(v, formats) for k, v in kwargs.items()})
        )

    class RecordingSheet(FormWorksheet):
        pass

    def recording(name: str) -> Any:
        genuine = getattr(FormWorksheet, name)

        def call(self: Any, *args: Any, **kwargs: Any) -> Any:
            outermost = not state["inside"]
            if outermost:
                note("sheet", self.recorded_as, name, args, kwargs)
                state["inside"] = True
            try:
                return genuine(self, *args, **kwargs)
            finally:
                if outermost:
                    state["inside"] = False

        return call

    for name in _SHEET_CALLS:
        setattr(RecordingSheet, name, recording(name))

    class RecordingBook(FormWorkbook):
        worksheet_class = RecordingSheet

        def __init__(self, target: io.BytesIO) -> None:
            state["starting"] = True  # the library's own formats are made here
            super().__init__(target)
            state["starting"] = False

        def add_worksheet(self, name: str | None = None, worksheet_class: Any = None) -> Any:
            note("book", -1, "add_worksheet", (name,), {})
            state["inside"] = True
            sheet = super().add_worksheet(name, worksheet_class)
            state["inside"] = False
            state["sheet"] += 1
            sheet.recorded_as = state["sheet"]
            return sheet

        def add_format(self, properties: Any = None) -> Any:
            made = super().add_format(properties)
            if not state.get("starting"):
                formats.made.append((made, dict(properties or {})))
                note("book", -1, "add_format", (dict(properties or {}),), {})
            return made

        def define_name(self, name: str, formula: str) -> Any:
            note("book", -1, "define_name", (name, formula), {})
            return super().define_name(name, formula)

        def close(self) -> None:
            state["inside"] = True
            super().close()

    RecordingSheet.recorded_as = -1  # type: ignore[attr-defined]
    genuine = our_writer.FormWorkbook
    our_writer.FormWorkbook = RecordingBook  # type: ignore[misc]
    try:
        our_writer.write_workbook(contents, moment)
    finally:
        our_writer.FormWorkbook = genuine  # type: ignore[misc]
    return [call for call in calls if call[2] != "insert_chart"]


def _plain(value: Any, formats: _Formats) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each, formats) for key, each in value.items()}
    return formats.number(value)


def replay(calls: list[Call]) -> bytes:
    """The same calls on a stock XlsxWriter, the chart left out in its favour."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False,
                                        "strings_to_urls": False})  # fmt: skip
    sheets: list[Any] = []
    formats: list[Any] = []

    def back(value: Any) -> Any:
        if isinstance(value, _FormatAt):
            return formats[value.number]
        if isinstance(value, dict):
            return {key: back(each) for key, each in value.items()}
        return value

    for kind, number, name, args, kwargs in calls:
        target_object = book if kind == "book" else sheets[number]
        done = getattr(target_object, name)(*map(back, args), **back(kwargs))
        if name == "add_worksheet":
            sheets.append(done)
        elif name == "add_format":
            formats.append(done)
    book.close()
    return target.getvalue()
