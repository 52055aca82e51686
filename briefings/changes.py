"""What changed for the reader between two states of a briefing, in words."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from attrs import field, frozen

from briefings.provenance import Evidence

__all__ = ["Change", "Changes", "How", "Kind", "LookBack"]


class Kind(StrEnum):
    """What has changed, in the order in which it is told."""

    PROVIDER = "provider"
    INSPECTION = "inspection"
    RATING = "rating"
    FIGURE = "figure"
    DETAIL = "detail"  # an owner, a date
    RECOMMENDATION = "recommendation"
    FINDING = "finding"
    SOURCE = "source"
    WORDS = "words"


class How(StrEnum):
    """In what way."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    BASIS = "basis"  # the same value, known in another way
    CITED = "cited"  # the same value, from another source


@frozen
class Change:
    """One change.  ``provider`` is a name; ``old`` and ``new`` are words, empty where none were.

    ``sources`` are numbers in the list of the document that has the fact: the new one, or, of
    what has gone, the old one.  ``before`` and ``after`` are the facts themselves.
    """

    kind: Kind
    how: How
    label: str
    old: str = ""
    new: str = ""
    provider: str = ""
    sources: tuple[int, ...] = ()
    before: Evidence | None = field(default=None, repr=False)
    after: Evidence | None = field(default=None, repr=False)
    earlier: str = ""  # the inspection, where it is not the one that counts
    other: str = ""  # of what is new or gone: the inspection that counts where it is not given

    def words(self) -> str:
        """As a line: ``2.2 Planning of Merseyside CRC: Inadequate -> Good, source 14``."""
        template = _SPECIAL.get((self.kind, self.how)) or _WORDS[self.how]
        return template.format(of=self._of, old=self.old, new=self.new, value=self._value) + (
            self._cited
        )

    def as_json(self) -> dict[str, str | list[int]]:
        """For programs: what is not said is empty."""
        return {
            "kind": self.kind.value,
            "change": self.how.value,
            "provider": self.provider,
            "label": self.label,
            "old": self.old,
            "new": self.new,
            "sources": list(self.sources),
            "words": self.words(),
        }

    @property
    def _of(self) -> str:
        fact = self.after or self.before
        whose = f"{self.label} of {self.provider}" if self.provider and self.label else ""
        aside = f" (inspection {self.earlier})" if self.earlier else ""
        when = f", {fact.period}" if fact and fact.period else ""
        return (whose or self.label or self.provider) + aside + when

    @property
    def _value(self) -> str:
        return self.after.value if self.after else ""

    @property
    def _cited(self) -> str:
        numbers = [str(number) for number in self.sources]
        if not numbers or self.how is How.GONE:
            return ""
        words = f"source{'s' if len(numbers) > 1 else ''} {' and '.join(numbers)}"
        text = self.kind in (Kind.RECOMMENDATION, Kind.FINDING)  # it ends with a full stop
        return f" ({words})" if text else f", {words}"


_WORDS = {
    How.NEW: "{of}: now given: {new}",
    How.GONE: "{of}: no longer given (was {old})",
    How.CHANGED: "{of}: {old} -> {new}",
    How.BASIS: "{of}: {value}, now {new} (was {old})",
    How.CITED: "{of}: {value}, now from {new} (was {old})",
}
_SPECIAL = {
    (Kind.PROVIDER, How.NEW): "{of}: now in the briefing",
    (Kind.PROVIDER, How.GONE): "{of}: no longer in the briefing",
    (Kind.PROVIDER, How.CHANGED): "{old} is now called {new}",
    (Kind.INSPECTION, How.NEW): "{of}: now inspected ({new})",
    (Kind.INSPECTION, How.GONE): "{of}: no inspection counts any more (was {old})",
    (Kind.INSPECTION, How.CHANGED): "{of}: another inspection counts: {old} -> {new}",
    (Kind.RECOMMENDATION, How.NEW): "{of}: new: {new}",
    (Kind.RECOMMENDATION, How.GONE): "{of}: dropped: {old}",
    (Kind.RECOMMENDATION, How.CHANGED): "{of}: reworded: {old} -> {new}",
    (Kind.FINDING, How.NEW): "{of}: new: {new}",
    (Kind.FINDING, How.GONE): "{of}: dropped: {old}",
    (Kind.FINDING, How.CHANGED): "{of}: reworded: {old} -> {new}",
    (Kind.SOURCE, How.NEW): "{of}: new: {new}",
    (Kind.SOURCE, How.GONE): "{of}: no longer cited: {old}",
    (Kind.WORDS, How.NEW): "{of}: a new part",
    (Kind.WORDS, How.GONE): "{of}: no longer a part",
    (Kind.WORDS, How.CHANGED): "{of}: other words",
}


@frozen
class Changes:
    """All that changed: by kind, and within a kind in the order of the new document."""

    items: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def of(self, *kinds: Kind) -> tuple[Change, ...]:
        """Those of some kinds."""
        return tuple(change for change in self.items if change.kind in kinds)

    def ratings(self) -> tuple[Change, ...]:
        """Every rating that is new, gone or not the same: none where no rating changed."""
        told = (How.NEW, How.GONE, How.CHANGED)
        return tuple(change for change in self.of(Kind.RATING) if change.how in told)

    def words(self) -> list[str]:
        """A line for each."""
        return [change.words() for change in self.items]


@frozen
class LookBack:
    """The changes since a date, or since an earlier file of the same briefing.

    ``day`` is the ISO date as at which that was composed; empty where the file does not say.
    """

    changes: Changes = Changes()
    day: str = ""
    file: str = ""
