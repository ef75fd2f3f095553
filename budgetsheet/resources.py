"""Where the shipped texts are: inside the installed package, or beside it in the source."""

from pathlib import Path


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
