"""The last catch before the system: a window that cannot open, or fails as a whole, says so."""

import sys
from collections.abc import Callable

from budgetsheet.mishaps import failure_of, put_down

FAULT, STOPPED = 3, 130
"""Exit codes: a fault of ours, and a stop by the keyboard."""
_TITLE = "预算绩效填报"
_ICON_ERROR = 0x10
_MOST_SHOWN = 2000
"""A box taller than the screen has its button outside."""


def guarded(main: Callable[[], int]) -> int:
    """The exit code of the program's main part, whatever becomes of it."""
    try:
        return main()
    except KeyboardInterrupt:
        return STOPPED
    except Exception as error:
        tell(error)
        return FAULT


def tell(error: BaseException) -> None:
    """Say it without a window of our own; Ctrl+C copies what a box of Windows shows."""
    if sys.platform == "win32":
        import ctypes

        failure = failure_of(error)
        text = f"{failure.sentence}\n\n{failure.detail[-_MOST_SHOWN:]}"
        ctypes.windll.user32.MessageBoxW(None, text, _TITLE, _ICON_ERROR)
    elif sys.stderr is not None:
        print(put_down(error).sentence, file=sys.stderr)
