"""The command line: what can be written, and the exit codes.

Exit codes: 0 nothing blocks, 1 errors found, 2 cannot be used (one line says why), 3 a fault
of the program's own (one line says where the detail is), 130 stopped by the keyboard.
"""

import argparse
import contextlib
import errno
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from budgetsheet import __version__
from budgetsheet.errors import UnusableError
from budgetsheet.pasted_path import path_of
from budgetsheet.terminal import guarded
from budgetsheet.usage import Parser

OK, ERRORS_FOUND, UNUSABLE, FAULT, STOPPED = 0, 1, 2, 3, 130
_BOOK = "填报工作簿"
_OUT = "要写出的工作簿"
_FORCE = "文件已存在也写，旧的留作 .bak"
_JSON = "给程序用的格式"
_NOBODY_LISTENS = (errno.EPIPE, errno.EINVAL, errno.EBADF)
"""What the end of a pipe says, on Windows too, when its reader has gone."""
_GARBAGE_THRESHOLD = 100_000
"""A command makes few cycles; looking for them at every 700 objects took 5 ms of `check`."""


def run() -> NoReturn:
    """Run one command in a process of its own, which ends as soon as all is said.

    Source: Python's tidying-up before the end took 8 of the 75 ms of `check`. Files are closed
    where they are written, so nothing is left to it.
    """
    try:
        code = main()
    except SystemExit as ended:  # the parser's own
        code = ended.code if isinstance(ended.code, int) else UNUSABLE
    os._exit(_all_said(code))


def _all_said(code: int) -> int:
    """The exit code after what was printed has gone out; what could not go out is no success."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except OSError as error:
        if error.errno not in _NOBODY_LISTENS:
            from budgetsheet.system_errors import reason

            _say(f"结果没有全部显示出来（{reason(error)}），请换一个地方再输出一次。")
            return FAULT
    except ValueError:  # closed
        return code
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Nothing that is printed commands the terminal."""
    with guarded():
        return _guarded(arguments)


def _guarded(arguments: Sequence[str] | None) -> int:
    """Run one command; whatever goes wrong is said in one line."""
    try:
        return _run(arguments)
    except UnusableError as error:
        _say(f"{error.rule}：{error.message}" if error.rule else error.message)
        return UNUSABLE
    except BrokenPipeError:
        return OK
    except KeyboardInterrupt:
        _say("已取消；已写好的文件是完整的，其余没有改动。")
        return STOPPED
    except Exception as error:
        return _mishap(error)


def _run(arguments: Sequence[str] | None) -> int:
    _speak_utf8()
    gc.set_threshold(_GARBAGE_THRESHOLD)
    options = _parser().parse_args(arguments)
    from budgetsheet import commands

    return getattr(commands, options.command)(options)  # type: ignore[no-any-return]


def _mishap(error: Exception) -> int:
    """Say in one sentence that the program failed, and where the detail lies."""
    from budgetsheet.mishaps import put_down

    _say(put_down(error).sentence)
    return FAULT


def _say(sentence: str) -> None:
    """One line to the person, whatever the console can show and whether anybody listens."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        print(sentence, file=stream, flush=True)
    except UnicodeError:
        code = getattr(stream, "encoding", None) or "ascii"
        print(sentence.encode(code, "replace").decode(code), file=stream, flush=True)
    except (OSError, ValueError):
        return


def _speak_utf8() -> None:
    """Chinese must come out whole whatever code page the console has."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with contextlib.suppress(ValueError):  # closed
                reconfigure(encoding="utf-8", errors="replace")


