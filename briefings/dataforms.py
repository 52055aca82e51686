"""What the files of a data folder hold, key by key, and the records they become.

A form is the shape of a file; a record (:mod:`briefings.records`) is the fact.  They differ
where a file leaves out what its name or its key says already: ids, and who was inspected.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import attrs
from attrs import field, frozen

from briefings.framework import (
    Band,
    CaseBand,
    Citation,
    Domain,
    Framework,
    RatingScale,
    ScaleRating,
    Standard,
)
from briefings.records import (
    Basis,
    Fact,
    Finding,
    Group,
    Inspection,
    Measure,
    Ownership,
    PartialDate,
    Polarity,
    Provider,
    Rating,
    Recommendation,
    Round,
    RoundFact,
    Score,
    Source,
    VoidTargets,
)

__all__ = [
    "FrameworkForm",
    "GroupForm",
    "InspectionForm",
    "MeasureForm",
    "ProviderForm",
    "RoundForm",
    "ScaleForm",
    "ScalesForm",
    "SourceForm",
    "SplitForm",
]

R = TypeVar("R")


def _doc(doc: str, **more: Any) -> dict[str, Any]:
    return {"doc": doc, **more}


def _into(record: type[R], form: Any, **more: Any) -> R:
    """A record with the form's values, and ``more`` in their place or beside them."""
    given = {a.name: getattr(form, a.name) for a in attrs.fields(type(form))}
    return record(**(given | more))


@frozen
class SourceForm:
    """A document that facts come from."""

    title: str = field(metadata=_doc("the title of the document"))
    publisher: str = field(default="", metadata=_doc("who published it"))
    date: PartialDate | None = field(default=None, metadata=_doc("when it was published"))
    url: str = field(default="", metadata=_doc("where it can be read"))
    note: str = field(default="", metadata=_doc("what kind of document it is"))

    def record(self, id: str) -> Source:
        return _into(Source, self, id=id)


@frozen
class SplitForm:
    """How many standards had each rating, where only that was published."""

    ratings: Mapping[str, int] = field(metadata=_doc("each rating and its number of standards"))
    source: str = field(metadata=_doc("the id of the source"))
    basis: Basis = field(default=Basis.STATED, metadata=_doc("how it is known"))


@frozen
class InspectionForm:
    """One inspection of the provider."""

    id: str = field(metadata=_doc("unique in the whole data, such as 'merseyside-2018'"))
    framework: str = field(metadata=_doc("the id of the framework it was made under"))
    round: str = field(default="", metadata=_doc("the id of the round it belongs to"))
    area: str = field(default="", metadata=_doc("the part inspected, where not the whole"))
    published: PartialDate | None = field(default=None, metadata=_doc("when the report came out"))
    fieldwork: PartialDate | None = field(default=None, metadata=_doc("when fieldwork began"))
    source: str = field(default="", metadata=_doc("the id of the source of the dates"))
    rated: bool = field(default=True, metadata=_doc("false where it gave no ratings at all"))
    overall: Rating | None = field(default=None, metadata=_doc("the overall rating"))
    standards: Mapping[str, Rating] = field(
        factory=dict, metadata=_doc("the rating of each standard, by its number in quotes")
    )
    split: SplitForm | None = field(
        default=None, metadata=_doc("how many standards had each rating, if only that is known")
    )
    score: Score | None = field(default=None, metadata=_doc("a total that a source prints"))
    recommendation_count: Fact | None = field(
        default=None, metadata=_doc("how many recommendations the report makes")
    )
    recommendations: tuple[Recommendation, ...] = field(
        default=(), metadata=_doc("the recommendations")
    )
    findings: tuple[Finding, ...] = field(
        default=(), metadata=_doc("strengths, areas for improvement, and other observations")
    )
    lead_inspector: Fact | None = field(default=None, metadata=_doc("who led the inspection"))
    notes: tuple[str, ...] = field(
        default=(), metadata=_doc("conflicts between sources, doubts and limits")
    )

    def record(self, provider: str) -> Inspection:
        known = self.split
        if known is None:
            return _into(Inspection, self, provider=provider, split={})
        return _into(
            Inspection,
            self,
            provider=provider,
            split=known.ratings,
            split_source=known.source,
            split_basis=known.basis,
        )


