"""BS001–BS012: faults of the workbook itself, told while it is read."""

from budgetsheet.findings import Severity
from budgetsheet.rules.base import declare, told_by_reader

_READING = "读取工作簿时的核对"

UNUSABLE = told_by_reader(declare(
    "BS001", Severity.ERROR, "不是可用的填报工作簿",
    "文件打不开，或不是本工具生成的工作簿。", "按提示另存、取消密码，或打开本工具生成的文件。",
    why="不是本工具的工作簿，就不知道哪一格是什么，读出来的数字靠不住。",
    example="把 .xls、加了密码的文件、下载了一半的文件拿来校验。",
    source=_READING, found="", expected="",
))  # fmt: skip
OTHER_FORM = told_by_reader(declare(
    "BS002", Severity.ERROR, "表样版本不同",
    "这份工作簿用的是旧版表样（版本 {version}），内容已照读；新表样的不同：{what}。",
    "点“更新概述与汇总”就换成新表样，原来的版本留作 .bak。",
    why="旧版表样照读，更新后换成新版；比本工具更新的表样可能挪动了格子，读它会张冠李戴，所以不打开。",
    example="同事用新版生成的工作簿，发给仍用旧版的人：请先升级本工具。",
    source=_READING, found="版本 {version}", expected="",
))  # fmt: skip
LABEL_CHANGED = told_by_reader(declare(
    "BS003", Severity.WARNING, "固定文字被改动",
    "这里的固定文字应为“{expected}”，现在是“{found}”。",
    "点“更新概述与汇总”会恢复原样；您填的内容不受影响。",
    why="固定文字说明每一格填什么，改了以后看的人会误会。",
    example="撤销保护后把“预算数”改成“预算总数”。", source=_READING,
))  # fmt: skip
UNPROTECTED = told_by_reader(declare(
    "BS004", Severity.INFO, "保护被撤销",
    "“{sheet}”的保护被撤销了。", "点“更新概述与汇总”会重新加上保护。",
    why="没有保护时容易误删公式和固定文字。",
    example="在“审阅”里点了“撤销工作表保护”。", source=_READING,
    found="未保护", expected="已保护",
))  # fmt: skip
SHEET_MISSING = told_by_reader(declare(
    "BS005", Severity.ERROR, "工作表缺失、改名、被隐藏或多出一份",
    "{what}。", "请从更新前的 .bak 文件找回，或取消隐藏；增减项目请用程序，"
    "复制出来的表可以用“把数据转入新表”变成新的项目。",
    why="少了一张表，合计就少一个项目；复制出来的表看着像项目，合计里却没有它。",
    example="删掉了第 3 个项目的工作表，或者复制了一张。",
    source=_READING, found="{what}", expected="",
))  # fmt: skip
ANCHOR_MOVED = told_by_reader(declare(
    "BS006", Severity.WARNING, "格子移动过",
    "{what}。", "请核对这张表读到的内容；点“更新概述与汇总”会恢复原来的位置。",
    why="插入或删除行列以后，格子不在原位，要防止读错。",
    example="在指标表中间插入了一行。", source=_READING, found="{what}", expected="",
))  # fmt: skip
FORMULA = told_by_reader(declare(
    "BS007", Severity.WARNING, "填写格里有公式，或公式被覆盖",
    "这一格现在是“{found}”：填写格应直接写内容，公式格应保留原来的公式。",
    "填写格请改成直接填写的内容；公式格点“更新概述与汇总”会恢复。",
    why="公式引用的数字会悄悄变化，批复的目标不该随着变。",
    example="预算数写成 =50+23.2。", source=_READING, expected="直接填写的内容",
))  # fmt: skip
UNREADABLE = told_by_reader(declare(
    "BS008", Severity.ERROR, "填写的内容读不懂",
    "“{found}”读不出来，这里应填{expected}。", "请改成{expected}。",
    why="读不懂的数字无法合计，也无法核对。",
    example="预算数写成“七十三万”。", source=_READING,
))  # fmt: skip
ERROR_VALUE = told_by_reader(declare(
    "BS009", Severity.ERROR, "填写格里是错误值",
    "这一格是错误值 {found}。", "请删掉它，重新填写内容。",
    why="#REF!、#N/A 这样的错误值不是内容，导出后会留在文件里。",
    example="从别的表粘贴公式后，单元格显示 #REF!。", source=_READING, expected="填写的内容",
))  # fmt: skip

FOREIGN = told_by_reader(declare(
    "BS010", Severity.INFO, "工作簿里有表样以外的东西",
    "{what}。", "不需要的请删去；更新或转入新表时，其中的文字移到“未归位”表。",
    why="表样里没有宏和外来的表；来路不明的宏不要启用。",
    example="为了备注加了一张“说明”，或者文件里带着宏。",
    source=_READING, found="{what}", expected="",
))  # fmt: skip
LOCKED = told_by_reader(declare(
    "BS011", Severity.WARNING, "填写格被锁住",
    "{cells} 是填写格，却被锁住了，在表里改不了。",
    "点“更新概述与汇总”就恢复成能填的格子；从别处粘贴时用“选择性粘贴”的“数值”，就不会带来锁定。",
    why="从别处复制的格子粘贴过来时，连它的锁定一起带来，以后想改改不动。",
    example="从上年的表里复制几格，直接粘贴到指标行。",
    source=_READING, found="锁定 {count} 格", expected="可以填写",
))  # fmt: skip

NORMALISED = told_by_reader(declare(
    "BS012", Severity.INFO, "已按标准写法读取",
    "{where}“{found}”已按标准写法读作“{read_as}”{why}。",
    "意思不对就改这一格；对就不用改，更新时会写成标准写法。",
    why="数字存成文字、没写百分号、写了全角字，看上去一样，表里的公式却不一定认得，所以说明白。",
    example="支出计划填 0.3，按同一行的写法读作 30%。",
    source=_READING, expected="{read_as}",
))  # fmt: skip

RULES = (
    UNUSABLE, OTHER_FORM, LABEL_CHANGED, UNPROTECTED, SHEET_MISSING, ANCHOR_MOVED,
    FORMULA, UNREADABLE, ERROR_VALUE, FOREIGN, LOCKED, NORMALISED,
)  # fmt: skip
