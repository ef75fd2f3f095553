"""Files that the unit's own encryption software keeps sealed: no program reads them outside it.

Source: such software (透明加密, 防泄密) encrypts what is saved, and puts a mark of its own before
it; on a computer without it, or sent out without being released, only ciphertext is to be had.
"""

from collections import Counter
from math import log2

_MARKS = (
    *(b"E-SafeNet", b"%TSD-Header-###%", b"TSD-Header", b"EsafeNet", b"DRMONE", b"FSN", b"SDSEC"),
    *(b"IP-guard", b"IPGUARD", b"<## NASCA DRM FILE", b"SCDSA002", b"CDGENC", b"GREENSHIELD"),
)
_HEAD = 64
_LOOKED_AT, _LEAST = 65_536, 1024
_RANDOM = 7.3
"""Bits a byte from which content is no text and no record. Source: a table of ours without its
package has five, Chinese text in UTF-16 less than seven, an encrypted stream nearly eight."""
_IN_A_PACKAGE = (b"PK\x01\x02", b"PK\x05\x06", b"%%EOF", b"endstream")
"""What stands in a workbook, document or PDF whose head alone is damaged."""
_OTHERS = (
    *(b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF", b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3"),
    *(b"MZ", b"\x7fELF", b"MSCF", b"\xfd7zXZ", b"BZh", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"LZIP"),
    *(b"Rar!", b"7z\xbc\xaf", b"\x89PNG", b"\xff\xd8\xff", b"%PDF", b"AC10", b"8BPS", b"PK"),
)
"""How pictures, sound, films, programs and archives begin: as dense, and no ciphertext."""
_FILM = b"ftyp"
SEALED = (
    "文件的内容是密文，可能是单位的透明加密（防泄密）软件加的密，本程序读不到内容。"
    "请在装有该软件的电脑上解密，或按单位的办法申请外发，再打开解密后的文件。"
)


def sealed(data: bytes) -> bool:
    """Whether a file that is of no known kind looks like such ciphertext.

    The mark before it may be long and mostly empty, so that its second half is looked at.
    """
    if any(mark in data[:_HEAD] for mark in _MARKS):
        return True
    if len(data) < _LEAST or data.startswith(_OTHERS) or data[4:8] == _FILM:
        return False
    if any(mark in data for mark in _IN_A_PACKAGE):
        return False
    return _entropy(data[len(data) // 2 :][:_LOOKED_AT]) >= _RANDOM


def _entropy(sample: bytes) -> float:
    """Bits that a byte tells."""
    whole = len(sample)
    return -sum(n / whole * log2(n / whole) for n in Counter(sample).values())
