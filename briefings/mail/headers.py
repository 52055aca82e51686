"""The header lines of a mail, folded and encoded here, so that they are the same everywhere.

The standard library folds addresses anew with each version, and 3.11 loses one after some names.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime

from briefings.addresses import Address

__all__ = ["addresses", "header", "moment", "words"]

_LINE = 76  # characters
_PIECE = 42  # bytes of text in one encoded word, which then fits the line of any header's name
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")


def header(name: str, value: str) -> bytes:
    """One header.  Its value has no line ends but those that fold it."""
    folded = value.replace("\r\n ", "")
    assert "\r" not in folded
    assert "\n" not in folded
    return f"{name}: {value}\r\n".encode()


def moment(when: datetime) -> str:
    """A time as a mail tells it."""
    return format_datetime(when)


def addresses(given: Sequence[Address]) -> str:
    """Addresses with their names, one a line."""
    return ",\r\n ".join(_address(one) for one in given)


def _address(one: Address) -> str:
    if not one.name:
        return one.spec
    phrase = _phrase(one.name)
    last = phrase.rpartition("\r\n ")[2]
    between = " " if len(last) + len(one.spec) < _LINE - 10 else "\r\n "
    return f"{phrase}{between}<{one.spec}>"


def _phrase(name: str) -> str:
    short = len(name) < _LINE // 2 and name.isascii() and "=?" not in name
    if short and _ATOMS.match(name):
        return name
    if short:
        quoted = re.sub(r'(["\\])', r"\\\1", name)
        return f'"{quoted}"'
    return _encoded(name)


def words(text: str) -> str:
    """A text such as a subject, folded between words where it is plain, else encoded."""
    plain = text.isascii() and "=?" not in text and text == " ".join(text.split())
    if not plain or any(len(word) > _LINE // 2 for word in text.split()):
        return _encoded(text)
    lines = [""]
    for word in text.split():
        room = _LINE - (10 if len(lines) == 1 else 1)  # the first line has the header's name
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\r\n ".join(lines)


def _encoded(text: str) -> str:
    """In encoded words (RFC 2047); the space between two of them is not part of the text."""
    return "\r\n ".join(f"=?utf-8?b?{b64encode(p).decode('ascii')}?=" for p in _pieces(text))


def _pieces(text: Iterable[str]) -> Iterator[bytes]:
    """UTF-8 in pieces of whole characters."""
    piece = b""
    for character in text:
        data = character.encode("utf-8")
        if len(piece) + len(data) > _PIECE:
            yield piece
            piece = b""
        piece += data
    yield piece
