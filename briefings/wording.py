"""How numbers, lists and dates are said.  Pure functions from values to words.

Style: "61 per cent" in prose and "61%" in tables, as inspection reports do
(HM Inspectorate of Probation, 2019); a non-breaking blank never separates a number from
what it counts in running text, since lines are set ragged.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Sequence
from datetime import date

from briefings import language
from briefings.language import bare, say, term
from briefings.records import Basis, Observation

__all__ = [
    "NOT_COMPARABLE",
    "LATER",
    "NOT_INSPECTED",
    "NOT_PUBLISHED",
    "NOT_RATED",
    "WITHHELD",
    "amount",
    "basis_words",
    "capital",
    "count_word",
    "counted",
    "day",
    "held",
    "listing",
    "lower_first",
    "number",
    "observed",
    "per_cent",
    "sentence",
    "small",
]

NOT_PUBLISHED = term("not published in the sources")
NOT_INSPECTED = term("not inspected")
LATER = term("later than the date of the data")
NOT_RATED = term("not rated")
NOT_COMPARABLE = term("cannot be compared")
WITHHELD = term("withheld")  # to keep a provider anonymous

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_BASIS = {
    Basis.STATED: term("stated"),
    Basis.WORDED: term("inferred from wording"),
    Basis.DERIVED: term("derived"),
}


def listing(words: Iterable[str], last: str = "and") -> str:
    """``a, b and c``."""
    parts = list(words)
    if len(parts) < 2:
        return "".join(parts)
    if language.chosen():
        return _listed(parts, last)
    # "Implementation and delivery" in a list needs the comma before the last "and".
    comma = "," if any(f" {last} " in part for part in parts) else ""
    return f"{', '.join(parts[:-1])}{comma} {last} {parts[-1]}"


def _listed(parts: list[str], last: str) -> str:
    """A list in another language than English, which may change its last word."""
    end = language.joined(parts[-1]) if last == "and" else f"{say('or')} {parts[-1]}"
    little = end[: end.index(" ") + 1]
    comma = "," if any(f" {little}" in part for part in parts) else ""
    return f"{', '.join(parts[:-1])}{comma} {end}"


def number(value: float) -> str:
    """``11,856``, ``79``, ``3.5``: thousands apart, no idle decimals."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def counted(count: int, one: str, many: str = "") -> str:
    """``one standard``, ``eight standards``, ``12 standards``."""
    translated = language.counted(one, count)
    if translated is not None:
        return translated
    noun = one if count == 1 else (many or one + "s")
    return f"{_SMALL[count] if count < len(_SMALL) else number(count)} {noun}"


def count_word(count: int) -> str:
    """``two``; from ten on in figures.  Welsh numerals agree with their noun: figures alone."""
    if language.chosen():
        return number(count)
    return _SMALL[count] if 0 < count < len(_SMALL) else number(count)


def per_cent(value: float) -> str:
    """For prose: ``61 per cent``."""
    return say("{number} per cent", number=number(value))


def amount(value: float, unit: str) -> str:
    """For tables: ``79%``, ``11,856``."""
    return number(value) + ("%" if unit == "%" else "")


def observed(observation: Observation, unit: str) -> str:
    """An observation's value as a table shows it: ``more than 7,000``."""
    text = amount(observation.value, unit)
    return f"{language.name(observation.qualifier)} {text}" if observation.qualifier else text


def held(observation: Observation, unit: str) -> str:
    """The value, and what it is held against: ``79% (England & Wales 77%, target 75%)``."""
    against = []
    if observation.comparator_value is not None:
        compared = amount(observation.comparator_value, unit)
        against.append(f"{observation.comparator or say('comparator')} {compared}")
    if observation.target is not None:
        against.append(say("target {amount}", amount=amount(observation.target, unit)))
    shown = observed(observation, unit)
    return f"{shown} ({', '.join(against)})" if against else shown


def day(value: date) -> str:
    """``4 April 2019``."""
    return f"{value.day} {say(month_name[value.month])} {value.year}"


def basis_words(basis: Basis) -> str:
    return say(_BASIS[basis])


def sentence(text: str) -> str:
    """``text`` with a capital first letter and a full stop."""
    text = text.strip()
    if not text:
        return text
    head = capital(text)
    return head if bare(head)[-1:] in (".", "!", "?") else head + "."


def capital(text: str) -> str:
    """``text`` with a capital first letter."""
    first = bare(text)[:1]
    return text.replace(first, first.upper(), 1) if first else text


def small(text: str) -> str:
    """``text`` with a small first letter."""
    first = bare(text)[:1]
    return text.replace(first, first.lower(), 1) if first else text


def lower_first(words: Sequence[str]) -> list[str]:
    """Labels inside a sentence: only the first keeps its capital."""
    return [w if i == 0 else small(w) for i, w in enumerate(words)]
