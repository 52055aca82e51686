"""Sentences of invented findings: words enough to fill pages, and no two briefings the same."""

from __future__ import annotations

from random import Random

__all__ = ["prose", "sentence", "wish"]

WHO = (
    "Responsible officers", "Managers of the teams", "Inspectors", "People on probation",
    "The senior leaders", "Case administrators", "Partners in health and housing",
    "Those who assess new cases", "Trainers", "The courts", "Victim liaison staff",
    "Half of the offices visited",
)  # fmt: skip
DID = (
    "described", "had recorded", "were clear about", "asked more than once for", "relied on",
    "had reviewed", "spoke well of", "found little evidence of", "wanted a better view of",
    "had begun to measure", "gave examples of", "could not account for",
)  # fmt: skip
WHAT = (
    "the way that risk of harm is assessed at the start of an order",
    "home visits in the cases that most need them",
    "contact with the police where domestic abuse is known",
    "plans which say who does what, and by when",
    "the induction of staff who come from other areas",
    "the workload of officers with long experience",
    "rooms in which a difficult talk can be had in private",
    "unpaid work that leads to a qualification",
    "the services for women, and who may use them",
    "the enforcement of orders after a missed appointment",
    "housing for people who leave prison on a Friday",
    "the quality of information that the courts are given",
)  # fmt: skip
AND = (
    "and this had improved since the last inspection",
    "but the pace of change was slow",
    "although records did not always show it",
    "which is a strength to build on",
    "and 61 per cent of the cases examined bore this out",
    "but it depends too much on a few members of staff",
    "as the organisation’s own audits had also found",
    "and more remains to be done in the smaller offices",
    "so that nobody had the whole picture",
    "even where caseloads were high",
)  # fmt: skip
DO = (
    "Make sure that", "Review each quarter whether", "Give managers the time to see that",
    "Set out in plain words how", "Agree with partners when", "Report to the board whether",
)  # fmt: skip
BE = (
    "every plan addresses the safety of those who may be at risk",
    "officers have the skills and the time that their cases call for",
    "home visits are made wherever risk of harm is medium or high",
    "services for women are known and used in every office",
    "reviews follow a significant change, and are acted on",
    "records show what was agreed and who is to do it",
    "information on unpaid work reaches the courts in good time",
    "staff who manage difficult cases are supported and supervised",
)  # fmt: skip
HEADINGS = (
    "Leadership and culture", "Staff and workload", "Services on offer", "Assessing and planning",
    "Keeping other people safe", "Leaving prison",
)  # fmt: skip


def sentence(chance: Random) -> str:
    """One finding."""
    return f"{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)}."


def wish(chance: Random) -> str:
    """One recommendation."""
    return f"{chance.choice(DO)} {chance.choice(BE)}."


def prose(chance: Random) -> str:
    """Six pages of findings in Markdown: headings, paragraphs, words set strongly and bullets."""
    parts: list[str] = []
    for heading in HEADINGS:
        parts.append(f"## {heading}")
        parts += [_paragraph(chance) for _ in range(3)]
        parts.append("\n".join(f"- {_long(chance)}" for _ in range(4)))
        parts.append(_paragraph(chance))
    return "\n\n".join(parts) + "\n"


def _long(chance: Random) -> str:
    return f"{sentence(chance)[:-1]}, {chance.choice(AND)}."


def _paragraph(chance: Random) -> str:
    first = f"{chance.choice(WHO)} **{chance.choice(DID)}** {chance.choice(WHAT)}."
    return " ".join([first, *(_long(chance) for _ in range(3))])
