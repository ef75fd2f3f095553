"""The command line's own words in Chinese: its help, and what is wrong with a command."""

import argparse
import re
import sys
from typing import Any, NoReturn

from budgetsheet.text import shortened

_HELP = (
    ("usage: ", "用法："),
    ("positional arguments:", "要写的："),
    ("options:", "可以加的："),
    ("show this help message and exit", "显示这份说明"),
    ("show program's version number and exit", "显示版本"),
)
"""What argparse says in its help, and what a person reads."""
_FAULTS = (
    (r"the following arguments are required: (.+)", r"还缺少 \1。"),
    (r"unrecognized arguments: (.+)", r"多出了“\1”，这个命令里没有它。"),
    (r"argument .+?: invalid choice: '(.+?)' \(choose from (.+)\)", r"没有“\1”；可以写：\2。"),
    (r"argument (.+?): expected one argument", r"\1 后面还要写内容。"),
    (r"argument (.+?): ignored explicit argument .+", r"\1 后面不写内容。"),
    (r"argument (.+?): invalid int value: '(.*)'", r"\1 后面应是整数，写的是“\2”。"),
    (r"ambiguous option: (.+) could match (.+)", r"“\1”没有写全，可能是 \2。"),
    (r"argument (.+?): (.+)", r"\1 \2。"),
)
"""What argparse finds wrong, as it words it, and the sentence for a person."""


_QUOTED = re.compile(r"“([^“”]{61,})”")
"""What a person typed, longer than a sentence shows."""


class Parser(argparse.ArgumentParser):
    """argparse, speaking Chinese."""

    def format_usage(self) -> str:
        """Return how the command is written, in one paragraph."""
        return _in_chinese(super().format_usage())

    def format_help(self) -> str:
        """Return all that can be written."""
        return _in_chinese(super().format_help())

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print; argparse keeps to itself that nothing could be printed."""
        if message:
            (file or sys.stderr).write(message)

    def error(self, message: str) -> NoReturn:
        """Tell how the command is written and what is wrong with it; ends with exit code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{told(message)}说明见 {self.prog} -h。\n")


def told(message: str) -> str:
    """What argparse finds wrong, as a sentence; its own words where they are not known."""
    for pattern, sentence in _FAULTS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            whole = found.expand(sentence).replace("', '", "、").replace("'", "")
            return _QUOTED.sub(lambda quoted: f"“{shortened(quoted[1])}”", whole)
    return f"{message}。"


def _in_chinese(text: str) -> str:
    for english, chinese in _HELP:
        text = text.replace(english, chinese)
    return text
