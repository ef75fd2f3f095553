"""The command line: one sentence for a person, one exit code for a program."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from support import documents
from support.waiting import CEILING

from budgetsheet import __version__, services
from budgetsheet.cli import main
from budgetsheet.form.scheme import SCHEMES
from budgetsheet.interchange import from_json
from budgetsheet.model import Filing, replace
from budgetsheet.rules import CATALOGUE

FORMATS = ("docx", "txt", "json", "csv")
FINDING_KEYS = [
    *("rule", "severity", "path", "sheet", "cell", "label", "found", "expected", "message", "fix"),
    "waiver",
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: object) -> Said:
        code = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Said(code, told.out, told.err)

    return command


@pytest.fixture(scope="module")
def filing(sample_path: Path) -> Filing:
    return services.load_model(sample_path)


@pytest.fixture
def book(filing: Filing, tmp_path: Path) -> Path:
    return services.new(tmp_path / "填报.xlsx", filing)


@pytest.fixture
def faulty(filing: Filing, tmp_path: Path) -> Path:
    """Write a workbook whose first project's budget is one hundred yuan too large."""
    first, *rest = filing.projects
    assert first.budget_amount is not None
    wrong = replace(first, budget_amount=first.budget_amount + Decimal("0.01"))
    return services.new(tmp_path / "有错.xlsx", replace(filing, projects=(wrong, *rest)))


