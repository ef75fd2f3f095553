"""The window: `预算绩效填报.exe`."""

from budgetsheet.desktop.guard import guarded


def _start() -> int:
    from budgetsheet.desktop.app import main

    return main()


raise SystemExit(guarded(_start))
