"""The shipped texts and data: where they are, and how they are read."""

import marshal
import os
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

_TAG = f"{sys.implementation.cache_tag}.data"


def load_toml(path: Path) -> dict[str, Any]:
    """A data file of the package, read through a copy that Python loads at once.

    The copy stands in `__pycache__` like a module's, holds the checksum of what it was made
    of, and is made anew when that differs; where it cannot be written, all goes on without.
    Source: reading three such files took 6 of the 75 ms of `check`, half of it `tomllib` itself.
    """
    source = path.read_bytes()
    sum_of_it = (len(source), zlib.crc32(source))
    copy = path.parent / "__pycache__" / f"{path.stem}.{_TAG}"
    with suppress(OSError, ValueError, EOFError, TypeError):
        made_of, held = marshal.loads(copy.read_bytes())  # noqa: S302  # as safe as a module's
        if made_of == sum_of_it:
            return held  # type: ignore[no-any-return]
    import tomllib

    data = tomllib.loads(source.decode("utf-8"))
    if not sys.dont_write_bytecode:
        _keep(copy, marshal.dumps((sum_of_it, data)))
    return data


def _keep(copy: Path, data: bytes) -> None:
    """Write the copy whole or not at all."""
    fresh = copy.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        copy.parent.mkdir(exist_ok=True)
        fresh.write_bytes(data)
        fresh.replace(copy)


def template_folder() -> Path:
    """The folder of the Jinja2 texts."""
    installed = Path(__file__).parent / "_templates"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "templates"


def render_template(name: str, **values: object) -> str:
    """A shipped text with values laid in, in a sandbox; a missing value is an error.

    Values are data: a brace or a percent sign in a person's text is never run.
    """
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(template_folder()),
        undefined=StrictUndefined,
        autoescape=name.endswith(".html.j2"),  # the other texts are no HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name).render(**values)
