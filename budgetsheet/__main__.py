"""`python -m budgetsheet` is the same door as the `budgetsheet` command."""

from budgetsheet.cli import run

run()
