"""The sheet 校验结果: which column holds what."""

HEADS = ("序号", "程度", "规则", "位置", "问题", "怎么改", "说明理由", "路径")
SEVERITY_COLUMN, RULE_COLUMN, REASON_COLUMN, PATH_COLUMN = 1, 2, 6, 7
FIRST_ROW = 4
GONE = "已消失"
"""Severity of a reason whose finding is gone."""
ANCHOR = "results"
