"""What a manifest records of one briefing: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

__all__ = ["BuiltFile", "Entry", "built_files"]


@frozen
class BuiltFile:
    """A file as it was written, by its path within the output folder."""

    path: str
    sha256: str
    size: int


@frozen
class Entry:
    """One briefing as it was built last; its facts and its spec stand in the tables.

    ``recipe`` says which file asked for it, what that was given, and with which data.

    ``inputs`` holds digests: of the ``spec``, the ``words`` a pack gave, the ``data``, the
    ``theme`` and the ``program``.  ``reads`` holds those of other files, by path.
    """

    recipe: Mapping[str, Any]
    inputs: Mapping[str, str]
    reads: Mapping[str, str]
    document: str  # a digest of all it says
    title: str
    subject: str  # the id of the provider that it is about
    about: str  # its name
    as_at: str
    facts: tuple[str, ...]
    standings: tuple[str, ...]
    sources: tuple[tuple[str, int], ...]  # ids and numbers
    passages: tuple[tuple[str, str], ...]  # headings and digests of the words below
    why: tuple[str, ...]
    files: Mapping[str, BuiltFile]  # by format
    key_points: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON."""
        kept = {name: getattr(self, name) for name in _NAMES}
        files = {f: {"path": b.path, "sha256": b.sha256, "size": b.size}
                 for f, b in self.files.items()}  # fmt: skip
        return {**kept, "files": files}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Entry:
        """What :meth:`as_json` gave."""
        pairs = {name: tuple(tuple(p) for p in kept[name]) for name in ("sources", "passages")}
        lists = {name: tuple(kept[name]) for name in ("facts", "standings", "why")}
        return cls(**{**kept, **pairs, **lists, "files": built_files(kept)})


def built_files(kept: Mapping[str, Any]) -> dict[str, BuiltFile]:
    """The files that a briefing's or a product's record tells of, by format."""
    return {format_: BuiltFile(**built) for format_, built in kept["files"].items()}


_NAMES = ("recipe", "inputs", "reads", "document", "title", "subject", "about", "as_at", "facts",
          "standings", "sources", "passages", "why", "files", "key_points")  # fmt: skip
