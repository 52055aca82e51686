"""Places in a league table: joint where values tie, and none without an exact value."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from briefings import wording
from briefings.language import say
from briefings.metrics import INCOMPLETE, Metric
from briefings.records import Polarity
from briefings.standing import Standing
from briefings.values import Value

__all__ = ["Entry", "Place", "entries", "places", "unplaced"]


@frozen
class Entry:
    """A provider with its value of each metric that decides, in their order."""

    standing: Standing
    values: tuple[Value, ...]

    def number(self, depth: int) -> float | None:
        """What orders it, or ``None`` where the value is missing or only approximate."""
        value = self.values[depth]
        return None if value.absent or value.approximate else value.number


@frozen
class Place:
    """``3`` or, where several share it, ``3=``."""

    number: int
    joint: bool

    def __str__(self) -> str:
        return f"{self.number}=" if self.joint else str(self.number)


def entries(standings: Sequence[Standing], by: Sequence[Metric]) -> list[Entry]:
    return [Entry(s, tuple(m.value(s) for m in by)) for s in standings]


def places(entered: Sequence[Entry], by: Sequence[Metric]) -> list[tuple[Place, Entry]]:
    """Those with an exact value of the first metric, best first; by name where they tie."""
    ties = _ties([e for e in entered if e.number(0) is not None], by, 0)
    found: list[tuple[Place, Entry]] = []
    for tie in ties:
        place = Place(len(found) + 1, len(tie) > 1)
        found += [(place, e) for e in sorted(tie, key=lambda e: e.standing.name)]
    return found


def _ties(entered: list[Entry], by: Sequence[Metric], depth: int) -> list[list[Entry]]:
    """Groups that share a place; one is broken only where all in it have the next value."""
    if not entered:
        return []
    if depth == len(by) or any(e.number(depth) is None for e in entered):
        return [entered]
    groups: dict[float, list[Entry]] = {}
    for entry in entered:
        groups.setdefault(entry.number(depth) or 0.0, []).append(entry)
    downward = by[depth].polarity is not Polarity.LOWER
    ordered = sorted(groups, reverse=downward)
    return [tie for number in ordered for tie in _ties(groups[number], by, depth + 1)]


def unplaced(entry: Entry, depth: int = 0) -> str:
    """Why a value orders nothing: it is missing, partly known, or only approximate."""
    value, standing = entry.values[depth], entry.standing
    if value.absent == INCOMPLETE and standing.inspection and standing.framework:
        known, whole = len(standing.inspection.standards), len(standing.framework.standards)
        words = (
            "{count} of {whole} ratings published" if known else "none of {whole} ratings published"
        )
        return say(words, count=known, whole=whole)
    if value.approximate:
        return say("known only approximately: {value}", value=value.text)
    return say(value.absent or wording.NOT_COMPARABLE) + ("" if value.absent else f": {value.text}")
