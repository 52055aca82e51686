"""The tables of the outbox."""

from __future__ import annotations

__all__ = ["TABLES"]

TABLES = (
    """
    CREATE TABLE IF NOT EXISTS mail_message (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,      -- of pack, route, occurrence, recipient, part and content
        pack TEXT NOT NULL,
        route TEXT NOT NULL,
        occurrence TEXT NOT NULL,
        recipient TEXT NOT NULL,
        part INTEGER NOT NULL,
        parts INTEGER NOT NULL,
        content TEXT NOT NULL,
        subject TEXT NOT NULL,
        sender TEXT NOT NULL,
        message_id TEXT NOT NULL,
        international INTEGER NOT NULL,
        recipe BLOB NOT NULL,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        rehearsal INTEGER NOT NULL,
        state TEXT NOT NULL CHECK
            (state IN ('planned', 'claimed', 'sent', 'failed', 'refused', 'uncertain')),
        step TEXT NOT NULL DEFAULT '',
        claimant TEXT NOT NULL DEFAULT '',
        attempts INTEGER NOT NULL DEFAULT 0,
        due TEXT,                      -- when to try; of a failed one without it is given up
        reply TEXT NOT NULL DEFAULT '',
        created TEXT NOT NULL,
        updated TEXT NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS mail_message_state ON mail_message (state, due)",
    "CREATE INDEX IF NOT EXISTS mail_message_about"
    " ON mail_message (pack, route, recipient, occurrence)",
    """
    CREATE TABLE IF NOT EXISTS mail_delivery (
        message INTEGER NOT NULL REFERENCES mail_message (id),
        address TEXT NOT NULL,
        role TEXT NOT NULL,
        state TEXT NOT NULL CHECK
            (state IN ('planned', 'sent', 'failed', 'refused', 'uncertain')),
        code INTEGER NOT NULL DEFAULT 0,
        reply TEXT NOT NULL DEFAULT '',
        at TEXT NOT NULL,
        PRIMARY KEY (message, address)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS mail_delivery_address ON mail_delivery (address)",
    """
    CREATE TABLE IF NOT EXISTS mail_enclosure (
        message INTEGER NOT NULL REFERENCES mail_message (id),
        number INTEGER NOT NULL,
        briefing TEXT NOT NULL,
        title TEXT NOT NULL,
        format TEXT NOT NULL,
        how TEXT NOT NULL,             -- file, zip or link
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        provider TEXT NOT NULL,
        facts TEXT NOT NULL,
        ratings TEXT NOT NULL,
        PRIMARY KEY (message, number)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS mail_points (  -- the figures of a mail, once for all who had them
        facts TEXT PRIMARY KEY,
        points TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS mail_event (
        message INTEGER NOT NULL REFERENCES mail_message (id),
        at TEXT NOT NULL,
        what TEXT NOT NULL,
        detail TEXT NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS mail_event_message ON mail_event (message)",
)
