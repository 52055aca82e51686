"""Comparators without their names.

What a briefing shows beside its subject becomes "CRC A", "CRC B" before any section sees it:
names, owners, exact dates, notes, findings, recommendations and sources stay behind.  What
authors write themselves is held against the names afterwards (:mod:`briefings.leaks`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import Any

import attrs
from attrs import evolve

from briefings import wording
from briefings.citations import cited
from briefings.finder import fold
from briefings.language import term
from briefings.leaks import Names, hidden, names
from briefings.records import (
    Dataset,
    Fact,
    Inspection,
    Observation,
    PartialDate,
    Provider,
    Rating,
    Score,
    Source,
)
from briefings.select import Selection
from briefings.standing import Standing

__all__ = ["HIDDEN", "anonymised"]

HIDDEN = Source(
    "comparators-withheld",
    term("Published inspection reports of the comparators (withheld to keep them anonymous)"),
)


def anonymised(selection: Selection, briefing: str) -> Selection:
    """``selection`` with everyone but the subject under a letter.

    The letters follow a hash of the briefing's name and the provider's id: the same in each
    build, another order in each briefing, and never that of the alphabet.
    """
    shown = {s.provider.id for s in selection.compare}
    ids = _ids(hidden(selection), shown, briefing)
    dataset = _dataset(selection, ids)

    def masked(standings: Iterable[Standing]) -> tuple[Standing, ...]:
        found = [_standing(s, ids, dataset) for s in standings]
        order = {id: n for n, (id, _) in enumerate(ids.values())}
        return tuple(sorted(found, key=lambda s: order.get(s.provider.id, -1)))

    return evolve(
        selection,
        dataset=dataset,
        subject=_standing(selection.subject, ids, dataset) if selection.subject else None,
        compare=masked(selection.compare),
        benchmark=masked(selection.benchmark),
    )


def _ids(
    providers: Iterable[Provider], shown: Container[str], briefing: str
) -> dict[str, tuple[str, str]]:
    """The new id and name of each provider, by its own id; the first letters are for ``shown``."""

    def scattered(provider: Provider) -> tuple[bool, bytes]:
        name = f"{briefing}\n{provider.id}".encode()
        return provider.id not in shown, hashlib.sha256(name).digest()

    found: dict[str, tuple[str, str]] = {}
    used: dict[str, int] = {}
    for provider in sorted(providers, key=scattered):
        number = used[provider.kind] = used.get(provider.kind, 0) + 1
        name = f"{provider.kind} {_letters(number)}"
        found[provider.id] = (fold(name).replace(" ", "-"), name)
    return found


def _letters(number: int) -> str:
    """A, B ... Z, AA, AB ..."""
    number, last = divmod(number - 1, 26)
    return (_letters(number) if number else "") + chr(ord("A") + last)


# ------------------------------------------------------------------------------ the facts


def _standing(standing: Standing, ids: Mapping[str, tuple[str, str]], dataset: Dataset) -> Standing:
    provider = standing.provider
    id = ids[provider.id][0] if provider.id in ids else provider.id
    new = dataset.providers[id]
    old = [i.id for i in provider.inspections]

    def same(inspection: Inspection | None) -> Inspection | None:
        return new.inspections[old.index(inspection.id)] if inspection else None

    return evolve(
        standing,
        provider=new,
        inspection=same(standing.inspection),
        previous=same(standing.previous),
        dataset=dataset,
        anonymous=provider.id in ids,
    )


def _dataset(selection: Selection, ids: Mapping[str, tuple[str, str]]) -> Dataset:
    """The dataset without anything that tells who the hidden providers are."""
    whole = selection.dataset
    banned = names(selection)
    providers: dict[str, Provider] = {}
    inspections: dict[str, str] = {}
    for id, provider in whole.providers.items():
        if id not in ids:
            providers[id] = _cleared(provider, banned, ids)
            continue
        masked = _provider(provider, *ids[id])
        providers[masked.id] = masked
        pairs = zip(provider.inspections, masked.inspections, strict=True)
        inspections |= {then.id: now.id for then, now in pairs}
    seen = tuple(_observation(o, ids, inspections, banned) for o in whole.observations)
    frameworks = {
        id: evolve(f, notes=tuple(n for n in f.notes if not banned.within(n)))
        for id, f in whole.frameworks.items()
    }
    new = evolve(
        whole, providers=providers, observations=seen, frameworks=frameworks, groups={}, sources={}
    )
    told = {id for id in cited(new) if banned.within(id)}
    renamed = {id: f"withheld-{n}" for n, id in enumerate(sorted(told), 1)}
    new = _recited(new, renamed)
    kept = {id: whole.sources[id] for id in sorted(frozenset(cited(new)) & whole.sources.keys())}
    kept |= {new_id: evolve(whole.sources[id], id=new_id) for id, new_id in renamed.items()}
    return evolve(new, sources=_sources(kept, banned))


def _recited(dataset: Dataset, renamed: Mapping[str, str]) -> Dataset:
    """The dataset with other ids of sources, wherever it cites one."""

    def recited(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: recited(inner) for key, inner in value.items()}
        if isinstance(value, tuple):
            return tuple(map(recited, value))
        if not attrs.has(type(value)):
            return value
        changed = {}
        for name in (a.name for a in attrs.fields(type(value))):
            inner = getattr(value, name)
            if name in ("source", "split_source") and isinstance(inner, str):
                changed[name] = renamed.get(inner, inner)
            else:
                changed[name] = recited(inner)
        return evolve(value, **changed)

    parts = ("providers", "observations", "frameworks", "measures", "rounds")
    if not renamed:
        return dataset
    return evolve(dataset, **{part: recited(getattr(dataset, part)) for part in parts})


def _provider(provider: Provider, id: str, name: str) -> Provider:
    found = [_inspection(i, id, n) for n, i in enumerate(provider.inspections, 1)]
    return Provider(
        id, name, provider.kind, short=name, region=wording.WITHHELD, inspections=tuple(found)
    )


def _inspection(inspection: Inspection, provider: str, number: int) -> Inspection:
    """Its ratings, its round and its year; nothing that is said in words."""

    def rating(found: Rating | None) -> Rating | None:
        return evolve(found, source=HIDDEN.id, note="") if found else None

    def fact(found: Fact | None) -> Fact | None:
        return evolve(found, source=HIDDEN.id, note="") if found else None

    score: Score | None = inspection.score
    standards = {n: r for n, found in inspection.standards.items() if (r := rating(found))}
    return Inspection(
        id=f"{provider}-{number}",
        framework=inspection.framework,
        provider=provider,
        round=inspection.round,
        area=term("a part of the provider") if inspection.area else "",
        published=_year(inspection),
        source=HIDDEN.id,
        rated=inspection.rated,
        overall=rating(inspection.overall),
        standards=standards,
        split=inspection.split,
        split_source=HIDDEN.id if inspection.split else "",
        split_basis=inspection.split_basis,
        score=evolve(score, source=HIDDEN.id) if score else None,
        recommendation_count=fact(inspection.recommendation_count),
    )


def _year(inspection: Inspection) -> PartialDate | None:
    when = inspection.published or inspection.fieldwork
    if when is None or when.first is None:
        return None
    year = when.first.year
    return PartialDate(str(year), date(year, 1, 1), "year")


def _observation(
    seen: Observation,
    ids: Mapping[str, tuple[str, str]],
    inspections: Mapping[str, str],
    banned: Names,
) -> Observation:
    note = "" if banned.within(seen.note) else seen.note
    comparator = term("a comparator") if banned.within(seen.comparator) else seen.comparator
    if seen.provider not in ids:
        return evolve(seen, note=note, comparator=comparator)
    return evolve(
        seen,
        provider=ids[seen.provider][0],
        inspection=inspections.get(seen.inspection, ""),
        source=HIDDEN.id,
        period="" if banned.within(seen.period) else seen.period,
        note="",
        comparator=comparator,
        row=0,
    )


def _cleared(provider: Provider, banned: Names, ids: Mapping[str, tuple[str, str]]) -> Provider:
    """A provider under its own name, without texts that name a hidden one."""
    inspections = [
        evolve(
            i,
            findings=tuple(f for f in i.findings if not banned.within(f.text)),
            recommendations=tuple(
                r for r in i.recommendations if not banned.within(f"{r.text} {r.addressee}")
            ),
            notes=tuple(n for n in i.notes if not banned.within(n)),
            standards={
                n: evolve(r, note="") if banned.within(r.note) else r
                for n, r in i.standards.items()
            },
        )
        for i in provider.inspections
    ]
    return evolve(
        provider,
        predecessors=tuple(p for p in provider.predecessors if p not in ids),
        inspections=tuple(inspections),
        notes=tuple(n for n in provider.notes if not banned.within(n)),
    )


def _sources(kept: Mapping[str, Source], banned: Names) -> dict[str, Source]:
    """A source that names a hidden provider loses its words."""
    found = dict(kept)
    for id, source in kept.items():
        if any(map(banned.within, (source.title, source.url, source.note, source.publisher))):
            title = term("A source that names a comparator (withheld to keep it anonymous)")
            found[id] = Source(id, title)
    return found | {HIDDEN.id: HIDDEN}
