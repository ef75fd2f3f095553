"""A short lock, as a virus scanner or a sync client holds, is outlasted."""

import errno
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""How long to wait before each further try. Units: seconds; about three in all."""
_PASSING = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY, errno.EAGAIN}
_PASSING_ON_WINDOWS = {5, 32, 33, 303, 1224}
"""ERROR_ACCESS_DENIED, _SHARING_VIOLATION, _LOCK_VIOLATION, _DELETE_PENDING, _USER_MAPPED_FILE."""


def outlast(act: Callable[[], Result], allowed: Callable[[], bool]) -> Result:
    """Do it, again and again while another program stands in the way for a moment.

    `allowed` tells whether this person may do it at all: if not, waiting is in vain.
    Raises: OSError of the last try.
    """
    for pause in PAUSES:
        try:
            return act()
        except OSError as error:
            if not _passes(error) or not allowed():
                raise
        sleep(pause)
    return act()


def sleep(seconds: float) -> None:
    """Wait before the next try; tests put their own in the place of this."""
    time.sleep(seconds)


def may_write_into(folder: Path) -> bool:
    """Whether this person may make and rename files there, as far as the system tells."""
    return os.access(folder, os.W_OK | os.X_OK)


def may_read(path: Path) -> bool:
    """Whether the file's permissions let this person read it."""
    return os.access(path, os.R_OK)


def _passes(error: OSError) -> bool:
    """Whether an error is of the kind that goes away by itself."""
    if sys.platform == "win32" and error.winerror:
        return error.winerror in _PASSING_ON_WINDOWS
    return error.errno in _PASSING
