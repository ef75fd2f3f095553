"""Changes to a filing as functions: projects and their rows added, removed, moved, renamed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from budgetsheet.model import Filing, Project, replace

Edit = Callable[[Filing], Filing]


def add_project(project: Project, at: int | None = None) -> Edit:
    """Put a project in at a place, at the end without one."""

    def edit(filing: Filing) -> Filing:
        order: list[int | None] = list(range(len(filing.projects)))
        order.insert(len(order) if at is None else at, None)
        return _arranged(filing, order, project)

    return edit


def remove_project(number: int) -> Edit:
    """Take a project out, with the reasons given for it."""
    return lambda filing: _arranged(filing, [i for i in range(len(filing.projects)) if i != number])


def move_project(number: int, to: int) -> Edit:
    """Put a project elsewhere in the list."""

    def edit(filing: Filing) -> Filing:
        order: list[int | None] = [i for i in range(len(filing.projects)) if i != number]
        order.insert(max(0, to), number)
        return _arranged(filing, order)

    return edit


def rename_project(number: int, name: str) -> Edit:
    """Give a project another name; its sheet is named after it."""

    def edit(filing: Filing) -> Filing:
        projects = list(filing.projects)
        projects[number] = replace(projects[number], name=name.strip())
        return replace(filing, projects=tuple(projects))

    return edit


def arrange_indicators(orders: Mapping[int, Sequence[int]]) -> Edit:
    """Put the indicators of some projects into another order: which row comes at each place.

    What is addressed by a path (reasons, unreadable entries) goes with its row.
    """

    def edit(filing: Filing) -> Filing:
        projects = list(filing.projects)
        for i, order in orders.items():
            rows = projects[i].indicators
            projects[i] = replace(projects[i], indicators=tuple(rows[was] for was in order))
        places = {i: places_of(order) for i, order in orders.items()}
        return replace(
            filing,
            projects=tuple(projects),
            waivers=tuple(w._replace(path=indicator_moved(w.path, places)) for w in filing.waivers),
            unreadable=tuple(
                u._replace(path=indicator_moved(u.path, places)) for u in filing.unreadable
            ),
        )

    return edit


def places_of(order: Sequence[int]) -> list[int]:
    """The place of each row in an order that names the rows."""
    return sorted(range(len(order)), key=order.__getitem__)


def indicator_moved(path: str, places: Mapping[int, Sequence[int]]) -> str:
    """A path after its project's indicators moved; `places` gives each row's new one."""
    match path.split("."):
        case ["projects", project, "indicators", row, *rest] if row.isdigit():
            moved = places.get(int(project), ())
            if int(row) < len(moved):
                return ".".join(("projects", project, "indicators", str(moved[int(row)]), *rest))
    return path


def set_texts(texts: Mapping[str, str]) -> Edit:
    """Put other texts at some paths."""

    def edit(filing: Filing) -> Filing:
        for path, text in texts.items():
            filing = _with(filing, path.split("."), text)
        return filing

    return edit


def _with(value: Any, parts: Sequence[str], text: str) -> Any:
    if not parts:
        return text
    head, rest = parts[0], parts[1:]
    if head.isdigit():
        at = int(head)
        return (*value[:at], _with(value[at], rest, text), *value[at + 1 :])
    return replace(value, **{head: _with(getattr(value, head), rest, text)})


def _arranged(filing: Filing, order: Sequence[int | None], new: Project | None = None) -> Filing:
    """The filing with its projects in another order; None stands for the new one.

    What is addressed by a path (reasons, unreadable entries) goes with its project.
    """
    now_at = {old: now for now, old in enumerate(order) if old is not None}
    added = new or Project()
    return replace(
        filing,
        projects=tuple(added if old is None else filing.projects[old] for old in order),
        waivers=tuple(
            w._replace(path=path)
            for w in filing.waivers
            if (path := _moved(w.path, now_at)) is not None
        ),
        unreadable=tuple(
            u._replace(path=path)
            for u in filing.unreadable
            if (path := _moved(u.path, now_at)) is not None
        ),
    )


def _moved(path: str, now_at: dict[int, int]) -> str | None:
    """The path after the move, None where its project is gone."""
    head, _, rest = path.partition(".")
    number, _, tail = rest.partition(".")
    if head != "projects" or not number.isdigit():
        return path
    now = now_at.get(int(number))
    return None if now is None else ".".join(part for part in (head, str(now), tail) if part)