def _year(text: str) -> int:
    """A year as an option. Raises: ArgumentTypeError when it has not four digits."""
    if not text.isdecimal() or len(text) != 4 or int(text) < 1000:
        raise argparse.ArgumentTypeError(f"后面应是四位数字的年份，例如 2027，写的是“{text}”")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="budgetsheet",
        description="预算绩效目标：生成、校验、更新、导出填报工作簿。",
        epilog="某个命令怎么写：budgetsheet 命令 -h。",
    )
    parser.add_argument("--version", action="version", version=f"budgetsheet {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    _add_making(commands)
    _add_using(commands)
    return parser


def _add_making(commands: "argparse._SubParsersAction[Parser]") -> None:
    new = commands.add_parser("new", help="新建填报工作簿")
    new.add_argument("out", type=path_of, metavar="OUT.xlsx", help=_OUT)
    new.add_argument(
        "--from", dest="model", type=path_of, metavar="MODEL.json", help="由导出的数据（JSON）生成"
    )
    new.add_argument("--projects", type=int, default=1, metavar="N", help="项目个数，默认 1")
    new.add_argument(
        "--scheme", default="hebei", metavar="S", help="表样：hebei（默认）、central-2021"
    )
    new.add_argument("--year", type=_year, metavar="Y", help="预算年度，默认明年")
    new.add_argument("--force", action="store_true", help=_FORCE)
    imports = commands.add_parser("import", help="读入已发布的文档或旧工作簿")
    imports.set_defaults(command="import_")
    imports.add_argument(
        "document", type=path_of, metavar="DOCUMENT", help="docx、pdf、html、txt 或 xlsx"
    )
    imports.add_argument("out", type=path_of, metavar="OUT.xlsx", help=_OUT)
    imports.add_argument("--year", type=_year, metavar="Y", help="预算年度，默认从文中判断")
    imports.add_argument("--scheme", default="", metavar="S", help="表样，默认从文中判断")
    imports.add_argument("--report", type=path_of, metavar="FILE.csv", help="写出每一处原文的去向")
    imports.add_argument("--json", action="store_true", help=_JSON)
    imports.add_argument("--force", action="store_true", help=_FORCE)


def _add_using(commands: "argparse._SubParsersAction[Parser]") -> None:
    fields = commands.add_parser("map", help="列出每个填写项在哪一格")
    fields.set_defaults(command="map_")
    fields.add_argument("book", type=path_of, metavar="BOOK.xlsx", help=_BOOK)
    fields.add_argument("--json", action="store_true", help=_JSON)
    check = commands.add_parser("check", help="校验工作簿")
    check.add_argument("book", type=path_of, metavar="BOOK.xlsx", help=_BOOK)
    check.add_argument("--json", action="store_true", help=_JSON)
    check.add_argument(
        "--fix", action="store_true", help="先改掉有把握的：空格、全角、括号、符号、已知笔误"
    )
    check.add_argument(
        "--live", action="store_true", help="校验正在 Excel 或 LibreOffice 中打开的，标出错格"
    )
    rescue = commands.add_parser("rescue", help="把损坏的工作簿里读得出的内容转入新表")
    rescue.add_argument("book", type=path_of, metavar="BAD.xlsx", help="损坏的工作簿")
    rescue.add_argument("out", type=path_of, metavar="OUT.xlsx", help=_OUT)
    rescue.add_argument("--force", action="store_true", help=_FORCE)
    refresh = commands.add_parser("refresh", help="更新概述、汇总和校验结果")
    refresh.add_argument("book", type=path_of, metavar="BOOK.xlsx", help=_BOOK)
    export = commands.add_parser("export", help="导出文档和数据")
    export.add_argument("book", type=path_of, metavar="BOOK.xlsx", help=_BOOK)
    export.add_argument(
        "-o", "--out", type=path_of, required=True, metavar="DIR", help="文件夹，或 .zip 文件"
    )
    formats = "docx,pdf,html,txt,xlsx,review,json,csv，多个用逗号隔开；all 为全部，附校验清单"
    export.add_argument("--format", default="docx", help=formats)
    export.add_argument("--draft", action="store_true", help="有错误也导出，带“草稿”字样")
    export.add_argument("--appendix", action="store_true", help="docx 和 pdf 末尾附图")
    verify = commands.add_parser("verify", help="核对导出的文件是否被改动")
    verify.add_argument("package", type=path_of, metavar="FOLDER|ZIP", help="文件夹、清单或 zip")
    ribbon = commands.add_parser("ribbon", help="Excel 功能区按钮：查看、安装（修复）、去掉")
    ribbon.add_argument(
        "what",
        nargs="?",
        choices=("install", "remove"),
        help="install 安装或修复，remove 去掉；不写就查看",
    )
    explain = commands.add_parser("explain", help="一个数字在哪里、由什么得来")
    explain.add_argument("book", type=path_of, metavar="BOOK.xlsx", help=_BOOK)
    explain.add_argument("figure", metavar="数字", help="例如 1500.33，或指标名称")
    explain.add_argument("--json", action="store_true", help=_JSON)
    catalogue = commands.add_parser("rules", help="规则一览，或解释一条规则")
    catalogue.add_argument("id", nargs="?", metavar="ID", help="例如 BS201；不写就列出全部")
