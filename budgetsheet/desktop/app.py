"""The window itself: pages, keys, long work, and what happens on a click."""

import os
import subprocess
import sys
import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tkinter import filedialog, messagebox, simpledialog, ttk
from typing import Any

from budgetsheet import __version__
from budgetsheet.desktop import look, settings
from budgetsheet.desktop.jobs import Done, Failure, Job, Progress
from budgetsheet.desktop.pages import BookPage, StartPage
from budgetsheet.desktop.view import book_view
from budgetsheet.findings import Finding

_POLL_MS = 60
_WATCH_MS = 1500
_WORKBOOKS = (("填报工作簿", "*.xlsx"), ("所有文件", "*.*"))
_DOCUMENTS = (("公开文本", "*.docx *.txt *.xlsx"), ("所有文件", "*.*"))
_EXPORTS = ("docx", "html", "txt", "json", "csv")


class Dialogues:
    """Questions to the person; tests put their own answers here."""

    def open_file(self, title: str, kinds: Sequence[tuple[str, str]], folder: str) -> str:
        """A file to read, or a blank when the person changed their mind."""
        return filedialog.askopenfilename(title=title, filetypes=kinds, initialdir=folder or None)

    def save_file(self, title: str, name: str, folder: str) -> str:
        """A file to write, or a blank."""
        return filedialog.asksaveasfilename(
            title=title, initialfile=name, initialdir=folder or None,
            defaultextension=".xlsx", filetypes=_WORKBOOKS,
        )  # fmt: skip

    def folder(self, title: str, folder: str) -> str:
        """A folder, or a blank."""
        return filedialog.askdirectory(title=title, initialdir=folder or None)

    def text(self, title: str, question: str, value: str = "") -> str | None:
        """A line of text, or None."""
        return simpledialog.askstring(title, question, initialvalue=value)

    def number(self, title: str, question: str, value: int, least: int, most: int) -> int | None:
        """A whole number, or None."""
        return simpledialog.askinteger(
            title, question, initialvalue=value, minvalue=least, maxvalue=most
        )

    def sure(self, title: str, question: str) -> bool:
        """Whether to go on."""
        return messagebox.askyesno(title, question)


