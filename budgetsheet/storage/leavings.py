"""Unfinished files: how they are named, and how those of killed writes go away."""

import os
import re
import sys
import time
from contextlib import suppress
from pathlib import Path
from zlib import crc32

_NAME = re.compile(r"\.bs-(?:([0-9a-f]{8})-(\d+)-)?[0-9a-z_]+\.tmp")
_OLD_SECONDS = 3600
"""No write takes so long, whatever machine it runs on."""
_STILL_ACTIVE, _QUERY, _ACCESS_DENIED = 259, 0x1000, 5
"""Windows' exit code of a process that runs, the right to ask for it, and no such right."""


def name_of_unfinished() -> str:
    """A name for a file in the making: who makes it, on which machine, and chance."""
    return f".bs-{_machine()}-{os.getpid()}-{os.urandom(6).hex()}.tmp"


def clear(folder: Path) -> None:
    """Take away what killed writes left in a folder; what cannot be taken away stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        left = [entry for entry in entries if _left_over(entry)]
        for entry in left:
            with suppress(OSError):
                Path(entry.path).unlink()


def _left_over(entry: "os.DirEntry[str]") -> bool:
    """Whether a file is unfinished and nobody is at it any more."""
    match = _NAME.fullmatch(entry.name)
    if not match or not entry.is_file(follow_symlinks=False):
        return False
    if match[1] == _machine() and not _lives(int(match[2])):
        return True
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > _OLD_SECONDS


def _machine() -> str:
    """A short sign of this machine: a shared folder holds files of several."""
    name = os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename
    return f"{crc32(name.encode('utf-8', 'replace')):08x}"


def _lives(process: int) -> bool:
    """Whether a process of this machine runs; one that cannot be asked is taken to."""
    if sys.platform == "win32":
        return _lives_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _lives_on_windows(process: int) -> bool:
    """`os.kill` would end it there, whatever the signal."""
    if sys.platform != "win32":
        return True
    import ctypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = ctypes.c_void_p
    kernel.GetExitCodeProcess.argtypes = (ctypes.c_void_p, ctypes.POINTER(ctypes.c_ulong))
    kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
    handle = kernel.OpenProcess(_QUERY, False, process)
    if not handle:
        return ctypes.get_last_error() == _ACCESS_DENIED
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == _STILL_ACTIVE
