"""Puts the tables into docs/manual.md, and makes the one-page HTML manual of it."""

import base64
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from budgetsheet.reference import field_table, format_table, rule_table  # noqa: E402  # found above

SOURCE = ROOT / "docs" / "manual.md"
_STYLE = """
body{max-width:52em;margin:2em auto;padding:0 1em;color:#1f2933;line-height:1.7;
font-family:"Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1,h2{color:#2f5d8c}img{max-width:100%;border:1px solid #ccd}
table{border-collapse:collapse;width:100%;font-size:.92em}
th,td{border:1px solid #bcc6d2;padding:.3em .5em;text-align:left;vertical-align:top}
th{background:#f1f4f8}code{background:#f1f4f8;padding:0 .25em}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}
"""


def with_tables(text: str) -> str:
    """The manual with its tables as the code has them now."""
    made = {"fields": field_table(), "rules": rule_table(), "formats": format_table()}
    for name, table in made.items():
        marked = f"<!-- {name} -->\n{table}\n<!-- /{name} -->"
        text = re.sub(f"<!-- {name} -->.*?<!-- /{name} -->", lambda _, t=marked: t, text,
                      flags=re.DOTALL)  # fmt: skip
    return text


def as_html(text: str, pictures: Path) -> str:
    """One page that needs nothing beside it: the pictures are inside."""
    from markdown_it import MarkdownIt

    body = (
        MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .render(re.sub(r"<!--.*?-->\n?", "", text))
    )

    def inside(match: re.Match[str]) -> str:
        data = base64.b64encode((pictures / match[1]).read_bytes()).decode()
        return f'src="data:image/png;base64,{data}"'

    body = re.sub(r'src="([\w-]+\.png)"', inside, body)
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>预算绩效填报 使用说明</title><style>{_STYLE}</style></head>\n"
        f"<body>{body}</body></html>\n"
    )


def write_html(target: Path) -> None:
    """Write the page that ships in the program."""
    target.parent.mkdir(parents=True, exist_ok=True)
    text = with_tables(SOURCE.read_text("utf-8"))
    target.write_text(as_html(text, SOURCE.parent), "utf-8")


if __name__ == "__main__":
    SOURCE.write_text(with_tables(SOURCE.read_text("utf-8")), "utf-8")
