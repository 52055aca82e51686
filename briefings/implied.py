"""What the rules of a framework imply, beside what was published.

A published rating is final; what is implied is a check on it and never takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from briefings.framework import Framework
from briefings.records import Inspection

__all__ = ["Implied", "case_implied", "case_ratings", "overall_implied"]


@frozen
class Implied:
    """A published rating, and the one or two that ``figure`` (points or per cent) implies."""

    number: str  # of the standard; empty for the whole
    published: str
    ratings: tuple[str, ...]
    figure: float
    source: str

    @property
    def agrees(self) -> bool:
        return self.published in self.ratings

    @property
    def on_boundary(self) -> bool:
        return len(self.ratings) > 1


def overall_implied(inspection: Inspection, framework: Framework) -> Implied | None:
    """The overall rating against the total; ``None`` where either is not known in full."""
    points = framework.points({n: r.rating for n, r in inspection.standards.items()})
    if points is None or inspection.overall is None:
        return None
    implied = framework.implied_overall(points)
    if implied is None:
        return None
    overall = inspection.overall
    return Implied("", overall.rating, (implied,), points, overall.source)


def case_implied(inspection: Inspection, framework: Framework) -> Iterator[Implied]:
    """Each standard whose percentage of sufficient cases is known, against its bands."""
    for standard in framework.standards:
        rating = inspection.standards.get(standard.number)
        if rating is None or rating.sufficient is None:
            continue
        ratings = case_ratings(framework, rating.sufficient)
        if ratings:
            figure = rating.sufficient
            yield Implied(standard.number, rating.rating, ratings, figure, rating.source)


def case_ratings(framework: Framework, per_cent: float) -> tuple[str, ...]:
    """What a percentage of sufficient cases can imply, worst first.

    A printed 65 may be a rounded 64.6: on the boundary of two bands it can imply either.
    """
    bands = framework.case_bands  # worst first
    reached = [n for n, band in enumerate(bands) if per_cent >= band.at_least]
    if not reached:
        return ()
    top = reached[-1]
    first = top - 1 if top and bands[top].at_least == per_cent else top
    return tuple(band.rating for band in bands[first : top + 1])
