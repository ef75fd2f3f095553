"""The VBA project as [MS-OVBA] asks of a writer: source alone, nothing compiled beside it."""

import struct

from pyopenvba.cfb import CFB
from pyopenvba.vba import compress, decompress

_STORAGE = "VBA"
_HEADER = struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 1)
"""The whole stream `_VBA_PROJECT`: 0xFFFF is no version, so that Excel compiles from source.

Source: [MS-OVBA] 2.3.4.1 and its example 3.1.1.
"""
_VERSION, _VERSION_BYTES = 0x0009, 6
"""The one record of the stream `dir` whose size is not what its size field says (2.3.4.2.1.11)."""
_COOKIES = (0x0013, 0x002C)
_TERMINATOR = 0x0010


def without_cache(project: bytes) -> bytes:
    """The project with an empty performance cache and the cookies that a writer must give.

    Source: [MS-OVBA] 2.3.4.1 (cache), 2.3.4.2.3.1 and 2.3.4.2.3.2.7 (cookies).
    """
    streams = CFB.from_bytes(project)
    told = decompress(streams.get_stream_in_storage(_STORAGE, "dir"))
    streams.write_stream_in_storage(_STORAGE, "dir", compress(_with_cookies(told)))
    streams.write_stream_in_storage(_STORAGE, "_VBA_PROJECT", _HEADER)
    return streams.to_bytes()


def _with_cookies(records: bytes) -> bytes:
    """The records of the stream `dir`, every cookie 0xFFFF."""
    made, place = bytearray(records), 0
    while True:
        kind, size = struct.unpack_from("<HI", made, place)
        if kind == _TERMINATOR:
            return bytes(made)
        if kind in _COOKIES:
            made[place + 6 : place + 8] = b"\xff\xff"
        place += 6 + (_VERSION_BYTES if kind == _VERSION else size)
