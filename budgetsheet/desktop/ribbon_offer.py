"""The ribbon from the window: offered once, put in, repaired, taken out."""

from typing import TYPE_CHECKING

from budgetsheet.errors import UnusableError
from budgetsheet.ribbon.installing import Ribbon, State, this_ribbon
from budgetsheet.ribbon.obstacles import Registry, obstacles

if TYPE_CHECKING:
    from budgetsheet.desktop.app import App

_QUESTION = (
    "要在 Excel 功能区装上“预算绩效”一栏（校验、上一处、下一处、更新、导出等按钮）吗？"
    "以后随时可以在首页装上或去掉；不装也能用，窗口里样样都有。"
)
_READY = "Excel 功能区按钮已装好：重启 Excel，功能区多出“预算绩效”一栏。"


class RibbonOffer:
    """What the button on the first page does, and what is asked at the first start."""

    def __init__(
        self, app: "App", ribbon: Ribbon | None = None, registry: Registry | None = None
    ) -> None:
        self._app, self._registry = app, registry
        self.ribbon = ribbon or this_ribbon()

    def at_the_start(self) -> None:
        """Offer it once; set right what an older or moved program left, without a word."""
        app, asked = self._app, self._app.settings.asked_about_ribbon
        if not self.ribbon.ships or app.book is not None or app.work.job is not None:
            return
        state = self.ribbon.state()
        if state is State.STALE:
            self._quietly_repair()
        elif state is State.ABSENT and not asked and not app.notice.showing:
            app.remember(lambda kept: kept._replace(asked_about_ribbon=True))
            app.notice.say(_QUESTION, ("装上", self.install))

    def manage(self) -> None:
        """Put it in or set it right; where it is right already, say so and offer to take it out."""
        if self.ribbon.state() is not State.CURRENT:
            self.install()
            return
        self._app.notice.say(f"{_READY}{self._in_the_way()}", ("去掉按钮", self.remove))

    def install(self) -> None:
        """Put the add-in in."""
        try:
            self.ribbon.install()
        except UnusableError as error:
            self._app.notice.say(error.message)
        else:
            self._app.notice.say(f"{_READY}{self._in_the_way()}")

    def remove(self) -> None:
        """Take the add-in out."""
        try:
            self.ribbon.remove()
        except UnusableError as error:
            self._app.notice.say(error.message)
        else:
            self._app.notice.say("功能区按钮已去掉，重启 Excel 后消失。")

    def _quietly_repair(self) -> None:
        try:
            self.ribbon.install()
        except UnusableError:
            return  # Excel holds it: the next start tries again

    def _in_the_way(self) -> str:
        return "".join(f"但是：{sentence}" for sentence in obstacles(self._registry))
