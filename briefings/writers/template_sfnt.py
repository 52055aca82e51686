"""What a TrueType file says of itself: its names, its licence to be embedded, its characters."""

from __future__ import annotations

import struct
from collections.abc import Iterable

__all__ = ["covered", "may_embed", "names"]

_FAMILY, _SUBFAMILY = 1, 2
_WINDOWS, _ENGLISH = 3, 0x0409
_RESTRICTED = 0x0002  # in fsType: not to be embedded without leave


def names(font: bytes) -> tuple[str, str]:
    """The family and the subfamily that a font gives itself on Windows."""
    table = _table(font, b"name")
    found = {_FAMILY: "", _SUBFAMILY: "Regular"}
    count, start = struct.unpack_from(">HH", table, 2) if table else (0, 0)
    for n in range(count):
        platform, _, language, name, length, at = struct.unpack_from(">6H", table, 6 + 12 * n)
        if platform == _WINDOWS and language == _ENGLISH and name in found:
            found[name] = table[start + at : start + at + length].decode("utf-16-be")
    return found[_FAMILY], found[_SUBFAMILY]


def may_embed(font: bytes) -> bool:
    """Whether the font's licence bits let a file carry it."""
    table = _table(font, b"OS/2")
    return len(table) < 10 or not struct.unpack_from(">H", table, 8)[0] & _RESTRICTED


def covered(font: bytes, characters: Iterable[str]) -> frozenset[str]:
    """Those of ``characters`` (of the Basic Multilingual Plane) that the font can show."""
    table = _table(font, b"cmap")
    segments = _segments(table)
    return frozenset(c for c in characters if any(a <= ord(c) <= b for a, b in segments))


def _segments(cmap: bytes) -> list[tuple[int, int]]:
    """The ranges of characters in the map that Windows reads (format 4)."""
    (count,) = struct.unpack_from(">H", cmap, 2) if cmap else (0,)
    for n in range(count):
        platform, encoding, at = struct.unpack_from(">HHI", cmap, 4 + 8 * n)
        if (platform, encoding) != (_WINDOWS, 1):
            continue
        form, _, _, doubled = struct.unpack_from(">4H", cmap, at)
        if form == 4:
            ends = struct.unpack_from(f">{doubled // 2}H", cmap, at + 14)
            starts = struct.unpack_from(f">{doubled // 2}H", cmap, at + 16 + doubled)
            return list(zip(starts, ends, strict=True))
    return []


def _table(font: bytes, tag: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for n in range(count):
        name, _, at, length = struct.unpack_from(">4sIII", font, 12 + 16 * n)
        if name == tag:
            return font[at : at + length]
    return b""