@frozen
class ProviderForm:
    """A provider; the file's name is its id."""

    name: str = field(metadata=_doc("the provider's full name"))
    kind: str = field(metadata=_doc("the kind of provider, such as CRC or PDU"))
    short: str = field(default="", metadata=_doc("a short name for narrow columns"))
    region: str = field(default="", metadata=_doc("only where a source gives it"))
    aliases: tuple[str, ...] = field(default=(), metadata=_doc("other names it goes by"))
    ownership: tuple[Ownership, ...] = field(
        default=(), metadata=_doc("who owned it, oldest first")
    )
    predecessors: tuple[str, ...] = field(
        default=(), metadata=_doc("ids of the providers that did the work before")
    )
    sources: Mapping[str, SourceForm] = field(
        factory=dict, metadata=_doc("sources that only this file cites, by id")
    )
    inspections: tuple[InspectionForm, ...] = field(
        default=(), metadata=_doc("its inspections, oldest first")
    )
    notes: tuple[str, ...] = field(default=(), metadata=_doc("printed in the data notes"))

    def record(self, id: str) -> Provider:
        inspections = (form.record(id) for form in self.inspections)
        return Provider(
            id=id,
            name=self.name,
            kind=self.kind,
            aliases=self.aliases,
            short=self.short,
            region=self.region,
            ownership=self.ownership,
            predecessors=self.predecessors,
            inspections=tuple(sorted(inspections, key=lambda inspection: inspection.order)),
            notes=self.notes,
        )


@frozen
class MeasureForm:
    """A published figure; its values are in ``measures/*.csv``."""

    name: str = field(metadata=_doc("what the figure is called"))
    unit: str = field(metadata=_doc("'%', people, cases ..."))
    polarity: Polarity = field(metadata=_doc("which way is better"))
    definition: str = field(default="", metadata=_doc("what it counts"))
    code: str = field(default="", metadata=_doc("the publisher's code for it"))
    aliases: tuple[str, ...] = field(default=(), metadata=_doc("other names it goes by"))
    source: str = field(default="", metadata=_doc("the id of the source"))
    targets_void: tuple[VoidTargets, ...] = field(
        default=(), metadata=_doc("times for which its targets do not hold")
    )

    def record(self, id: str) -> Measure:
        return _into(Measure, self, id=id)


@frozen
class RoundForm:
    """A round of inspections, and what was published of it as a whole."""

    framework: str = field(metadata=_doc("the id of its framework"))
    facts: tuple[RoundFact, ...] = field(default=(), metadata=_doc("what was published of it"))
    notes: tuple[str, ...] = field(default=(), metadata=_doc("printed in the data notes"))

    def record(self, id: str) -> Round:
        return _into(Round, self, id=id)


@frozen
class GroupForm:
    """A saved selection of providers."""

    name: str = field(metadata=_doc("what the group is called"))
    providers: tuple[str, ...] = field(metadata=_doc("ids of its providers"))

    def record(self, id: str) -> Group:
        return _into(Group, self, id=id)


@frozen
class ScaleForm:
    """The words of a rating scale, best first."""

    name: str = field(metadata=_doc("what the scale is called"))
    source: Citation = field(metadata=_doc("where the scale comes from"))
    ratings: tuple[ScaleRating, ...] = field(metadata=_doc("its words, best first"))

    def record(self, id: str) -> RatingScale:
        return _into(RatingScale, self, id=id)


@frozen
class ScalesForm:
    """``frameworks/scales.yaml``."""

    scales: Mapping[str, ScaleForm] = field(metadata=_doc("rating scales by id"))


@frozen
class FrameworkForm:
    """A regime of inspection; the file's name is its id."""

    name: str = field(metadata=_doc("what the framework is called"))
    kind: str = field(metadata=_doc("the kind of provider it inspects"))
    source: Citation = field(metadata=_doc("where it is described"))
    years: str = field(default="", metadata=_doc("'2018-2020'", text=True))
    scale: str = field(default="", metadata=_doc("the id of its scale; none: nothing is rated"))
    domains: tuple[Domain, ...] = field(default=(), metadata=_doc("groups of standards"))
    standards: tuple[Standard, ...] = field(default=(), metadata=_doc("what is rated"))
    overall_bands: tuple[Band, ...] = field(
        default=(), metadata=_doc("mean points a standard up to which a rating holds, worst first")
    )
    overall_source: Citation | None = field(default=None, metadata=_doc("of the bands"))
    case_bands: tuple[CaseBand, ...] = field(
        default=(), metadata=_doc("per cent of cases from which a rating holds, worst first")
    )
    case_source: Citation | None = field(default=None, metadata=_doc("of the case bands"))
    notes: tuple[str, ...] = field(default=(), metadata=_doc("printed in the data notes"))

    def record(self, id: str, scales: Mapping[str, RatingScale]) -> Framework:
        """The framework with its scale out of ``scales``, which must hold it."""
        return _into(Framework, self, id=id, scale=scales[self.scale] if self.scale else None)
