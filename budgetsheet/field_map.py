"""Every field of a workbook with its place, as other programs ask for it."""

from budgetsheet.form import book as names
from budgetsheet.form.fields import Field
from budgetsheet.workbook.reader import Reading


def field_map(reading: Reading) -> list[dict[str, str]]:
    """Every field of a workbook: path, sheet, cell, label, kind, open or locked."""
    form = reading.form
    rows = []
    kinds = {"department": names.DEPARTMENT, **reading.sheet_names}
    for entry in form.department.entries:
        rows.append(_field(entry.path, kinds["department"], entry.area.cell, entry.field, "open"))
    for i, sheet in enumerate(form.projects):
        key = f"projects.{i}"
        name = kinds.get(key, "")
        for entry in sheet.entries:
            rows.append(_field(f"{key}.{entry.path}", name, entry.area.cell, entry.field, "open"))
        for label in sheet.labels:
            rows.append(
                {"path": "", "sheet": name, "cell": label.area.cell,
                 "label": label.text.replace("\n", ""), "kind": "label", "access": "locked"}
            )  # fmt: skip
    return rows


def _field(path: str, sheet: str, cell: str, field: Field, access: str) -> dict[str, str]:
    return {"path": path, "sheet": sheet, "cell": cell, "label": field.label,
            "kind": field.kind.value, "access": access}  # fmt: skip
