"""The part of the ledger that schedules keep: the occurrences of packs, and every event.

``schedule_occurrences`` says how things stand: one row an occurrence, keyed by pack and local
time, so that none can be there twice.  ``schedule_events`` says how it came to that; rows are
only added, except that looks in a row which found the same share one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from attrs import frozen

from briefings import ledger
from briefings.recurrence import Occurrence

__all__ = ["Entry", "Event", "Journal", "instant", "stamp"]

_TABLES = (
    """CREATE TABLE IF NOT EXISTS schedule_packs (
        pack TEXT PRIMARY KEY,
        introduced TEXT NOT NULL,
        since TEXT NOT NULL  -- all that was due until then is in schedule_occurrences
    )""",
    """CREATE TABLE IF NOT EXISTS schedule_occurrences (
        pack TEXT NOT NULL REFERENCES schedule_packs,
        local TEXT NOT NULL,
        at TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('due', 'running', 'done', 'failed', 'skipped')),
        reason TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        presence TEXT NOT NULL DEFAULT '',
        host TEXT NOT NULL DEFAULT '',
        pid INTEGER,
        started TEXT,
        ended TEXT,
        PRIMARY KEY (pack, local)
    )""",
    """CREATE TABLE IF NOT EXISTS schedule_events (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        last TEXT NOT NULL,
        count INTEGER NOT NULL DEFAULT 1,
        pack TEXT NOT NULL,
        local TEXT NOT NULL,  -- '' if it is about no one occurrence
        event TEXT NOT NULL,
        reason TEXT NOT NULL,
        host TEXT NOT NULL,
        pid INTEGER NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS schedule_events_pack ON schedule_events (pack, id)",
)


@frozen
class Entry:
    """How it stands with one occurrence."""

    pack: str
    occurrence: Occurrence
    state: str  # due, running, done, failed or skipped
    reason: str
    attempts: int
    presence: str
    host: str
    pid: int | None
    started: datetime | None
    ended: datetime | None


@frozen
class Event:
    """One thing that happened, or a row of looks that all found the same."""

    at: datetime
    last: datetime
    count: int
    pack: str
    local: str
    event: str  # look, introduced, due, skipped, started, done, failed, interrupted, retried
    reason: str
    host: str
    pid: int


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


