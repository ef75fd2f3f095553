"""budgetsheet: budget performance targets (预算绩效目标) out of a locked workbook."""

__version__ = "0.1.0"
