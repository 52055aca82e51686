"""What the macros of ``html.jinja`` ask of Python: rows by group, headings as a tree, addresses."""

from __future__ import annotations

from base64 import b64encode
from itertools import pairwise
from urllib.parse import urlsplit

from attrs import frozen

from briefings.document import Badge, Cell, ContentsEntry, Row, RowRole
from briefings.errors import Fault, WriteError

__all__ = ["Branch", "RowGroup", "branches", "data_uri", "lone_badge", "row_groups", "safe_url"]

SAFE_SCHEMES = ("", "http", "https", "mailto", "tel")
PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"<svg ": "image/svg+xml",
}


@frozen
class RowGroup:
    """The rows of one ``tbody``, and the row that heads them."""

    heading: Row | None
    rows: tuple[Row, ...]


@frozen
class Branch:
    """An entry of the contents and the entries below it."""

    entry: ContentsEntry
    branches: tuple[Branch, ...]


def lone_badge(cell: Cell) -> Badge | None:
    """The badge of a cell that is one badge and so is painted whole in its tone."""
    match cell.children:
        case (Badge() as badge,):
            return badge
        case _:
            return None


def row_groups(rows: tuple[Row, ...]) -> list[RowGroup]:
    """``rows`` by the group row that heads them; in such a table each total stands alone."""
    leading = {RowRole.GROUP, RowRole.TOTAL} if _has_groups(rows) else set()
    starts = [n for n, row in enumerate(rows) if n == 0 or row.role in leading]
    groups: list[RowGroup] = []
    for start, stop in pairwise([*starts, len(rows)]):
        first, *others = rows[start:stop]
        if first.role is RowRole.GROUP:
            groups.append(RowGroup(first, tuple(others)))
        else:
            groups.append(RowGroup(None, rows[start:stop]))
    return groups


def _has_groups(rows: tuple[Row, ...]) -> bool:
    return any(row.role is RowRole.GROUP for row in rows)


def branches(entries: tuple[ContentsEntry, ...]) -> tuple[Branch, ...]:
    """The flat list of headings as a tree: an entry holds the deeper ones after it."""
    tree: list[Branch] = []
    start = 0
    while start < len(entries):
        entry = entries[start]
        stop = start + 1
        while stop < len(entries) and entries[stop].level > entry.level:
            stop += 1
        tree.append(Branch(entry, branches(entries[start + 1 : stop])))
        start = stop
    return tuple(tree)


def data_uri(data: bytes, name: str) -> str:
    """A picture as an address that carries it whole; ``name`` is for the fault."""
    for magic, kind in PICTURES.items():
        if data.startswith(magic):
            return f"data:{kind};base64,{b64encode(data).decode()}"
    raise WriteError(
        Fault("the picture is neither PNG nor JPEG", "convert it to one of them", where=name)
    )


def safe_url(url: str) -> str:
    """``url``, unless following it could run something."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError as error:
        raise WriteError(Fault(f"{url!r} is no address: {error}", "correct the link")) from error
    if scheme not in SAFE_SCHEMES:
        remedy = "link to an address that starts with https:, http:, mailto: or tel:"
        raise WriteError(Fault(f"a link to {url!r} is not safe to follow", remedy))
    return url
