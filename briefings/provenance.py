"""Provenance: each fact that a briefing shows, and the record, file and source it came from.

While a briefing is composed, a :class:`Ledger` notes every fact that is asked for.  What is
noted becomes a :class:`Provenance`, which goes into each file that is built as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeAlias

from attrs import define, field, fields, frozen

__all__ = [
    "NAMESPACE",
    "Evidence",
    "Ledger",
    "Passage",
    "Provenance",
    "SourceRecord",
    "StandingRecord",
    "Steps",
]

NAMESPACE = "urn:briefings:provenance:1#"
"""Names the XML part of Word files and the property of PDF files that hold the JSON."""

_VERSION = 2  # 1 told the line of each fact, which an unrelated fact above it moves

Steps: TypeAlias = "tuple[str, ...]"


@frozen
class Evidence:
    """A fact as shown.  ``file`` is relative to the data folder; ``sources`` are ids.

    ``path`` leads to the record inside its file by ids and keys, so that it stays the same
    whatever is added above (``inspections[essex-2018].standards.4.1``).
    """

    provider: str  # an id, as are inspection and metric
    name: str
    metric: str
    label: str
    value: str
    basis: str
    sources: tuple[str, ...]
    inspection: str = ""
    period: str = ""
    file: str = ""
    path: str = ""
    since: str = ""  # shown as what was so at this date (ISO), or in this earlier file
    whole: str = ""  # a digest of the text, where ``value`` is only its opening
    shown: tuple[str, ...] = ()  # the headings under which it was asked for
    at: Steps = field(default=(), repr=False)  # below its inspection, until its path is known


@frozen
class SourceRecord:
    """A source as the briefing's list gives it; ``number`` is 0 where it is not in the list."""

    id: str
    number: int
    words: str
    url: str = ""


@frozen
class StandingRecord:
    """Which inspection of a provider counts in the briefing, and when that was, in words."""

    provider: str
    name: str
    inspection: str = ""
    when: str = ""


@frozen
class Passage:
    """The words under a heading, as a digest: enough to tell that they are not the same."""

    heading: str
    digest: str


@frozen
class Provenance:
    """All that a briefing shows, and the sources of it; ``as_at`` is an ISO date."""

    facts: tuple[Evidence, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    standings: tuple[StandingRecord, ...] = ()
    passages: tuple[Passage, ...] = ()
    as_at: str = ""

    def __bool__(self) -> bool:
        return bool(self.facts)

    def dumps(self) -> str:
        """As JSON in ASCII; what is empty is left out, and where its file has it."""
        return self._json

    @cached_property
    def _json(self) -> str:  # once, though three writers ask
        kept = {
            "version": _VERSION,
            "as_at": self.as_at,
            "sources": [_filled(source) for source in self.sources],
            "facts": [_filled(fact) for fact in self.facts],
            "standings": [_filled(standing) for standing in self.standings],
            "passages": [[passage.heading, passage.digest] for passage in self.passages],
        }
        return json.dumps(kept, separators=(",", ":"))

    @classmethod
    def loads(cls, text: str) -> Provenance:
        """What :meth:`dumps` wrote.  Raises ValueError for anything else."""
        try:
            kept = json.loads(text)
            if kept["version"] not in (1, _VERSION):
                raise ValueError(f"version {kept['version']!r} is not known")
            facts = tuple(Evidence(**_tupled(fact)) for fact in kept["facts"])
            return cls(
                facts,
                tuple(SourceRecord(**source) for source in kept["sources"]),
                tuple(StandingRecord(**standing) for standing in kept.get("standings", ())),
                tuple(Passage(*passage) for passage in kept.get("passages", ())),
                kept.get("as_at", ""),
            )
        except (KeyError, TypeError, AttributeError) as wrong:
            raise ValueError(f"this is no provenance: {wrong}") from None


def _filled(value: Evidence | SourceRecord | StandingRecord) -> dict[str, Any]:
    names, parts = _KEPT[type(value)]
    kept = zip(names, parts(value), strict=True)
    return {name: part for name, part in kept if part or name == "number"}


def _parts(kind: type[Any]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of what is kept of a record, and what takes all of it at once."""
    names = tuple(a.name for a in fields(kind) if a.name != "at")
    return names, attrgetter(*names)


_KEPT = {kind: _parts(kind) for kind in (Evidence, SourceRecord, StandingRecord)}


def _tupled(fact: dict[str, Any]) -> dict[str, Any]:
    lists = {name: tuple(fact.get(name, ())) for name in ("sources", "shown")}
    named = {name: part for name, part in fact.items() if name != "line"}  # of version 1
    return {"value": "", "basis": "", **named, **lists}


@define
class Ledger:
    """Facts in the order in which a briefing first asked for them, each once."""

    section: str = ""  # the one that is being written
    _noted: dict[Evidence, dict[str, None]] = field(factory=dict)

    def note(self, fact: Evidence) -> None:
        """Write down that the section being written asks for ``fact``."""
        self._noted.setdefault(fact, {})[self.section] = None

    def noted(self) -> Mapping[Evidence, Iterable[str]]:
        """What was noted, each with the names of its sections."""
        return self._noted
