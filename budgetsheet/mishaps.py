"""What a person is told when the program itself fails: one sentence, and a detail to copy."""

from pathlib import Path
from typing import NamedTuple

from budgetsheet import __version__
from budgetsheet.errors import UnusableError
from budgetsheet.system_errors import reason

COPY_IT = "请把详情复制下来发给维护的人。"
UNFINISHED = "这一步没有做完，没有写坏的文件"
UNCHANGED = "文件没有改动"


class Failure(NamedTuple):
    """Why work did not come to its end: a sentence, and the detail that can be copied."""

    sentence: str
    detail: str = ""

    @property
    def report(self) -> str:
        """What a person copies and sends to whoever maintains the program."""
        lines = (f"budgetsheet {__version__}", self.sentence, self.detail)
        return "\n".join(line for line in lines if line)


def failure_of(error: BaseException, so: str = UNFINISHED, cure: str = COPY_IT) -> Failure:
    """The sentence for any error at all; `so` says how things stand now."""
    if isinstance(error, UnusableError):
        return Failure(error.message)
    from traceback import format_exception

    return Failure(f"{_what(error)}，{so}；{cure}", "".join(format_exception(error)))


def put_down(error: BaseException) -> Failure:
    """The same, the detail in a file of its own, for where nothing can be copied."""
    failure = failure_of(error)
    place = _file_with(failure.report) if failure.detail else None
    return failure_of(error, cure=f"详情在“{place}”，请发给维护的人。") if place else failure


def _what(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "内存不够用了（请先关掉别的程序）"
    if isinstance(error, RecursionError):
        return "内容一层套一层，深得程序读不了"
    if isinstance(error, OSError):
        return f"系统不许这样做或没有做成（{reason(error)}）"
    if isinstance(error, UnicodeEncodeError):
        return "这里显示不了结果里的有些字"
    return "程序出了意外"


def _file_with(text: str) -> Path | None:
    """The file that a text was written to, beside no file of the person's; None if none."""
    import os
    import tempfile

    try:
        handle, name = tempfile.mkstemp(prefix="budgetsheet-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError:
        return None
    return Path(name)
