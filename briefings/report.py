"""What a run did, for whoever was not there: each target, why, and how long it took.

The report is told in JSON here, and as a page in :mod:`briefings.reportpage`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from attrs import field, frozen

from briefings.build import Outcome
from briefings.errors import Fault

__all__ = ["Line", "Report", "as_json", "counts", "heading", "instant", "lines", "row"]

VERSION = 1  # of the shape of the JSON

_STATES = ("failed", "not reached", "built", "up to date")  # what matters most comes first


@frozen
class Report:
    """One run.  ``stopped_by`` is the signal that ended it; ``faults`` are not of one target."""

    outcomes: tuple[Outcome, ...]
    started: datetime
    ended: datetime
    exit_code: int = 0
    stopped_by: str = ""
    faults: tuple[Fault, ...] = ()
    options: Mapping[str, Any] = field(factory=dict)  # what the command was given
    versions: Mapping[str, str] = field(factory=dict)

    @property
    def seconds(self) -> float:
        return (self.ended - self.started).total_seconds()


def as_json(report: Report) -> bytes:
    """The whole report as a JSON file."""
    told = {
        "version": VERSION,
        "started": instant(report.started),
        "ended": instant(report.ended),
        **heading(report),
        "options": dict(report.options),
        "versions": dict(report.versions),
        "targets": [row(outcome) for outcome in report.outcomes],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def heading(report: Report) -> dict[str, Any]:
    """How the run as a whole went, for programs."""
    return {
        "seconds": round(report.seconds, 3),
        "exit_code": report.exit_code,
        "stopped_by": report.stopped_by or None,
        "counts": counts(report.outcomes),
        "faults": [fault.as_json() for fault in report.faults],
    }


def row(outcome: Outcome) -> dict[str, Any]:
    """One target for programs."""
    return {
        "briefing": outcome.name,
        "path": str(outcome.path),
        "format": outcome.format or None,
        "state": outcome.state,
        "why": list(outcome.why),
        "bytes": outcome.size or None,
        "sha256": outcome.sha256 or None,
        "seconds": round(outcome.seconds, 3),
        "faults": [fault.as_json() for fault in outcome.faults],
    }


def counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many targets came to what; a state that none came to is left out."""
    found: Counter[str] = Counter(outcome.state for outcome in outcomes)
    return {state: found[state] for state in _STATES if found[state]}


def instant(at: datetime) -> str:
    """A moment as programs read it: ``2026-11-21T09:30:05.250Z``."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# --------------------------------------------------------------------------------- lines


@frozen
class Line:
    """The targets of one briefing that came to the same, for a table that people read.

    A briefing's formats are made together, so that its time is theirs together.
    """

    outcomes: tuple[Outcome, ...]
    whole: bool = True  # all of its briefing stands in this line

    @property
    def first(self) -> Outcome:
        return self.outcomes[0]

    @property
    def name(self) -> str:
        """The briefing; with the formats where others of it came to something else."""
        formats = ", ".join(o.format for o in self.outcomes if o.format)
        return self.first.name if self.whole or not formats else f"{self.first.name} ({formats})"

    @property
    def why(self) -> tuple[str, ...]:
        """Reasons, or what is wrong."""
        return tuple(f.headline() for f in self.first.faults) or self.first.why

    @property
    def size(self) -> int:
        return sum(o.size for o in self.outcomes)


def lines(outcomes: Iterable[Outcome]) -> list[Line]:
    """One line for what one briefing came to, in the order of the run."""
    found: dict[object, list[Outcome]] = {}
    for o in outcomes:
        found.setdefault((o.name, o.state, o.why, o.faults), []).append(o)
    times = Counter(same[0].name for same in found.values())
    return [Line(tuple(same), times[same[0].name] == 1) for same in found.values()]
