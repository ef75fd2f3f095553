"""Regular expressions that are compiled when they are first used: starting is part of the speed."""

import re
from typing import Any


class LazyPattern:
    """A regular expression that is compiled when it is first used.

    It offers what `re.Pattern` offers.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found
