"""What became of one target."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from attrs import field, frozen

from briefings.errors import Fault

__all__ = ["Outcome", "State"]

State = Literal["built", "to build", "up to date", "failed", "not reached", "orphan"]


@frozen
class Outcome:
    """What became of one target, or of a spec that yields none (``path`` is the spec's).

    ``seconds`` is the time that its briefing took in all its formats.
    """

    name: str
    path: Path
    format: str = ""
    size: int = 0
    faults: tuple[Fault, ...] = field(default=(), repr=False)
    bug: bool = False  # it failed through a fault of ours
    state: State = "built"
    why: tuple[str, ...] = ()
    seconds: float = 0.0
    sha256: str = ""

    @property
    def built(self) -> bool:
        """Whether it was written in this run."""
        return self.state == "built"

    @property
    def failed(self) -> bool:
        return self.state == "failed"
