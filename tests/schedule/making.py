"""Schedules and ledgers for tests; every time is given, none is read from a clock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from attrs import define, field

from briefings import ledger
from briefings.recurrence import Occurrence, Schedule
from briefings.recurrence.cron import cron
from briefings.schedule import Journal, Result, Scheduled, run_due

LONDON = "Europe/London"


def at(text: str) -> datetime:
    """``2026-03-29 01:00`` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def pack(expression: str, name: str = "monthly", **more: object) -> Scheduled[str]:
    zone = ZoneInfo(str(more.pop("zone", LONDON)))
    return Scheduled(name, Schedule(zone, cron(expression), **more), name)  # type: ignore[arg-type]


@contextmanager
def journal(folder: Path, host: str = "here") -> Iterator[Journal]:
    with closing(ledger.connect(folder)) as connection:
        yield Journal(connection, folder, host, os.getpid())


@define
class Ran:
    """Runs nothing, but keeps what it was asked to run."""

    result: Result = field(factory=lambda: Result("3 built"))
    keys: list[str] = field(factory=list)

    def __call__(self, pack: str, occurrence: Occurrence) -> Result:
        self.keys.append(occurrence.key)
        return self.result


def states(of: Journal, name: str = "monthly") -> dict[str, str]:
    return {entry.occurrence.key: entry.state for entry in of.entries(name)}


def events(of: Journal, name: str = "monthly") -> list[tuple[str, str]]:
    return [(event.event, event.local) for event in of.events(name, 1000)]


def look(of: Journal, one: Scheduled[str], when: str, ran: Ran, **more: bool) -> list[str]:
    """One look; gives what it did as ``state key``."""
    outcomes = run_due([one], at(when), of, ran, **more)  # type: ignore[arg-type]
    return [f"{o.state} {o.occurrence.key if o.occurrence else '-'}" for o in outcomes]
