"""What the ledger remembers of earlier mails, for those that are planned now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from briefings.ledger import transaction
from briefings.mail.planned import Seen, Skipped
from briefings.mail.putting import OPEN, REACHED, stamp

__all__ = ["seen", "skip", "states", "untried"]


def seen(connection: sqlite3.Connection, pack: str) -> dict[tuple[str, str, str], Seen]:
    """What was last sent of each briefing, by route, recipient and briefing.

    What may have arrived counts: it is not said again without a person's word.
    """
    query = (
        "SELECT route, recipient, briefing, facts, ratings FROM mail_message"
        " JOIN mail_enclosure ON message = id"
        f" WHERE pack = ? AND rehearsal = 0 AND {REACHED} ORDER BY id"
    )
    return {
        (row["route"], row["recipient"], row["briefing"]): Seen(row["facts"], row["ratings"])
        for row in connection.execute(query, (pack,))
    }


def untried(connection: sqlite3.Connection, pack: str, routes: Iterable[str]) -> list[str]:
    """Those of ``routes`` whose first mails nobody has let go yet; rehearsals do not count."""
    query = "SELECT DISTINCT route FROM mail_message WHERE pack = ? AND rehearsal = 0"
    tried = {row["route"] for row in connection.execute(query, (pack,))}
    return [route for route in dict.fromkeys(routes) if route not in tried]


def states(connection: sqlite3.Connection, ids: Iterable[int]) -> list[str]:
    """The states of messages; ``waiting`` is one that is tried again by itself."""
    query = "SELECT state, due FROM mail_message WHERE id = ?"
    found = [connection.execute(query, (id,)).fetchone() for id in ids]
    return ["waiting" if row["state"] in OPEN and row["due"] else row["state"] for row in found]


def skip(
    connection: sqlite3.Connection,
    pack: str,
    occurrence: str,
    skipped: Iterable[Skipped],
    now: datetime,
) -> None:
    """Record who is sent nothing for an occurrence, and why.

    Whoever has a mail of the occurrence is not said to have none of it.
    """
    query = """SELECT DISTINCT route, recipient FROM mail_message
               WHERE pack = ? AND occurrence = ? AND rehearsal = 0"""
    forget = """DELETE FROM mail_skip
                WHERE pack = ? AND occurrence = ? AND route = ? AND recipient = ?"""
    with transaction(connection):
        found = connection.execute(query, (pack, occurrence)).fetchall()
        there = {(row["route"], row["recipient"]) for row in found}
        connection.executemany(forget, [(pack, occurrence, *slot) for slot in there])
        rows = [
            (pack, occurrence, s.route, s.recipient, s.reason, s.fault is not None, stamp(now))
            for s in skipped
            if s.fault or (s.route, s.recipient) not in there
        ]
        connection.executemany(
            "INSERT OR REPLACE INTO mail_skip VALUES (?, ?, ?, ?, ?, ?, ?)", rows
        )