def program(*arguments: object, **environment: str) -> Said:
    done = subprocess.run(
        [sys.executable, "-m", "budgetsheet", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | environment,
        timeout=CEILING,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def assert_refused(said: Said, *words: str) -> None:
    """One Chinese sentence on stderr, nothing on stdout, exit 2."""
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert said.err.endswith("。\n")
    assert not {"Traceback", "Error", "error"} & set(said.err.split())
    assert [word for word in words if word not in said.err] == []


def read(path: Path) -> Filing:
    return services.check(path).reading.filing


# ---- new


def test_new_makes_so_many_blank_projects_for_the_year(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "新.xlsx"
    said = run("new", out, "--projects", 3, "--year", 2027)
    assert (said.code, said.err) == (0, "")
    assert "3 个项目" in said.out
    assert (len(read(out).projects), read(out).year) == (3, 2027)


def test_new_from_a_model_holds_the_model(
    run: Run, tmp_path: Path, sample_path: Path, filing: Filing
) -> None:
    out = tmp_path / "样例.xlsx"
    assert run("new", out, "--from", sample_path).code == 0
    assert read(out) == filing


def test_new_makes_the_folders_on_the_way(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "一" / "二" / "新.xlsx"
    assert run("new", out).code == 0
    assert out.is_file()


def test_new_leaves_an_existing_file_alone(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "旧.xlsx"
    out.write_bytes(b"old")
    assert_refused(run("new", out), "已经存在", "--force")
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_new_with_force_keeps_the_old_file_beside(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "旧.xlsx"
    out.write_bytes(b"old")
    assert run("new", out, "--force").code == 0
    assert len(read(out).projects) == 1
    assert (tmp_path / "旧.xlsx.bak").read_bytes() == b"old"


@pytest.mark.parametrize("count", [0, -1, 2001])
def test_new_refuses_a_bad_number_of_projects(run: Run, tmp_path: Path, count: int) -> None:
    assert_refused(run("new", tmp_path / "新.xlsx", "--projects", count), "项目个数", "2000")
    assert list(tmp_path.iterdir()) == []


def test_new_refuses_an_unknown_scheme(run: Run, tmp_path: Path) -> None:
    assert_refused(run("new", tmp_path / "新.xlsx", "--scheme", "河南"), "河南", "hebei")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "不是 JSON"),
        ("", "不是 JSON"),
        ("[]", "schema"),
        ('{"schema":"budgetsheet/1"}', "scheme"),
        ('{"schema":"budgetsheet/1","scheme":"nowhere"}', "nowhere"),
        ('{"schema":"budgetsheet/1","scheme":"hebei","projects":[{"budget_amount":1.5}]}', "文字"),
    ],
)
def test_new_refuses_a_broken_model(run: Run, tmp_path: Path, text: str, word: str) -> None:
    model = tmp_path / "模型.json"
    model.write_text(text, encoding="utf-8")
    assert_refused(run("new", tmp_path / "新.xlsx", "--from", model), word)
    assert list(tmp_path.iterdir()) == [model]


def test_new_refuses_a_model_that_is_not_there(run: Run, tmp_path: Path) -> None:
    said = run("new", tmp_path / "新.xlsx", "--from", tmp_path / "没有.json")
    assert_refused(said, "找不到文件", "没有.json")


def test_new_refuses_a_folder_as_its_file(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "填报.xlsx"
    folder.mkdir()
    assert_refused(run("new", folder), "已经存在")
    assert_refused(run("new", folder, "--force"), "写不进")


# ---- import


def test_import_reads_the_published_text(run: Run, tmp_path: Path, reference_path: Path) -> None:
    out = tmp_path / "读入.xlsx"
    said = run("import", reference_path, out)
    assert (said.code, said.err) == (0, "")
    assert "9 个项目，63 条指标" in said.out
    held = read(out)
    assert (held.year, held.department.code) == (2024, "807001")
    assert sum(p.budget_amount or 0 for p in held.projects) == Decimal("1500.33")


def test_import_takes_the_year_it_is_told(run: Run, tmp_path: Path, reference_path: Path) -> None:
    out = tmp_path / "读入.xlsx"
    assert run("import", reference_path, out, "--year", 2025).code == 0
    assert read(out).year == 2025


@pytest.mark.parametrize("name", documents.names())
def test_every_kind_of_document_becomes_a_workbook(run: Run, name: str, tmp_path: Path) -> None:
    source, out = tmp_path / name, tmp_path / "读 入.xlsx"
    source.write_bytes(documents.document(name))
    said = run("import", source, out, "--json", "--report", tmp_path / "去向.csv")
    assert (said.code, said.err) == (0, "")
    told = json.loads(said.out)
    assert told["counts"]["未归位"] == len(read(out).unplaced)
    assert sum(told["counts"].values()) == len(told["placements"])
    assert all(p["sheet"] and p["cell"] for p in told["placements"] if p["fate"] == "归位")
    rows = (tmp_path / "去向.csv").read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("原文位置,")
    again = run("import", source, out)
    assert (again.code, again.out) == (2, "")


def test_import_tells_what_has_no_place(run: Run, tmp_path: Path, reference_text: str) -> None:
    source = tmp_path / "原文.txt"
    source.write_text(f"本段写在所有标题之前。\n{reference_text}", encoding="utf-8")
    said = run("import", source, tmp_path / "读入.xlsx")
    assert said.code == 0
    assert "第 1 行：" in said.out
    assert "有 1 处没有位置" in said.out
    assert "未归位 1 处" in said.out
    assert [u.text for u in read(tmp_path / "读入.xlsx").unplaced] == ["本段写在所有标题之前。"]


def test_import_reads_a_workbook_of_ours(run: Run, tmp_path: Path, book: Path) -> None:
    bare = tmp_path / "没有后缀"
    bare.write_bytes(book.read_bytes())
    for source in (book, bare):
        out = tmp_path / f"自{source.stem}.xlsx"
        assert run("import", source, out).code == 0
        assert read(out) == read(source)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("乱.txt", "今天天气很好。\n".encode(), "没有在文件里找到"),
        ("空.txt", b"", "没有在文件里找到"),
        ("图.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "纯文本"),
        ("文档.docx", b"PK\x03\x04", "Word"),
        ("坏.xlsx", b"PK\x03\x04", "不完整"),
    ],
)
def test_import_refuses_rubbish(
    run: Run, tmp_path: Path, name: str, data: bytes, word: str
) -> None:
    source = tmp_path / name
    source.write_bytes(data)
    assert_refused(run("import", source, tmp_path / "读入.xlsx"), word)
    assert list(tmp_path.iterdir()) == [source]


def test_import_refuses_what_is_not_there(run: Run, tmp_path: Path) -> None:
    assert_refused(run("import", tmp_path / "无.txt", tmp_path / "读入.xlsx"), "找不到文件")
    assert list(tmp_path.iterdir()) == []


def test_import_leaves_an_existing_file_alone(
    run: Run, tmp_path: Path, reference_path: Path
) -> None:
    out = tmp_path / "旧.xlsx"
    out.write_bytes(b"old")
    assert_refused(run("import", reference_path, out), "已经存在")
    assert out.read_bytes() == b"old"
    assert run("import", reference_path, out, "--force").code == 0
    assert (tmp_path / "旧.xlsx.bak").read_bytes() == b"old"


# ---- map


def test_map_names_each_path_and_each_cell_once(run: Run, book: Path) -> None:
    said = run("map", book, "--json")
    assert (said.code, said.err) == (0, "")
    rows = json.loads(said.out)
    paths = [row["path"] for row in rows if row["path"]]
    cells = [(row["sheet"], row["cell"]) for row in rows]
    assert len(paths) == len(set(paths))
    assert len(cells) == len(set(cells))
    assert {row["access"] for row in rows} == {"open", "locked"}
    assert all(list(row) == ["path", "sheet", "cell", "label", "kind", "access"] for row in rows)


def test_map_is_what_an_independent_reader_sees(run: Run, book: Path, filing: Filing) -> None:
    sheets = openpyxl.load_workbook(book)
    rows = json.loads(run("map", book, "--json").out)
    for row in rows:
        cell = sheets[row["sheet"]][row["cell"]]
        assert cell.protection.locked == (row["access"] == "locked"), row
    held = {row["path"]: sheets[row["sheet"]][row["cell"]].value for row in rows}
    last = len(filing.projects) - 1
    for path, value in {
        "department.name": filing.department.name,
        f"projects.{last}.name": filing.projects[-1].name,
        f"projects.{last}.objectives.0": filing.projects[-1].objectives[0],
        "projects.0.indicators.1.target_value": filing.projects[0].indicators[1].target_value,
        "measures.0.value": filing.measures[0].value,
    }.items():
        assert held[path] == value


def test_map_for_people_has_a_line_for_each_row(run: Run, book: Path) -> None:
    lines = run("map", book).out.splitlines()
    rows = json.loads(run("map", book, "--json").out)
    assert len(lines) == len(rows)
    assert "部门整体!B4\t可填\t单位名称\tdepartment.name" in lines
    assert any("\t锁定\t" in line for line in lines)


# ---- check


def test_check_of_a_sound_workbook_is_silent(run: Run, book: Path) -> None:
    before = book.read_bytes()
    said = run("check", book)
    assert (said.code, said.out, said.err) == (0, "没有发现问题。\n", "")
    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]


def test_check_tells_an_error_with_its_cell_and_its_cure(run: Run, faulty: Path) -> None:
    said = run("check", faulty)
    assert (said.code, said.err) == (1, "")
    head, message, cure, counts = said.out.splitlines()
    assert head.startswith("错误 BS201　01 编外人员工资及社会保险!C4　预算数")
    assert "0.01" in message
    assert cure.strip().startswith("怎么改：")
    assert counts == "错误 1 处、警告 0 处、提示 0 处。"


def test_check_as_json_has_every_key(run: Run, faulty: Path, book: Path) -> None:
    said = run("check", faulty, "--json")
    assert (said.code, said.err) == (1, "")
    told = json.loads(said.out)
    assert list(told) == ["book", "blocked", "counts", "findings", "normalised"]
    assert told["counts"] == {"error": 1, "warning": 0, "info": 0}
    (finding,) = told["findings"]
    assert list(finding) == FINDING_KEYS
    assert all(isinstance(value, str) for value in finding.values())
    assert (finding["rule"], finding["severity"]) == ("BS201", "error")
    assert finding["path"] == "projects.0.budget_amount"
    clean = run("check", book, "--json")
    assert clean.code == 0
    assert json.loads(clean.out)["findings"] == []
    assert not json.loads(clean.out)["blocked"]


def test_check_as_json_points_where_the_map_points(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "空白.xlsx"
    run("new", out, "--projects", 2)
    cells = {r["path"]: (r["sheet"], r["cell"]) for r in json.loads(run("map", out, "--json").out)}
    found = json.loads(run("check", out, "--json").out)["findings"]
    assert {f["path"] for f in found} >= {"department.code", "department.name", "projects.1"}
    placed = [f for f in found if f["path"] in cells]
    assert placed
    assert all((f["sheet"], f["cell"]) == cells[f["path"]] for f in placed)


def test_check_shows_what_was_brought_to_the_standard_form(run: Run, book: Path) -> None:
    sheets = openpyxl.load_workbook(book)
    sheets[sheets.sheetnames[2]]["C4"] = "６４．８０万元"
    sheets.save(book)
    told = json.loads(run("check", book, "--json").out)
    assert {"path": "projects.0.budget_amount", "found": "６４．８０万元", "read_as": "64.80",
            "sheet": sheets.sheetnames[2], "cell": "C4"} in told["normalised"]  # fmt: skip
    assert "“６４．８０万元”已按标准写法读作“64.80”" in run("check", book).out


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("文本.xlsx", "这不是工作簿".encode(), "不是 Excel 工作簿"),
        ("半截.xlsx", b"PK\x03\x04half", "不完整"),
        ("旧式.xls", OLE + b"\0" * 600, "另存为 .xlsx"),
        ("加密.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("空.xlsx", b"", "空的"),
        ("~$填报.xlsx", b"\x05author", "临时文件"),
    ],
)
@pytest.mark.parametrize("command", ["check", "refresh", "map"])
def test_what_is_no_workbook_cannot_be_used(
    run: Run, tmp_path: Path, command: str, name: str, data: bytes, word: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert_refused(run(command, path), "BS001", word)
    assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_and_a_missing_file_cannot_be_used(run: Run, tmp_path: Path) -> None:
    assert_refused(run("check", tmp_path), "BS001", "文件夹")
    assert_refused(run("check", tmp_path / "没有.xlsx"), "BS001", "找不到文件")
    assert_refused(run("export", tmp_path / "没有.xlsx", "-o", tmp_path / "出"), "找不到文件")
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_of_others_cannot_be_used(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "别人的.xlsx"
    other = openpyxl.Workbook()
    other.active["A1"] = "预算数"
    other.save(path)
    assert_refused(run("check", path), "BS001", "不是本工具生成")


# ---- refresh


def test_refresh_twice_leaves_the_model_and_keeps_the_version_before(
    run: Run, book: Path, filing: Filing
) -> None:
    before = book.read_bytes()
    bak = book.with_name("填报.xlsx.bak")
    said = run("refresh", book)
    assert (said.code, said.err) == (0, "")
    assert "填报.xlsx.bak" in said.out
    assert bak.read_bytes() == before
    once = book.read_bytes()
    assert run("refresh", book).code == 0
    assert bak.read_bytes() == once
    assert read(book) == read(bak.rename(book.with_name("前.xlsx"))) == filing
    assert sorted(p.name for p in book.parent.iterdir()) == ["前.xlsx", "填报.xlsx"]


def test_refresh_of_a_faulty_workbook_is_done_and_told(run: Run, faulty: Path) -> None:
    held = read(faulty)
    said = run("refresh", faulty)
    assert said.code == 1
    assert "已更新" in said.out
    assert "BS201" in said.out
    assert read(faulty) == held


# ---- export


def test_export_writes_every_format(run: Run, book: Path, tmp_path: Path, filing: Filing) -> None:
    folder = tmp_path / "导出"
    said = run("export", book, "-o", folder, "--format", ",".join(FORMATS))
    assert (said.code, said.err) == (0, "")
    stem = f"{filing.year}年{filing.department.name}预算绩效目标"
    assert {p.name for p in folder.iterdir()} == {f"{stem}.{name}" for name in FORMATS}
    assert [line.removeprefix("已导出：") for line in said.out.splitlines()] == [
        str(folder / f"{stem}.{name}") for name in FORMATS
    ]
    assert all(p.stat().st_size > 1000 for p in folder.iterdir())
    data = json.loads((folder / f"{stem}.json").read_text(encoding="utf-8"))
    assert from_json(data["model"]) == filing
    assert not data["draft"]


def test_export_without_a_format_is_the_document(run: Run, book: Path, tmp_path: Path) -> None:
    assert run("export", book, "--out", tmp_path / "出").code == 0
    assert [p.suffix for p in (tmp_path / "出").iterdir()] == [".docx"]


def test_an_error_blocks_the_export(run: Run, faulty: Path, tmp_path: Path) -> None:
    said = run("export", faulty, "-o", tmp_path / "出", "--format", "txt,json")
    assert (said.code, said.err) == (1, "")
    assert "BS201" in said.out
    assert "没有导出" in said.out
    assert "--draft" in said.out
    assert not (tmp_path / "出").exists()


def test_a_draft_says_so_in_its_name_and_in_its_text(
    run: Run, faulty: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "出"
    assert run("export", faulty, "-o", folder, "--format", "txt,json", "--draft").code == 0
    text, data = (next(folder.glob(f"*.{suffix}")) for suffix in ("txt", "json"))
    assert "（草稿）" in text.name
    assert "（草稿）" in data.name
    assert text.read_text(encoding="utf-8").startswith("草稿")
    told = json.loads(data.read_text(encoding="utf-8"))
    assert told["draft"]
    assert [f["rule"] for f in told["findings"]] == ["BS201"]


def test_a_document_that_is_no_draft_does_not_say_so(run: Run, book: Path, tmp_path: Path) -> None:
    run("export", book, "-o", tmp_path / "出", "--format", "txt")
    (text,) = (tmp_path / "出").iterdir()
    assert "草稿" not in text.name
    assert "草稿" not in text.read_text(encoding="utf-8")


@pytest.mark.parametrize("given", ["odt", "docx,odt"])
def test_export_refuses_an_unknown_format(run: Run, book: Path, tmp_path: Path, given: str) -> None:
    said = run("export", book, "-o", tmp_path / "出", "--format", given)
    assert_refused(said, "odt", *FORMATS)
    assert not (tmp_path / "出").exists()


def test_export_reads_formats_as_people_write_them(run: Run, book: Path, tmp_path: Path) -> None:
    assert run("export", book, "-o", tmp_path / "出", "--format", " TXT, csv ,").code == 0
    assert {p.suffix for p in (tmp_path / "出").iterdir()} == {".txt", ".csv"}


def test_export_into_a_file_is_refused(run: Run, book: Path) -> None:
    before = book.read_bytes()
    assert_refused(run("export", book, "-o", book), "写不进")
    assert book.read_bytes() == before


# ---- rules


def test_rules_are_all_listed_in_order(run: Run) -> None:
    said = run("rules")
    assert (said.code, said.err) == (0, "")
    listed = [line.split("  ")[0] for line in said.out.splitlines()]
    assert {rule.id for rule in CATALOGUE} == set(listed)
    assert listed == sorted(listed)


def test_a_rule_is_explained_whatever_the_case(run: Run) -> None:
    said = run("rules", "BS201")
    assert said.code == 0
    assert said.out.startswith("BS201　")
    for part in ("为什么：", "例如：", "怎么改：", "依据：", "何时查："):
        assert part in said.out
    assert run("rules", "bs201") == said


def test_every_rule_can_be_explained(run: Run) -> None:
    for rule in CATALOGUE:
        said = run("rules", rule.id)
        assert said.code == 0
        assert "{" not in said.out


def test_an_unknown_rule_is_refused(run: Run) -> None:
    assert_refused(run("rules", "BS999"), "BS999", "budgetsheet rules")


# ---- the program as a process


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"budgetsheet {__version__}\n"
    assert program("--version") == Said(0, f"budgetsheet {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), ("还缺少 命令",)),
        (("fly",), ("没有“fly”", "new、import、")),
        (("check",), ("还缺少 BOOK.xlsx", "budgetsheet check -h")),
        (("check", "a", "--bogus"), ("多出了“--bogus”",)),
        (("check", "a", "--json=1"), ("--json 后面不写内容",)),
        (("new", "a", "--projects", "x"), ("--projects 后面应是整数，写的是“x”",)),
        (("new", "a", "--year", "27"), ("--year 后面应是四位数字的年份", "写的是“27”")),
        (("import", "a", "b.xlsx", "--year", "明年"), ("写的是“明年”",)),
        (("export", "a", "-o"), ("-o/--out 后面还要写内容",)),
    ],
)
def test_a_wrong_command_is_told_in_chinese(
    arguments: tuple[str, ...], words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    said = capsys.readouterr()
    assert (end.value.code, said.out) == (2, "")
    assert said.err.startswith("用法：budgetsheet ")
    assert [word for word in words if word not in said.err] == []
    assert not {"usage", "error", "argument", "required"} & set(said.err.replace(":", " ").split())


def test_the_help_is_in_chinese_and_names_every_scheme(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (commands := re.findall(r"^    (\w+) ", helped((), capsys), re.MULTILINE)):
        said = helped((command,), capsys)
        assert not re.search(r"usage|arguments|options|show this", said)
    assert len(commands) == 11
    assert all(name in helped(("new",), capsys) for name in SCHEMES)


def helped(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit):
        main([*command, "-h"])
    return capsys.readouterr().out


@pytest.mark.parametrize("name", ["填报", "填报.xls", "填报.xlsx.bak"])
def test_a_new_workbook_has_the_ending_that_excel_opens(
    run: Run, tmp_path: Path, name: str
) -> None:
    assert_refused(run("new", tmp_path / name), ".xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [(), ("fly",), ("new",), ("new", "a", "--projects", "x")])
def test_a_command_that_is_none_ends_with_two(arguments: tuple[str, ...]) -> None:
    said = program(*arguments)
    assert said.code == 2
    assert "Traceback" not in said.err


def test_the_whole_job_under_a_path_with_chinese_blanks_and_signs(
    tmp_path: Path, sample_path: Path
) -> None:
    folder = tmp_path / "预算 & 绩效（2027）"
    book, out = folder / "甲 乙&丙 100%.xlsx", folder / "导 出&"
    assert program("new", book, "--from", sample_path).code == 0
    assert program("check", book) == Said(0, "没有发现问题。\n", "")
    assert program("refresh", book).code == 0
    assert program("export", book, "-o", out, "--format", ",".join(FORMATS)).code == 0
    assert len(list(out.iterdir())) == len(FORMATS)
    assert {p.name for p in folder.iterdir()} == {book.name, f"{book.name}.bak", out.name}


def test_chinese_comes_out_whole_whatever_the_console(tmp_path: Path) -> None:
    said = program("check", tmp_path / "没有.xlsx", PYTHONIOENCODING="ascii")
    assert_refused(said, "找不到文件", "没有.xlsx")


def test_a_reader_that_stops_listening_is_no_fault(book: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "budgetsheet", "map", book, "--json"],
        stdout=writing,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=CEILING,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


def test_a_stop_by_the_keyboard_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "check", stopped)
    said = run("check", "甲.xlsx")
    assert (said.code, said.out, said.err.count("\n")) == (130, "", 1)
    assert said.err.startswith("已取消")


HEAVY = {"pandas", "xlwings", "docx", "openpyxl", "numpy", "jinja2", "lxml", "tkinter",
         "xlsxwriter", "pypdfium2", "budgetsheet.workbook.number_format"}  # fmt: skip


@pytest.mark.parametrize("words", [["--version"], ["check"]])
def test_a_start_imports_no_library_that_it_does_not_use(
    words: list[str], sample_path: Path, tmp_path: Path
) -> None:
    if words == ["check"]:
        words = ["check", str(services.new(tmp_path / "a.xlsx", services.load_model(sample_path)))]
    script = (
        "import sys, contextlib\nfrom budgetsheet.cli import main\n"
        f"with contextlib.suppress(SystemExit): main({words!r})\n"
        "print(*{name.partition('.')[0] for name in sys.modules} | set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                          check=True, encoding="utf-8")  # fmt: skip
    assert set(done.stdout.splitlines()[-1].split()) & HEAVY == set()
