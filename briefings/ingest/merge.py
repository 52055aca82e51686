"""Laying what a file says over the data: the files of the folder that change, and their text.

A provider's file replaces the bundled one as a whole, so the whole provider is written, with
what was known of it.  What agrees with the data is left as it is, with its own source.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from attrs import Factory, define, field, frozen

from briefings.errors import Fault, Place
from briefings.ingest.emit import yaml_text
from briefings.ingest.facts import Facts, Moment, RatingFact
from briefings.ingest.grid import Cell
from briefings.ingest.ground import Ground
from briefings.ingest.inspections import find_inspection, new_inspection, set_dates
from briefings.ingest.names import OVERALL
from briefings.ingest.values import value_files

__all__ = ["Citation", "Merged", "merge"]


@frozen
class Citation:
    """The source that every imported fact cites: the file itself."""

    id: str
    file: str
    title: str = ""
    date: str = ""
    url: str = ""
    publisher: str = ""

    @property
    def entry(self) -> dict[str, str]:
        """Its entry in ``sources.yaml``."""
        given = {
            "title": self.title or self.file,
            "publisher": self.publisher,
            "date": self.date,
            "url": self.url,
            "note": self.mark,
        }
        return {key: value for key, value in given.items() if value}

    @property
    def mark(self) -> str:
        return f"imported from {self.file}"

    def note(self, cell: Cell, more: str = "") -> str:
        """Where a fact stands in the file."""
        sheet = f", sheet {cell.sheet}" if cell.sheet else ""
        return f"{more}{'; ' if more else ''}from {self.file}{sheet}, cell {cell.address}"


@define
class Merged:
    """The texts of the files that change, by their path in the folder."""

    files: dict[str, str] = Factory(dict)
    faults: list[Fault] = Factory(list)
    notes: list[str] = Factory(list)


def merge(facts: Facts, ground: Ground, citation: Citation) -> Merged:
    """The files that say what ``facts`` say."""
    return _Merge(facts, ground, citation).run()


@define
class _Merge:
    facts: Facts
    ground: Ground
    citation: Citation
    out: Merged = Factory(Merged)
    rounds: dict[str, str] = field(factory=dict)  # new ones, and their frameworks
    ids: set[str] = field(factory=set)  # of all inspections

    def run(self) -> Merged:
        known = self.ground.dataset.providers.values()
        self.ids = {inspection.id for provider in known for inspection in provider.inspections}
        by_provider: dict[str, list[RatingFact]] = {new.id: [] for new in self.facts.providers}
        for fact in self.facts.ratings:
            by_provider.setdefault(fact.provider, []).append(fact)
        for id, ratings in by_provider.items():
            self._provider(id, ratings)
        self._values()
        if self.rounds:
            new = {id: {"framework": framework} for id, framework in self.rounds.items()}
            self._table("rounds.yaml", new)
        if self.out.files:
            self._source()
        self._comments()
        return self.out

    # -------------------------------------------------------------------------- providers

    def _provider(self, id: str, ratings: list[RatingFact]) -> None:
        """The file of a provider, if anything in it changes."""
        before = self.ground.providers.get(id) or self._new(id)
        data = deepcopy(before)
        told: dict[tuple[str, str], RatingFact] = {}
        for fact in ratings:
            inspection = self._inspection(id, data, fact)
            if inspection is not None:
                self._rate(inspection, fact, told)
        if data != self.ground.providers.get(id):
            self.out.files[f"providers/{id}.yaml"] = yaml_text(data)

    def _new(self, id: str) -> dict[str, Any]:
        new = next(provider for provider in self.facts.providers if provider.id == id)
        return {"name": new.name, "kind": new.kind}

    def _inspection(
        self, provider: str, data: dict[str, Any], fact: RatingFact
    ) -> dict[str, Any] | None:
        """The inspection that a fact is of, made where there is none; ``None`` after a fault."""
        moment = fact.moment
        kind = self.ground.dataset.frameworks[moment.framework].kind
        if data["kind"] != kind:
            what = f"{data['name']} is a {data['kind']}, and {moment.framework} inspects {kind}s"
            self._fault(fact.cell, what, "choose another framework with --framework")
            return None
        found = find_inspection(data.get("inspections", []), moment)
        if len(found) > 1:
            ids = ", ".join(inspection["id"] for inspection in found)
            what = f"{data['name']} has several inspections that this can be of: {ids}"
            self._fault(fact.cell, what, "add a column of dates, or of inspection ids")
            return None
        self._round(moment)
        if found:
            set_dates(found[0], moment)
            return found[0]
        new = new_inspection(provider, moment, self.ids, self.citation.id)
        self.ids.add(new["id"])
        data["inspections"] = [*data.get("inspections", []), new]
        return new

    def _round(self, moment: Moment) -> None:
        if moment.round and moment.round not in self.ground.dataset.rounds:
            self.rounds[moment.round] = moment.framework

    def _rate(
        self,
        inspection: dict[str, Any],
        fact: RatingFact,
        told: dict[tuple[str, str], RatingFact],
    ) -> None:
        """Put a rating in its place, unless the data says the same already."""
        first = told.setdefault((inspection["id"], fact.standard), fact)
        if first.rating != fact.rating:
            what = f"{fact.rating!r} contradicts {first.rating!r} in {first.cell.name}"
            self._fault(fact.cell, f"{what}: both are of {inspection['id']}", "keep one")
            return
        inspection.pop("rated", None)  # it is, from now on
        ratings = inspection if fact.standard == OVERALL else inspection.get("standards", {})
        if fact.standard in ratings and ratings[fact.standard]["rating"] == fact.rating:
            return
        ratings[fact.standard] = self._rating(fact, ratings.get(fact.standard, {}))
        if fact.standard != OVERALL:
            standards = self.ground.dataset.frameworks[fact.moment.framework].standards
            order = [s.number for s in standards]
            inspection["standards"] = dict(
                sorted(ratings.items(), key=lambda item: order.index(item[0]))
            )

    def _rating(self, fact: RatingFact, before: Mapping[str, Any]) -> dict[str, Any]:
        """The entry of a rating; the share of cases that was known beside it stays."""
        note = self.citation.note(fact.cell, fact.note)
        entry = {"rating": fact.rating, "source": self.citation.id, "note": note}
        if "sufficient" in before:
            entry["sufficient"] = before["sufficient"]
            title = self.ground.dataset.sources[before["source"]].title
            entry["note"] += f"; per cent of cases as in {title}"
        return entry

    def _fault(self, cell: Cell, what: str, remedy: str) -> None:
        place = Place(self.citation.file)
        self.out.faults.append(Fault(what, remedy, where=cell.name, place=place))

    # ------------------------------------------------------------------------ other files

    def _values(self) -> None:
        for fact in self.facts.values:
            if fact.inspection and fact.inspection not in self.ids:
                self._fault(fact.cell, f"unknown inspection {fact.inspection!r}", "check the id")
        notes = {fact.cell: self.citation.note(fact.cell, fact.note) for fact in self.facts.values}
        self.out.files |= value_files(self.facts.values, notes, self.ground, self.citation.id)

    def _source(self) -> None:
        known = self.ground.dataset.sources.get(self.citation.id)
        ours = self.ground.own.sources.get(self.citation.id)
        if known is not None and (ours is None or known.note != self.citation.mark):
            what = f"the source id {self.citation.id!r} is taken: {known.title}"
            place = Place(self.citation.file)
            self.out.faults.append(Fault(what, "give another with --source-id", place=place))
        self._table("sources.yaml", {self.citation.id: self.citation.entry})

    def _table(self, name: str, entries: dict[str, Any]) -> None:
        """Add entries to a file that maps ids to entries."""
        own = self.ground.own.sources if name == "sources.yaml" else self.ground.own.rounds
        before = {id: entry.raw for id, entry in own.items() if len(entry.at) == 1}
        self.out.files[name] = yaml_text(before | entries)

    def _comments(self) -> None:
        """Comments are for people, and the reader of YAML does not keep them: say so."""
        for name in self.out.files:
            text = self.ground.text(name)
            if name.endswith(".yaml") and any(
                line.lstrip().startswith("#") or " #" in line for line in text.splitlines()
            ):
                self.out.notes.append(f"{self.ground.target / name}: its comments are not kept")
