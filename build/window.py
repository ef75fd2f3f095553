"""The window: `预算绩效填报.exe`."""

from budgetsheet.desktop.app import main

raise SystemExit(main())
