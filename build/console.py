"""The console program: `budgetsheet.exe`."""

from budgetsheet.cli import run

run()
