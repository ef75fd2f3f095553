"""Indicators stand in the scheme's order, and all that is said of a row goes with it."""

import csv
import io
import json
from collections.abc import Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from budgetsheet import cli, services
from budgetsheet.form.indicator_order import in_scheme_order, scheme_order
from budgetsheet.form.scheme import SCHEMES, load_scheme
from budgetsheet.model import Filing, Indicator, Unreadable, Waiver, replace

SCHEME = load_scheme("hebei")
OUTPUT, BENEFIT, PLEASED = "产出指标", "效益指标", "满意度指标"
A, Q, T, C = "数量指标", "质量指标", "时效指标", "成本指标"
SOCIAL, ECONOMIC, SERVED = "社会效益指标", "经济效益指标", "服务对象满意度指标"


def rows(*pairs: tuple[str, str]) -> list[Indicator]:
    return [Indicator(first, second, f"指标{i}") for i, (first, second) in enumerate(pairs)]


ORDERS: dict[str, tuple[list[Indicator], list[int]]] = {
    "as offered": (rows((OUTPUT, A), (OUTPUT, Q), (BENEFIT, SOCIAL), (BENEFIT, ECONOMIC)),
                   [0, 1, 2, 3]),
    "a second quantity at the end": (
        rows((OUTPUT, A), (OUTPUT, Q), (OUTPUT, C), (BENEFIT, SOCIAL), (PLEASED, SERVED),
             (OUTPUT, A)), [0, 5, 1, 2, 3, 4]),
    "the first level upside down": (
        rows((PLEASED, SERVED), (BENEFIT, SOCIAL), (OUTPUT, A)), [2, 1, 0]),
    "two categories in turns": (
        rows((OUTPUT, A), (BENEFIT, SOCIAL), (OUTPUT, A), (BENEFIT, SOCIAL)), [0, 2, 1, 3]),
    "cost before timeliness, as a published document has it": (
        rows((OUTPUT, A), (OUTPUT, C), (OUTPUT, T)), [0, 1, 2]),
    "one kind torn apart puts its category in order": (
        rows((OUTPUT, C), (OUTPUT, A), (OUTPUT, C), (OUTPUT, Q)), [1, 3, 0, 2]),
    "torn benefits stand as the form offers them": (
        rows((BENEFIT, ECONOMIC), (BENEFIT, SOCIAL), (BENEFIT, ECONOMIC)), [1, 0, 2]),
    "stable within one kind": (
        rows((BENEFIT, SOCIAL), (OUTPUT, A), (OUTPUT, A), (OUTPUT, A)), [1, 2, 3, 0]),
    "a row without levels stays behind the one above": (
        rows((BENEFIT, SOCIAL), ("", ""), (OUTPUT, A), ("", "")), [2, 3, 0, 1]),
    "an unknown level stays behind the one above": (
        rows((BENEFIT, SOCIAL), (OUTPUT, "数目指标"), (OUTPUT, A), ("产出", A)), [1, 2, 3, 0]),
    "unknown first of all": (rows(("别的", "别的"), (OUTPUT, A)), [0, 1]),
    "none": ([], []),
}  # fmt: skip


@pytest.mark.parametrize("name", ORDERS)
def test_the_order_is_the_scheme_s(name: str) -> None:
    held, wanted = ORDERS[name]
    assert scheme_order(held, SCHEME) == wanted


@pytest.mark.parametrize("name", SCHEMES)
def test_in_every_scheme_a_shuffled_table_has_each_category_once(name: str) -> None:
    scheme = load_scheme(name)
    held = [Indicator(*pair, f"{i}") for i in range(3) for pair in reversed(scheme.pairs)]
    ordered = [held[i] for i in scheme_order(held, scheme)]
    ranks = [c.name for c in scheme.categories]
    assert [key for key, _ in groupby(row.category for row in ordered)] == ranks
    pairs = [key for key, _ in groupby((row.category, row.dimension) for row in ordered)]
    assert sorted(pairs) == sorted(scheme.pairs)
    for one, other in pairwise(ordered):
        same = (one.category, one.dimension) == (other.category, other.dimension)
        assert not same or one.name < other.name
    assert scheme_order(ordered, scheme) == list(range(len(ordered)))


