"""What a text may say: the words that Jinja expressions in specs can use.

``subject``       the provider the briefing is about
``providers``     every provider shown, the subject first
``compare``       those beside the subject
``benchmark``     those that counts are taken over
``as_at``         the date of the data, in words
``round``         the round, if the spec names one
``cite("id")``    a reference to a source
``count(list, "Good")``  how many of a list have this overall rating

A provider knows ``name``, ``short``, ``kind``, ``owner``, ``region``, ``fieldwork``,
``published``, ``rating("overall")``, ``rating("2.2")``, ``previous("overall")``,
``measure("caseload")``, ``score``, ``recommendations``, ``standards_rated("Good")``,
``inspected`` and ``source("2.2")``, which cites where a rating or a measure comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import field, frozen

from briefings import metrics, wording
from briefings.metrics import Value
from briefings.sandbox import TextFault
from briefings.select import Selection, Standing

__all__ = ["CITATION", "Spoken", "values"]

CITATION = "\N{START OF SELECTED AREA}{}\N{END OF SELECTED AREA}"


@frozen
class Spoken:
    """A provider as texts see it: words only, and no way to anything else."""

    _standing: Standing = field(repr=False, alias="standing")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self._standing.name

    @property
    def short(self) -> str:
        return self._standing.short

    @property
    def kind(self) -> str:
        return self._standing.provider.kind

    @property
    def region(self) -> str:
        return self._standing.provider.region or wording.NOT_PUBLISHED

    @property
    def owner(self) -> str:
        return self._value("owner").text

    @property
    def fieldwork(self) -> str:
        return self._value("fieldwork").text

    @property
    def published(self) -> str:
        return self._value("published").text

    @property
    def score(self) -> str:
        return self._value("score").text

    @property
    def inspected(self) -> bool:
        return self._standing.inspection is not None

    @property
    def recommendations(self) -> str:
        return self._value("recommendation-count").text

    def rating(self, name: str = "overall") -> str:
        """A rating by standard number or ``overall``; why it is missing where it is."""
        return self._rating(name).text

    def previous(self, name: str = "overall") -> str:
        """The same rating at the inspection before."""
        standing = self._standing
        if standing.previous is None:
            return "no earlier inspection"
        before = Standing(
            standing.provider, standing.previous, None, standing.as_at, standing.dataset
        )
        return metrics.rating_value(before, name).text

    def standards_rated(self, rating: str) -> str:
        """The names of the standards with this rating, as a list in words."""
        framework = self._standing.framework
        found = [
            s.name
            for s in (framework.standards if framework else ())
            if metrics.rating_value(self._standing, s.number).text == rating
        ]
        return wording.listing(found) or "none"

    def measure(self, name: str) -> str:
        """A measure's value with its unit."""
        return self._value(name).text

    def source(self, name: str = "overall") -> str:
        """References to the sources of a rating or a measure."""
        known = self._standing.framework
        rating = name == "overall" or (known is not None and known.standard(name) is not None)
        value = self._rating(name) if rating else self._value(name)
        return " ".join(CITATION.format(s) for s in dict.fromkeys(value.sources))

    def _rating(self, name: str) -> Value:
        framework = self._standing.framework
        if framework and framework.scale and name != "overall" and not framework.standard(name):
            numbers = wording.listing(s.number for s in framework.standards)
            raise TextFault(f"no standard {name!r} in {framework.name}", f"it has {numbers}")
        return metrics.rating_value(self._standing, name)

    def _value(self, name: str) -> Value:
        dataset = self._standing.dataset
        found = metrics.expand(name, dataset, [f for f in (self._standing.framework,) if f])
        if not found:
            known = wording.listing(dataset.measures)
            raise TextFault(f"unknown measure {name!r}", f"the measures are {known}")
        return found[0].value(self._standing)


def values(selection: Selection) -> dict[str, Any]:
    """The names that a text knows."""
    found: dict[str, Any] = {
        "providers": [Spoken(s) for s in selection.shown],
        "compare": [Spoken(s) for s in selection.compare],
        "benchmark": [Spoken(s) for s in selection.benchmark],
        "as_at": wording.day(selection.as_at),
        "round": selection.round,
        "count": _count,
        "cite": _citer(selection),
    }
    if selection.subject:
        found["subject"] = Spoken(selection.subject)
    return found


def _count(providers: Sequence[Spoken], rating: str) -> int:
    return sum(p.rating() == rating for p in providers)


def _citer(selection: Selection) -> Any:
    def cite(source: str) -> str:
        if source not in selection.dataset.sources:
            raise TextFault(f"unknown source {source!r}", "`briefings list sources` names all")
        return CITATION.format(source)

    return cite
