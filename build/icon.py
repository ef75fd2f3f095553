"""Draws the program's icon: a table on paper with a check mark. No picture is copied."""

import struct
import zlib
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 256)
_BLUE, _PAPER, _LINE, _GOLD = (47, 93, 140), (255, 255, 255), (150, 170, 190), (224, 160, 48)
_GROUND = (232, 238, 245)
_SAMPLES = 4
BANNER, _ON_BANNER = (164, 314), 96
"""The size that NSIS asks for; a row of it needs no filling up to four bytes."""
Colour = tuple[int, int, int, int]


def write_icon(target: Path) -> None:
    """Write the .ico with every size Windows asks for."""
    pictures = [_png(size) for size in SIZES]
    head = struct.pack("<HHH", 0, 1, len(pictures))
    entries, at = b"", 6 + 16 * len(pictures)
    for size, picture in zip(SIZES, pictures, strict=True):
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    target.write_bytes(head + entries + b"".join(pictures))


def write_banner(target: Path) -> None:
    """Write the picture beside the installer's last page: the icon on a quiet ground."""
    width, height = BANNER
    left, top = (width - _ON_BANNER) // 2, height // 5

    def pixel(x: int, y: int) -> bytes:
        inside = 0 <= x - left < _ON_BANNER and 0 <= y - top < _ON_BANNER
        *drawn, alpha = _pixel(x - left, y - top, _ON_BANNER) if inside else (0, 0, 0, 0)
        mixed = [(d * alpha + g * (255 - alpha)) // 255
                 for d, g in zip(drawn, _GROUND, strict=True)]  # fmt: skip
        return bytes(reversed(mixed))

    rows = b"".join(pixel(x, y) for y in reversed(range(height)) for x in range(width))
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(rows), 2835, 2835, 0, 0)
    target.write_bytes(struct.pack("<2sIHHI", b"BM", 54 + len(rows), 0, 0, 54) + head + rows)


def _png(size: int) -> bytes:
    rows = b"".join(
        b"\0" + b"".join(bytes(_pixel(x, y, size)) for x in range(size)) for y in range(size)
    )
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _pixel(x: int, y: int, size: int) -> Colour:
    """One pixel as the mean of several points in it."""
    steps = [(i + 0.5) / _SAMPLES for i in range(_SAMPLES)]
    points = [_point((x + dx) / size, (y + dy) / size) for dx in steps for dy in steps]
    alpha = sum(p[3] for p in points)
    if not alpha:
        return (0, 0, 0, 0)
    mixed = [sum(p[i] * p[3] for p in points) // alpha for i in range(3)]
    return (mixed[0], mixed[1], mixed[2], alpha // len(points))


def _point(x: float, y: float) -> Colour:
    """The drawing on a square of side one."""
    if _near(x, y, (0.44, 0.72), (0.58, 0.86), 0.055) or _near(
        x, y, (0.58, 0.86), (0.9, 0.5), 0.055
    ):
        return (*_GOLD, 255)
    if not (0.1 <= x <= 0.82 and 0.06 <= y <= 0.94):
        return (0, 0, 0, 0)
    if y < 0.26:
        return (*_BLUE, 255)
    on_line = any(abs(y - row) < 0.018 for row in (0.44, 0.61, 0.78)) or abs(x - 0.4) < 0.018
    edge = x < 0.13 or x > 0.79 or y > 0.91
    return (*(_BLUE if edge else _LINE if on_line else _PAPER), 255)


def _near(
    x: float, y: float, start: tuple[float, float], end: tuple[float, float], reach: float
) -> bool:
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = ((x - start[0]) * dx + (y - start[1]) * dy) / (dx * dx + dy * dy)
    along = max(0.0, min(1.0, along))
    return (x - start[0] - along * dx) ** 2 + (y - start[1] - along * dy) ** 2 <= reach**2
