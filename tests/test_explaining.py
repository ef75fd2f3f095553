"""`explain`: where a figure stands, what it is made of, and what is nearest when it is nowhere."""

import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from budgetsheet import cli, services
from budgetsheet.errors import UnusableError
from budgetsheet.explaining import Explained
from budgetsheet.model import Filing, Measure, replace

TOTAL = "306.71"


@pytest.fixture(scope="module")
def book(sample: Filing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return services.new(tmp_path_factory.mktemp("explain") / "填 报.xlsx", sample)


def places(result: Explained) -> list[str]:
    return [standing.place for standing in result.found]


@pytest.mark.parametrize(
    "asked", [TOTAL, "306.71万元", "３０６．７１", " 306.71 万元 ", "306.710", "预算合计306.71万元"]
)
def test_a_total_is_found_however_it_is_written(asked: str, book: Path) -> None:
    assert places(services.explain(book, asked)) == ["概述!B4", "汇总!D12", "汇总!J12"]


def test_thousands_may_be_parted(sample: Filing, tmp_path: Path) -> None:
    first = replace(sample.projects[0], budget_amount=Decimal("1500.33"))
    out = services.new(tmp_path / "b.xlsx", replace(sample, projects=(first,)))
    for asked in ("1500.33", "1,500.33", "1，500.33万元"):
        assert "汇总!D5" in places(services.explain(out, asked)), asked


def test_a_sum_lists_every_operand_and_the_formula_that_stands_there(
    book: Path, sample: Filing
) -> None:
    sheets = openpyxl.load_workbook(io.BytesIO(book.read_bytes()))
    origins = {s.origin for s in services.explain(book, TOTAL).found if s.origin}
    assert {origin.name for origin in origins} == {"预算合计", "至12月底支出合计"}
    for origin in origins:
        assert sheets[origin.sheet][origin.cell].value == origin.formula
        assert len(origin.sources) == len(sample.projects)
    (total,) = (origin for origin in origins if origin.name == "预算合计")
    held = [Decimal(str(sheets[s.sheet][s.cell].value)) for s in total.sources]
    assert held == [Decimal(s.shown) for s in total.sources]
    assert sum(held) == Decimal(TOTAL)


def test_every_place_of_a_common_figure(book: Path, sample: Filing) -> None:
    found = services.explain(book, "90%").found
    sheets = openpyxl.load_workbook(io.BytesIO(book.read_bytes()))
    for standing in found:
        value = sheets[standing.sheet][standing.cell].value
        assert "90" in str(value) or value == 0.9, standing
    assert {"概述!B6", "部门整体!D46"} <= set(places(services.explain(book, "90%")))
    assert len(services.explain(book, "90").found) >= len(found)
    assert services.explain(book, "90公斤").found == ()


def test_a_measure_is_found_by_its_name(book: Path) -> None:
    (standing,) = services.explain(book, "{读者满意度}").found
    assert standing.origin is not None
    assert standing.origin.formula == "=部门整体!D46&部门整体!E46"


def test_a_figure_typed_into_the_text_has_no_origin(sample: Filing, tmp_path: Path) -> None:
    filing = replace(sample, overall_objective=("全年走访987户，占{读者满意度}。",))
    out = services.new(tmp_path / "b.xlsx", filing)
    (standing,) = services.explain(out, "987户").found
    assert (standing.place, standing.origin) == ("概述!B4", None)
    assert standing.context == "全年走访【987】户，占90%。"


def test_odd_widths_do_not_lead_astray(sample: Filing, tmp_path: Path) -> None:
    odd = Measure("面积", value="１２３", unit="㎡")
    filing = replace(sample, overall_objective=("㎡…㎡{面积}建成。",), measures=(odd,))
    out = services.new(tmp_path / "b.xlsx", filing)
    assert places(services.explain(out, "123"))[0] == "概述!B4"


def test_the_nearest_is_told(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", str(book), "306.72万元"]) == 1
    said = capsys.readouterr().out
    near = "最接近的是 306.71万元，在 概述!B4　第 1 段（部门整体!B10）。"
    assert said == f"没有找到“306.72万元”；{near}\n"
    assert cli.main(["explain", str(book), "没有这个"]) == 1
    assert capsys.readouterr().out.count("\n") == 1
    with pytest.raises(UnusableError):
        services.explain(book, "　 ")


def test_the_command_tells_places_then_operands(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", str(book), TOTAL]) == 0
    told = capsys.readouterr().out
    assert told.index("概述!B4") < told.index("汇总!D12　=SUM(D4:D11)") < told.index("64.80　01 ")
    assert cli.main(["explain", str(book), TOTAL, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [place["cell"] for place in data["found"]] == ["B4", "D12", "J12"]
    assert len(data["found"][1]["origin"]["sources"]) == 8
