"""Opening a connection: encrypted, checked and logged in, or not at all."""

from __future__ import annotations

import smtplib
import socket
import ssl
from base64 import b64encode
from typing import Any

from briefings.errors import Fault, MailError
from briefings.mail.accounts import Account, is_loopback
from briefings.mail.answers import Answer
from briefings.mail.secrets import Secret
from briefings.mail.smtp import Connection, reason

__all__ = ["NoConnection", "connect"]


class NoConnection(Exception):
    """The server cannot be reached for now; ``answer`` says how it failed."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.words)
        self.answer = answer


def connect(account: Account, secret: Secret | None) -> Connection:
    """A connection that is ready to send.

    Raises NoConnection for trouble that may pass, and MailError for what a person must put
    right: a certificate, a login, a server without encryption.
    """
    context = _tls(account)
    try:
        server = _greeted(account, context)
    except (smtplib.SMTPException, OSError) as error:
        raise _refused(account, error) from None
    connection = Connection(server, account, secret)
    try:
        _secured(connection, context)
        _logged_in(connection)
    except (smtplib.SMTPException, OSError) as error:
        connection.close()
        raise _refused(account, error, connection) from None
    except MailError:
        connection.close()
        raise
    return connection


def _tls(account: Account) -> ssl.SSLContext:
    try:
        path = account.folder / account.ca_file if account.ca_file else None
        context = ssl.create_default_context(cafile=path)
    except (OSError, ssl.SSLError) as error:
        what = f"the certificates of {account.ca_file!r} cannot be read"
        raise MailError(Fault(what, "give a file in PEM form", where="ca_file")) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _greeted(account: Account, context: ssl.SSLContext) -> smtplib.SMTP:
    name = account.helo or _own_name()
    how: dict[str, Any] = {"local_hostname": name, "timeout": account.timeout}
    if account.security == "tls":
        return smtplib.SMTP_SSL(account.host, account.at, context=context, **how)
    return smtplib.SMTP(account.host, account.at, **how)


def _own_name() -> str:
    """The name of this machine, without asking the network for it."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _secured(connection: Connection, context: ssl.SSLContext) -> None:
    server, account = connection.server, connection.account
    _ehlo(server)
    if account.security != "starttls":
        return
    if not server.has_extn("starttls"):
        what = (
            f"the server {account.host} offers no STARTTLS, so the mails could be read on the way"
        )
        raise MailError(Fault(what, "check host and port, or use `security: tls` on port 465"))
    server.starttls(context=context)
    _ehlo(server)


def _ehlo(server: smtplib.SMTP) -> None:
    code, words = server.ehlo()
    if not 200 <= code < 300 and code != 421:  # which says that it closes
        code, words = server.helo()
    if not 200 <= code < 300:
        raise smtplib.SMTPHeloError(code, words)


def _logged_in(connection: Connection) -> None:
    server, account, secret = connection.server, connection.account, connection.secret
    if not account.user or secret is None:
        return
    encrypted = isinstance(server.sock, ssl.SSLSocket)
    if not (encrypted or account.force_plain or is_loopback(account.host)):
        raise MailError(Fault("a password is not sent without encryption", "use `starttls`"))
    offered = server.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        _say(server, ["AUTH PLAIN " + _coded(f"\0{account.user}\0{secret.text}")])
    elif "LOGIN" in offered:
        _say(server, ["AUTH LOGIN", _coded(account.user), _coded(secret.text)])
    else:
        what = f"the server {account.host} takes no login here"
        raise MailError(Fault(what, "take `user` and `password` out, or check the port"))


def _coded(text: str) -> str:
    """A login in any letters; the standard library's own knows ASCII alone."""
    return b64encode(text.encode("utf-8")).decode("ascii")


def _say(server: smtplib.SMTP, lines: list[str]) -> None:
    """The lines of a login, of which each but the last is answered with 334."""
    for line in lines:
        code, words = server.docmd(line)
        if code != (235 if line is lines[-1] else 334):
            raise smtplib.SMTPAuthenticationError(code, words)


def _refused(
    account: Account, error: Exception, connection: Connection | None = None
) -> MailError | NoConnection:
    """Whether the trouble may pass, or a person must act."""
    at = f"{account.host}:{account.at}"
    if isinstance(error, ssl.SSLCertVerificationError):
        what = f"the certificate of {at} is not to be trusted: {error.verify_message}"
        return MailError(Fault(what, "check `host`, or name the right certificates in `ca_file`"))
    if isinstance(error, ssl.SSLError):
        what = f"no encrypted connection to {at}: {error.reason or 'TLS failed'}"
        return MailError(Fault(what, "check the port: 465 is for `tls`, 587 for `starttls`"))
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(account, error, connection)
    return NoConnection(Answer("failed", reply=f"{reason(error)} ({at})"))


def _answered(
    account: Account, error: smtplib.SMTPResponseException, connection: Connection | None
) -> MailError | NoConnection:
    raw = error.smtp_error
    words = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    words = connection.scrubbed(words) if connection else " ".join(words.split())[:500]
    if error.smtp_code // 100 != 5:
        return NoConnection(Answer("failed", max(error.smtp_code, 0), words))
    if isinstance(error, smtplib.SMTPAuthenticationError):
        what = f"the server {account.host} refused the login of {account.user!r}"
        return MailError(Fault(f"{what}: {error.smtp_code} {words}", "check user and password"))
    what = f"the server {account.host} will not talk: {error.smtp_code} {words}"
    return MailError(Fault(what, "ask those who run the server"))
