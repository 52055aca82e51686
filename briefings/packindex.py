"""The index page of a pack: one page in HTML that links every file of it.

The page is a document like any other, so that it has the look, the print style and the
accessibility of the briefings that it leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from attrs import frozen

from briefings.archive import name_faults
from briefings.document import (
    Badge,
    Block,
    BulletList,
    Cell,
    Column,
    Document,
    Inline,
    Inlines,
    KeyFact,
    LineBreak,
    Link,
    ListItem,
    Paragraph,
    Row,
    RowRole,
    Section,
    Table,
    Text,
    Tone,
)
from briefings.errors import WriteError
from briefings.theme import Theme
from briefings.wording import counted, day
from briefings.writers import html

__all__ = ["Entry", "File", "document", "page", "size_words"]

_FORMATS = {"docx": "Word", "pdf": "PDF", "html": "HTML", "zip": "ZIP"}
_NONE: Inlines = (Badge("none", Tone.MUTED),)
_KILO = 1000


class File(NamedTuple):
    """A file of the pack: its format, its path from the page with ``/``, its size in bytes."""

    format: str
    path: str
    size: int


@frozen
class Entry:
    """A briefing of the pack and its files.  ``as_at`` is an ISO date."""

    title: str
    files: tuple[File, ...]
    group: str = ""
    subject: str = ""
    as_at: str = ""


def page(
    title: str,
    entries: Sequence[Entry],
    theme: Theme,
    *,
    subtitle: str = "",
    whole: Entry | None = None,
    zipped: File | None = None,
) -> bytes:
    """The page of ``entries`` in the look of ``theme``; the same arguments give the same bytes.

    ``whole`` is the combined document and ``zipped`` the ZIP of all files; they come first.
    Raises WriteError with every path that leads out of the pack.
    """
    made = document(title, entries, subtitle=subtitle, whole=whole, zipped=zipped)
    return html.write(made, theme)


def document(
    title: str,
    entries: Sequence[Entry],
    *,
    subtitle: str = "",
    whole: Entry | None = None,
    zipped: File | None = None,
) -> Document:
    """The page before it is written."""
    named = [file for entry in entries for file in entry.files]
    named += [*(whole.files if whole else ()), *([zipped] if zipped else ())]
    if faults := [fault for _, path, _ in named for fault in name_faults(path)]:
        raise WriteError(faults)
    days = dict.fromkeys(_day(entry) for entry in entries)
    facts = [KeyFact("Briefings", (Text(str(len(entries))),))]
    if len(days) == 1 and "" not in days:
        facts.append(KeyFact("Data as at", (Text(*days),)))
    listed = (_table(entries),) if entries else (Paragraph((Text("No briefing is built yet."),)),)
    return Document(
        title=title,
        subtitle=subtitle,
        blocks=(
            *_altogether(whole, zipped),
            Section("briefings", (Text("Briefings"),), listed),
        ),
        language="en-GB",
        as_at=max((entry.as_at for entry in entries), default=""),
        facts=tuple(facts),
        description=f"{title}: {counted(len(entries), 'briefing')}",
    )


def size_words(size: int) -> str:
    """``812 bytes``, ``41 kB``, ``1.2 MB``."""
    if size < _KILO:
        return f"{size}\N{NO-BREAK SPACE}bytes"
    if round(size / _KILO) < _KILO:
        return f"{round(size / _KILO)}\N{NO-BREAK SPACE}kB"
    return f"{size / _KILO**2:,.1f}\N{NO-BREAK SPACE}MB"


def _day(entry: Entry) -> str:
    return day(date.fromisoformat(entry.as_at)) if entry.as_at else ""


def _altogether(whole: Entry | None, zipped: File | None) -> Iterator[Block]:
    """What holds all of the pack, before its parts."""
    links = [_link(f"{whole.title}: ", file) for file in whole.files] if whole else []
    if zipped:
        links.append(_link("All files: ", zipped))
    if links:
        items = tuple(ListItem((Paragraph((link,)),)) for link in links)
        yield Section("whole", (Text("The whole pack"),), (BulletList(items),))


def _link(before: str, file: File) -> Link:
    """Format and size are in the words: they say what a reader is about to fetch."""
    format_, path, size = file
    words = f"{before}{_FORMATS.get(format_, format_)}, {size_words(size)}"
    return Link((Text(words),), quote(path))


# ------------------------------------------------------------------------------ the table


def _table(entries: Sequence[Entry]) -> Table:
    """A column for what tells the briefings apart, and one for each format."""
    subjects = any(entry.subject and entry.subject != entry.title for entry in entries)
    dates = len({entry.as_at for entry in entries}) > 1
    found = dict.fromkeys(file[0] for entry in entries for file in entry.files)
    formats = [*(f for f in _FORMATS if f in found), *(f for f in found if f not in _FORMATS)]
    columns = [Column((Text("Briefing"),), share=4, header=True)]
    columns += [Column((Text("Subject"),), share=2)] if subjects else []
    columns += [Column((Text("Data as at"),), share=2)] if dates else []
    columns += [Column((Text(_FORMATS.get(f, f)),), share=1.5) for f in formats]

    def row(entry: Entry) -> Row:
        said = [entry.title]
        said += [entry.subject] if subjects else []
        said += [_day(entry)] if dates else []
        cells = [Cell((Text(words),) if words else _NONE) for words in said]
        return Row((*cells, *(_cell(entry, f) for f in formats)))

    return Table(
        "briefings",
        (Text("The briefings of this pack and their files"),),
        tuple(columns),
        tuple(_grouped(entries, row)),
    )


def _cell(entry: Entry, format_: str) -> Cell:
    """Format and size of each file; the head of the row says of which briefing it is."""
    found: list[Inline] = []
    for file in entry.files:
        if file[0] == format_:
            _, path, size = file
            link = Link((Text(_FORMATS.get(format_, format_)),), quote(path))
            size_aside = Badge(size_words(size), Tone.MUTED)
            found += [*([LineBreak()] if found else []), link, Text(" "), size_aside]
    return Cell(tuple(found) or _NONE)


def _grouped(entries: Sequence[Entry], row: Callable[[Entry], Row]) -> Iterator[Row]:
    """Those without a group first, then each group under its name."""
    groups: dict[str, list[Entry]] = {"": []}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    for name, within in groups.items():
        if name:
            yield Row((Cell((Text(name),)),), RowRole.GROUP)
        yield from map(row, within)
