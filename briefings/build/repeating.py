"""What a pack's ``for_each`` stands for: providers, owners, groups or rows of a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from briefings.build.rows import rows
from briefings.dates import last_day
from briefings.errors import Fault, Place, SpecError, nearest
from briefings.finder import fold
from briefings.pack import ALL, Entry, ForEach, Pack
from briefings.records import Dataset, Provider
from briefings.select import Choice, select

__all__ = ["Item", "items", "slug"]


@frozen
class Item:
    """One turn: the words that texts know as ``each``, and whom the briefing is about."""

    words: Mapping[str, str] = field(factory=dict)
    subject: str = ""
    place: Place | None = None  # of the row


def slug(words: str) -> str:
    """``words`` as they can stand in a file's name: ``Dyfed-Powys & Gwent`` is
    ``dyfed-powys-and-gwent``."""
    plain = unicodedata.normalize("NFKD", words.replace("&", " and ")).casefold()
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return "-".join(re.findall(r"[a-z0-9]+", kept))


def items(pack: Pack, entry: Entry, at: int, dataset: Dataset) -> list[Item]:
    """What the entry at place ``at`` of the pack is built for; one nameless item if once.

    Raises SpecError with every fault.
    """
    each = entry.for_each
    if each is None:
        return [Item()]
    if each.providers:
        return [*_providers(pack, each, dataset)]
    if each.rows:
        return [*_rows(pack, each, at)]
    kind = "owners" if each.owners else "groups"
    return [*_named(pack, kind, getattr(each, kind), at, dataset)]


def _providers(pack: Pack, each: ForEach, dataset: Dataset) -> Iterator[Item]:
    selection = select(dataset, Choice(compare=each.providers, as_at=pack.as_at))
    for standing in selection.compare:
        yield Item(_words(standing.provider, selection.as_at), standing.provider.id)


def _words(provider: Provider, as_at: date) -> dict[str, str]:
    return {
        "id": provider.id,
        "name": provider.name,
        "short": provider.short,
        "kind": provider.kind,
        "region": provider.region or "",
        "owner": _owner(provider, as_at),
    }


def _owner(provider: Provider, as_at: date) -> str:
    """Who owned it on the day, as far as the data says."""
    for held in reversed(provider.ownership):
        end = last_day(held.end) if held.end else None
        if end is None or end >= as_at:
            return held.owner
    return ""


def _rows(pack: Pack, each: ForEach, at: int) -> Iterator[Item]:
    """A column ``provider`` names whom the briefing is about."""
    path = pack.folder / each.rows
    if not path.is_file():
        what, steps = f"there is no file {str(path)!r}", ("briefings", at, "for_each", "rows")
        assert pack.file
        raise SpecError(pack.file.fault(what, steps, remedy="put it beside the pack"))
    file, found = rows(path)
    for row in found:
        words = {"id": slug(next(iter(row.words.values()))), **row.words}
        yield Item(words, row.words.get("provider", ""), file.place(row.line))


def _named(
    pack: Pack, kind: str, names: tuple[str, ...], at: int, dataset: Dataset
) -> Iterator[Item]:
    """Owners and groups that the data knows, by name or id."""
    known = _owners(dataset) if kind == "owners" else _groups(dataset)
    by_name = {fold(word): one for one in known for word in one.values()}
    if names == (ALL,):
        yield from (Item(words) for words in known)
        return
    faults: list[Fault] = []
    for number, name in enumerate(names):
        words = by_name.get(fold(name))
        if words:
            yield Item(words)
        elif pack.file:
            faults.append(_unknown(pack, kind, name, (at, number), [w["name"] for w in known]))
    if faults:
        raise SpecError(faults)


def _unknown(pack: Pack, kind: str, name: str, at: tuple[int, int], known: list[str]) -> Fault:
    entry, number = at
    assert pack.file
    value: Any = pack.file.data["briefings"][entry]["for_each"][kind]
    steps: tuple[str | int, ...] = ("briefings", entry, "for_each", kind)
    near = nearest(name, known, count=1)
    return pack.file.fault(
        f"unknown {kind[:-1]} {name!r}",
        (*steps, number) if isinstance(value, list) else steps,
        remedy=f"did you mean {near[0]!r}?" if near else "choose one that is allowed",
        allowed=tuple(known),
    )


def _owners(dataset: Dataset) -> list[dict[str, str]]:
    held: Iterable[str] = (o.owner for p in dataset.providers.values() for o in p.ownership)
    return [{"id": slug(name), "name": name} for name in sorted(set(held))]


def _groups(dataset: Dataset) -> list[dict[str, str]]:
    return [{"id": group.id, "name": group.name} for group in dataset.groups.values()]
