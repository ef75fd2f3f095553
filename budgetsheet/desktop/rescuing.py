"""The way out of a damaged workbook: its data go into a new one, and what was amiss is listed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetsheet.desktop.jobs import Progress
from budgetsheet.desktop.watch import stamp_of

if TYPE_CHECKING:
    from budgetsheet.desktop.app import App

OFFER = "把数据转入新表…"
DAMAGED = "工作簿的结构被动过，见下面的问题。可以把填的内容转入一份新表，原来的文件不动。"
_SAME = "新表不能盖掉原来的文件，请换一个名字，原来的留着核对。"


def rescue(app: "App", path: Path, unsaved: Path | None) -> None:
    """Carry a workbook's data into a new one and open it; `unsaved` is read in its place."""
    name = f"{path.stem}（新表）.xlsx"
    target = app.ask.save_file("新表保存到", name, str(path.parent))
    if not target:
        return
    out = Path(target)
    if out.exists() and out.samefile(path):
        app.notice.say(_SAME, (OFFER, lambda: rescue(app, path, unsaved)))
        return

    def work(progress: Progress) -> Any:
        from budgetsheet import services

        return services.rescue(unsaved or path, out, force=True, progress=progress)

    def done(result: Any) -> None:
        checked, told = result
        app.opened(out, checked, stamp_of(out))
        _tell(app, len(checked.reading.filing.projects), told)

    app.start("正在转入新表", work, done)


def _tell(app: "App", projects: int, told: list[str]) -> None:
    """Say what came of it; the list is shown at once, and again when it is asked for."""
    said = f"已转入新表，共 {projects} 个项目。"
    if not told:
        app.notice.say(f"{said}原表完好，内容全部转入。")
        return
    said += f"有 {len(told)} 处不合原样，请逐处核对。"

    def show() -> None:
        app.ask.report("转入新表", said, told)

    app.notice.say(said, ("查看清单…", show))
    show()
