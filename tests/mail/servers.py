"""Servers to send to: a real one (aiosmtpd), and one that misbehaves on purpose."""

from __future__ import annotations

import email
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from email import policy
from email.message import EmailMessage
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from attrs import define, field

USER, PASSWORD = "sender", "corréct horse"


@define
class Kept:
    """One mail that a server has taken."""

    sender: str
    recipients: list[str]
    data: bytes = field(repr=False)

    @property
    def message(self) -> EmailMessage:
        found = email.message_from_bytes(self.data, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def files(self) -> dict[str, bytes]:
        parts = self.message.iter_attachments()
        return {str(p.get_filename()): bytes(p.get_payload(decode=True)) for p in parts}


@define
class Mailbox:
    """What a server has taken, in the order it came."""

    port: int = 0
    mails: list[Kept] = field(factory=list)
    greylisted: set[str] = field(factory=set)
    connections: int = 0

    def to(self, address: str) -> list[Kept]:
        return [mail for mail in self.mails if address in mail.recipients]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        self.mails.append(Kept(str(envelope.mail_from), list(envelope.rcpt_tos), content))
        return "250 taken"


class _Quiet(SMTP):
    """As aiosmtpd, without a word about a client that goes away."""

    async def _handle_client(self) -> None:
        with suppress(ConnectionError, ssl.SSLError):
            await super()._handle_client()


def authenticate(server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> Any:
    assert isinstance(data, LoginPassword)
    right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def mailbox(*, implicit: ssl.SSLContext | None = None, **options: Any) -> Iterator[Mailbox]:
    """A real server; ``options`` are those of aiosmtpd's SMTP, ``implicit`` begins with TLS."""
    box = Mailbox(free_port())

    class Kind(Controller):
        def factory(self) -> SMTP:
            box.connections += 1
            return _Quiet(self.handler, **self.SMTP_kwargs)

    settings = {"enable_SMTPUTF8": True, "decode_data": False, **options}
    controller = Kind(box, "127.0.0.1", box.port, ssl_context=implicit, **settings)
    if implicit is None:
        controller.start()
    else:
        _start_with_tls(controller)
    box.connections = 0
    try:
        yield box
    finally:
        controller.stop(no_assert=True)


def _start_with_tls(controller: Controller) -> None:
    """The controller's own look at a TLS server trusts no certificate but a public one."""

    def look() -> None:
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection(("127.0.0.1", controller.port), timeout=10) as plain,
            trusting.wrap_socket(plain) as sock,
        ):
            sock.recv(1024)

    controller._trigger_server = look  # type: ignore[method-assign]
    controller.start()


def with_login(tls: ssl.SSLContext) -> dict[str, Any]:
    """Options for a server that wants STARTTLS and a login."""
    return {"tls_context": tls, "require_starttls": True, "auth_required": True,
            "authenticator": authenticate}  # fmt: skip


def certificate(name: str = "localhost") -> tuple[ssl.SSLContext, bytes]:
    """A server's side of TLS, and the certificate (PEM) that a client trusts it by."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, "127.0.0.1" if name == "localhost" else name).configure_cert(context)
    return context, authority.cert_pem.bytes()


# ------------------------------------------------------------------- one that misbehaves

Rule = Callable[["Rude", str], str | None]  # gives the reply; None closes the connection


@define(slots=False, eq=False)
class Rude:
    """A server whose replies to any verb can be replaced.

    The verbs are those of SMTP, ``CONNECT``, and ``.`` for the end of a mail.  ``cut`` closes
    the connection after so many bytes of a mail.
    """

    rules: Mapping[str, Rule] = field(factory=dict)
    cut: int | None = None
    mails: list[Kept] = field(factory=list)
    tried: list[str] = field(factory=list)  # every verb that came
    waiting: Kept | None = None
    port: int = 0

    def keep(self) -> None:
        assert self.waiting is not None
        self.mails.append(self.waiting)

    def to(self, address: str) -> list[Kept]:
        return [mail for mail in self.mails if address in mail.recipients]


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        rude: Rude = self.server.rude  # type: ignore[attr-defined]
        with suppress(OSError):
            self._talk(rude)

    def _talk(self, rude: Rude) -> None:
        sender, recipients = "", list[str]()
        if not self._say(self._answer(rude, "CONNECT", "", "220 rude")):
            return
        while line := self.rfile.readline().decode("utf-8").strip():
            verb = line.split()[0].upper()
            reply = self._answer(rude, verb, line, _usual(verb))
            if not self._say(reply) or verb == "QUIT":
                return
            good = reply is not None and reply[0] in "23"
            if verb == "MAIL":
                sender, recipients = _path(line), []
            elif verb == "RCPT" and good:
                recipients.append(_path(line))
            elif verb == "DATA" and reply is not None and reply.startswith("354"):
                data = self._data(rude)
                if data is None:
                    return
                rude.waiting = Kept(sender, list(recipients), data)
                if "." not in rude.rules:
                    rude.keep()
                if not self._say(self._answer(rude, ".", "", "250 taken")):
                    return

    def _answer(self, rude: Rude, verb: str, line: str, usual: str) -> str | None:
        rude.tried.append(verb)
        rule = rude.rules.get(verb)
        return rule(rude, line) if rule else usual

    def _say(self, reply: str | None) -> bool:
        if reply is None:
            return False
        self.wfile.write(reply.encode() + b"\r\n")
        return True

    def _data(self, rude: Rude) -> bytes | None:
        lines: list[bytes] = []
        size = 0
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return None
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            size += len(line)
            if rude.cut is not None and size > rude.cut:
                return None
        return b"".join(lines)


def _usual(verb: str) -> str:
    match verb:
        case "EHLO":
            return "250-rude\r\n250-SIZE 20000000\r\n250 8BITMIME"
        case "DATA":
            return "354 go on"
        case "QUIT":
            return "221 bye"
        case _:
            return "250 ok"


def _path(line: str) -> str:
    return line[line.index("<") + 1 : line.index(">")]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    rude: Rude


@contextmanager
def rude(cut: int | None = None, **rules: Rule) -> Iterator[Rude]:
    """A server that answers by ``rules``, which are named by verbs; ``dot`` is the last dot."""
    named = {"." if verb == "dot" else verb.upper(): rule for verb, rule in rules.items()}
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.rude = Rude(named, cut, port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.rude
        finally:
            server.shutdown()
            thread.join()


# What the rules say -------------------------------------------------------------------


def always(reply: str | None) -> Rule:
    return lambda rude, line: reply


def first(replies: list[str | None], then: str) -> Rule:
    """One reply after the other, and at last always the same."""
    left = list(replies)
    return lambda rude, line: left.pop(0) if left else then


def for_address(address: str, reply: str) -> Rule:
    return lambda rude, line: reply if f"<{address}>" in line else "250 ok"


def kept_then(reply: str | None, *, wait: float = 0) -> Rule:
    """Take the mail, and then answer this."""

    def rule(rude: Rude, line: str) -> str | None:
        rude.keep()
        time.sleep(wait)
        return reply

    return rule


def slowly(reply: str, wait: float) -> Rule:
    def rule(rude: Rude, line: str) -> str:
        time.sleep(wait)
        return reply

    return rule
