import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import filings

from budgetsheet.errors import UnusableError
from budgetsheet.interchange import dumps, from_json, loads, to_json
from budgetsheet.model import Filing, PlanNode, Project, Unreadable, replace
from budgetsheet.schema import schema_text

LEAST = {"schema": "budgetsheet/1", "scheme": "hebei"}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(filings(leftovers=True))
def test_export_then_import_is_the_identity(filing: Filing) -> None:
    assert from_json(to_json(filing)) == filing
    assert loads(dumps(filing)) == filing
    assert loads(dumps(filing).encode()) == filing


def test_keys_stand_in_the_order_of_the_format() -> None:
    data = to_json(Filing("hebei", projects=(Project(spending_plan=(PlanNode(3),)),)))
    assert list(data) == [
        *("schema", "scheme", "year", "department", "overall_objective", "sub_objectives"),
        *("safeguards", "measures", "projects", "waivers"),
    ]
    assert list(data["projects"][0]) == [
        *("code", "name", "budget_amount", "fiscal_funds", "other_funds", "purpose"),
        *("spending_plan", "objectives", "indicators"),
    ]
    assert data["projects"][0]["spending_plan"] == {"3": None}


def test_leftovers_are_written_only_when_there_are_any() -> None:
    assert "unreadable" not in to_json(Filing("hebei"))
    filing = Filing("hebei", unreadable=(Unreadable("projects.0.budget_amount", "七十"),))
    assert to_json(filing)["unreadable"] == [{"path": "projects.0.budget_amount", "text": "七十"}]


def test_input_is_brought_to_its_normal_form() -> None:
    project = {
        "code": None,
        "name": " 甲\r\n乙 ",
        "budget_amount": "１，２００.5万元",
        "fiscal_funds": "0",
        "other_funds": "",
        "spending_plan": {"12": "100%", "3": "30.0", "6": None},
    }
    read = from_json({**LEAST, "projects": [project]}).projects[0]
    assert (read.code, read.name) == ("", "甲\n乙")
    assert str(read.budget_amount) == "1200.50"
    assert str(read.fiscal_funds) == "0.00"
    assert read.other_funds is None
    assert read.spending_plan == (
        PlanNode(3, Decimal(30)),
        PlanNode(6),
        PlanNode(12, Decimal(100)),
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ([], "schema 应为"),
        ({"schema": "budgetsheet/2", "scheme": "hebei"}, "budgetsheet/2"),
        ({"schema": "budgetsheet/1"}, "缺少 scheme"),
        ({**LEAST, "year": "2024"}, "year 应为整数或 null"),
        ({**LEAST, "year": True}, "year 应为整数"),
        ({**LEAST, "anno": 1}, "anno"),
        ({**LEAST, "projects": [{"budget_amount": 73.2}]}, "projects.0.budget_amount 应为文字"),
        ({**LEAST, "projects": [{"budget_amount": "73元"}]}, "projects.0.budget_amount 的“73元”"),
        ({**LEAST, "projects": [{"spending_plan": {"13": "1"}}]}, "projects.0.spending_plan"),
        ({**LEAST, "projects": [{"spending_plan": {"3": "x"}}]}, "projects.0.spending_plan.3"),
        ({**LEAST, "projects": [{}] * 2001}, "projects 太多：最多 2000"),
        ({**LEAST, "overall_objective": ["字" * 32768]}, "overall_objective.0 太长"),
        ({**LEAST, "overall_objective": ["😀" * 16384]}, "overall_objective.0 太长"),
        ({**LEAST, "overall_objective": ["\ud800"]}, "overall_objective.0 里有残缺的字符"),
        ({**LEAST, "waivers": [{"path": "year"}]}, "waivers.0 缺少 rule、reason"),
    ],
)
def test_data_that_does_not_fit_is_told_with_its_place(data: object, told: str) -> None:
    with pytest.raises(UnusableError) as caught:
        from_json(data)
    assert told in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.message.endswith("。")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "第 1 行"),
        ("{", "不是 JSON"),
        (b"\xff\xfe\xfa", "UTF-8"),
        ('{"schema": NaN}', "NaN"),
        ('{"a": 1, "a": 2}', "两个“a”"),
        ("[" * 100_000, "嵌套太深"),
        ('{"schema": ' + "1" * 5000 + "}", "位数过长"),
    ],
)
def test_text_that_is_no_json_is_told(text: str | bytes, told: str) -> None:
    with pytest.raises(UnusableError, match=told):
        loads(text)


def test_too_large_is_told_before_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgetsheet.interchange.MAX_BYTES", 10)
    with pytest.raises(UnusableError, match="64 MB"):
        loads("x" * 11)


def test_every_byte_order_mark_is_understood() -> None:
    filing = replace(Filing("hebei"), overall_objective=("甲",))
    for encoding in ("utf-8-sig", "utf-16"):
        assert loads(dumps(filing).encode(encoding)) == filing


def test_the_schema_names_every_key_that_is_written() -> None:
    schema = json.loads(schema_text())
    written = to_json(Filing("hebei", projects=(Project(),)))
    assert set(written) <= set(schema["properties"])
    assert set(written["projects"][0]) == set(schema["definitions"]["project"]["properties"])
    assert schema["additionalProperties"] is False
