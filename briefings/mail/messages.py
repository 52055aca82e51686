"""The bytes of a mail, the same on every run.

A message is kept as a recipe: the bytes of its headers and texts, and in the places of its
attachments the files that are bound to it.  So the ledger stays small, and a message that is
sent again is the same to the last byte, or is not sent.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from datetime import datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

from briefings.addresses import Address
from briefings.errors import Fault, MailError
from briefings.mail import bodies
from briefings.mail.enclosures import MEDIA, Enclosure, encoded, encoded_size
from briefings.mail.headers import addresses, header, moment, words

__all__ = ["Letter", "Recipe", "content", "message_id", "packed", "rebuilt", "size", "unpacked"]
__all__ += ["written"]

_DIGITS = 24  # of the key, in boundaries and names


@frozen
class Letter:
    """What a mail says, before it is bytes."""

    sender: Address
    to: tuple[Address, ...]
    subject: str
    markdown: str
    date: datetime
    cc: tuple[Address, ...] = ()
    reply_to: Address | None = None
    language: str = "en-GB"

    @property
    def international(self) -> bool:
        """Whether only a server that knows SMTPUTF8 can take the headers."""
        named = (self.sender, *self.to, *self.cc, *((self.reply_to,) if self.reply_to else ()))
        return any(address.international for address in named)


Recipe: TypeAlias = "tuple[bytes | Enclosure, ...]"


def written(letter: Letter, enclosures: Sequence[Enclosure], key: str) -> Recipe:
    """The recipe of a mail under its ``key``, which gives it its Message-ID and boundaries."""
    marks = [f"=={key[:_DIGITS]}.{number}==" for number in range(len(enclosures))]
    data = _headers(letter, key) + _body(letter, list(zip(enclosures, marks, strict=True)), key)
    parts: list[bytes | Enclosure] = []
    for enclosure, mark in zip(enclosures, marks, strict=True):
        before, found, data = data.partition(f"{mark}\r\n".encode())
        assert found, "an attachment lost its place"
        parts += [before, enclosure]
    return (*parts, data)


def _headers(letter: Letter, key: str) -> bytes:
    found = [
        header("From", addresses([letter.sender])),
        header("To", addresses(letter.to)),
        header("Cc", addresses(letter.cc)) if letter.cc else b"",
        header("Reply-To", addresses([letter.reply_to])) if letter.reply_to else b"",
        header("Subject", words(letter.subject)),
        header("Date", moment(letter.date)),
        header("Message-ID", message_id(letter, key)),
        header("Auto-Submitted", "auto-generated"),  # no absent reader answers it (RFC 3834)
    ]
    return b"".join(found)


def _body(letter: Letter, marked: Sequence[tuple[Enclosure, str]], key: str) -> bytes:
    """The texts and the places of the attachments, with the headers that describe them."""
    message = EmailMessage(policy=policy.SMTP)
    message.set_content(bodies.text(letter.markdown), cte="quoted-printable")
    page = bodies.html(letter.markdown, title=letter.subject, language=letter.language)
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{key[:_DIGITS]}.texts")
    for enclosure, mark in marked:
        _attach(message, enclosure, mark)
    if marked:
        message.set_boundary(f"=_{key[:_DIGITS]}.whole")
    return message.as_bytes()


def message_id(letter: Letter, key: str) -> str:
    """The same for the same mail, so that a server or reader that sees it twice can tell."""
    return f"<{key[:_DIGITS]}@{letter.sender.domain}>"


def _attach(message: EmailMessage, enclosure: Enclosure, mark: str) -> None:
    """An attachment whose bytes are yet to come; ``mark`` keeps their place."""
    main, _, sub = MEDIA[enclosure.format].partition("/")
    message.add_attachment(b"", main, sub, filename=enclosure.name)
    *_, part = message.iter_attachments()
    assert isinstance(part, MIMEPart)
    if main == "text":
        part.set_param("charset", "utf-8")
    part.set_payload(f"{mark}\r\n")


def size(recipe: Recipe, folder: Path) -> int:
    """How many bytes the message has."""
    return sum(len(p) if isinstance(p, bytes) else encoded_size(p, folder) for p in recipe)


def content(recipe: Recipe, folder: Path) -> bytes:
    """The message's bytes.  Raises MailError if an attached file has changed."""
    return b"".join(p if isinstance(p, bytes) else encoded(p.data(folder)) for p in recipe)


def rebuilt(recipe: Recipe, folder: Path, sha256: str) -> bytes:
    """The very bytes that ``sha256`` was taken of.  Raises MailError."""
    data = content(recipe, folder)
    if hashlib.sha256(data).hexdigest() != sha256:  # such as a ZIP file by another library
        what = "the mail does not come out the same as when it was planned"
        raise MailError(Fault(what, "send the occurrence again, which plans it anew"))
    return data


def packed(recipe: Recipe) -> bytes:
    """The recipe as the ledger keeps it."""
    parts = [p.decode("utf-8") if isinstance(p, bytes) else p.as_json() for p in recipe]
    return zlib.compress(json.dumps(parts, ensure_ascii=False).encode("utf-8"), 9)


def unpacked(data: bytes) -> Recipe:
    """The recipe that :func:`packed` kept."""
    parts = json.loads(zlib.decompress(data))
    return tuple(p.encode("utf-8") if isinstance(p, str) else Enclosure.from_json(p) for p in parts)