class Journal:
    """The runs of packs in one ledger, for the process ``pid`` on ``host``."""

    def __init__(
        self, connection: sqlite3.Connection, folder: Path, host: str = "", pid: int = 0
    ) -> None:
        self.connection = connection
        self.folder = folder
        self.host = host
        self.pid = pid
        ledger.ensure(connection, _TABLES)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is read and written inside, no other process changes meanwhile."""
        with ledger.transaction(self.connection):
            yield

    # ------------------------------------------------------------------------- packs

    def since(self, pack: str) -> datetime | None:
        """Until when everything is settled; ``None`` for a pack that was never seen."""
        query = "SELECT since FROM schedule_packs WHERE pack = ?"
        row = self.connection.execute(query, (pack,)).fetchone()
        return instant(row["since"]) if row else None

    def introduce(self, pack: str, now: datetime) -> None:
        """From here on what is due is run."""
        query = "INSERT INTO schedule_packs VALUES (?, ?, ?)"
        self.connection.execute(query, (pack, stamp(now), stamp(now)))

    def settled(self, pack: str, now: datetime) -> None:
        query = "UPDATE schedule_packs SET since = ? WHERE pack = ?"
        self.connection.execute(query, (stamp(now), pack))

    def begin_anew(self, pack: str, now: datetime) -> None:
        """Settle that nothing is due until ``now``, whatever a wrong clock has settled.

        What was run stays run; what was skipped of the times to come is due once more.
        """
        with self.transaction():
            if self.since(pack) is None:
                return
            self.settled(pack, now)
            reason = "passed over, as asked"
            for entry in self.entries(pack, "due"):
                self.move(entry, "skipped", reason)
                self.note(pack, "skipped", reason, now, entry.occurrence.key)
            query = """DELETE FROM schedule_occurrences
                       WHERE pack = ? AND state = 'skipped' AND at > ?"""
            self.connection.execute(query, (pack, stamp(now)))
            self.note(pack, "begun anew", "what was due before now is not run, as asked", now)

    # ------------------------------------------------------------------- occurrences

    def entries(self, pack: str, *states: str) -> list[Entry]:
        """The occurrences of a pack in any of some states (or in all), in order."""
        marks = ", ".join("?" * len(states))
        condition = f"AND state IN ({marks})" if states else ""
        query = f"SELECT * FROM schedule_occurrences WHERE pack = ? {condition} ORDER BY local"
        return [_entry(row) for row in self.connection.execute(query, (pack, *states)).fetchall()]

    def latest(self, pack: str) -> Entry | None:
        """The last occurrence that was run, or is running."""
        query = """SELECT * FROM schedule_occurrences WHERE pack = ? AND started IS NOT NULL
                   ORDER BY local DESC LIMIT 1"""
        row = self.connection.execute(query, (pack,)).fetchone()
        return _entry(row) if row else None

    def add(self, pack: str, found: Occurrence, state: str, reason: str) -> bool:
        """Enter an occurrence; whether it is new."""
        query = """INSERT INTO schedule_occurrences (pack, local, at, state, reason)
                   VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
        values = (pack, found.key, stamp(found.at), state, reason)
        return self.connection.execute(query, values).rowcount == 1

    def move(self, entry: Entry, state: str, reason: str) -> None:
        """Give an occurrence another state."""
        query = "UPDATE schedule_occurrences SET state = ?, reason = ? WHERE pack = ? AND local = ?"
        self.connection.execute(query, (state, reason, entry.pack, entry.occurrence.key))

    def claim(self, entry: Entry, presence: str, now: datetime) -> None:
        """Mark that this process runs an occurrence."""
        query = """UPDATE schedule_occurrences
                   SET state = 'running', attempts = attempts + 1, presence = ?, host = ?, pid = ?,
                       started = ?, ended = NULL
                   WHERE pack = ? AND local = ?"""
        key = (entry.pack, entry.occurrence.key)
        self.connection.execute(query, (presence, self.host, self.pid, stamp(now), *key))

    def finish(self, entry: Entry, presence: str, state: str, reason: str, now: datetime) -> bool:
        """Enter how a run ended; whether it was still this process's own."""
        query = """UPDATE schedule_occurrences SET state = ?, reason = ?, ended = ?
                   WHERE pack = ? AND local = ? AND state = 'running' AND presence = ?"""
        key = (entry.pack, entry.occurrence.key, presence)
        return self.connection.execute(query, (state, reason, stamp(now), *key)).rowcount == 1

    def forgive(self, entry: Entry) -> None:
        """Count the attempts at an occurrence from the start again."""
        query = "UPDATE schedule_occurrences SET attempts = 0 WHERE pack = ? AND local = ?"
        self.connection.execute(query, (entry.pack, entry.occurrence.key))

    # ------------------------------------------------------------------------ events

    def note(self, pack: str, event: str, reason: str, now: datetime, local: str = "") -> None:
        """Add an event."""
        query = """INSERT INTO schedule_events (at, last, pack, local, event, reason, host, pid)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
        at = stamp(now)
        values = (at, at, pack, local, event, reason, self.host, self.pid)
        self.connection.execute(query, values)

    def look(self, pack: str, reason: str, now: datetime) -> None:
        """Add that someone looked; looks in a row that found the same are one event."""
        query = "SELECT * FROM schedule_events WHERE pack = ? ORDER BY id DESC LIMIT 1"
        last = self.connection.execute(query, (pack,)).fetchone()
        same = last and (last["event"], last["reason"], last["host"]) == ("look", reason, self.host)
        if not same:
            self.note(pack, "look", reason, now)
            return
        query = "UPDATE schedule_events SET count = count + 1, last = ?, pid = ? WHERE id = ?"
        self.connection.execute(query, (stamp(now), self.pid, last["id"]))

    def events(self, pack: str, count: int) -> list[Event]:
        """The last ``count`` events of a pack, the oldest first."""
        query = """SELECT at, last, count, pack, local, event, reason, host, pid
                   FROM schedule_events WHERE pack = ? ORDER BY id DESC LIMIT ?"""
        rows = self.connection.execute(query, (pack, count)).fetchall()
        return [Event(instant(r["at"]), instant(r["last"]), *tuple(r)[2:]) for r in reversed(rows)]


def _entry(row: sqlite3.Row) -> Entry:
    found = Occurrence(datetime.fromisoformat(row["local"]), instant(row["at"]))
    return Entry(
        row["pack"],
        found,
        row["state"],
        row["reason"],
        row["attempts"],
        row["presence"],
        row["host"],
        row["pid"],
        instant(row["started"]) if row["started"] else None,
        instant(row["ended"]) if row["ended"] else None,
    )
