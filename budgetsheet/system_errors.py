"""What the system says when a file cannot be had, in Chinese and in one place."""

import errno
from collections.abc import Iterable

_SAID = (
    ("磁盘满了", ("ENOSPC",), (39, 112)),
    ("超出了磁盘配额", ("EDQUOT",), (1295, 1296)),
    ("文件大过这个盘能存的", ("EFBIG",), (223,)),
    ("这个盘是只读的", ("EROFS",), (19,)),
    ("文件名或路径太长", ("ENAMETOOLONG",), (111, 206)),
    ("名字里有系统不许用的字符", ("EINVAL", "EILSEQ"), (123, 161, 1113)),
    ("链接绕成了圈", ("ELOOP",), (1921,)),
    ("那里是文件夹", ("EISDIR",), ()),
    ("路径里有一段不是文件夹", ("ENOTDIR",), (267,)),
    ("文件或文件夹不在了", ("ENOENT",), (2, 3)),
    ("那里已有同名的文件", ("EEXIST",), (80, 183)),
    ("正被别的程序占用", ("EBUSY", "ETXTBSY", "EAGAIN", "EDEADLK"), (32, 33, 170, 303, 1224)),
    ("没有权限", ("EACCES", "EPERM"), (5,)),
    ("打开的文件太多", ("EMFILE", "ENFILE"), (4,)),
    ("内存不够", ("ENOMEM", "ENOBUFS"), (8, 14, 1450)),
    ("磁盘读写出错", ("EIO", "ENODEV", "ENXIO"), (21, 23, 27, 1117, 1167)),
    (
        "网络盘断开了",
        ("ESTALE", "ETIMEDOUT", "ENETDOWN", "ENETUNREACH", "ENETRESET", "ECONNABORTED",
         "ECONNRESET", "ECONNREFUSED", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "EREMOTEIO",
         "ENOLINK", "ECOMM", "EPROTO"),
        (51, 53, 54, 55, 59, 64, 65, 67, 121, 1203, 1222, 1231, 1232, 1236),
    ),
)  # fmt: skip
"""A reason, the names of errno that mean it, and the numbers of Windows."""


def _numbers(names: Iterable[str]) -> set[int]:
    """Those of the names that this system knows."""
    return {getattr(errno, name) for name in names if hasattr(errno, name)}


def reason(error: OSError) -> str:
    """Why the system refused, without its own English words."""
    windows = getattr(error, "winerror", None)
    for said, names, numbers in _SAID:
        if windows in numbers if windows else error.errno in _numbers(names):
            return said
    return f"系统错误 {windows or error.errno or type(error).__name__}"
