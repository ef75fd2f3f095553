"""The first wording of a new unit's narrative, from the shipped text."""

from budgetsheet.model import Filing, Safeguard, replace
from budgetsheet.resources import render_template


def first_wording(filing: Filing) -> Filing:
    """The filing with overall objective and safeguards in words that a person can go on from.

    The budget sentence is made of tokens, so it keeps right by itself.
    """
    other = any(project.other_funds for project in filing.projects)
    lines = render_template("first_wording.txt.j2", other_funds=other).splitlines()
    overall: list[str] = []
    safeguards: list[Safeguard] = []
    for line in (line.strip() for line in lines if line.strip()):
        if line.startswith("## "):
            safeguards.append(Safeguard(line.removeprefix("## ")))
        elif safeguards:
            last = safeguards[-1]
            safeguards[-1] = replace(last, paragraphs=(*last.paragraphs, line))
        else:
            overall.append(line)
    return replace(filing, overall_objective=tuple(overall), safeguards=tuple(safeguards))
