"""What can be said of a provider's ratings, or why nothing can.

The three reasons for a missing rating (not inspected, not rated, not published in the
sources) are decided here and nowhere else.
"""

from __future__ import annotations

from attrs import frozen

from briefings import wording
from briefings.document import Badge, Inlines, Text, Tone
from briefings.framework import ScaleRating
from briefings.language import say
from briefings.records import Basis
from briefings.standing import Standing

__all__ = [
    "Value",
    "absence",
    "known",
    "missing",
    "rating_badge",
    "rating_counts",
    "rating_value",
    "score_of",
]


@frozen
class Value:
    """What a metric says of a provider.

    ``absent`` holds the reason where it says nothing: in English, to be told from others by,
    whatever language ``text`` says it in.
    """

    inlines: Inlines
    text: str
    number: float | None = None
    sources: tuple[str, ...] = ()
    basis: Basis = Basis.STATED
    absent: str = ""
    approximate: bool = False


def missing(reason: str) -> Value:
    words = say(reason)
    return Value((Badge(words, Tone.ABSENT),), words, absent=reason)


def known(text: str, source: str, number: float | None = None) -> Value:
    return Value((Text(text),), text, number, (source,) if source else ())


def absence(standing: Standing) -> str:
    """Why a rating of ``standing`` is missing: three reasons that are never mixed up."""
    if standing.inspection is None:
        return wording.NOT_INSPECTED
    framework = standing.framework
    if not standing.inspection.rated or framework is None or framework.scale is None:
        return wording.NOT_RATED
    return wording.NOT_PUBLISHED


def rating_badge(found: ScaleRating, *, initial: bool = False) -> Badge:
    if initial:
        return Badge(found.initial, found.tone, found.symbol, found.name)
    return Badge(found.name, found.tone, found.symbol)


def rating_value(standing: Standing, name: str) -> Value:
    """The rating of a standard or of the whole, as a badge."""
    rating = standing.rating(name)
    framework = standing.framework
    if rating is None or framework is None or framework.scale is None:
        return missing(absence(standing))
    found = framework.scale.find(rating.rating)
    assert found is not None, "the dataset holds only words of the scale"
    standard = framework.standard(name)
    label = f"{standard.number} {standard.name}" if standard else say("Overall rating")
    at = ("standards", name) if standard else ("overall",)
    standing.note(name, label, found.name, [rating.source], rating.basis, at=at)
    return Value((rating_badge(found),), found.name, found.points, (rating.source,), rating.basis)


def score_of(standing: Standing) -> int | None:
    """The total of the standards: derived, and only where every one is known."""
    framework, inspection = standing.framework, standing.inspection
    if framework is None or inspection is None:
        return None
    return framework.points({n: r.rating for n, r in inspection.standards.items()})


def rating_counts(standing: Standing) -> tuple[dict[str, int], tuple[str, ...], bool]:
    """Standards by rating, the sources, and whether that is every standard.

    A published split is used where it tells more than the named standards do.
    """
    framework, inspection = standing.framework, standing.inspection
    if framework is None or inspection is None:
        return {}, (), False
    named: dict[str, int] = {}
    for rating in inspection.standards.values():
        named[rating.rating] = named.get(rating.rating, 0) + 1
    sources = tuple(dict.fromkeys(r.source for r in inspection.standards.values()))
    if sum(inspection.split.values()) > sum(named.values()):
        named, sources = dict(inspection.split), (inspection.split_source,)
    return named, sources, sum(named.values()) == len(framework.standards)
