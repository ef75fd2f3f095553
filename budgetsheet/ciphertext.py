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
_RANDOM = 7.0
"""Bits a byte from which content is no text and no record. Source: a table of ours without its
package has five, a compressed or encrypted stream nearly eight."""
SEALED = (
    "文件的内容是密文，可能是单位的透明加密（防泄密）软件加的密，本程序读不到内容。"
    "请在装有该软件的电脑上解密，或按单位的办法申请外发，再打开解密后的文件。"
)


def sealed(data: bytes) -> bool:
    """Whether a file that is of no known kind looks like such ciphertext."""
    if any(mark in data[:_HEAD] for mark in _MARKS):
        return True
    sample = data[:_LOOKED_AT]
    return len(sample) >= _LEAST and _entropy(sample) >= _RANDOM


def _entropy(sample: bytes) -> float:
    """Bits that a byte tells."""
    whole = len(sample)
    return -sum(n / whole * log2(n / whole) for n in Counter(sample).values())
