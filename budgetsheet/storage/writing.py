"""Replaces a person's file: whole or not at all, the version before kept."""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from enum import Enum, auto
from pathlib import Path

from budgetsheet.errors import UnusableError
from budgetsheet.storage import leavings, patience
from budgetsheet.storage.owners import owner_of
from budgetsheet.storage.patience import Result
from budgetsheet.storage.places import followed, unfit_name
from budgetsheet.system_errors import reason

_KEPT = "原文件没有改动。"
_ANY_MAY_WRITE = 0o222
_O_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)


class Over(Enum):
    """What may lie where a file is written, when it is not what was read from there."""

    ANYTHING = auto()
    NOTHING = auto()


def write_file(
    path: Path, data: bytes, keep: bool = True, over: bytes | Over = Over.ANYTHING,
    aside: Path | None = None,
) -> None:  # fmt: skip
    """Replace a file by temp file, fsync and rename; the version before stays as `.bak`.

    Whenever the program dies, the path holds the old file whole or the new one whole; the
    `.bak` is replaced only when the new file stands. A link stays a link. `over` is what was
    read from there when the work began: where another program has saved since, nothing is
    written. `keep` false: no `.bak`. `aside`: where the unfinished file lies meanwhile, for
    folders whose every file counts.
    Raises: UnusableError when the place cannot be written; the old file is then untouched.
    """
    with _told(path):
        _Writing(path, keep, over, aside).write(data)


def refuse_unfit(paths: Iterable[Path]) -> None:
    """Look at all places of one job before the first is written: all files, or none.

    Raises: UnusableError for a folder, a file that is read-only or open elsewhere, a name, a
    folder that lets nobody write.
    """
    for path in paths:
        with _told(path):
            _Writing(path, True, Over.ANYTHING, None).refuse_unfit()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raises: UnusableError for what the system says against a place."""
    try:
        yield
    except PermissionError as error:
        raise UnusableError(
            f"写不进“{path.name}”：文件可能正在 {_opened_in(path)} 中打开，或文件夹不许写入。"
            f"请关闭该文件或换一个文件夹再试；{_KEPT}"
        ) from error
    except OSError as error:
        raise UnusableError(
            f"写不进“{path}”（{_why(path, error)}）。{_cure(error)}再试；{_KEPT}"
        ) from error


class _Writing:
    """One file's way from bytes to its place."""

    def __init__(self, path: Path, keep: bool, over: bytes | Over, aside: Path | None) -> None:
        self._path, self._target, self._over = path, followed(path), over
        self._backup = path.with_name(path.name + ".bak") if keep else None
        self._aside = aside

    def write(self, data: bytes) -> None:
        """Make all that is needed first, then rename. Raises: OSError, UnusableError."""
        self.refuse_unfit()
        self._target.parent.mkdir(parents=True, exist_ok=True)
        room, room_of_backup = map(self._waiting_room, (self._target.parent, self._path.parent))
        for folder in {room, room_of_backup, self._target.parent, self._path.parent}:
            leavings.clear(folder)
        before, mode = self._patiently(self._lying), _mode(self._target)
        self._refuse_unexpected(before)
        with ExitStack() as made:
            fresh = _staged(data, mode, room, made)
            kept = None
            if self._backup and before is not None:
                kept = _staged(before, mode, room_of_backup, made)
            self._patiently(lambda: self._replace(fresh, before))
            if self._backup and kept and before is not None:
                self._keep(kept, self._backup, before)
        _sync_folder(self._target.parent)

    def _waiting_room(self, beside: Path) -> Path:
        """Where an unfinished file lies: aside if that is the same disk, else in its folder."""
        aside = self._aside
        with suppress(OSError):
            if aside and aside.stat().st_dev == beside.stat().st_dev:
                return aside if patience.may_write_into(aside) else beside
        return beside

    def refuse_unfit(self) -> None:
        """Raises: UnusableError for a place where no file of that name can or should be put."""
        for path in filter(None, (self._path, self._target, self._backup)):
            self._refuse_place(path)
            _refuse_folder(path)
        for path in {self._path, self._target}:
            owner = owner_of(path) if path.is_file() else None
            if owner:
                raise UnusableError(f"写不进“{path.name}”：它{owner.said}。{_KEPT}")

    def _refuse_place(self, path: Path) -> None:
        unfit = unfit_name(path.name) if os.name == "nt" else ""
        if unfit:
            raise UnusableError(f"不能写“{path.name}”：这个名字{unfit}。请换一个名字。")
        status = _status(path)
        if status is None:
            return
        if stat.S_ISDIR(status.st_mode):
            raise UnusableError(f"写不进“{path}”：那里是文件夹。请换一个名字或先移开它；{_KEPT}")
        if not stat.S_ISREG(status.st_mode):
            raise UnusableError(f"写不进“{path}”：那里不是文件。请换一个名字。")
        if not status.st_mode & _ANY_MAY_WRITE:
            raise UnusableError(
                f"写不进“{path.name}”：它设成了只读。请在文件属性里去掉“只读”，或换一个名字；{_KEPT}"
            )

    def _refuse_unexpected(self, lying: bytes | None) -> None:
        """Raises: UnusableError when something else lies there than was read."""
        name = self._path.name
        if self._over is Over.NOTHING and lying is not None:
            raise UnusableError(f"“{self._path}”已经存在，没有改动它。请换一个文件名。")
        if isinstance(self._over, bytes) and lying is None:
            raise UnusableError(f"“{name}”在处理期间被移走或删除了，没有写入；请找到它再做一次。")
        if isinstance(self._over, bytes) and lying != self._over:
            raise UnusableError(_changed(name))

    def _lying(self) -> bytes | None:
        """What lies there now."""
        try:
            return self._target.read_bytes()
        except FileNotFoundError:
            return None

    def _replace(self, fresh: Path, before: bytes | None) -> None:
        """Rename, unless another program saved in the moment since `before` was read."""
        if self._lying() != before:
            raise UnusableError(_changed(self._path.name))
        fresh.replace(self._target)

    def _keep(self, kept: Path, backup: Path, before: bytes) -> None:
        """The version before becomes the `.bak`; where that fails, it is put back instead."""
        try:
            self._patiently(lambda: kept.replace(backup))
        except BaseException:
            with ExitStack() as made:
                room = self._waiting_room(self._target.parent)
                old = _staged(before, _mode(self._target), room, made)
                self._patiently(lambda: old.replace(self._target))
            raise

    def _patiently(self, act: Callable[[], Result]) -> Result:
        return patience.outlast(act, lambda: patience.may_write_into(self._target.parent))


