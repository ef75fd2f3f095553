"""How the cases of a parametrized test are called."""

from __future__ import annotations

_LONGEST = 60


def case_name(value: object) -> str | None:
    """Name a case by the beginning of its bytes or of its long text; the rest as pytest does.

    A zip holds the second in which it was made: named by all of it, a case has another name in
    each worker, and xdist gives up.
    """
    if isinstance(value, bytes):
        return ascii(value[:8])[2:-1]
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"{value[:20]}… {len(value)}"
    return None
