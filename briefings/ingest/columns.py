"""What a column of a sheet may hold, and by which headings it is known."""

from __future__ import annotations

from attrs import frozen

from briefings.errors import suggestion
from briefings.finder import fold
from briefings.framework import Framework
from briefings.ingest.amounts import Trouble
from briefings.ingest.names import OVERALL, Names

__all__ = ["PLAIN", "Role", "by_heading", "parse_role"]

_HEADINGS = {
    "provider": (
        "provider", "provider name", "name of provider", "name", "organisation", "organization",
        "probation provider", "service", "probation delivery unit", "delivery unit",
        "community rehabilitation company", "area",
    ),
    "inspection": ("inspection", "inspection id"),
    "published": (
        "published", "date published", "publication date", "report published", "published on",
        "report date", "date of publication", "date of report", "date",
    ),
    "fieldwork": (
        "fieldwork", "fieldwork started", "fieldwork began", "fieldwork date", "inspection date",
        "date of inspection", "date of fieldwork", "inspected",
    ),
    "round": ("round", "inspection round"),
    "item": (
        "item", "standard", "measure", "indicator", "metric", "quality standard",
        "performance measure", "service level", "standard or measure", "question",
    ),
    "value": (
        "value", "rating", "judgement", "grade", "result", "figure", "performance", "number",
        "percentage",
    ),
    "period": ("period", "reporting period", "quarter", "time period", "year"),
    "as_of": ("as of", "as at", "period end", "period ending", "end of period"),
    "qualifier": ("qualifier",),
    "comparator": ("comparator", "compared with", "comparison"),
    "comparator_value": ("comparator value", "comparison value", "value compared with"),
    "target": ("target",),
    "base": (
        "base", "cases", "number of cases", "cases in sample", "sample", "sample size",
        "denominator", "out of",
    ),
    "note": ("note", "notes", "comment", "comments", "remark", "remarks"),
}  # fmt: skip

PLAIN = (*_HEADINGS, OVERALL, "ignore")
_BY_HEADING = {fold(heading): role for role, names in _HEADINGS.items() for heading in names}


@frozen
class Role:
    """What a column holds.  ``of`` is the number of a standard or the id of a measure."""

    kind: str
    of: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.of}".strip()

    @property
    def has_values(self) -> bool:
        """Whether a cell of the column is a fact of its own."""
        return self.kind in ("value", OVERALL, "standard", "measure")


def by_heading(heading: str, names: Names, framework: Framework | None) -> Role | None:
    """The role of a column that is headed so, or ``None``."""
    number = names.standard(heading, framework)
    if number is not None:
        return Role(OVERALL) if number == OVERALL else Role("standard", number)
    known = _BY_HEADING.get(fold(heading))
    if known is not None:
        return Role(known)
    measure = names.measure(heading)
    if measure is not None:
        return Role("measure", measure.id)
    return Role("provider") if fold(heading) in names.kinds else None


def parse_role(text: str, names: Names, framework: Framework | None) -> Role:
    """``standard 2.1``, ``measure caseload`` or a word of :data:`PLAIN`."""
    kind, _, of = " ".join(text.split()).partition(" ")
    if not of and kind in PLAIN:
        return Role(kind)
    if kind == "standard":
        if framework is None:
            raise Trouble(f"no framework says what {text!r} is", "add 'framework:'")
        if framework.standard(of) is None:
            numbers = [standard.number for standard in framework.standards]
            remedy = suggestion(of, numbers) or f"write one of {', '.join(numbers)}"
            raise Trouble(f"unknown standard {of!r}", remedy)
        return Role("standard", of)
    if kind == "measure" and of:
        known = names.measure(of)
        if known is None:
            raise Trouble(f"unknown measure {of!r}", names.near_item(of, None) or _DESCRIBE)
        return Role("measure", known.id)
    words = (*PLAIN, "standard NUMBER", "measure ID")
    raise Trouble(f"{text!r} is no role", f"write one of {', '.join(words)}")


_DESCRIBE = "describe it in measures.yaml of the data folder first"
