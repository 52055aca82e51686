"""A provider as one briefing sees it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import evolve, field, frozen

from briefings import wording
from briefings.framework import Framework
from briefings.language import bare
from briefings.provenance import Evidence, Ledger, Steps
from briefings.records import (
    Basis,
    Dataset,
    Inspection,
    Observation,
    Ownership,
    PartialDate,
    Provider,
    Rating,
)

__all__ = ["Standing", "first_day"]


@frozen
class Standing:
    """A provider as one briefing sees it: its inspection as at a date, and the one before.

    ``inspection`` is ``None`` when it was not inspected by then (or not in that round).
    """

    provider: Provider
    inspection: Inspection | None
    previous: Inspection | None
    as_at: date
    dataset: Dataset = field(repr=False, eq=False)
    ledger: Ledger = field(factory=Ledger, repr=False, eq=False)
    anonymous: bool = False  # known by a letter; who it is must not be told

    @property
    def name(self) -> str:
        return self.provider.name

    @property
    def short(self) -> str:
        return self.provider.short or self.provider.name

    @property
    def framework(self) -> Framework | None:
        return self.dataset.frameworks[self.inspection.framework] if self.inspection else None

    @property
    def ownership(self) -> Ownership | None:
        """Who owned it when the inspection took place, else at the briefing's date."""
        moment = self.as_at
        if self.inspection and self.inspection.order[0] != date.min:
            moment = self.inspection.order[0]
        held = [o for o in self.provider.ownership if _holds(o, moment)]
        return held[-1] if held else None

    @property
    def before(self) -> Standing | None:
        """The same provider as its previous inspection left it."""
        if self.previous is None:
            return None
        return evolve(self, inspection=self.previous, previous=None)

    def note(
        self,
        metric: str,
        label: str,
        value: str,
        sources: Iterable[str],
        basis: Basis = Basis.STATED,
        *,
        period: str = "",
        at: Steps = (),
    ) -> None:
        """Write down that the briefing asks for this fact; ``at`` is where its file has it."""
        provider, inspection = self.provider, self.inspection.id if self.inspection else ""
        name, label, value = map(bare, (provider.name, label, value))
        fact = Evidence(
            *(provider.id, name, metric, label, value, basis.value),
            sources=tuple(sources),
            inspection=inspection,
            period=bare(period),
            at=at,
        )
        self.ledger.note(fact)

    def rating(self, name: str) -> Rating | None:
        """The published rating of a standard (by number) or of the whole (``overall``)."""
        if self.inspection is None:
            return None
        if name == "overall":
            return self.inspection.overall
        return self.inspection.standards.get(name)

    def observation(self, measure: str) -> Observation | None:
        """The measure's value: that of the inspection, else the latest by the date."""
        found = [
            o
            for o in self.dataset.observations
            if o.provider == self.provider.id and o.measure == measure
        ]
        if self.inspection:
            reported = [o for o in found if o.inspection == self.inspection.id]
            if reported:
                return self._noted(reported[-1])
        known = [o for o in found if first_day(o.as_of) <= self.as_at and not o.inspection]
        latest = max(known, key=lambda o: first_day(o.as_of), default=None)
        return self._noted(latest) if latest else None

    def is_later(self, measure: str) -> bool:
        """Whether there is a value of the measure, and the date of the data comes before it."""
        return any(
            o.provider == self.provider.id and o.measure == measure and not o.inspection
            and first_day(o.as_of) > self.as_at
            for o in self.dataset.observations
        )  # fmt: skip

    def _noted(self, seen: Observation) -> Observation:
        measure = self.dataset.measures[seen.measure]
        self.note(
            *(seen.measure, measure.name, wording.held(seen, measure.unit), [seen.source]),
            seen.basis,
            period=seen.period,
            at=("measures", seen.period, seen.as_of.text if seen.as_of else ""),
        )
        return seen


def _holds(ownership: Ownership, moment: date) -> bool:
    started = not (ownership.start and ownership.start.first) or (ownership.start.first <= moment)
    ended = ownership.end and ownership.end.first and ownership.end.first <= moment
    return started and not ended


def first_day(day: PartialDate | None) -> date:
    """The earliest day that a date can be; the earliest of all where there is none."""
    return (day.first if day else None) or date.min
