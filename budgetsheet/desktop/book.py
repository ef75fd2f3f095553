"""What can be done with the open workbook: the commands behind its page."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetsheet.desktop import exporting, rescuing, system
from budgetsheet.desktop.book_page import BookPage
from budgetsheet.desktop.jobs import Progress
from budgetsheet.desktop.view import book_view
from budgetsheet.desktop.watch import Change, Stamp, stamp_of
from budgetsheet.errors import UnusableError
from budgetsheet.findings import Finding

if TYPE_CHECKING:
    from budgetsheet.desktop.app import App


class OpenBook:
    """One workbook, its page, and everything a person can have done with it."""

    def __init__(self, app: "App", path: Path) -> None:
        self.app, self.path = app, path
        self.unsaved: Path | None = None
        """What is on the screen in Excel, until it is saved there: read in the file's place."""
        self.page = BookPage(app.body, self, path, app.back, app.help)

    def show(self, checked: Any, stamp: Stamp | None, select: int | None = None) -> None:
        """Show it as it was checked; `stamp` is the file's from when it was read."""
        view = book_view(checked)
        self.page.show(view, select)
        self.app.root.title(f"{self.path.name}{view.mark} — {self.app.title}")
        self.app.watch.look_at(self.path, stamp)
        if checked.damaged:
            self.app.notice.say(rescuing.DAMAGED, (rescuing.OFFER, self.rescue))

    def react(self, change: Change) -> None:
        """Somebody else did something to the file."""
        if change is Change.SAVED:
            self.unsaved = None
            self.app.notice.say("工作簿已保存，可以重新校验了。", ("重新校验", self.check))
        else:
            self.app.notice.say(
                f"“{self.path.name}”不在原来的位置了，可能被改名、移走或删除。",
                ("打开别的…", self.app.doors.open),
            )

    # ---- the buttons

    def check(self) -> None:
        """Check the workbook again."""

        def work(services: Any, _: Progress) -> Any:
            stamp = stamp_of(self.path)
            return services.check(self.unsaved or self.path), stamp

        self.start("正在校验", work, lambda result: self.show(*result), reads_only=True)

    def refresh(self) -> None:
        """Write narrative, totals and results anew."""

        def done(checked: Any) -> None:
            self.unsaved = None
            self.show(checked, stamp_of(self.path))
            kept = f"{self.path.name}.bak"
            said = f"已更新概述、汇总和校验结果；更新前的版本是 {kept}。"
            self.app.notice.say(f"{said}{checked.told_in_short}")

        self.start("正在更新", lambda services, tell: services.refresh(self.path, tell), done)

    def export(self) -> None:
        """Write the document and the data."""
        exporting.export(self)

    def rescue(self) -> None:
        """Carry the data into a new workbook."""
        rescuing.rescue(self.app, self.path, self.unsaved)

    def fill(self) -> None:
        """Open the workbook in the spreadsheet program."""
        if self._opened_elsewhere():
            self.app.notice.say("已在表格程序中打开。填好保存后，这里会提示重新校验。")

    def go_to(self, finding: Finding) -> None:
        """Show a finding's cell in the spreadsheet program."""

        def work(_: Any, __: Progress) -> bool:
            from budgetsheet.live.host import show_cell

            return show_cell(self.path, finding.sheet, finding.cell)

        def done(shown: bool) -> None:
            if not shown and self._opened_elsewhere():
                where = f"“{finding.sheet}”的 {finding.cell} 格" if finding.sheet else "整个文件"
                self.app.notice.say(f"请看工作表{where}。")

        self.start("正在打开", work, done, reads_only=True)

    def _opened_elsewhere(self) -> bool:
        """Open the file with the system's program for it; tell what stands in the way."""
        try:
            system.open_file(self.path)
        except OSError:
            self.app.notice.say(
                "没有找到能打开 .xlsx 的程序，或文件已不在原处。请在 Excel 或 WPS 中自己打开它。"
            )
            return False
        return True

    def explain(self, finding: Finding) -> str:
        """What the finding's rule is for."""
        from budgetsheet.rules.catalogue import BY_ID

        rule = BY_ID[finding.rule]
        return (f"{rule.id}　{rule.title}\n为什么：{rule.words.why}\n"
                f"例如：{rule.words.example}\n依据：{rule.words.source}")  # fmt: skip

    # ---- projects

    def add_project(self, reopen: bool = False) -> None:
        """Add a project at the end; a workbook that Excel let go of for it is opened again."""
        name = self.app.ask.text("增加项目", "项目名称：")
        if name:
            self._change(
                lambda services, _: services.adding(name),
                select=self.page.projects.count,
                reopen=reopen,
            )
        elif reopen:
            self.fill()

    def rename_project(self, number: int) -> None:
        """Give a project another name."""
        before = self._name(number)
        name = self.app.ask.text("改名", "新的项目名称：", before)
        if name and name != before:
            self._change(lambda _, editing: editing.rename_project(number, name), select=number)

    def remove_project(self, number: int) -> None:
        """Take a project out, after asking."""
        name = self.page.view.projects[number].shown_name if self.page.view else ""
        question = f"删除项目“{name}”和它的全部内容？删除前的版本会留作 .bak。"
        if self.app.ask.sure("删除项目", question):
            self._change(lambda _, editing: editing.remove_project(number), select=number)

    def move_project(self, number: int, to: int) -> None:
        """Put a project elsewhere in the list."""
        self._change(lambda _, editing: editing.move_project(number, to), select=to)

    def _name(self, number: int) -> str:
        return self.page.view.projects[number].name if self.page.view else ""

    def _change(self, edit: Callable[[Any, Any], Any], select: int, reopen: bool = False) -> None:
        def work(services: Any, progress: Progress) -> Any:
            from budgetsheet import editing

            return services.change_projects(self.path, edit(services, editing), progress)

        def done(checked: Any) -> None:
            self.unsaved = None
            self.show(checked, stamp_of(self.path), select)
            if checked.told:
                self.app.notice.say(checked.told_in_short)
            if reopen:
                self.fill()

        self.start("正在修改", work, done)

    def start(
        self, what: str, work: Callable[[Any, Progress], Any], done: Callable[[Any], None],
        reads_only: bool = False,
    ) -> None:  # fmt: skip
        """Do long work on the workbook; where a sheet is lost, the way out is offered."""

        def run(progress: Progress) -> Any:
            from budgetsheet import services

            try:
                return work(services, progress)
            except UnusableError as error:
                if error.rule != services.LOST:
                    raise
                return error

        def ended(result: Any) -> None:
            if isinstance(result, UnusableError):
                self.app.notice.say(result.message, (rescuing.OFFER, self.rescue))
            else:
                done(result)

        self.app.start(what, run, ended, reads_only)