def _changed(name: str) -> str:
    return f"“{name}”在处理期间被别的程序保存过，没有写入，那一次保存的内容都在。请再做一次。"


def _status(path: Path) -> os.stat_result | None:
    """What lies there, if anything. Raises: OSError for a name that cannot be."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _refuse_folder(path: Path) -> None:
    """Raises: UnusableError where the folder, or the nearest it would be made in, is shut."""
    nearest = next(filter(os.path.lexists, path.parents), None)
    if nearest is None:  # the current folder was deleted
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    if not nearest.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(nearest))
    if not patience.may_write_into(nearest):
        raise UnusableError(
            f"写不进“{path}”：文件夹“{nearest}”不许写入。请换一个文件夹再试；{_KEPT}"
        )


def _why(path: Path, error: OSError) -> str:
    """Why a place cannot be written: a file stands where a folder is wanted, or what is told."""
    file = next((parent for parent in path.parents if os.path.isfile(parent)), None)  # noqa: PTH113
    return f"“{file}”是文件，不是文件夹" if file else reason(error)


def _cure(error: OSError) -> str:
    return "请换一个短些的名字" if error.errno == errno.ENAMETOOLONG else "请换一个位置"


def _opened_in(path: Path) -> str:
    """The program that most likely has a file open."""
    suffix = path.suffix.lower()
    return {".docx": "Word", ".pdf": "PDF 阅读器", ".xlsx": "Excel", ".csv": "Excel"}.get(
        suffix, "别的程序"
    )


def _staged(data: bytes, mode: int, folder: Path, made: ExitStack) -> Path:
    """A file with this content in the folder, brought to the disk; gone again with the stack."""
    unfinished = folder / leavings.name_of_unfinished()
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _O_BINARY, 0o600)
    made.callback(_discard, unfinished)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.chmod(mode)
    return unfinished


def _discard(unfinished: Path) -> None:
    """Take an unfinished file away; one that cannot be now is a leaving for the next write."""
    with suppress(OSError):
        unfinished.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """The permissions of the file there, or those a plain new file would have."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system knows how; the new file stands already."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
