"""The published JSON Schema of `budgetsheet/1`, and what a fault against it means."""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from budgetsheet.errors import UnusableError

FORMAT = "budgetsheet/1"
SCHEMA_FILE = "budgetsheet-1.schema.json"
_KINDS = {
    "string": "文字",
    "null": "null",
    "integer": "整数",
    "object": "对象 {…}",
    "array": "列表 […]",
}


def schema_text() -> str:
    """Give the published JSON Schema."""
    return (files(__package__) / SCHEMA_FILE).read_text("utf-8")


def shown(text: object, limit: int = 40) -> str:
    """Bring a value into a message: one line, printable, short."""
    plain = "".join(c if c.isprintable() else " " for c in str(text)[: limit + 1])
    return plain if len(plain) <= limit else f"{plain[:limit]}…"


@lru_cache(maxsize=1)
def _validator() -> Callable[[object], object]:
    import fastjsonschema

    validate: Callable[[object], object] = fastjsonschema.compile(json.loads(schema_text()))
    return validate


def validate(data: object) -> None:
    """Hold data to the schema.

    Raises: UnusableError that names the place of the first fault.
    """
    from fastjsonschema import JsonSchemaValueException

    version = data.get("schema") if isinstance(data, dict) else None
    if version != FORMAT:
        found = "没有写 schema" if version is None else f"写的是“{shown(version)}”"
        raise UnusableError(f"schema 应为“{FORMAT}”，这份数据{found}；请用本程序导出的 JSON。")
    try:
        _validator()(data)
    except JsonSchemaValueException as error:
        place = ".".join(shown(part) for part in error.path[1:]) or "最外层"
        raise UnusableError(f"{place} {_fault(error)}") from None


def _fault(error: Any) -> str:
    """Say what a schema fault means and what to do. Source: JSON Schema draft-07 rules."""
    limit = error.rule_definition
    if error.rule == "type":
        kinds = [limit] if isinstance(limit, str) else limit
        return f"应为{'或 '.join(_KINDS[kind] for kind in kinds)}，请改正。"
    if error.rule == "required":
        missing = "、".join(key for key in limit if key not in error.value)
        return f"缺少 {missing}，请补上。"
    if error.rule == "additionalProperties":
        return f"里有不认识的键（{_unknown_keys(error)}），请核对拼写或删去。"
    words = {
        "maxLength": "太长：最多 {} 个字符，请分段或删减。",
        "minLength": "不能留空，请填写。",
        "maxItems": "太多：最多 {} 条，请检查数据。",
        "minimum": "太小：不能小于 {}，请改正。",
        "maximum": "太大：不能大于 {}，请改正。",
    }
    return words.get(error.rule, "不合格式，请对照 JSON Schema 改正。").format(limit)


def _unknown_keys(error: Any) -> str:
    known = error.definition.get("properties", {})
    patterns = error.definition.get("patternProperties", {})
    keys = [k for k in error.value if k not in known and not any(re.search(p, k) for p in patterns)]
    return "、".join(shown(key) for key in keys[:3])
