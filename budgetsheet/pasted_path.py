"""A path as people paste it: quoted, with an unseen mark before it, as an address of a file."""

import re
from pathlib import Path

_UNSEEN = r"\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_AROUND = rf"^[{_UNSEEN}]+|(?<![{_UNSEEN}])[{_UNSEEN}]+$"
_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"), ("<", ">"), ("「", "」"))


def path_of(text: str) -> Path:
    """The path that a pasted text means; one that is there as it stands is never changed.

    Source: Windows puts U+202A before a path that is copied from a file's properties, and
    quotes around one that “复制文件地址” gives.
    """
    as_written = Path(text)
    if _is_there(as_written):
        return as_written
    plain = _bare(text)
    if plain.lower().startswith("file:"):
        plain = _from_address(plain)
    return Path(plain) if plain else as_written


def _bare(text: str) -> str:
    """Without blanks, unseen marks and quotes around it, in whatever order they were put."""
    before = None
    while text != before:
        before, text = text, re.sub(_AROUND, "", text)
        for left, right in _QUOTES:
            if len(text) > 1 and text.startswith(left) and text.endswith(right):
                text = text[1:-1]
    return text


def _from_address(address: str) -> str:
    """`file:///C:/%E4%B9%A6.xlsx` as a path of this system."""
    from urllib.parse import unquote, urlsplit
    from urllib.request import url2pathname

    try:
        parts = urlsplit(address.replace("#", "%23").replace("?", "%3F"))
    except ValueError:
        return address
    host = "" if parts.netloc in ("", "localhost") else f"//{unquote(parts.netloc)}"
    return host + url2pathname(parts.path)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
