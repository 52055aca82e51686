"""E-mail addresses as a person writes them: ``ann@example.org``, ``Ann Smith <ann@example.org>``.

What is read here stands in headers and in commands to a server, so nothing gets through that
could end a line or begin another address.
"""

from __future__ import annotations

import re
import unicodedata

from attrs import field, frozen

__all__ = ["Address", "AddressFault", "idna", "parse", "unprintable"]

_NAMED = re.compile(r"(?P<name>.*?)\s*<(?P<inner>[^<>]*)>\s*\Z", re.S)
_ATOM = re.compile(r"[^\s\x00-\x20\x7f()<>\[\]:;@\\,.\"]+\Z")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")
_LONGEST_LOCAL, _LONGEST = 64, 254  # bytes, RFC 5321
# Marks that turn the direction of what follows, so that a name could pose as another.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class AddressFault(ValueError):
    """Why a text is no address, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}; {remedy}")
        self.what, self.remedy = what, remedy


@frozen
class Address:
    """A mailbox, and the name shown beside it.  The domain is in the letters of DNS."""

    local: str
    domain: str
    name: str = field(default="", eq=False)

    @property
    def spec(self) -> str:
        """The mailbox alone, as an envelope names it."""
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """One text for one mailbox, however its letters were written."""
        return self.spec.casefold()

    @property
    def international(self) -> bool:
        """Whether a server must know SMTPUTF8 to take it."""
        return not self.local.isascii()

    def __str__(self) -> str:
        return f"{self.name} <{self.spec}>" if self.name else self.spec


def unprintable(text: str) -> str:
    """The first character of ``text`` that must not stand in a header, or nothing."""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") or character in _TURNS:
            return character
    return ""


def parse(text: str) -> Address:
    """The one address in ``text``.  Raises AddressFault."""
    found = unprintable(text)
    if found:
        what = f"an address must not hold the character U+{ord(found):04X}"
        raise AddressFault(what, "remove it: an address is one line of plain text")
    name, mailbox = "", text.strip()
    named = _NAMED.match(mailbox)
    if named:
        name, mailbox = _name(named["name"]), named["inner"].strip()
    return _mailbox(mailbox, name)


def _name(text: str) -> str:
    name = text.strip()
    if len(name) >= 2 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    if "@" in name or "<" in name:
        raise AddressFault(f"the name {name!r} holds an address", "write one address an entry")
    return " ".join(name.split())


def _mailbox(text: str, name: str) -> Address:
    if not text:
        raise AddressFault("no address is given", "write it as ann@example.org")
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain:
        raise AddressFault(f"{text!r} is no address", "write it as ann@example.org")
    local = unicodedata.normalize("NFC", local)
    wrong = next((part for part in local.split(".") if not _ATOM.match(part)), None)
    if wrong is not None:
        raise AddressFault(_local_fault(local, wrong), "write it as ann.smith@example.org")
    if len(local.encode()) > _LONGEST_LOCAL:
        what = f"{local!r} is longer than the {_LONGEST_LOCAL} bytes before an @"
        raise AddressFault(what, "check the address")
    found = Address(local, idna(domain), name)
    if len(found.spec.encode()) > _LONGEST:
        raise AddressFault(f"the address is longer than {_LONGEST} bytes", "check the address")
    return found


def _local_fault(local: str, wrong: str) -> str:
    if wrong:
        return f"{local!r} cannot stand before an @"
    return f"a dot begins, ends or follows a dot in {local!r}"


def idna(domain: str) -> str:
    """A domain in the letters of DNS, lower-case.  Raises AddressFault."""
    try:
        found = domain.strip().rstrip(".").lower()
        if not found.isascii():
            found = found.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise AddressFault(f"{domain!r} is no domain", "write it as example.org") from None
    labels = found.split(".")
    if len(labels) < 2 or not all(_LABEL.match(label) for label in labels):
        raise AddressFault(f"{domain!r} is no domain", "write it as example.org")
    return found
