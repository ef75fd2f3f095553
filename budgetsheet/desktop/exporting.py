"""Export from the window: what is wanted, where to, and the draft where errors are left."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from budgetsheet.desktop.dialogues import PACKAGE_KINDS
from budgetsheet.desktop.jobs import Progress
from budgetsheet.desktop.watch import stamp_of

if TYPE_CHECKING:
    from budgetsheet.desktop.book import OpenBook

PACKAGE, APPENDIX = "package", "appendix"
EXTRAS = (
    (PACKAGE, "打包成一个 .zip（附校验清单）"),
    (APPENDIX, "附图表（Word、PDF 的末尾）"),
)
_NO_FOLDER = "系统没能打开文件夹，它可能被移走了。位置：{path}，请在资源管理器里打开。"
_DRAFT = "还有错误没有改，不能导出正式文件。要导出带“草稿”字样的吗？"


class Wanted(NamedTuple):
    """The formats, what goes with them, and the folder, or the zip, that they go into."""

    formats: tuple[str, ...]
    extras: tuple[str, ...]
    target: Path


def export(book: "OpenBook") -> None:
    """Ask what is wanted, remember it, and write it."""
    from budgetsheet.exporters import FORMATS

    app = book.app
    offered = [(form.name, form.title) for form in FORMATS]
    kept = app.settings
    ticked = app.ask.choose("导出", "要哪些文件？", offered, (*kept.formats, *kept.extras), EXTRAS)
    if not ticked:
        return
    extras = tuple(key for key, _ in EXTRAS if key in ticked)
    formats = tuple(key for key in ticked if key not in extras)
    target = _target(book, PACKAGE in extras)
    if not target:
        return
    app.remember(lambda settings: settings._replace(formats=formats, extras=extras))
    _write(book, Wanted(formats, extras, Path(target)), draft=False)


def _target(book: "OpenBook", packed: bool) -> str:
    app = book.app
    if not packed:
        return app.ask.folder("导出到哪个文件夹", app.settings.folder)
    name = f"{book.path.stem}.zip"
    return app.ask.save_file("打包保存到", name, app.settings.folder, PACKAGE_KINDS)


def _write(book: "OpenBook", wanted: Wanted, draft: bool) -> None:
    def work(services: Any, tell: Progress) -> Any:
        stamp = stamp_of(book.path)
        make = services.export_package if PACKAGE in wanted.extras else services.export
        source = book.unsaved or book.path
        appendix = APPENDIX in wanted.extras
        return *make(source, wanted.target, wanted.formats, draft, appendix, tell), stamp

    def done(result: Any) -> None:
        checked, written, stamp = result
        book.show(checked, stamp)
        if written:
            _tell(book, wanted, len(written), checked.told_in_short)
        elif book.app.ask.sure("导出", _DRAFT):
            _write(book, wanted, draft=True)

    book.start("正在导出", work, done)


def _tell(book: "OpenBook", wanted: Wanted, count: int, told: str) -> None:
    target = wanted.target
    packed = PACKAGE in wanted.extras
    folder = target.parent if packed else target
    said = f"已打包到 {target}，清单在包里。" if packed else f"已导出 {count} 个文件到 {target}。"
    offer = ("打开文件夹", lambda: book.app.show_file(folder, _NO_FOLDER))
    book.app.notice.say(f"{said}{told}", offer)
