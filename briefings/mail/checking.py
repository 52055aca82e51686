"""Whether an account can be sent through, found out without sending anything."""

from __future__ import annotations

import ssl
from collections.abc import Iterable

from attrs import frozen

from briefings.addresses import Address
from briefings.errors import MailError
from briefings.mail.accounts import Account
from briefings.mail.connecting import NoConnection, connect
from briefings.mail.secrets import Secret
from briefings.mail.smtp import Connection

__all__ = ["Check", "checked"]


@frozen
class Check:
    """One thing that was tried, and what came of it."""

    what: str
    good: bool
    words: str


def checked(account: Account, secret: Secret | None, senders: Iterable[Address]) -> list[Check]:
    """Connect, encrypt, log in, and ask the server about each sender."""
    at = f"{account.host}:{account.at}"
    try:
        connection = connect(account, secret)
    except NoConnection as trouble:
        return [Check("connection", False, f"{at}: {trouble.answer.words}")]
    except MailError as error:
        return [Check("connection", False, fault.headline()) for fault in error.faults]
    try:
        return [
            Check("connection", True, at),
            _encryption(connection),
            Check("login", True, f"as {account.user}" if account.user else "none is given"),
            *_size(connection),
            *(_sender(connection, address) for address in senders),
        ]
    finally:
        connection.quit()


def _encryption(connection: Connection) -> Check:
    sock = connection.server.sock
    if isinstance(sock, ssl.SSLSocket):
        return Check("encryption", True, f"{sock.version()}, and the certificate is trusted")
    return Check("encryption", True, "none, as the account says")


def _size(connection: Connection) -> list[Check]:
    limit = connection.features().get("size", "")
    if not limit.isdecimal() or int(limit) == 0:
        return []
    return [Check("size", True, f"mails of up to {int(limit):,} bytes")]


def _sender(connection: Connection, address: Address) -> Check:
    answer = connection.asked(address)
    return Check("sender", answer.state == "sent", f"{address.spec}: {answer.words}")
