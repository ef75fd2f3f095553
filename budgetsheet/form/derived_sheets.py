"""The sheets 概述 and 汇总, made from the others: which row and column holds what."""

OVERVIEW_FIRST = 3
"""Row of the overview's first paragraph."""
OVERVIEW_SOURCE, OVERVIEW_TEXT = 0, 1
SUMMARY_FIRST = 3
"""Row of the first project; the totals stand behind the last."""
SUMMARY_NAME = 2
"""Column of the project's name."""
SUMMARY_AMOUNTS = 3
"""Column of the first amount."""
UNREAD = "读不出"
"""What stands for an amount that a sheet cannot read: nothing drops out of a sum in silence."""
TOTAL_LABEL = "合计"
