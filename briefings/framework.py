"""Inspection frameworks: what is rated, in which words, and how ratings add up.

A framework is data (``frameworks/*.yaml``): a rating scale, domains, standards, and the
bands that turn points into an overall rating.  Nothing here knows any one inspectorate.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from briefings.document import Symbol, Tone

__all__ = [
    "Band",
    "CaseBand",
    "Citation",
    "Domain",
    "Framework",
    "RatingScale",
    "ScaleRating",
    "Standard",
]


@frozen
class Citation:
    """Where a rule comes from, and whether someone has checked it against the original."""

    source: str
    verified: bool = False
    note: str = ""


@frozen
class ScaleRating:
    """One word of a rating scale.  ``points`` grow with quality."""

    name: str
    points: int
    tone: Tone
    symbol: Symbol
    initial: str
    synonyms: tuple[str, ...] = ()
    meaning: str = ""


@frozen
class Band:
    """``rating`` holds up to and including a mean of ``up_to`` points a standard."""

    rating: str
    up_to: float


@frozen
class CaseBand:
    """``rating`` holds from ``at_least`` per cent of cases judged sufficient."""

    rating: str
    at_least: float
    words: str = ""


@frozen
class RatingScale:
    """The words, best first."""

    id: str
    name: str
    ratings: tuple[ScaleRating, ...]
    source: Citation

    def find(self, name: str) -> ScaleRating | None:
        """The rating with exactly this name."""
        return next((r for r in self.ratings if r.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(r.name for r in self.ratings)


@frozen
class Domain:
    number: str
    name: str


@frozen
class Standard:
    """A rated standard.  ``scored`` is false where it does not count in the total."""

    number: str
    name: str
    domain: str
    scored: bool = True


@frozen
class Framework:
    """A regime of inspection.  ``scale`` is ``None`` where nothing is rated."""

    id: str
    name: str
    kind: str  # kind of provider: CRC, PDU ...
    source: Citation
    years: str = ""  # "2018-2020"
    scale: RatingScale | None = None
    domains: tuple[Domain, ...] = ()
    standards: tuple[Standard, ...] = ()
    overall_bands: tuple[Band, ...] = ()  # worst first
    overall_source: Citation | None = None
    case_bands: tuple[CaseBand, ...] = ()  # worst first
    case_source: Citation | None = None
    notes: tuple[str, ...] = field(default=())

    def standard(self, number: str) -> Standard | None:
        return next((s for s in self.standards if s.number == number), None)

    @property
    def scored(self) -> tuple[Standard, ...]:
        return tuple(s for s in self.standards if s.scored)

    def in_domain(self, number: str) -> tuple[Standard, ...]:
        return tuple(s for s in self.standards if s.domain == number)

    def points(self, ratings: Mapping[str, str]) -> int | None:
        """Total points of the scored standards, or ``None`` when any rating is missing.

        ``ratings`` maps a standard's number to the name of its rating.
        """
        if self.scale is None or not self.scored:
            return None
        total = 0
        for standard in self.scored:
            rating = self.scale.find(ratings.get(standard.number, ""))
            if rating is None:
                return None
            total += rating.points
        return total

    @property
    def maximum(self) -> int | None:
        """The greatest possible total."""
        if self.scale is None or not self.scored:
            return None
        return len(self.scored) * max(r.points for r in self.scale.ratings)

    def implied_overall(self, points: int) -> str | None:
        """The overall rating that a total implies, by the bands; never a published one."""
        if not self.scored:
            return None
        mean = points / len(self.scored)
        return next((b.rating for b in self.overall_bands if mean <= b.up_to), None)

    def implied_by_cases(self, per_cent: float) -> str | None:
        """The rating that a percentage of sufficient cases implies, by the bands."""
        found = [b.rating for b in self.case_bands if per_cent >= b.at_least]
        return found[-1] if found else None
