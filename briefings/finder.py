"""From the names people use to providers.

Names, aliases and ids are matched without regard to case, punctuation, "&" or "and".
What is unknown or ambiguous is a fault with suggestions, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property

from attrs import define, field, frozen

from briefings.errors import Fault, Place
from briefings.records import Dataset, Provider

__all__ = ["ALL", "Finder", "Selector", "fold", "slug"]

ALL = "all"
_LIST = "`briefings list providers` tells all their names"


def fold(name: str) -> str:
    """``name`` as it is compared: ``CGM CRC.`` and ``cgm crc`` are one, ``&`` is ``and``."""
    return " ".join(re.findall(r"\w+", name.casefold().replace("&", " and ")))


def slug(name: str) -> str:
    """``name`` as an id or in a file's name: ``Ash & Elm`` is ``ash-and-elm``."""
    plain = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


@frozen
class Selector:
    """A condition on providers; all that is given must hold.

    ``name`` is a provider's name, alias or id, a saved group's id or name, or ``all``.
    ``rating`` and ``round`` speak of the inspection that counts for the briefing.
    ``places`` tells where each condition stands, ``place`` where the whole does.
    """

    name: str = ""
    owner: str = ""
    region: str = ""
    kind: str = ""
    rating: str = ""
    round: str = ""
    group: str = ""
    succeeds: str = ""
    place: Place | None = field(default=None, eq=False)
    where: str = field(default="", eq=False)
    places: Mapping[str, Place] = field(factory=dict, eq=False, repr=False)

    def at(self, condition: str) -> tuple[Place | None, str]:
        """The place of one condition, and its path in the file."""
        if condition in self.places:
            return self.places[condition], f"{self.where}.{condition}"
        return self.place, self.where


@define
class Finder:
    """Looks providers up in a dataset, and keeps every fault it meets in ``faults``."""

    dataset: Dataset
    faults: list[Fault] = field(factory=list)

    @cached_property
    def _by_name(self) -> dict[str, list[Provider]]:
        table: dict[str, list[Provider]] = {}
        for provider in self.dataset.providers.values():
            names = {provider.id, provider.name, provider.short, *provider.aliases}
            for folded in {fold(name) for name in names if name}:
                table.setdefault(folded, []).append(provider)
        return table

    def named(self, name: str, place: Place | None = None, where: str = "") -> Provider | None:
        """The one provider called ``name``, or ``None`` and a fault."""
        found = self._by_name.get(fold(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            what = f"{name!r} is the name of {len(found)} providers"
            self._fault(what, "write the id of one", [p.id for p in found], place, where)
        else:
            remedy = self._condition(name) or _suggested(self._near(name)) or _LIST
            what = f"unknown provider {name!r}"
            self._fault(what, remedy, list(self.dataset.providers), place, where)
        return None

    def _condition(self, name: str) -> str:
        """``write {owner: Sodexo}`` where ``name`` is no provider's but such a value."""
        for provider in self.dataset.providers.values():
            values = [("kind", provider.kind), ("region", provider.region)]
            values += [("owner", held.owner) for held in provider.ownership]
            for condition, value in values:
                if fold(value) == fold(name):
                    return f"write {{{condition}: {value}}} for all of them"
        return ""

    def _near(self, name: str) -> list[str]:
        """The names most like ``name``, one of each provider."""
        likeness: dict[str, float] = {}
        for provider in self.dataset.providers.values():
            names = [n for n in (provider.name, *provider.aliases, provider.id) if n]
            alike = {n: _likeness(fold(name), fold(n)) for n in names}
            best = max(alike, key=lambda n: alike[n])
            likeness[best] = alike[best]
        return _foremost(likeness)

    def find(self, selector: Selector) -> list[Provider]:
        """The providers that meet every condition but ``rating`` and ``round``."""
        if selector.name and selector.name != ALL:
            group = self._group(selector.name, quiet=True)
            if group is not None:
                found = group
            else:
                one = self.named(selector.name, *selector.at("name"))
                found = [one] if one else []
        else:
            found = list(self.dataset.providers.values())
        for test in self._tests(selector):
            found = [p for p in found if test(p)]
        return found

    def _tests(self, s: Selector) -> Iterable[Callable[[Provider], bool]]:
        everyone = self.dataset.providers.values()
        if s.kind:
            kinds = sorted({p.kind for p in everyone})
            kind = self._one_of("kind", s.kind, kinds, s)
            yield lambda p: p.kind == kind
        if s.owner:
            owners = sorted({o.owner for p in everyone for o in p.ownership})
            owner = self._one_of("owner", s.owner, owners, s)
            yield lambda p: any(o.owner == owner for o in p.ownership)
        if s.region:
            regions = sorted({p.region for p in everyone if p.region})
            region = self._one_of("region", s.region, regions, s)
            yield lambda p: p.region == region
        if s.group:
            members = {p.id for p in self._group(s.group, s) or ()}
            yield lambda p: p.id in members
        if s.succeeds:
            before = self.named(s.succeeds, *s.at("succeeds"))
            yield lambda p: before is not None and before.id in p.predecessors
        if s.round and s.round not in self.dataset.rounds:
            self._unknown("round", s.round, list(self.dataset.rounds), *s.at("round"))
        if s.rating:
            names = sorted({n for scale in self.dataset.scales.values() for n in scale.names})
            self._one_of("rating", s.rating, names, s)

    def _group(
        self, name: str, selector: Selector | None = None, *, quiet: bool = False
    ) -> list[Provider] | None:
        groups = self.dataset.groups.values()
        for group in groups:
            if fold(name) in (fold(group.id), fold(group.name)):
                return [self.dataset.providers[i] for i in group.providers]
        if not quiet and selector:
            self._unknown("group", name, [g.id for g in groups], *selector.at("group"))
        return None

    def _one_of(self, noun: str, word: str, allowed: list[str], s: Selector) -> str | None:
        for value in allowed:
            if fold(value) == fold(word):
                return value
        self._unknown(noun, word, allowed, *s.at(noun))
        return None

    def _unknown(
        self, noun: str, word: str, known: list[str], place: Place | None, where: str
    ) -> None:
        likeness = {value: _likeness(fold(word), fold(value)) for value in known}
        what = f"unknown {noun} {word!r}"
        near = _suggested(_foremost(likeness)) or "choose one that is allowed"
        self._fault(what, near, known, place, where)

    def _fault(
        self,
        what: str,
        remedy: str,
        allowed: Iterable[str],
        place: Place | None,
        where: str,
    ) -> None:
        self.faults.append(
            Fault(what=what, remedy=remedy, allowed=tuple(allowed), place=place, where=where)
        )


def _likeness(word: str, name: str) -> float:
    """How alike two folded names are, from 0 to 1; all words of the one in the other is much."""
    if word and set(word.split()) <= set(name.split()):
        return 0.9
    return SequenceMatcher(None, word, name).ratio()


def _foremost(likeness: Mapping[str, float]) -> list[str]:
    """At most three that are alike enough, best first, none much worse than the best."""
    ranked = sorted(likeness, key=lambda name: -likeness[name])
    least = max(0.6, likeness[ranked[0]] - 0.1) if ranked else 1
    return [name for name in ranked[:3] if likeness[name] >= least]


def _suggested(near: Sequence[str]) -> str:
    return f"did you mean {' or '.join(repr(n) for n in near)}?" if near else ""
