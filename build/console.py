"""The console program: `budgetsheet.exe`."""

from budgetsheet.cli import main

raise SystemExit(main())
