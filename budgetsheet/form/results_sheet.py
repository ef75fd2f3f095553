"""The sheet 校验结果: which column holds what."""

HEADS = ("序号", "程度", "规则", "位置", "问题", "怎么改", "说明理由", "路径")
RULE_COLUMN, REASON_COLUMN, PATH_COLUMN = 2, 6, 7
FIRST_ROW = 4
ANCHOR = "results"
