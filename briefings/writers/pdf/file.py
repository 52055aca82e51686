"""The file: objects packed in object streams, where each stands, and an identifier."""

from __future__ import annotations

import zlib
from hashlib import md5
from itertools import starmap
from struct import Struct

from briefings.writers.pdf.objects import END_OF_STREAM

__all__ = ["assembled"]

_IN_A_STREAM = 400  # objects in one object stream


def assembled(bodies: dict[int, bytes], root: int, info: int) -> bytes:
    """A whole file of these objects."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    packed: list[int] = []
    for number in sorted(bodies):
        body = bodies[number]
        if body.endswith(END_OF_STREAM):
            entries[number] = (1, len(out), 0)
            _write(out, number, body)
        else:
            packed.append(number)
    following = max(bodies) + 1
    for start in range(0, len(packed), _IN_A_STREAM):
        chunk = packed[start : start + _IN_A_STREAM]
        entries.update((number, (2, following, n)) for n, number in enumerate(chunk))
        entries[following] = (1, len(out), 0)
        _write(out, following, _object_stream([(number, bodies[number]) for number in chunk]))
        following += 1
    _write_index(out, entries, following, root, info)
    return bytes(out)


def _write(out: bytearray, number: int, body: bytes) -> None:
    out += b"%d 0 obj\n%b\nendobj\n" % (number, body)


def _object_stream(objects: list[tuple[int, bytes]]) -> bytes:
    places, offset = [], 0
    for number, body in objects:
        places.append(f"{number} {offset}")
        offset += len(body) + 1
    index = (" ".join(places) + "\n").encode()
    data = zlib.compress(index + b"\n".join(body for _, body in objects))
    head = (
        f"<</Type/ObjStm/N {len(objects)}/First {len(index)}"
        f"/Filter/FlateDecode/Length {len(data)}>>"
    )
    return head.encode() + b"\nstream\n" + data + END_OF_STREAM


def _write_index(
    out: bytearray, entries: dict[int, tuple[int, int, int]], number: int, root: int, info: int
) -> None:
    """The cross-reference stream, where each object stands, and the end of the file."""
    at = len(out)
    entries[number] = (1, at, 0)
    rows = (entries.get(n, (0, 0, 65535)) for n in range(number + 1))
    data = zlib.compress(b"".join(starmap(Struct(">BIH").pack, rows)))
    identifier = md5(out, usedforsecurity=False).hexdigest()
    head = (
        f"<</Type/XRef/Size {number + 1}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R"
        f"/ID[<{identifier}><{identifier}>]/Filter/FlateDecode/Length {len(data)}>>"
    )
    _write(out, number, head.encode() + b"\nstream\n" + data + END_OF_STREAM)
    out += b"startxref\n%d\n%%%%EOF\n" % at
