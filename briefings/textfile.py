"""Text files as a user hands them over: read whole, in UTF-8, or refused with a reason."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from attrs import field, frozen

from briefings.errors import BriefingError, Fault, Place

__all__ = ["LIMIT", "TextFile", "decode", "place", "read_text"]

LIMIT = 5_000_000  # bytes; far above any file a person writes, far below what hurts

# What a YAML reader counts as the end of a line, so that excerpts and marks agree.
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


@frozen
class TextFile:
    """A file's text under the name the user gave it, and its bytes for a digest."""

    name: str
    text: str = field(repr=False)
    data: bytes = field(repr=False)

    def place(self, line: int | None = None, column: int | None = None) -> Place:
        """A place in this file, with its line as the excerpt."""
        return place(self.name, self.text, line, column)


def place(name: str, text: str, line: int | None, column: int | None = None) -> Place:
    """The place ``name:line:column`` with the line itself out of ``text``."""
    if line is None:
        return Place(name)
    lines = _lines(text)
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    return Place(name, line, column, excerpt)


@lru_cache(maxsize=64)  # a file with many places to tell is split once
def _lines(text: str) -> list[str]:
    return _LINE_END.split(text)


def read_text(path: Path, error: type[BriefingError]) -> TextFile:
    """The text of the file at ``path``; raises ``error`` where it cannot be read as text."""
    name = str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(LIMIT + 1)
    except OSError as trouble:
        raise error(_unreadable(name, trouble)) from trouble
    if len(data) > LIMIT:
        what = f"the file is larger than {LIMIT // 1_000_000} MB"
        raise error(Fault(what, "split it into several files", place=Place(name)))
    return TextFile(name, decode(data, name, error), data)


def decode(data: bytes, name: str, error: type[BriefingError]) -> str:
    """``data`` as UTF-8 text, without a byte order mark."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise error(Fault("the file is in UTF-16", "save it as UTF-8", place=Place(name)))
    if b"\0" in data:
        raise error(Fault("the file is not text", "give a text file", place=Place(name)))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        before = trouble.object[: trouble.start].decode("utf-8", "replace")
        lines = _LINE_END.split(before)
        where = Place(name, len(lines), len(lines[-1]) + 1)
        byte = trouble.object[trouble.start]
        what = f"the byte 0x{byte:02X} is not UTF-8 text"
        raise error(Fault(what, "save the file as UTF-8", place=where)) from trouble


def _unreadable(name: str, trouble: OSError) -> Fault:
    place = Place(name)
    match trouble:
        case FileNotFoundError():
            return Fault("there is no such file", "check the path", place=place)
        case IsADirectoryError():
            return Fault("this is a folder", "give a file", place=place)
        case PermissionError():
            return Fault("you may not read this file", "check its permissions", place=place)
        case _:
            reason = trouble.strerror or str(trouble)
            return Fault(f"the file cannot be read: {reason}", "check the path", place=place)
