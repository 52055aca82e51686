"""What changed for readers between two builds, from their manifests alone."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from briefings.build.manifest import Manifest
from briefings.changes import Changes, How
from briefings.differences import differences

__all__ = ["Compared", "differences_of_manifests"]


@frozen
class Compared:
    """One briefing: new, gone, or changed, and then in what."""

    name: str
    how: How
    changes: Changes = field(factory=Changes)

    def as_json(self) -> dict[str, object]:
        """For programs."""
        told = [change.as_json() for change in self.changes]
        return {"briefing": self.name, "change": self.how.value, "changes": told}


def differences_of_manifests(old: Manifest, new: Manifest) -> Iterator[Compared]:
    """Every briefing that is not for readers what it was, in the order of names."""
    for name in sorted(old.entries.keys() | new.entries.keys()):
        if name not in old.entries:
            yield Compared(name, How.NEW)
        elif name not in new.entries:
            yield Compared(name, How.GONE)
        elif found := differences(old.provenance(name), new.provenance(name)):
            yield Compared(name, How.CHANGED, found)