def test_the_samples_and_a_new_workbook_stand_in_order(sample_path: Path) -> None:
    for name in ("sample", "central-2021"):
        assert in_scheme_order(services.load_model(sample_path.with_stem(name))).told == ()
    for scheme in SCHEMES:
        assert in_scheme_order(services.blank_filing(scheme, 2, 2027)).told == ()


# ---- through the workbook and the documents


def disordered(sample: Filing) -> Filing:
    """The sample; its second project has one more quantity at the end, with faults told of it."""
    project = sample.projects[1]
    late = Indicator(OUTPUT, A, "演练次数", "全年演练的次数", "≥4次", "")
    held = (*project.indicators, late)
    last = len(project.indicators)
    changed = replace(project, indicators=held)
    return replace(
        sample,
        projects=(sample.projects[0], changed, *sample.projects[2:]),
        waivers=(
            Waiver(f"projects.1.indicators.{last}.target_basis", "BS102", "另有文件"),
            Waiver("projects.1.indicators.1.name", "BS312", "批复如此"),
            Waiver("projects.0.indicators.1.name", "BS312", "别的项目"),
        ),
    )


@pytest.fixture
def book(sample: Filing, tmp_path: Path) -> Path:
    return services.new(tmp_path / "册.xlsx", disordered(sample))


def names(held: Sequence[Indicator]) -> list[str]:
    return [row.name for row in held]


def place_of(sample: Filing) -> int:
    """Where the late row belongs: behind the last quantity of its project."""
    return max(i for i, r in enumerate(sample.projects[1].indicators) if r.dimension == A) + 1


def wanted(sample: Filing) -> list[str]:
    found = names(sample.projects[1].indicators)
    found.insert(place_of(sample), "演练次数")
    return found


def test_new_keeps_what_it_is_given_and_refresh_puts_it_in_order(
    book: Path, sample: Filing
) -> None:
    assert services.check(book).reading.filing == disordered(sample)
    checked = services.refresh(book)
    assert names(checked.reading.filing.projects[1].indicators) == wanted(sample)
    (said,) = checked.told
    before = wanted(sample)[place_of(sample) - 1]
    assert said == (
        f"第 2 个项目“{sample.projects[1].name}”的绩效指标按表样的次序排列："
        f"“演练次数”排到“{before}”之后。"
    )
    assert services.refresh(book).told == ()
    assert checked.reading.filing.projects[0] == sample.projects[0]


def test_reasons_and_findings_go_with_their_row(book: Path, sample: Filing) -> None:
    at = place_of(sample)
    before = services.check(book)
    checked = services.refresh(book)
    assert sorted(checked.reading.filing.waivers) == sorted(
        (
            Waiver(f"projects.1.indicators.{at}.target_basis", "BS102", "另有文件"),
            Waiver(f"projects.1.indicators.{1 if at > 1 else 2}.name", "BS312", "批复如此"),
            Waiver("projects.0.indicators.1.name", "BS312", "别的项目"),
        )
    )
    for found in (before, checked):
        (told,) = (f for f in found.findings if f.rule == "BS102")
        assert (told.waiver, told.blocks) == ("另有文件", False)
    assert checked.told[0].startswith("第 2 个项目")


def test_what_could_not_be_read_goes_with_its_row() -> None:
    first = [Indicator("效益指标", "社会效益指标", "甲"), Indicator("产出指标", "数量指标", "乙")]
    filing = services.blank_filing("central-2021", 1, 2027)
    filing = replace(
        filing,
        projects=(replace(filing.projects[0], indicators=tuple(first)),),
        unreadable=(Unreadable("projects.0.indicators.0.weight", "十分"),),
    )
    ordered = in_scheme_order(filing)
    assert names(ordered.filing.projects[0].indicators) == ["乙", "甲"]
    assert ordered.filing.unreadable == (Unreadable("projects.0.indicators.1.weight", "十分"),)
    assert ordered.before("projects.0.indicators.1.weight") == "projects.0.indicators.0.weight"
    assert ordered.now("projects.0.indicators.0") == "projects.0.indicators.1"
    for path in ("projects.0.indicators", "projects.0.name", "year", "projects.0.indicators.9.x"):
        assert ordered.now(path) == ordered.before(path) == path


