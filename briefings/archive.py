"""A ZIP of a pack's files: the same files give the same bytes, whenever and wherever.

The archive is written file by file to a stream, so that a pack of thousands never has to be in
memory; :func:`archive` is for those who want the bytes.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from briefings.errors import Fault, WriteError
from briefings.saving import writing

__all__ = ["archive", "name_faults", "save", "write"]

_DATE = (1980, 1, 1, 0, 0, 0)  # the first day that the format knows
_UNIX = 3  # whose permissions follow, whatever system writes
_READABLE = 0o100644 << 16  # a plain file that all may read
_LEVEL = 6
_COMPRESSED = frozenset((".docx", ".pdf", ".png", ".jpg", ".jpeg", ".zip"))  # by themselves
_DRIVE = 2  # characters of "C:"


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The ZIP file of ``files``, names with ``/`` and contents, in their order."""
    stream = io.BytesIO()
    write(stream, files)
    return stream.getvalue()


def save(path: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Put the ZIP file of ``files`` at ``path``, whole or not at all.

    One file at a time is in memory where ``files`` reads them as they are asked for.
    """
    with writing(path) as stream:
        write(stream, files)


def write(stream: BinaryIO, files: Iterable[tuple[str, bytes]]) -> None:
    """Write the ZIP file of ``files`` to a stream that can seek.

    Raises WriteError with every name that would leave the folder in which the archive is opened,
    and every name that comes twice; the stream then holds nothing of use.
    """
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    with zipfile.ZipFile(stream, "w") as opened:
        for name, data in files:
            found = [*name_faults(name), *_twice(name, seen)]
            faults += found
            if not faults:
                opened.writestr(_entry(name), data, compresslevel=_LEVEL)
    if faults:
        raise WriteError(faults)


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.create_system = _UNIX
    info.external_attr = _READABLE
    stored = PurePosixPath(name).suffix.lower() in _COMPRESSED
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    return info


def name_faults(name: str) -> Iterator[Fault]:
    """Why a file may not be called ``name`` within a pack, on any system."""
    parts = name.split("/")
    if not all(parts) or "." in parts or ".." in parts or name[1:_DRIVE] == ":":
        yield Fault(f"{name!r} leads out of the pack", "name a file below the pack's own folder")
    elif "\\" in name or not name.isprintable():
        what = f"{name!r} holds a character that cannot stand in the name of a file"
        yield Fault(what, "write letters, digits and hyphens, and / between folders")


def _twice(name: str, seen: dict[str, str]) -> Iterator[Fault]:
    """Names that differ in capitals, or in how accents are spelt, are one file on most desks."""
    key = unicodedata.normalize("NFC", name).casefold()
    if key in seen:
        what = f"{name!r} and {seen[key]!r} would be one file"
        yield Fault(what, "give each a name of its own")
    seen[key] = name
