"""Putting mails into the outbox: each once, and none that newer words have replaced."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from attrs import frozen

from briefings.ledger import transaction
from briefings.mail.messages import packed
from briefings.mail.planned import Plan, PlannedMessage

__all__ = ["OPEN", "REACHED", "Put", "note", "overtake", "put", "stamp"]

OPEN = ("planned", "failed")
# What may have arrived with one it was for, or soon will have.  A mail to several that waits to
# be tried again for one of them has reached the others.
REACHED = """(mail_message.state = 'claimed' OR EXISTS (
    SELECT 1 FROM mail_delivery WHERE message = mail_message.id AND role = 'to'
    AND mail_delivery.state IN ('sent', 'uncertain')))"""
_REPLACED = "replaced by a newer mail"
_OVERTAKEN = "not sent any more: a newer occurrence, or another list, has no such mail"
_WITHDRAWN = (_REPLACED, _OVERTAKEN)


@frozen
class Put:
    """What came of putting a plan into the outbox."""

    new: tuple[int, ...]
    known: tuple[int, ...]  # were there already, by the same key
    kept: tuple[PlannedMessage, ...]  # not put: the occurrence's mail has gone out in other words


def stamp(when: datetime) -> str:
    """A moment as the ledger writes it; the texts sort as the moments do."""
    return when.astimezone(UTC).isoformat(timespec="seconds")


def note(connection: sqlite3.Connection, id: int, what: str, detail: str, now: datetime) -> None:
    """Keep an event of a message."""
    into = "INSERT INTO mail_event (message, at, what, detail) VALUES (?, ?, ?, ?)"
    connection.execute(into, (id, stamp(now), what, detail))


def put(connection: sqlite3.Connection, messages: Sequence[PlannedMessage], now: datetime) -> Put:
    """Record what is to be sent, in one transaction.

    The mail of an occurrence to a recipient is known by what it says.  If other words have gone
    out already, these are not put; if they have not, these take their place, as they take that
    of anything older that still waits for the same recipient.
    """
    new: list[int] = []
    known: list[int] = []
    kept: list[PlannedMessage] = []
    with transaction(connection):
        for group in _groups(messages):
            there = [_there(connection, message) for message in group]
            if all(row is not None and row["reply"] not in _WITHDRAWN for row in there):
                known += [row["id"] for row in there if row is not None]
            elif _gone(connection, group[0]):
                kept += group
            else:
                _withdraw(connection, group[0], now)
                new += [_enter(connection, message, now) for message in group]
    return Put(tuple(new), tuple(known), tuple(kept))


def _groups(messages: Sequence[PlannedMessage]) -> list[list[PlannedMessage]]:
    """The messages of one recipient together: the numbered parts of one mail."""
    found: dict[tuple[str, str, str, str], list[PlannedMessage]] = {}
    for m in messages:
        found.setdefault((m.pack, m.route, m.occurrence, m.recipient), []).append(m)
    return list(found.values())


def _there(connection: sqlite3.Connection, message: PlannedMessage) -> Any:
    query = "SELECT id, reply FROM mail_message WHERE key = ?"
    return connection.execute(query, (message.key,)).fetchone()


def _gone(connection: sqlite3.Connection, message: PlannedMessage) -> bool:
    """Whether any mail of this occurrence to this recipient may have arrived already."""
    query = (
        "SELECT 1 FROM mail_message WHERE pack = ? AND route = ? AND occurrence = ?"
        f" AND recipient = ? AND (state IN ('sent', 'uncertain') OR {REACHED})"
    )
    about = (message.pack, message.route, message.occurrence, message.recipient)
    return connection.execute(query, about).fetchone() is not None


def _withdraw(connection: sqlite3.Connection, message: PlannedMessage, now: datetime) -> None:
    """What was never sent is not sent any more once there is something newer to say."""
    query = (
        "SELECT id FROM mail_message WHERE pack = ? AND route = ? AND recipient = ?"
        f" AND rehearsal = ? AND state IN {OPEN} AND due IS NOT NULL"
    )
    about = (message.pack, message.route, message.recipient, message.rehearsal)
    for row in connection.execute(query, about).fetchall():
        _close(connection, row["id"], _REPLACED, now)


def overtake(
    connection: sqlite3.Connection, pack: str, occurrence: str, plan: Plan | None, now: datetime
) -> None:
    """Withdraw what waits of a pack and is not asked for by ``plan``, or by anything if it is None.

    So nobody gets last month's file late, and none who has been taken off a list gets any.
    """
    query = (
        f"SELECT id, route, occurrence, recipient, {REACHED} AS reached FROM mail_message"
        f" WHERE pack = ? AND rehearsal = 0 AND state IN {OPEN} AND due IS NOT NULL"
    )
    planned = {(m.route, m.recipient) for m in plan.messages} if plan else set()
    held = {(s.route, s.recipient) for s in plan.skipped if not s.fault} if plan else set()
    with transaction(connection):
        for row in connection.execute(query, (pack,)).fetchall():
            slot, same = (row["route"], row["recipient"]), row["occurrence"] == occurrence
            if same and (plan is None or slot in planned):
                continue  # :func:`put` knows whether it is the same mail
            if slot in held and row["reached"]:
                continue  # it says what is so now, and some have had it
            _close(connection, row["id"], _OVERTAKEN, now)


def _close(connection: sqlite3.Connection, id: int, why: str, now: datetime) -> None:
    change = "UPDATE mail_message SET state = 'failed', due = NULL, reply = ? WHERE id = ?"
    connection.execute(change, (why, id))
    closing = (
        "UPDATE mail_delivery SET state = 'failed', reply = ?, at = ?"
        f" WHERE message = ? AND state IN {OPEN}"
    )
    connection.execute(closing, (why, stamp(now), id))
    note(connection, id, "withdrawn", why, now)


def _enter(connection: sqlite3.Connection, message: PlannedMessage, now: datetime) -> int:
    """A new message, or one that had been withdrawn and says the right thing again."""
    row = _there(connection, message)
    if row is None:
        return _insert(connection, message, now)
    id, at = int(row["id"]), stamp(now)
    change = (
        "UPDATE mail_message SET state = 'planned', due = ?, attempts = 0, reply = '' WHERE id = ?"
    )
    connection.execute(change, (at, id))
    reopen = "UPDATE mail_delivery SET state = 'planned', reply = '', at = ? WHERE message = ?"
    connection.execute(reopen, (at, id))
    note(connection, id, "planned", "again", now)
    return id


def _insert(connection: sqlite3.Connection, m: PlannedMessage, now: datetime) -> int:
    at = stamp(now)
    values = {
        "key": m.key, "pack": m.pack, "route": m.route, "occurrence": m.occurrence,
        "recipient": m.recipient, "part": m.part, "parts": m.parts, "content": m.content,
        "subject": m.subject, "sender": m.sender.spec, "message_id": m.message_id,
        "international": m.international, "recipe": packed(m.recipe), "sha256": m.sha256,
        "size": m.size, "rehearsal": m.rehearsal, "state": "planned", "due": at,
        "created": at, "updated": at,
    }  # fmt: skip
    marks = ", ".join(f":{name}" for name in values)
    into = f"INSERT INTO mail_message ({', '.join(values)}) VALUES ({marks})"
    id = int(connection.execute(into, values).lastrowid or 0)
    connection.executemany(
        "INSERT INTO mail_delivery (message, address, role, state, at)"
        " VALUES (?, ?, ?, 'planned', ?)",
        [(id, address.spec, role, at) for address, role in m.envelope],
    )
    _enclose(connection, id, m)
    note(connection, id, "planned", "", now)
    return id


def _enclose(connection: sqlite3.Connection, id: int, m: PlannedMessage) -> None:
    """What goes with the message, and with which figures."""
    for number, (built, how) in enumerate(m.enclosed):
        facts = built.facts_digest or built.sha256
        connection.execute(
            "INSERT OR IGNORE INTO mail_points VALUES (?, ?)", (facts, built.key_points)
        )
        connection.execute(
            "INSERT INTO mail_enclosure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (id, number, built.briefing, built.title, built.format, how, built.sha256,
             built.size, built.provider, facts, built.ratings_digest),
        )  # fmt: skip
