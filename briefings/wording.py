"""How numbers, lists and dates are said.  Pure functions from values to words.

Style: "61 per cent" in prose and "61%" in tables, as inspection reports do
(HM Inspectorate of Probation, 2019); a non-breaking blank never separates a number from
what it counts in running text, since lines are set ragged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from briefings.records import Basis, Observation

__all__ = [
    "NOT_COMPARABLE",
    "NOT_INSPECTED",
    "NOT_PUBLISHED",
    "NOT_RATED",
    "amount",
    "basis_words",
    "count_word",
    "exceeds",
    "counted",
    "day",
    "listing",
    "lower_first",
    "number",
    "observed",
    "per_cent",
    "sentence",
]

NOT_PUBLISHED = "not published in the sources"
NOT_INSPECTED = "not inspected"
NOT_RATED = "not rated"
NOT_COMPARABLE = "cannot be compared"

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_BASIS = {
    Basis.STATED: "stated",
    Basis.WORDED: "inferred from wording",
    Basis.DERIVED: "derived",
}


def listing(words: Iterable[str], last: str = "and") -> str:
    """``a, b and c``."""
    parts = list(words)
    if len(parts) < 2:
        return "".join(parts)
    # "Implementation and delivery" in a list needs the comma before the last "and".
    comma = "," if any(f" {last} " in part for part in parts) else ""
    return f"{', '.join(parts[:-1])}{comma} {last} {parts[-1]}"


def number(value: float) -> str:
    """``11,856``, ``79``, ``3.5``: thousands apart, no idle decimals."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def counted(count: int, one: str, many: str = "") -> str:
    """``one standard``, ``eight standards``, ``12 standards``."""
    noun = one if count == 1 else (many or one + "s")
    return f"{_SMALL[count] if count < len(_SMALL) else number(count)} {noun}"


def count_word(count: int) -> str:
    """``two``; from ten on in figures."""
    return _SMALL[count] if 0 < count < len(_SMALL) else number(count)


def exceeds(value: float, qualifier: str, limit: float) -> bool | None:
    """Whether a value that may be approximate is above ``limit``; ``None`` if unsure.

    "More than 80" is above 80 and surely above 70; "nearly 80" is not above 80; "around 80"
    is unsure of either.
    """
    kind = _QUALIFIERS.get(qualifier.casefold(), "fuzzy") if qualifier else "exact"
    if kind == "exact":
        return value > limit
    if kind == "least" and value >= limit:
        return True
    if kind == "most" and value <= limit:
        return False
    return None


_QUALIFIERS = {
    **dict.fromkeys(("more than", "over", "above"), "least"),
    **dict.fromkeys(("nearly", "almost", "under", "below", "less than", "fewer than"), "most"),
}


def per_cent(value: float) -> str:
    """For prose: ``61 per cent``."""
    return f"{number(value)} per cent"


def amount(value: float, unit: str) -> str:
    """For tables: ``79%``, ``11,856``."""
    return number(value) + ("%" if unit == "%" else "")


def observed(observation: Observation, unit: str) -> str:
    """An observation's value as a table shows it: ``more than 7,000``."""
    text = amount(observation.value, unit)
    return f"{observation.qualifier} {text}" if observation.qualifier else text


def day(value: date) -> str:
    """``4 April 2019``."""
    return f"{value.day} {value:%B %Y}"


def basis_words(basis: Basis) -> str:
    return _BASIS[basis]


def sentence(text: str) -> str:
    """``text`` with a capital first letter and a full stop."""
    text = text.strip()
    if not text:
        return text
    head = text[0].upper() + text[1:]
    return head if head[-1] in ".!?" else head + "."


def lower_first(words: Sequence[str]) -> list[str]:
    """Labels inside a sentence: only the first keeps its capital."""
    return [w if i == 0 else w[:1].lower() + w[1:] for i, w in enumerate(words)]
