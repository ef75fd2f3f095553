"""The ways in: new, open, import, what was dropped, what was open before."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetsheet.desktop import instance
from budgetsheet.desktop.dialogues import BOOK_KINDS, DOCUMENT_KINDS
from budgetsheet.desktop.jobs import Progress
from budgetsheet.desktop.openable import is_document, is_package, sort_out
from budgetsheet.desktop.watch import stamp_of
from budgetsheet.errors import UnusableError

if TYPE_CHECKING:
    from budgetsheet.desktop.app import App

_NOT_OURS = "BS001"


class Doors:
    """Each leads to an open workbook, or to a sentence that says why not."""

    def __init__(self, app: "App") -> None:
        self._app = app

    def take(self, names: Sequence[str]) -> None:
        """Open what was dropped on the window, or named at the start."""
        opening = sort_out(names)
        if opening.path is not None:
            self.open_path(opening.path, opening.sentence)
        elif opening.sentence:
            self._app.notice.say(opening.sentence)

    def open_path(
        self, path: Path, also_say: str = "", unsaved: Path | None = None,
        then: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        """Open a workbook; a published document is imported, a package compared.

        `unsaved` is read in the place of the file; `then` is done when it is open.
        """
        if is_package(path):
            self._verify(path)
            return
        if is_document(path):
            self._import_from(path)
            return
        if then is None and instance.bring_forward(path, self._app.root):
            self._app.notice.say(f"“{path.name}”已在另一个窗口中打开。")
            return

        def work(_: Progress) -> Any:
            from budgetsheet import services

            stamp = stamp_of(path)
            try:
                return services.check(unsaved or path), stamp
            except UnusableError as error:
                if error.rule != _NOT_OURS or not path.is_file():
                    raise
                return error, stamp

        def done(result: Any) -> None:
            checked, stamp = result
            if isinstance(checked, UnusableError):
                self._app.notice.say(
                    checked.message, ("从它导入…", lambda: self._import_from(path))
                )
                return
            self._app.opened(path, checked, stamp, unsaved)
            if also_say:
                self._app.notice.say(also_say)
            if then is not None:
                then()

        self._app.start(f"正在打开 {path.name}", work, done, reads_only=True)

    def _verify(self, package: Path) -> None:
        """Say whether exported files are still as they were exported."""

        def work(_: Progress) -> Any:
            from budgetsheet import packages

            return packages.verify(package)

        def done(verdict: Any) -> None:
            said = f"“{package.name}”：{verdict.said}"
            self._app.notice.say(said)
            if not verdict.whole:
                self._app.ask.report("核对导出的文件", said, verdict.differences)

        self._app.start(f"正在核对 {package.name}", work, done, reads_only=True)

    def open_recent(self, path: Path) -> None:
        """Open a file that was open before; one that is gone leaves the list."""
        if path.is_file():
            self.open_path(path)
            return
        self._app.remember(lambda kept: kept.without(str(path)))
        self._app.back()
        self._app.notice.say(f"“{path.name}”不在 {path.parent} 里了，已从最近的文件中去掉。")

    def new(self) -> None:
        """Make a new workbook."""
        from datetime import date

        answer = self._app.ask.new_book(date.today().year + 1)
        if not answer:
            return
        year, count, scheme = answer
        target = self._app.ask.save_file(
            "保存到", f"{year}年预算绩效.xlsx", self._app.settings.folder
        )
        if not target:
            return
        path = Path(target)

        def work(progress: Progress) -> Any:
            from budgetsheet import services

            filing = services.blank_filing(scheme, count, year)
            services.new(path, filing, force=True, progress=progress)
            return services.check(path)

        self._app.start(
            "正在生成", work, lambda checked: self._app.opened(path, checked, stamp_of(path))
        )

    def open(self) -> None:
        """Open a workbook."""
        name = self._app.ask.open_file("打开填报工作簿", BOOK_KINDS, self._app.settings.folder)
        if name:
            self.open_path(Path(name))

    def import_(self) -> None:
        """Read a published document into a new workbook."""
        name = self._app.ask.open_file(
            "选择已发布的文件", DOCUMENT_KINDS, self._app.settings.folder
        )
        if name:
            self._import_from(Path(name))

    def _import_from(self, source: Path) -> None:
        target = self._app.ask.save_file(
            "导入后保存到", f"{source.stem} 填报.xlsx", str(source.parent)
        )
        if not target:
            return
        path = Path(target)

        def work(progress: Progress) -> Any:
            from budgetsheet import services

            made = services.import_document(source, path, force=True, progress=progress)
            return made, services.check(path)

        def done(result: Any) -> None:
            made, checked = result
            self._app.opened(path, checked, stamp_of(path))
            left = len(made.filing.unplaced)
            kept = f"有 {left} 行没有位置，留在工作表“未归位”中。" if left else "全部内容都已归位。"
            self._app.notice.say(f"已导入 {len(made.filing.projects)} 个项目。{kept}")

        self._app.start(f"正在导入 {source.name}", work, done)
