"""The model as JSON (`budgetsheet/1`) and back; what cannot be used is told with its place."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

from budgetsheet.errors import UnusableError
from budgetsheet.model import (
    Department,
    Filing,
    Indicator,
    Measure,
    PlanNode,
    Project,
    Safeguard,
    SubObjective,
    Unplaced,
    Unreadable,
    Waiver,
    replace,
)
from budgetsheet.money import (
    format_amount,
    format_score,
    parse_amount,
    parse_percent,
    parse_score,
)
from budgetsheet.schema import FORMAT, shown, validate
from budgetsheet.text import MAX_CELL, tidy

MAX_BYTES = 64 * 2**20

_Record = TypeVar("_Record")


def dumps(filing: Filing) -> str:
    """Write a filing as JSON text, keys in the order of the format."""
    return json.dumps(to_json(filing), ensure_ascii=False, indent=2) + "\n"


def to_json(filing: Filing) -> dict[str, Any]:
    """Turn a filing into JSON values. Units: 万元 and %, as decimal strings; blank is null."""
    data: dict[str, Any] = {
        "schema": FORMAT,
        "scheme": filing.scheme,
        "year": filing.year,
        "department": filing.department._asdict(),
        "overall_objective": list(filing.overall_objective),
        "sub_objectives": [sub._asdict() for sub in filing.sub_objectives],
        "safeguards": [
            {"title": each.title, "paragraphs": list(each.paragraphs)} for each in filing.safeguards
        ],
        "measures": [measure._asdict() for measure in filing.measures],
        "projects": [_project_json(project) for project in filing.projects],
        "waivers": [waiver._asdict() for waiver in filing.waivers],
    }
    for leftovers in ("unplaced", "unreadable"):
        if entries := getattr(filing, leftovers):
            data[leftovers] = [entry._asdict() for entry in entries]
    return data


def _project_json(project: Project) -> dict[str, Any]:
    return {
        "code": project.code,
        "name": project.name,
        "budget_amount": _decimal_json(project.budget_amount),
        "fiscal_funds": _decimal_json(project.fiscal_funds),
        "other_funds": _decimal_json(project.other_funds),
        "purpose": project.purpose,
        "spending_plan": {
            str(node.month): _decimal_json(node.percent) for node in project.spending_plan
        },
        "objectives": list(project.objectives),
        "indicators": [_indicator_json(indicator) for indicator in project.indicators],
    }


def _indicator_json(indicator: Indicator) -> dict[str, Any]:
    """A weight only where there is one: most schemes have none. Units: points."""
    data = indicator._asdict()
    weight = data.pop("weight")
    return data if weight is None else data | {"weight": format_score(weight)}


def _decimal_json(number: Decimal | None) -> str | None:
    return format_amount(number) or None


def loads(text: str | bytes) -> Filing:
    """Read a filing from JSON text; bytes are UTF-8, or UTF-16 and UTF-32 as JSON tells them.

    Raises: UnusableError when it is no JSON, not of the format, or too large.
    """
    if len(text) > MAX_BYTES:
        raise UnusableError("JSON 数据超过 64 MB，不像是一份绩效目标，请检查文件。")
    try:
        plain = text if isinstance(text, str) else text.decode(json.detect_encoding(text))
        data = json.loads(
            plain.removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError:
        raise UnusableError("文件不是 UTF-8 编码的 JSON，请另存为 UTF-8 再试。") from None
    except json.JSONDecodeError as error:
        raise UnusableError(
            f"文件不是 JSON：第 {error.lineno} 行第 {error.colno} 个字符处读不下去，"
            "请用导出的文件，或改正这一处。"
        ) from None
    except RecursionError:
        raise UnusableError("JSON 嵌套太深，不是 budgetsheet/1 的数据，请用导出的文件。") from None
    except ValueError:
        raise UnusableError("JSON 里有位数过长的数，请改成正常长度。") from None
    return from_json(data)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise UnusableError(f"JSON 里同一个对象有两个“{shown(key)}”，请删去多余的一个。")
        found[key] = value
    return found


def _refuse_constant(name: str) -> None:
    raise UnusableError(f"JSON 里不能写 {name}，留空请写 null。")


def from_json(data: object) -> Filing:
    """Read a filing from JSON values.

    Raises: UnusableError with the place of the first fault and what to do.
    """
    validate(data)
    read: dict[str, Any] = data  # type: ignore[assignment]
    return Filing(
        scheme=_text(read["scheme"], "scheme"),
        year=None if read.get("year") is None else int(read["year"]),
        department=_record(Department, read.get("department", {}), "department"),
        overall_objective=_texts(read, "overall_objective", ""),
        sub_objectives=_list(SubObjective, read, "sub_objectives"),
        safeguards=tuple(
            Safeguard(
                _text(each.get("title"), f"safeguards.{i}.title"),
                _texts(each, "paragraphs", f"safeguards.{i}."),
            )
            for i, each in enumerate(read.get("safeguards", ()))
        ),
        measures=_list(Measure, read, "measures"),
        projects=tuple(
            _project(each, f"projects.{i}.") for i, each in enumerate(read.get("projects", ()))
        ),
        waivers=_list(Waiver, read, "waivers"),
        unplaced=_list(Unplaced, read, "unplaced"),
        unreadable=_list(Unreadable, read, "unreadable"),
    )


def _project(data: dict[str, Any], at: str) -> Project:
    plan = data.get("spending_plan", {})
    return Project(
        code=_text(data.get("code"), f"{at}code"),
        name=_text(data.get("name"), f"{at}name"),
        budget_amount=_decimal(data.get("budget_amount"), f"{at}budget_amount", parse_amount),
        fiscal_funds=_decimal(data.get("fiscal_funds"), f"{at}fiscal_funds", parse_amount),
        other_funds=_decimal(data.get("other_funds"), f"{at}other_funds", parse_amount),
        purpose=_text(data.get("purpose"), f"{at}purpose"),
        spending_plan=tuple(
            PlanNode(int(month), _decimal(plan[month], f"{at}spending_plan.{month}", parse_percent))
            for month in sorted(plan, key=int)
        ),
        objectives=_texts(data, "objectives", at),
        indicators=tuple(
            _indicator(each, f"{at}indicators.{i}")
            for i, each in enumerate(data.get("indicators", ()))
        ),
    )


def _indicator(data: dict[str, Any], at: str) -> Indicator:
    texts = {key: value for key, value in data.items() if key != "weight"}
    weight = _decimal(data.get("weight"), f"{at}.weight", parse_score)
    return replace(_record(Indicator, texts, at), weight=weight)


def _list(
    record: Callable[..., _Record], data: dict[str, Any], key: str, at: str = ""
) -> tuple[_Record, ...]:
    return tuple(
        _record(record, each, f"{at}{key}.{i}") for i, each in enumerate(data.get(key, ()))
    )


def _record(record: Callable[..., _Record], data: dict[str, Any], at: str) -> _Record:
    return record(
        **{
            key: int(value) if key == "line" else _text(value, f"{at}.{key}")
            for key, value in data.items()
        }
    )


def _texts(data: dict[str, Any], key: str, at: str) -> tuple[str, ...]:
    return tuple(_text(each, f"{at}{key}.{i}") for i, each in enumerate(data.get(key, ())))


def _text(value: str | None, at: str) -> str:
    try:
        units = len((value or "").encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise UnusableError(f"{at} 里有残缺的字符，请重新输入这段文字。") from None
    if units > MAX_CELL:
        raise UnusableError(f"{at} 太长：一个单元格最多 {MAX_CELL} 个字符，请分段或删减。")
    return tidy(value or "")


def _decimal(value: str | None, at: str, parse: Callable[[str], Decimal]) -> Decimal | None:
    if value is None or not value.strip():
        return None
    try:
        return parse(value)
    except ValueError:
        raise UnusableError(
            f'{at} 的“{shown(value)}”读不成数，请写成带引号的数，例如 "73.20"；留空请写 null。'
        ) from None
