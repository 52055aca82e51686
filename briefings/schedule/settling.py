"""Settling what is due: each occurrence since the last look is entered to run, or skipped.

This is decided in one transaction with the mark up to which all is settled, so that two
processes never decide about the same occurrence, and a process that dies decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from attrs import frozen

from briefings.ledger import is_present
from briefings.recurrence import Occurrence, Schedule, occurrences
from briefings.schedule.journal import Entry, Journal

__all__ = ["ATTEMPTS", "ON_TIME", "Scheduled", "Settled", "recover", "settle"]

ATTEMPTS = 3  # at an occurrence whose process dies each time
ON_TIME = timedelta(hours=1)  # how late `catch_up: none` still runs
_ADRIFT = timedelta(hours=1)  # a clock so far behind the ledger is told

P = TypeVar("P")


@frozen
class Scheduled(Generic[P]):
    """A pack under its name, and when it is due; ``pack`` is the caller's own affair."""

    name: str
    schedule: Schedule
    pack: P


@frozen
class Settled:
    """What one look settled of a pack."""

    state: str = ""  # introduced or waiting, if nothing was looked for
    note: str = ""  # and why
    wrong: bool = False  # and that somebody should see to it
    skipped: tuple[tuple[Occurrence, str], ...] = ()


def settle(one: Scheduled[P], now: datetime, journal: Journal, *, retry: bool = False) -> Settled:
    """Enter all that became due until ``now``.  Runs inside a transaction."""
    since = journal.since(one.name)
    if since is None:
        note = "first seen: what was due before now is not run"
        journal.introduce(one.name, now)
        journal.note(one.name, "introduced", note, now)
        return Settled("introduced", note)
    recover(one.name, now, journal)
    if retry:
        _retry(one.name, now, journal)
    if now < since:
        return _behind(one.name, since, now, journal)
    found = list(occurrences(one.schedule, since, now))
    skipped = _enter(one, found, now, journal)
    if not found:
        journal.look(one.name, "nothing was due", now)
    journal.settled(one.name, now)
    return Settled(skipped=tuple(skipped))


def _behind(name: str, since: datetime, now: datetime, journal: Journal) -> Settled:
    """Clocks that went back: what is due by then has been settled already."""
    note = f"the clock is behind the last look, which was at {since:%Y-%m-%d %H:%M:%S} UTC"
    journal.look(name, note, now)
    wrong = since - now > _ADRIFT
    remedy = "; set it right or, if it was wrong then, give --from-now once" if wrong else ""
    return Settled("waiting", note + remedy, wrong)


def _enter(
    one: Scheduled[P], found: Sequence[Occurrence], now: datetime, journal: Journal
) -> list[tuple[Occurrence, str]]:
    """Enter occurrences as due or skipped; gives those that are skipped, with reasons."""
    skipped = []
    if found and one.schedule.catch_up == "latest":
        skipped += _superseded(one.name, found[-1], now, journal)
    for occurrence in found:
        reason = _why_not(one.schedule, occurrence, found[-1], now)
        state = "skipped" if reason else "due"
        if journal.add(one.name, occurrence, state, reason):
            journal.note(one.name, state, reason, now, occurrence.key)
            skipped += [(occurrence, reason)] if reason else []
    return skipped


def _why_not(schedule: Schedule, one: Occurrence, last: Occurrence, now: datetime) -> str:
    """Why an occurrence that is due is not run; nothing if it is."""
    match schedule.catch_up:
        case "latest" if one is not last:
            return f"missed, and {last.key} is due, too (catch_up: latest)"
        case "none" if now - one.at > ON_TIME:
            minutes = int((now - one.at).total_seconds() // 60)
            return f"missed by {minutes // 60} h {minutes % 60:02} min (catch_up: none)"
    return ""


def _superseded(
    name: str, last: Occurrence, now: datetime, journal: Journal
) -> list[tuple[Occurrence, str]]:
    """Occurrences that were entered earlier and not run yet give way to the latest."""
    reason = f"not run before {last.key} was due, too (catch_up: latest)"
    waiting = journal.entries(name, "due")
    for entry in waiting:
        journal.move(entry, "skipped", reason)
        journal.note(name, "skipped", reason, now, entry.occurrence.key)
    return [(entry.occurrence, reason) for entry in waiting]


def recover(name: str, now: datetime, journal: Journal) -> Entry | None:
    """Let go of claims whose process has died; gives one that a living process holds."""
    living = None
    for entry in journal.entries(name, "running"):
        if is_present(journal.folder, entry.presence):
            living = entry
            continue
        what = f"process {entry.pid} on {entry.host} died while it ran"
        journal.note(name, "interrupted", what, now, entry.occurrence.key)
        if entry.attempts < ATTEMPTS:
            journal.move(entry, "due", f"to run again: {what}")
        else:
            reason = f"{what}, as {ATTEMPTS - 1} others did before it"
            journal.move(entry, "failed", reason)
            journal.note(name, "failed", reason, now, entry.occurrence.key)
    return living


def _retry(name: str, now: datetime, journal: Journal) -> None:
    """What failed is due again, if nothing of the pack has come after it."""
    entry = journal.latest(name)
    if entry is None or entry.state != "failed":
        return
    journal.move(entry, "due", "to be tried again, as asked")
    journal.forgive(entry)
    journal.note(name, "retried", f"failed before: {entry.reason}", now, entry.occurrence.key)
