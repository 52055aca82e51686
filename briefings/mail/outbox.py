"""The outbox: every mail that was planned, and what became of it, in the ledger.

A message moves ``planned`` -> ``claimed`` -> ``sent``, ``refused`` (for good), ``failed`` (and
is tried again while it has a ``due``) or ``uncertain``.  Before the dot that ends a mail is
sent, its recipients are recorded as ``uncertain``; the server's answer then says what they
are.  So a process that dies at any point leaves either a mail that was surely not taken, and
is tried again, or one that may have been, and waits for a person.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from attrs import frozen

from briefings.ledger import ensure, transaction
from briefings.mail import recall
from briefings.mail.answers import Answer
from briefings.mail.messages import Recipe, unpacked
from briefings.mail.planned import Plan, PlannedMessage, Seen, Skipped
from briefings.mail.putting import OPEN, Put, note, overtake, put, stamp
from briefings.mail.tables import TABLES

__all__ = ["Outbox", "Overtaken", "Work"]


class Overtaken(Exception):
    """Another process has taken the message over; this one must let go of it."""


@frozen
class Work:
    """A claimed message: all that is needed to send it."""

    id: int
    claimant: str
    route: str
    recipient: str
    sender: str
    international: bool
    recipe: Recipe
    sha256: str
    size: int
    attempts: int  # so far
    addresses: tuple[str, ...]  # that have not been served yet


@frozen
class Outbox:
    """The mails in a ledger."""

    connection: sqlite3.Connection

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Outbox:
        """The outbox in the ledger that :func:`briefings.ledger.connect` opened."""
        ensure(connection, TABLES)
        return cls(connection)

    def put(self, messages: Sequence[PlannedMessage], now: datetime) -> Put:
        """Record what is to be sent.  Nothing is put in twice, whoever asks for it again."""
        return put(self.connection, messages, now)

    def overtake(self, pack: str, occurrence: str, plan: Plan | None, now: datetime) -> None:
        """Let go of what waits of a pack and is not of this occurrence, or not of its plan."""
        overtake(self.connection, pack, occurrence, plan, now)

    def skip(self, pack: str, occurrence: str, skipped: Iterable[Skipped], now: datetime) -> None:
        """Record who is sent nothing for an occurrence, and why."""
        recall.skip(self.connection, pack, occurrence, skipped, now)

    def seen(self, pack: str) -> dict[tuple[str, str, str], Seen]:
        """What was last sent of each briefing, by route, recipient and briefing."""
        return recall.seen(self.connection, pack)

    def untried(self, pack: str, routes: Iterable[str]) -> list[str]:
        """Those of ``routes`` whose first mails nobody has let go yet; rehearsals do not count."""
        return recall.untried(self.connection, pack, routes)

    def states(self, ids: Iterable[int]) -> list[str]:
        """The states of messages; ``waiting`` is one that is tried again by itself."""
        return recall.states(self.connection, ids)

    # ---------------------------------------------------------------------------- sending

    def due(self, now: datetime, ids: Iterable[int] | None = None) -> list[int]:
        """The messages to send now, oldest first."""
        query = f"SELECT id FROM mail_message WHERE state IN {OPEN} AND due <= ? ORDER BY id"
        found = [int(row["id"]) for row in self.connection.execute(query, (stamp(now),))]
        wanted = None if ids is None else set(ids)
        return [id for id in found if wanted is None or id in wanted]

    def claim(self, ids: Iterable[int], claimant: str, now: datetime) -> list[Work]:
        """Take messages to send them; those that another has taken meanwhile are left out."""
        change = (
            "UPDATE mail_message SET state = 'claimed', step = '', claimant = ?, updated = ?"
            f" WHERE id = ? AND state IN {OPEN} AND due <= ?"
        )
        found = []
        with transaction(self.connection):
            at = stamp(now)
            for id in ids:
                if self.connection.execute(change, (claimant, at, id, at)).rowcount == 1:
                    found.append(self._work(id, claimant))
        return found

    def _work(self, id: int, claimant: str) -> Work:
        row = self.connection.execute("SELECT * FROM mail_message WHERE id = ?", (id,)).fetchone()
        query = f"SELECT address FROM mail_delivery WHERE message = ? AND state IN {OPEN}"
        addresses = tuple(r["address"] for r in self.connection.execute(query, (id,)))
        return Work(
            id=id,
            claimant=claimant,
            route=row["route"],
            recipient=row["recipient"],
            sender=row["sender"],
            international=bool(row["international"]),
            recipe=unpacked(row["recipe"]),
            sha256=row["sha256"],
            size=row["size"],
            attempts=row["attempts"],
            addresses=addresses,
        )

    def hand_over(self, work: Work, accepted: Iterable[str], now: datetime) -> None:
        """Record that the dot that ends the mail is about to be sent.

        Raises Overtaken if the message is no longer this claimant's: then it must not be sent.
        """
        change = (
            "UPDATE mail_message SET step = 'handed over', updated = ?"
            " WHERE id = ? AND claimant = ? AND state = 'claimed' AND step = ''"
        )
        with transaction(self.connection):
            about = (stamp(now), work.id, work.claimant)
            if self.connection.execute(change, about).rowcount != 1:
                raise Overtaken
            answer = Answer("uncertain", reply="handed over, and no answer yet")
            self._record(work.id, dict.fromkeys(accepted, answer), now)

    def settle(
        self, work: Work, answers: Mapping[str, Answer], now: datetime, due: datetime | None
    ) -> str:
        """Record what the server said; gives the message's state.

        What failed for now is tried again at ``due``, or not any more if there is none.
        """
        with transaction(self.connection):
            query = "SELECT claimant FROM mail_message WHERE id = ?"
            row = self.connection.execute(query, (work.id,)).fetchone()
            words = "; ".join(sorted({a.words for a in answers.values() if a.words}))
            mine = row["claimant"] == work.claimant
            state = "late answer"
            if mine:
                count = "UPDATE mail_message SET attempts = attempts + 1 WHERE id = ?"
                self.connection.execute(count, (work.id,))
                self._record(work.id, answers, now)
                state = self._judge(work.id, now, due, words)
            note(self.connection, work.id, state, words, now)
        if not mine:
            raise Overtaken
        return state

    def release(self, works: Iterable[Work], now: datetime) -> None:
        """Put back what was claimed and then not tried."""
        query = (
            "SELECT 1 FROM mail_message"
            " WHERE id = ? AND claimant = ? AND state = 'claimed' AND step = ''"
        )
        with transaction(self.connection):
            for work in works:
                if self.connection.execute(query, (work.id, work.claimant)).fetchone():
                    self._judge(work.id, now, now, "")

    def recover(self, present: Callable[[str], bool], now: datetime) -> list[int]:
        """Take over what processes that have died left claimed; gives what is uncertain now."""
        uncertain = []
        with transaction(self.connection):
            query = "SELECT id, claimant FROM mail_message WHERE state = 'claimed'"
            for row in self.connection.execute(query).fetchall():
                if present(row["claimant"]):
                    continue
                reply = "the sender ended before the server's answer was recorded"
                state = self._judge(row["id"], now, now, reply)
                note(self.connection, row["id"], f"recovered: {state}", "", now)
                uncertain += [row["id"]] if state == "uncertain" else []
        return uncertain

    def _record(self, id: int, answers: Mapping[str, Answer], now: datetime) -> None:
        self.connection.executemany(
            "UPDATE mail_delivery SET state = ?, code = ?, reply = ?, at = ?"
            " WHERE message = ? AND address = ?",
            [(a.state, a.code, a.reply, stamp(now), id, address) for address, a in answers.items()],
        )

    def _judge(self, id: int, now: datetime, due: datetime | None, reply: str) -> str:
        """Bring the state of a message in line with those of its recipients."""
        query = "SELECT DISTINCT state FROM mail_delivery WHERE message = ?"
        states = {row["state"] for row in self.connection.execute(query, (id,))}
        order = ("uncertain", "failed", "planned", "sent", "refused")
        state = next(state for state in order if state in states)
        when = stamp(due) if due and state in OPEN else None
        change = (
            "UPDATE mail_message SET state = ?, step = '', due = ?, reply = ?, updated = ?"
            " WHERE id = ?"
        )
        self.connection.execute(change, (state, when, reply, stamp(now), id))
        return state

    # ------------------------------------------------------------------ a person's word

    def resolve(self, id: int, *, arrived: bool, now: datetime) -> str:
        """Settle an uncertain message by a person's word; gives its state, or nothing."""
        with transaction(self.connection):
            row = self._state(id)
            if row != "uncertain":
                return ""
            state = "sent" if arrived else "planned"
            reply = "a person said that it arrived" if arrived else ""
            change = (
                "UPDATE mail_delivery SET state = ?, reply = ?, at = ?"
                " WHERE message = ? AND state = 'uncertain'"
            )
            self.connection.execute(change, (state, reply, stamp(now), id))
            claim = "UPDATE mail_message SET claimant = '' WHERE id = ?"
            self.connection.execute(claim, (id,))
            state = self._judge(id, now, now, reply)
            note(self.connection, id, "resolved", "arrived" if arrived else "to be sent again", now)
            return state

    def again(self, id: int, now: datetime) -> bool:
        """Put a message that was given up or refused back in line; whether it was one."""
        with transaction(self.connection):
            if self._state(id) not in ("failed", "refused"):
                return False
            change = (
                "UPDATE mail_delivery SET state = 'planned'"
                " WHERE message = ? AND state IN ('failed', 'refused')"
            )
            self.connection.execute(change, (id,))
            self.connection.execute("UPDATE mail_message SET attempts = 0 WHERE id = ?", (id,))
            self._judge(id, now, now, "")
            note(self.connection, id, "put back in line", "", now)
            return True

    def _state(self, id: int) -> str:
        query = "SELECT state FROM mail_message WHERE id = ?"
        row = self.connection.execute(query, (id,)).fetchone()
        return str(row["state"]) if row else ""
