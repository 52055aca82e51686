"""What became of one briefing in the mail: to whom it was sent last, and why not since."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

__all__ = ["about"]

_MAILS = """
    SELECT pack, route, recipient, state, max(occurrence)
    FROM mail_message WHERE rehearsal = 0 AND id IN
        (SELECT message FROM mail_enclosure WHERE briefing = ?)
    GROUP BY pack, route, recipient ORDER BY pack, route, recipient
"""
_SKIPS = """
    SELECT occurrence, reason FROM mail_skip
    WHERE pack = ? AND route = ? AND recipient = ? AND occurrence > ? ORDER BY occurrence
"""


def about(connection: sqlite3.Connection, briefing: str) -> Iterator[str]:
    """Sentences on each who was ever to get the briefing, by route and address.

    The ledger is one in which :data:`briefings.mail.tables.TABLES` are.
    """
    for mail in connection.execute(_MAILS, (briefing,)).fetchall():
        pack, route, recipient, state, occurrence = mail
        address = recipient.partition(" ")[0]  # what follows tells two mails to one address apart
        yield f"mail {route} of {occurrence} to {address}: {state}"
        for since, reason in connection.execute(_SKIPS, (pack, route, recipient, occurrence)):
            yield f"mail {route} of {since} to {address}: not sent, {reason}"
