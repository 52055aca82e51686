"""A zip file whose bytes depend on nothing but its entries.

The standard library's writer stamps the clock and compresses each entry anew.  Here the
time, order and flags of an entry are fixed, and an entry that was compressed once (a font,
the styles) is copied as it is into every file.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

from attrs import field, frozen

__all__ = ["Packed", "pack", "zip_bytes"]

_DATE = (1 << 5) | 1  # 1 January 1980, the first day that the format knows
_UTF8 = 0x0800
_DEFLATED = 8
_VERSION = 20


@frozen
class Packed:
    """A file's content, deflated, with what a zip entry says of it."""

    data: bytes = field(repr=False)
    crc: int
    size: int


def pack(content: bytes, level: int = 6) -> Packed:
    """Deflate ``content``."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = deflate.compress(content) + deflate.flush()
    return Packed(data, zlib.crc32(content), len(content))


def zip_bytes(entries: Iterable[tuple[str, Packed]]) -> bytes:
    """The zip file that holds ``entries`` in their order."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, packed in entries:
        encoded = name.encode()
        shared = struct.pack(
            "<HHHHHIIIHH",
            *(_VERSION, _UTF8, _DEFLATED, 0, _DATE),
            *(packed.crc, len(packed.data), packed.size, len(encoded), 0),
        )
        body += (b"PK\x03\x04", shared, encoded, packed.data)
        place = struct.pack("<HHHII", 0, 0, 0, 0, offset)
        directory.append(b"PK\x01\x02\x14\x00" + shared + place + encoded)
        offset += 30 + len(encoded) + len(packed.data)
    index = b"".join(directory)
    count = len(directory)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(index), offset, 0)
    return b"".join([*body, index, end])