class App:
    """The program's one window."""

    def __init__(self, folder: Path, dialogues: Dialogues | None = None) -> None:
        self.folder = folder
        self.settings = settings.load(folder)
        self.ask = dialogues or Dialogues()
        self.root = tk.Tk(className="budgetsheet")
        self.root.title("预算绩效填报")
        self.root.geometry(self.settings.geometry or _first_size(self.root))
        self.root.minsize(look.px(self.root, 820), look.px(self.root, 560))
        self.root.protocol("WM_DELETE_WINDOW", self.close)
        look.dress(self.root)
        self.path: Path | None = None
        self.job: Job | None = None
        self.page: StartPage | BookPage | None = None
        self.failure: Failure | None = None
        self._stamp = 0.0
        self._banner()
        self._body = ttk.Frame(self.root)
        self._body.pack(fill="both", expand=True)
        self._working()
        self._keys()
        self.back()
        self.root.after(_WATCH_MS, self._watch)

    # ---- pages

    def back(self) -> None:
        """Show the first page."""
        self.path = None
        self._turn_to(StartPage(self._body, self, self.settings.recent))

    def _turn_to(self, page: StartPage | BookPage) -> None:
        if self.page is not None:
            self.page.destroy()
        self.page = page
        page.pack(fill="both", expand=True)
        self.say("")

    def open_path(self, path: Path) -> None:
        """Open a workbook; a published document is imported instead."""
        if path.suffix.lower() in (".docx", ".txt"):
            self._import_from(path)
            return

        def work(_: Progress) -> Any:
            from budgetsheet import services

            return services.check(path)

        self._start(f"正在打开 {path.name}", work, lambda checked: self._opened(path, checked))

    def _opened(self, path: Path, checked: Any) -> None:
        self.path, self._stamp = path, _modified(path)
        self.settings = self.settings.opened(path)
        settings.save(self.settings, self.folder)
        if not isinstance(self.page, BookPage):
            self._turn_to(BookPage(self._body, self, path))
        self._show(checked)

    def _show(self, checked: Any) -> None:
        if isinstance(self.page, BookPage):
            self.page.show(book_view(checked))
            self._stamp = _modified(checked.path)

    # ---- what the buttons do

    def new(self) -> None:
        """Make a new workbook."""
        year = self.ask.number("新建", "预算年度：", date.today().year + 1, 2000, 2099)
        count = year and self.ask.number("新建", "有几个项目？", 5, 1, 200)
        target = count and self.ask.save_file("保存到", f"{year}年预算绩效.xlsx", self._last())
        if not year or not count or not target:
            return
        path = Path(target)

        def work(progress: Progress) -> Any:
            from budgetsheet import services

            filing = services.blank_filing("hebei", count, year)
            services.new(path, filing, force=True, progress=progress)
            return services.check(path)

        self._start("正在生成", work, lambda checked: self._opened(path, checked))

    def open(self) -> None:
        """Open a workbook."""
        name = self.ask.open_file("打开填报工作簿", _WORKBOOKS, self._last())
        if name:
            self.open_path(Path(name))

    def import_(self) -> None:
        """Read a published document into a new workbook."""
        name = self.ask.open_file("选择已发布的文件", _DOCUMENTS, self._last())
        if name:
            self._import_from(Path(name))

    def _import_from(self, source: Path) -> None:
        target = self.ask.save_file("导入后保存到", f"{source.stem} 填报.xlsx", str(source.parent))
        if not target:
            return
        path = Path(target)

        def work(_: Progress) -> Any:
            from budgetsheet import services

            made = services.import_document(source, path, force=True)
            return made, services.check(path)

        def done(result: Any) -> None:
            made, checked = result
            self._opened(path, checked)
            left = len(made.filing.unplaced)
            kept = f"有 {left} 行没有位置，留在工作表“未归位”中。" if left else "全部内容都已归位。"
            self.say(f"已导入 {len(made.filing.projects)} 个项目。{kept}")

        self._start(f"正在导入 {source.name}", work, done)

    def check(self) -> None:
        """Check the workbook again."""
        self._on_book("正在校验", lambda services, path, _: services.check(path), self._show)

    def refresh(self) -> None:
        """Write narrative, totals and results anew."""

        def done(checked: Any) -> None:
            self._show(checked)
            self.say(f"已更新概述、汇总和校验结果；更新前的版本是 {checked.path.name}.bak。")

        self._on_book("正在更新", lambda services, path, tell: services.refresh(path, tell), done)

    def export(self) -> None:
        """Write the document and the data into a folder."""
        if self.path is None:
            return
        folder = self.ask.folder("导出到哪个文件夹", self._last())
        if folder:
            self._export_to(Path(folder), draft=False)

    def _export_to(self, folder: Path, draft: bool) -> None:
        def done(result: Any) -> None:
            checked, written = result
            self._show(checked)
            if written:
                self.say(f"已导出 {len(written)} 个文件到 {folder}。")
            elif self.ask.sure(
                "导出", "还有错误没有改，不能导出正式文件。要导出带“草稿”字样的吗？"
            ):
                self._export_to(folder, draft=True)

        self._on_book(
            "正在导出",
            lambda services, path, _: services.export(path, folder, _EXPORTS, draft),
            done,
        )

    def fill(self) -> None:
        """Open the workbook in the spreadsheet program."""
        if self.path is not None:
            open_file(self.path)
            self.say("已在表格程序中打开。填好保存后，这里会提示重新校验。")

    def go_to(self, finding: Finding) -> None:
        """Show a finding's cell in the spreadsheet program."""
        if self.path is None:
            return
        path = self.path

        def work(_: Progress) -> Any:
            from budgetsheet.live.host import show_cell

            return show_cell(path, finding.sheet, finding.cell)

        def done(shown: bool) -> None:
            if not shown:
                open_file(path)
                self.say(f"请看工作表“{finding.sheet}”的 {finding.cell} 格。")

        self._start("正在打开", work, done)

    def explain(self, finding: Finding) -> str:
        """What the finding's rule is for."""
        from budgetsheet.rules.catalogue import BY_ID

        rule = BY_ID[finding.rule]
        return f"{rule.id}　{rule.title}\n为什么：{rule.words.why}\n依据：{rule.words.source}"

    # ---- projects

    def add_project(self) -> None:
        """Add a project at the end."""
        name = self.ask.text("增加项目", "项目名称：")
        if name:
            self._change(
                lambda services, editing: editing.add_project(services.named_project(name))
            )

    def rename_project(self, number: int) -> None:
        """Give a project another name."""
        before = self._project_name(number)
        name = self.ask.text("改名", "新的项目名称：", before)
        if name and name != before:
            self._change(lambda _, editing: editing.rename_project(number, name))

    def remove_project(self, number: int) -> None:
        """Take a project out, after asking."""
        name = self._project_name(number)
        question = f"删除项目“{name}”和它的全部内容？删除前的版本会留作 .bak。"
        if self.ask.sure("删除项目", question):
            self._change(lambda _, editing: editing.remove_project(number))

    def move_project(self, number: int, to: int) -> None:
        """Put a project elsewhere in the list."""
        self._change(lambda _, editing: editing.move_project(number, to))

    def _project_name(self, number: int) -> str:
        view = self.page.view if isinstance(self.page, BookPage) else None
        return view.projects[number].name if view else ""

    def _change(self, edit: Callable[[Any, Any], Any]) -> None:
        def work(services: Any, path: Path, progress: Progress) -> Any:
            from budgetsheet import editing

            return services.change_projects(path, edit(services, editing), progress)

        self._on_book("正在修改", work, self._show)

    # ---- long work

    def _on_book(
        self, what: str, work: Callable[[Any, Path, Progress], Any], done: Callable[[Any], None]
    ) -> None:
        path = self.path
        if path is None:
            return

        def run(progress: Progress) -> Any:
            from budgetsheet import services

            return work(services, path, progress)

        self._start(what, run, done)

    def _start(
        self, what: str, work: Callable[[Progress], Any], done: Callable[[Any], None]
    ) -> None:
        if self.job is not None:
            return
        self.say("")
        self.job = Job(work)
        self._doing.configure(text=what)
        self._bar.configure(mode="indeterminate", value=0)
        self._work_row.pack(side="bottom", fill="x")
        self._poll(done)

    def _poll(self, done: Callable[[Any], None]) -> None:
        event = self.job.poll() if self.job else None
        while event is not None and not isinstance(event, Done):
            self._bar.configure(mode="determinate", maximum=event[1], value=event[0])
            event = self.job.poll() if self.job else None
        if event is None:
            self.root.after(_POLL_MS, lambda: self._poll(done))
            return
        self.job = None
        self._work_row.pack_forget()
        if event.failure:
            self._fail(event.failure)
        elif event.cancelled:
            self.say("已取消，没有改动任何文件。")
        else:
            done(event.result)

    def cancel(self) -> None:
        """Stop the work that is going on."""
        if self.job is not None:
            self.job.cancel()

    def _working(self) -> None:
        self._work_row = ttk.Frame(self.root, padding=8)
        self._doing = ttk.Label(self._work_row, text="")
        self._doing.pack(side="left")
        self._bar = ttk.Progressbar(self._work_row, length=look.px(self.root, 260))
        self._bar.pack(side="left", padx=10)
        ttk.Button(self._work_row, text="取消  Esc", command=self.cancel).pack(side="left")

    # ---- telling

    def _banner(self) -> None:
        self._notice = ttk.Frame(self.root, style="Banner.TFrame", padding=8)
        self.message = ttk.Label(self._notice, style="Banner.TLabel", wraplength=900)
        self.message.pack(side="left", fill="x", expand=True)
        self.again = ttk.Button(self._notice, text="重新校验", command=self.check)
        self.copy = ttk.Button(self._notice, text="复制详情", command=self._copy)

    def say(self, text: str, offer_check: bool = False) -> None:
        """Show one sentence at the top; a blank takes it away."""
        self.message.configure(text=text)
        self.again.pack_forget()
        self.copy.pack_forget()
        if offer_check:
            self.again.pack(side="right")
        if text:
            self._notice.pack(side="top", fill="x", before=self._body)
        else:
            self._notice.pack_forget()

    def _fail(self, failure: Failure) -> None:
        self.failure = failure
        self.say(failure.sentence)
        if failure.detail:
            self.copy.pack(side="right")

    def _copy(self) -> None:
        if self.failure:
            self.root.clipboard_clear()
            self.root.clipboard_append(f"budgetsheet {__version__}\n{self.failure.detail}")

    def _watch(self) -> None:
        """Offer a new check when the workbook was saved elsewhere."""
        if self.path is not None and self.job is None:
            now = _modified(self.path)
            if now and now != self._stamp:
                self._stamp = now
                self.say("工作簿已保存，可以重新校验了。", offer_check=True)
        self.root.after(_WATCH_MS, self._watch)

    # ---- the window

    def _keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "<Control-n>": self.new,
            "<Control-o>": self.open,
            "<Control-i>": self.import_,
            "<Control-r>": self.refresh,
            "<Control-e>": self.export,
            "<F5>": self.check,
            "<Escape>": self.cancel,
            "<F1>": self.help,
        }
        for key, command in keys.items():
            self.root.bind(key, lambda _, command=command: command())  # type: ignore[misc]

    def help(self) -> None:
        """Open the manual, where it ships with the program."""
        manual = Path(__file__).parent.parent / "_manual" / "manual.html"
        if manual.is_file():
            open_file(manual)
        else:
            self.say("使用说明在程序文件夹的 docs 目录里。")

    def _last(self) -> str:
        return self.settings.folder

    def close(self) -> None:
        """Remember the window's place and end."""
        self.settings = replace(self.settings, geometry=self.root.geometry())
        settings.save(self.settings, self.folder)
        self.root.destroy()

    def run(self) -> None:
        """Show the window until it is closed."""
        self.root.mainloop()


def _first_size(root: tk.Tk) -> str:
    width = min(look.px(root, 1160), root.winfo_screenwidth())
    height = min(look.px(root, 760), round(root.winfo_screenheight() * 0.92))
    return f"{width}x{height}"


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def open_file(path: Path) -> None:
    """Open a file with the program that the system has for it."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  # the system's own way
    else:
        subprocess.Popen(  # noqa: S603
            ["xdg-open", str(path)],  # noqa: S607  # the system's own way
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the window; a file named as argument (dropped on the program) is opened."""
    names = list(sys.argv[1:] if arguments is None else arguments)
    app = App(settings.settings_folder())
    if names:
        app.root.after(50, lambda: app.open_path(Path(names[0])))
    app.run()
    return 0
