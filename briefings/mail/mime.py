"""The parts of a mail, written out here like its headers: the same bytes whatever the version."""

from __future__ import annotations

import re
from binascii import b2a_qp
from collections.abc import Sequence
from urllib.parse import quote

__all__ = ["attached", "multipart", "quoted"]

_PLAIN = re.compile(r"[A-Za-z0-9 !#$&'()+,.;=@^_`{}~-]{1,60}\Z")
_PIECE = 60  # characters of an encoded file name in one line


def quoted(kind: str, text: str) -> bytes:
    """A text part: ``kind`` is ``plain`` or ``html``."""
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\n'
    head += "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    coded = b2a_qp(text.encode("utf-8"), istext=True)
    return head.encode() + coded.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def attached(media: str, name: str, content: str) -> bytes:
    """A file part; ``content`` stands where its bytes go, in base64."""
    head = (
        f"Content-Type: {media}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n {_named(name)}\r\n\r\n"
    )
    return f"{head}{content}\r\n".encode()


def _named(name: str) -> str:
    """A file name as RFC 2231 has it where it is not plain: encoded, and in numbered pieces."""
    if _PLAIN.match(name):
        return f'filename="{name}"'
    pieces = [""]
    for character in name:
        coded = quote(character, safe="")
        if len(pieces[-1]) + len(coded) > _PIECE:
            pieces.append("")
        pieces[-1] += coded
    if len(pieces) == 1:
        return f"filename*=utf-8''{pieces[0]}"
    first = f"filename*0*=utf-8''{pieces[0]}"
    return ";\r\n ".join([first, *(f"filename*{n}*={p}" for n, p in enumerate(pieces[1:], 1))])


def multipart(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """Several parts as one: ``kind`` is ``mixed`` or ``alternative``."""
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    line = f"--{boundary}\r\n".encode()
    inner = b"".join(line + part + b"\r\n" for part in parts)
    return head + inner + f"--{boundary}--\r\n".encode()
