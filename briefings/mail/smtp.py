"""One connection to a server, driven step by step, so that it is known where it was lost.

The standard library's ``sendmail`` does not tell a mail that was surely not taken from one
that may have been.  Here the dot that ends a mail is sent on its own, and ``hand_over`` is
called before: until then a lost connection means that nothing was taken.
"""

from __future__ import annotations

import re
import select
import smtplib
import socket
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from attrs import define, frozen

from briefings.addresses import Address
from briefings.mail.accounts import Account
from briefings.mail.answers import Answer, Transfer, judged
from briefings.mail.secrets import Secret

__all__ = ["Connection", "Envelope", "Step", "reason"]

_CHUNK = 64 * 1024  # bytes that must leave within one timeout
_DOT = re.compile(rb"^\.", re.M)

Step = Callable[[str], None]


class HandOver(Protocol):
    """What is called with the accepted recipients before the last dot is sent."""

    def __call__(self, accepted: Iterable[str]) -> None: ...


@frozen
class Envelope:
    """From whom, to whom, and what the server must know for it."""

    sender: str
    recipients: Sequence[str]
    international: bool = False


@define
class Connection:
    """An open, encrypted and logged-in connection."""

    server: smtplib.SMTP
    account: Account
    secret: Secret | None
    sent: int = 0

    def ready(self) -> bool:
        """Whether the connection is still there for another mail."""
        try:
            return self._command("RSET").state == "sent"
        except (smtplib.SMTPException, OSError):
            self.close()
            return False

    def asked(self, sender: Address) -> Answer:
        """Whether the server would take a mail from ``sender``; none is sent."""
        options = ""
        if sender.international:
            self.server.command_encoding = "utf-8"
            options = " SMTPUTF8"
        try:
            answer = self._command("MAIL", f"FROM:<{sender.spec}>{options}")
            self._command("RSET")
        except (smtplib.SMTPException, OSError) as error:
            return self._answer(error, "failed")
        return answer

    def features(self) -> dict[str, str]:
        """What the server says it can do."""
        return dict(self.server.esmtp_features)

    def lacks(self, envelope: Envelope, size: int) -> str:
        """Why this server cannot take such a mail, whenever it is tried; or nothing."""
        if envelope.international and not self.server.has_extn("smtputf8"):
            return "the server does not know SMTPUTF8, which an address of this mail needs"
        limit = self.features().get("size", "")
        if limit.isdecimal() and 0 < int(limit) < size:
            return f"the server takes mails of up to {int(limit):,} bytes, and this has {size:,}"
        return ""

    def send(self, envelope: Envelope, data: bytes, hand_over: HandOver, step: Step) -> Transfer:
        """Send one mail; tells for each recipient what became of it, and raises nothing of SMTP.

        What ``hand_over`` raises comes through, and leaves the connection closed: the server
        then has a mail without an end, which it throws away.
        """
        answers: dict[str, Answer] = {}
        try:
            accepted = self._announce(envelope, len(data), answers, step)
            if accepted and not self._open(accepted, answers, step):
                accepted = []
            if not accepted:
                self._command("RSET")
                return Transfer(answers)
            self._body(data, step)
            self._look()
        except (smtplib.SMTPException, OSError) as error:
            lost = self._answer(error, "failed")
            self.close()
            missing = {r: lost for r in envelope.recipients if r not in answers}
            waiting = {r: lost for r, a in answers.items() if a.state == "sent"}
            return Transfer({**answers, **missing, **waiting}, usable=False)
        except BaseException:
            self.close()
            raise
        return self._end(accepted, answers, hand_over, step)

    def _announce(
        self, envelope: Envelope, size: int, answers: dict[str, Answer], step: Step
    ) -> list[str]:
        """MAIL and RCPT; gives the recipients that the server takes."""
        step("mail")
        options = [f"SIZE={size}"] if self.server.has_extn("size") else []
        if envelope.international:
            self.server.command_encoding = "utf-8"
            options += ["SMTPUTF8"] + (
                ["BODY=8BITMIME"] if self.server.has_extn("8bitmime") else []
            )
        answer = self._command("MAIL", " ".join([f"FROM:<{envelope.sender}>", *options]))
        if answer.state != "sent":
            answers.update(dict.fromkeys(envelope.recipients, answer))
            return []
        step("rcpt")
        for recipient in envelope.recipients:
            answers[recipient] = self._command("RCPT", f"TO:<{recipient}>")
        return [r for r in envelope.recipients if answers[r].state == "sent"]

    def _open(self, accepted: Sequence[str], answers: dict[str, Answer], step: Step) -> bool:
        step("data")
        answer = self._command("DATA")
        if answer.code == 354:
            return True
        state = "failed" if answer.state == "sent" else answer.state  # a 2xx is no invitation
        answers.update(dict.fromkeys(accepted, Answer(state, answer.code, answer.reply)))
        return False

    def _body(self, data: bytes, step: Step) -> None:
        """Everything but the last dot."""
        stuffed = memoryview(_DOT.sub(b"..", data))
        half = len(stuffed) // 2
        for start in range(0, len(stuffed), _CHUNK):
            if start <= half < start + _CHUNK:
                step("half")
            self._put(stuffed[start : start + _CHUNK])
        step("whole")

    def _end(
        self, accepted: list[str], answers: dict[str, Answer], hand_over: HandOver, step: Step
    ) -> Transfer:
        """The last dot, and the answer to it.  From the first on, nothing is tried again."""
        try:
            hand_over(accepted)
        except BaseException:
            self.close()
            raise
        usable = True
        try:
            step("handed over")
            self._put(b".\r\n")
            step("dot")
            code, words = self._reply()
            answer = judged(code, words) if 200 <= code < 600 else Answer("uncertain", code, words)
            if answer.state == "sent" and code >= 300:
                answer = Answer("uncertain", code, words)
        except (smtplib.SMTPException, OSError) as error:
            answer, usable = self._answer(error, "uncertain"), False
            self.close()
        step("answered")
        if answer.code == 421:  # it said that it closes
            usable = False
            self.close()
        self.sent += 1
        return Transfer({**answers, **dict.fromkeys(accepted, answer)}, usable)

    # ------------------------------------------------------------------------- the wire

    def _look(self) -> None:
        """A server that has gone or spoken before the mail's end does not want it.

        Seen before the last dot, a lost connection is no more than that.
        """
        sock = self.server.sock
        if sock is None or select.select([sock], [], [], 0)[0]:
            raise smtplib.SMTPServerDisconnected("the connection is closed")

    def _put(self, data: bytes | memoryview) -> None:
        if self.server.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        self.server.sock.sendall(data)

    def _reply(self) -> tuple[int, str]:
        code, words = self.server.getreply()
        return code, self.scrubbed(words.decode("utf-8", "replace"))

    def _command(self, verb: str, arguments: str = "") -> Answer:
        """Send a command and judge its reply; a server that says it closes is taken at its word."""
        self.server.putcmd(verb, arguments)
        code, words = self._reply()
        if code == 421:
            raise smtplib.SMTPResponseException(code, words)
        return judged(code, words)

    def scrubbed(self, words: str) -> str:
        """What the server said, in one line and without the secret."""
        line = " ".join(words.split())[:500]
        return self.secret.scrub(line, self.account.user) if self.secret else line

    def _answer(self, error: Exception, state: str) -> Answer:
        if isinstance(error, smtplib.SMTPResponseException):
            words = error.smtp_error
            text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
            return Answer(state, error.smtp_code, self.scrubbed(text))
        return Answer(state, reply=self.scrubbed(reason(error)))

    def quit(self) -> None:
        """End politely, if the server is still there."""
        try:
            if self.server.sock is not None:
                self.server.quit()
        except (smtplib.SMTPException, OSError):
            self.close()

    def close(self) -> None:
        """End without a word."""
        self.server.close()


def reason(error: BaseException) -> str:
    """How a connection was lost, in words."""
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "the server did not answer in time"
    if isinstance(error, socket.gaierror):
        return "the server's name is not known"
    if isinstance(error, ConnectionRefusedError):
        return "the server refused the connection"
    return "the connection was lost"
