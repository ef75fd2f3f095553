"""Pictures as static SVG that reads in black and white: a solid bar, a hatched one, figures."""

from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from budgetsheet.exporters.pictures import Picture, shown
from budgetsheet.exporters.word_xml import legal

_WIDTH, _LABELS, _VALUES = 760, 250, 90
"""Units: px; the room for labels at the left and for figures at the right."""
_ROW, _BAR, _TOP = 28, 18, 34
_UPRIGHT_HEIGHT, _UPRIGHT_FOOT = 240, 30
_FILLS = ("#2b4c7e", "url(#{})")


def svg_of(picture: Picture, number: int) -> str:
    """The drawing, with its title and its figures in words for a screen reader."""
    height = _height(picture)
    name, hatch = f"picture-{number}", f"hatch-{number}"
    draw = _columns if picture.upright else _bars
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{name}">'
        f'<title id="{name}">{escape(legal(picture.told()))}</title>'
        f'<defs><pattern id="{hatch}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
        '<rect width="3" height="6" fill="#b8651b"/></pattern></defs>'
        f"{_legend(picture, hatch)}{draw(picture, hatch)}</svg>"
    )


def _height(picture: Picture) -> int:
    if picture.upright:
        return _TOP + _UPRIGHT_HEIGHT + _UPRIGHT_FOOT
    return _TOP + _ROW * len(picture.labels) + 6


def _legend(picture: Picture, hatch: str) -> str:
    """What each kind of bar is, where there is more than one kind."""
    if len(picture.series) < 2:
        return ""
    parts = []
    for i, series in enumerate(picture.series):
        x = _LABELS + i * 120
        parts.append(_rect(x, 8, 22, 12, i, hatch) + _text(x + 28, 18, series.name))
    return "".join(parts)


def _bars(picture: Picture, hatch: str) -> str:
    room, longest = _WIDTH - _LABELS - _VALUES, picture.longest or Decimal(1)
    parts = []
    for place, label in enumerate(picture.labels):
        y = _TOP + place * _ROW
        parts.append(_text(_LABELS - 10, y + _BAR - 4, label, "end"))
        x = float(_LABELS)
        for i, series in enumerate(picture.series):
            width = float(series.values[place] / longest * room)
            if width > 0:
                parts.append(_rect(x, y, width, _BAR, i, hatch))
            x += max(0.0, width)
        parts.append(_text(x + 6, y + _BAR - 4, shown(picture.total(place))))
    base = _TOP + len(picture.labels) * _ROW
    line = f'<line x1="{_LABELS}" y1="{_TOP - 4}" x2="{_LABELS}" y2="{base}" stroke="#333"/>'
    return "".join(parts) + line


def _columns(picture: Picture, hatch: str) -> str:
    longest, room = picture.longest or Decimal(1), _UPRIGHT_HEIGHT - 24
    step, foot = _WIDTH / len(picture.labels), _TOP + _UPRIGHT_HEIGHT
    parts = []
    for place, label in enumerate(picture.labels):
        middle, y = step * (place + 0.5), float(foot)
        for i, series in enumerate(picture.series):
            height = max(0.0, float(series.values[place] / longest * room))
            y -= height
            parts.append(_rect(middle - step / 5, y, step / 2.5, height, i, hatch))
        parts.append(_text(middle, y - 6, shown(picture.total(place)), "middle"))
        parts.append(_text(middle, foot + 20, label, "middle"))
    line = f'<line x1="10" y1="{foot}" x2="{_WIDTH - 10}" y2="{foot}" stroke="#333"/>'
    return "".join(parts) + line


def _rect(x: float, y: float, width: float, height: float, kind: int, hatch: str) -> str:
    fill = _FILLS[kind % len(_FILLS)].format(hatch)
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill={quoteattr(fill)} stroke="#222" stroke-width="0.8"/>'
    )


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(legal(text))}</text>'
