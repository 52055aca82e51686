"""What no data can do without: ids that lead somewhere, words of the scale, possible dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from briefings.context import choose
from briefings.datafolder import Entry, Folder
from briefings.dataforms import FrameworkForm, InspectionForm, ProviderForm, RoundForm
from briefings.dates import last_day
from briefings.errors import Fault, suggestion
from briefings.framework import RatingScale
from briefings.observations import Row
from briefings.records import PartialDate
from briefings.yamlfile import Steps

__all__ = ["integrity_faults"]

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)


def integrity_faults(folder: Folder) -> Iterator[Fault]:
    """Everything in ``folder`` that points nowhere, is told twice, or cannot be."""
    yield from _citations(folder)
    for framework in folder.frameworks.values():
        yield from _framework(framework, folder)
    for round in folder.rounds.values():
        yield from _round(round, folder)
    for group in folder.groups.values():
        for number, id in enumerate(group.form.providers):
            yield from _known(group, ("providers", number), "provider", id, folder.providers)
    for measure in folder.measures.values():
        for number, time in enumerate(measure.form.targets_void):
            at: Steps = ("targets_void", number, "end")
            yield from _in_order(measure, at, "it ends", time.start, time.end)
    yield from _same_names(folder.providers, "provider")
    yield from _same_names(folder.measures, "measure")
    for provider in folder.providers.values():
        yield from _provider(provider, folder)
    yield from _same_inspections(folder)
    yield from _observations(folder)


def _unknown(
    entry: Entry[Any], at: Steps, kind: str, word: str, allowed: Iterable[str], **more: Any
) -> Fault:
    words = tuple(allowed)
    shown = words if len(words) <= 40 else ()  # hundreds of sources help nobody
    remedy = choose(word, words) if shown else suggestion(word, words) or "check the id"
    what = f"unknown {kind} {word!r}"
    return entry.fault(what, *at, **{"remedy": remedy, "allowed": shown} | more)


def _known(
    entry: Entry[Any], at: Steps, kind: str, id: str, table: Mapping[str, Any], **more: Any
) -> Iterator[Fault]:
    if id not in table:
        yield _unknown(entry, at, kind, id, sorted(table), **more)


# ----------------------------------------------------------------------------- everywhere


def _citations(folder: Folder) -> Iterator[Fault]:
    """``source`` means the id of one, wherever it stands."""
    tables: tuple[Mapping[str, Entry[Any]], ...] = (
        folder.measures,
        folder.rounds,
        folder.frameworks,
        folder.scales,
        folder.providers,
    )
    for table in tables:
        for entry in table.values():
            for at, id in _cited(entry.raw, ()):
                yield from _known(entry, at, "source", id, folder.sources)


def _cited(value: Any, at: Steps) -> Iterator[tuple[Steps, str]]:
    if type(value) is dict:
        for key, inner in value.items():
            if key == "source" and type(inner) is str:
                yield (*at, key), inner
            elif type(inner) is dict or type(inner) is list:
                yield from _cited(inner, (*at, key))
    elif type(value) is list:
        for number, inner in enumerate(value):
            if type(inner) is dict:
                yield from _cited(inner, (*at, number))


def _same_names(table: Mapping[str, Entry[Any]], kind: str) -> Iterator[Fault]:
    """A name that two entries share would choose either of them."""
    owners = {_folded(id): id for id in table}
    names: list[tuple[str, Steps, str]] = [(id, ("name",), e.form.name) for id, e in table.items()]
    names += [
        (id, ("aliases", number), alias)
        for id, entry in table.items()
        for number, alias in enumerate(entry.form.aliases)
    ]
    for id, at, name in names:
        owner = owners.setdefault(_folded(name), id)
        if owner != id:
            what = f"{name!r} is a name of the {kind} {owner!r}, too"
            yield table[id].fault(what, *at, remedy="give it to one of them only")


def _folded(name: str) -> str:
    return " ".join(name.replace("&", " and ").replace("-", " ").casefold().split())


def _possible(entry: Entry[Any], at: Steps, when: PartialDate | None) -> Iterator[Fault]:
    if when is not None and when.first and not EARLIEST <= when.first <= LATEST:
        remedy = f"give a date from {EARLIEST.year} to {LATEST.year}"
        yield entry.fault(f"{when.text} cannot be", *at, remedy=remedy)


# ----------------------------------------------------------------- frameworks and ratings


def _framework(entry: Entry[FrameworkForm], folder: Folder) -> Iterator[Fault]:
    form = entry.form
    domains = {domain.number: domain for domain in form.domains}
    seen: set[str] = set()
    for number, standard in enumerate(form.standards):
        at = ("standards", number)
        yield from _known(entry, (*at, "domain"), "domain", standard.domain, domains)
        if standard.number in seen:
            what = f"the standard {standard.number} is given twice"
            yield entry.fault(what, *at, "number", remedy="keep one of the two")
        seen.add(standard.number)
    if form.scale:
        yield from _known(entry, ("scale",), "scale", form.scale, folder.scales)
    scale = _scale(form, folder)
    for number, band in enumerate(form.overall_bands):
        yield from _rating(entry, ("overall_bands", number, "rating"), band.rating, scale)
    for number, case_band in enumerate(form.case_bands):
        yield from _rating(entry, ("case_bands", number, "rating"), case_band.rating, scale)


def _scale(form: FrameworkForm, folder: Folder) -> RatingScale | None:
    entry = folder.scales.get(form.scale)
    return entry.form.record(form.scale) if entry else None


def _rating(
    entry: Entry[Any], at: Steps, word: str, scale: RatingScale | None, *, key: bool = False
) -> Iterator[Fault]:
    if scale is None:
        remedy = "give the framework a scale, or remove the rating"
        yield entry.fault("the framework rates nothing", *at, key=key, remedy=remedy)
    elif scale.find(word) is None:
        folded = word.casefold()
        meant = [r.name for r in scale.ratings if folded in map(str.casefold, r.synonyms)]
        more = {"remedy": f"write {meant[0]!r}, as the scale does"} if meant else {}
        yield _unknown(entry, at, "rating", word, scale.names, key=key, **more)


def _round(entry: Entry[RoundForm], folder: Folder) -> Iterator[Fault]:
    framework = folder.frameworks.get(entry.form.framework)
    if framework is None:
        yield from _known(
            entry, ("framework",), "framework", entry.form.framework, folder.frameworks
        )
        return
    scale = _scale(framework.form, folder)
    for number, fact in enumerate(entry.form.facts):
        for word in fact.counts:
            yield from _rating(entry, ("facts", number, "counts", word), word, scale, key=True)


# -------------------------------------------------------------------------------- providers


def _provider(entry: Entry[ProviderForm], folder: Folder) -> Iterator[Fault]:
    form = entry.form
    for number, id in enumerate(form.predecessors):
        yield from _known(entry, ("predecessors", number), "provider", id, folder.providers)
    for number, ownership in enumerate(form.ownership):
        at: Steps = ("ownership", number)
        yield from _possible(entry, (*at, "start"), ownership.start)
        yield from _possible(entry, (*at, "end"), ownership.end)
        yield from _in_order(entry, (*at, "end"), "it ends", ownership.start, ownership.end)
    for number, inspection in enumerate(form.inspections):
        inside = Entry(inspection, entry.file, ("inspections", number))
        yield from _inspection(inside, folder)
    for id, source in form.sources.items():
        yield from _possible(entry, ("sources", id, "date"), source.date)


def _inspection(entry: Entry[InspectionForm], folder: Folder) -> Iterator[Fault]:
    form = entry.form
    if form.round:
        yield from _known(entry, ("round",), "round", form.round, folder.rounds)
    yield from _possible(entry, ("published",), form.published)
    yield from _possible(entry, ("fieldwork",), form.fieldwork)
    yield from _in_order(entry, ("published",), "it was published", form.fieldwork, form.published)
    framework = folder.frameworks.get(form.framework)
    if framework is None:
        yield from _known(entry, ("framework",), "framework", form.framework, folder.frameworks)
    else:
        yield from _ratings(entry, framework.form, _scale(framework.form, folder))
        yield from _parts(entry, framework.form)


def _in_order(
    entry: Entry[Any], at: Steps, words: str, start: PartialDate | None, end: PartialDate | None
) -> Iterator[Fault]:
    """Told only where no reading of two imprecise dates makes sense."""
    last = last_day(end) if end else None
    if start and end and start.first and last and last < start.first:
        what = f"{words} ({end.text}) before it started ({start.text})"
        yield entry.fault(what, *at, remedy="check both dates")


def _ratings(
    entry: Entry[InspectionForm], framework: FrameworkForm, scale: RatingScale | None
) -> Iterator[Fault]:
    form = entry.form
    numbers = {standard.number for standard in framework.standards}
    if form.overall is not None:
        yield from _rating(entry, ("overall", "rating"), form.overall.rating, scale)
    for number, rating in form.standards.items():
        yield from _known(entry, ("standards", number), "standard", number, _ids(numbers), key=True)
        yield from _rating(entry, ("standards", number, "rating"), rating.rating, scale)
    if form.split is not None:
        for word in form.split.ratings:
            yield from _rating(entry, ("split", "ratings", word), word, scale, key=True)


def _ids(words: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(words)


def _parts(entry: Entry[InspectionForm], framework: FrameworkForm) -> Iterator[Fault]:
    """Domains and standards that findings name."""
    domains = _ids(domain.number for domain in framework.domains)
    standards = _ids(standard.number for standard in framework.standards)
    for number, finding in enumerate(entry.form.findings):
        at: Steps = ("findings", number)
        if finding.domain:
            yield from _known(entry, (*at, "domain"), "domain", finding.domain, domains)
        if finding.standard:
            yield from _known(entry, (*at, "standard"), "standard", finding.standard, standards)


def _same_inspections(folder: Folder) -> Iterator[Fault]:
    first: dict[str, Entry[ProviderForm]] = {}
    for entry in folder.providers.values():
        for number, inspection in enumerate(entry.form.inspections):
            if inspection.id in first:
                other = first[inspection.id].file.name
                what = f"the inspection {inspection.id!r} is given twice (also in {other})"
                at = ("inspections", number, "id")
                yield entry.fault(what, *at, remedy="give each its own id")
            first.setdefault(inspection.id, entry)


# ----------------------------------------------------------------------------- observations


def _observations(folder: Folder) -> Iterator[Fault]:
    inspections = {
        inspection.id: id
        for id, entry in folder.providers.items()
        for inspection in entry.form.inspections
    }
    tables: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("provider", folder.providers),
        ("measure", folder.measures),
        ("source", folder.sources),
        ("inspection", inspections),
    )
    for row in folder.rows:
        for name, table in tables:
            id = getattr(row.observation, name)
            if id not in table and (id or name != "inspection"):
                what = f"unknown {name} {id!r}"
                remedy = suggestion(id, sorted(table)) or "check the id"
                yield Fault(what, remedy, where=name, place=row.at(name))
        yield from _of_its_provider(row, inspections)


def _of_its_provider(row: Row, inspections: Mapping[str, str]) -> Iterator[Fault]:
    seen = row.observation
    owner = inspections.get(seen.inspection, seen.provider)
    if owner != seen.provider:
        what = f"the inspection {seen.inspection!r} is one of {owner!r}"
        at = row.at("inspection")
        yield Fault(what, "check the provider", where="inspection", place=at)
    when = seen.as_of
    if when is not None and when.first and not EARLIEST <= when.first <= LATEST:
        remedy = f"give a date from {EARLIEST.year} to {LATEST.year}"
        yield Fault(f"{when.text} cannot be", remedy, where="as_of", place=row.at("as_of"))
