"""Who was sent what, when, and with which figures, out of the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import asdict, frozen

__all__ = ["COLUMNS", "Wanted", "history", "rows", "skips"]


@frozen
class Wanted:
    """Which mails are asked for; what is empty does not matter."""

    recipient: str = ""
    pack: str = ""
    route: str = ""
    occurrence: str = ""
    state: str = ""

    def clause(self) -> tuple[str, dict[str, str]]:
        """As a condition of SQL, and its values."""
        parts = ["1"]
        for name in ("pack", "route", "occurrence", "state"):
            if getattr(self, name):
                parts.append(f"{name} = :{name}")
        if self.recipient:
            parts.append(
                "id IN (SELECT message FROM mail_delivery WHERE lower(address) = lower(:recipient))"
            )
        return " AND ".join(parts), asdict(self)


def history(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Each mail that is asked for, with its recipients, its files and its events."""
    clause, values = wanted.clause()
    query = f"SELECT * FROM mail_message WHERE {clause} ORDER BY id"
    for row in connection.execute(query, values).fetchall():
        yield _mail(connection, row)


def _mail(connection: sqlite3.Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    id = row["id"]
    kept = ("id", "pack", "route", "occurrence", "recipient", "part", "parts", "subject",
            "message_id", "sha256", "size", "state", "attempts", "due", "reply", "created",
            "updated")  # fmt: skip
    return {
        **{name: row[name] for name in kept},
        "rehearsal": bool(row["rehearsal"]),
        "recipients": _all(
            connection,
            "SELECT address, role, state, code, reply, at FROM mail_delivery"
            " WHERE message = ? ORDER BY role = 'bcc', role = 'cc', address",
            id,
        ),
        "files": _all(
            connection,
            "SELECT briefing, title, format, how, provider, sha256, size, mail_enclosure.facts,"
            " ratings, points FROM mail_enclosure LEFT JOIN mail_points USING (facts)"
            " WHERE message = ? ORDER BY number",
            id,
        ),
        "events": _all(
            connection,
            "SELECT at, what, detail FROM mail_event WHERE message = ? ORDER BY rowid",
            id,
        ),
    }


def _all(connection: sqlite3.Connection, query: str, id: int) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query, (id,))]


def skips(connection: sqlite3.Connection, wanted: Wanted) -> list[dict[str, Any]]:
    """Who was sent nothing for an occurrence, and why; none where a state is asked for."""
    if wanted.state:
        return []
    parts = ["1"]
    for name in ("pack", "route", "occurrence"):
        if getattr(wanted, name):
            parts.append(f"{name} = :{name}")
    if wanted.recipient:  # what it was for may stand after the address
        parts.append("instr(lower(recipient) || ' ', lower(:recipient) || ' ') = 1")
    query = f"SELECT * FROM mail_skip WHERE {' AND '.join(parts)} ORDER BY at, route, recipient"
    return [
        {**dict(row), "wrong": bool(row["wrong"])}
        for row in connection.execute(query, asdict(wanted))
    ]


COLUMNS = ("id", "pack", "route", "occurrence", "address", "role", "state", "at", "code", "reply",
           "subject", "message_id", "briefings", "formats", "sha256", "rehearsal")  # fmt: skip


def rows(mails: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A row for each recipient of each mail, for a sheet."""
    for mail in mails:
        files = mail["files"]
        about = {
            **{name: mail[name] for name in ("id", "pack", "route", "occurrence", "subject",
                                             "message_id", "rehearsal")},
            "briefings": " ".join(dict.fromkeys(f["briefing"] for f in files)),
            "formats": " ".join(f["format"] for f in files),
            "sha256": " ".join(f["sha256"] for f in files),
        }  # fmt: skip
        for one in mail["recipients"]:
            found = {**about, **one}
            yield {name: found[name] for name in COLUMNS}
