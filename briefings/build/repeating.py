"""What a pack's ``for_each`` stands for: providers, owners, groups or rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from briefings.build.rows import rows
from briefings.dates import last_day
from briefings.errors import Fault, Place, SpecError, nearest
from briefings.finder import Finder, fold, slug
from briefings.pack import ALL, Entry, ForEach, Pack
from briefings.records import Dataset, Provider
from briefings.select import Choice, select

__all__ = ["Item", "items"]


@frozen
class Item:
    """One turn: the words that texts know as ``each``, and whom the briefing is about."""

    words: Mapping[str, str] = field(factory=dict)
    subject: str = ""
    place: Place | None = None  # of the row


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
        return [*_rows(pack, each, at, dataset)]
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


def _rows(pack: Pack, each: ForEach, at: int, dataset: Dataset) -> Iterator[Item]:
    """A column ``provider`` names whom the briefing is about."""
    finder = Finder(dataset)
    path = pack.folder / each.rows
    if not path.is_file():
        what, steps = f"there is no file {str(path)!r}", ("briefings", at, "for_each", "rows")
        assert pack.file
        raise SpecError(pack.file.fault(what, steps, remedy="put it beside the pack"))
    file, found = rows(path)
    for row in found:
        place = file.place(row.line)
        about = row.words.get("provider", "")
        who = finder.named(about, place) if about else None
        words = {"id": slug(next(iter(row.words.values()))), **row.words}
        yield Item(words, who.id if who else "", place)
    if finder.faults:
        raise SpecError(finder.faults)


def _named(
    pack: Pack, kind: str, names: tuple[str, ...], at: int, dataset: Dataset
) -> Iterator[Item]:
    """Owners and groups that the data knows, by name or id."""
    known = _owners(dataset) if kind == "owners" else _groups(dataset)
    by_name = {fold(word): one for one in known for word in one.values()}
    if not known:
        remedy = "name providers, or give the data some"
        raise SpecError(_fault(pack, f"the data knows no {kind}", kind, at, remedy=remedy))
    if names == (ALL,):
        yield from (Item(words) for words in known)
        return
    faults: list[Fault] = []
    for number, name in enumerate(names):
        words = by_name.get(fold(name))
        if words:
            yield Item(words)
        elif pack.file:
            allowed = [words["name"] for words in known]
            faults.append(_unknown(pack, kind, name, (at, number), allowed))
    if faults:
        raise SpecError(faults)


def _unknown(pack: Pack, kind: str, name: str, at: tuple[int, int], known: list[str]) -> Fault:
    near = nearest(name, known, count=1)
    remedy = f"did you mean {near[0]!r}?" if near else "choose one that is allowed"
    what = f"unknown {kind[:-1]} {name!r}"
    return _fault(pack, what, kind, at[0], at[1], remedy=remedy, allowed=tuple(known))


def _fault(
    pack: Pack, what: str, kind: str, at: int, number: int | None = None, **more: Any
) -> Fault:
    """A fault of what ``for_each`` names, or of one name in its list."""
    assert pack.file
    value: Any = pack.file.data["briefings"][at]["for_each"][kind]
    steps: tuple[str | int, ...] = ("briefings", at, "for_each", kind)
    if isinstance(value, list) and number is not None:
        steps = (*steps, number)
    return pack.file.fault(what, steps, **more)


def _owners(dataset: Dataset) -> list[dict[str, str]]:
    held: Iterable[str] = (o.owner for p in dataset.providers.values() for o in p.ownership)
    return [{"id": slug(name), "name": name} for name in sorted(set(held))]


def _groups(dataset: Dataset) -> list[dict[str, str]]:
    return [{"id": group.id, "name": group.name} for group in dataset.groups.values()]
