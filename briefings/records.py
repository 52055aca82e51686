"""The facts: providers, inspections, measures and their sources.

Every fact carries the id of its source and its basis.  Nothing is guessed: what the
sources do not say is absent (``None``), and sections say so in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from briefings.framework import Framework, RatingScale

__all__ = [
    "Basis",
    "Dataset",
    "Fact",
    "Finding",
    "FindingKind",
    "Group",
    "Inspection",
    "Measure",
    "Observation",
    "Ownership",
    "PartialDate",
    "Polarity",
    "Provider",
    "Rating",
    "Recommendation",
    "Round",
    "RoundFact",
    "Score",
    "Source",
    "VoidTargets",
    "Wording",
]


class Basis(StrEnum):
    """How a fact is known."""

    STATED = "stated"  # a rating table or a sentence says so
    WORDED = "worded"  # inferred from wording such as "judged to be good"
    DERIVED = "derived"  # computed, or found by elimination


class Wording(StrEnum):
    SUMMARY = "summary"  # in our own words
    VERBATIM = "verbatim"  # in the words of the source (users' own imports)


class FindingKind(StrEnum):
    STRENGTH = "strength"
    IMPROVEMENT = "improvement"  # an area for improvement
    OBSERVATION = "observation"  # neither


class Polarity(StrEnum):
    """Which way a measure is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


@frozen(order=False)
class PartialDate:
    """A date known to the day, the month, the season or the year.

    ``text`` is what the data file holds: ``2019-04-04``, ``2019-04``, ``2019`` or words
    ("autumn 2019").  ``first`` is the earliest day it can be, for ordering; ``None`` for
    words that name no year.
    """

    text: str
    first: date | None
    precision: str  # day, month, season, year, words


@frozen
class Source:
    """A document that facts come from.  ``date`` is when it was published, if known."""

    id: str
    title: str
    url: str = ""
    publisher: str = ""
    date: PartialDate | None = None
    note: str = ""


@frozen
class Fact:
    """A number or words with a source: ``value`` as printed, ``number`` if it is one."""

    value: str
    source: str
    basis: Basis = Basis.STATED
    number: float | None = None
    note: str = ""


@frozen
class Rating:
    """``sufficient`` is the per cent of cases judged so, at the lowest key question."""

    rating: str
    source: str
    basis: Basis = Basis.STATED
    note: str = ""
    sufficient: float | None = None


@frozen
class Score:
    """A total that a source itself prints (``2`` out of ``27``)."""

    value: int
    out_of: int
    source: str
    basis: Basis = Basis.STATED


@frozen
class Recommendation:
    """``number`` is the report's own; ``None`` where the source gives none."""

    addressee: str
    text: str
    source: str
    number: int | None = None
    theme: str = ""
    wording: Wording = Wording.SUMMARY
    basis: Basis = Basis.STATED


@frozen
class Finding:
    kind: FindingKind
    text: str
    source: str
    domain: str = ""  # a domain's number, when it belongs to one
    standard: str = ""
    wording: Wording = Wording.SUMMARY
    basis: Basis = Basis.STATED


@frozen
class Inspection:
    """One inspection of one provider under one framework.

    ``rated`` is false where the inspection gives no ratings (its framework has none, or it
    was cut short): ratings are then "not rated", not "not published in the sources".
    ``split`` is how many standards had each rating, where only that was published.
    """

    id: str
    framework: str
    provider: str = ""
    round: str = ""
    area: str = ""  # where the inspection covered a part of the provider only
    published: PartialDate | None = None
    fieldwork: PartialDate | None = None
    source: str = ""  # for the dates
    rated: bool = True
    overall: Rating | None = None
    standards: Mapping[str, Rating] = field(factory=dict)
    split: Mapping[str, int] = field(factory=dict)
    split_source: str = ""
    split_basis: Basis = Basis.STATED
    score: Score | None = None
    recommendation_count: Fact | None = None
    recommendations: tuple[Recommendation, ...] = ()
    findings: tuple[Finding, ...] = ()
    lead_inspector: Fact | None = None
    notes: tuple[str, ...] = ()  # conflicts between sources, doubts, limits

    @property
    def order(self) -> tuple[date, date, str]:
        """When it took place: by start of fieldwork, else by publication."""
        fieldwork = self.fieldwork.first if self.fieldwork else None
        published = self.published.first if self.published else None
        return (
            fieldwork or published or date.min,
            published or fieldwork or date.min,
            self.id,
        )


@frozen
class Ownership:
    """Who owned a provider.  ``start`` and ``end`` are absent where unknown or open."""

    owner: str
    source: str
    start: PartialDate | None = None
    end: PartialDate | None = None
    basis: Basis = Basis.STATED
    note: str = ""


@frozen
class Provider:
    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    short: str = ""  # for narrow columns
    region: str = ""
    ownership: tuple[Ownership, ...] = ()  # oldest first
    predecessors: tuple[str, ...] = ()  # provider ids
    inspections: tuple[Inspection, ...] = ()  # oldest first
    notes: tuple[str, ...] = ()


@frozen
class VoidTargets:
    """A time for which a measure's targets do not hold, from ``start`` to ``end`` inclusive."""

    start: PartialDate
    end: PartialDate
    source: str
    note: str = ""


@frozen
class Measure:
    """A published figure: what it counts, in which unit, and which way is better."""

    id: str
    name: str
    unit: str  # "%", "people", "cases" ...
    polarity: Polarity
    definition: str = ""
    code: str = ""
    aliases: tuple[str, ...] = ()
    source: str = ""
    targets_void: tuple[VoidTargets, ...] = ()


@frozen
class Observation:
    """A measure's value for a provider and a period.

    ``qualifier`` keeps an approximate value approximate ("more than", "nearly");
    ``comparator`` names what ``comparator_value`` is of ("England & Wales"); ``base`` is the
    number of cases that a percentage is of, where that is published.
    """

    provider: str
    measure: str
    value: float
    source: str
    period: str = ""
    as_of: PartialDate | None = None
    inspection: str = ""
    qualifier: str = ""
    comparator: str = ""
    comparator_value: float | None = None
    target: float | None = None
    basis: Basis = Basis.STATED
    note: str = ""
    row: int = 0  # line in the CSV file
    base: float | None = None


@frozen
class RoundFact:
    label: str
    value: str
    source: str
    basis: Basis = Basis.STATED
    counts: Mapping[str, int] = field(factory=dict)  # overall ratings, where it gives them
    note: str = ""


@frozen
class Round:
    """A round of inspections (2018/19) and what was published of it as a whole."""

    id: str
    framework: str
    facts: tuple[RoundFact, ...] = ()
    notes: tuple[str, ...] = ()


@frozen
class Group:
    """A saved selection of providers, by id."""

    id: str
    name: str
    providers: tuple[str, ...]


@frozen
class Dataset:
    """Everything a data folder holds, in order of id."""

    providers: Mapping[str, Provider]
    frameworks: Mapping[str, Framework]
    scales: Mapping[str, RatingScale]
    measures: Mapping[str, Measure]
    observations: tuple[Observation, ...]
    sources: Mapping[str, Source]
    rounds: Mapping[str, Round]
    groups: Mapping[str, Group]
    folders: tuple[str, ...] = ()
    digest: str = ""  # of every file read
    files: Mapping[str, str] = field(factory=dict, repr=False)
    """The file within its folder of each provider, by id, and of each observation, by the
    cells that tell its row (:func:`briefings.recordpaths.row_path`)."""
