"""What the window remembers: recent files, its place, the last folder."""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from budgetsheet import storage
from budgetsheet.errors import UnusableError

_MOST_RECENT = 8
_FILE = "settings.json"


class Settings(NamedTuple):
    """Recent files newest first, the window's place, what was last exported and where."""

    recent: tuple[str, ...] = ()
    geometry: str = ""
    maximised: bool = False
    folder: str = ""
    formats: tuple[str, ...] = ("docx", "html")
    asked_about_ribbon: bool = False
    extras: tuple[str, ...] = ()

    def opened(self, path: Path) -> "Settings":
        """The settings after a file was opened."""
        name = str(path.resolve())
        others = [each for each in self.recent if each != name]
        return self._replace(recent=(name, *others)[:_MOST_RECENT], folder=str(path.parent))

    def without(self, name: str) -> "Settings":
        """The settings after a recent file turned out to be gone."""
        return self._replace(recent=tuple(each for each in self.recent if each != name))


def settings_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where this person's settings are; no administrator's rights are needed there."""
    if sys.platform == "win32":
        base = environment.get("APPDATA") or str(Path.home())
        return Path(base) / "budgetsheet"
    return Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "budgetsheet"


def load(folder: Path) -> Settings:
    """The settings; the usual ones where there are none or they cannot be read."""
    try:
        data = json.loads((folder / _FILE).read_text("utf-8"))
        usual = Settings()._asdict()
        kept = {name: type(value)(data.get(name, value)) for name, value in usual.items()}
        names = {each: tuple(map(str, kept[each])) for each in ("recent", "formats", "extras")}
        return Settings(**(kept | names))
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return Settings()


def change(folder: Path, edit: Callable[[Settings], Settings]) -> Settings:
    """Change what is remembered; another window may have changed it in between."""
    changed = edit(load(folder))
    save(changed, folder)
    return changed


def save(settings: Settings, folder: Path) -> None:
    """Write the settings; where that cannot be done, nothing is remembered and nothing fails."""
    data = json.dumps(settings._asdict(), ensure_ascii=False).encode()
    with contextlib.suppress(UnusableError):
        storage.write_file(folder / _FILE, data)