FORMATS = ["docx", "html", "txt", "xlsx", "json", "csv", "review"]


def test_every_document_has_the_order_before_any_refresh(book: Path, sample: Filing) -> None:
    checked, files = services.export(book, book.parent, FORMATS)
    made = {path.name.partition("目标")[2] or path.suffix: path for path in files}
    assert len(made) == len(FORMATS)
    assert len(checked.told) == 1
    assert services.check(book).reading.filing == disordered(sample)
    order = wanted(sample)
    for suffix in (".txt", ".html", "（审核稿）.html"):
        text = made[suffix].read_text("utf-8")
        text = text[text.rindex(f"2.{sample.projects[1].name}绩效目标表") :]
        at = [text.index(f">{name}<" if suffix != ".txt" else f"\t{name}\n") for name in order]
        assert at == sorted(at), suffix
    rows = list(csv.DictReader(io.StringIO(made[".csv"].read_text("utf-8-sig"))))
    assert [r["三级指标"] for r in rows if r["序号"] == "2"] == order
    sheet = openpyxl.load_workbook(made["（数据表）.xlsx"])["绩效指标"]
    heads = [cell.value for cell in sheet[1]]
    column, number = heads.index("三级指标"), heads.index("序号")
    assert [r[column] for r in sheet.values if r[number] == 2] == order


def test_the_docx_prints_each_category_once(book: Path, sample: Filing) -> None:
    _, (path,) = services.export(book, book.parent, ["docx"])
    table = docx.Document(str(path)).tables[3]
    shown = [row.tc_lst[0] for row in table._tbl.tr_lst]
    texts = ["".join(p.text for p in cell.p_lst) for cell in shown]
    assert [text for text in texts[1:] if text] == [OUTPUT, BENEFIT, PLEASED]


def test_the_data_say_of_each_row_what_was_found_there(book: Path, sample: Filing) -> None:
    _, (path,) = services.export(book, book.parent, ["json"])
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    at = place_of(sample)
    here = f"projects.1.indicators.{at}.target_basis"
    assert [row["name"] for row in data["model"]["projects"][1]["indicators"]] == wanted(sample)
    (found,) = (f for f in data["findings"] if f["rule"] == "BS102")
    assert found["path"] == here
    assert found["waiver"] == "另有文件"
    (before,) = (f for f in services.check(book).findings if f.rule == "BS102")
    assert (found["sheet"], found["cell"]) == (before.sheet, before.cell)
    assert here in {waiver["path"] for waiver in data["model"]["waivers"]}


def test_the_command_line_tells_what_was_put_in_order(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "按表样的次序排列：“演练次数”排到"
    cli.main(["export", str(book), "-o", str(book.parent), "--format", "txt"])
    assert said in capsys.readouterr().out
    cli.main(["refresh", str(book)])
    assert said in capsys.readouterr().out
    cli.main(["refresh", str(book)])
    assert said not in capsys.readouterr().out


def test_mending_puts_in_order_too(book: Path, sample: Filing) -> None:
    filing = disordered(sample)
    project = replace(filing.projects[0], purpose="按评分表惊醒打分。")
    services.new(book, replace(filing, projects=(project, *filing.projects[1:])), force=True)
    checked, _ = services.fix(book)
    assert names(checked.reading.filing.projects[1].indicators) == wanted(sample)
    assert len(checked.told) == 1


def test_many_that_move_are_told_in_one_sentence(sample: Filing) -> None:
    held = [row._replace(name=f"{row.name}{i}") for i in range(2)
            for row in sample.projects[0].indicators]  # fmt: skip
    project = replace(sample.projects[0], indicators=tuple(held))
    (said,) = in_scheme_order(replace(sample, projects=(project,))).told
    assert said.count("排到") == 3
    assert said.endswith("条。")
