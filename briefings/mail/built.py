"""What a pack's build hands to the mail: one value for each file that is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

__all__ = ["Built"]


@frozen
class Built:
    """A file that was built, with what was new in it and what decides who may get it.

    ``changed``, ``ratings_changed`` and ``reasons`` compare it with the build before.  What a
    recipient has seen may be older than that, so the ledger compares the digests with what was
    last sent to each; an empty digest leaves it to these.
    """

    briefing: str
    title: str
    format: str
    path: Path
    sha256: str
    size: int
    provider: str = ""  # the subject's id, where there is one
    variables: Mapping[str, str] = field(factory=dict)  # of the row that it was built for
    changed: bool = True
    ratings_changed: bool = False
    reasons: tuple[str, ...] = ()
    key_points: str = ""  # Markdown
    facts_digest: str = ""
    ratings_digest: str = ""
